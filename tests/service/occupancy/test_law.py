"""What the CCAS votes for its stays: what is decided from its day on uses it, what was decided before keeps its own."""

from datetime import date
from typing import Any
from uuid import UUID

from occupancy.domain.deadlines import SubjectKind
from occupancy.store import deadlines
from occupancy.tables.deadlines import DeadlineRow
from tests.support.stay_desk import Desk, accepted, refused

VOTE = "Délibération n° 2018-3 du 9 janvier 2018"


async def vote(desk: Desk, key: str, since: str = "2018-01-11", **value: Any) -> dict[str, Any]:
    body = {"since": since, "source": VOTE, "status": "verified", **value}
    return accepted(await desk.send("POST", f"/law/{key}/values", body), 201)


async def scale(desk: Desk) -> dict[str, int]:
    items = accepted(await desk.send("GET", "/law"))["items"]
    return dict(next(one for one in items if one["key"] == "fee.scale")["in_force"]["cells"])


async def test_a_scale_voted_today_sets_tomorrows_fees_and_leaves_those_already_set(desk: Desk) -> None:
    before = await desk.stay("2018-01-10")
    cells = await scale(desk)
    await vote(desk, "fee.scale", cells={**cells, "single.t3": 12345})
    same_day = await desk.prepare(
        await desk.household("Ménage Exemple B"), "2018-01-10", place_number=1, unit_id=str(UUID(int=2))
    )
    tomorrow = await desk.prepare(
        await desk.household("Ménage Exemple C"), "2018-01-11", place_number=2, unit_id=str(UUID(int=2))
    )
    assert tomorrow["fee"]["cents"] == 12345
    assert VOTE in (await desk.page(f"/sejours/contrats/{tomorrow['id']}")).text
    kept = accepted(await desk.send("GET", f"/contracts/{before['id']}"))
    assert kept == before
    assert same_day["fee"]["cents"] != 12345


async def test_a_duration_voted_today_sets_the_terms_that_begin_from_its_day_on(desk: Desk) -> None:
    before = await desk.stay("2018-01-10")
    await vote(desk, "stay.alt.initial_months", number=6)
    after = await desk.prepare(
        await desk.household("Ménage Exemple B"), "2018-01-11", unit_id=str(UUID(int=2)), place_number=1
    )
    assert (before["last_day"], after["last_day"]) == ("2018-04-09", "2018-07-10")
    accepted(await desk.sign(after))
    terms = (await desk.send("GET", f"/contracts/{before['id']}/terms")).json()
    assert VOTE not in str(terms)
    assert VOTE in str((await desk.send("GET", f"/contracts/{after['id']}/terms")).json())


async def test_a_deposit_is_capped_by_the_law_of_the_day_it_is_asked_for(desk: Desk) -> None:
    contract = await desk.stay("2018-01-10")
    asked = {"amount_cents": contract["fee"]["cents"] * 2, "reason": None}
    await vote(desk, "deposit.cap_fees", number=2)
    path = f"/contracts/{contract['id']}/deposit-request"
    refused(await desk.send("POST", path, asked, key="a"), 422, "deposit-above-cap")
    desk.clock.move_to(date(2018, 1, 11))
    accepted(await desk.send("POST", path, asked, key="b"), 201)


async def test_a_month_already_charged_keeps_its_rule_and_source(desk: Desk) -> None:
    contract = await desk.stay("2018-01-10")
    accepted(await desk.send("POST", "/fee-runs", {"month": "2018-01"}, key="run"), 201)
    charged = accepted(await desk.send("GET", f"/households/{contract['household_id']}/account"))
    await vote(desk, "fee.proration", since="2018-02-01", word="days-occupied-over-days-in-month")
    desk.clock.move_to(date(2018, 2, 1))
    plans = (await desk.send("GET", "/fee-runs/preview?month=2018-02")).json()
    assert VOTE in str(plans)
    old = (await desk.send("GET", "/fee-runs/preview?month=2018-01")).json()
    assert [one["outcome"] for one in old] == ["same"]
    again = accepted(await desk.send("GET", f"/households/{contract['household_id']}/account"))
    assert again["due"] == charged["due"]


async def test_nothing_is_voted_backwards_once_a_contract_was_prepared(desk: Desk) -> None:
    await vote(desk, "cash.limit_cents", since="2017-01-01", number=20000)
    await desk.prepare(await desk.household(), "2018-01-10")
    body = {"since": "2018-01-10", "source": VOTE, "status": "verified", "number": 20000}
    refused(await desk.send("POST", "/law/cash.limit_cents/values", body), 422, "law-changes-past")


async def test_a_delay_voted_today_counts_the_days_to_come_again_and_rewrites_none(desk: Desk) -> None:
    stay = await desk.stay("2018-01-10")
    about = (SubjectKind.CONTRACT, UUID(stay["id"]))
    before = {one.deadline.rule: one for one in await deadlines.open_of(*about)}
    version = await vote(desk, "stay.alert_days", number=20)
    after = {one.deadline.rule: one for one in await deadlines.open_of(*about)}
    assert (before["SIAO-03-B"].deadline.due_on, after["SIAO-03-B"].deadline.due_on) == (
        date(2018, 3, 10),
        date(2018, 3, 20),
    )
    used = after["SIAO-03-B"].deadline.used
    assert used is not None
    assert used.source == VOTE
    assert {rule: one for rule, one in before.items() if rule != "SIAO-03-B"} == {
        rule: one for rule, one in after.items() if rule != "SIAO-03-B"
    }
    closed = await DeadlineRow.select().where(DeadlineRow.id == before["SIAO-03-B"].id).first()
    assert (closed["status"], closed["due_on"]) == ("dropped", date(2018, 3, 10))
    back = {"reason": "Erreur de saisie"}
    accepted(await desk.send("POST", f"/law/versions/{version['id']}/withdrawal", back))
    again = {one.deadline.rule: one.deadline.due_on for one in await deadlines.open_of(*about)}
    assert again["SIAO-03-B"] == date(2018, 3, 10)
