"""Files made to harm: each is refused with a word for people, in bounded time and memory, and nothing outside is opened."""

import io
import socket
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel.errors import Refusal
from kernel.intake.cells import FileEncrypted, FileTooLarge, FileUnreadable, FileUnsafe, FileWithMacros
from kernel.intake.files import read_file
from kernel.intake.rows import BlankTemplate, WrongTemplate, read_model
from tests.support.intake import MODEL, TOOLS, book, in_sheet, lines, repacked, tools

GOOD = tools(["A", "01/01/2026"], ["B"])
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"<!DOCTYPE z [" + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(10)
) + b"]>"  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def part(name: str, content: bytes) -> bytes:
    """The good workbook with one part replaced."""
    return repacked(GOOD, lambda one, old: content if one == name else old)


def with_doctype(declaration: bytes, inside: bytes = b"") -> bytes:
    def change(name: str, old: bytes) -> bytes:
        if name != SHEET:
            return old
        head, mark, rest = old.partition(b"?>\n")
        return head + mark + declaration + rest.replace(b"</sheetData>", inside + b"</sheetData>")

    return repacked(GOOD, change)


def bomb(name: str, size: int) -> bytes:
    return repacked(GOOD, lambda one, old: old, (name, b" " * size))


def encrypted_zip() -> bytes:
    """The flag that says so is enough."""
    out = bytearray(GOOD)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := out.find(mark, start)) >= 0:
            out[start + at] |= 1
            start += 4
    return bytes(out)


def nameless() -> bytes:
    """A part whose name ends before it begins: on it, the library itself stumbles."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("outils.csv", b"Nom;Depuis le")
        archive.writestr("~", b"")
    return out.getvalue().replace(b"~", b"\x00")


def twice(name: str) -> bytes:
    out = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, b"<x/>")
    return out.getvalue()


def packed(kind: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", kind) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


def crowd() -> bytes:
    return repacked(GOOD, lambda one, old: old, *((f"x/{number}.xml", b"<x/>") for number in range(500)))


def lying_size() -> bytes:
    """The central directory announces a hundred bytes for what unpacks to millions."""
    out = bytearray(bomb("xl/media/x.xml", 60_000_000))
    end = out.rfind(b"PK\x01\x02")
    out[end + 24 : end + 28] = struct.pack("<I", 100)
    return bytes(out)


HOSTILE: dict[str, tuple[Callable[[], bytes], tuple[type[Refusal], ...]]] = {
    "a part without a name": (nameless, (FileUnreadable,)),
    "entities that multiply": (lambda: with_doctype(LAUGHS, b"<row><c><v>&l9;</v></c></row>"), (FileUnsafe,)),
    "an entity from a file": (
        lambda: with_doctype(b'<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b"<row><c><v>&x;</v></c></row>"),
        (FileUnsafe,),
    ),
    "an entity from the network": (
        lambda: with_doctype(b'<!DOCTYPE z [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>', b"&x;"), (FileUnsafe,)),
    "a parameter entity": (lambda: with_doctype(b'<!DOCTYPE z [<!ENTITY % p SYSTEM "file:///x"> %p;]>'), (FileUnsafe,)),
    "a document type of elsewhere": (lambda: with_doctype(b'<!DOCTYPE z SYSTEM "http://127.0.0.1:9/z.dtd">'), (FileUnsafe,)),
    "entities among the shared strings": (
        lambda: part("xl/sharedStrings.xml", LAUGHS + b"<sst><si><t>&l9;</t></si></sst>"), (FileUnsafe,)),
    "entities in the list of sheets": (lambda: part("xl/workbook.xml", LAUGHS + b"<workbook>&l9;</workbook>"), (FileUnsafe,)),
    "entities in the relations": (
        lambda: part("xl/_rels/workbook.xml.rels", LAUGHS + b"<Relationships>&l9;</Relationships>"), (FileUnsafe,)),
    "entities hidden by UTF-16": (
        lambda: part("xl/workbook.xml", (LAUGHS.decode() + "<workbook>&l9;</workbook>").encode("utf-16")), (FileUnsafe,)),
    "entities hidden by another encoding": (
        lambda: part("xl/workbook.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-+ACE-DOCTYPE'), (FileUnsafe,)),
    "an EBCDIC part": (
        lambda: part("xl/workbook.xml", b'<?xml version="1.0" encoding="cp037"?><a/>'), (FileUnsafe,)),
    "an XInclude": (
        lambda: repacked(GOOD, in_sheet(b"<sheetData>", b'<xi:include href="file:///etc/passwd"/><sheetData>')),
        (FileUnreadable, WrongTemplate)),
    "a part that swells": (lambda: bomb("xl/worksheets/sheet2.xml", 60_000_000), (FileUnsafe,)),
    "many parts that swell together": (
        lambda: repacked(GOOD, lambda one, old: old, *((f"xl/t{n}.xml", b" " * 3_900_000) for n in range(20))),
        (FileUnsafe, FileTooLarge)),
    "a size that lies": (lying_size, (FileUnsafe, FileUnreadable)),
    "a style sheet without end": (
        lambda: repacked(GOOD, lambda one, old: old if one != "xl/styles.xml" else old + b"<!--" + b"x1y2" * 1_200_000 + b"-->"),
        (FileTooLarge, FileUnsafe)),
    "too many parts": (crowd, (FileUnsafe,)),
    "a part said twice": (lambda: twice(SHEET), (FileUnsafe,)),
    "macros": (lambda: repacked(GOOD, lambda one, old: old, ("xl/vbaProject.bin", b"x")), (FileWithMacros,)),
    "macros of the old kind": (
        lambda: repacked(GOOD, lambda one, old: old, ("xl/macrosheets/sheet1.xml", b"<x/>")), (FileWithMacros,)),
    "macros by content type": (
        lambda: repacked(GOOD, lambda one, old: old.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")),
        (FileWithMacros,)),
    "an ActiveX control": (lambda: repacked(GOOD, lambda one, old: old, ("xl/activeX/a.bin", b"x")), (FileWithMacros,)),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), (FileEncrypted,)),
    "a password on the archive": (encrypted_zip, (FileEncrypted,)),
    "an old workbook": (lambda: OLE, (FileUnreadable,)),
    "another compression": (lambda: packed(zipfile.ZIP_LZMA), (FileUnreadable,)),
    "a row at the end of the world": (lambda: repacked(GOOD, in_sheet(b'r="4"', b'r="1048576"')), (FileTooLarge,)),
    "a row beyond the world": (lambda: repacked(GOOD, in_sheet(b'r="4"', b'r="99999999999999"')), (FileTooLarge,)),
    "a column at the end of the world": (lambda: repacked(GOOD, in_sheet(b'r="B3"', b'r="XFD3"')), (FileTooLarge,)),
    "a column beyond the world": (lambda: repacked(GOOD, in_sheet(b'r="B3"', b'r="ZZZZZZZ3"')), (FileTooLarge,)),
    "a column beyond the world in disguise": (
        lambda: repacked(GOOD, in_sheet(b'r="B3"', b'r="&#90;ZZZZZZ3"')), (FileUnreadable, FileTooLarge, WrongTemplate)),
    "a string that is not there": (lambda: repacked(GOOD, in_sheet(b"<v>0</v>", b"<v>999999</v>")), (FileUnreadable,)),
    "a string before the first": (lambda: repacked(GOOD, in_sheet(b"<v>0</v>", b"<v>x</v>")), (FileUnreadable,)),
    "no list of sheets": (lambda: repacked(GOOD, lambda one, old: None if one == "xl/workbook.xml" else old), (FileUnreadable,)),
    "no sheet": (lambda: repacked(GOOD, lambda one, old: None if one == SHEET else old), (FileUnreadable, WrongTemplate)),
    "no shared strings": (
        lambda: repacked(GOOD, lambda one, old: None if one == "xl/sharedStrings.xml" else old), (FileUnreadable,)),
    "broken XML": (lambda: repacked(GOOD, in_sheet(b"</row>", b"</rox>")), (FileUnreadable,)),
    "millions of tags": (
        lambda: repacked(GOOD, in_sheet(b"<sheetData>", b"<sheetData>" + b"<a/>" * 3_100_000)), (FileTooLarge, FileUnsafe)),
    "a cut archive": (lambda: GOOD[: len(GOOD) // 2], (FileUnreadable,)),
    "an archive with its middle changed": (lambda: GOOD[:300] + b"\xff" * 400 + GOOD[700:], (FileUnreadable,)),
    "only the end of an archive": (lambda: b"PK\x03\x04" + b"PK\x05\x06" + b"\x00" * 18, (FileUnreadable,)),
    "an archive of nothing": (lambda: repacked(GOOD, lambda one, old: None, ("lisez-moi.txt", b"x")), (FileUnreadable,)),
    "a document of another kind": (
        lambda: repacked(GOOD, lambda one, old: None, ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<a/>")),
        (FileUnreadable,)),
    "too many bytes": (lambda: b"a;b\n" * 1_500_000, (FileTooLarge,)),
    "too many rows": (lambda: lines(*["A;;;;;;;;"] * 12_500), (FileTooLarge,)),
    "too many columns": (lambda: lines(";".join(["x"] * 80)), (FileTooLarge,)),
    "too many cells": (lambda: lines(*[";".join(["x"] * 50)] * 9_000), (FileTooLarge,)),
    "a cell without end": (lambda: lines("a" * 6_000), (FileTooLarge,)),
    "a cell beyond the reader": (lambda: lines("a" * 200_000), (FileUnreadable, FileTooLarge)),
    "quotes left open": (lambda: lines('"A;;;;'), (FileUnreadable,)),
    "a NUL": (lambda: lines("A\x00"), (FileUnreadable,)),
    "UTF-16": (lambda: lines("A").decode().encode("utf-16"), (FileUnreadable,)),
    "bytes of no encoding": (lambda: b"\x81\x8d\x8f;\x90", (FileUnreadable,)),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, (FileUnreadable,)),
    "a PDF": (lambda: b"%PDF-1.7 a;b", (FileUnreadable,)),
    "a web page": (lambda: b"  <html><table><tr><td>Logements</td></tr></table></html>", (FileUnreadable,)),
    "a packed tar": (lambda: b"\x1f\x8b" + b"\x00" * 20, (FileUnreadable,)),
    "nothing": (lambda: b"", (FileUnreadable,)),
    "only spaces": (lambda: b" \r\n\t", (FileUnreadable,)),
    "a CSV bomb in an archive": (
        lambda: repacked(GOOD, lambda one, old: None, ("1.csv", b"a;" * 30_000_000)), (FileUnsafe,)),
}  # fmt: skip


HARMLESS = {
    "a cell without an address": in_sheet(b'r="B3"', b'r=""'),
    "a style that is not there": in_sheet(b'<c r="B3"', b'<c s="99999" r="B3"'),
    "XML a hundred thousand deep": in_sheet(b"<sheetData>", b"<sheetData>" + b"<a>" * 100_000 + b"</a>" * 100_000),
    "an extension": in_sheet(b"</sheetData>", b'</sheetData><extLst><ext uri="x"/></extLst>'),
}


@pytest.fixture
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No socket and no file may be opened while a file is read."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("something outside was opened")

    with monkeypatch.context() as patch:
        patch.setattr(socket, "socket", refuse)
        patch.setattr(Path, "open", refuse)
        patch.setattr("builtins.open", refuse)
        yield


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_own_word(name: str, nothing_outside: None) -> None:
    make, refusals = HOSTILE[name]
    content = make()
    began = time.perf_counter()
    with pytest.raises(refusals) as refused:
        read_model(MODEL, read_file(content))
    assert time.perf_counter() - began < 20, "read for too long"
    assert refused.value.detail


@pytest.mark.parametrize("name", HARMLESS)
def test_an_oddity_that_changes_no_value_is_read_as_if_it_were_not_there(name: str, nothing_outside: None) -> None:
    found = read_model(MODEL, read_file(repacked(GOOD, HARMLESS[name])))
    assert [one.text("reference") for one in found.rows["Outils"]] == ["A", "B"]


def test_the_memory_of_a_bomb_is_bounded() -> None:
    content = bomb("xl/worksheets/sheet2.xml", 400_000_000)
    tracemalloc.start()
    with pytest.raises(FileUnsafe):
        read_file(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 160_000_000


def test_the_good_file_from_which_they_are_made_is_read() -> None:
    """The control: what makes each of them be refused is what was changed."""
    for same in (GOOD, repacked(GOOD, lambda one, old: old), packed(zipfile.ZIP_STORED), lines("A;01/01/2026")):
        found = read_model(MODEL, read_file(same))
        assert found.problems == ()
        assert found.rows["Outils"][0].text("reference") == "A"
    assert len(HOSTILE) > 55


def read_anyhow(content: bytes) -> None:
    """What any file may bring: rows with their problems, or a refusal. Nothing else."""
    try:
        found = read_model(MODEL, read_file(content))
    except (FileTooLarge, FileUnreadable, FileEncrypted, FileWithMacros, FileUnsafe, WrongTemplate, BlankTemplate):
        return
    assert all(one.sentence and one.place for one in found.problems)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=600))
@example(b"PK\x03\x04")
def test_no_bytes_bring_anything_but_a_refusal(content: bytes) -> None:
    read_anyhow(content)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), max_size=12), max_size=8), st.sampled_from([";", ",", "\t", "|"]))
def test_no_text_under_the_right_titles_brings_anything_but_problems(rows: list[list[str]], separator: str) -> None:
    typed = [separator.join(row) for row in rows]
    read_anyhow(lines(*typed))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_change_inside_a_workbook_brings_anything_but_a_refusal(data: st.DataObject) -> None:
    """Bytes changed in a part, the archive put together again: the reader of XML sees them, not the checksum."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        name = data.draw(st.sampled_from(archive.namelist()))
    at, length = data.draw(st.integers(0, 3000)), data.draw(st.integers(0, 40))
    new = data.draw(
        st.one_of(st.binary(max_size=40), st.sampled_from([b'"', b"<", b"&", b"/>", b"9" * 30, b"-1", b"NaN"]))
    )

    def change(one: str, old: bytes) -> bytes:
        start = at % (len(old) + 1)
        return old[:start] + new + old[start + length :] if one == name else old

    read_anyhow(repacked(GOOD, change))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.text(max_size=20),
    st.dates(), st.datetimes(), st.times(), st.sampled_from(["=1+1", "#N/A", "oui", "01/01/2026", "A"])),
    max_size=10), max_size=6))  # fmt: skip
def test_no_cell_of_a_workbook_brings_anything_but_a_problem(rows: list[list[Any]]) -> None:
    def kept(value: Any) -> Any:
        year = getattr(value, "year", 1900)
        return str(value) if year < 1900 or (isinstance(value, int) and abs(value) > 10**15) else value

    titles = [one.title for one in TOOLS.columns]
    read_anyhow(book({"Outils": [[MODEL.stamp(TOOLS)], titles, *([kept(one) for one in row] for row in rows)]}))
