"""Dates to watch over a place that is lived in without a break: when AL or APL should be asked for instead of ALT, when the
practice of six months is reached; and from when AL or APL is due to those who leave ALT.

Ground: OCC-01 (practice, never a refusal), OCC-02 (circular of 22 January 1998), OCC-03 (CCH R. 823-10 and R. 823-11). The
stock knows no person: a place lived in without a break may have housed several households.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.presence import Presence
from alt_units.domain.regimes import Sourced
from kernel.calendar import add_months
from kernel.law import Law
from kernel.period import Month


class AlertKind(StrEnum):
    """What is to be looked at."""

    SIX_MONTHS = "six_months"
    ASK_FOR_APL = "ask_for_apl"


class StayAlert(Struct, frozen=True, kw_only=True):
    """A place lived in without a break since a day. `on`: the day on which the delay is reached. Place 0: the whole unit."""

    kind: AlertKind
    unit_id: UUID
    place_number: int
    since: date
    on: date
    months: int
    source: Sourced

    def is_reached(self, today: date) -> bool:
        return self.on <= today


def lived_in_since(seen: Sequence[Presence], number: int, *, today: date) -> date | None:
    """Since when a place has been lived in without a break; None when it is not, or when nothing was told of late.

    Every month between the first and the last is lived in from end to end; the days of the first one are its last days.
    """
    days = {Month.parse(one.month): _days(one, number) for one in seen}
    told = [month for month in days if month.first_day <= today]
    if not told:
        return None
    last = first = max(told)
    if days[last] == 0 or last < Month.of(today).plus(-1):
        return None
    while days.get(first.plus(-1), 0) and (first == last or days[first] == first.days):
        first = first.plus(-1)
    return first.last_day - timedelta(days=days[first] - 1)


def stay_alerts(
    law: Law, unit_id: UUID, seen: Sequence[Presence], numbers: Sequence[int], *, today: date, long_stay: Sourced
) -> tuple[StayAlert, ...]:
    """The dates to watch of a unit in ALT, place by place; `long_stay`: the delay of its convention, in months."""
    practice = law.at("stay_alert_months", today)
    delays = {
        AlertKind.SIX_MONTHS: Sourced(text=str(practice.number), source=practice.source, status=practice.status),
        AlertKind.ASK_FOR_APL: long_stay,
    }
    found = []
    for number in numbers or (0,):
        since = lived_in_since(seen, number, today=today)
        if since is None:
            continue
        found += [_alert(kind, unit_id, number, since, delay) for kind, delay in delays.items()]
    return tuple(found)


def first_day_of_aid(met_on: date, *, leaving_alt: bool) -> date:
    """From when AL or APL is due (OCC-03): the first day of the month in which the conditions are met for those who leave a
    dwelling paid by ALT (R. 823-11, 1°), of the month after for the others (R. 823-10).
    """
    month = Month.of(met_on)
    return (month if leaving_alt else month.plus(1)).first_day


def _alert(kind: AlertKind, unit_id: UUID, number: int, since: date, delay: Sourced) -> StayAlert:
    months = int(delay.text)
    return StayAlert(
        kind=kind,
        unit_id=unit_id,
        place_number=number,
        since=since,
        on=add_months(since, months),
        months=months,
        source=delay,
    )


def _days(presence: Presence, number: int) -> int:
    places: Mapping[int, int] = {one.number: one.days_occupied for one in presence.places}
    if not places and number == 0:
        return presence.days_occupied
    return max(places.get(number, 0), places.get(0, 0))
