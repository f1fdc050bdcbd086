"""From the vacancy to the contract, through the API, on both engines: opinion, decision, answer, agreement, reserve list."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kernel.acts import housekeeping
from kernel.errors import Refusal
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.referrals import PlaceAlreadyPromised
from occupancy.referral_invariants import REFERRAL_INVARIANTS
from occupancy.store.deadlines import open_of
from occupancy.tables.referrals import ReferralAnswerRow, ReferralDecisionRow, ReferralRow
from tests.support.referral_desk import SHARED, T3, ReferralDesk
from tests.support.stay_desk import DECIDED, Desk, accepted, refused


@pytest.fixture
def referrals(desk: Desk) -> ReferralDesk:
    return ReferralDesk(desk)


async def due(referral: dict[str, Any]) -> dict[str, date]:
    found = await open_of(SubjectKind.REFERRAL, UUID(referral["id"]))
    return {one.deadline.rule: one.deadline.due_on for one in found}


async def test_a_referral_is_linked_to_the_vacancy_that_the_siao_was_told(desk: Desk, referrals: ReferralDesk):
    told = str(uuid4())
    desk.stock.vacancies = [
        {"unit_id": T3, "place_number": 0, "declaration": {"id": told}},
        {"unit_id": SHARED, "place_number": 1, "declaration": None},
    ]
    received = await referrals.receive()
    assert received["place"]["declaration_id"] == told
    assert (received["status"], received["reference"]) == ("received", "O-2018-0001")
    assert (received["first_day"], received["last_day"]) == ("2018-01-15", "2018-04-14")


async def test_the_siao_is_to_be_answered_five_working_days_after_the_referral(referrals: ReferralDesk):
    monday = await referrals.receive(received_on="2018-01-08")
    assert await due(monday) == {"SIAO-06": date(2018, 1, 15)}
    friday = await referrals.receive("Ménage Exemple B", received_on="2018-01-05")
    assert await due(friday) == {"SIAO-06": date(2018, 1, 12)}


async def test_a_household_that_nobody_at_the_siao_sent_awaits_no_answer(referrals: ReferralDesk):
    assert await due(await referrals.receive(source="autre")) == {}


async def test_the_opinion_comes_before_the_decision(referrals: ReferralDesk):
    refused(await referrals.decide(await referrals.receive(), "retained"), 409, "referral-step-wrong")


async def test_the_opinion_checks_that_the_household_adheres_to_the_support(referrals: ReferralDesk):
    received = await referrals.receive()
    body = {"given_on": "2018-01-10", "checked": [{"criterion": "unit_fits", "is_met": True}], "kind": "favourable"}
    refused(await referrals.act(received, "opinion", body), 422, "adhesion-unchecked")


@pytest.mark.parametrize(("kind", "is_met"), [("favourable", False), ("reserved", True), ("unfavourable", True)])
async def test_an_opinion_agrees_with_its_criteria(referrals: ReferralDesk, kind: str, is_met: bool):
    body = {"given_on": "2018-01-10", "checked": [{"criterion": "adheres", "is_met": is_met}], "kind": kind}
    refused(await referrals.act(await referrals.receive(), "opinion", body), 422, "opinion-unexplained")


async def test_the_board_decides_in_a_session_that_has_met(desk: Desk, referrals: ReferralDesk):
    studied = await referrals.studied()
    board: dict[str, Any] = {"authority": "board"}
    refused(await referrals.decide(studied, "retained", **board), 422, "commission-missing")
    convened = accepted(await desk.send("POST", "/commissions", {"held_on": "2018-01-10"}), 201)
    board |= {"commission_id": convened["id"]}
    refused(await referrals.decide(studied, "retained", **board), 409, "commission-not-held")
    held = await referrals.session("2018-01-09")
    refused(await referrals.decide(studied, "retained", authority="board", commission_id=held["id"]), 422,
            "commission-day-wrong")  # fmt: skip
    held = await referrals.session("2018-01-10")
    decided = accepted(await referrals.decide(studied, "retained", authority="board", commission_id=held["id"]))
    assert (decided["status"], decided["decision"]["authority"]) == ("retained", "board")


async def test_a_referral_is_decided_once(referrals: ReferralDesk):
    decided = await referrals.decided("retained")
    refused(await referrals.decide(decided, "refused", motive="composition"), 409, "referral-step-wrong")


async def test_a_refusal_has_a_motive_of_the_list(referrals: ReferralDesk):
    studied = await referrals.studied()
    refused(await referrals.decide(studied, "refused"), 422, "decision-wrong")
    refused(await referrals.decide(studied, "refused", motive="household_refusal"), 422, "decision-wrong")
    refused(await referrals.decide(studied, "refused", motive="income"), 400, "invalid-request")
    accepted(await referrals.decide(studied, "refused", motive="composition"))


async def test_two_households_are_never_retained_for_one_place_on_the_same_days(referrals: ReferralDesk):
    first = await referrals.decided("retained")
    second = await referrals.studied("Ménage Exemple B", first_day="2018-04-14")
    problem = refused(await referrals.decide(second, "retained"), 409, "place-already-promised")
    assert first["reference"] in problem["detail"]
    later = await referrals.studied("Ménage Exemple C", first_day="2018-04-15")
    accepted(await referrals.decide(later, "retained"))


async def test_the_whole_unit_competes_with_each_of_its_places(referrals: ReferralDesk):
    await referrals.decided("retained", unit_id=SHARED, place_number=1)
    accepted(await referrals.decide(await referrals.studied("B", unit_id=SHARED, place_number=2), "retained"))
    whole = await referrals.studied("C", unit_id=SHARED, place_number=0)
    refused(await referrals.decide(whole, "retained"), 409, "place-already-promised")


async def test_a_place_that_a_stay_holds_is_promised_to_nobody(desk: Desk, referrals: ReferralDesk):
    stay = await desk.stay("2018-01-10")
    studied = await referrals.studied(first_day=stay["last_day"])
    refused(await referrals.decide(studied, "retained"), 409, "place-already-taken")


async def test_the_database_itself_refuses_a_second_promise(desk: Desk, referrals: ReferralDesk):
    await referrals.decided("retained")
    second = await referrals.studied("Ménage Exemple B")
    db = desk.app.state.db

    async def promise(first_day: date) -> None:
        with db.refusing({"referral_no_overlap": PlaceAlreadyPromised}):
            async with housekeeping(db):
                await ReferralRow.update(
                    {"status": "retained", "first_day": first_day, "last_day": date(2018, 7, 1)}
                ).where(ReferralRow.id == UUID(second["id"]))

    with pytest.raises(PlaceAlreadyPromised):
        await promise(date(2018, 4, 14))
    await promise(date(2018, 4, 15))  # the control: the day after the first promise, it may


async def test_a_place_promised_to_a_household_is_signed_for_no_other_one(desk: Desk, referrals: ReferralDesk):
    agreed = await referrals.agreed()
    other = await desk.prepare(await desk.household("Ménage Exemple B"), "2018-01-20")
    problem = refused(await desk.sign(other), 409, "place-already-promised")
    assert agreed["reference"] in problem["detail"]
    sooner = await desk.prepare(await desk.household("Ménage Exemple C"), "2018-01-10", last_day="2018-01-14")
    accepted(await desk.sign(sooner))
    mine = await desk.prepare({"id": agreed["household_id"]}, "2018-01-15", referral_id=agreed["id"])
    accepted(await desk.sign(mine))


async def test_a_stay_is_not_renewed_over_days_promised_to_another_household(desk: Desk, referrals: ReferralDesk):
    stay = await desk.stay("2018-01-10")
    await referrals.decided("retained", first_day="2018-04-10")
    answer = await desk.act(stay, "renewals", {"reason": "Relogement en cours", "decided": DECIDED})
    if answer.status_code == 404:  # the act may be a request that somebody decides
        pytest.skip("les renouvellements se demandent autrement")
    refused(answer, 409, "place-already-promised")


@pytest.mark.parametrize(("first_day", "misfits"), [("2018-04-14", ["promised"]), ("2018-04-15", [])])
async def test_the_search_offers_no_promised_place(
    desk: Desk, referrals: ReferralDesk, first_day: str, misfits: list[str]
):
    await referrals.decided("retained")
    found = accepted(await desk.send("GET", f"/vacancies?first_day={first_day}&excluded=true"))["items"]
    assert next(one["misfits"] for one in found if one["unit_id"] == T3) == misfits


async def test_the_invariants_hold_and_see_a_broken_promise(desk: Desk, referrals: ReferralDesk):
    await referrals.agreed()
    await referrals.decided("waiting", "Ménage Exemple B")
    told = await referrals.decided("refused", "Ménage Exemple C", motive="composition")
    accepted(await referrals.act(told, "answers", {"sent_on": "2018-01-10"}), 201)
    db = desk.app.state.db
    assert [said for look in REFERRAL_INVARIANTS for said in await look(db)] == []
    async with housekeeping(db):
        await ReferralAnswerRow.insert(
            ReferralAnswerRow(
                id=uuid4(),
                referral_id=UUID(told["id"]),
                number=2,
                kind="accepted",
                motive=None,
                sent_on=date(2018, 1, 10),
                household_told_on=None,
            )
        )
    broken = [look.__name__ for look in REFERRAL_INVARIANTS if await look(db)]
    assert broken == ["answers_say_what_was_decided"]


async def test_a_decision_is_never_rewritten_save_its_report(desk: Desk, referrals: ReferralDesk):
    decided = await referrals.decided("retained")
    db = desk.app.state.db
    mine = ReferralDecisionRow.referral_id == UUID(decided["id"])

    async def rewrite(columns: dict[Any, Any]) -> None:
        with db.refusing({}):
            async with housekeeping(db):
                await ReferralDecisionRow.update(columns).where(mine)

    with pytest.raises(Refusal):
        await rewrite({"outcome": "refused", "motive": "composition"})
    with pytest.raises(Refusal), db.refusing({}):
        async with housekeeping(db):
            await ReferralDecisionRow.delete().where(mine)
    await rewrite({"reported_on": date(2018, 1, 20)})
    with pytest.raises(Refusal):
        await rewrite({"reported_on": date(2018, 1, 21)})


async def test_two_clerks_who_decide_at_once_retain_one_household(referrals: ReferralDesk):
    one, other = await referrals.studied(), await referrals.studied("Ménage Exemple B")
    answers = await asyncio.gather(*(referrals.decide(each, "retained") for each in (one, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_two_clerks_who_decide_on_one_household_at_once_decide_once(referrals: ReferralDesk):
    studied = await referrals.studied()
    answers = await asyncio.gather(
        referrals.decide(studied, "retained"), referrals.decide(studied, "refused", motive="composition")
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 200
    assert codes[1] in (409, 412)


async def test_the_answer_says_what_was_decided_and_is_sent_once(referrals: ReferralDesk):
    refused_one = await referrals.decided("refused", motive="file_incomplete")
    assert await due(refused_one) == {"SIAO-06": date(2018, 1, 15)}
    answered = accepted(await referrals.act(refused_one, "answers", {"sent_on": "2018-01-10"}), 201)
    assert [(one["kind"], one["motive"]) for one in answered["answers"]] == [("refused", "file_incomplete")]
    assert await due(answered) == {}
    refused(await referrals.act(answered, "answers", {"sent_on": "2018-01-10"}), 409, "nothing-to-answer")


async def test_nothing_is_answered_before_a_decision(referrals: ReferralDesk):
    refused(await referrals.act(await referrals.studied(), "answers", {"sent_on": "2018-01-10"}), 409,
            "nothing-to-answer")  # fmt: skip


async def test_a_retained_household_that_does_not_come_frees_the_place(referrals: ReferralDesk):
    retained = await referrals.decided("retained")
    retained = accepted(await referrals.act(retained, "answers", {"sent_on": "2018-01-10"}), 201)
    body = {"closure": "household_refused", "closed_on": "2018-01-10"}
    closed = accepted(await referrals.act(retained, "closure", body))
    answered = accepted(await referrals.act(closed, "answers", {"sent_on": "2018-01-10"}), 201)
    assert [one["kind"] for one in answered["answers"]] == ["accepted", "household_refused"]
    accepted(await referrals.decide(await referrals.studied("Ménage Exemple B"), "retained"))


async def test_the_reserve_list_is_used_in_its_order_or_with_a_reason(referrals: ReferralDesk):
    first = await referrals.decided("waiting")
    second = await referrals.decided("waiting", "Ménage Exemple B")
    assert [one["decision"]["rank"] for one in (first, second)] == [1, 2]
    refused(await referrals.act(second, "call", {"first_day": "2018-02-01"}), 422, "out-of-rank")
    body = {"first_day": "2018-02-01", "reason": "Le premier ménage est injoignable"}
    called = accepted(await referrals.act(second, "call", body))
    assert (called["status"], called["first_day"], called["last_day"]) == ("retained", "2018-02-01", "2018-04-30")
    refused(await referrals.act(first, "call", {"first_day": "2018-02-01"}), 409, "place-already-promised")


async def test_a_rank_of_the_reserve_list_is_one_household_s(referrals: ReferralDesk):
    await referrals.decided("waiting", rank=3)
    studied = await referrals.studied("Ménage Exemple B")
    refused(await referrals.decide(studied, "waiting", rank=3), 409, "rank-taken")
    assert accepted(await referrals.decide(studied, "waiting"))["decision"]["rank"] == 4


@pytest.mark.parametrize(("today", "is_called"), [("2018-07-09", True), ("2018-07-10", True), ("2018-07-11", False)])
async def test_an_entry_is_proposed_until_six_months_after_the_decision(
    desk: Desk, referrals: ReferralDesk, today: str, is_called: bool
):
    listed = await referrals.decided("waiting")
    assert listed["decision"]["expires_on"] == "2018-07-10"
    assert (await due(listed))["SIAO-LISTE"] == date(2018, 7, 10)
    desk.clock.move_to(date.fromisoformat(today))
    answer = await referrals.act(listed, "call", {"first_day": "2018-07-15"})
    if is_called:
        assert accepted(answer)["called_on"] == today
    else:
        refused(answer, 409, "list-expired")


async def test_a_contract_is_prepared_from_a_referral_once_the_household_agrees(desk: Desk, referrals: ReferralDesk):
    retained = await referrals.decided("retained")
    body = {
        "household_id": retained["household_id"],
        "unit_id": T3,
        "place_number": 0,
        "first_day": "2018-01-15",
        "referral_id": retained["id"],
    }
    refused(await desk.send("POST", "/contracts", body), 409, "referral-contract-wrong")
    accepted(await referrals.act(retained, "agreement", {"agreed_on": "2018-01-10"}))
    other = await desk.household("Ménage Exemple B")
    refused(await desk.send("POST", "/contracts", body | {"household_id": other["id"]}), 409, "referral-contract-wrong")
    contract = accepted(await desk.send("POST", "/contracts", body), 201)
    assert (await referrals.read(retained))["contract_id"] == contract["id"]
    refused(await desk.send("POST", "/contracts", body), 409, "referral-contract-wrong")
    accepted(await desk.sign(contract))
    assert (await referrals.read(retained))["status"] == "housed"


async def test_a_cancelled_draft_leaves_the_referral_ready_for_another_contract(desk: Desk, referrals: ReferralDesk):
    agreed = await referrals.agreed()
    household = {"id": agreed["household_id"]}
    first = await desk.prepare(household, "2018-01-15", referral_id=agreed["id"])
    accepted(await desk.act(first, "cancellation", {"reason": "Erreur de date"}))
    again = await desk.prepare(household, "2018-01-15", referral_id=agreed["id"])
    assert (await referrals.read(agreed))["contract_id"] == again["id"]


async def test_one_household_is_proposed_once_at_a_time_for_one_place(desk: Desk, referrals: ReferralDesk):
    first = await referrals.receive()
    body = {
        "household_id": first["household_id"],
        "unit_id": T3,
        "place_number": 0,
        "first_day": "2018-01-15",
        "source": "siao",
        "received_on": "2018-01-08",
    }
    refused(await desk.send("POST", "/referrals", body), 409, "already-referred")
    accepted(await desk.send("POST", "/referrals", body | {"unit_id": SHARED}), 201)


async def test_delegated_decisions_are_reported_once_up_to_the_meeting(desk: Desk, referrals: ReferralDesk):
    await referrals.decided("retained")
    desk.clock.move_to(date(2018, 1, 12))
    await referrals.decided("waiting", "Ménage Exemple B")
    waiting = accepted(await desk.send("GET", "/delegated-decisions"))["items"]
    assert [one["decided_on"] for one in waiting] == ["2018-01-10", "2018-01-12"]
    told = {"reported_on": "2018-01-11"}
    assert accepted(await desk.send("POST", "/delegated-decisions/report", told)) == {"reported": 1}
    refused(await desk.send("POST", "/delegated-decisions/report", told), 409, "nothing-to-report")
    reported = accepted(await desk.send("GET", "/delegated-decisions?reported=true"))["items"]
    assert [(one["decided_on"], one["reported_on"]) for one in reported] == [("2018-01-10", "2018-01-11")]


async def test_refusals_are_counted_by_year_and_motive(desk: Desk, referrals: ReferralDesk):
    for name, motive in (("A", "composition"), ("B", "composition"), ("C", "shared_safety")):
        one = await referrals.decided("refused", name, motive=motive)
        accepted(await referrals.act(one, "answers", {"sent_on": "2018-01-10"}), 201)
    counts = accepted(await desk.send("GET", "/referral-refusals"))["items"]
    assert [(one["year"], one["motive"], one["count"]) for one in counts] == [
        (2018, "composition", 2),
        (2018, "shared_safety", 1),
    ]
