"""What people do with claims: prepare, compute again, decide an amount, submit, justify, close; corrections are apart."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.domain import claim_acts as rules
from alt_units.domain import reconciliation
from alt_units.domain.claim_amounts import compute
from alt_units.domain.claim_corrections import check_closer, check_sender
from alt_units.domain.claim_readings import readings_of
from alt_units.domain.claim_terms import Room, ceiling_cents, dwelling_month
from alt_units.domain.claims import (
    Claim,
    ClaimAlreadyPrepared,
    ClaimLine,
    ClaimRules,
    ClaimStatus,
    NothingToClaim,
    computed_line,
)
from alt_units.domain.conventions import Convention, ConventionNotSigned
from alt_units.domain.reconciliation import ClaimNote, NoteKind
from alt_units.domain.regimes import CeilingScope, payer_of
from alt_units.store import claim_answers as answers
from alt_units.store import claims as store
from alt_units.store import conventions, dwellings, presence
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Blocker
from kernel.law import Law
from kernel.period import Month


class SetClaimed(Struct, frozen=True, kw_only=True):
    """Claim this amount on this line, for this reason."""

    line_id: UUID
    amount_cents: int
    reason: str


class WriteNote(Struct, frozen=True, kw_only=True):
    """A remark, the explanation of a difference, or the end of the follow-up."""

    kind: NoteKind
    text: str


async def prepare_claim(db: Database, convention_id: UUID, month: Month, act: Act, *, law: Law) -> Claim:
    """Compute the claim of a month as a draft.

    Raises `ConventionNotFound`, `ConventionNotSigned`, `ClaimAlreadyPrepared`, `NothingToClaim`.
    """
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        convention = await conventions.find_convention(convention_id)
        if convention.is_draft:
            raise ConventionNotSigned("Une aide se demande une fois la convention signée.")
        if await store.is_prepared(convention_id, month):
            blocker = Blocker(label=f"Demande {month}", href=f"/logements/aides/{convention_id}/{month}")
            raise ClaimAlreadyPrepared(blocker=blocker)
        claim_id = uuid4()
        room = await room_of(db, convention, month)
        lines = await _compute(db, law, convention, month, claim_id, room)
        if not lines:
            raise NothingToClaim("Aucune ligne de la convention ne porte sur ce mois.", field="month")
        claim = Claim(
            id=claim_id,
            version=1,
            convention_id=convention_id,
            month=month,
            status=ClaimStatus.DRAFT,
            submitted_at=None,
            submitted_by=None,
            rules=_rules(law, convention, month, room),
            lines=lines,
        )
        await store.add_claim(db, claim)
        await tx.journal("claim-prepared", _subject(claim), after=told(claim))
        return tx.keep(claim)


async def refresh_claim(db: Database, claim_id: UUID, act: Act, *, law: Law, version: int) -> Claim:
    """Compute a draft again from today's facts. Raises `ClaimNotFound`, `ClaimAlreadySubmitted`, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await hold_claim(tx, claim_id)
        after = await store.save_draft(db, await _refreshed(db, law, before), before=before, expected=version)
        await tx.journal("claim-refreshed", _subject(before), before=told(before), after=told(after))
        return tx.keep(after)


async def set_claimed(db: Database, claim_id: UUID, command: SetClaimed, act: Act, *, version: int) -> Claim:
    """Claim another amount than the computed one. Raises what `rules.set_claimed` raises, and `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await hold_claim(tx, claim_id)
        decided = rules.set_claimed(before, command.line_id, command.amount_cents, reason=command.reason, by=act.by.id)
        after = await store.save_draft(db, decided, before=before, expected=version)
        await tx.journal("claimed-amount-set", _subject(before), before=told(before), after=told(after))
        return tx.keep(after)


async def submit_claim(db: Database, claim_id: UUID, act: Act, *, law: Law, version: int) -> Claim:
    """Send the claim: frozen from now on.

    Raises `ClaimNotFound`, `StaleVersion`, `SenderDecided` and what `rules.submit` raises.
    """
    async with writing(db, act) as tx:
        await tx.lock("convention", await store.convention_of_claim(claim_id))
        held, texts = await store.find_claim_and_traces(claim_id)
        fresh = await _refreshed(db, law, held)
        before = store.retraced(held, texts, fresh)
        check_sender(before, by=act.by.id)
        sent = rules.submit(before, fresh, by=act.by.name, by_id=act.by.id, at=act.at, today=act.today)
        after = await store.save_status(sent, expected=version)
        await tx.journal("claim-submitted", _subject(before), before=told(before), after=told(after))
        return tx.keep(after)


async def write_note(db: Database, claim_id: UUID, command: WriteNote, act: Act, *, version: int) -> Claim:
    """Remark on a claim, justify its gap or close it.

    Raises what `reconciliation.check_note` raises, `CloserExplained`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        claim = await hold_claim(tx, claim_id)
        notes = (await store.notes_of([claim_id]))[claim_id]
        reconciliation.check_note(claim, notes, command.kind, command.text)
        check_closer(claim, notes, command.kind, by=act.by.id)
        note = ClaimNote(
            id=uuid4(),
            claim_id=claim_id,
            kind=command.kind,
            difference_cents=claim.difference_cents,
            text=command.text.strip(),
            written_by=act.by.name,
            written_at=act.at,
            written_by_id=act.by.id,
        )
        await store.add_note(note)
        after = await store.save_status(claim, expected=version)
        await tx.journal(_VERBS[command.kind], _subject(claim), after=note)
        return tx.keep(after)


async def changed_since(db: Database, claim: Claim, *, law: Law) -> tuple[rules.LineSince, ...]:
    """What a submitted claim would be worth on today's facts, where that is something else."""
    if claim.status is not ClaimStatus.SUBMITTED:
        return ()
    convention = await conventions.find_convention(claim.convention_id)
    room = await room_of(db, convention, claim.month)
    return rules.changed_since(claim, await _compute(db, law, convention, claim.month, claim.id, room))


class Told(Struct, frozen=True, kw_only=True):
    """What the journal keeps of a claim: its traces stay with its lines."""

    version: int
    status: ClaimStatus
    submitted_by: str | None
    due_cents: int
    paid_cents: int
    rules: ClaimRules
    lines: tuple[tuple[str, int, str | None, int], ...]
    """Reference, claimed, reason of a decision, adjusted."""


def told(claim: Claim) -> Told:
    """A claim as the journal tells it."""
    return Told(
        version=claim.version,
        status=claim.status,
        submitted_by=claim.submitted_by,
        due_cents=claim.due_cents,
        paid_cents=claim.paid_cents,
        rules=claim.rules,
        lines=tuple(
            (line.reference, line.claimed_cents, line.claimed_reason, line.adjusted_cents) for line in claim.lines
        ),
    )


async def hold_claim(tx: Tx, claim_id: UUID) -> Claim:
    """The claim, once nobody else moves money under its convention. Raises `ClaimNotFound`."""
    await tx.lock("convention", await store.convention_of_claim(claim_id))
    return await store.find_claim(claim_id)


async def room_of(db: Database, convention: Convention, month: Month) -> Room:
    """The ceiling, and what the convention's other claims already take under it."""
    used = 0
    if convention.at(month).ceiling is CeilingScope.ANNUEL:
        used = await store.due_elsewhere(db, convention.id, month)
    return Room(ceiling_cents=ceiling_cents(convention, month), used_cents=used)


_VERBS = {
    NoteKind.REMARK: "claim-remarked",
    NoteKind.JUSTIFICATION: "gap-justified",
    NoteKind.CLOSING: "claim-closed",
}


async def _refreshed(db: Database, law: Law, claim: Claim) -> Claim:
    convention = await conventions.find_convention(claim.convention_id)
    room = await room_of(db, convention, claim.month)
    lines = await _compute(db, law, convention, claim.month, claim.id, room, claim.lines)
    return rules.refresh(claim, _rules(law, convention, claim.month, room), lines)


async def _compute(
    db: Database,
    law: Law,
    convention: Convention,
    month: Month,
    claim_id: UUID,
    room: Room,
    known: Sequence[ClaimLine] = (),
) -> tuple[ClaimLine, ...]:
    """The lines of a month as today's facts make them. A dwelling that has a line keeps its identifier."""
    lines = [line for line in convention.lines if line.covers(month)]
    park = await dwellings.dwellings_of(db, convention.id)
    seen = await presence.presence_of_units([line.unit_id for line in lines], str(month))
    readings = readings_of(law, convention, month, await answers.find_readings(convention.id))
    months = [dwelling_month(convention, line, park[line.unit_id], seen.get(line.unit_id)) for line in lines]
    computed = compute(law, month, convention, months, room=room, readings=readings)
    ids = {line.unit_id: line.id for line in known}
    return tuple(computed_line(ids.get(one.unit_id) or uuid4(), claim_id, one) for one in computed)


def _rules(law: Law, convention: Convention, month: Month, room: Room) -> ClaimRules:
    convention = convention.at(month)
    return ClaimRules(
        regime=convention.regime,
        payer=payer_of(law, month) if convention.regime else convention.funder,
        convention_number=convention.number,
        rule=convention.rule,
        least_days=convention.least_days,
        basis=convention.basis,
        ceiling=convention.ceiling,
        ceiling_cents=room.ceiling_cents,
        used_elsewhere_cents=room.used_cents,
        max_units=convention.max_units,
    )


def _subject(claim: Claim) -> str:
    return f"claim/{claim.id}"
