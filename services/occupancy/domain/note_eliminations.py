"""What social workers wrote, destroyed at its term: two years after the last contact, under the visa of the archives.

Ground: RGPD-03 (the measure, then two years after the last contact), RGPD-04 (code du patrimoine, R212-14: nothing is destroyed
without the visa of the State's archives). A list is proposed with its reason; once the visa is recorded, the texts go and the
list stays, which says how many there were and from when to when. A household that comes back in between is left out.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.support_measures import DONE_WITH, SupportMeasure

MONTHS = "support.notes_kept_months"
_OVER = (ContractStatus.ENDED, ContractStatus.CANCELLED)


class NothingToDestroy(Conflict):
    """No text has reached its term."""

    code, title = "nothing-to-destroy", "Aucune note n'a atteint son terme"


class EliminationNotFound(NotFound):
    """No list has this id."""

    code, title = "elimination-not-found", "Bordereau introuvable"


class EliminationAlreadyOpen(Conflict):
    """One list at a time goes to the archives."""

    code, title = "elimination-already-open", "Un bordereau attend déjà son visa"


class EliminationDone(Conflict):
    """A list is carried out once."""

    code, title = "elimination-done", "Bordereau déjà exécuté"


class VisaDayWrong(RuleBroken):
    """The visa follows the list, and is not to come."""

    code, title = "visa-day-wrong", "Date du visa impossible"


class Written(Struct, frozen=True, kw_only=True):
    """What there is of a measure: how many texts, from when to when."""

    notes: int
    first_on: date
    last_on: date


class EliminationLine(Struct, frozen=True, kw_only=True):
    """One measure of a list. Not `destroyed` though the list has its visa: the household came back, its texts are kept."""

    support_measure_id: UUID
    last_contact_on: date
    notes: int
    first_written_on: date
    last_written_on: date
    destroyed: bool = False


class Elimination(Struct, frozen=True, kw_only=True):
    """A list (bordereau). `visa` None: the archives have not agreed yet and nothing is destroyed."""

    id: UUID
    version: int
    reference: str
    reason: str
    proposed_on: date
    proposed_by: str
    lines: tuple[EliminationLine, ...]
    visa: str | None = None
    visa_on: date | None = None
    destroyed_on: date | None = None
    destroyed_by: str | None = None

    @property
    def notes(self) -> int:
        return sum(one.notes for one in self.lines)

    @property
    def destroyed(self) -> tuple[EliminationLine, ...]:
        return tuple(one for one in self.lines if one.destroyed)


def kept_until(last_contact_on: date, law: Law, *, today: date) -> date:
    """The last day on which the texts are kept, by the rule of today."""
    return add_months(last_contact_on, law.at(MONTHS, today).number)


def last_contact(
    measures: Sequence[SupportMeasure], stays: Iterable[Contract], written: Iterable[Written]
) -> date | None:
    """The last day anything happened with a household; None while it is housed or accompanied."""
    stays = tuple(stays)
    if any(one.status not in _OVER for one in stays) or any(one.state not in DONE_WITH for one in measures):
        return None
    days = [one.end.ended_on if one.end else one.first_day for one in stays]
    for one in measures:
        days += [one.opened_on, *(each.on for each in one.meetings), *(each.held_on for each in one.reviews)]
        days += [day for day in (one.ended_on, one.closed_on) if day is not None]
    return max([*days, *(one.last_on for one in written)])


def at_term(
    measures: Sequence[SupportMeasure],
    stays: Iterable[Contract],
    written: dict[UUID, Written],
    law: Law,
    *,
    today: date,
) -> tuple[EliminationLine, ...]:
    """The measures of one household whose texts have reached their term: all of them, or none."""
    there = [one for one in measures if one.id in written]
    last = last_contact(measures, stays, [written[one.id] for one in there])
    if last is None or today <= kept_until(last, law, today=today):
        return ()
    return tuple(
        EliminationLine(
            support_measure_id=one.id,
            last_contact_on=last,
            notes=written[one.id].notes,
            first_written_on=written[one.id].first_on,
            last_written_on=written[one.id].last_on,
        )
        for one in there
    )


def visaed(
    list_: Elimination, now: Iterable[EliminationLine], visa: str, visa_on: date, by: str, *, today: date
) -> Elimination:
    """The list once the archives agreed: what still is at its term is destroyed, the rest is kept.

    `now`: the lines as they would be proposed today. Raises `EliminationDone`, `VisaDayWrong`.
    """
    if list_.visa is not None:
        raise EliminationDone("Ce bordereau a déjà reçu son visa et les notes sont détruites.")
    if not list_.proposed_on <= visa_on <= today:
        raise VisaDayWrong(f"Une date du {list_.proposed_on:%d/%m/%Y} à aujourd'hui est attendue.", field="visa_on")
    there = set(now)
    lines = tuple(replace(one, destroyed=one in there) for one in list_.lines)
    return replace(list_, lines=lines, visa=visa, visa_on=visa_on, destroyed_on=today, destroyed_by=by)
