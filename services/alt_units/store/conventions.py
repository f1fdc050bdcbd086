"""Conventions with their lines."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace

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
    Version,
    facts_of,
    in_force,
)
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.units import DwellingType, Programme, RunningLine
from alt_units.tables.conventions import ConventionLineRow, ConventionRow, ConventionVersionRow
from kernel.errors import StaleVersion
from kernel.period import Month

FACTS = ConventionFacts.__struct_fields__
LINES_AT_ONCE = 400
"""New lines of one statement: an import brings thousands."""
VERSION_FACTS = tuple(name for name in FACTS if name not in ("programme", "number", "year"))
"""What an avenant may change: its programme, number and year are those of its convention."""


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


async def conventions_between(first_year: int, last_year: int) -> list[Convention]:
    """Those of some years, both counted, the latest first."""
    query = ConventionRow.select().where(ConventionRow.year >= first_year, ConventionRow.year <= last_year)
    return await _whole(await query.order_by(ConventionRow.year, ascending=False).order_by(ConventionRow.number))


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


async def find_conventions(convention_ids: Sequence[UUID]) -> list[Convention]:
    """The conventions of these ids, those that exist."""
    if not convention_ids:
        return []
    return await _whole(await ConventionRow.select().where(ConventionRow.id.is_in(list(convention_ids))))


async def renewal_of(convention_id: UUID) -> Convention | None:
    """The convention of the next year that was made from this one."""
    found = await _whole(await ConventionRow.select().where(ConventionRow.renews_id == convention_id))
    return found[0] if found else None


async def consecutive_years(convention: Convention) -> int:
    """How many years in a row the convention is the last of, each made from the one before."""
    years, before = 1, convention.renews_id
    while before is not None:
        rows = await ConventionRow.select(ConventionRow.renews_id).where(ConventionRow.id == before)
        years, before = years + 1, rows[0]["renews_id"] if rows else None
    return years


async def insert_convention(convention: Convention) -> Convention:
    """A new convention, with the lines that it was made with."""
    await ConventionRow.insert(ConventionRow(id=convention.id, version=convention.version, **_columns(convention)))
    await _save_lines(convention, ())
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
    await _open_versions(convention, before)
    await _save_lines(convention, _written(before))
    await _close_versions(convention, before)
    return await find_convention(convention.id)


def _columns(convention: Convention) -> dict[str, Any]:
    facts = {name: getattr(convention, name) for name in FACTS}
    return {
        **facts,
        **_terms(convention),
        "renews_id": convention.renews_id,
        "end_kind": convention.end_kind or "",
        "notified_on": convention.notified_on,
        "approval_number": convention.approval.number,
        "approved_on": convention.approval.approved_on,
        "approval_ends_on": convention.approval.ends_on,
        "regime": convention.regime,
        "signed_on": convention.signed_on,
        "ended_on": convention.ended_on,
        "end_reason": convention.end_reason,
    }


def _terms(facts: ConventionFacts) -> dict[str, Any]:
    """The facts that a column holds as text."""
    return {
        "first_month": str(facts.first_month),
        "aml": msgspec.json.encode(facts.aml).decode() if facts.aml else None,
        "capacity": msgspec.json.encode(facts.capacity).decode(),
    }


def _version_columns(version: Version) -> dict[str, Any]:
    facts = {name: getattr(version.facts, name) for name in VERSION_FACTS}
    return {**facts, **_terms(version.facts), "signed_on": version.signed_on}


def _written(convention: Convention) -> tuple[Line, ...]:
    """Every line as it is stored, version by version."""
    return tuple(line for one in convention.versions for line in one.lines) or convention.lines


async def _open_versions(convention: Convention, before: Convention) -> None:
    """A new avenant comes before its lines."""
    former = {one.number for one in before.versions}
    for version in convention.versions:
        if version.number > 1 and version.number not in former:
            unsigned = _version_columns(version) | {"signed_on": None}
            row = ConventionVersionRow(id=uuid4(), convention_id=convention.id, number=version.number, **unsigned)
            await ConventionVersionRow.insert(row)


async def _close_versions(convention: Convention, before: Convention) -> None:
    """An avenant changes, is signed or withdrawn after its lines."""
    former, kept = {one.number: one for one in before.versions}, {one.number: one for one in convention.versions}
    for number, version in former.items():
        mine = (ConventionVersionRow.convention_id == convention.id) & (ConventionVersionRow.number == number)
        if number > 1 and number not in kept:
            await ConventionVersionRow.delete().where(mine)
        elif number > 1 and (kept[number].facts, kept[number].signed_on) != (version.facts, version.signed_on):
            values = _version_columns(kept[number])
            columns: dict[Any, Any] = {
                ConventionVersionRow._meta.get_column_by_name(name): value for name, value in values.items()
            }
            await ConventionVersionRow.update(columns).where(mine)


async def _save_lines(convention: Convention, before: Sequence[Line]) -> None:
    """What goes, then what changes, then what comes: the constraints are checked at each row. Of a line that stands, only
    what changed is written: what was signed is never written again.
    """
    written = _written(convention)
    former, kept = {one.id: one for one in before}, {one.id for one in written}
    for line_id in former:
        if line_id not in kept:
            await ConventionLineRow.delete().where(ConventionLineRow.id == line_id)
    for line in written:
        if line.id in former and former[line.id] != line:
            was = _line_columns(former[line.id])
            values = {name: value for name, value in _line_columns(line).items() if value != was[name]}
            await ConventionLineRow.update(
                {ConventionLineRow._meta.get_column_by_name(name): value for name, value in values.items()}
            ).where(ConventionLineRow.id == line.id)
    new = [
        ConventionLineRow(id=line.id, convention_id=convention.id, **_line_columns(line))
        for line in written
        if line.id not in former
    ]
    for start in range(0, len(new), LINES_AT_ONCE):
        await ConventionLineRow.insert(*new[start : start + LINES_AT_ONCE])


def _line_columns(line: Line) -> dict[str, Any]:
    return {
        "unit_id": line.unit_id,
        "dwelling_type": line.dwelling_type,
        "first_month": str(line.first_month),
        "last_month": str(line.last_month),
        "holds_until": str(line.holds_until),
        "monthly_cents": line.monthly_cents,
        "version_number": line.from_version,
    }


async def _whole(rows: Sequence[dict[str, Any]]) -> list[Convention]:
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    lines: dict[UUID, list[Line]] = defaultdict(list)
    versions: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    stored = ConventionLineRow.select().where(ConventionLineRow.convention_id.is_in(ids))
    for row in await stored.order_by(ConventionLineRow.first_month).order_by(ConventionLineRow.id):
        lines[row["convention_id"]].append(_line(row))
    avenants = ConventionVersionRow.select().where(ConventionVersionRow.convention_id.is_in(ids))
    for row in await avenants.order_by(ConventionVersionRow.number):
        versions[row["convention_id"]].append(row)
    return [_convention(row, tuple(lines[row["id"]]), versions[row["id"]]) for row in rows]


def _convention(row: dict[str, Any], lines: tuple[Line, ...], versions: list[dict[str, Any]]) -> Convention:
    approval = Approval(number=row["approval_number"], approved_on=row["approved_on"], ends_on=row["approval_ends_on"])
    known = {name: row[name] for name in Convention.__struct_fields__ if name in row}
    words = _words(row) | {
        "programme": Programme(row["programme"]),
        "regime": Regime(row["regime"]) if row["regime"] else None,
        "end_kind": EndKind(row["end_kind"]) if row["end_kind"] else None,
    }
    first = Convention(**{**known, **words}, approval=approval, lines=lines)
    if not versions:
        return first
    paper = Version(number=1, facts=facts_of(first), signed_on=first.signed_on, lines=_lines_of(lines, 1))
    written = (paper, *(_version(first, one, _lines_of(lines, one["number"])) for one in versions))
    return replace(first, lines=in_force(written), versions=written)


def _version(first: Convention, row: dict[str, Any], lines: tuple[Line, ...]) -> Version:
    own = {name: row[name] for name in VERSION_FACTS} | _words(row)
    facts = replace(facts_of(first), **own)
    return Version(number=row["number"], facts=facts, signed_on=row["signed_on"], lines=lines)


def _lines_of(lines: Sequence[Line], number: int) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.from_version == number)


def _words(row: dict[str, Any]) -> dict[str, Any]:
    """The facts that a column holds as text."""
    return {
        "first_month": Month.parse(row["first_month"]),
        "rule": PartialMonthRule(row["rule"]),
        "basis": Basis(row["basis"]),
        "ceiling": CeilingScope(row["ceiling"]),
        "aml": msgspec.json.decode(row["aml"], type=AmlTerms) if row["aml"] else None,
        "capacity": msgspec.json.decode(row["capacity"], type=tuple[Capacity, ...]),
    }


def _line(row: dict[str, Any]) -> Line:
    return Line(
        id=row["id"],
        unit_id=row["unit_id"],
        dwelling_type=DwellingType(row["dwelling_type"]),
        first_month=Month.parse(row["first_month"]),
        last_month=Month.parse(row["last_month"]),
        holds_until=Month.parse(row["holds_until"]),
        monthly_cents=row["monthly_cents"],
        from_version=row["version_number"],
    )
