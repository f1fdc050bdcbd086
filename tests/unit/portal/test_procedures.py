"""Procedures and life events: complete, dated, told with the same steps in words and in the diagram; a directory that holds."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from portal.publishing.diagram import Mark, draw
from portal.publishing.directory import read_directory
from portal.publishing.pages import render
from portal.publishing.procedures import read_procedures
from portal.publishing.review import late
from portal.publishing.rules import labels_of
from tests.unit.portal.copies import PROJECT

PROCEDURES = read_procedures(PROJECT)
EVENTS = ("chercher", "visiter", "entrer", "payer", "difficultes", "partir", "titulaire")
PARTS = (
    "C’est pour qui ?",
    "Que faire ?",
    "Quand ?",
    "Que faut-il apporter ?",
    "Combien cela coûte ?",
    "Et après ?",
    "Si ça se passe mal",
    "Qui peut m’aider ?",
)
LONGEST_EASY = 12
"""Words of a sentence of a summary that is easy to read."""
PUBLIC = {*(f"{name}.md" for name in EVENTS), "index.md", "procedures", "partenaires"}
NO_ACRONYM = {"OK", "II"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """Every page, as it would be written."""
    return render(PROJECT)


def missing_parts(text: str) -> list[str]:
    return [part for part in PARTS if f"\n## {part}\n" not in text]


def hard(sentences: list[str]) -> list[str]:
    """Sentences too long, or several in one, to be easy to read."""
    return [one for one in sentences if len(one.split()) > LONGEST_EASY or len(re.findall(r"[.!?]", one)) != 1]


def test_the_procedures_of_the_brief_are_there_and_every_event_tells_the_same_parts() -> None:
    assert {"alt", "aml", "asll", "bail-glissant", "llts", "siao-commission"} <= set(PROCEDURES)
    texts = {name: (PROJECT / f"portal/pages/{name}.md").read_text(encoding="utf-8") for name in EVENTS}

    assert {name: missing_parts(text) for name, text in texts.items() if missing_parts(text)} == {}
    assert [name for name, text in texts.items() if "\n1. " not in text or "{{ contacts " not in text] == []


def test_a_missing_part_would_be_seen() -> None:
    assert missing_parts("\n## Que faire ?\n\n## Quand ?\n") == [
        one for one in PARTS if one not in ("Que faire ?", "Quand ?")
    ]


def test_each_procedure_has_a_past_and_the_historical_one_says_since_when(told: dict[str, str]) -> None:
    for name, one in PROCEDURES.items():
        assert one.past, name
        assert all(past.changes and past.source for past in one.past), name
        if one.legal_status == "historic":
            assert one.valid_from is not None
            assert "Procédure historique" in told[f"procedures/{name}.md"]
        assert "| Sujet | Avant | Aujourd’hui |" in told[f"procedures/{name}.md"]


def test_the_easy_summary_keeps_to_short_sentences() -> None:
    assert {name: hard(one.easy) for name, one in PROCEDURES.items() if hard(one.easy) or len(one.easy) < 5} == {}


def test_a_hard_sentence_would_be_seen() -> None:
    assert hard(["Vous payez. Vous recevez un reçu."]) != []
    assert hard(["Le contrat que vous signez avec le CCAS dit jusqu’à quelle date vous pouvez rester."]) != []


def test_the_diagram_holds_each_step_and_says_what_it_is_to_who_does_not_see() -> None:
    for name, one in PROCEDURES.items():
        marks = [Mark(actors=step.actors, short=step.short) for step in one.steps]
        tree = ElementTree.fromstring(draw(one.title, marks)).find(f"{SVG}svg")
        assert tree is not None, name
        named = [tree.find(f"{SVG}{part}") for part in ("title", "desc")]
        ids = [part.get("id") for part in named if part is not None]
        assert tree.get("role") == "img"
        assert (tree.get("aria-labelledby") or "").split() == ids
        words = " ".join(text.text or "" for text in tree.iter(f"{SVG}text"))
        assert [step.short for step in one.steps if step.short.split()[0] not in words] == []
        numbers = [text.text for text in tree.iter(f"{SVG}text") if text.get("text-anchor") == "middle"]
        assert numbers == [str(n) for n, step in enumerate(one.steps, 1) for _ in step.actors]


def test_a_word_of_the_diagram_is_text_and_never_markup() -> None:
    drawn = draw("Essai", [Mark(actors=("CCAS & ménage",), short="<script>alert()</script>")])

    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


def test_each_procedure_has_a_sheet_to_print_without_a_link_to_follow_for_a_number(told: dict[str, str]) -> None:
    for name in PROCEDURES:
        sheet = told[f"procedures/fiches/{name}.md"]
        assert "{ .law }" not in sheet, name
        assert f"(../{name}.md)" in sheet, name
        assert "{{" not in sheet, name
        assert not re.search(r"(?<!\\)\u00a0\*", sheet), name  # a star of Markdown would begin an emphasis


def test_every_organisation_and_sector_has_its_page_and_an_old_sheet_says_that_it_is_old(told: dict[str, str]) -> None:
    directory = read_directory(PROJECT)

    for one in directory.organisation:
        page = told[f"annuaire/{one.slug}.md"]
        assert ("Fiche historique" in page) == (one.checked_on is None), one.slug
    for sector in directory.sector:
        page = told[f"annuaire/secteurs/{sector.slug}.md"]
        assert all(f"## {one.name}" in page for one in directory.organisation if sector.slug in one.sectors)


def test_a_directory_that_does_not_hold_is_refused(tmp_path: Path) -> None:
    text = (PROJECT / "portal/directory.toml").read_text(encoding="utf-8")
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal/directory.toml").write_text(
        text.replace('sectors = ["roannais"]', 'sectors = ["lune"]'), encoding="utf-8"
    )

    with pytest.raises(ValueError, match="no sector lune"):
        read_directory(tmp_path)


def test_an_unknown_contact_is_refused() -> None:
    directory = replace(read_directory(PROJECT), contact=[])

    with pytest.raises(LookupError, match="no contact siao"):
        directory.contact_of("siao")


def unexplained(text: str, known: set[str]) -> list[str]:
    """Capitals that neither the list of acronyms nor the directory explains."""
    return sorted(set(re.findall(r"\b[A-ZÉ]{2,}\b", text)) - known - NO_ACRONYM)


def test_every_acronym_that_a_public_page_uses_is_explained_on_it(told: dict[str, str]) -> None:
    directory = read_directory(PROJECT)
    known = set(labels_of(PROJECT).acronym) | {word for one in directory.organisation for word in one.name.split()}
    pages = {path: text for path, text in told.items() if path.partition("/")[0] in PUBLIC}
    bare = {
        path: re.sub(r"<svg.*?</svg>|`[^`]*`", "", text.partition("## D’où viennent")[0])
        for path, text in pages.items()
    }

    assert {path: unexplained(text, known) for path, text in bare.items() if unexplained(text, known)} == {}
    assert "**SIAO**\u00a0: service intégré" in told["chercher.md"]
    assert "**SIAO**\n:   service intégré" in told["lexique.md"]


def test_an_acronym_that_nobody_explains_would_be_seen() -> None:
    assert unexplained("Demandez au SIAO ou à la XYZT.", {"SIAO"}) == ["XYZT"]


def test_what_nobody_read_again_for_a_year_is_listed() -> None:
    read_on = PROCEDURES["alt"].reviewed_on
    now, later = late(PROJECT, read_on), late(PROJECT, read_on.replace(year=read_on.year + 1))

    assert not any("alt.toml" in one for one in now)
    assert any("alt.toml, relu le" in one for one in later)
    assert any(one.startswith("AGASEF") and "jamais vérifié" in one for one in now)
