"""Renewals asked and decided, overstays, notices taken back and insurance, through the API and the pages, on both engines."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kernel.acts import housekeeping
from kernel.errors import Refusal
from occupancy.actions.presence import tell_known_overstays
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.renewals import RenewalAlreadyAsked
from occupancy.stay_invariants import STAY_INVARIANTS
from occupancy.store import deadlines
from occupancy.tables.renewals import RenewalRequestRow
from tests.service.occupancy.test_stay_pages import opened, sent, typed, words
from tests.support.stay_desk import DECIDED, Desk, accepted, refused

ASKED = {"asked_by": "household", "asked_on": "2018-01-10", "reason": "Relogement en cours"}
INSURED = {
    "insured": "household",
    "insurer": "Assurance exemple",
    "valid_from": "2018-01-10",
    "valid_until": "2019-01-09",
    "received_on": "2018-01-10",
}


async def requests_of(desk: Desk, stay: dict[str, Any]) -> list[dict[str, Any]]:
    return list((await desk.send("GET", f"/contracts/{stay['id']}/renewal-requests")).json())


async def due(desk: Desk, stay: dict[str, Any]) -> dict[str, date]:
    """The open deadlines of a stay, by rule."""
    async with housekeeping(desk.app.state.db):
        found = await deadlines.open_of(SubjectKind.CONTRACT, UUID(stay["id"]))
    return {one.deadline.rule: one.deadline.due_on for one in found}


async def test_a_request_waits_for_its_decision_and_moves_no_day(desk: Desk):
    stay = await desk.stay("2018-01-10")
    asked = accepted(await desk.act(stay, "renewal-requests", ASKED))
    assert asked["last_day"] == "2018-04-09"
    assert [(one["status"], one["last_day"]) for one in await requests_of(desk, stay)] == [("pending", "2018-07-09")]
    assert (await due(desk, stay))["RENOUVELLEMENT"] == date(2018, 4, 9)
    refused(await desk.act(asked, "renewal-requests", ASKED), 409, "renewal-already-asked")
    granted = accepted(await desk.act(asked, "renewals", {"reason": "Accordé", "decided": DECIDED}))
    assert granted["last_day"] == "2018-07-09"
    kept = await requests_of(desk, stay)
    assert [(one["status"], one["decided"]["decider_name"]) for one in kept] == [("granted", "Présidence Exemple")]
    assert (await due(desk, stay))["SIAO-03"] == date(2018, 7, 9)


async def test_a_denied_request_keeps_its_reason_and_another_may_be_made(desk: Desk):
    stay = await desk.stay("2018-01-10")
    refused(await desk.act(stay, "renewal-denial", {"reason": "Non", "decided": DECIDED}), 409, "no-renewal-asked")
    asked = accepted(await desk.act(stay, "renewal-requests", ASKED))
    denied = accepted(await desk.act(asked, "renewal-denial", {"reason": "Bail signé", "decided": DECIDED}))
    assert denied["last_day"] == "2018-04-09"
    again = accepted(await desk.act(denied, "renewal-requests", ASKED))
    statuses = [(one["status"], one["decision_reason"]) for one in await requests_of(desk, again)]
    assert statuses == [("denied", "Bail signé"), ("pending", None)]


async def test_who_decides_by_delegation_names_the_deliberation_and_never_decides_tomorrow(desk: Desk):
    stay = await desk.stay("2018-01-10")
    without = {"reason": "Suite", "decided": {**DECIDED, "deliberation_ref": ""}}
    problem = refused(await desk.act(stay, "renewals", without), 422, "delegation-missing")
    assert problem["errors"][0]["field"] == "deliberation_ref"
    board = {"reason": "Suite", "decided": {**DECIDED, "authority": "board", "deliberation_ref": ""}}
    tomorrow = {"reason": "Suite", "decided": {**DECIDED, "decided_on": "2018-01-11"}}
    refused(await desk.act(stay, "renewals", tomorrow), 422, "decided-in-future")
    assert accepted(await desk.act(stay, "renewals", board))["last_day"] == "2018-07-09"


async def test_two_requests_never_wait_together_even_when_the_check_is_missing(desk: Desk):
    stay = await desk.stay("2018-01-10")
    accepted(await desk.act(stay, "renewal-requests", ASKED))
    db = desk.app.state.db
    row = {"id": uuid4(), "contract_id": UUID(stay["id"]), "number": 2, "asked_by": "household", "status": "pending"}
    row |= {"asked_on": date(2018, 1, 10), "first_day": date(2018, 4, 10), "last_day": date(2018, 7, 9), "reason": "x"}

    async def insert(status: str) -> None:
        with db.refusing({"renewal_request_one_pending": lambda: RenewalAlreadyAsked("")}):
            async with housekeeping(db):
                await RenewalRequestRow.insert(RenewalRequestRow(**{**row, "status": status}))

    with pytest.raises(Refusal):
        await insert("pending")
    await insert("dropped")  # the control: it is the waiting that is refused


async def test_a_household_that_gives_notice_has_no_request_any_more_and_may_take_the_notice_back(desk: Desk):
    stay = await desk.stay("2018-01-10")
    asked = accepted(await desk.act(stay, "renewal-requests", ASKED))
    noticed = accepted(await desk.act(asked, "notice", {"given_on": "2018-01-10", "by": "household"}))
    assert [one["status"] for one in await requests_of(desk, stay)] == ["dropped"]
    assert (await due(desk, stay))["CONGE"] == date(2018, 1, 25)
    back = accepted(await desk.act(noticed, "notice-withdrawal", {"reason": "Le ménage reste"}))
    assert back["notice"] is None
    refused(await desk.act(back, "notice-withdrawal", {"reason": "Encore"}), 409, "no-notice-given")
    assert "CONGE" not in await due(desk, stay)


async def test_who_has_given_notice_asks_for_no_renewal_before_taking_it_back(desk: Desk):
    """Found by random lives: the request was accepted, and nobody was told that it waited."""
    leaving = accepted(
        await desk.act(await desk.stay("2018-01-10"), "notice", {"given_on": "2018-01-10", "by": "ccas"})
    )
    refused(await desk.act(leaving, "renewal-requests", ASKED), 409, "leaving-no-renewal")
    staying = accepted(await desk.act(leaving, "notice-withdrawal", {"reason": "Reste"}))
    accepted(await desk.act(staying, "renewal-requests", ASKED))


async def test_a_request_made_during_an_overstay_waits_in_the_tray_as_any_other(desk: Desk):
    """Found by random lives: the days allowed beyond the term hid the request."""
    stay = await desk.stay("2018-01-10")
    beyond = {"last_day": "2018-05-31", "reason": "Attente", "rehousing_plan": "Dossier déposé", "decided": DECIDED}
    allowed = accepted(await desk.act(stay, "overstays", beyond))
    accepted(await desk.act(allowed, "renewal-requests", ASKED))
    kept = await due(desk, stay)
    assert kept["RENOUVELLEMENT"] == kept["SIAO-03"] == date(2018, 5, 31)


async def test_the_stock_is_told_of_the_days_of_an_authorised_overstay(desk: Desk):
    stay = await desk.stay("2018-01-10")
    beyond = {"last_day": "2018-05-04", "reason": "Attente", "rehousing_plan": "Dossier déposé", "decided": DECIDED}
    allowed = accepted(await desk.act(stay, "overstays", beyond))
    assert allowed["allowed_until"] == "2018-05-04"
    await desk.app.state.relay.drain()
    told = {month: one["days_occupied"] for (_, month), one in desk.stock.presence.items()}
    assert (told["2018-04"], told["2018-05"]) == (30, 4)
    for fact in STAY_INVARIANTS:
        assert await fact(desk.app.state.db) == []


async def test_an_overstay_authorised_before_presence_followed_it_is_told_at_the_next_start_and_once(desk: Desk):
    """As an upgrade finds it; a cancelled contract beside it is frozen and stays as it is."""
    stay = await desk.stay("2018-01-10")
    beyond = {"last_day": "2018-05-04", "reason": "Attente", "rehousing_plan": "Dossier déposé", "decided": DECIDED}
    accepted(await desk.act(stay, "overstays", beyond))
    other = await desk.prepare(await desk.household(), "2019-01-10")
    accepted(await desk.act(other, "cancellation", {"reason": "Non venu"}))
    db = desk.app.state.db
    async with housekeeping(db):
        await db.run("update contract set allowed_until = null where status = 'signed'")
    assert await tell_known_overstays(db, desk.clock.now(), desk.clock.today()) == 1
    assert await tell_known_overstays(db, desk.clock.now(), desk.clock.today()) == 0
    assert accepted(await desk.send("GET", f"/contracts/{stay['id']}"))["allowed_until"] == "2018-05-04"
    for fact in STAY_INVARIANTS:
        assert await fact(db) == []


async def test_renewals_and_overstays_decided_by_delegation_are_reported_to_the_board_once(desk: Desk):
    stay = accepted(await desk.act(await desk.stay("2018-01-10"), "renewals", {"reason": "Suite", "decided": DECIDED}))
    by_board = DECIDED | {"authority": "board", "deliberation_ref": ""}
    asked = accepted(await desk.act(stay, "renewal-requests", ASKED))
    denied = accepted(await desk.act(asked, "renewal-denial", {"reason": "Non", "decided": by_board}))
    beyond = {"last_day": "2018-08-01", "reason": "Attente", "rehousing_plan": "Dossier", "decided": DECIDED}
    accepted(await desk.act(denied, "overstays", beyond))
    waiting = accepted(await desk.send("GET", "/delegated-decisions"))["items"]
    assert [(one["kind"], one["what"]) for one in waiting] == [
        ("renewal", "Renouvellement accordé jusqu'au 09/07/2018"),
        ("overstay", "Dépassement autorisé jusqu'au 01/08/2018"),
    ]
    body = {"reported_on": "2018-01-10"}
    assert accepted(await desk.send("POST", "/delegated-decisions/report", body)) == {"reported": 2}
    refused(await desk.send("POST", "/delegated-decisions/report", body), 409, "nothing-to-report")
    reported = accepted(await desk.send("GET", "/delegated-decisions?reported=true"))["items"]
    assert {one["reported_on"] for one in reported} == {"2018-01-10"}


async def test_a_report_to_the_board_is_neither_changed_nor_removed_even_when_the_check_is_missing(desk: Desk):
    accepted(await desk.act(await desk.stay("2018-01-10"), "renewals", {"reason": "Suite", "decided": DECIDED}))
    accepted(await desk.send("POST", "/delegated-decisions/report", {"reported_on": "2018-01-10"}))
    db = desk.app.state.db
    for statement in ("update decision_report set reported_on = '2018-01-11'", "delete from decision_report"):
        with pytest.raises(Exception, match="decision_report_immutable"):
            await db.run(statement)


async def test_the_overruns_say_by_what_right_and_until_when_the_most_pressing_first(desk: Desk):
    longer = await desk.stay("2018-01-10", last_day="2018-06-30", override_reason="Travaux", place_number=0)
    desk.clock.move_to(date(2018, 7, 5))
    found = list((await desk.send("GET", "/overruns")).json())
    assert [(one["kind"], one["first_day"], one["last_day"], one["days"]) for one in found] == [
        ("unauthorised", "2018-07-01", None, 5),
        ("beyond_rule", "2018-01-10", "2018-06-30", 172),
    ]
    decided = DECIDED | {"decided_on": "2018-07-05"}
    beyond = {"last_day": "2018-07-31", "reason": "Offre en cours", "rehousing_plan": "Visite", "decided": decided}
    accepted(await desk.act(longer, "overstays", beyond))
    found = list((await desk.send("GET", "/overruns")).json())
    assert [(one["kind"], one["last_day"]) for one in found] == [
        ("authorised", "2018-07-31"),
        ("beyond_rule", "2018-06-30"),
    ]
    seen = words(await opened(desk, "/sejours/depassements"))
    assert "Dépassement autorisé 01/07/2018 31/07/2018 5 Offre en cours Projet : Visite" in seen
    sheet = await desk.page("/sejours/depassements?format=csv")
    assert "Offre en cours" in sheet.text


async def test_an_overstay_is_allowed_with_its_end_and_its_plan_and_the_next_follows_it(desk: Desk):
    stay = await desk.stay("2018-01-10")
    desk.clock.move_to(date(2018, 4, 12))
    assert (await due(desk, stay))["SIAO-03"] == date(2018, 4, 9)
    body = {"last_day": "2018-04-30", "reason": "Bail au 1er mai", "rehousing_plan": "Relogement", "decided": DECIDED}
    refused(await desk.act(stay, "overstays", {**body, "last_day": "2018-04-09"}), 422, "overstay-days-wrong")
    allowed = accepted(await desk.act(stay, "overstays", body))
    accepted(await desk.act(allowed, "overstays", {**body, "last_day": "2018-05-15"}))
    listed = (await desk.send("GET", f"/contracts/{stay['id']}/overstays")).json()
    assert [(one["first_day"], one["last_day"]) for one in listed] == [
        ("2018-04-10", "2018-04-30"),
        ("2018-05-01", "2018-05-15"),
    ]
    assert (await due(desk, stay))["SIAO-03"] == date(2018, 5, 15)


async def test_a_wrong_attestation_is_withdrawn_and_stays_in_the_file(desk: Desk):
    stay = await desk.stay("2018-01-10")
    path = f"/contracts/{stay['id']}/insurances"
    refused(await desk.send("POST", path, {**INSURED, "valid_until": "2018-01-09"}), 422, "insurance-days-wrong")
    known = accepted(await desk.send("POST", path, INSURED), 201)
    assert (await due(desk, stay))["BG-19"] == date(2018, 12, 10)
    withdrawal = f"/insurances/{known['id']}/withdrawal"
    accepted(await desk.send("POST", withdrawal, {"reason": "Autre logement"}, version=1))
    again = await desk.send("POST", withdrawal, {"reason": "Autre logement"}, version=2)
    refused(again, 409, "insurance-already-withdrawn")
    listed = (await desk.send("GET", path)).json()
    assert [one["withdrawn_reason"] for one in listed] == ["Autre logement"]
    assert "BG-19" not in await due(desk, stay)


async def test_a_renewal_is_asked_and_refused_and_an_attestation_recorded_through_the_pages(desk: Desk):
    stay = await desk.stay("2018-01-10")
    contract = f"/sejours/contrats/{stay['id']}"
    page = f"{contract}/demande-de-renouvellement"
    await sent(desk, page, {**typed(await opened(desk, page)), "reason": "Recherche en cours"})
    seen = words(await opened(desk, contract))
    assert "En attente de décision" in seen
    page = f"{contract}/refus-de-renouvellement"
    empty = await desk.submit(page, {**typed(await opened(desk, page)), "reason": "Bail signé"})
    assert empty.status_code == 422
    assert "Bail signé" in empty.text
    await sent(desk, page, {**typed(await opened(desk, page)), "reason": "Bail signé", **DECIDED})
    seen = words(await opened(desk, contract))
    assert "Refusée Bail signé Lettre (PDF)" in seen
    assert "Présidence Exemple, Présidente" in seen
    page = f"{contract}/assurances"
    await sent(desk, page, {**typed(await opened(desk, page)), **INSURED})
    assert "Assurance exemple" in words(await opened(desk, contract))
