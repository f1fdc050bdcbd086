"""Insurance attestations: who answers for the risks of the dwelling, and until when it is proved.

Ground: loi 89-462 art. 7 g (attestation at the keys, then each year, for the regimes of that law; by the règlement
elsewhere), LIFECYCLE BG-19: during a sub-let both the CCAS, as tenant of the main lease, and the household, as occupant,
answer, and two attestations are kept. An attestation is never changed: a wrong one is withdrawn, with the reason.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from occupancy.domain.deadline_rules import INSURANCE_EXPIRY
from occupancy.domain.deadlines import Deadline, deadline


class Insured(StrEnum):
    """Who is insured."""

    HOUSEHOLD = "household"
    CCAS = "ccas"


class Capacity(StrEnum):
    """As what: occupant or sub-tenant during the stay, tenant of a lease."""

    OCCUPANT = "occupant"
    TENANT = "tenant"


class InsuranceNotFound(NotFound):
    """No attestation has this id."""

    code, title = "insurance-not-found", "Attestation introuvable"


class InsuranceDaysWrong(RuleBroken):
    """An attestation covers at least one day."""

    code, title = "insurance-days-wrong", "Dates de l'attestation incohérentes"


class InsuranceReceivedInFuture(RuleBroken):
    """An attestation is recorded once it is there."""

    code, title = "insurance-received-in-future", "Date de réception à venir"


class InsuranceAlreadyWithdrawn(Conflict):
    """It is withdrawn once."""

    code, title = "insurance-already-withdrawn", "Attestation déjà retirée"


class Attestation(Struct, frozen=True, kw_only=True):
    """One attestation. `withdrawn_reason`: why it no longer counts; it stays in the file."""

    id: UUID
    version: int
    contract_id: UUID
    insured: Insured
    capacity: Capacity
    insurer: str
    valid_from: date
    valid_until: date
    received_on: date
    withdrawn_reason: str | None = None

    def covers(self, day: date) -> bool:
        return self.withdrawn_reason is None and self.valid_from <= day <= self.valid_until


def check_attestation(one: Attestation, *, today: date) -> None:
    """Raises `InsuranceDaysWrong`, `InsuranceReceivedInFuture`."""
    if one.valid_until < one.valid_from:
        raise InsuranceDaysWrong("La fin de validité précède le début.", field="valid_until")
    if one.received_on > today:
        raise InsuranceReceivedInFuture("L'attestation s'enregistre une fois reçue.", field="received_on")


def withdraw(one: Attestation, reason: str) -> Attestation:
    """The attestation, which no longer counts. Raises `InsuranceAlreadyWithdrawn`."""
    if one.withdrawn_reason is not None:
        raise InsuranceAlreadyWithdrawn("Cette attestation a déjà été retirée.")
    return replace(one, withdrawn_reason=reason)


def covered_until(attestations: Iterable[Attestation], insured: Insured, day: date) -> date | None:
    """The last day covered without a gap from a day on; None when that day itself is not covered."""
    reached: date | None = None
    counting = [one for one in attestations if one.insured is insured and one.withdrawn_reason is None]
    for one in sorted(counting, key=lambda it: it.valid_from):
        if reached is None:
            if one.covers(day):
                reached = one.valid_until
        elif (one.valid_from - reached).days <= 1:
            reached = max(reached, one.valid_until)
    return reached


def insurance_deadlines(
    attestations: Iterable[Attestation], law: Law, territory: Territory, *, today: date
) -> tuple[Deadline, ...]:
    """The day to ask for the next attestation, for each of those whose cover is known: some days before it ends."""
    known = tuple(attestations)
    found = []
    for number, insured in enumerate(Insured, start=1):
        last = covered_until(known, insured, today) or _latest_end(known, insured)
        if last is not None:
            found.append(_expiry(last, law, territory, number))
    return tuple(found)


def _latest_end(attestations: Iterable[Attestation], insured: Insured) -> date | None:
    ends = [one.valid_until for one in attestations if one.insured is insured and one.withdrawn_reason is None]
    return max(ends, default=None)


def _expiry(last: date, law: Law, territory: Territory, number: int) -> Deadline:
    """Numbered by who is insured: the length is that of the rule, whoever it is."""
    one = deadline(INSURANCE_EXPIRY, last, law, territory)
    return replace(one, number=number)
