"""What the commission and its delegates do: sessions, agenda, decisions, and the report of delegated ones to the board."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.referrals import check_promise, done, locked, save_promise
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import commissions as sessions
from occupancy.domain import deadline_rules
from occupancy.domain import referrals as rules
from occupancy.domain.commissions import Commission, Member
from occupancy.domain.deadlines import deadline
from occupancy.domain.decisions import Authority
from occupancy.domain.referral_answers import Motive
from occupancy.domain.referral_decisions import Decision, DecisionOutcome, NothingToReport, check_decision
from occupancy.domain.referrals import Referral, ReferralStatus
from occupancy.domain.reserve_lists import RankTaken
from occupancy.store import commissions, households
from occupancy.store import referrals as store
from occupancy.store.delegated_decisions import delegated_decisions, mark_reported
from occupancy.store.law import law_in_force


class DecideReferral(Struct, frozen=True, kw_only=True):
    """A decision to record. `rank` None on the reserve list: after the last one."""

    outcome: DecisionOutcome
    decided_on: date
    authority: Authority
    deliberation_ref: str
    decider_name: str
    decider_function: str
    commission_id: UUID | None
    motive: Motive | None
    rank: int | None


async def convene_commission(db: Database, held_on: date, act: Act) -> Commission:
    """A session to come, or one that has met."""
    async with writing(db, act) as tx:
        number = await households.next_number("CO", act.today.year)
        reference = sessions.commission_reference(act.today.year, number)
        commission = Commission(id=uuid4(), version=1, reference=reference, held_on=held_on)
        await commissions.insert_commission(commission)
        await tx.journal("commission-convened", f"commission/{commission.id}", after=commission)
        return tx.keep(commission)


async def hold_commission(
    db: Database, commission_id: UUID, members: tuple[Member, ...], act: Act, *, quorum_met: bool, expected: int
) -> Commission:
    """The session has met. Raises `CommissionAlreadyHeld`, `CommissionDayWrong`, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await commissions.find_commission(commission_id)
        held = sessions.hold(before, members, quorum_met=quorum_met, today=act.today)
        after = await commissions.save_commission(held, expected)
        await tx.journal("commission-held", f"commission/{commission_id}", before=before, after=after)
        return tx.keep(after)


async def put_on_agenda(
    db: Database, referral_id: UUID, commission_id: UUID | None, act: Act, *, expected: int
) -> Referral:
    """On the agenda of a session, or off it. Raises `ReferralStepWrong`, `CommissionNotFound`, `StaleVersion`."""
    async with writing(db, act) as tx:
        if commission_id is not None:
            await commissions.find_commission(commission_id)
        before = await store.find_referral(referral_id)
        after = await store.save_referral(rules.put_on_agenda(before, commission_id), expected)
        return await done(tx, "agenda-set", before, after, act)


async def decide_referral(
    db: Database, referral_id: UUID, command: DecideReferral, act: Act, *, expected: int, alt_units: AltUnits
) -> Referral:
    """Retained, on the reserve list or refused: once.

    Raises `DecisionWrong`, `CommissionMissing`, `CommissionNotHeld`, `CommissionDayWrong`, `ReferralStepWrong`,
    `ReferralDayWrong`, `RankTaken`, `PlaceAlreadyPromised`, `StaleVersion`, what is in the way of the days.
    """
    known = await store.find_referral(referral_id)
    unit = await alt_units.unit(known.place.unit_id, by=act.by)
    async with writing(db, act) as tx:
        before = await locked(tx, known, expected)
        decision = await _decision(before, command)
        check_decision(decision)
        if decision.commission_id is not None:
            sessions.check_decides(await commissions.find_commission(decision.commission_id), decision.decided_on)
        decided = rules.decide(before, decision, today=act.today)
        if decided.holds_its_place:
            await check_promise(decided, unit, today=act.today)
        after = await save_promise(db, decided, expected)
        await store.insert_decision(before.id, decision)
        return await done(tx, "referral-decided", before, after, act)


async def report_decisions(db: Database, reported_on: date, act: Act) -> int:
    """The delegate reports to the board what it decided up to its meeting (R123-22); how many decisions that made.

    Raises `NothingToReport`, `ReferralDayWrong`.
    """
    rules.check_past(reported_on, "reported_on", today=act.today)
    async with writing(db, act) as tx:
        await tx.lock_all("delegated-decisions")
        waiting = await delegated_decisions(to_report=True)
        told = [one for one in waiting if one.decided_on <= reported_on]
        if not told:
            raise NothingToReport("Aucune décision prise par délégation n'attend d'être rapportée à cette date.")
        await mark_reported(told, reported_on)
        await tx.journal(
            "delegated-decisions-reported",
            "delegated-decisions",
            after={"reported_on": reported_on, "decisions": [one.id for one in told]},
        )
        return tx.keep(len(told))


async def _decision(referral: Referral, command: DecideReferral) -> Decision:
    """The decision with its rank and its last day on the reserve list, when that is what it is. Raises `RankTaken`."""
    rank, expires_on = command.rank, None
    if command.outcome is DecisionOutcome.WAITING:
        place = referral.place
        entries = await store.referrals_of_place(place.unit_id, place.place_number, ReferralStatus.WAITING)
        ranks = {one.decision.rank or 0 for one in entries if one.decision}
        rank = rank or max(ranks, default=0) + 1
        if rank in ranks:
            raise RankTaken(f"Le rang {rank} est déjà attribué sur la liste de cette place.", field="rank")
        rule = deadline_rules.RESERVE_LIST
        expires_on = deadline(rule, command.decided_on, await law_in_force(), place.territory).due_on
    return Decision(
        outcome=command.outcome,
        decided_on=command.decided_on,
        authority=command.authority,
        deliberation_ref=command.deliberation_ref,
        decider_name=command.decider_name,
        decider_function=command.decider_function,
        commission_id=command.commission_id,
        motive=command.motive,
        rank=rank,
        expires_on=expires_on,
    )
