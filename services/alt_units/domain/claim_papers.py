"""The paper of a sent claim: kept byte for byte, never drawn again. What is decided later comes on a paper of its own."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.claims import Adjustment, Claim
from kernel.errors import NotFound


class ClaimPaperNotFound(NotFound):
    """This claim has no paper of this number."""

    code, title = "claim-paper-not-found", "Exemplaire introuvable"


class ClaimDocument(Struct, frozen=True, kw_only=True):
    """A paper as it was given out. `number` 1: what was sent. `adjustments_sha256`: of what was decided since, that it has."""

    id: UUID
    claim_id: UUID
    number: int
    adjustments_sha256: str
    sha256: str
    issued_at: datetime
    issued_by_name: str


def told_by(adjustments: Iterable[Adjustment]) -> str:
    """What a paper with these adjustments is known by."""
    return sha256(" ".join(sorted(str(one.id) for one in adjustments)).encode()).hexdigest()


def as_sent(claim: Claim) -> Claim:
    """A sent claim without what was decided after."""
    return replace(claim, lines=tuple(replace(line, adjusted_cents=0) for line in claim.lines))
