"""Facts that must always hold about social support, one function each: the sentences of what is wrong, none when all is well."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import combinations
from uuid import UUID

from kernel.db import Database
from occupancy.domain.support_measures import SupportMeasure, SupportState
from occupancy.store import support_measures

_EVERY = 1_000_000


async def a_household_is_followed_once_a_day(db: Database) -> list[str]:
    """Counted pair by pair, without the help of the constraint (LIFECYCLE §3.2)."""
    led: dict[UUID, list[SupportMeasure]] = {}
    for one in await _measures():
        if one.started_on and not one.is_information:
            led.setdefault(one.household_id, []).append(one)
    return [
        f"Mesures {one.reference} et {other.reference} : un ménage suivi deux fois les mêmes jours."
        for mine in led.values()
        for one, other in combinations(mine, 2)
        if _days_meet(one, other)
    ]


async def a_measure_starts_after_the_adhesion(db: Database) -> list[str]:
    """The holder, at least, has agreed by the first day (ASLL-01)."""
    return [
        f"Mesure {one.reference} : commencée sans adhésion du titulaire."
        for one in await _measures()
        if one.started_on
        and not one.is_information
        and not any(each.adult == 1 and each.signed_on <= one.started_on for each in one.adhesions)
    ]


async def a_closed_measure_has_its_report(db: Database) -> list[str]:
    """Signed by both, or the reason of the household's break (ASLL-12)."""
    return [
        f"Mesure {one.reference} : close sans bilan signé ni motif de rupture."
        for one in await _measures()
        if one.state is SupportState.CLOSED
        and not one.is_information
        and not (one.report and (one.report.household_signed_on or one.report.break_reason))
    ]


async def _measures() -> tuple[SupportMeasure, ...]:
    return await support_measures.list_measures(limit=_EVERY)


def _days_meet(one: SupportMeasure, other: SupportMeasure) -> bool:
    first, last = one.started_on, one.ended_on or one.last_day
    other_first, other_last = other.started_on, other.ended_on or other.last_day
    if first is None or last is None or other_first is None or other_last is None:
        return False
    return first <= other_last and other_first <= last


SUPPORT_INVARIANTS: Sequence[Callable[[Database], Awaitable[list[str]]]] = (
    a_household_is_followed_once_a_day,
    a_measure_starts_after_the_adhesion,
    a_closed_measure_has_its_report,
)
