"""Hostile bank files: typed refusals only, each at once. The nightly count is in `tests/benchmarks/fuzz_parsers.py`."""

import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from xml.sax import SAXParseException, make_parser
from xml.sax.handler import feature_external_ges

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alt_units.domain.bank_files import BankFile, BankFileRejected, FileFormat
from alt_units.parsers.bank import read_bank_file
from tests.support.bank_files import source_of, spoiled, written
from tests.unit.alt_units.test_bank_parsers import MOVEMENTS

TEN_MEGABYTES = 10 * 1024 * 1024
LONGEST = 20.0
"""Seconds of processor: a bomb takes minutes. What a file really takes is a figure of `fuzz_parsers`, machines being shared."""


def refused(content: bytes, kind: FileFormat = FileFormat.CAMT053) -> None:
    began = time.process_time()
    with pytest.raises(BankFileRejected):
        read_bank_file(content, source_of(kind))
    assert time.process_time() - began < LONGEST


OUTSIDE = ("open", "socket.", "subprocess.", "os.exec", "urllib.")
SEEN: list[str] | None = None
"""What the interpreter opened since somebody began to look; None: nobody looks."""


def _audit(event: str, _: object) -> None:
    if SEEN is not None and event.startswith(OUTSIDE):
        SEEN.append(event)


sys.addaudithook(_audit)  # for the life of the process: it only looks while `opened_by` runs


def opened_by(read: Callable[[], object]) -> list[str]:
    """The files, connections and programs that a reading opened, as the interpreter itself saw them."""
    global SEEN
    SEEN = []
    try:
        with suppress(BankFileRejected, SAXParseException, OSError):
            read()
        return SEEN
    finally:
        SEEN = None


def dtd(declarations: str, used: str = "") -> bytes:
    body = f"<Document><BkToCstmrStmt>{used}</BkToCstmrStmt></Document>"
    return f'<?xml version="1.0"?><!DOCTYPE d [{declarations}]>{body}'.encode()


FILLS = (b"\x00", b"<", b'"', b";", b"\n", b"0", b"<STMTTRN>", b"04", b"\xff")
LAUGHS = "<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {two} '{f'&{one};' * 10}'>" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)
ATTACKS = {
    "billion laughs": dtd(LAUGHS, "&i;"),
    "quadratic blowup": dtd(f"<!ENTITY a '{'x' * 100_000}'>", "&a;" * 1000),
    "external entity": dtd("<!ENTITY a SYSTEM 'file:///etc/passwd'>", "&a;"),
    "parameter entity": dtd("<!ENTITY % a SYSTEM 'http://127.0.0.1:1/x'> %a;"),
    "remote dtd": b'<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd"><Document/>',
    "depth 100,000": b"<a>" * 100_000,
    "depth 100,000, closed": b"<a>" * 100_000 + b"</a>" * 100_000,
    "many elements": b"<Document><BkToCstmrStmt><Stmt>" + b"<a/>" * 1_000_000 + b"</Stmt></BkToCstmrStmt></Document>",
    "huge text": b"<Document>" + b"x" * (TEN_MEGABYTES - 100) + b"</Document>",
    "larger than read": b" " * TEN_MEGABYTES + b"<Document/>",
    "many attributes": b"<Document " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + b"/>",
    "utf-16": '<?xml version="1.0" encoding="UTF-16"?><Document/>'.encode("utf-16"),
    "utf-7 declared": b'<?xml version="1.0" encoding="UTF-7"?><Document/>',
    "latin-1 declared": b'<?xml version="1.0" encoding="ISO-8859-1"?><Document/>',
    "xinclude": b'<Document xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd"/></Document>',
    "nul": b"<Document>\x00</Document>",
    "two roots": b"<Document/><Document/>",
    "cut": written(FileFormat.CAMT053, MOVEMENTS)[:-30],
    "not xml": b"%PDF-1.7",
    "xml of something else": b"<html><body>bonjour</body></html>",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_xml_attack_is_refused_at_once(name: str) -> None:
    refused(ATTACKS[name])


@pytest.mark.parametrize("name", ATTACKS)
def test_an_xml_attack_opens_nothing_outside(name: str) -> None:
    read_bank_file(
        written(FileFormat.CAMT053, MOVEMENTS), source_of(FileFormat.CAMT053)
    )  # what the reader imports, once
    assert opened_by(lambda: read_bank_file(ATTACKS[name], source_of(FileFormat.CAMT053))) == []


def test_control_a_reader_that_follows_an_entity_is_seen_to_open_it() -> None:
    plain = make_parser()
    plain.setFeature(feature_external_ges, True)
    assert "open" in opened_by(lambda: plain.parse(BytesIO(ATTACKS["external entity"])))


def test_an_ofx_with_an_entity_is_refused() -> None:
    refused(b"<?xml version='1.0'?><!DOCTYPE o [<!ENTITY a 'b'>]><OFX><STMTRS></STMTRS></OFX>", FileFormat.OFX)


@pytest.mark.parametrize("kind", FileFormat)
@pytest.mark.parametrize("fill", FILLS)
def test_ten_megabytes_of_one_thing_are_refused_at_once(kind: FileFormat, fill: bytes) -> None:
    refused((fill * TEN_MEGABYTES)[:TEN_MEGABYTES], kind)


def test_a_huge_label_is_cut_or_refused_and_never_kept_whole() -> None:
    long = written(FileFormat.CAMT053, MOVEMENTS).replace(b"AIDE ALT", b"AIDE " * 100_000)
    assert len(read_bank_file(long, source_of(FileFormat.CAMT053)).lines[0].label) <= 500


def only_typed(content: bytes, kind: FileFormat) -> BankFile | None:
    """What was read, or None when it was refused; anything else fails."""
    began = time.process_time()
    try:
        found = read_bank_file(content, source_of(kind))
    except BankFileRejected:
        found = None
    assert time.process_time() - began < LONGEST
    if found is not None:
        assert all(one.amount_cents and len(one.label) <= 500 and "\x00" not in one.label for one in found.lines)
    return found


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=400), kind=st.sampled_from(FileFormat))
def test_any_bytes_are_read_or_refused(content: bytes, kind: FileFormat) -> None:
    only_typed(content, kind)


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=300), kind=st.sampled_from(FileFormat), at=st.integers(0, 400))
def test_any_text_inside_a_file_is_read_or_refused(text: str, kind: FileFormat, at: int) -> None:
    whole = written(kind, MOVEMENTS)
    only_typed(whole[:at] + text.encode("utf-8", "surrogatepass") + whole[at:], kind)


@pytest.mark.parametrize("kind", FileFormat)
def test_a_spoiled_file_is_read_or_refused(kind: FileFormat) -> None:
    dice = random.Random(20261125)
    read = [only_typed(spoiled(written(kind, MOVEMENTS), dice), kind) for _ in range(500)]
    assert any(one is None for one in read)
    assert any(one is not None for one in read)
