"""The paper of a sent claim, given out and kept: what was sent first, then one for each state of its adjustments."""

from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from uuid import uuid4

from msgspec.structs import replace

from alt_units.domain.claim_papers import ClaimDocument, ClaimPaperNotFound, as_sent, told_by
from alt_units.domain.claims import Adjustment, Claim
from alt_units.store import claim_papers as store
from kernel.acts import Act, writing
from kernel.db import ConstraintBroken, Database

Draw = Callable[[Claim, Sequence[Adjustment]], Awaitable[bytes]]
"""How a claim becomes a PDF with these adjustments."""


async def given_out(
    db: Database,
    act: Act,
    claim: Claim,
    adjustments: Sequence[Adjustment],
    *,
    draw: Draw,
    number: int | None = None,
) -> bytes:
    """The last paper of a sent claim, or the one of a number; drawn and kept only when there is none that says it.

    Whatever was decided before anybody asked, number 1 says what was sent. Raises `ClaimPaperNotFound`.
    """
    known = await store.papers_of(claim.id)
    if not known:
        known = await _keep(db, act, as_sent(claim), (), 1, draw)
    if known[-1].adjustments_sha256 != told_by(adjustments):
        known = await _keep(db, act, claim, adjustments, len(known) + 1, draw)
    found = known[-1] if number is None else next((one for one in known if one.number == number), None)
    if found is None:
        raise ClaimPaperNotFound("Aucun exemplaire de ce numéro n'a été remis pour cette demande.")
    return await store.content_of(found)


async def _keep(
    db: Database, act: Act, claim: Claim, adjustments: Sequence[Adjustment], number: int, draw: Draw
) -> tuple[ClaimDocument, ...]:
    content = await draw(claim, adjustments)
    document = ClaimDocument(
        id=uuid4(),
        claim_id=claim.id,
        number=number,
        adjustments_sha256=told_by(adjustments),
        sha256=sha256(content).hexdigest(),
        issued_at=act.at,
        issued_by_name=act.by.name,
    )
    try:
        async with writing(db, replace(act, once=None)) as tx:
            await store.add_paper(document, content)
            await tx.journal("claim-paper-issued", f"claim/{claim.id}", after=document)
    except ConstraintBroken as broken:
        if broken.name != "claim_paper_version":
            raise
    return await store.papers_of(claim.id)
