"""What an import would do, decided row by row on a copy of the park by the very rules that the forms obey.

Ground: those of `units`, `places`, `programmes`, `conventions`, `convention_lines`: there is no second way of recording. What
exists already is recognised: the same is left alone, anything else is refused, for an import adds and never overwrites.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from msgspec.structs import asdict, replace

from alt_units.domain import convention_lines, conventions, places, programmes, units
from alt_units.domain.convention_amounts import line_facts
from alt_units.domain.conventions import Convention, ConventionFacts, Line, LineFacts
from alt_units.domain.mobilisation_acts import mobilise
from alt_units.domain.mobilisations import MobilisationFacts
from alt_units.domain.park_imports import (
    ConventionKey,
    Counts,
    NewConvention,
    Note,
    ParkPlan,
    ParkSheet,
    WantedConvention,
    WantedConventionLine,
    WantedPark,
    WantedPlace,
    WantedUnit,
)
from alt_units.domain.scales import Scales, check_amount
from alt_units.domain.units import Programme, RunningLine, Unit, UnitFacts
from kernel.errors import Refusal
from kernel.law import Law

MOST_PLACES = 20
_EXISTS = "existe déjà"
_ADDS = "un import ajoute, il ne modifie rien"


def plan(
    wanted: WantedPark,
    *,
    park: Sequence[Unit],
    signed: Sequence[Convention],
    law: Law,
    scales: Scales,
    today: date,
    new_id: Callable[[], UUID],
) -> ParkPlan:
    """Every row tried in turn; what a rule refuses is a fault of its row, and the others go on."""
    planning = _Planning(park=park, known=signed, law=law, scales=scales, today=today, new_id=new_id)
    return planning.run(wanted)


class _Planning:
    """One dry run. Nothing outside it changes."""

    def __init__(
        self,
        *,
        park: Sequence[Unit],
        known: Sequence[Convention],
        law: Law,
        scales: Scales,
        today: date,
        new_id: Callable[[], UUID],
    ) -> None:
        self.law, self.scales, self.today, self.new_id = law, scales, today, new_id
        self.park = {unit.reference: unit for unit in park}
        self.known = {_key_of(one): one for one in known}
        self.units: dict[str, Unit] = {}
        self.drafts: dict[ConventionKey, Convention] = {}
        self.finals: dict[ConventionKey, Convention] = {}
        self.lines: dict[UUID, list[RunningLine]] = defaultdict(list)
        for one in known:
            for line in one.lines:
                self.lines[line.unit_id] += _running(one, line)
        self.faults: list[Note] = []
        self.warnings: list[Note] = []
        self.same: dict[ParkSheet, int] = dict.fromkeys(ParkSheet, 0)
        self.broken_units: set[str] = set()
        self.broken_conventions: set[ConventionKey] = set()
        self.without_lines: set[ConventionKey] = set()
        """Conventions whose lines have faults of their own: that none is left is no fault more."""

    def run(self, wanted: WantedPark) -> ParkPlan:
        self.broken_units |= wanted.broken_units
        self.broken_conventions |= wanted.broken_conventions
        self.without_lines |= wanted.broken_lines
        named = defaultdict(list)
        for place in wanted.places:
            named[place.unit].append(place)
        for unit in wanted.units:
            self._unit(unit, named.get(unit.facts.reference, []))
        listed = {unit.facts.reference for unit in wanted.units}
        for reference, rows in named.items():
            if reference not in listed:
                self._places_of_the_park(reference, rows)
        for convention in wanted.conventions:
            self._convention(convention)
        for line in wanted.lines:
            before = len(self.faults)
            self._line(line)
            if len(self.faults) > before:
                self.without_lines.add(line.key)
        for convention in wanted.conventions:
            self._conclude(convention)
        return self._plan()

    # Units and their places

    def _unit(self, wanted: WantedUnit, named: list[WantedPlace]) -> None:
        facts = wanted.facts
        existing = self.park.get(facts.reference)
        if existing is not None:
            self._known_unit(existing, wanted)
            self._places_of_the_park(facts.reference, named)
            return
        with self._noting(ParkSheet.UNITS, wanted.row) as ok:
            unit = units.register(
                facts,
                unit_id=self.new_id(),
                place_names=(),
                programme=wanted.programme if wanted.programme_since == wanted.first_day else None,
                first_day=wanted.first_day,
            )
            if wanted.programme and wanted.programme_since != wanted.first_day:
                unit = programmes.change_programme(unit, wanted.programme, first_day=wanted.programme_since, lines=())
            if wanted.mobilisation:
                unit = mobilise(unit, wanted.mobilisation, mobilisation_id=self.new_id())
            self.units[facts.reference] = self._with_places(unit, named)
            ok.append(True)
        if not ok:
            self.broken_units.add(facts.reference)

    def _with_places(self, unit: Unit, named: list[WantedPlace]) -> Unit:
        for number, place in enumerate(named, 1):
            if number > MOST_PLACES:
                self._fault(ParkSheet.PLACES, place.row, "unit", f"{MOST_PLACES} places au plus par logement")
            with self._noting(ParkSheet.PLACES, place.row):
                unit = places.add_place(unit, place.name, place.persons_max)
        return unit

    def _known_unit(self, unit: Unit, wanted: WantedUnit) -> None:
        told = {name: getattr(wanted.facts, name) for name in UnitFacts.__struct_fields__}
        differing = [name for name, value in told.items() if getattr(unit, name) != value]
        if unit.service and unit.service[0].first_day != wanted.first_day:
            differing.append("first_day")
        if wanted.programme and unit.programme_on(wanted.programme_since) != wanted.programme:
            differing.append("programme")
        had = [{name: getattr(one, name) for name in MobilisationFacts.__struct_fields__} for one in unit.mobilisations]
        if wanted.mobilisation and asdict(wanted.mobilisation) not in had:
            differing.append("kind")
        if differing:
            self._exists(ParkSheet.UNITS, wanted.row, differing[0])
        else:
            self.same[ParkSheet.UNITS] += 1

    def _places_of_the_park(self, reference: str, named: list[WantedPlace]) -> None:
        """Rows of places whose unit is not made by this file."""
        unit = self.park.get(reference)
        known = {place.name: place.persons_max for place in unit.places} if unit else {}
        for place in named:
            if unit is None:
                self._unknown_unit(ParkSheet.PLACES, place.row, reference)
            elif place.name in known and known[place.name] == place.persons_max:
                self.same[ParkSheet.PLACES] += 1
            elif place.name in known:
                self._exists(ParkSheet.PLACES, place.row, "persons_max")
            else:
                message = f"le logement {_EXISTS} : ajoutez-lui cette place depuis sa page, {_ADDS}"
                self._fault(ParkSheet.PLACES, place.row, "name", message)

    # Conventions and their lines

    def _convention(self, wanted: WantedConvention) -> None:
        existing = self.known.get(wanted.key)
        if existing is not None:
            self._known_convention(existing, wanted)
            return
        with self._noting(ParkSheet.CONVENTIONS, wanted.row) as ok:
            self.drafts[wanted.key] = conventions.draft(self.law, wanted.facts, convention_id=self.new_id())
            ok.append(True)
        if not ok:
            self.broken_conventions.add(wanted.key)

    def _known_convention(self, existing: Convention, wanted: WantedConvention) -> None:
        apart = ("first_month", "capacity")  # signed later than planned; a grid that has its own page
        told = [name for name in ConventionFacts.__struct_fields__ if name not in apart]
        differing = [name for name in told if getattr(existing, name) != getattr(wanted.facts, name)]
        differing += [name for name in ("signed_on", "ended_on") if getattr(existing, name) != getattr(wanted, name)]
        if differing:
            self._exists(ParkSheet.CONVENTIONS, wanted.row, differing[0])
        else:
            self.same[ParkSheet.CONVENTIONS] += 1

    def _line(self, wanted: WantedConventionLine) -> None:
        unit = self.units.get(wanted.unit) or self.park.get(wanted.unit)
        if unit is None:
            self._unknown_unit(ParkSheet.LINES, wanted.row, wanted.unit)
            return
        draft, existing = self.drafts.get(wanted.key), self.known.get(wanted.key)
        if draft is None and existing is None:
            if wanted.key not in self.broken_conventions:
                message = f"convention inconnue : {wanted.key.programme} n° {wanted.key.number} de {wanted.key.year}"
                self._fault(ParkSheet.LINES, wanted.row, "number", f"{message}, ni enregistrée, ni dans le fichier")
            return
        with self._noting(ParkSheet.LINES, wanted.row):
            convention = draft or existing
            assert convention is not None
            facts = line_facts(
                convention,
                unit,
                self.scales,
                dwelling_type=wanted.dwelling_type,
                months=(wanted.first_month, wanted.last_month),
                monthly_cents=wanted.monthly_cents,
            )
            if draft is None:
                self._known_line(convention, facts, wanted.row)
                return
            line_id = self.new_id()
            others = self.lines[unit.id]
            draft = convention_lines.add_line(draft, facts, line_id=line_id, unit=unit, others=others)
            self.drafts[wanted.key] = draft
            self.lines[unit.id] = [*others, *_running(draft, draft.lines[-1])]
            self._weigh(draft, draft.lines[-1], unit, wanted.row)

    def _known_line(self, convention: Convention, facts: LineFacts, row: int) -> None:
        if any(all(getattr(line, name) == value for name, value in asdict(facts).items()) for line in convention.lines):
            self.same[ParkSheet.LINES] += 1
        else:
            self._fault(ParkSheet.LINES, row, "number", f"{convention.label} {_EXISTS} : {_ADDS}")

    def _weigh(self, convention: Convention, line: Line, unit: Unit, row: int) -> None:
        """An amount above the table is kept, with a warning (AC-04)."""
        if convention.programme is not Programme.ALT:
            return
        value = self.scales.value_at(line.first_month.first_day, line.dwelling_type, unit.zone)
        if warning := check_amount(line.monthly_cents, value).warning:
            self.warnings.append(Note(sheet=ParkSheet.LINES, row=row, field="monthly_cents", message=warning))

    def _conclude(self, wanted: WantedConvention) -> None:
        """Signed, ended: once its lines are there."""
        draft = self.drafts.get(wanted.key)
        if draft is None:
            return
        final = draft
        with self._noting(ParkSheet.CONVENTIONS, wanted.row):
            if wanted.signed_on is not None and (draft.lines or wanted.key not in self.without_lines):
                final = conventions.sign(self.law, draft, signed_on=wanted.signed_on, today=self.today)
            if wanted.ended_on is not None:
                final = conventions.end(final, ended_on=wanted.ended_on, reason=wanted.end_reason, claimed=())
        self.finals[wanted.key] = final

    # What comes out

    def _plan(self) -> ParkPlan:
        made = [NewConvention(draft=draft, final=self.finals[key]) for key, draft in self.drafts.items()]
        return ParkPlan(
            units=tuple(self.units.values()),
            conventions=tuple(made),
            added=Counts(
                units=len(self.units),
                places=sum(len(unit.places) for unit in self.units.values()),
                conventions=len(made),
                lines=sum(len(one.draft.lines) for one in made),
            ),
            unchanged=Counts(
                units=self.same[ParkSheet.UNITS],
                places=self.same[ParkSheet.PLACES],
                conventions=self.same[ParkSheet.CONVENTIONS],
                lines=self.same[ParkSheet.LINES],
            ),
            faults=tuple(self.faults),
            warnings=tuple(self.warnings),
        )

    @contextmanager
    def _noting(self, sheet: ParkSheet, row: int) -> Iterator[list[bool]]:
        """A refusal becomes a fault of the row, beside the cell that it is about."""
        done: list[bool] = []
        try:
            yield done
        except Refusal as refusal:
            for error in refusal.errors:
                self._fault(sheet, row, error.field, error.message)
            if not refusal.errors:
                self._fault(sheet, row, "", refusal.detail)

    def _fault(self, sheet: ParkSheet, row: int, field: str, message: str) -> None:
        self.faults.append(Note(sheet=sheet, row=row, field=field, message=message))

    def _exists(self, sheet: ParkSheet, row: int, field: str) -> None:
        self._fault(sheet, row, field, f"{_EXISTS} avec une autre valeur : {_ADDS}")

    def _unknown_unit(self, sheet: ParkSheet, row: int, reference: str) -> None:
        if reference not in self.broken_units:
            message = f"logement inconnu « {reference} » : ni dans le parc, ni dans la feuille {ParkSheet.UNITS}"
            self._fault(sheet, row, "unit", message)


def _key_of(convention: Convention) -> ConventionKey:
    return ConventionKey(convention.programme, convention.number, convention.year)


def _running(convention: Convention, line: Line) -> list[RunningLine]:
    return convention_lines.running_lines(replace(convention, lines=(line,)), line.unit_id)
