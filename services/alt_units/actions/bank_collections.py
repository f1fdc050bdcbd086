"""What the stays do with a line: claim it for a receipt, give it back. Told as often as they like, done once."""

from uuid import UUID

from msgspec.structs import replace

from alt_units.actions.bank_lines import decide, hold_line
from alt_units.actions.bank_matching import refresh_findings
from alt_units.domain.bank_collections import Collection, check_collectable, is_repeated
from alt_units.domain.bank_lines import DecisionKind, LineState, check_reason
from alt_units.store import bank_collections as store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.law import Law


async def claim_bank_line(
    db: Database, line_id: UUID, collection_id: UUID, reference: str, act: Act, *, law: Law, distinct: bool
) -> Collection:
    """The line is money of a household: it is matched with nothing else until it is given back.

    Raises `BankLineNotFound`, `BankLineAlreadyDecided`, `BankLineMaybeKnown`, `BankLineNotReceived`, `BankCollectionOver`,
    `BankCollectionElsewhere`.
    """
    if kept := await _told_before(line_id, collection_id, giving_back=False):
        return kept
    async with writing(db, act) as tx:
        before = await hold_line(tx, line_id)
        if kept := await _told_before(line_id, collection_id, giving_back=False):
            await tx.journal("bank-line-collected", f"bank-line/{line_id}", before=None, after=_numbers(kept))
            return tx.keep(kept)
        check_collectable(before, distinct=distinct)
        decision = await decide(tx, before, DecisionKind.COLLECTED, reference, LineState.COLLECTED)
        claimed = Collection(
            id=collection_id, line_id=line_id, decision_id=decision.id, reference=reference, returned=False
        )
        await store.add_collection(db, claimed)
        await tx.journal("bank-line-collected", f"bank-line/{line_id}", before=before.state, after=_numbers(claimed))
        tx.keep(claimed)
    await refresh_findings(db, law=law, today=act.today)
    return claimed


async def give_back_bank_line(
    db: Database, line_id: UUID, collection_id: UUID, reason: str, act: Act, *, law: Law
) -> Collection:
    """No receipt stands for the line: it waits again. A claim that has not arrived yet will find itself given back.

    Raises `BankLineNotFound`, `BankCollectionElsewhere`, `BankLineReasonMissing`.
    """
    said = check_reason(reason)
    if kept := await _told_before(line_id, collection_id, giving_back=True):
        return kept
    async with writing(db, act) as tx:
        line = await hold_line(tx, line_id)
        kept = await store.find_collection(collection_id)
        if kept is None:
            given = Collection(id=collection_id, line_id=line_id, decision_id=None, reference="", returned=True)
            await store.add_collection(db, given)
        else:
            given = replace(kept, returned=True)
            if not is_repeated(kept, line_id, giving_back=True):
                await store.mark_returned(collection_id)
                await decide(tx, line, DecisionKind.REOPENED, said, LineState.SUSPENSE)
        await tx.journal(
            "bank-line-given-back", f"bank-line/{line_id}", before=_numbers(kept), after={"collection": collection_id}
        )
        tx.keep(given)
    await refresh_findings(db, law=law, today=act.today)
    return given


async def _told_before(line_id: UUID, collection_id: UUID, *, giving_back: bool) -> Collection | None:
    kept = await store.find_collection(collection_id)
    return kept if kept and is_repeated(kept, line_id, giving_back=giving_back) else None


def _numbers(one: Collection | None) -> dict[str, UUID] | None:
    """What the journal keeps: no word of the stays, which a row that cannot go must not hold."""
    return {"collection": one.id, "line": one.line_id} if one else None
