"""From the programme of a landlord to the household at home, through the API, on both engines."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kernel.acts import housekeeping
from occupancy.api.attribution_contract import AttributionOut
from occupancy.attribution_invariants import ATTRIBUTION_INVARIANTS
from occupancy.domain.deadlines import SubjectKind
from occupancy.store.attributions import find_attribution
from occupancy.store.deadlines import open_of
from occupancy.tables.attributions import AttributionRow, AttributionSessionRow, HousingOperationRow
from tests.support.attribution_desk import AttributionDesk
from tests.support.stay_desk import Desk, accepted, refused


@pytest.fixture
def lls(desk: Desk) -> AttributionDesk:
    return AttributionDesk(desk)


async def due(one: dict[str, Any]) -> dict[str, date]:
    found = await open_of(SubjectKind.ATTRIBUTION, UUID(one["id"]))
    return {each.deadline.rule: each.deadline.due_on for each in found}


async def test_a_household_goes_from_its_survey_to_its_review_at_home(lls: AttributionDesk):
    one = await lls.ranked()
    assert (one["state"], one["rank"], await due(one)) == ("ranked", 1, {})
    lls.on("2026-10-12")
    one = await lls.done(one, "cal-decision", {"outcome": "attributed", "on": "2026-10-12"})
    lls.on("2026-10-28")
    one = await lls.done(one, "offer", {"on": "2026-10-28"})
    assert (one["answer_by"], await due(one)) == ("2026-11-09", {"LLTS-05": date(2026, 11, 9)})
    lls.on("2026-11-05")
    one = await lls.done(one, "offer-answer", {"answer": "accepted", "on": "2026-11-05"})
    lls.on("2026-12-31")
    one = await lls.done(one, "entry", {"on": "2026-12-31"})
    assert await due(one) == {"ASLL-16": date(2027, 2, 28)}
    lls.on("2027-02-28")
    one = await lls.done(one, "installation-review", {"on": "2027-02-28", "finds_problems": True})
    refused(await lls.act(one, "closure", {"on": "2027-02-28"}), 409, "attribution-support-needed")
    lls.on("2027-03-01")
    short = {"first_day": "2027-03-01", "last_day": "2027-08-30"}
    refused(await lls.act(one, "support", short), 422, "attribution-support-too-short")
    fitting = {**short, "last_day": "2027-08-31"}
    unknown = {**fitting, "measure_id": "00000000-0000-0000-0000-000000000001"}
    refused(await lls.act(one, "support", unknown), 404, "support-measure-not-found")
    one = await lls.done(one, "support", fitting)
    assert await due(one) == {"ASLL-16-FIN": date(2027, 8, 31)}
    lls.on("2027-08-31")
    one = await lls.done(one, "closure", {"on": "2027-08-31"})
    assert (one["state"], await due(one)) == ("closed", {})


async def test_a_late_dossier_goes_to_the_next_session_unless_the_president_takes_it(lls: AttributionDesk):
    """LIFECYCLE §8.1: pre-commission on 21 September, ALS on the 5th, DEAL on the 8th."""
    one = await lls.complete(await lls.opened())
    assert await due(one) == {"LLTS-02-DEAL": date(2026, 9, 7), "LLTS-02-ALS": date(2026, 9, 7)}
    lls.on("2026-09-08")
    one = await lls.done(one, "receipts", {"recipient": "als", "on": "2026-09-05"})
    one = await lls.done(one, "receipts", {"recipient": "deal", "on": "2026-09-08"})
    assert (one["state"], one["is_late"], one["file_limit_on"]) == ("transmitted", True, "2026-09-07")
    (listed,) = accepted(await lls.desk.send("GET", "/attributions"))["items"]
    assert (listed["is_late"], listed["file_limit_on"]) == (True, "2026-09-07")
    refused(await lls.act(one, "analysis", {"on": "2026-09-08"}), 409, "attribution-late")
    taken = {"on": "2026-09-08", "by_name": "Préfète Exemple", "by_function": "Présidente de la commission"}
    accepted_late = await lls.done(one, "late-acceptance", taken)
    assert accepted_late["late_acceptance"]["by_name"] == "Préfète Exemple"
    next_session = await lls.session({"pre_commission_on": "2026-11-16", "commission_on": "2026-11-30"})
    moved = await lls.done(accepted_late, "session", {"session_id": next_session["id"]})
    assert (moved["is_late"], moved["session_id"]) == (False, next_session["id"])
    assert (await lls.done(moved, "analysis", {"on": "2026-09-08"}))["state"] == "in_analysis"


async def test_nobody_contacts_the_household_while_its_dossier_is_in_analysis(lls: AttributionDesk):
    one = await lls.in_analysis()
    contact = {"on": "2026-09-08", "purpose": "pieces"}
    refused(await lls.act(one, "contacts", contact), 409, "contact-during-analysis")
    asked = await lls.done(one, "asked-pieces", {"on": "2026-09-08", "pieces": ["income"]})
    assert (asked["state"], asked["missing_pieces"]) == ("pieces_asked", ["income"])
    refused(await lls.act(asked, "contacts", contact), 409, "contact-during-analysis")
    back = await lls.done(asked, "pieces", {"piece": "income", "on": "2026-09-08"})
    assert back["state"] == "in_analysis"


async def test_the_complementary_list_serves_any_vacancy_of_the_commune_until_its_last_day(lls: AttributionDesk):
    """LIFECYCLE §8.1: commission on 31 August, until 28 February included."""
    one = await lls.listed()
    assert (one["list_until"], await due(one)) == ("2027-02-28", {"LLTS-04": date(2027, 2, 28)})
    elsewhere = await lls.vacancy(commune="Autre-Ville")
    here = await lls.vacancy()
    call = {"operation_id": here["id"], "on": "2027-02-28"}
    lls.on("2027-03-01")
    refused(await lls.act(one, "call", {**call, "operation_id": elsewhere["id"]}), 422, "not-a-vacancy")
    refused(await lls.act(one, "call", {**call, "on": "2027-03-01"}), 409, "complementary-expired")
    called = await lls.done(one, "call", call)
    assert (called["state"], called["call"]["operation_id"], await due(called)) == ("called", here["id"], {})


async def test_the_list_is_used_in_order_and_a_dwelling_is_proposed_to_one_household(lls: AttributionDesk):
    first = await lls.listed()
    second = await lls.listed(rank=2)
    here = await lls.vacancy()
    lls.on("2026-10-01")
    call = {"operation_id": here["id"], "on": "2026-10-01"}
    refused(await lls.act(second, "call", call), 422, "complementary-out-of-rank")
    await lls.done(first, "call", call)
    refused(await lls.act(second, "call", call), 409, "vacancy-taken")


async def test_a_rank_is_given_once_in_a_list(lls: AttributionDesk):
    await lls.listed()
    other = await lls.analysed(await lls.other())
    lls.on("2026-08-31")
    refused(await lls.act(other, "commission", {"outcome": "complementary"}), 422, "attribution-rank-missing")
    taken = {"outcome": "complementary", "rank": 1}
    refused(await lls.act(other, "commission", taken), 409, "attribution-rank-taken")
    # the proposals have their own ranks
    assert (await lls.done(other, "commission", {"outcome": "ranked", "rank": 1}))["state"] == "ranked"


async def test_a_household_is_a_candidate_once_in_a_programme(lls: AttributionDesk):
    one = await lls.opened()
    refused(await lls.open(household_id=one["household_id"]), 409, "candidate-already")
    later = await lls.session({"pre_commission_on": "2026-11-16", "commission_on": "2026-11-30"})
    again = await lls.open(household_id=one["household_id"], session_id=later["id"])
    refused(again, 409, "candidate-already")
    await lls.done(one, "withdrawal", {"on": "2026-08-03", "motive": "household_withdraws"})
    accepted(await lls.open(household_id=one["household_id"]), 201)


async def test_a_session_is_closed_once_each_dossier_has_its_decision(lls: AttributionDesk):
    one = await lls.preselected()
    lls.on("2026-10-05")
    closing = f"/attribution-sessions/{one['session_id']}/closure"
    unfinished = refused(await lls.desk.send("POST", closing, version=1), 409, "session-unfinished")
    assert one["reference"] in unfinished["detail"]
    await lls.done(one, "commission", {"outcome": "ranked", "rank": 1})
    assert accepted(await lls.desk.send("POST", closing, version=1))["closed_on"] == "2026-10-05"
    refused(await lls.desk.send("POST", closing, version=2), 409, "session-closed")
    refused(await lls.open(household_id=await lls.household()), 409, "session-closed")


async def test_a_programme_says_how_many_dossiers_it_lacks(lls: AttributionDesk):
    await lls.opened()
    await lls.opened()
    read = accepted(await lls.desk.send("GET", f"/attribution-operations/{lls.operation['id']}"))
    assert (read["files"], read["wanted_files"]) == (2, 3)


async def test_the_number_of_the_demand_is_for_those_who_may_read_households(lls: AttributionDesk):
    one = await lls.opened()
    assert one["unique_number"] == "972000000000000001"
    kept = await find_attribution(UUID(one["id"]))
    assert AttributionOut.of(kept, may_see=False, limit_on=date(2026, 9, 7), is_late=False).unique_number is None


# --- what the database refuses by itself -------------------------------------------------------------


async def force(lls: AttributionDesk, one: dict[str, Any], **columns: Any) -> None:
    async with housekeeping(lls.desk.app.state.db):
        await AttributionRow.update(columns).where(AttributionRow.id == UUID(one["id"]))


async def test_the_schema_keeps_one_rank_in_a_list_one_candidate_and_one_use_in_time(lls: AttributionDesk):
    first, second = await lls.listed(), await lls.listed(rank=2)
    broken = "attribution_"
    with pytest.raises(Exception, match=broken):
        await force(lls, second, rank=1)
    late = {"state": "called", "called_for_id": UUID((await lls.vacancy())["id"]), "called_on": date(2027, 3, 1)}
    with pytest.raises(Exception, match=broken):
        await force(lls, first, **late)
    with pytest.raises(Exception, match=broken):
        await force(lls, first, state="called")
    # the control: the same use on the last day is taken
    await force(lls, first, **{**late, "called_on": date(2027, 2, 28)})


async def test_the_schema_lets_nothing_into_analysis_before_both_have_it(lls: AttributionDesk):
    one = await lls.complete(await lls.opened())
    with pytest.raises(Exception, match="attribution_receipts"):
        await force(lls, one, state="in_analysis", als_on=date(2026, 9, 1))
    await force(lls, one, state="in_analysis", als_on=date(2026, 9, 1), deal_on=date(2026, 9, 1))


async def test_the_schema_keeps_one_dossier_of_a_household_in_a_programme(lls: AttributionDesk):
    one, other = await lls.opened(), await lls.opened()
    row = await AttributionRow.select().where(AttributionRow.id == UUID(one["id"])).first()
    assert row is not None
    twin = {**row, "id": UUID(int=77), "reference": "LLTS-2026-0099"}
    with pytest.raises(Exception, match=r"attribution_household_once|UNIQUE|unique"):
        async with housekeeping(lls.desk.app.state.db):
            await AttributionRow.insert(AttributionRow(**twin))
    # the control: for another household, once the first has left, it is taken
    await lls.done(other, "withdrawal", {"on": "2026-08-03", "motive": "household_withdraws"})
    async with housekeeping(lls.desk.app.state.db):
        await AttributionRow.insert(AttributionRow(**{**twin, "household_id": UUID(other["household_id"])}))


async def test_a_session_belongs_to_the_programme_of_the_dossier_and_a_closed_one_stays(lls: AttributionDesk):
    one, here = await lls.opened(), await lls.vacancy()
    (foreign,) = here["sessions"]
    refused(await lls.act(one, "session", {"session_id": foreign["id"]}), 404, "session-not-found")
    with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key|attribution_session_fits"):
        await force(lls, one, session_id=UUID(foreign["id"]))
    async with housekeeping(lls.desk.app.state.db):
        await AttributionSessionRow.update({"closed_on": date(2026, 10, 6)}).where(
            AttributionSessionRow.id == UUID(one["session_id"])
        )
    with pytest.raises(Exception, match="attribution_session_kept"):
        async with housekeeping(lls.desk.app.state.db):
            await AttributionSessionRow.update({"commission_on": date(2026, 10, 7)}).where(
                AttributionSessionRow.id == UUID(one["session_id"])
            )


# --- the invariants ----------------------------------------------------------------------------------


async def broken(lls: AttributionDesk) -> set[str]:
    return {one.__name__ for one in ATTRIBUTION_INVARIANTS if await one(lls.desk.app.state.db)}


async def test_the_invariants_hold_after_a_life_and_see_a_late_dossier_that_nobody_took(lls: AttributionDesk):
    one = await lls.in_analysis()
    assert await broken(lls) == set()
    await force(lls, one, als_on=date(2026, 9, 7))
    assert await broken(lls) == set()
    await force(lls, one, als_on=date(2026, 9, 8))
    assert await broken(lls) == {"no_late_dossier_is_analysed_unless_it_was_taken"}


async def test_the_invariants_see_a_use_of_the_list_for_a_dwelling_of_another_commune(lls: AttributionDesk):
    one, here = await lls.listed(), await lls.vacancy()
    lls.on("2026-10-01")
    called = await lls.done(one, "call", {"operation_id": here["id"], "on": "2026-10-01"})
    assert await broken(lls) == set()
    async with housekeeping(lls.desk.app.state.db):
        await HousingOperationRow.update({"commune": "Autre-Ville"}).where(HousingOperationRow.id == UUID(here["id"]))
    assert called["state"] == "called"
    assert await broken(lls) == {"each_use_of_the_list_is_for_a_vacancy_of_the_commune"}
