"""Sessions of the commission: when it met, who was there by function, and the comparison it was shown, without any name.

Ground: SIAO-02 (the members of the conseil d'administration act the retained candidate in a commission); data minimisation: the
commission compares needs, not persons. How many members it takes is the CCAS's own rule: it says itself whether it was met.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict, NotFound, RuleBroken
from occupancy.domain.households import Household, Situation
from occupancy.domain.referrals import CheckedCriterion, Need, OpinionKind, Referral


class CommissionNotFound(NotFound):
    """No session has this id."""

    code, title = "commission-not-found", "Séance de commission introuvable"


class CommissionNotHeld(Conflict):
    """A session decides once it has met: the members present are recorded first."""

    code, title = "commission-not-held", "La présence des membres n'est pas enregistrée"


class CommissionAlreadyHeld(Conflict):
    """Who was present is recorded once."""

    code, title = "commission-already-held", "La séance s'est déjà tenue"


class CommissionDayWrong(RuleBroken):
    """Members are present on the day of the session, or it has not met yet; it decides on that day."""

    code, title = "commission-day-wrong", "Date de séance incohérente"


class Member(Struct, frozen=True, kw_only=True):
    """A seat of the commission and whether it was taken. By function: « Vice-présidente », « Élu »."""

    function: str
    is_present: bool


class Commission(Struct, frozen=True, kw_only=True):
    """A session. `members` is empty until it has met; `quorum_met`: as the CCAS's own rule says."""

    id: UUID
    version: int
    reference: str
    held_on: date
    members: tuple[Member, ...] = ()
    quorum_met: bool | None = None

    @property
    def has_met(self) -> bool:
        return bool(self.members)


class Candidate(Struct, frozen=True, kw_only=True):
    """A household as the commission compares it: a letter, no name, no reference."""

    letter: str
    situation: Situation
    adults: int
    children: int
    needs: tuple[Need, ...]
    waiting_days: int | None
    opinion: OpinionKind | None
    checked: tuple[CheckedCriterion, ...]


class Comparison(Struct, frozen=True, kw_only=True):
    """The candidates for one place."""

    place: str
    first_day: date
    candidates: tuple[Candidate, ...]


def commission_reference(year: int, number: int) -> str:
    """`CO-2026-0001`: one count per year."""
    return f"CO-{year}-{number:04d}"


def hold(commission: Commission, members: tuple[Member, ...], *, quorum_met: bool, today: date) -> Commission:
    """The session, met. Raises `CommissionAlreadyHeld`, `CommissionDayWrong`."""
    if commission.has_met:
        raise CommissionAlreadyHeld(f"La présence à la séance {commission.reference} est déjà enregistrée.")
    if commission.held_on > today:
        raise CommissionDayWrong(f"La séance est prévue le {commission.held_on:%d/%m/%Y}.", field="members")
    if not any(one.is_present for one in members):
        raise CommissionDayWrong("Indiquer au moins un membre présent.", field="members")
    return replace(commission, members=members, quorum_met=quorum_met)


def check_decides(commission: Commission, decided_on: date) -> None:
    """Raises `CommissionNotHeld`, `CommissionDayWrong`."""
    if not commission.has_met:
        raise CommissionNotHeld(f"Enregistrer d'abord les membres présents à la séance {commission.reference}.")
    if not commission.quorum_met:
        raise CommissionNotHeld(f"Le quorum n'était pas atteint à la séance {commission.reference}.")
    if decided_on != commission.held_on:
        raise CommissionDayWrong(
            f"La commission décide le jour de sa séance, le {commission.held_on:%d/%m/%Y}.", field="decided_on"
        )


def comparisons(
    referrals: Iterable[Referral], households: Mapping[UUID, Household], *, on: date
) -> tuple[Comparison, ...]:
    """The candidates of a session, place by place, the longest waiting first; letters start again at each place."""
    by_place: dict[tuple[UUID, int], list[Referral]] = {}
    for one in referrals:
        by_place.setdefault((one.place.unit_id, one.place.place_number), []).append(one)
    found = []
    for group in sorted(by_place.values(), key=lambda those: those[0].place.words):
        ordered = sorted(group, key=_longest_waiting)
        found.append(
            Comparison(
                place=ordered[0].place.words,
                first_day=min(one.first_day for one in ordered),
                candidates=tuple(
                    _candidate(letter(at), one, households[one.household_id], on) for at, one in enumerate(ordered)
                ),
            )
        )
    return tuple(found)


def letters(referrals: Iterable[Referral]) -> dict[UUID, str]:
    """The letter that each referral has in the comparison."""
    found = {}
    by_place: dict[tuple[UUID, int], list[Referral]] = {}
    for one in referrals:
        by_place.setdefault((one.place.unit_id, one.place.place_number), []).append(one)
    for group in by_place.values():
        for at, one in enumerate(sorted(group, key=_longest_waiting)):
            found[one.id] = letter(at)
    return found


def letter(at: int) -> str:
    """A, B… Z, AA, AB…"""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _longest_waiting(referral: Referral) -> tuple[date, str]:
    return (referral.waiting_since or referral.received_on, referral.reference)


def _candidate(name: str, referral: Referral, household: Household, on: date) -> Candidate:
    return Candidate(
        letter=name,
        situation=household.situation,
        adults=household.adults,
        children=household.children,
        needs=referral.needs,
        waiting_days=(on - referral.waiting_since).days if referral.waiting_since else None,
        opinion=referral.opinion.kind if referral.opinion else None,
        checked=referral.opinion.checked if referral.opinion else (),
    )
