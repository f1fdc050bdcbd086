"""Attribution dossiers in the database."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from kernel.sealed_columns import first_opened, opened, resealed, sealed
from occupancy.domain.attribution_facts import (
    AnalysisReport,
    Call,
    CalRuling,
    CommissionOutcome,
    Entry,
    HouseholdContact,
    InstallationReview,
    LateAcceptance,
    Offer,
    OfferAnswer,
    PiecesAsked,
    PieceSeen,
    ProposedBy,
    Selection,
    SupportBegun,
    Survey,
    TownOpinion,
    Withdrawal,
)
from occupancy.domain.attribution_sessions import Session
from occupancy.domain.attributions import Attribution, AttributionNotFound, AttributionState
from occupancy.store.attribution_sessions import operations_by_id, sessions_by_id
from occupancy.tables.attributions import AttributionRow


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept as JSON."""

    unique_number: str
    demand_until: date
    proposed_by: ProposedBy
    identified_on: date
    survey: Survey | None
    town_opinion: TownOpinion | None
    pieces: tuple[PieceSeen, ...]
    completed_on: date | None
    late_acceptance: LateAcceptance | None
    accepted_for: UUID | None
    analysis_on: date | None
    asked: PiecesAsked | None
    report: AnalysisReport | None
    selection: Selection | None
    commission_on: date | None
    call: Call | None
    cal: CalRuling | None
    offer: Offer | None
    answer_by: date | None
    answer: OfferAnswer | None
    entry: Entry | None
    review: InstallationReview | None
    support: SupportBegun | None
    contacts: tuple[HouseholdContact, ...]
    closed_on: date | None
    withdrawal: Withdrawal | None


async def find_attribution(attribution_id: UUID) -> Attribution:
    """Raises `AttributionNotFound`."""
    row = await first_opened(AttributionRow, await AttributionRow.select().where(AttributionRow.id == attribution_id))
    if row is None:
        raise AttributionNotFound("Ce dossier d'attribution n'existe pas.")
    return _attribution(row)


async def list_attributions(
    *, states: Collection[AttributionState] = (), after: str | None = None, limit: int
) -> tuple[Attribution, ...]:
    """The latest first; `after`: the reference of the last one seen."""
    query = AttributionRow.select().order_by(AttributionRow.reference, ascending=False).limit(limit)
    if states:
        query = query.where(AttributionRow.state.is_in([one.value for one in states]))
    if after is not None:
        query = query.where(AttributionRow.reference < after)
    return tuple(_attribution(row) for row in await opened(AttributionRow, await query))


async def attributions_of_operations(operation_ids: Collection[UUID]) -> dict[UUID, tuple[Attribution, ...]]:
    """The dossiers of several operations, in the order of their references, one query."""
    if not operation_ids:
        return {}
    rows = (
        await AttributionRow.select()
        .where(AttributionRow.operation_id.is_in(list(operation_ids)))
        .order_by(AttributionRow.reference)
    )
    found: dict[UUID, tuple[Attribution, ...]] = {}
    for row in await opened(AttributionRow, rows):
        found[row["operation_id"]] = (*found.get(row["operation_id"], ()), _attribution(row))
    return found


async def attributions_of_household(household_id: UUID) -> tuple[Attribution, ...]:
    """The dossiers of a household, the latest first."""
    rows = (
        await AttributionRow.select()
        .where(AttributionRow.household_id == household_id)
        .order_by(AttributionRow.reference, ascending=False)
    )
    return tuple(_attribution(row) for row in await opened(AttributionRow, rows))


async def listed_in(commune: str) -> tuple[tuple[Attribution, Session], ...]:
    """Who waits on the complementary lists of a commune, each with its session. Expired ones are there."""
    rows = await AttributionRow.select().where(AttributionRow.state == AttributionState.LISTED.value)
    waiting = [_attribution(row) for row in await opened(AttributionRow, rows)]
    operations = await operations_by_id({one.operation_id for one in waiting})
    here = [one for one in waiting if operations[one.operation_id].commune.casefold() == commune.casefold()]
    sessions = await sessions_by_id({one.session_id for one in here})
    return tuple((one, sessions[one.session_id]) for one in here)


async def insert_attribution(attribution: Attribution) -> None:
    await AttributionRow.insert(AttributionRow(**await sealed(AttributionRow, _columns(attribution))))


async def save_attribution(attribution: Attribution, expected: int) -> Attribution:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(AttributionRow, _columns(attribution)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await AttributionRow.update(columns)
        .where((AttributionRow.id == key) & (AttributionRow.version == expected))
        .returning(AttributionRow.id)
    )
    if not rows:
        raise StaleVersion("Ce dossier d'attribution a été modifié depuis que la page a été ouverte.")
    return await find_attribution(attribution.id)


_KEPT = _Content.__struct_fields__


def _columns(one: Attribution) -> dict[str, Any]:
    kept = {name: getattr(one, name) for name in _KEPT}
    return {
        "id": one.id,
        "version": one.version,
        "reference": one.reference,
        "operation_id": one.operation_id,
        "session_id": one.session_id,
        "household_id": one.household_id,
        "state": one.state.value,
        "deal_on": one.deal_on,
        "als_on": one.als_on,
        "commission": one.commission.value if one.commission else None,
        "rank": one.rank,
        "list_until": one.list_until,
        "called_for_id": one.call.operation_id if one.call else None,
        "called_on": one.call.on if one.call else None,
        "content": msgspec.json.encode(kept).decode(),
    }


def _attribution(row: dict[str, Any]) -> Attribution:
    kept = msgspec.json.decode(row["content"], type=_Content)
    same = ("id", "version", "reference", "operation_id", "session_id", "household_id")
    dated = ("deal_on", "als_on", "rank", "list_until")
    return Attribution(
        **{name: row[name] for name in (*same, *dated)},
        state=AttributionState(row["state"]),
        commission=CommissionOutcome(row["commission"]) if row["commission"] else None,
        **{name: getattr(kept, name) for name in _KEPT},
    )
