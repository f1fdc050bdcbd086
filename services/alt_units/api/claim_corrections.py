"""Corrections of submitted claims over HTTP: proposed by one person, confirmed or refused by another."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from alt_units.actions import claim_corrections as actions
from alt_units.api.claim_contract import AdjustmentIn
from alt_units.domain.claim_corrections import ClaimCorrection, CorrectionEnd, CorrectionOutcome
from alt_units.store import claim_corrections as store
from alt_units.store import claims
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.text import TEXT

TAGS = ["Demandes d'aide"]


class CorrectionEndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What becomes of a proposal; a refusal says why."""

    outcome: CorrectionOutcome
    reason: Annotated[str, Meta(max_length=500, pattern=TEXT)] = ""

    def command(self) -> actions.EndCorrection:
        return actions.EndCorrection(outcome=self.outcome, reason=self.reason)


class CorrectionEndOut(Struct, frozen=True, kw_only=True):
    """What became of a proposal."""

    id: UUID
    correction_id: UUID
    outcome: CorrectionOutcome
    reason: str
    ended_at: datetime
    ended_by_name: str

    @classmethod
    def of(cls, one: CorrectionEnd) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class ClaimCorrectionOut(Struct, frozen=True, kw_only=True):
    """A proposal on a line, and what became of it. `amount_cents`: more (positive) or less (negative) would be due."""

    id: UUID
    claim_line_id: UUID
    decided_on: date
    amount_cents: int
    reason: str
    proposed_at: datetime
    proposed_by_name: str
    end: CorrectionEndOut | None

    @classmethod
    def of(cls, one: ClaimCorrection, end: CorrectionEnd | None = None) -> Self:
        known = {name: getattr(one, name) for name in cls.__struct_fields__ if name != "end"}
        return cls(**known, end=CorrectionEndOut.of(end) if end else None)


@get(
    "/v1/claims/{claim_id:uuid}/corrections",
    operation_id="list_claim_corrections",
    summary="Lire les corrections proposées sur une demande",
    tags=TAGS,
)
async def list_claim_corrections(claim_id: FromPath[UUID]) -> list[ClaimCorrectionOut]:
    """Waiting, confirmed, refused and taken back, the first one first."""
    await claims.find_claim(claim_id, traced=False)
    return [ClaimCorrectionOut.of(one, end) for one, end in await store.corrections_of(claim_id)]


@post(
    "/v1/claims/{claim_id:uuid}/lines/{line_id:uuid}/adjustments",
    operation_id="adjust_claim_line",
    summary="Proposer la correction d'une ligne transmise",
    tags=TAGS,
)
async def adjust_claim_line(
    claim_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[AdjustmentIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ClaimCorrectionOut]:
    """Nothing moves before another person confirms it. The version answered is the claim's."""
    doing = actions.propose_correction(db, claim_id, data.command(line_id), act, version=expected_version)
    made = await once(act, ClaimCorrection, doing)
    return versioned(ClaimCorrectionOut.of(made), expected_version + 1, status=201)


@post(
    "/v1/claim-corrections/{correction_id:uuid}/decision",
    operation_id="decide_claim_correction",
    summary="Confirmer, refuser ou retirer une correction",
    tags=TAGS,
)
async def decide_claim_correction(
    correction_id: FromPath[UUID],
    data: JSONBody[CorrectionEndIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> CorrectionEndOut:
    """Confirmed or refused by another person than who proposed it; taken back by that person alone."""
    doing = actions.end_correction(db, correction_id, data.command(), act)
    return CorrectionEndOut.of(await once(act, CorrectionEnd, doing))


HANDLERS = [list_claim_corrections, adjust_claim_line, decide_claim_correction]
