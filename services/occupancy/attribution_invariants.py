"""Facts that must always hold about attributions, one function each: the sentences of what is wrong, none when all is well."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import combinations

from kernel.db import Database
from occupancy.domain.attribution_sessions import OperationKind, Session, file_limit, is_accepted
from occupancy.domain.attributions import Attribution
from occupancy.store import attribution_sessions as sessions
from occupancy.store import attributions
from occupancy.store.law import law_in_force

_EVERY = 1_000_000


async def no_late_dossier_is_analysed_unless_it_was_taken(db: Database) -> list[str]:
    """LLTS-02, read again from the two receipts."""
    law = await law_in_force()
    return [
        f"Dossier {one.reference} : analysé alors qu'il est arrivé hors délai et que personne ne l'a accepté."
        for one, session in await _all()
        if one.analysis_on
        and one.reached_both_on
        and one.reached_both_on > file_limit(session, law)
        and not is_accepted(one, session)
    ]


async def each_use_of_the_list_is_for_a_vacancy_of_the_commune(db: Database) -> list[str]:
    """LLTS-04: in its days, for a dwelling that came free in the commune."""
    found = []
    for one, _ in await _all():
        if one.call is None:
            continue
        own, free = (
            await sessions.find_operation(one.operation_id),
            await sessions.find_operation(one.call.operation_id),
        )
        if free.kind is not OperationKind.VACANCY or free.commune.casefold() != own.commune.casefold():
            found.append(f"Dossier {one.reference} : proposé pour un logement qui n'est pas une vacance de la commune.")
        if one.list_until is None or one.call.on > one.list_until:
            found.append(f"Dossier {one.reference} : proposé après la fin de la liste complémentaire.")
    return found


async def no_rank_and_no_candidate_twice(db: Database) -> list[str]:
    """Counted pair by pair, without the help of the constraints."""
    found = []
    for (one, _), (other, _) in combinations(await _all(), 2):
        if one.operation_id != other.operation_id:
            continue
        if one.household_id == other.household_id and one.is_open and other.is_open:
            found.append(f"Dossiers {one.reference} et {other.reference} : un même ménage, deux fois candidat.")
        if one.rank and (one.session_id, one.commission, one.rank) == (other.session_id, other.commission, other.rank):
            found.append(f"Dossiers {one.reference} et {other.reference} : le même rang dans une liste.")
    return found


async def _all() -> list[tuple[Attribution, Session]]:
    found = await attributions.list_attributions(limit=_EVERY)
    planned = await sessions.sessions_by_id({one.session_id for one in found})
    return [(one, planned[one.session_id]) for one in found]


ATTRIBUTION_INVARIANTS: Sequence[Callable[[Database], Awaitable[list[str]]]] = (
    no_late_dossier_is_analysed_unless_it_was_taken,
    each_use_of_the_list_is_for_a_vacancy_of_the_commune,
    no_rank_and_no_candidate_twice,
)
