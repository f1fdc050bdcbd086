"""Costs, the activity that is told, declared figures and the yearly file, on the running service and both engines."""

import asyncio
import io
import re
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from alt_units.tables.reports import CostRow, YearlyFileRow
from tests.service.alt_units.bank_desk import a_source, imported
from tests.service.alt_units.claim_desk import signed_convention, submitted
from tests.service.alt_units.conftest import Service, unit_body
from tests.service.alt_units.test_money_pages import readable

Park = dict[str, dict[str, Any]]

FILE = "/logements/aides/dossier/2015"


async def a_unit(service: Service) -> str:
    answer = await service.api("POST", "/units", unit_body())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def cost(unit_id: str | None = None, **changes: Any) -> dict[str, Any]:
    body = {
        "unit_id": unit_id,
        "kind": "rent",
        "first_month": "2015-01",
        "last_month": "2015-12",
        "amount_cents": 120_000,
    }
    return {**body, "reference": "M-12", "label": "Loyer du bailleur", **changes}


def told(revision: int, unit_id: str, collected_cents: int = 6_000) -> dict[str, Any]:
    lengths = {"count": 1, "mean_days": 90, "median_days": 90, "under_one_month": 0, "one_to_three_months": 1}
    lengths |= {"three_to_six_months": 0, "over_six_months": 0}
    alt = {"programme": "ALT", "entries": 2, "exits": 1, "households": 3, "adults": 3, "children": 2, "refusals": None}
    alt |= {"present_households": 2, "present_persons": 4, "situations": {"single": 2, "single_parent": 1}}
    alt |= {"orientations": {"siao": 3}, "exits_by": {"social_housing": 1}, "stays": lengths}
    fees = [{"unit_id": unit_id, "month": "2015-03", "due_cents": 7_500, "collected_cents": collected_cents}]
    return {"revision": revision, "programmes": [alt], "fees": fees, "deposits_held_cents": 22_500}


async def record(service: Service, body: dict[str, Any]) -> Any:
    return await service.api("POST", "/costs", body, headers={"idempotency-key": uuid4().hex})


async def test_a_cost_is_recorded_and_undone_by_its_exact_opposite(service: Service) -> None:
    made = (await record(service, cost(await a_unit(service)))).json()
    path = f"/costs/{made['id']}/cancellation"
    undone = await service.api("POST", path, {"reason": "Saisie deux fois"}, headers={"idempotency-key": "a"})
    assert undone.json()["amount_cents"] == -120_000
    again = await service.api("POST", path, {"reason": "Encore"}, headers={"idempotency-key": "b"})
    assert (again.status_code, again.json()["code"]) == (409, "cost-already-cancelled")
    items = (await service.api("GET", "/costs?year=2015")).json()["items"]
    assert sum(one["amount_cents"] for one in items) == 0
    assert (await service.api("GET", "/costs?year=2016")).json()["items"] == []


async def test_a_cost_that_cannot_be_is_refused_beside_its_field(service: Service) -> None:
    for months in (("2015-03", "2015-01"), ("2015-01", "2016-01")):
        body = cost(first_month=months[0], last_month=months[1])
        answer = await record(service, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "cost-months-wrong")
    form = {
        "kind": "rent",
        "first_month": "2015-13",
        "last_month": "2015-01",
        "amount_cents": "douze",
        "label": "Loyer",
    }
    page = await service.send("/logements/aides/couts/nouveau", **form)
    assert page.status_code == 422
    assert "douze" in page.text
    assert page.text.count('class="error"') == 2


async def test_rents_are_proposed_from_the_mobilisation_and_recorded_only_by_an_agent(service: Service) -> None:
    made = (await service.api("POST", "/units", unit_body())).json()
    lease = {"kind": "head_lease", "owner_kind": "private", "landlord": "SCI Exemple", "reference": "BAIL-7"}
    lease |= {"rent_cents": 41_250, "first_day": "2015-04-16", "last_day": None}
    held = await service.api("POST", f"/units/{made['id']}/mobilisations", lease, version=made["version"])
    assert held.status_code == 201, held.text
    path = "/logements/aides/couts/loyers?annee=2015"
    page = readable(await service.page(path))
    ids = re.findall(r'name="rents" value="([^"]+)"', page)
    assert len(ids) == 3, "April in part, May, and June which runs"
    assert "206,25 €" in page
    assert "15 jours sur 30" in page
    assert (await service.api("GET", "/costs?year=2015")).json()["items"] == []
    assert "Cochez au moins un loyer" in (await service.send(path)).text
    assert (await service.send(path, only=ids[1], rents=ids)).status_code == 303
    assert (await service.send(path, rents=ids)).status_code == 412, "one of them is recorded already"
    assert (await service.send(path, rents=[ids[0], ids[2]])).status_code == 303
    items = (await service.api("GET", "/costs?year=2015")).json()["items"]
    assert sorted(one["amount_cents"] for one in items) == [20_625, 41_250, 41_250]
    assert {(one["kind"], one["reference"]) for one in items} == {("rent", "BAIL-7")}
    assert "Aucun loyer à proposer" in await service.page(path)
    may = next(one for one in items if one["first_month"] == "2015-05")
    undo = {"reason": "Saisie par erreur"}
    await service.api("POST", f"/costs/{may['id']}/cancellation", undo, headers={"idempotency-key": "u"})
    again = re.findall(r'name="rents" value="([^"]+)"', await service.page(path))
    assert len(again) == 1
    assert again[0] != may["id"]
    assert (await service.send(path, rents=again)).status_code == 303


async def test_of_two_who_record_the_same_rents_at_once_one_is_told_that_they_changed(service: Service) -> None:
    """Over the API and from the page at once, by hand too: each month of the dwelling is paid once."""
    made = (await service.api("POST", "/units", unit_body())).json()
    lease = {"kind": "head_lease", "owner_kind": "private", "landlord": "SCI Exemple", "reference": "BAIL-7"}
    lease |= {"rent_cents": 41_250, "first_day": "2015-04-16", "last_day": None}
    await service.api("POST", f"/units/{made['id']}/mobilisations", lease, version=made["version"])
    found = (await service.api("GET", "/rents?year=2015")).json()["items"]
    assert [(one["month"], one["days"], one["amount_cents"]) for one in found] == [
        ("2015-04", 15, 20_625), ("2015-05", 31, 41_250), ("2015-06", 30, 41_250),
    ]  # fmt: skip
    chosen = {"year": 2015, "cost_ids": [one["cost_id"] for one in found]}
    answers = await asyncio.gather(
        *(service.api("POST", "/rents", chosen, headers={"idempotency-key": uuid4().hex}) for _ in range(3)),
        *(service.send("/logements/aides/couts/loyers?annee=2015", rents=chosen["cost_ids"]) for _ in range(3)),
    )
    codes = sorted(one.status_code for one in answers)
    assert (sum(code in (201, 303) for code in codes), codes.count(412)) == (1, 5), codes
    items = (await service.api("GET", "/costs?year=2015")).json()["items"]
    assert sorted(one["amount_cents"] for one in items) == [20_625, 41_250, 41_250]
    assert (await service.api("GET", "/rents?year=2015")).json()["items"] == []
    unknown = {"year": 2015, "cost_ids": [made["id"]]}
    refused = await service.api("POST", "/rents", unknown, headers={"idempotency-key": uuid4().hex})
    assert (refused.status_code, refused.json()["code"]) == (412, "stale-version")


async def test_a_recorded_cost_never_changes(service: Service) -> None:
    await record(service, cost())
    with pytest.raises(Exception, match="cost_immutable"):
        await CostRow.update({CostRow.amount_cents: 1}, force=True)
    with pytest.raises(Exception, match="cost_immutable"):
        await CostRow.delete(force=True)


async def test_the_activity_of_a_year_is_taken_in_once_by_its_revision(service: Service) -> None:
    unit_id = await a_unit(service)
    push = {"caller": "occupancy"}
    assert (await service.api("GET", "/activity/2015")).status_code == 404
    await service.api("PUT", "/activity/2015", told(5, unit_id), **push)
    late = await service.api("PUT", "/activity/2015", told(4, unit_id, 0), **push)
    assert (late.status_code, late.json()["revision"]) == (200, 5)
    known = (await service.api("GET", "/activity/2015")).json()
    assert known["facts"]["fees"][0]["collected_cents"] == 6_000
    newer = await service.api("PUT", "/activity/2015", told(6, unit_id, 7_500), **push)
    assert newer.json()["facts"]["fees"][0]["collected_cents"] == 7_500


async def test_no_person_can_be_told_in_the_activity(service: Service) -> None:
    body = told(1, await a_unit(service))
    body["programmes"][0]["situations"] = {"Lavande Exemple": 1}
    assert (await service.api("PUT", "/activity/2015", body, caller="occupancy")).status_code == 400
    named = {**told(1, await a_unit_again(service)), "holder": "Lavande"}
    assert (await service.api("PUT", "/activity/2015", named, caller="occupancy")).status_code == 400


async def a_unit_again(service: Service) -> str:
    answer = await service.api("POST", "/units", unit_body("LOG-2"))
    return str(answer.json()["id"])


async def test_an_incomplete_file_goes_out_only_once_that_is_accepted(service: Service) -> None:
    await a_unit(service)
    refused = await service.send(FILE)
    assert refused.status_code == 422
    assert "Le dossier est incomplet" in refused.text
    assert await YearlyFileRow.count() == 0
    assert (await service.send(FILE, accept_missing="yes")).status_code == 303
    assert "provisoire" in await service.page(FILE)


async def test_a_file_also_lacks_what_the_papers_and_the_bank_leave_open(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention, "2015-01", "2015-02")
    for label in ("Attestation d'assurance", "Comptes 2015"):
        path = f"/conventions/{convention['id']}/documents"
        answer = await service.api("POST", path, {"label": label, "due_on": "2015-09-30"})
        assert answer.status_code == 201, answer.text
    await imported(service, await a_source(service))
    page = readable(await service.page(FILE))
    lines = "/logements/aides/releves/lignes"
    for href, words in (
        (f"/logements/conventions/{convention['id']}#pieces", "assurance (attendue le 30/09/2015)"),
        (f"{lines}?etat=propositions", "1 ligne avec une proposition à décider"),
        (f"{lines}?etat=attente", "1 ligne en attente, sans proposition"),
        (f"/logements/aides/{convention['id']}/2015-02", "Versement pour 02/2015 pas reçu"),
    ):
        assert f'href="{href}"' in page
        assert words in page
    assert "Comptes 2015" not in page, "the file is itself that document"
    other_year = readable(await service.page("/logements/aides/dossier/2014"))
    assert "Relevés bancaires de" not in other_year


async def test_a_file_is_kept_byte_for_byte_and_a_new_one_is_another(service: Service) -> None:
    unit_id = await a_unit(service)
    await record(service, cost(unit_id))
    await service.api("PUT", "/activity/2015", told(5, unit_id), caller="occupancy")
    await service.send(FILE, accept_missing="yes")
    first = [(await service.call("GET", f"{FILE}/1/dossier.{ending}")).content for ending in ("pdf", "xlsx")]
    service.clock.move_to(date(2016, 1, 10))
    await record(service, cost(unit_id, amount_cents=5))
    await service.send(FILE, accept_missing="yes")
    again = [(await service.call("GET", f"{FILE}/1/dossier.{ending}")).content for ending in ("pdf", "xlsx")]
    assert again == first
    second = (await service.call("GET", f"{FILE}/2/dossier.xlsx")).content
    assert second != first[1]
    rows = await YearlyFileRow.select().order_by(YearlyFileRow.number)
    assert [row["number"] for row in rows] == [1, 2]
    assert rows[0]["pdf_sha256"] == sha256(first[0]).hexdigest()
    assert rows[0]["inputs_sha256"] != rows[1]["inputs_sha256"]
    assert (await service.call("GET", f"{FILE}/3/dossier.pdf")).status_code == 404


async def test_the_file_is_read_produced_and_fetched_over_http(service: Service) -> None:
    await a_unit(service)
    path = "/yearly-files/2015"
    before = (await service.api("GET", path)).json()
    assert (before["first_day"], before["last_day"], before["due_on"]) == ("2014-10-01", "2015-09-30", "2015-12-31")
    assert "no_convention" in [one["kind"] for one in before["missing"]]
    assert before["files"] == []
    refused = await service.api("POST", path, {}, headers={"idempotency-key": "a"})
    assert (refused.status_code, refused.json()["code"]) == (422, "yearly-file-incomplete")
    produce = {"accept_missing": True}
    made = await service.api("POST", path, produce, headers={"idempotency-key": "b"})
    again = await service.api("POST", path, produce, headers={"idempotency-key": "b"})
    assert (made.status_code, again.json()) == (201, made.json())
    assert made.json()["missing"] == [one["words"] for one in before["missing"]]
    assert (await service.api("GET", path)).json()["files"] == [made.json()]
    for which, start, name in (("pdf", b"%PDF-", "pdf_sha256"), ("xlsx", b"PK", "workbook_sha256")):
        answer = await service.api("GET", f"{path}/1/{which}")
        assert answer.content.startswith(start)
        assert sha256(answer.content).hexdigest() == made.json()[name]
        assert answer.headers["cache-control"] == "no-store"
        assert (await service.api("GET", f"{path}/2/{which}")).status_code == 404
    assert (await service.api("GET", "/yearly-files/99999999999999999999999/1/pdf")).status_code == 404


async def test_a_produced_file_never_changes(service: Service) -> None:
    await service.send(FILE, accept_missing="yes")
    with pytest.raises(Exception, match="yearly_file_immutable"):
        await YearlyFileRow.update({YearlyFileRow.pdf: ""}, force=True)


async def test_the_workbook_says_the_allowance_the_fees_and_the_costs_of_its_window(service: Service) -> None:
    unit_id = await a_unit(service)
    await record(service, cost(unit_id))
    await service.api("PUT", "/activity/2015", told(5, unit_id), caller="occupancy")
    await service.send(FILE, accept_missing="yes")
    book = load_workbook(io.BytesIO((await service.call("GET", f"{FILE}/1/dossier.xlsx")).content))
    page = book["Comptes au 30-09-2015"]
    head = [cell.value for cell in page[1]]
    total = dict(zip(head, [cell.value for cell in page[page.max_row - 2]], strict=True))
    assert (total["Redevances dues"], total["Redevances encaissées"], total["Redevances impayées"]) == (75, 60, 15)
    assert total["Dépenses"] == 900, "nine months of twelve: the window of the CAF ends in September"
    assert total["Résultat"] == -840
    activity = {row[0].value: row[1].value for row in book["Activité"].iter_rows()}
    assert activity["Ménages : familles monoparentales"] == "1"
    assert activity["Refus"] == "non renseigné"


async def test_three_years_stand_side_by_side_and_declared_figures_show_their_rounding(service: Service) -> None:
    unit_id = await a_unit(service)
    await service.api("PUT", "/activity/2015", told(5, unit_id), caller="occupancy")
    for heading, figure in (("ASLL", "414"), ("AML", "233"), ("Total", "648")):
        fields = {"year": "2015", "topic": "asll_budget", "heading": heading, "figure": figure, "unit": "keuros"}
        sent = await service.send("/logements/aides/statistiques/chiffre", source="Loire, février 2007", **fields)
        assert sent.status_code == 303, sent.text
    page = await service.page("/logements/aides/statistiques?annee=2015")
    assert all(f">{year}</th>" in page for year in (2013, 2014, 2015))
    assert "écart d&#39;arrondi" in page
    book = load_workbook(
        io.BytesIO((await service.call("GET", "/logements/aides/statistiques?annee=2015&format=xlsx")).content)
    )
    rows = [[cell.value for cell in row] for row in book["Statistiques"].iter_rows(max_row=4)]
    entries = rows[0].index("Ménages et séjours : Entrées")
    assert [row[entries] for row in rows[1:]] == [None, None, 2]
    declared = [[cell.value for cell in row][2:4] for row in book["Chiffres déclarés"].iter_rows()]
    assert ["Total recalculé", 647] in declared
    assert ["Total imprimé dans la source", 648] in declared


async def test_a_figure_declared_again_replaces_the_one_before(service: Service) -> None:
    for figure in ("478", "504"):
        fields = {"year": "2015", "topic": "aml_modality", "heading": "Mandat de gestion", "figure": figure}
        await service.send("/logements/aides/statistiques/chiffre", unit="count", source="Bilan", **fields)
    page = await service.page("/logements/aides/statistiques?annee=2015")
    assert "504" in page
    assert "478" not in page
