"""The life of a dwelling on one line of time: stays without a name, voids, remises en état, programmes, mobilisations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from alt_units.domain.presence import Lived, Presence, occupied_periods, turnarounds
from alt_units.domain.stock_days import slots
from alt_units.domain.units import Unit
from alt_units.web import labels, paths
from kernel.availability import UnitCalendar, next_free_day
from kernel.calendar import add_months
from kernel.period import Period
from kernel.web.formats import period as in_words

MONTHS_BACK = 24


class Event(Struct, frozen=True, kw_only=True):
    """One fact of the dwelling's life, over some days."""

    period: Period
    title: str
    text: str = ""
    href: str = ""
    tone: str = ""

    @property
    def on(self) -> str:
        return in_words(self.period)


def timeline(unit: Unit, told: Sequence[Presence], today: date) -> list[Event]:
    """What runs, is to come, or ended in the last two years; the latest first."""
    since = add_months(today, -MONTHS_BACK)
    events = [
        *(_lived(unit, one, "Occupé", "ok", today) for one in occupied_periods(told)),
        *(_lived(unit, one, "Remise en état", "warn", today) for one in turnarounds(told)),
        *_voids(unit),
        *_rights(unit),
    ]
    shown = [one for one in events if one.period.last_day is None or one.period.last_day >= since]
    return sorted(shown, key=lambda one: (one.period.first_day, one.title), reverse=True)


def free_from(unit: Unit, calendar: UnitCalendar, today: date) -> dict[str, Any]:
    """The header: whether a place is free today, else from when, as far as is known."""
    days = [next_free_day(calendar, number, today, 1) for number in slots(unit)]
    known = [day for day in days if day is not None]
    day = min(known, default=None)
    return {"day": day, "now": day == today, "free_now": sum(one == today for one in known), "places": len(days)}


def _lived(unit: Unit, one: Lived, title: str, tone: str, today: date) -> Event:
    running = today in one.period
    place = labels.place_name(unit, one.place_number) if unit.places else ""
    words = [place, "en cours" if running else "à venir" if one.period.first_day > today else ""]
    return Event(period=one.period, title=title, text=", ".join(word for word in words if word), tone=tone)


def _voids(unit: Unit) -> list[Event]:
    return [
        Event(
            period=one.period,
            title=f"Indisponible : {labels.VOID_REASONS[one.reason].lower()}",
            text=", ".join(
                word
                for word in (labels.place_name(unit, one.place_number) if unit.places else "", one.note, one.reference)
                if word
            ),
            href=f"{paths.unit(unit.id)}#indisponibilites",
            tone="bad",
        )
        for one in unit.live_voids()
    ]


def _rights(unit: Unit) -> list[Event]:
    programmes = [
        Event(period=one.period, title=f"Programme {one.programme}", href="#programmes", tone="info")
        for one in unit.programmes
    ]
    rights = [
        Event(
            period=one.period,
            title=labels.MOBILISATION_KINDS[one.kind],
            text=one.landlord + (f", {labels.MOBILISATION_ENDS[one.end_reason].lower()}" if one.end_reason else ""),
            href="#mobilisations",
        )
        for one in unit.mobilisations
    ]
    park = [
        Event(period=one.period, title="Dans le parc", text=one.reason, href="#indisponibilites")
        for one in unit.service
    ]
    return [*programmes, *rights, *park]
