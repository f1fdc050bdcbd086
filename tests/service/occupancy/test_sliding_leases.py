"""From the sub-lease to the household as the holder, through the API, on both engines."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kernel.acts import housekeeping
from occupancy.domain.deadlines import SubjectKind
from occupancy.relay import MOST_REFUSALS, Relay
from occupancy.stay_invariants import who_slid_holds_the_lease_the_next_day
from occupancy.store import contracts, outbox
from occupancy.store.deadlines import open_of
from occupancy.store.outbox import WaitingMobilisationEnd
from occupancy.tables.sliding_leases import DirectLeaseRow, SlidingLeaseRow, SlidingMinutesRow
from tests.support.sliding_desk import T1, UPSTREAM, SlidingDesk, minutes
from tests.support.stay_desk import Desk, accepted, refused


@pytest.fixture
def sliding(desk: Desk) -> SlidingDesk:
    return SlidingDesk(desk)


async def due(lease: dict[str, Any]) -> dict[tuple[str, int], date]:
    found = await open_of(SubjectKind.SLIDING_LEASE, UUID(lease["id"]))
    return {(one.deadline.rule, one.deadline.number): one.deadline.due_on for one in found}


async def ends_told() -> list[WaitingMobilisationEnd]:
    rows = await outbox.waiting(due_at=None, limit=500)
    return [one for one in rows if isinstance(one, WaitingMobilisationEnd)]


async def test_the_sub_lease_gives_its_regime_and_the_convention_its_calendar(sliding: SlidingDesk):
    lease = await sliding.opened()
    assert (lease["reference"], lease["state"]) == ("BG-2026-0001", "sublet_active")
    assert lease["period_last_day"] == "2027-03-30"
    assert [one["due_on"] for one in lease["reviews"]] == ["2026-09-30", "2026-12-31", "2027-03-31"]
    days = await due(lease)
    assert days["BG-05", 1] == date(2026, 9, 30)
    assert days["BG-04", 0] == date(2027, 1, 31)


async def test_a_sub_lease_has_one_convention_and_another_regime_none(desk: Desk, sliding: SlidingDesk):
    stay = await sliding.sublet()
    accepted(await sliding.open(stay), 201)
    refused(await sliding.open(stay), 409, "sliding-lease-exists")
    other = await desk.stay("2026-03-31")
    refused(await sliding.open(other), 422, "not-a-sublease")


async def test_a_review_that_was_not_held_moves_itself_and_never_the_next(sliding: SlidingDesk):
    lease = await sliding.opened()
    sliding.on("2026-10-01")
    assert (await sliding.read(lease))["reviews"][0]["is_late"]
    absence = {"reason": "Le bailleur n'est pas venu", "noted_on": "2026-10-01", "new_on": "2026-10-31"}
    moved = await sliding.done(lease, "reviews/1/absence", absence)
    assert moved["reviews"][0]["again_on"] == "2026-10-31"
    days = await due(moved)
    assert (days["BG-10", 1], days["BG-05", 2]) == (date(2026, 10, 31), date(2027, 3, 31))
    late = {**absence, "new_on": "2026-11-01"}
    refused(await sliding.act(moved, "reviews/1/absence", late), 422, "minutes-incomplete")


async def test_an_examination_is_convened_with_its_delay_and_its_proof(desk: Desk, sliding: SlidingDesk):
    lease = await sliding.opened()
    sliding.on("2026-09-10")
    meeting = {"meeting_on": "2026-09-25", "meeting_at": "14:30", "place": "Salle des Exemples"}
    meeting |= {"sent_on": "2026-09-10", "landlord_by": "email", "household_by": "hand_delivered"}
    early = {**meeting, "meeting_on": "2026-09-24"}
    refused(await sliding.act(lease, "reviews/1/convocation", early), 422, "convocation-too-late")
    lease = await sliding.done(lease, "reviews/1/convocation", meeting)
    proof = {"received_on": "2026-09-10", "landlord": "Accusé de lecture", "household": "Récépissé n° 4"}
    lease = await sliding.done(lease, "reviews/1/convocation-proof", proof)
    convened = lease["reviews"][0]["convened"]
    assert (convened["meeting_on"], convened["proof"]) == ("2026-09-25", proof)
    refused(await sliding.act(lease, "reviews/1/convocation-proof", proof), 409, "sliding-lease-step-wrong")
    page = f"/sejours/baux-glissants/{lease['id']}/examens/1"
    stay = f"/sejours/contrats/{lease['contract_id']}"
    for paper in (f"{page}/convocation.pdf", f"{page}/compte-rendu.pdf", f"{stay}/convention-tripartite.pdf"):
        answer = await desk.page(paper)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-"), paper
    assert (await desk.page(f"{page.removesuffix('1')}2/convocation.pdf")).status_code == 409


async def test_minutes_follow_a_convocation_to_their_day_or_say_what_the_three_agreed_on(sliding: SlidingDesk):
    lease = await sliding.opened()
    sliding.on("2026-09-01")
    sent = {"sent_on": "2026-09-01", "meeting_on": "2026-09-30", "meeting_at": "14:30", "place": "Salle des Exemples"}
    sent |= {"landlord_by": "email", "household_by": "hand_delivered"}
    said = minutes("2026-09-30", unconvened_reason="")
    sliding.on("2026-09-30")
    none = refused(await sliding.act(lease, "reviews/1/minutes", said), 422, "review-not-convened")
    assert none["errors"][0]["field"] == "unconvened_reason"
    convened = await sliding.done(lease, "reviews/1/convocation", sent)
    sliding.on("2026-10-01")
    late = refused(
        await sliding.act(convened, "reviews/1/minutes", {**said, "held_on": "2026-10-01"}), 422, "review-not-convened"
    )
    assert "30/09/2026" in late["detail"]
    held = await sliding.done(convened, "reviews/1/minutes", said)
    assert held["reviews"][0]["held_on"] == "2026-09-30"


async def test_minutes_are_contradictory_counted_and_never_rewritten(sliding: SlidingDesk):
    lease = await sliding.opened()
    sliding.on("2026-09-30")
    two = {**minutes("2026-09-30"), "positions": minutes("2026-09-30")["positions"][:2]}
    refused(await sliding.act(lease, "reviews/1/minutes", two), 422, "minutes-incomplete")
    held = await sliding.done(lease, "reviews/1/minutes", minutes("2026-09-30"))
    (review, _, _) = held["reviews"]
    assert review["indicators"]["arrears_cents"] == 0
    assert {one["party"]: one["signature"] for one in review["positions"]}["household"] == "signed"
    assert ("BG-05", 1) not in await due(held)
    refused(await sliding.act(held, "reviews/1/minutes", minutes("2026-09-30")), 409, "review-already-minuted")
    refused(await sliding.act(held, "reviews/7/minutes", minutes("2026-09-30")), 409, "sliding-lease-step-wrong")
    with pytest.raises(Exception, match="sliding_minutes_immutable"):
        async with housekeeping(sliding.desk.app.state.db):
            await SlidingMinutesRow.update({SlidingMinutesRow.content: "palier:1:{}"}, force=True)


async def test_the_ccas_cannot_decide_the_slide_alone(sliding: SlidingDesk):
    lease = await sliding.opened()
    blocked = refused(await sliding.act(lease, "slide", {}), 409, "slide-blocked")
    assert [one["message"] for one in blocked["errors"]][:4] == [
        "décision CAL",
        "bail direct signé",
        "fin du bail principal",
        "état des lieux de glissement",
    ]
    assert (await sliding.read(lease))["missing"] == [one["field"] for one in blocked["errors"]]


async def test_a_landlord_that_refuses_says_why_and_the_sub_let_goes_on(sliding: SlidingDesk):
    lease = await sliding.opened()
    refusal = {"answer": "refusal", "given_on": "2026-03-31"}
    refused(await sliding.act(lease, "landlord-position", refusal), 422, "landlord-unexplained")
    told = {**refusal, "reasons": "Impayés répétés", "copied_to_household_on": "2026-03-31"}
    informed = {**told, "told_prefet_on": "2026-03-31"}
    refused(await sliding.act(lease, "landlord-position", informed), 409, "decision-review-missing")
    after = await sliding.done(lease, "landlord-position", told)
    assert (after["state"], after["landlord"]["reasons"]) == ("sublet_active", "Impayés répétés")
    longer = await sliding.done(
        after, "extension", {"decided_on": "2026-03-31", "months": 6, "reason": "Plan d'apurement"}
    )
    assert longer["period_last_day"] == "2027-09-29"


@pytest.mark.parametrize("state", ["household_notice", "rehoused_elsewhere", "terminated_by_court", "abandoned"])
async def test_a_side_exit_is_recorded_with_its_proof_and_closes_what_was_due(
    sliding: SlidingDesk, desk: Desk, state: str
):
    lease = await sliding.opened()
    body = {"state": state, "on": "2026-03-31", "reason": "Départ", "proof": "Courrier du 31 mars"}
    left = await sliding.done(lease, "exit", body)
    assert left["state"] == state
    assert await due(left) == {}
    stay = accepted(await desk.send("GET", f"/contracts/{lease['contract_id']}"))
    ending = {"ended_on": str(desk.clock.today()), "reason": "other"}
    assert accepted(await desk.act(stay, "end", ending))["status"] == "ended"
    refused(await sliding.act(left, "proposal", {"proposed_on": "2026-03-31"}), 409, "sliding-lease-step-wrong")


async def test_a_stay_does_not_end_while_its_dossier_is_open(sliding: SlidingDesk, desk: Desk):
    lease = await sliding.opened()
    stay = accepted(await desk.send("GET", f"/contracts/{lease['contract_id']}"))
    ending = {"ended_on": str(desk.clock.today()), "reason": "other"}
    problem = refused(await desk.act(stay, "end", ending), 409, "sliding-lease-still-open")
    assert problem["blocker"]["href"].endswith(lease["id"])
    refused(await desk.act(stay, "cancellation", {"reason": "Erreur"}), 409, "sliding-lease-still-open")


async def test_no_act_chooses_slid_as_a_state(sliding: SlidingDesk, desk: Desk):
    lease = await sliding.opened()
    body = {"state": "slid", "on": "2026-03-31", "reason": "Glissement", "proof": "Aucune"}
    refused(await sliding.act(lease, "exit", body), 409, "sliding-lease-step-wrong")
    stay = accepted(await desk.send("GET", f"/contracts/{lease['contract_id']}"))
    ending = {"ended_on": "2026-03-31", "reason": "slid"}
    refused(await desk.act(stay, "end", ending), 409, "slid-only-by-the-slide")


@pytest.mark.parametrize(
    ("paper", "missing"),
    [
        ("d9_direct_lease", "direct_lease"),
        ("d10_end_of_upstream", "end_of_upstream"),
        ("d11_inspection_at_slide", "inspection_at_slide"),
        ("household_consent", "household_consent"),
        ("tenant_insurance", "tenant_insurance"),
    ],
)
async def test_each_paper_alone_blocks_the_slide(sliding: SlidingDesk, paper: str, missing: str):
    lease = await sliding.scheduled(await sliding.opened())
    sliding.on("2027-01-15")
    lease = await sliding.papers(lease, but=paper)
    assert lease["missing"] == [missing]
    refused(await sliding.act(lease, "slide", {}), 409, "slide-blocked")


async def test_the_household_holds_the_lease_from_the_day_after_its_stay(sliding: SlidingDesk, desk: Desk):
    lease = await sliding.ready()
    slid = await sliding.done(lease, "slide", {})
    assert (slid["state"], slid["direct_lease"]["first_day"]) == ("slid", "2027-01-15")
    stay = accepted(await desk.send("GET", f"/contracts/{lease['contract_id']}"))
    assert (stay["status"], stay["end"]["ended_on"], stay["end"]["reason"]) == ("ended", "2027-01-14", "slid")
    assert slid["direct_lease"]["household_id"] == stay["household_id"]
    assert await due(slid) == {}
    assert await who_slid_holds_the_lease_the_next_day(desk.app.state.db) == []


async def test_the_stay_that_slid_waits_for_nothing_but_its_exit_inspection(sliding: SlidingDesk, desk: Desk):
    lease = await sliding.scheduled(await sliding.opened())
    stay = accepted(await desk.send("GET", f"/contracts/{lease['contract_id']}"))
    asked = {"asked_by": "household", "asked_on": str(desk.clock.today()), "reason": "En attendant le bail"}
    accepted(await desk.act(stay, "renewal-requests", asked))
    sliding.on("2027-01-15")
    lease = await sliding.papers(await sliding.read(lease))
    await sliding.done(lease, "slide", {})
    found = await open_of(SubjectKind.CONTRACT, UUID(stay["id"]))
    assert [one.deadline.rule for one in found] == ["EDL-SORTIE"]
    requests = (await desk.send("GET", f"/contracts/{stay['id']}/renewal-requests")).json()
    assert [one["status"] for one in requests] == ["dropped"]


async def test_the_slide_is_one_journal_row_and_a_repeat_gets_the_same_answer(sliding: SlidingDesk, desk: Desk):
    lease = await sliding.ready()
    db = desk.app.state.db
    before = (await db.run("select count(*) as n from journal"))[0]["n"]
    first = accepted(await sliding.act(lease, "slide", {}, key="un-glissement-exemple"))
    again = accepted(await sliding.act(lease, "slide", {}, key="un-glissement-exemple"))
    assert (first["version"], first["direct_lease"]["id"]) == (again["version"], again["direct_lease"]["id"])
    assert (await db.run("select count(*) as n from journal"))[0]["n"] == before + 1


async def test_a_slide_is_not_recorded_before_its_day(sliding: SlidingDesk):
    lease = await sliding.scheduled(await sliding.opened())
    lease = await sliding.papers(lease)
    refused(await sliding.act(lease, "slide", {}), 422, "sliding-lease-day-wrong")


@pytest.mark.parametrize("shift", [-1, 1])
async def test_the_schema_refuses_a_gap_and_an_overlap_between_the_stay_and_the_lease(
    sliding: SlidingDesk, desk: Desk, shift: int
):
    """The control: the same row, one day earlier or later than the day after the stay."""
    slid = await sliding.done(await sliding.ready(), "slide", {})
    told = slid["direct_lease"]
    columns = {name: told[name] for name in ("contract_id", "household_id", "unit_id", "reference")}
    columns["landlord"] = "palier:1:un autre scellé"
    first_day = date.fromisoformat(told["first_day"]) + timedelta(days=shift)
    row = DirectLeaseRow(
        id=uuid4(), sliding_lease_id=slid["id"], first_day=first_day, arrears_cents=0,
        deposit_mode="refund_and_new", settlement_id=None, **columns,
    )  # fmt: skip
    with pytest.raises(Exception, match="direct_lease_follows_stay"):
        async with housekeeping(desk.app.state.db):
            await DirectLeaseRow.insert(row)


async def test_the_schema_refuses_a_dossier_slid_without_its_lease(sliding: SlidingDesk, desk: Desk):
    lease = await sliding.ready()
    with pytest.raises(Exception, match="sliding_lease_slid"):
        async with housekeeping(desk.app.state.db):
            await SlidingLeaseRow.update({SlidingLeaseRow.state: "slid"}, force=True)
    assert (await sliding.read(lease))["state"] == "slide_scheduled"


async def test_a_stay_that_slid_without_a_lease_is_seen_by_the_invariant(sliding: SlidingDesk, desk: Desk):
    """The control: the end of the stay written alone, as no act does."""
    lease = await sliding.ready()
    sql = "update contract set status = 'ended', ended_on = '2027-01-14', end_reason = 'slid' where id = {}"
    async with housekeeping(desk.app.state.db):
        await desk.app.state.db.run(sql, UUID(lease["contract_id"]))
    assert len(await who_slid_holds_the_lease_the_next_day(desk.app.state.db)) == 1


@pytest.mark.parametrize(
    ("mode", "paid_to", "beneficiary"),
    [("refund_and_new", "Ménage Exemple A", "payer"), ("direct_payment_to_landlord", "Office Exemple", "other")],
)
async def test_the_deposit_is_proposed_for_return_or_for_the_landlord_as_the_household_wrote_and_waits_for_another_person(
    sliding: SlidingDesk, desk: Desk, mode: str, paid_to: str, beneficiary: str
):
    lease = await sliding.opened()
    stay = lease["contract_id"]
    accepted(await desk.send("POST", f"/contracts/{stay}/deposit-request", {"amount_cents": 5000}, key="d" * 12), 201)
    founding = {"code": "LT", "name": "Régie exemple", "founding_act": "Décision n° 1", "opened_on": "2026-01-01"}
    founding |= {"collects_fees": True, "collects_deposits": True}
    regie = accepted(await desk.send("POST", "/regies", founding), 201)
    paid = {"regie_id": regie["id"], "household_id": lease["household_id"], "kind": "deposit", "means": "card"}
    paid |= {"amount_cents": 5000, "received_on": "2026-03-31", "payer": "Ménage Exemple A", "contract_id": stay}
    accepted(await desk.send("POST", "/receipts", paid, key="r" * 12), 201)
    lease = await sliding.scheduled(lease, deposit_mode=mode)
    sliding.on("2027-01-15")
    lease = await sliding.papers(lease)
    if mode != "refund_and_new":
        problem = refused(await sliding.act(lease, "slide", {}), 409, "slide-blocked")
        assert [one["field"] for one in problem["errors"]] == ["payment_instruction"]
        instruction = {"paper": "payment_instruction", "signed_on": "2027-01-15", "reference": "Lettre du ménage"}
        lease = await sliding.done(lease, "papers", instruction)
    slid = await sliding.done(lease, "slide", {})
    (proposal,) = (await desk.send("GET", f"/contracts/{stay}/deposit-settlements")).json()
    assert proposal["id"] == slid["direct_lease"]["settlement_id"]
    assert (proposal["refund_cents"], proposal["lines"]) == (5000, [])
    assert (proposal["refund_to"], proposal["beneficiary"], bool(proposal["refund_to_reason"])) == (
        paid_to, beneficiary, beneficiary == "other",
    )  # fmt: skip


async def test_alt_units_is_told_of_the_end_of_the_right_even_when_it_was_stopped(sliding: SlidingDesk, desk: Desk):
    relay: Relay = desk.app.state.relay
    relay.stop()
    await asyncio.sleep(0)
    lease = await sliding.ready()

    slid = await sliding.done(lease, "slide", {})
    desk.stock.fault = silent
    await Relay(relay._db, relay._alt_units, desk.clock).drain()
    assert desk.stock.slides == []
    assert (await sliding.read(slid))["mobilisation_end_waits"]
    (row,) = await ends_told()
    assert (row.unit_id, row.ending.mobilisation_id, row.ending.last_day) == (UUID(T1), UPSTREAM, date(2027, 1, 14))
    desk.stock.fault = None
    assert await Relay(relay._db, relay._alt_units, desk.clock).drain() == 0
    assert desk.stock.slides == [(T1, str(UPSTREAM), "2027-01-14")]
    assert not (await sliding.read(slid))["mobilisation_end_waits"]


async def silent(moment: str, path: str) -> Any:
    raise httpx.ConnectError("arrêté")


async def test_an_end_that_alt_units_refuses_is_set_aside_and_shown_never_lost(sliding: SlidingDesk, desk: Desk):
    relay: Relay = desk.app.state.relay
    relay.stop()
    await asyncio.sleep(0)
    lease = await sliding.done(await sliding.ready(), "slide", {})

    async def refuses(moment: str, path: str) -> httpx.Response | None:
        return httpx.Response(409, json={"code": "mobilisation-ended"}) if "/slide" in path else None

    desk.stock.fault = refuses
    for _ in range(MOST_REFUSALS):
        await Relay(relay._db, relay._alt_units, desk.clock).drain()
    (aside,) = await outbox.parked()
    assert isinstance(aside, WaitingMobilisationEnd)
    assert (await sliding.read(lease))["mobilisation_end_waits"]


async def test_the_year_counts_the_household_among_the_leases_that_slid(sliding: SlidingDesk, desk: Desk):
    await sliding.done(await sliding.ready(), "slide", {})
    assert await desk.app.state.relay.drain() == 0
    (aml,) = desk.stock.activity[2027]["programmes"]
    assert aml["exits_by"] == {"slid": 1}


async def test_two_clerks_who_slide_the_same_lease_at_once_slide_it_once(sliding: SlidingDesk):
    lease = await sliding.ready()
    answers = await asyncio.gather(*(sliding.act(lease, "slide", {}) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412]


async def test_a_stale_dossier_is_refused(sliding: SlidingDesk):
    lease = await sliding.opened()
    refused(await sliding.act(lease, "proposal", {"proposed_on": "2026-03-31"}, version=7), 412, "stale-version")


async def test_the_stay_that_slid_still_belongs_to_its_household(sliding: SlidingDesk):
    slid = await sliding.done(await sliding.ready(), "slide", {})
    (stay,) = await contracts.occupying_contracts(UUID(T1))
    assert str(stay.household_id) == slid["household_id"]
