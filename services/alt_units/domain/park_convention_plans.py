"""The conventions of an import, each through its life in the order of the signatures, by the rules that the forms obey.

Drafted with its lines, signed, changed by each avenant, ended: so a dwelling that leaves one convention in June may be in another
from July on, and what ends takes its dwellings out of the offer (`convention_versions`, `convention_ends`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

from msgspec.structs import asdict, replace

from alt_units.domain import convention_acts, convention_ends, convention_lines, convention_versions
from alt_units.domain.convention_amounts import line_facts
from alt_units.domain.convention_differences import typed_capacity
from alt_units.domain.conventions import Capacity, Convention, ConventionFacts, Line, LineFacts, Version, facts_of
from alt_units.domain.park_imports import (
    ConventionKey,
    NewConvention,
    ParkSheet,
    WantedAmendment,
    WantedCapacity,
    WantedConvention,
    WantedConventionLine,
    WantedPark,
)
from alt_units.domain.park_notes import ADDS, EXISTS, Notes
from alt_units.domain.park_unit_plans import UnitPlans
from alt_units.domain.scales import Scales, check_amount
from alt_units.domain.units import DwellingType, Programme, RunningLine, Unit
from kernel.law import Law
from kernel.period import Month


class _OfConvention(Protocol):
    @property
    def key(self) -> ConventionKey: ...
    @property
    def row(self) -> int: ...


T = TypeVar("T", bound=_OfConvention)


class ConventionPlans:
    """`made`: the new conventions, as far as they can be made; `lines`: how many the rows of the file gave them."""

    def __init__(
        self,
        units: UnitPlans,
        known: Sequence[Convention],
        *,
        law: Law,
        scales: Scales,
        today: date,
        new_id: Callable[[], UUID],
        notes: Notes,
    ) -> None:
        self.units, self.notes = units, notes
        self.law, self.scales, self.today, self.new_id = law, scales, today, new_id
        self.known = {_key_of(one): one for one in known}
        self.made: list[NewConvention] = []
        self.lines = 0
        self.held: dict[UUID, list[RunningLine]] = defaultdict(list)
        for one in known:
            self._hold(one)

    def run(self, wanted: WantedPark) -> None:
        rows = _Rows(wanted)
        for convention in sorted(wanted.conventions, key=lambda one: (one.signed_on or date.max, one.row)):
            if convention.key in self.known:
                self._known_convention(self.known[convention.key], convention)
            else:
                self._convention(convention, rows)
        listed = {one.key for one in wanted.conventions}
        for key in rows.named():
            if key in self.known:
                self._known_rows(self.known[key], key, rows)
            elif key not in listed:
                self._without_convention(key, rows, said=key in wanted.broken_conventions)
        self._renewals(wanted.conventions)
        self._departures()

    # A new convention

    def _convention(self, wanted: WantedConvention, rows: "_Rows") -> None:
        key, steps = wanted.key, []
        with self.notes.of_row(ParkSheet.CONVENTIONS, wanted.row) as done:
            facts = replace(wanted.facts, capacity=rows.capacity_of(key, 0) or ())
            draft = convention_acts.draft(self.law, facts, convention_id=self.new_id())
            done.append(True)
        if not done:
            self._without_convention(key, rows, said=True)
            return
        if wanted.approval:
            draft = replace(draft, approval=wanted.approval)
        before = len(self.notes.faults)
        draft = self._with_lines(draft, rows.lines_of(key, 0))
        steps.append(draft)
        faulty = key in rows.broken_lines or len(self.notes.faults) > before
        with self.notes.of_row(ParkSheet.CONVENTIONS, wanted.row):
            if wanted.signed_on is not None and (draft.lines or not faulty):
                steps.append(convention_acts.sign(self.law, draft, signed_on=wanted.signed_on, today=self.today))
        whole = not faulty and (steps[-1].signed_on is not None or wanted.signed_on is None)
        if whole and self._amendments(key, steps, rows) and wanted.ended_on is not None:
            with self.notes.of_row(ParkSheet.CONVENTIONS, wanted.row):
                steps.append(self._ended(steps[-1], wanted, wanted.ended_on))
        self._hold(steps[-1])
        self.made.append(NewConvention(row=wanted.row, steps=tuple(steps)))

    def _with_lines(
        self, draft: Convention, lines: Sequence[WantedConventionLine], *, amended: Convention | None = None
    ) -> Convention:
        """The lines of one version. `amended`: the convention whose avenant in preparation they are for."""
        mine: dict[UUID, list[RunningLine]] = defaultdict(list)
        for wanted in lines:
            unit = self.units.find(wanted.unit, ParkSheet.LINES, wanted.row)
            if unit is None:
                continue
            with self.notes.of_row(ParkSheet.LINES, wanted.row):
                facts = self._line_facts(draft, unit, wanted)
                others = [*self.held[unit.id], *mine[unit.id]]
                longer = convention_lines.add_line(draft, facts, line_id=self.new_id(), unit=unit, others=others)
                added = longer.lines[-1]
                if amended is not None:
                    convention_versions.with_changes(amended, replace(draft, lines=(added,)))
                draft = longer
                mine[unit.id] += _running(draft, added)
                self.lines += 1
                self._weigh(draft, added, unit, wanted.row)
        return draft

    def _line_facts(self, convention: Convention, unit: Unit, wanted: WantedConventionLine) -> LineFacts:
        return line_facts(
            convention,
            unit,
            self.scales,
            dwelling_type=wanted.dwelling_type,
            months=(wanted.first_month, wanted.last_month),
            monthly_cents=wanted.monthly_cents,
        )

    def _weigh(self, convention: Convention, line: Line, unit: Unit, row: int) -> None:
        """An amount above the table is kept, with a warning (AC-04)."""
        if convention.programme is not Programme.ALT:
            return
        value = self.scales.value_at(line.first_month.first_day, line.dwelling_type, unit.zone)
        if warning := check_amount(line.monthly_cents, value).warning:
            self.notes.warn(ParkSheet.LINES, row, "monthly_cents", warning)

    def _amendments(self, key: ConventionKey, steps: list[Convention], rows: "_Rows") -> bool:
        """Each avenant in turn; False once one could not be made: nothing after it is tried."""
        wanted = rows.amendments_of(key)
        numbers = {one.number for one in wanted}
        said = [(ParkSheet.LINES, one.row, one.amendment) for one in rows.lines[key]]
        said += [(ParkSheet.CAPACITY, one.row, one.amendment) for one in rows.capacity[key]]
        for sheet, row, number in said if key not in rows.broken_amendments else ():
            if number and number not in numbers:
                message = f"l'avenant n° {number} n'est pas dans la feuille {ParkSheet.AMENDMENTS}"
                self.notes.fault(sheet, row, "amendment", message)
        for expected, one in enumerate(wanted, 1):
            if key in rows.broken_amendments:
                return False
            if one.number != expected:
                message = f"l'avenant n° {expected} manque : ils se numérotent à partir de 1, sans trou"
                self.notes.fault(ParkSheet.AMENDMENTS, one.row, "amendment", message)
                return False
            if not self._amendment(one, steps, rows):
                return False
        return key not in rows.broken_amendments

    def _amendment(self, wanted: WantedAmendment, steps: list[Convention], rows: "_Rows") -> bool:
        before = len(self.notes.faults)
        with self.notes.of_row(ParkSheet.AMENDMENTS, wanted.row):
            opened = convention_versions.open_amendment(steps[-1], wanted.first_month, new_id=self.new_id)
            facts = wanted.changes.on(facts_of(convention_versions.in_preparation(opened)), wanted.aml)
            grid = rows.capacity_of(wanted.key, wanted.number)
            facts = facts if grid is None else replace(facts, capacity=grid)
            opened = convention_versions.amend_amendment(self.law, opened, facts)
            if lines := rows.lines_of(wanted.key, wanted.number):
                bare = replace(convention_versions.in_preparation(opened), lines=())
                draft = self._with_lines(bare, lines, amended=opened)
                opened = convention_versions.with_changes(opened, draft)
            steps.append(opened)
            if wanted.signed_on is not None and len(self.notes.faults) == before:
                signed = convention_versions.sign_amendment(
                    self.law, opened, signed_on=wanted.signed_on, today=self.today, claimed=()
                )
                steps.append(signed)
        return len(self.notes.faults) == before

    def _ended(self, convention: Convention, wanted: WantedConvention, ended_on: date) -> Convention:
        ended = convention_acts.end(
            convention,
            ended_on=ended_on,
            reason=wanted.end_reason,
            claimed=(),
            kind=wanted.end_kind,
            notified_on=wanted.notified_on,
        )
        convention_ends.check_notice(
            self.law, convention, kind=wanted.end_kind, notified_on=wanted.notified_on, ended_on=ended_on
        )
        return ended

    def _renewals(self, wanted: Sequence[WantedConvention]) -> None:
        """Which convention of the year before each one follows: by it the consecutive years are counted (ALT-06)."""
        known = {_key_of(one): one.id for one in [*self.known.values(), *(each.final for each in self.made)]}
        followed = {one.renews_id for one in self.known.values()}
        asked = {one.row: one for one in wanted if one.renews}
        for at, made in enumerate(self.made):
            row = asked.get(made.row)
            if row is None:
                continue
            before = ConventionKey(row.key.programme, row.renews, row.key.year - 1)
            if before not in known:
                message = f"convention inconnue : {before.label}, ni enregistrée, ni dans le fichier"
                self.notes.fault(ParkSheet.CONVENTIONS, row.row, "renews", message)
            elif known[before] in followed:
                self.notes.fault(
                    ParkSheet.CONVENTIONS, row.row, "renews", f"la convention {before.label} est déjà reconduite"
                )
            else:
                followed.add(known[before])
                steps = tuple(replace(one, renews_id=known[before]) for one in made.steps)
                self.made[at] = NewConvention(row=made.row, steps=steps)

    def _departures(self) -> None:
        """What a convention ended by the file held leaves its programme, unless another convention holds it."""
        with_lines: dict[UUID, list[Convention]] = defaultdict(list)
        for convention in [*self.known.values(), *(one.final for one in self.made)]:
            for unit_id in {line.unit_id for line in convention.lines}:
                with_lines[unit_id].append(convention)
        references = {unit.id: unit.reference for unit in [*self.units.park.values(), *self.units.made.values()]}
        for made in self.made:
            ended_on = made.final.ended_on
            if ended_on is None:
                continue
            last = Month.of(ended_on)
            for unit_id in sorted({line.unit_id for line in made.final.lines if line.holds_until >= last}):
                reference = references[unit_id]
                unit = self.units.made.get(reference) or self.units.park[reference]
                others = [one for one in with_lines[unit_id] if one.id != made.final.id]
                found = convention_ends.leaving(made.final, unit, ended_on=ended_on, others=others, presence=())
                if found.leaves and reference in self.units.made:
                    outside = convention_ends.out_of_programme(unit, made.final.programme, ended_on)
                    self.units.made[reference] = outside
                elif found.leaves:
                    message = (
                        f"le logement {reference}, déjà enregistré, sortirait de l'offre : importez la convention sans fin, "
                        "puis mettez-y fin depuis sa page"
                    )
                    self.notes.fault(ParkSheet.CONVENTIONS, made.row, "ended_on", message)

    # What is recorded already, and what is said of nothing

    def _known_convention(self, existing: Convention, wanted: WantedConvention) -> None:
        apart = ("first_month", "capacity")  # signed later than planned; rows of their own
        told = [name for name in ConventionFacts.__struct_fields__ if name not in apart]
        differing = [name for name in told if getattr(existing, name) != getattr(wanted.facts, name)]
        differing += [name for name in ("signed_on", "ended_on") if getattr(existing, name) != getattr(wanted, name)]
        if wanted.ended_on:
            differing += [
                name for name in ("end_kind", "notified_on") if getattr(existing, name) != getattr(wanted, name)
            ]
        if wanted.approval and wanted.approval != existing.approval:
            differing.append("approval_number")
        before = self.known.get(ConventionKey(wanted.key.programme, wanted.renews, wanted.key.year - 1))
        if wanted.renews and (before is None or before.id != existing.renews_id):
            differing.append("renews")
        self.notes.compare(ParkSheet.CONVENTIONS, wanted.row, differing)

    def _known_rows(self, existing: Convention, key: ConventionKey, rows: "_Rows") -> None:
        versions = {one.number - 1: one for one in convention_versions.versions_of(existing)}
        message = f"{existing.label} {EXISTS} : {ADDS}"
        for one in rows.amendments[key]:
            version = versions.get(one.number)
            if version is None:
                self.notes.fault(ParkSheet.AMENDMENTS, one.row, "amendment", message)
                continue
            told = facts_of(version.facts)
            same = one.changes.on(told, one.aml) == told and one.signed_on == version.signed_on
            self.notes.compare(ParkSheet.AMENDMENTS, one.row, [] if same else ["amendment"])
        for line in rows.lines[key]:
            unit = self.units.find(line.unit, ParkSheet.LINES, line.row)
            if unit is None:
                continue
            with self.notes.of_row(ParkSheet.LINES, line.row):
                if self._has_line(existing, versions.get(line.amendment), unit, line):
                    self.notes.same[ParkSheet.LINES] += 1
                else:
                    self.notes.fault(ParkSheet.LINES, line.row, "number", message)
        for number in {one.amendment for one in rows.capacity[key]}:
            held = versions[number].facts.capacity if number in versions else None
            if held != rows.capacity_of(key, number):
                row = next(one.row for one in rows.capacity[key] if one.amendment == number)
                self.notes.fault(ParkSheet.CAPACITY, row, "number", message)

    def _has_line(
        self, existing: Convention, version: Version | None, unit: Unit, wanted: WantedConventionLine
    ) -> bool:
        if version is None:
            return False
        facts = asdict(self._line_facts(replace(existing, aml=version.facts.aml), unit, wanted))
        return any(all(getattr(line, name) == value for name, value in facts.items()) for line in version.lines)

    def _without_convention(self, key: ConventionKey, rows: "_Rows", *, said: bool) -> None:
        """Rows of a convention that is nowhere. `said`: its own row has a fault, and nothing more is said of it."""
        message = f"convention inconnue : {key.label}, ni enregistrée, ni dans le fichier"
        for line in rows.lines[key]:
            found = self.units.find(line.unit, ParkSheet.LINES, line.row)
            if found is not None and not said:
                self.notes.fault(ParkSheet.LINES, line.row, "number", message)
        for sheet, others in ((ParkSheet.AMENDMENTS, rows.amendments[key]), (ParkSheet.CAPACITY, rows.capacity[key])):
            for one in others if not said else ():
                self.notes.fault(sheet, one.row, "number", message)

    def _hold(self, convention: Convention) -> None:
        for line in convention.lines:
            self.held[line.unit_id] += _running(convention, line)


class _Rows:
    """The rows that belong to a convention, by what it is known by."""

    def __init__(self, wanted: WantedPark) -> None:
        self.lines, self.amendments = _by_key(wanted.lines), _by_key(wanted.amendments)
        self.capacity = _by_key(wanted.capacity)
        self.broken_lines, self.broken_amendments = wanted.broken_lines, wanted.broken_amendments

    def named(self) -> list[ConventionKey]:
        return sorted({*self.lines, *self.amendments, *self.capacity})

    def lines_of(self, key: ConventionKey, amendment: int) -> list[WantedConventionLine]:
        return [one for one in self.lines[key] if one.amendment == amendment]

    def amendments_of(self, key: ConventionKey) -> list[WantedAmendment]:
        return sorted(self.amendments[key], key=lambda one: one.number)

    def capacity_of(self, key: ConventionKey, amendment: int) -> tuple[Capacity, ...] | None:
        """The grid that the file says for one version; None when it says none."""
        said = [one for one in self.capacity[key] if one.amendment == amendment]
        return typed_capacity(_grid(said)) if said else None


def _grid(rows: Iterable[WantedCapacity]) -> dict[tuple[Month, DwellingType], int]:
    return {
        (Month(row.key.year, number), row.dwelling_type): units
        for row in rows
        for number, units in enumerate(row.units, 1)
    }


def _by_key(rows: Iterable[T]) -> dict[ConventionKey, list[T]]:
    found: dict[ConventionKey, list[T]] = defaultdict(list)
    for row in rows:
        found[row.key].append(row)
    return found


def _key_of(convention: Convention) -> ConventionKey:
    return ConventionKey(convention.programme, convention.number, convention.year)


def _running(convention: Convention, line: Line) -> list[RunningLine]:
    return convention_lines.running_lines(replace(convention, lines=(line,)), line.unit_id)
