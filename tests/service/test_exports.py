"""Every list is taken away as a workbook and as CSV, every paper as a PDF and as a page, with the permission of its page."""

import csv
import io
import re
from collections.abc import AsyncIterator, Iterator
from itertools import product

import httpx
import pytest
from openpyxl import load_workbook

from tests.support.access import doors
from tests.support.site import Town, a_town
from tests.support.small_town import Ids, SmallTown
from tests.support.stores import Borrowed


@pytest.fixture(scope="module")
async def lived(shared_stores: Borrowed) -> AsyncIterator[tuple[Town, Ids]]:
    """One town for all these tests: they only read."""
    async with a_town(shared_stores) as made:
        yield made, (await SmallTown(made).live()).ids


@pytest.fixture
def town(lived: tuple[Town, Ids]) -> Town:
    return lived[0]


LISTS = {
    "/logements": "agent",
    "/logements/conventions": "finance",
    "/logements/baremes": "agent",
    "/logements/aides/couts?annee=2026": "finance",
    "/logements/aides/dossier/2026": "finance",
    "/logements/aides/statistiques?annee=2026": "finance",
    "/equipe": "admin",
    "/equipe/regles": "agent",
    "/sejours/depots": "agent",
    "/logements/regles": "finance",
    "/logements/vacances": "agent",
    "/sejours/regles": "finance",
    "/sejours/places-libres": "agent",
    "/sejours/reglages": "direction",
    "/logements/aides?annee=2026": "finance",
    "/logements/aides/versements": "finance",
    "/logements/aides/rapprochement/2026": "finance",
    "/logements/aides/releves": "finance",
    "/logements/aides/releves/lignes": "finance",
    "/logements/aides/releves/lignes?etat=rapprochees": "finance",
    "/sejours": "agent",
    "/sejours?vue=tous": "agent",
    "/sejours/a-faire": "agent",
    "/sejours/menages": "agent",
    "/sejours/accompagnements": "social",
    "/sejours/accompagnements?vue=toutes&type=asll": "social",
    "/sejours/encaissements": "regisseur",
    "/sejours/encaissements/impayes": "finance",
    "/sejours/redevances?mois=2026-11": "finance",
    "/sejours/clotures": "finance",
    "/sejours/encaissements/regies/{regie_id}": "finance",
    "/sejours/encaissements/regies/{regie_id}/releves": "finance",
}


def there(address: str, ids: Ids) -> str:
    """The address, of what the town has."""
    return re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]][0]), address)


def asked(address: str, form: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}format={form}"


def table(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["cache-control"] == "no-store"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(("address", "who"), LISTS.items())
async def test_a_list_opens_as_a_workbook_and_as_csv(lived: tuple[Town, Ids], address: str, who: str) -> None:
    client, address = lived[0].as_(who), there(address, lived[1])
    rows = table(await client.get(asked(address, "csv")))
    answer = await client.get(asked(address, "xlsx"))
    assert answer.status_code == 200
    assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+\.xlsx"', answer.headers["content-disposition"])
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in page[1]] == rows[0]
    assert page.max_row >= len(rows)
    assert all(cell.data_type != "f" for row in page for cell in row)


@pytest.mark.parametrize(("address", "who"), LISTS.items())
async def test_each_list_says_that_it_can_be_taken_away(lived: tuple[Town, Ids], address: str, who: str) -> None:
    address = there(address, lived[1])
    shown = (await lived[0].as_(who).get(address)).text
    if "Emporter" not in shown:
        assert 'class="empty"' in shown
    else:
        for form in ("xlsx", "csv"):
            assert asked(address, form).replace("&", "&amp;") in shown


async def test_a_list_is_taken_away_by_those_who_may_see_it_only(town: Town) -> None:
    for form in ("xlsx", "csv"):
        assert (await town.as_("lecture").get(asked("/sejours/menages", form))).status_code == 403
        assert (await town.anonymous().get(asked("/sejours/menages", form))).status_code == 303


async def test_who_may_not_see_persons_takes_references_away(town: Town) -> None:
    rows = table(await town.as_("lecture").get(asked("/sejours?vue=tous", "csv")))
    assert len(rows) > 1
    assert all(re.fullmatch(r"M-\d{4}-\d{4}", row[1]) for row in rows[1:])


async def test_a_format_that_there_is_not_is_not_found(town: Town) -> None:
    assert (await town.as_("agent").get(asked("/logements", "pdf"))).status_code == 404


async def test_a_whole_list_is_taken_away_from_any_of_its_pages(town: Town) -> None:
    client = town.as_("agent")
    whole = [row[0] for row in table(await client.get(asked("/logements", "csv")))]
    assert len(whole) > 3
    assert [row[0] for row in table(await client.get(asked("/logements?limit=1&after=ZZZ", "csv")))] == whole
    shown = (await client.get("/logements?limit=1")).text
    assert "/logements?limit=1&amp;format=csv" in shown


NEVER_THERE = {
    "installation_review_pdf",
    "amendment_pdf",
    "issued_document_pdf",
    "quittance_pdf",
    "support_contract_pdf",
    "support_diagnosis_pdf",
    "notice_letter_pdf",
    "renewal_letter_pdf",
    "insurance_letter_pdf",
    "review_convocation_pdf",
    "support_evaluation_pdf",
    "tripartite_convention_pdf",
    "yearly_file_pdf",
}
"""What has not happened in the small town, or is read with a reason; each has its own tests."""


def addresses(path: str, ids: Ids) -> Iterator[str]:
    """An address for each thing that the town knows by the names of its parameters."""
    names = re.findall(r"\{(\w+):\w+\}", path)
    fixed = {"word": ["entree", "sortie"], "number": ["1", "2"], "year": ["2026"], "month": ["2026-10"]}
    for values in product(*(fixed.get(name) or ids.get(name, []) for name in names)):
        found = path
        for name, value in zip(names, values, strict=True):
            found = re.sub(rf"\{{{name}:\w+\}}", value, found)
        yield found


async def test_every_paper_of_the_town_is_drawn_and_reads_as_a_page(lived: tuple[Town, Ids]) -> None:
    town, ids = lived
    missing = []
    papers = [door for door in doors(town) if door.path.endswith(".pdf") and door.method == "GET" and not door.is_api]
    assert len(papers) > 15
    for door in papers:
        drawn = 0
        for address in addresses(door.path, ids):
            for who in ("agent", "finance", "social", "dpo"):
                sheet = await town.as_(who).get(address)
                assert sheet.status_code in (200, 403, 404, 409, 422), (address, sheet.status_code)
                if sheet.status_code == 200:
                    drawn += 1
                    page = await town.as_(who).get(f"{address}?forme=lecture")
                    assert page.status_code == 200, address
                    assert page.headers["content-type"].startswith(("text/html", "application/pdf")), address
                    break
        if not drawn:
            missing.append(door.handler)
    assert set(missing) <= NEVER_THERE
