"""Contracts and their terms in the database."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from kernel.calendar import Territory
from kernel.db import read
from kernel.errors import StaleVersion
from kernel.period import Period
from occupancy.domain.contracts import (
    LONGEST_TURNAROUND,
    Contract,
    ContractNotFound,
    ContractStatus,
    End,
    EndReason,
    FeeRecord,
)
from occupancy.domain.housing_aids import HousingAid
from occupancy.domain.notices import Notice, NoticeBy, NoticeChannel, NoticeGround
from occupancy.domain.regimes import FundingScheme, LegalRegime
from occupancy.domain.terms import RuleUsed, Term, TermRule
from occupancy.domain.units import OwnerKind, Programme, UnitFacts
from occupancy.tables.contracts import ContractRow, ContractTermRow, UnitLockRow

_OCCUPYING = [ContractStatus.SIGNED.value, ContractStatus.ENDED.value]


async def find_contract(contract_id: UUID) -> Contract:
    """Raises `ContractNotFound`."""
    row = await ContractRow.select().where(ContractRow.id == contract_id).first()
    if row is None:
        raise ContractNotFound("Ce contrat n'existe pas.")
    return _contract(row)


async def contracts_by_id(ids: set[UUID]) -> dict[UUID, Contract]:
    """Several contracts by id; what is no contract is left out."""
    if not ids:
        return {}
    rows = await ContractRow.select().where(ContractRow.id.is_in(list(ids)))
    return {row["id"]: _contract(row) for row in rows}


async def occupying_contracts(unit_id: UUID) -> tuple[Contract, ...]:
    """Signed and ended contracts of a unit, in the order of their first day."""
    rows = (
        await ContractRow.select()
        .where((ContractRow.unit_id == unit_id) & ContractRow.status.is_in(_OCCUPYING))
        .order_by(ContractRow.first_day)
    )
    return tuple(_contract(row) for row in rows)


async def all_occupying() -> tuple[Contract, ...]:
    """Every signed or ended contract, in the order of their first day."""
    rows = await ContractRow.select().where(ContractRow.status.is_in(_OCCUPYING)).order_by(ContractRow.first_day)
    return tuple(_contract(row) for row in rows)


async def overstays_untold() -> tuple[UUID, ...]:
    """Running stays with an authorised overstay that their contract does not know of."""
    rows = await ContractRow.raw(
        "select id from contract where status = 'signed' and allowed_until is null"
        " and exists (select 1 from overstay where overstay.contract_id = contract.id)"
    )
    return tuple(UUID(str(row["id"])) for row in rows)


async def contracts_taking(day: date) -> tuple[Contract, ...]:
    """Contracts that may take a place on a day or later, their turnaround included; the signed ones, however old, do."""
    rows = await ContractRow.select().where(
        (ContractRow.status == ContractStatus.SIGNED.value)
        | (
            (ContractRow.status == ContractStatus.ENDED.value)
            & (ContractRow.ended_on >= day - timedelta(days=LONGEST_TURNAROUND))
        )
    )
    return tuple(_contract(row) for row in rows)


async def household_contracts(household_id: UUID) -> tuple[Contract, ...]:
    """All contracts of a household, latest first."""
    rows = (
        await ContractRow.select()
        .where(ContractRow.household_id == household_id)
        .order_by(ContractRow.first_day, ascending=False)
    )
    return tuple(_contract(row) for row in rows)


async def first_year_of(household_id: UUID) -> int | None:
    """The year in which the first stay of a household began, signed, ended, or cancelled with a reason; None: no stay."""
    rows = await read(
        ContractRow,
        "select min(first_day) as first_day from contract where household_id = {}"
        " and (status in ('signed', 'ended') or cancel_reason <> '')",
        household_id,
    )
    first = rows[0]["first_day"]
    return int(str(first)[:4]) if first else None


async def monthly_fees_of(household_ids: Collection[UUID]) -> dict[UUID, int]:
    """The monthly fee of each of these households that lives somewhere now, in cents."""
    rows = await ContractRow.raw(
        "select household_id, max(fee_cents) as cents from contract where status = 'signed' group by household_id"
    )
    found = {UUID(str(row["household_id"])): int(row["cents"]) for row in rows}
    return {one: found[one] for one in household_ids if one in found}


async def count_touching(period: Period) -> int:
    """How many contracts `contracts_touching` gives."""
    rows = await ContractRow.raw(
        "select count(*) as n from contract where first_day <= {} and (status = 'signed' or (status = 'ended'"
        " and ended_on >= {}))",
        period.last_day,
        period.first_day,
    )
    return int(rows[0]["n"])


async def contracts_touching(period: Period) -> tuple[Contract, ...]:
    """Contracts with a day in a closed period, and those signed that are past their term without an end; by reference."""
    rows = (
        await ContractRow.select()
        .where(
            (ContractRow.first_day <= period.last_day)
            & (
                (ContractRow.status == ContractStatus.SIGNED.value)
                | ((ContractRow.status == ContractStatus.ENDED.value) & (ContractRow.ended_on >= period.first_day))
            )
        )
        .order_by(ContractRow.reference)
    )
    return tuple(_contract(row) for row in rows)


async def open_contracts() -> tuple[Contract, ...]:
    """Contracts that may still need somebody: drafts, running ones, and ended ones without a signed exit inspection."""
    rows = await ContractRow.raw(
        "select id from contract where status in ('draft', 'signed') or (status = 'ended' and not exists"
        " (select 1 from inspection where inspection.contract_id = contract.id and kind = 'exit'"
        " and inspection.status = 'signed'))"
    )
    if not rows:
        return ()
    ids = [UUID(str(row["id"])) for row in rows]
    found = await ContractRow.select().where(ContractRow.id.is_in(ids)).order_by(ContractRow.reference)
    return tuple(_contract(row) for row in found)


async def list_contracts(
    *,
    statuses: Sequence[ContractStatus] = (),
    last_day_from: date | None = None,
    last_day_to: date | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[Contract]:
    """Contracts by reference, latest first, filtered by status and contractual end (both days included)."""
    query = ContractRow.select().order_by(ContractRow.reference, ascending=False).limit(limit)
    if statuses:
        query = query.where(ContractRow.status.is_in([status.value for status in statuses]))
    if last_day_from:
        query = query.where(ContractRow.last_day >= last_day_from)
    if last_day_to:
        query = query.where(ContractRow.last_day <= last_day_to)
    if after:
        query = query.where(ContractRow.reference < after)
    return [_contract(row) for row in await query]


async def ensure_unit_lock(unit_id: UUID) -> None:
    """The row that a signature on this unit locks: made at the first contract."""
    await UnitLockRow.raw("insert into unit_lock (id) values ({}) on conflict do nothing", unit_id)


async def insert_contract(contract: Contract) -> None:
    await ContractRow.insert(ContractRow(**_columns(contract)))


async def save_contract(contract: Contract, expected: int) -> Contract:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns = {**_columns(contract), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await ContractRow.update(columns)
        .where((ContractRow.id == key) & (ContractRow.version == expected))
        .returning(ContractRow.id)
    )
    if not rows:
        raise StaleVersion("Ce contrat a été modifié depuis que la page a été ouverte.")
    return await find_contract(contract.id)


async def terms_of(contract_id: UUID) -> tuple[Term, ...]:
    """The terms of a contract, first one first."""
    rows = (
        await ContractTermRow.select()
        .where(ContractTermRow.contract_id == contract_id)
        .order_by(ContractTermRow.number)
    )
    return tuple(_term(row) for row in rows)


async def derogations_of(contract_ids: Collection[UUID]) -> dict[UUID, tuple[Term, ...]]:
    """The terms that went beyond the rule, by contract; a contract without any is left out."""
    found: dict[UUID, list[Term]] = {}
    if contract_ids:
        beyond = ContractTermRow.override_reason.is_not_null()
        rows = await ContractTermRow.select().where(ContractTermRow.contract_id.is_in(list(contract_ids)) & beyond)
        for row in rows:
            found.setdefault(row["contract_id"], []).append(_term(row))
    return {key: tuple(some) for key, some in found.items()}


def _term(row: dict[str, Any]) -> Term:
    return Term(**{**row, "rule": msgspec.json.decode(row["rule"], type=TermRule)})


async def insert_term(term: Term) -> None:
    columns = msgspec.structs.asdict(term)
    await ContractTermRow.insert(ContractTermRow(**{**columns, "rule": _text(term.rule)}))


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _columns(contract: Contract) -> dict[Any, Any]:
    notice, end = contract.notice, contract.end
    return {
        "id": contract.id,
        "version": contract.version,
        "reference": contract.reference,
        "household_id": contract.household_id,
        "unit_id": contract.unit_id,
        "place_number": contract.place_number,
        "programme": contract.programme.value,
        "status": contract.status.value,
        "first_day": contract.first_day,
        "last_day": contract.last_day,
        "persons": contract.persons,
        "signed_on": contract.signed_on,
        "unit_facts": _text(contract.unit),
        "fee_cents": contract.fee.cents,
        "fee_scale_key": contract.fee.scale_key,
        "fee_trace": contract.fee.trace,
        "fee_override_reason": contract.fee.override_reason,
        "override_reason": contract.override_reason,
        "notice_given_on": notice.given_on if notice else None,
        "notice_by": notice.by.value if notice else None,
        "notice_last_day": notice.last_day if notice else None,
        "notice_rule": _text(notice.rule) if notice else None,
        "ended_on": end.ended_on if end else None,
        "end_reason": end.reason.value if end else None,
        "end_note": end.note if end else None,
        "forwarding_address": end.forwarding_address if end else None,
        "cancel_reason": contract.cancel_reason,
        "turnaround_days": contract.turnaround_days,
        "territory": contract.territory.value,
        "legal_regime": contract.legal_regime.value if contract.legal_regime else None,
        "owner_kind": contract.owner_kind.value if contract.owner_kind else None,
        "upstream_contract_id": contract.upstream_contract_id,
        "funding_scheme": contract.funding_scheme.value if contract.funding_scheme else None,
        "housing_aids": _text(contract.housing_aids),
        "notice_received_on": notice.received_on if notice else None,
        "notice_channel": notice.channel.value if notice and notice.channel else None,
        "notice_ground": notice.ground.value if notice and notice.ground else None,
        "notice_has_proof": notice.has_proof if notice else None,
        "allowed_until": contract.allowed_until,
    }


def _contract(row: dict[str, Any]) -> Contract:
    return Contract(
        id=row["id"],
        version=row["version"],
        reference=row["reference"],
        household_id=row["household_id"],
        unit_id=row["unit_id"],
        place_number=row["place_number"],
        programme=Programme(row["programme"]),
        status=ContractStatus(row["status"]),
        first_day=row["first_day"],
        last_day=row["last_day"],
        persons=row["persons"],
        signed_on=row["signed_on"],
        unit=msgspec.json.decode(row["unit_facts"], type=UnitFacts),
        fee=FeeRecord(
            cents=row["fee_cents"],
            scale_key=row["fee_scale_key"],
            trace=row["fee_trace"],
            override_reason=row["fee_override_reason"],
        ),
        override_reason=row["override_reason"],
        notice=_notice(row),
        end=_end(row),
        cancel_reason=row["cancel_reason"],
        turnaround_days=row["turnaround_days"],
        territory=Territory(row["territory"]),
        legal_regime=LegalRegime(row["legal_regime"]) if row["legal_regime"] else None,
        owner_kind=OwnerKind(row["owner_kind"]) if row["owner_kind"] else None,
        upstream_contract_id=row["upstream_contract_id"],
        funding_scheme=FundingScheme(row["funding_scheme"]) if row["funding_scheme"] else None,
        housing_aids=msgspec.json.decode(row["housing_aids"], type=tuple[HousingAid, ...]),
        allowed_until=row["allowed_until"],
    )


def _notice(row: dict[str, Any]) -> Notice | None:
    if row["notice_given_on"] is None:
        return None
    return Notice(
        given_on=row["notice_given_on"],
        by=NoticeBy(row["notice_by"]),
        last_day=row["notice_last_day"],
        rule=msgspec.json.decode(row["notice_rule"], type=RuleUsed),
        received_on=row["notice_received_on"],
        channel=NoticeChannel(row["notice_channel"]) if row["notice_channel"] else None,
        ground=NoticeGround(row["notice_ground"]) if row["notice_ground"] else None,
        has_proof=bool(row["notice_has_proof"]),
    )


def _end(row: dict[str, Any]) -> End | None:
    if row["ended_on"] is None:
        return None
    return End(
        ended_on=row["ended_on"],
        reason=EndReason(row["end_reason"]),
        note=row["end_note"] or "",
        forwarding_address=row["forwarding_address"],
    )
