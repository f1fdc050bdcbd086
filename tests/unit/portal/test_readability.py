"""The public's pages are easy to read: measured, with a floor."""

from pathlib import Path

import pytest

from tests.support.readability import DOCS, ease, public_pages, syllables

FLOOR = 65
"""« Ordinaire » begins at 60: the pages for everybody stay above it, with a margin."""

OFFICIAL = """# Objet

Les organismes gestionnaires mentionnés à l'article précédent bénéficient, dans les conditions déterminées par la convention
conclue annuellement avec l'autorité administrative compétente, d'une aide destinée à la couverture des dépenses
occasionnées par la mobilisation temporaire de logements nécessaires à l'hébergement des personnes défavorisées.
"""


@pytest.mark.parametrize("file", public_pages(), ids=lambda file: file.stem)
def test_a_page_for_everybody_reads_easily(file: Path) -> None:
    assert ease(file.read_text(encoding="utf-8")) >= FLOOR


def test_a_page_in_the_words_of_the_law_would_be_seen() -> None:
    assert ease(OFFICIAL) < 40


def test_all_the_pages_for_everybody_are_measured() -> None:
    assert {"payer.md", "partir.md", "donnees-personnelles.md"} <= {file.name for file in public_pages()}
    assert all(file.parent == DOCS for file in public_pages())


def test_syllables_are_heard_as_they_are_said() -> None:
    heard = {"logement": 3, "garantie": 3, "porte": 1, "clé": 1, "redevance": 3, "préfet": 2, "le": 1}

    assert {word: syllables(word) for word in heard} == heard
