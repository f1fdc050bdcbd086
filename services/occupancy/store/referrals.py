"""Referrals in the database, each with its decision and the answers sent."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from kernel.calendar import Territory
from kernel.errors import StaleVersion
from kernel.sealed_columns import opened, resealed, sealed
from occupancy.domain.decisions import Authority
from occupancy.domain.households import Orientation
from occupancy.domain.referral_answers import Answer, AnswerKind, Motive
from occupancy.domain.referral_decisions import Decision, DecisionOutcome
from occupancy.domain.referrals import (
    HOLDING,
    Closure,
    Need,
    Opinion,
    PlaceFacts,
    Referral,
    ReferralNotFound,
    ReferralStatus,
)
from occupancy.tables.referrals import ReferralAnswerRow, ReferralDecisionRow, ReferralRow

_HOLDING = ReferralRow.status.is_in([one.value for one in HOLDING])


async def find_referral(referral_id: UUID) -> Referral:
    """Raises `ReferralNotFound`."""
    found = await _whole(await ReferralRow.select().where(ReferralRow.id == referral_id))
    if not found:
        raise ReferralNotFound("Cette orientation n'existe pas.")
    return found[0]


async def referral_of_contract(contract_id: UUID) -> Referral | None:
    """The referral from which a contract was prepared."""
    found = await _whole(await ReferralRow.select().where(ReferralRow.contract_id == contract_id))
    return found[0] if found else None


async def list_referrals(
    *,
    statuses: Collection[ReferralStatus] = (),
    unit_id: UUID | None = None,
    after: str | None = None,
    limit: int,
) -> tuple[Referral, ...]:
    """The latest first; `after`: the reference of the last one seen."""
    query = ReferralRow.select().order_by(ReferralRow.reference, ascending=False).limit(limit)
    if statuses:
        query = query.where(ReferralRow.status.is_in([one.value for one in statuses]))
    if unit_id is not None:
        query = query.where(ReferralRow.unit_id == unit_id)
    if after is not None:
        query = query.where(ReferralRow.reference < after)
    return await _whole(await query)


async def referrals_of_place(unit_id: UUID, place_number: int, *statuses: ReferralStatus) -> tuple[Referral, ...]:
    """Those for one place of a unit (0: the whole unit) in these states."""
    about = (ReferralRow.unit_id == unit_id) & (ReferralRow.place_number == place_number)
    rows = await ReferralRow.select().where(about & ReferralRow.status.is_in([one.value for one in statuses]))
    return await _whole(rows)


async def referrals_of_household(household_id: UUID) -> tuple[Referral, ...]:
    """All those of a household, latest first."""
    mine = ReferralRow.household_id == household_id
    return await _whole(await ReferralRow.select().where(mine).order_by(ReferralRow.reference, ascending=False))


async def referrals_holding(unit_id: UUID) -> tuple[Referral, ...]:
    """Those that hold a place of a unit."""
    return await _whole(await ReferralRow.select().where((ReferralRow.unit_id == unit_id) & _HOLDING))


async def all_holding() -> tuple[Referral, ...]:
    """Those that hold a place, of whatever unit."""
    return await _whole(await ReferralRow.select().where(_HOLDING))


async def referrals_of_commission(commission_id: UUID) -> tuple[Referral, ...]:
    """Those on the agenda of a session, in the order of their references."""
    rows = await ReferralRow.select().where(ReferralRow.commission_id == commission_id).order_by(ReferralRow.reference)
    return await _whole(rows)


async def delegated_referrals(*, to_report: bool) -> tuple[Referral, ...]:
    """Those decided by delegation: still to report to the board, or reported."""
    delegated = ReferralDecisionRow.authority != Authority.BOARD.value
    waits = ReferralDecisionRow.reported_on.is_null() if to_report else ReferralDecisionRow.reported_on.is_not_null()
    rows = await ReferralDecisionRow.select(ReferralDecisionRow.referral_id).where(delegated & waits)
    if not rows:
        return ()
    return await _whole(await ReferralRow.select().where(ReferralRow.id.is_in([row["referral_id"] for row in rows])))


async def all_answers() -> tuple[Answer, ...]:
    """Every answer sent, in the order of sending."""
    rows = await ReferralAnswerRow.select().order_by(ReferralAnswerRow.sent_on, ReferralAnswerRow.number)
    return tuple(_answer(row) for row in rows)


async def insert_referral(referral: Referral) -> None:
    await ReferralRow.insert(ReferralRow(**await sealed(ReferralRow, _columns(referral))))


async def save_referral(referral: Referral, expected: int) -> Referral:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns: dict[Any, Any] = {**await resealed(ReferralRow, _columns(referral)), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await ReferralRow.update(columns)
        .where((ReferralRow.id == key) & (ReferralRow.version == expected))
        .returning(ReferralRow.id)
    )
    if not rows:
        raise StaleVersion("Cette orientation a été modifiée depuis que la page a été ouverte.")
    return await find_referral(referral.id)


async def insert_decision(referral_id: UUID, decision: Decision) -> None:
    await ReferralDecisionRow.insert(
        ReferralDecisionRow(
            referral_id=referral_id,
            outcome=decision.outcome.value,
            decided_on=decision.decided_on,
            authority=decision.authority.value,
            deliberation_ref=decision.deliberation_ref,
            decider_name=decision.decider_name,
            decider_function=decision.decider_function,
            commission_id=decision.commission_id,
            motive=decision.motive.value if decision.motive else None,
            rank=decision.rank,
            expires_on=decision.expires_on,
            reported_on=decision.reported_on,
        )
    )


async def mark_reported(referral_ids: Sequence[UUID], reported_on: date) -> None:
    columns: dict[Any, Any] = {"reported_on": reported_on}
    await ReferralDecisionRow.update(columns).where(ReferralDecisionRow.referral_id.is_in(list(referral_ids)))


async def insert_answer(referral_id: UUID, answer: Answer) -> None:
    await ReferralAnswerRow.insert(
        ReferralAnswerRow(
            id=uuid4(),
            referral_id=referral_id,
            number=answer.number,
            kind=answer.kind.value,
            motive=answer.motive.value if answer.motive else None,
            sent_on=answer.sent_on,
            household_told_on=answer.household_told_on,
        )
    )


async def _whole(rows: Sequence[dict[str, Any]]) -> tuple[Referral, ...]:
    """The referrals of these rows, with their decisions and answers: two queries, however many they are."""
    ids = [row["id"] for row in rows]
    if not ids:
        return ()
    decided = await ReferralDecisionRow.select().where(ReferralDecisionRow.referral_id.is_in(ids))
    sent = (
        await ReferralAnswerRow.select()
        .where(ReferralAnswerRow.referral_id.is_in(ids))
        .order_by(ReferralAnswerRow.number)
    )
    decisions = {row["referral_id"]: _decision(row) for row in decided}
    answers: dict[UUID, list[Answer]] = {}
    for row in sent:
        answers.setdefault(row["referral_id"], []).append(_answer(row))
    read = await opened(ReferralRow, rows)
    return tuple(_referral(row, decisions.get(row["id"]), tuple(answers.get(row["id"], ()))) for row in read)


def _columns(referral: Referral) -> dict[str, Any]:
    place = referral.place
    return {
        "id": referral.id,
        "version": referral.version,
        "reference": referral.reference,
        "household_id": referral.household_id,
        "source": referral.source.value,
        "source_reference": referral.source_reference,
        "received_on": referral.received_on,
        "waiting_since": referral.waiting_since,
        "needs": msgspec.json.encode(referral.needs).decode(),
        "unit_id": place.unit_id,
        "place_number": place.place_number,
        "unit_reference": place.unit_reference,
        "unit_name": place.unit_name,
        "place_name": place.place_name,
        "territory": place.territory.value,
        "declaration_id": place.declaration_id,
        "first_day": referral.first_day,
        "last_day": referral.last_day,
        "status": referral.status.value,
        "commission_id": referral.commission_id,
        "opinion": msgspec.json.encode(referral.opinion).decode() if referral.opinion else None,
        "called_on": referral.called_on,
        "call_reason": referral.call_reason,
        "agreed_on": referral.agreed_on,
        "closed_on": referral.closed_on,
        "closure": referral.closure.value if referral.closure else None,
        "contract_id": referral.contract_id,
    }


def _referral(row: dict[str, Any], decision: Decision | None, answers: tuple[Answer, ...]) -> Referral:
    return Referral(
        id=row["id"],
        version=row["version"],
        reference=row["reference"],
        household_id=row["household_id"],
        source=Orientation(row["source"]),
        source_reference=row["source_reference"],
        received_on=row["received_on"],
        waiting_since=row["waiting_since"],
        needs=msgspec.json.decode(row["needs"], type=tuple[Need, ...]),
        place=PlaceFacts(
            unit_id=row["unit_id"],
            place_number=row["place_number"],
            unit_reference=row["unit_reference"],
            unit_name=row["unit_name"],
            place_name=row["place_name"],
            territory=Territory(row["territory"]),
            declaration_id=row["declaration_id"],
        ),
        first_day=row["first_day"],
        last_day=row["last_day"],
        status=ReferralStatus(row["status"]),
        commission_id=row["commission_id"],
        opinion=msgspec.json.decode(row["opinion"], type=Opinion) if row["opinion"] else None,
        decision=decision,
        called_on=row["called_on"],
        call_reason=row["call_reason"],
        agreed_on=row["agreed_on"],
        closed_on=row["closed_on"],
        closure=Closure(row["closure"]) if row["closure"] else None,
        contract_id=row["contract_id"],
        answers=answers,
    )


def _decision(row: dict[str, Any]) -> Decision:
    return Decision(
        outcome=DecisionOutcome(row["outcome"]),
        decided_on=row["decided_on"],
        authority=Authority(row["authority"]),
        deliberation_ref=row["deliberation_ref"],
        decider_name=row["decider_name"],
        decider_function=row["decider_function"],
        commission_id=row["commission_id"],
        motive=Motive(row["motive"]) if row["motive"] else None,
        rank=row["rank"],
        expires_on=row["expires_on"],
        reported_on=row["reported_on"],
    )


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(
        number=row["number"],
        kind=AnswerKind(row["kind"]),
        motive=Motive(row["motive"]) if row["motive"] else None,
        sent_on=row["sent_on"],
        household_told_on=row["household_told_on"],
    )
