"""Conventions with their lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.aml import AmlTerms
from alt_units.domain.convention_lines import running_lines
from alt_units.domain.conventions import (
    Approval,
    Capacity,
    Convention,
    ConventionFacts,
    ConventionNotFound,
    EndKind,
    Line,
)
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.units import DwellingType, Programme, RunningLine
from alt_units.tables import ConventionLineRow, ConventionRow
from kernel.errors import StaleVersion
from kernel.period import Month

FACTS = ConventionFacts.__struct_fields__


async def find_convention(convention_id: UUID) -> Convention:
    """Raises `ConventionNotFound`."""
    rows = await ConventionRow.select().where(ConventionRow.id == convention_id)
    if not rows:
        raise ConventionNotFound()
    return (await _whole(rows))[0]


async def list_conventions(*, year: int | None = None) -> list[Convention]:
    """Conventions, latest year first."""
    query = ConventionRow.select().order_by(ConventionRow.year, ascending=False).order_by(ConventionRow.number)
    if year is not None:
        query = query.where(ConventionRow.year == year)
    return await _whole(await query)


async def conventions_of_unit(unit_id: UUID) -> list[Convention]:
    """Every convention in which the unit has a line, latest year first."""
    ids = await ConventionLineRow.select(ConventionLineRow.convention_id).where(ConventionLineRow.unit_id == unit_id)
    if not ids:
        return []
    query = ConventionRow.select().where(ConventionRow.id.is_in([row["convention_id"] for row in ids]))
    return await _whole(await query.order_by(ConventionRow.year, ascending=False))


async def running_lines_of_unit(unit_id: UUID) -> list[RunningLine]:
    """The lines that hold the unit, in whatever convention."""
    return [line for one in await conventions_of_unit(unit_id) for line in running_lines(one, unit_id)]


async def insert_convention(convention: Convention) -> Convention:
    """A new convention; it has no line yet."""
    await ConventionRow.insert(ConventionRow(id=convention.id, version=convention.version, **_columns(convention)))
    return convention


async def save_convention(convention: Convention, *, before: Convention, version: int) -> Convention:
    """The convention as decided, on top of the version that was decided on. Raises `StaleVersion`."""
    values = {**_columns(convention), "version": version + 1}
    saved = (
        await ConventionRow.update(
            {ConventionRow._meta.get_column_by_name(name): value for name, value in values.items()}
        )
        .where(ConventionRow.id == convention.id, ConventionRow.version == version)
        .returning(ConventionRow.version)
    )
    if not saved:
        raise StaleVersion("Cette convention a été modifiée entre-temps : relisez-la avant de recommencer.")
    await _save_lines(convention, before)
    return await find_convention(convention.id)


def _columns(convention: Convention) -> dict[str, Any]:
    facts = {name: getattr(convention, name) for name in FACTS}
    return {
        **facts,
        "aml": msgspec.json.encode(convention.aml).decode() if convention.aml else None,
        "capacity": msgspec.json.encode(convention.capacity).decode(),
        "renews_id": convention.renews_id,
        "end_kind": convention.end_kind or "",
        "notified_on": convention.notified_on,
        "approval_number": convention.approval.number,
        "approved_on": convention.approval.approved_on,
        "approval_ends_on": convention.approval.ends_on,
        "first_month": str(convention.first_month),
        "regime": convention.regime,
        "signed_on": convention.signed_on,
        "ended_on": convention.ended_on,
        "end_reason": convention.end_reason,
    }


async def _save_lines(convention: Convention, before: Convention) -> None:
    """What goes, then what changes, then what comes: the constraints are checked at each row."""
    former, kept = {one.id: one for one in before.lines}, {one.id for one in convention.lines}
    for line_id in former:
        if line_id not in kept:
            await ConventionLineRow.delete().where(ConventionLineRow.id == line_id)
    for line in convention.lines:
        if line.id in former and former[line.id] != line:
            values = _line_columns(line)
            await ConventionLineRow.update(
                {ConventionLineRow._meta.get_column_by_name(name): value for name, value in values.items()}
            ).where(ConventionLineRow.id == line.id)
    for line in convention.lines:
        if line.id not in former:
            await ConventionLineRow.insert(
                ConventionLineRow(id=line.id, convention_id=convention.id, **_line_columns(line))
            )


def _line_columns(line: Line) -> dict[str, Any]:
    return {
        "unit_id": line.unit_id,
        "dwelling_type": line.dwelling_type,
        "first_month": str(line.first_month),
        "last_month": str(line.last_month),
        "holds_until": str(line.holds_until),
        "monthly_cents": line.monthly_cents,
    }


async def _whole(rows: Sequence[dict[str, Any]]) -> list[Convention]:
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    lines = (
        await ConventionLineRow.select()
        .where(ConventionLineRow.convention_id.is_in(ids))
        .order_by(ConventionLineRow.first_month)
        .order_by(ConventionLineRow.id)
    )
    return [_convention(row, [one for one in lines if one["convention_id"] == row["id"]]) for row in rows]


def _convention(row: dict[str, Any], lines: list[dict[str, Any]]) -> Convention:
    approval = Approval(number=row["approval_number"], approved_on=row["approved_on"], ends_on=row["approval_ends_on"])
    words = {
        "programme": Programme(row["programme"]),
        "regime": Regime(row["regime"]) if row["regime"] else None,
        "first_month": Month.parse(row["first_month"]),
        "rule": PartialMonthRule(row["rule"]),
        "basis": Basis(row["basis"]),
        "ceiling": CeilingScope(row["ceiling"]),
        "aml": msgspec.json.decode(row["aml"], type=AmlTerms) if row["aml"] else None,
        "capacity": msgspec.json.decode(row["capacity"], type=tuple[Capacity, ...]),
        "end_kind": EndKind(row["end_kind"]) if row["end_kind"] else None,
    }
    known = {name: row[name] for name in Convention.__struct_fields__ if name in row}
    return Convention(**{**known, **words}, approval=approval, lines=tuple(_line(one) for one in lines))


def _line(row: dict[str, Any]) -> Line:
    return Line(
        id=row["id"],
        unit_id=row["unit_id"],
        dwelling_type=DwellingType(row["dwelling_type"]),
        first_month=Month.parse(row["first_month"]),
        last_month=Month.parse(row["last_month"]),
        holds_until=Month.parse(row["holds_until"]),
        monthly_cents=row["monthly_cents"],
    )
