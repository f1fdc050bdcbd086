"""What is done with a sliding lease: opened, examined, proposed, answered, attributed, scheduled, extended, left."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Conflict, Refusal
from kernel.law import Law
from occupancy.actions.contract_changes import check_override
from occupancy.actions.deadlines import keep_deadlines
from occupancy.domain import sliding_acts as rules
from occupancy.domain import sliding_convocations as convocations
from occupancy.domain import sliding_reviews as reviews
from occupancy.domain.deadlines import Subject, SubjectKind
from occupancy.domain.sliding_leases import (
    CalDecision,
    Convention,
    Convocation,
    ConvocationProof,
    DepositMode,
    Exit,
    Extension,
    LandlordPosition,
    NotHeld,
    PaperRecord,
    SlidingLease,
    SlidingLeaseExists,
    SlidingState,
    Upstream,
    sliding_lease_reference,
)
from occupancy.domain.sliding_reviews import (
    CheckedReview,
    Minutes,
    PartyPosition,
    Recommendation,
    ReviewAlreadyMinuted,
)
from occupancy.store import contracts, households, ledger
from occupancy.store import sliding_leases as store
from occupancy.store.law import law_in_force


class RecordMinutes(Struct, frozen=True, kw_only=True):
    """What was said and signed at a review; the indicators are counted."""

    held_on: date
    positions: tuple[PartyPosition, ...]
    household_words: str
    criteria: tuple[CheckedReview, ...]
    recommendation: Recommendation
    founded_incidents: int | None
    last_visit_on: date | None
    unconvened_reason: str = ""


async def open_sliding_lease(
    db: Database, contract_id: UUID, upstream: Upstream, convention: Convention, act: Act
) -> SlidingLease:
    """The convention tripartite, annex of the sub-lease: its calendar begins.

    Raises `ContractNotFound`, `SlidingLeaseExists`, and what `rules.open_dossier` raises.
    """
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(contract_id)
        if await store.sliding_lease_of_contract(contract_id):
            raise _exists()
        number = await households.next_number("BG", act.today.year)
        lease = rules.open_dossier(
            contract,
            upstream,
            convention,
            await law_in_force(),
            lease_id=uuid4(),
            reference=sliding_lease_reference(act.today.year, number),
            today=act.today,
        )
        with db.refusing({"sliding_lease_one_per_contract": _exists}):
            await store.insert_sliding_lease(lease)
        return await done(tx, "sliding-lease-opened", None, lease, act)


async def record_minutes(
    db: Database, lease_id: UUID, number: int, said: RecordMinutes, act: Act, *, expected: int
) -> SlidingLease:
    """The contradictory minutes of a review, with what the program counts that day.

    Raises `SlidingLeaseNotFound`, `StaleVersion`, and what `check_minutes` raises.
    """
    async with writing(db, act) as tx:
        before = await store.find_sliding_lease(lease_id)
        law = await law_in_force()
        minutes = Minutes(
            id=uuid4(),
            sliding_lease_id=lease_id,
            number=number,
            due_on=reviews.due_on(before, number, law),
            held_on=said.held_on,
            positions=said.positions,
            household_words=said.household_words,
            criteria=said.criteria,
            indicators=reviews.indicators(
                before,
                await ledger.transfers_of(before.household_id),
                founded_incidents=said.founded_incidents,
                last_visit_on=said.last_visit_on,
                day=said.held_on,
            ),
            recommendation=said.recommendation,
            recorded_by=act.by.name,
            unconvened_reason=said.unconvened_reason,
        )
        reviews.check_minutes(before, await store.minutes_of(lease_id), minutes, law, today=act.today)
        after = await store.save_sliding_lease(before, expected)
        with db.refusing({"sliding_minutes_once": _minuted}):
            await store.insert_minutes(minutes)
        return await done(tx, "sliding-review-minuted", before, after, act, detail=minutes)


async def convene_review(db: Database, lease_id: UUID, sent: Convocation, act: Act, *, expected: int) -> SlidingLease:
    """The landlord and the household are convened. Raises what `convocations.convene` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return convocations.convene(lease, known, sent, law, today=act.today)

    return await _change(db, lease_id, "sliding-review-convened", decide, act, expected)


async def prove_convocation(
    db: Database, lease_id: UUID, number: int, proof: ConvocationProof, act: Act, *, expected: int
) -> SlidingLease:
    """Both got the convocation. Raises what `convocations.prove` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return convocations.prove(lease, number, proof, today=act.today)

    return await _change(db, lease_id, "sliding-convocation-proved", decide, act, expected)


async def note_not_held(db: Database, lease_id: UUID, absence: NotHeld, act: Act, *, expected: int) -> SlidingLease:
    """A review that could not take place (BG-10). Raises what `reviews.not_held` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return reviews.not_held(lease, known, absence, law, today=act.today)

    return await _change(db, lease_id, "sliding-review-not-held", decide, act, expected)


async def record_paper(db: Database, lease_id: UUID, record: PaperRecord, act: Act, *, expected: int) -> SlidingLease:
    """A document signed (§2.3). Raises what `rules.record_paper` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return rules.record_paper(lease, record, today=act.today)

    return await _change(db, lease_id, "sliding-paper-recorded", decide, act, expected)


async def propose_slide(db: Database, lease_id: UUID, proposed_on: date, act: Act, *, expected: int) -> SlidingLease:
    """The CCAS proposes the slide (BG-13). Raises what `rules.propose_slide` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return rules.propose_slide(lease, proposed_on, today=act.today)

    return await _change(db, lease_id, "slide-proposed", decide, act, expected)


async def record_landlord(
    db: Database, lease_id: UUID, position: LandlordPosition, act: Act, *, expected: int
) -> SlidingLease:
    """The landlord offers a lease, or says why not (BG-04). Raises what `rules.record_landlord` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        held = any(one.number == reviews.DECISION_REVIEW for one in known)
        return rules.record_landlord(lease, position, decision_review_held=held, today=act.today)

    return await _change(db, lease_id, "landlord-answered", decide, act, expected)


async def record_cal(db: Database, lease_id: UUID, decision: CalDecision, act: Act, *, expected: int) -> SlidingLease:
    """What the commission of the landlord decides (R441-3). Raises what `rules.record_cal` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return rules.record_cal(lease, decision, today=act.today)

    return await _change(db, lease_id, "cal-decided", decide, act, expected)


async def schedule_slide(
    db: Database, lease_id: UUID, slide_on: date, mode: DepositMode, act: Act, *, expected: int
) -> SlidingLease:
    """The day of the slide. Raises what `rules.schedule_slide` raises, `StaleVersion`."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return rules.schedule_slide(lease, slide_on, mode)

    return await _change(db, lease_id, "slide-scheduled", decide, act, expected)


async def extend_sliding_lease(
    db: Database, lease_id: UUID, extension: Extension, act: Act, *, expected: int
) -> SlidingLease:
    """A longer examination period (BG-23). Raises `PermissionMissing`, what `rules.extend` raises, `StaleVersion`."""
    check_override(act.by, extension.override_reason)

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return rules.extend(lease, extension, law, today=act.today)

    return await _change(db, lease_id, "sliding-lease-extended", decide, act, expected)


async def leave_sliding_lease(
    db: Database, lease_id: UUID, state: SlidingState, ending: Exit, act: Act, *, expected: int
) -> SlidingLease:
    """A side exit (BG-21, BG-23); the stay itself is ended in its contract. Raises what `rules.leave` raises."""

    def decide(lease: SlidingLease, law: Law, known: Sequence[Minutes]) -> SlidingLease:
        return rules.leave(lease, state, ending, today=act.today)

    return await _change(db, lease_id, "sliding-lease-left", decide, act, expected)


async def _change(
    db: Database,
    lease_id: UUID,
    verb: str,
    decide: Callable[[SlidingLease, Law, Sequence[Minutes]], SlidingLease],
    act: Act,
    expected: int,
) -> SlidingLease:
    """One act on a dossier: read, decided, saved over the version that was seen."""
    async with writing(db, act) as tx:
        before = await store.find_sliding_lease(lease_id)
        known = await store.minutes_of(lease_id)
        after = await store.save_sliding_lease(decide(before, await law_in_force(), known), expected)
        return await done(tx, verb, before, after, act)


async def done(
    tx: Tx, verb: str, before: SlidingLease | None, after: SlidingLease, act: Act, *, detail: Struct | None = None
) -> SlidingLease:
    """What follows every act on a dossier: its deadlines, the journal."""
    wanted = reviews.deadlines_of(after, await store.minutes_of(after.id), await law_in_force())
    subject = Subject(
        kind=SubjectKind.SLIDING_LEASE, id=after.id, reference=after.reference, household_id=after.household_id
    )
    await keep_deadlines(subject, wanted, act)
    await tx.journal(verb, f"sliding-lease/{after.id}", before=before, after=detail or after)
    return tx.keep(after)


def _exists() -> Conflict:
    return SlidingLeaseExists("Ce contrat a déjà sa convention tripartite.")


def _minuted() -> Refusal:
    return ReviewAlreadyMinuted("Le compte rendu de cet examen est enregistré : il ne change plus.")
