"""The units of an import, with their places and voids, by the rules that the forms obey (`units`, `places`, `void_acts`)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from msgspec.structs import asdict

from alt_units.domain import places, programmes, units
from alt_units.domain.mobilisation_acts import mobilise
from alt_units.domain.mobilisations import MobilisationFacts
from alt_units.domain.park_imports import ParkSheet, WantedPark, WantedPlace, WantedUnit, WantedVoid
from alt_units.domain.park_notes import ADDS, EXISTS, Notes
from alt_units.domain.units import Unit, UnitFacts
from alt_units.domain.void_acts import declare_void
from alt_units.domain.voids import WHOLE_UNIT, VoidFacts

MOST_PLACES = 20


class _OfUnit(Protocol):
    @property
    def unit(self) -> str: ...


T = TypeVar("T", bound=_OfUnit)


class UnitPlans:
    """`made`: the new units by reference, as far as they can be made."""

    def __init__(self, park: Sequence[Unit], *, new_id: Callable[[], UUID], notes: Notes) -> None:
        self.park = {unit.reference: unit for unit in park}
        self.made: dict[str, Unit] = {}
        self.new_id, self.notes = new_id, notes
        self.broken: set[str] = set()

    def run(self, wanted: WantedPark) -> None:
        self.broken |= wanted.broken_units
        named, void = _by_unit(wanted.places), _by_unit(wanted.voids)
        for unit in wanted.units:
            self._unit(unit, named.get(unit.facts.reference, []), void.get(unit.facts.reference, []))
        listed = {unit.facts.reference for unit in wanted.units}
        for reference in [one for one in named if one not in listed]:
            self._known_places(reference, named[reference])
        for reference in [one for one in void if one not in listed]:
            self._known_voids(reference, void[reference])

    def find(self, reference: str, sheet: ParkSheet, row: int) -> Unit | None:
        """The unit of the file or of the park; a row that names another one has a fault."""
        found = self.made.get(reference) or self.park.get(reference)
        if found is None and reference not in self.broken:
            message = f"logement inconnu « {reference} » : ni dans le parc, ni dans la feuille {ParkSheet.UNITS}"
            self.notes.fault(sheet, row, "unit", message)
        return found

    def _unit(self, wanted: WantedUnit, named: list[WantedPlace], void: list[WantedVoid]) -> None:
        facts = wanted.facts
        if (existing := self.park.get(facts.reference)) is not None:
            self._known_unit(existing, wanted)
            self._known_places(facts.reference, named)
            self._known_voids(facts.reference, void)
            return
        with self.notes.of_row(ParkSheet.UNITS, wanted.row) as done:
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
            self.made[facts.reference] = self._with_voids(self._with_places(unit, named), void)
            done.append(True)
        if not done:
            self.broken.add(facts.reference)

    def _with_places(self, unit: Unit, named: list[WantedPlace]) -> Unit:
        for number, place in enumerate(named, 1):
            if number > MOST_PLACES:
                self.notes.fault(ParkSheet.PLACES, place.row, "unit", f"{MOST_PLACES} places au plus par logement")
            with self.notes.of_row(ParkSheet.PLACES, place.row):
                unit = places.add_place(unit, place.name, place.persons_max)
        return unit

    def _with_voids(self, unit: Unit, void: list[WantedVoid]) -> Unit:
        for wanted in void:
            facts = self._void_facts(unit, wanted)
            if facts is not None:
                with self.notes.of_row(ParkSheet.VOIDS, wanted.row):
                    unit = declare_void(unit, facts, void_id=self.new_id(), lived=())
        return unit

    def _void_facts(self, unit: Unit, wanted: WantedVoid) -> VoidFacts | None:
        numbers = {"": WHOLE_UNIT} | {place.name: place.number for place in unit.places}
        if wanted.place not in numbers:
            message = f"place inconnue « {wanted.place} » : ce logement n'a pas de place de ce nom"
            self.notes.fault(ParkSheet.VOIDS, wanted.row, "place", message)
            return None
        said = {name: getattr(wanted, name) for name in VoidFacts.__struct_fields__ if name != "place_number"}
        return VoidFacts(**said, place_number=numbers[wanted.place])

    # What the park has already

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
        self.notes.compare(ParkSheet.UNITS, wanted.row, differing)

    def _known_places(self, reference: str, named: list[WantedPlace]) -> None:
        """Rows of places whose unit is not made by this file."""
        for place in named:
            unit = self.find(reference, ParkSheet.PLACES, place.row)
            if unit is None:
                continue
            known = {one.name: one.persons_max for one in unit.places}
            if place.name in known:
                same = known[place.name] == place.persons_max
                self.notes.compare(ParkSheet.PLACES, place.row, [] if same else ["persons_max"])
            else:
                message = f"le logement {EXISTS} : ajoutez-lui cette place depuis sa page, {ADDS}"
                self.notes.fault(ParkSheet.PLACES, place.row, "name", message)

    def _known_voids(self, reference: str, void: list[WantedVoid]) -> None:
        """Rows of voids whose unit is not made by this file."""
        for wanted in void:
            unit = self.find(reference, ParkSheet.VOIDS, wanted.row)
            facts = self._void_facts(unit, wanted) if unit else None
            if unit is None or facts is None:
                continue
            live = [{name: getattr(one, name) for name in asdict(facts)} for one in unit.voids if one.is_live]
            if asdict(facts) in live:
                self.notes.same[ParkSheet.VOIDS] += 1
            else:
                message = f"le logement {EXISTS} : déclarez cette indisponibilité depuis sa page, {ADDS}"
                self.notes.fault(ParkSheet.VOIDS, wanted.row, "unit", message)


def _by_unit(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[row.unit].append(row)
    return dict(found)
