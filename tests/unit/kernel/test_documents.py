"""Papers: the same facts give the same bytes, nobody's text is ever run, and what a font cannot draw stops nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kernel.documents import render as module
from kernel.documents.paper import Paper, facts
from kernel.documents.render import DocumentFailed, printable, readable, render
from tests.support.pdfs import text_of

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
HOSTILE = '#panic("x") *x* $x^2$ 😀 \u0007 <script> #read("/etc/passwd") \\ [ ] @ref _y_ // `z`'
TEMPLATE = """#show: paper
#facts(d.facts)
*#d.title* #typed(d.title)
#sheet((1fr, auto), (left, right), ("Objet", "Montant"), ((d.title, d.title),), totals: (("Total", d.title),))
#sources(((text: d.title, source: d.title, to_confirm: true),))
"""


class Plain(Paper, frozen=True, kw_only=True):
    facts: tuple[object, ...]


def plain(title: str = "Essai", mark: str | None = None) -> Plain:
    return Plain(
        title=title,
        organisation="CCAS Exemple",
        reference="X-1",
        dated="21/11/2026",
        mark=mark,
        mark_reason=title,
        facts=facts({title: title, "Rien": None}),
    )


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "plain.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_the_same_facts_on_the_same_day_give_the_same_bytes(template: Path) -> None:
    once = render(template, plain(), on=AT)
    assert once.startswith(b"%PDF")
    assert render(template, plain(), on=AT) == once
    assert render(template, plain(), on=AT.replace(year=2025)) != once
    assert render(template, plain("Autre"), on=AT) != once
    assert render(template, plain(), on=AT.replace(microsecond=5)) == once, (
        "a real clock has microseconds, a PDF has none"
    )


def test_a_paper_declares_that_it_can_be_archived_and_read_aloud(template: Path) -> None:
    pdf = render(template, plain(mark="Projet"), on=AT)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf.replace(b"\n", b"")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_what_people_typed_is_never_run(template: Path) -> None:
    assert render(template, plain(HOSTILE, mark=HOSTILE), on=AT).startswith(b"%PDF")


def test_the_same_text_inside_a_template_would_be_run(template: Path) -> None:
    template.write_text(f"{TEMPLATE}\n{HOSTILE}", encoding="utf-8")
    with pytest.raises(DocumentFailed, match="panicked"):
        render(template, plain(), on=AT)


def test_what_people_typed_is_printed_as_they_typed_it(template: Path) -> None:
    said = " ".join(text_of(render(template, plain(HOSTILE), on=AT)).split())
    assert '#panic("x") *x* $x^2$ □ □ <script> #read("/etc/passwd") \\ [ ] @ref _y_ // `z`' in said


def test_every_sign_that_is_let_through_can_be_drawn_in_both_weights(template: Path) -> None:
    everything = " ".join(chr(one) for one in sorted(module._KNOWN))
    assert printable(everything.replace("\n", "")) == everything.replace("\n", "")
    assert render(template, plain(everything), on=AT).startswith(b"%PDF")


@pytest.mark.parametrize("sign", ["😀", "\u0007", "中", "\u202e", "\u200f", "\x00"])
def test_one_more_sign_would_stop_the_paper_or_turn_it_round(
    template: Path, sign: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printable(sign) == "□"
    if sign in "\u202e\u200f":
        return
    monkeypatch.setattr(module, "_KNOWN", {*module._KNOWN, ord(sign)})
    with pytest.raises(DocumentFailed):
        render(template, plain(sign), on=AT)


def test_accents_and_lines_are_written_one_way() -> None:
    assert printable({"a": ["Ame\u0301lie\r\nNguyễn\tŁódź"]}) == {"a": ["Amélie\nNguyễn Łódź"]}


def test_a_warning_of_the_typesetter_is_a_failure(template: Path) -> None:
    template.write_text('#show: paper\n#text(font: "Police absente")[x]', encoding="utf-8")
    with pytest.raises(DocumentFailed):
        render(template, plain(), on=AT)


def test_a_fact_without_value_is_not_printed() -> None:
    assert [one.label for one in facts({"Montant": "1 €", "Motif": None, "Note": ""})] == ["Montant"]


def test_a_paper_reads_as_a_page_with_all_that_the_sheet_says(template: Path) -> None:
    page = readable(template, plain(HOSTILE, mark="Projet"), head=["1 rue de l'Exemple"])
    assert "1 rue de l'Exemple" in page
    assert "PROJET" in page
    assert page.count("<td>") == 4
    assert "<dd>" in page
    assert "à confirmer" in page
    assert "&lt;script>" in page
    assert "<script" not in page


def test_a_template_whose_words_a_page_would_lose_is_refused_as_such(template: Path) -> None:
    template.write_text("#show: paper\n#grid(columns: 2, [lost], [words])", encoding="utf-8")
    assert "lost" in text_of(render(template, plain(), on=AT))
    with pytest.raises(DocumentFailed, match="grid"):
        readable(template, plain())
