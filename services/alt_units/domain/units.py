"""Units: the dwellings of the park, what programme they belong to on which days, and when they can be lived in.

Ground: R. 851-5 CSS (dwelling types and zones), R. 851-3 I (comfort, ALT-08), AML-07 and BG-03 (one unit, one programme
on any one day), CAL-12 (what counts is the dwelling made available).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.mobilisations import Mobilisation
from alt_units.domain.voids import WHOLE_UNIT, Void
from kernel.calendar import Territory
from kernel.errors import Blocker, Conflict, NotFound, RuleBroken
from kernel.period import Month, Period

OVERSEAS = ("971", "972", "973", "974", "976")
"""Overseas départements: their zone is always II (arrêté of 17 March 1978, CAL-04)."""


class UnitNotFound(NotFound):
    """No such unit in the park."""

    code, title = "unit-not-found", "Logement introuvable"


class UnitReferenceTaken(Conflict):
    """Two units never share a reference."""

    code, title = "unit-reference-taken", "Cette référence est déjà celle d'un autre logement"


class OverseasZone(RuleBroken):
    """The overseas départements are in zone II for this allowance (CAL-04)."""

    code, title = "overseas-zone", "Un logement d'outre-mer est en zone II"


class UnitRetired(Conflict):
    """A unit that has left the park takes no further act."""

    code, title = "unit-retired", "Le logement est retiré du parc"


class UnitInUse(Conflict):
    """A unit under a running convention line, or lived in, does not leave the park."""

    code, title = "unit-in-use", "Le logement ne peut pas être retiré à cette date"


class Programme(StrEnum):
    """Who funds the unit: the State's temporary housing allowance, or the département's rental mediation."""

    ALT = "ALT"
    AML = "AML"


class Zone(StrEnum):
    """The APL zone of the arrêté of 17 March 1978, not the A/B/C zones. `1bis` counts as I."""

    I = "I"  # noqa: E741
    II = "II"
    III = "III"


class DwellingType(StrEnum):
    """The nine rows of the allowance table (R. 851-5 CSS)."""

    ROOM_SINGLE = "room_single"
    ROOM_DOUBLE = "room_double"
    ROOM_LARGER = "room_larger"
    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    T4 = "t4"
    T5 = "t5"
    LARGER = "larger"


class Place(Struct, frozen=True, kw_only=True):
    """A named place of a shared unit, numbered from 1. A place is never removed: contracts keep its number.

    `persons_max` None: as many as the household is.
    """

    number: int
    name: str
    persons_max: int | None = None


class ProgrammePeriod(Struct, frozen=True, kw_only=True, gc=False):
    """The days on which the unit belongs to a programme."""

    programme: Programme
    first_day: date
    last_day: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class ServicePeriod(Struct, frozen=True, kw_only=True, gc=False):
    """The days on which the unit is in the park, in service; voids take days out of it. `reason`: why it ended."""

    first_day: date
    last_day: date | None = None
    reason: str = ""

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class UnitFacts(Struct, frozen=True, kw_only=True):
    """What staff record and may correct about a unit.

    `accessible`: step-free, usable in a wheelchair. `turnaround_days`: working days of the territory kept after a stay to
    put the dwelling right (remise en état).
    """

    reference: str
    name: str
    dwelling_type: DwellingType
    zone: Zone
    address: str
    postal_code: str
    city: str
    surface_dm2: int | None
    water_and_wc: bool
    heating: bool
    note: str
    persons_max: int | None = None
    accessible: bool = False
    floor: int | None = None
    has_lift: bool = False
    turnaround_days: int = 0
    territory: Territory = Territory.METROPOLE


class Unit(UnitFacts, frozen=True, kw_only=True):
    """A dwelling of the park. `retired_on` is its last day in the park. No places: it is not shared."""

    id: UUID
    version: int
    retired_on: date | None
    places: tuple[Place, ...]
    programmes: tuple[ProgrammePeriod, ...]
    service: tuple[ServicePeriod, ...]
    mobilisations: tuple[Mobilisation, ...] = ()
    voids: tuple[Void, ...] = ()

    @property
    def has_alt_comfort(self) -> bool:
        """Water point and WC close by, heating suited to the climate (R. 851-3 I CSS, ALT-08)."""
        return self.water_and_wc and self.heating

    def programme_on(self, day: date) -> Programme | None:
        return next((one.programme for one in self.programmes if day in one.period), None)

    def is_in_service_on(self, day: date) -> bool:
        return any(day in one.period for one in self.service)

    def live_voids(self) -> tuple[Void, ...]:
        """The voids that were not cancelled."""
        return tuple(one for one in self.voids if one.is_live)

    def void_on(self, day: date, place_number: int = WHOLE_UNIT) -> Void | None:
        """What makes the place unavailable that day; for the whole unit, only what concerns all of it."""
        concerned = (one for one in self.live_voids() if one.place_number in (WHOLE_UNIT, place_number))
        return next((one for one in concerned if day in one.period), None)

    def mobilisation_on(self, day: date) -> Mobilisation | None:
        return next((one for one in self.mobilisations if day in one.period), None)

    def is_retired_on(self, day: date) -> bool:
        return self.retired_on is not None and self.retired_on < day


class RunningLine(Struct, frozen=True, kw_only=True):
    """A convention line that still holds the unit, as far as the unit needs to know."""

    convention_id: UUID
    convention_label: str
    programme: Programme
    first_month: Month
    last_month: Month


def register(
    facts: UnitFacts, *, unit_id: UUID, place_names: Sequence[str], programme: Programme | None, first_day: date
) -> Unit:
    """A new unit, in service and in its programme from `first_day`. Raises `OverseasZone`."""
    _check_zone(facts)
    return Unit(
        **msgspec.structs.asdict(facts),
        id=unit_id,
        version=1,
        retired_on=None,
        places=tuple(Place(number=number, name=name) for number, name in enumerate(place_names, start=1)),
        programmes=(ProgrammePeriod(programme=programme, first_day=first_day),) if programme else (),
        service=(ServicePeriod(first_day=first_day),),
    )


def amend(unit: Unit, facts: UnitFacts) -> Unit:
    """The unit with corrected facts; contracts and lines already made keep their own copy. Raises `OverseasZone`."""
    _check_zone(facts)
    return msgspec.structs.replace(unit, **msgspec.structs.asdict(facts))


def page(unit_id: UUID) -> str:
    """Where staff see the unit: a refusal links to it."""
    return f"/logements/{unit_id}"


def convention_page(convention_id: UUID) -> str:
    """Where staff see the convention: a refusal links to it."""
    return f"/logements/conventions/{convention_id}"


def zone_of(code: str, *, department: str) -> Zone:
    """The zone that a commune's code in the zoning list stands for: `1bis` is I, an overseas département is II (CAL-04).

    Raises `ValueError` on a code that the list does not know.
    """
    if department in OVERSEAS:
        return Zone.II
    known = {"1": Zone.I, "1bis": Zone.I, "2": Zone.II, "3": Zone.III}
    if code not in known:
        raise ValueError(f"no zone {code}")
    return known[code]


def _check_zone(facts: UnitFacts) -> None:
    if facts.postal_code[:3] in OVERSEAS and facts.zone is not Zone.II:
        raise OverseasZone("Outre-mer, la zone est toujours la zone II.", field="zone")


def check_in_park(unit: Unit) -> None:
    """Raises `UnitRetired`."""
    if unit.retired_on is not None:
        raise UnitRetired(f"Le logement a quitté le parc le {unit.retired_on:%d/%m/%Y}.")


def ended(one: ProgrammePeriod, next_day: date) -> ProgrammePeriod:
    """The period ended the day before `next_day`, unless it had ended earlier."""
    if one.last_day is not None and one.last_day < next_day:
        return one
    return msgspec.structs.replace(one, last_day=next_day - timedelta(days=1))


def out_of_service(one: ServicePeriod, last_day: date, reason: str) -> ServicePeriod:
    """The same period of service, over after a day; as it was when it was over already."""
    if one.last_day is not None and one.last_day <= last_day:
        return one
    return replace(one, last_day=last_day, reason=reason)


def blocked_by(line: RunningLine) -> Blocker:
    """The convention that holds the unit, to be shown beside the refusal."""
    return Blocker(label=line.convention_label, href=convention_page(line.convention_id))
