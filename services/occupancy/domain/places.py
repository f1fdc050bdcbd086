"""Places: every act on a stay asks the one predicate of availability (`kernel.availability`), and says what is in the way.

A signature or a renewal asks for days that are in service, in a programme, and free of stays, voids and turnarounds, with
room for its own turnaround before the next stay. An arrival asks whether the place is ready that day. A departure is a fact:
only another stay can contradict it. The database refuses two stays on one place too (`contract_no_overlap`).
"""

from collections.abc import Collection, Iterable
from datetime import date

from kernel.availability import (
    DayState,
    Hold,
    Obstacle,
    ObstacleKind,
    ProgrammeDays,
    UnitCalendar,
    compete,
    count_days,
    first_obstacle,
)
from kernel.errors import Blocker, Conflict, Refusal, RuleBroken
from kernel.period import Period
from occupancy.domain.contracts import Contract, contract_page
from occupancy.domain.units import (
    Programme,
    Unit,
    UnitNotInService,
    UnitWithoutProgramme,
    persons_max_of,
    unit_link,
)

STAYS = (ObstacleKind.OCCUPIED, ObstacleKind.NEXT_STAY)
"""What contradicts a departure."""
READY = (ObstacleKind.OUT_OF_SERVICE, ObstacleKind.OCCUPIED, ObstacleKind.VOID, ObstacleKind.TURNAROUND)
"""What keeps a household from coming in on a day that its contract already gives it."""
OF_UNIT = (ObstacleKind.OUT_OF_SERVICE, ObstacleKind.VOID, ObstacleKind.OUT_OF_PROGRAMME)
"""What stops a draft, which takes the place from nobody."""


_WHY = {
    "works": "travaux",
    "damage": "réparations",
    "furniture": "mobilier à remplacer",
    "maintenance": "entretien",
    "reduced": "occupation réduite",
    "handback": "restitution au bailleur",
}
"""The stock's reasons that may be told at the desk; the others stay on the unit's page."""


class TooManyPersons(RuleBroken):
    """A place is given to no more persons than it is known to hold, unless the management says why."""

    code, title = "too-many-persons", "Ménage trop nombreux pour la place"


class PlaceAlreadyTaken(Conflict):
    """Two stays cannot share a day on one place; a whole-unit stay takes all places."""

    code, title = "place-already-taken", "Place déjà occupée sur la période"


class PlaceNotReturned(Conflict):
    """The previous household is past its term and has not left: its stay must be ended or renewed first."""

    code, title = "place-not-returned", "Place non rendue"


class PlaceVoid(Conflict):
    """Works, damage, handing back: the place cannot be lived in on some day of the stay."""

    code, title = "place-void", "Place indisponible sur la période"


class PlaceInTurnaround(Conflict):
    """After a departure the place is put in order, for as many working days as its contract says."""

    code, title = "place-in-turnaround", "Remise en état non terminée"


class TurnaroundTooLong(Conflict):
    """The working days that follow the departure reach into the next stay: shorten the turnaround, or move the stay."""

    code, title = "turnaround-too-long", "Remise en état trop longue avant le séjour suivant"


def clashes(one: Contract, other: Contract) -> bool:
    """True when both occupy one place on a common day. Counted pair by pair: what invariants and tests compare with."""
    return (
        one.id != other.id
        and one.is_occupying
        and other.is_occupying
        and one.unit_id == other.unit_id
        and compete(one.place_number, other.place_number)
        and one.stay.overlaps(other.stay)
    )


def holds_of(contracts: Iterable[Contract], *, today: date | None = None) -> tuple[Hold, ...]:
    """The days that contracts take: each stay, then its turnaround. Drafts and cancelled ones take none.

    A stay goes on through an authorised overstay. With `today`, a household that is past it and has not left stays for as long as
    nobody has recorded its departure.
    """
    found = []
    for one in contracts:
        if not one.is_occupying:
            continue
        known_until = one.there.last_day
        assert known_until is not None
        lingers = today is not None and one.is_running and known_until < today
        stay = Period(one.first_day) if lingers else one.there
        found.append(_hold(DayState.OCCUPIED, one, stay))
        if (after := None if lingers else one.days_after) is not None:
            found.append(_hold(DayState.TURNAROUND, one, after))
    return tuple(found)


def calendar_of(unit: Unit | None, contracts: Iterable[Contract] = (), *, today: date | None = None) -> UnitCalendar:
    """All that decides of a unit's days. Without the unit: only what contracts take."""
    holds = holds_of(contracts, today=today)
    if unit is None:
        return UnitCalendar(service=(Period(date.min),), holds=holds)
    voids = (
        Hold(
            state=DayState.VOID,
            place=one.place_number,
            period=Period(one.first_day, one.last_day),
            id=one.id,
            label=one.reason,
        )
        for one in unit.voids
    )
    return UnitCalendar(
        service=unit.service,
        programmes=tuple(
            ProgrammeDays(programme=one.programme.value, period=Period(one.first_day, one.last_day))
            for one in unit.programmes
        ),
        holds=(*holds, *voids),
    )


def check_place(
    contract: Contract,
    unit: Unit | None,
    others: Iterable[Contract] = (),
    *,
    days: Period | None = None,
    programme: Programme | None = None,
    today: date | None = None,
    minding: Collection[ObstacleKind] = tuple(ObstacleKind),
) -> None:
    """The place may be given for these days: by default those of the stay. `minding`: the only obstacles looked at.

    Raises `UnitNotInService`, `UnitWithoutProgramme`, `PlaceAlreadyTaken`, `PlaceNotReturned`, `PlaceVoid`,
    `PlaceInTurnaround`, `TurnaroundTooLong`: the first thing in the way, with the page that shows it.
    """
    others = [one for one in others if one.id != contract.id]
    wanted = days or contract.stay
    calendar = calendar_of(unit, others, today=today)
    obstacle = first_obstacle(
        calendar,
        contract.place_number,
        wanted,
        turnaround=contract.turnaround,
        programme=programme.value if programme else None,
        minding=minding,
    )
    if obstacle is not None:
        raise refusal_of(obstacle, unit, others, calendar, wanted)


def refusal_of(
    obstacle: Obstacle, unit: Unit | None, others: Iterable[Contract], calendar: UnitCalendar, wanted: Period
) -> Refusal:
    """The refusal that names what is in the way and links to it."""
    if obstacle.hold is None or obstacle.hold.state is DayState.VOID:
        assert unit is not None
        return _of_unit(obstacle, unit, calendar, wanted)
    return _of_contract(obstacle, next(one for one in others if one.id == obstacle.hold.id), wanted)


def _of_unit(obstacle: Obstacle, unit: Unit, calendar: UnitCalendar, wanted: Period) -> Refusal:
    from_day = f"{obstacle.first_day:%d/%m/%Y}"
    if obstacle.kind is ObstacleKind.VOID:
        assert obstacle.hold is not None
        why = f" ({_WHY[obstacle.hold.label]})" if obstacle.hold.label in _WHY else ""
        words = f"{unit.name} est indisponible{why} {_span(obstacle.period)}."
        return PlaceVoid(words, blocker=unit_link(unit))
    if obstacle.kind is ObstacleKind.OUT_OF_PROGRAMME:
        return UnitWithoutProgramme(
            f"{unit.name} n'est plus proposé dans ce programme à partir du {from_day}.",
            field="last_day",
            blocker=unit_link(unit),
        )
    if unit.retired_on is not None and unit.retired_on < obstacle.first_day:
        words = f"{unit.name} quitte le parc : son dernier jour est le {unit.retired_on:%d/%m/%Y}."
        return UnitNotInService(words, field="last_day", blocker=unit_link(unit))
    closed = count_days(calendar, 0, wanted).out_of_service
    return UnitNotInService(
        f"{unit.name} est hors service {closed} jour(s)"
        f" entre le {wanted.first_day:%d/%m/%Y} et le {wanted.last_day:%d/%m/%Y}.",
        field="first_day",
        blocker=unit_link(unit),
    )


def _of_contract(obstacle: Obstacle, other: Contract, wanted: Period) -> Refusal:
    link = Blocker(label=f"Contrat {other.reference}", href=contract_page(other.id))
    if obstacle.kind is ObstacleKind.NEXT_STAY:
        return TurnaroundTooLong(
            f"La remise en état déborderait sur le contrat {other.reference}, qui commence"
            f" le {other.first_day:%d/%m/%Y} : la raccourcir, ou finir plus tôt.",
            blocker=link,
        )
    if obstacle.kind is ObstacleKind.TURNAROUND:
        assert obstacle.period.last_day is not None
        return PlaceInTurnaround(
            f"Après le contrat {other.reference}, la place est remise en état"
            f" jusqu'au {obstacle.period.last_day:%d/%m/%Y}.",
            blocker=link,
        )
    known_until = other.there.last_day
    assert known_until is not None
    if other.is_running and known_until < wanted.first_day:
        return PlaceNotReturned(
            f"Le contrat {other.reference} a pris fin le {known_until:%d/%m/%Y}"
            " et le départ du ménage n'est pas enregistré.",
            blocker=link,
        )
    return PlaceAlreadyTaken(
        f"Le contrat {other.reference} occupe déjà la place du {other.first_day:%d/%m/%Y} au {known_until:%d/%m/%Y}.",
        blocker=link,
    )


def _hold(state: DayState, contract: Contract, period: Period) -> Hold:
    return Hold(state=state, place=contract.place_number, period=period, id=contract.id, label=contract.reference)


def _span(period: Period) -> str:
    if period.last_day is None:
        return f"depuis le {period.first_day:%d/%m/%Y}, sans fin connue"
    return f"du {period.first_day:%d/%m/%Y} au {period.last_day:%d/%m/%Y}"


def check_size(unit: Unit, place_number: int, persons: int, override_reason: str | None) -> None:
    """Raises `TooManyPersons`; a place whose capacity nobody has said holds anybody."""
    most = persons_max_of(unit, place_number)
    if most is not None and persons > most and not override_reason:
        raise TooManyPersons(
            f"{persons} personnes, {most} au plus : une dérogation motivée est nécessaire.", field="override_reason"
        )
