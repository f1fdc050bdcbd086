"""Where each page says that it is: one entry of the bar, and in the second bar only what this entry holds."""

from uuid import UUID

import pytest

from alt_units.web import sections as stock
from kernel.acts import Staff
from kernel.web.page import BAR, bar, section_bar
from occupancy.web import sections as stays

SECTIONS = {"/logements": stock.SECTIONS, "/sejours": stays.SECTIONS}
MANAGER = Staff(id=UUID(int=3), name="Direction", permissions=frozenset({"*"}))
SOCIAL_WORKER = Staff(id=UUID(int=4), name="Référente", permissions=frozenset({"contracts.read", "fees.read"}))

PLACES = [
    ("/sejours/a-faire", "À faire", ""),
    ("/sejours", "Séjours", "Séjours"),
    ("/sejours/contrats/1/avenant", "Séjours", "Séjours"),
    ("/sejours/menages/import", "Séjours", "Ménages"),
    ("/sejours/depots", "Séjours", "Dépôts"),
    ("/sejours/titres", "Encaissements", "Titres"),
    ("/sejours/titres/bordereaux/1", "Encaissements", "Titres"),
    ("/sejours/redevances", "Encaissements", "Redevances du mois"),
    ("/sejours/encaissements/impayes", "Encaissements", "Impayés"),
    ("/sejours/plans/1", "Encaissements", "Impayés"),
    ("/sejours/remises", "Encaissements", "Impayés"),
    ("/sejours/clotures", "Encaissements", "Impayés"),
    ("/sejours/reglages", "Encaissements", "Réglages des régies"),
    ("/logements/aides", "Aides", "Demandes"),
    ("/logements/conventions/1", "Logements", "Conventions"),
]


def lit(shown: list[dict[str, object]]) -> str:
    return " ".join(str(one["label"]) for one in shown if one["current"])


@pytest.mark.parametrize(("path", "entry", "part"), PLACES)
def test_a_page_lights_its_entry_of_the_bar_and_its_part_of_the_second_one(path: str, entry: str, part: str) -> None:
    sections = SECTIONS["/" + path.split("/")[1]]
    assert (lit(bar(MANAGER, path)), lit(section_bar(MANAGER, path, sections))) == (entry, part)


@pytest.mark.parametrize("path", ["/sejours/redevances", "/sejours/titres"])
def test_a_page_whose_entry_a_person_does_not_see_lights_no_other_one(path: str) -> None:
    assert lit(bar(SOCIAL_WORKER, path)) == ""
    assert lit(bar(MANAGER, path)) == "Encaissements"  # the control


def test_who_reads_debts_and_takes_no_money_has_them_in_the_bar() -> None:
    reader = Staff(
        id=UUID(int=5), name="Référente", permissions=frozenset({"contracts.read", "fees.read", "ledger.read"})
    )
    shown = {one["label"]: one["href"] for one in bar(reader, "/sejours")}
    assert shown["Impayés"] == "/sejours/encaissements/impayes"
    assert lit(bar(reader, "/sejours/encaissements/impayes")) == "Impayés"
    assert lit(section_bar(reader, "/sejours/titres", stays.SECTIONS)) == "Titres"
    for other in (SOCIAL_WORKER, MANAGER):  # the controls: who may not read them, who has the whole entry
        assert "Impayés" not in {one["label"] for one in bar(other, "/sejours")}


def test_each_second_bar_belongs_whole_to_one_entry_of_the_first() -> None:
    for section in (*stock.SECTIONS, *stays.SECTIONS):
        of_service = [one for one in section if one.href.split("/")[1] == section[0].href.split("/")[1]]
        assert len({lit(bar(MANAGER, one.href)) for one in of_service}) == 1
    assert {one.label for one in BAR} >= {lit(bar(MANAGER, path)) for path, _, _ in PLACES}
