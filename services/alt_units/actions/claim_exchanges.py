"""Where the exchange with the payer stands follows the money: each step that a payment brings about is told in the journal of
the claim, beside what was done to the payment.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claims import Claim
from alt_units.domain.reconciliation import Exchange, exchange, follow_up
from alt_units.store import claims
from kernel.acts import Tx


class Standing(Struct, frozen=True, kw_only=True):
    """What the journal tells of a claim whose exchange moved."""

    exchange: Exchange
    due_cents: int
    paid_cents: int


_VERBS = {Exchange.PAID: "claim-paid", Exchange.CLOSED: "claim-closed"}
"""Any other step leads back to a claim that waits for its money."""


@asynccontextmanager
async def following_claims(tx: Tx, line_ids: Collection[UUID]) -> AsyncIterator[None]:
    """Around what settles these lines, or no longer does: a row in the journal of each claim whose exchange moved by it."""
    before = await _standings(await claims.claims_of_lines(line_ids))
    yield
    after = await _standings(await claims.claims_of_lines(line_ids))
    for claim_id, now in after.items():
        if now.exchange is not before[claim_id].exchange:
            verb = _VERBS.get(now.exchange, "claim-reopened")
            await tx.follow(verb, f"claim/{claim_id}", before=before[claim_id], after=now)


async def _standings(found: Sequence[Claim]) -> dict[UUID, Standing]:
    notes = await claims.notes_of([one.id for one in found])
    return {
        one.id: Standing(
            exchange=exchange(one, follow_up(one, notes[one.id])), due_cents=one.due_cents, paid_cents=one.paid_cents
        )
        for one in found
    }
