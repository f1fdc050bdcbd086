"""The complementary list: valid for all LLTS vacancies of all landlords of the commune, in the order of its ranks, until a day.

Ground: LLTS-04: each use is for a vacancy, an expired entry is proposed no more. The oldest commission comes first, then the
rank.
"""

from collections.abc import Sequence
from datetime import date

from kernel.errors import Conflict, RuleBroken
from occupancy.domain.attribution_facts import SkipMotive
from occupancy.domain.attribution_sessions import Operation, OperationKind, Session
from occupancy.domain.attributions import Attribution, AttributionState

Entries = Sequence[tuple[Attribution, Session]]


class ComplementaryExpired(Conflict):
    """Past its last day, an entry of the complementary list is proposed no more (LLTS-04)."""

    code, title = "complementary-expired", "Inscription sur la liste complémentaire expirée"


class ComplementaryOutOfRank(RuleBroken):
    """The list is used in the order of its ranks, or with the reason for passing over those before (LLTS-04)."""

    code, title = "complementary-out-of-rank", "Un autre ménage vient avant sur la liste complémentaire"


class NotAVacancy(RuleBroken):
    """The list serves the dwellings that come free in the commune of the commission (LLTS-04)."""

    code, title = "not-a-vacancy", "Ce logement n'est pas une vacance de la commune"


def usable(entries: Entries, *, today: date) -> tuple[Attribution, ...]:
    """Who may be proposed today, in order."""
    able = [
        (file, session)
        for file, session in entries
        if file.state is AttributionState.LISTED and not is_expired(file, today=today)
    ]
    return tuple(file for file, _ in sorted(able, key=_order))


def is_expired(file: Attribution, *, today: date) -> bool:
    """True from the day after the last one."""
    return file.list_until is not None and today > file.list_until


def check_call(
    file: Attribution, vacancy: Operation, origin: Operation, entries: Entries, skip: SkipMotive | None, *, on: date
) -> None:
    """May this household be proposed for this vacancy on that day? `origin`: the operation of its commission.

    Raises `NotAVacancy`, `ComplementaryExpired`, `ComplementaryOutOfRank`.
    """
    if vacancy.kind is not OperationKind.VACANCY or vacancy.commune.casefold() != origin.commune.casefold():
        raise NotAVacancy(
            f"La liste vaut pour les vacances de {origin.commune} : choisir l'une d'elles.", field="operation_id"
        )
    if is_expired(file, today=on):
        raise ComplementaryExpired(f"L'inscription de {file.reference} valait jusqu'au {file.list_until:%d/%m/%Y}.")
    first = next(iter(usable(entries, today=on)), file)
    if first.id != file.id and skip is None:
        raise ComplementaryOutOfRank(
            f"{first.reference} vient avant (rang {first.rank}) : indiquer pourquoi il est passé.", field="skip"
        )


def _order(entry: tuple[Attribution, Session]) -> tuple[date, int, str]:
    file, session = entry
    return session.commission_on, file.rank or 0, file.reference
