"""How a convention ends before its year does: by whom, with what notice, and which units leave the offer with it.

Ground: R. 851-7 I CSS (ALT-10: three months by either party; the préfet alone, one month after a formal notice), CCH R. 623-1
to R. 623-7 for the AML (AML-06). The months come from `law/`; the last day of a notice has the same number in its month
(code de procédure civile, art. 641).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.conventions import Convention, EndKind
from alt_units.domain.presence import Presence, occupied_periods
from alt_units.domain.units import Programme, ProgrammePeriod, Unit
from kernel.calendar import add_months
from kernel.errors import RuleBroken
from kernel.law import Law, Status
from kernel.period import Month, Period


class NoticeMissing(RuleBroken):
    """An end with notice counts from the day on which the other party was told (R. 851-7 I)."""

    code, title = "end-notice-missing", "Date de la notification à indiquer"


class NoticeTooShort(RuleBroken):
    """Three months by either party, one month after a formal notice (R. 851-7 I): no earlier."""

    code, title = "end-notice-too-short", "Le préavis n'est pas écoulé à cette date"


class NotRenewedOnLastDay(RuleBroken):
    """A convention that is not renewed runs to the end of its calendar year (R. 851-2)."""

    code, title = "end-not-renewed-before-december", "Une convention non reconduite va jusqu'au 31 décembre"


class EarliestEnd(Struct, frozen=True, kw_only=True):
    """The first last day that a notice allows, with the months counted and where they come from."""

    ends_on: date
    months: int
    source: str
    status: Status


_KEYS = {
    EndKind.BY_CCAS: "notice_months_party",
    EndKind.BY_FUNDER: "notice_months_party",
    EndKind.FORMAL_NOTICE: "notice_months_formal_notice",
}


def earliest_end(law: Law, programme: Programme, kind: EndKind, notified_on: date) -> EarliestEnd | None:
    """The earliest last day of a convention after a notice; None where no notice is needed."""
    key = _KEYS.get(kind)
    if key is None:
        return None
    found = law.at(key if programme is Programme.ALT else f"aml_{key}", notified_on)
    return EarliestEnd(
        ends_on=add_months(notified_on, found.number), months=found.number, source=found.source, status=found.status
    )


def check_notice(law: Law, convention: Convention, *, kind: EndKind, notified_on: date | None, ended_on: date) -> None:
    """Raises `NoticeMissing`, `NoticeTooShort`, `NotRenewedOnLastDay`."""
    if kind is EndKind.NOT_RENEWED and ended_on != date(convention.year, 12, 31):
        raise NotRenewedOnLastDay(f"Indiquez le 31/12/{convention.year}.", field="ended_on")
    if kind not in _KEYS:
        return
    if notified_on is None:
        raise NoticeMissing("Indiquez le jour où l'autre partie a reçu la lettre.", field="notified_on")
    earliest = earliest_end(law, convention.programme, kind, notified_on)
    if earliest is not None and ended_on < earliest.ends_on:
        detail = f"Notifiée le {notified_on:%d/%m/%Y}, la fin est au plus tôt le {earliest.ends_on:%d/%m/%Y}."
        raise NoticeTooShort(detail, field="ended_on")


class Leaving(Struct, frozen=True, kw_only=True):
    """What the end does to one unit of the convention.

    `leaves`: its programme stops on that day. `held_by`: the signed convention of the programme that keeps it. `present`: the
    months in which somebody is known to live there afterwards: the stay goes on, and is named.
    """

    unit: Unit
    leaves: bool
    held_by: str
    present: tuple[Month, ...]


def leaving(
    convention: Convention,
    unit: Unit,
    *,
    ended_on: date,
    others: Sequence[Convention],
    presence: Sequence[Presence],
) -> Leaving:
    """One unit when the convention ends. `others`: every other convention that has lines for the unit."""
    next_day = ended_on + timedelta(days=1)
    holder = next((one for one in others if _holds(one, unit.id, convention.programme, Month.of(next_day))), None)
    running = any(one.first_day <= ended_on and next_day in one.period for one in _own(unit, convention.programme))
    return Leaving(
        unit=unit,
        leaves=holder is None and running,
        held_by=holder.label if holder else "",
        present=_lived_in_after(presence, next_day),
    )


def out_of_programme(unit: Unit, programme: Programme, ended_on: date) -> Unit:
    """The unit whose programme stops on that day."""
    next_day = ended_on + timedelta(days=1)
    own = set(_own(unit, programme))
    return replace(
        unit,
        programmes=tuple(
            replace(one, last_day=ended_on)
            if one in own and one.first_day <= ended_on and next_day in one.period
            else one
            for one in unit.programmes
        ),
    )


def _own(unit: Unit, programme: Programme) -> list[ProgrammePeriod]:
    return [one for one in unit.programmes if one.programme is programme]


def _holds(other: Convention, unit_id: UUID, programme: Programme, month: Month) -> bool:
    return (
        not other.is_draft
        and other.programme is programme
        and any(line.unit_id == unit_id and line.holds_until >= month for line in other.lines)
    )


def _lived_in_after(presence: Sequence[Presence], next_day: date) -> tuple[Month, ...]:
    """The months with days lived in from that day on, by the very days that were told."""
    later = [part for one in occupied_periods(presence) if (part := one.period.common(Period(next_day, None)))]
    return tuple(sorted({month for part in later for month in part.months()}))
