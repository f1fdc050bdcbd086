"""Régisseurs: who is named, between which days, and the handing over of a régie from one to the next.

Only the régisseur, or the substitute to whom the régie was handed over, records receipts for it. A régie for which nobody was
named yet is open to all who may receive payments, and its page says so. Names are those of the accounts (decision record 0036).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import euros
from occupancy.domain.tills import Held, TillClosing


class NotRegisseur(RuleBroken):
    """Only a régisseur named for the régie handles its money; anything else would be gestion de fait (FIN-01)."""

    code, title = "not-regisseur", "Vous n'êtes pas régisseur de cette régie"


class TermNotFound(NotFound):
    """No appointment has this id."""

    code, title = "regisseur-term-not-found", "Nomination introuvable"


class TermOverlap(Conflict):
    """A régie has one titular régisseur at a time, and names nobody twice for the same day."""

    code, title = "regisseur-term-overlap", "Nomination qui en chevauche une autre"


class TermDaysReversed(RuleBroken):
    """An appointment begins before it ends."""

    code, title = "regisseur-term-days-reversed", "Fin avant le début"


class HandoverNotReady(RuleBroken):
    """A régie is handed over with its cash counted, its books closed, and by who leaves for good: all paid over (FIN-12)."""

    code, title = "handover-not-ready", "Remise de service impossible"


class HandoverNotFound(NotFound):
    """No handing over has this id."""

    code, title = "handover-not-found", "Remise de service introuvable"


class HandoverAlreadyAccepted(Conflict):
    """Each of the two signs once."""

    code, title = "handover-already-accepted", "Remise de service déjà signée"


class Office(StrEnum):
    """What somebody is named."""

    TITULAR = "titular"
    SUBSTITUTE = "substitute"


class RegisseurTerm(Struct, frozen=True, kw_only=True):
    """An appointment. `staff_name`: as on the account with which the person signs in."""

    id: UUID
    version: int
    regie_id: UUID
    staff_name: str
    office: Office
    appointing_act: str
    first_day: date
    last_day: date | None

    def runs_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def is_of(self, name: str) -> bool:
        return same_name(self.staff_name, name)


class Handover(Struct, frozen=True, kw_only=True):
    """A régie handed over on a closed cash book: signed by who gives, then by who takes. `leaving`: for good."""

    id: UUID
    regie_id: UUID
    closing_id: UUID
    from_id: UUID
    from_name: str
    to_name: str
    leaving: bool
    proposed_on: date


class HandoverAcceptance(Struct, frozen=True, kw_only=True):
    """The signature of who takes the régie."""

    id: UUID
    handover_id: UUID
    from_id: UUID
    accepted_by: UUID
    accepted_by_name: str
    accepted_on: date


class SignedHandover(Struct, frozen=True, kw_only=True):
    """A handing over with its second signature, when it has come."""

    handover: Handover
    acceptance: HandoverAcceptance | None


def same_name(one: str, other: str) -> bool:
    """Two names are the same whatever their capitals and spaces."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def running(terms: Sequence[RegisseurTerm], day: date) -> tuple[RegisseurTerm, ...]:
    """The appointments of a day, the titular first."""
    found = [one for one in terms if one.runs_on(day)]
    return tuple(sorted(found, key=lambda one: (one.office is not Office.TITULAR, one.first_day)))


def holder_of(handovers: Sequence[SignedHandover]) -> str | None:
    """Who holds the régie since the last handing over that both signed; None before the first."""
    signed = [one for one in handovers if one.acceptance]
    return signed[-1].handover.to_name if signed else None


def check_regisseur(terms: Sequence[RegisseurTerm], holder: str | None, name: str, day: date) -> None:
    """May this person handle the money of the régie on that day? `holder`: as `holder_of` says. Raises `NotRegisseur`."""
    if not terms:
        return
    if not any(one.is_of(name) and one.runs_on(day) for one in terms):
        named = ", ".join(one.staff_name for one in running(terms, day)) or "personne"
        raise NotRegisseur(f"Le {day:%d/%m/%Y}, sont nommés pour cette régie : {named}.")
    if holder is not None and not same_name(holder, name) and _in_office(terms, holder, day):
        raise NotRegisseur(f"La régie a été remise à {holder} : c'est à cette personne d'encaisser, ou de la remettre.")


def check_term(term: RegisseurTerm, others: Sequence[RegisseurTerm]) -> None:
    """Raises `TermDaysReversed`, `TermOverlap`."""
    if term.last_day is not None and term.last_day < term.first_day:
        raise TermDaysReversed("La fin ne peut pas précéder le début.", field="last_day")
    for other in others:
        if other.id == term.id or not _meet(term, other):
            continue
        if other.is_of(term.staff_name):
            raise TermOverlap(f"{other.staff_name} est déjà nommé sur ces jours.", field="staff_name")
        if Office.TITULAR is term.office is other.office:
            raise TermOverlap(f"{other.staff_name} est déjà titulaire sur ces jours.", field="first_day")


def check_handover(
    terms: Sequence[RegisseurTerm],
    to_name: str,
    held: Held,
    closing: TillClosing | None,
    *,
    last_entry: date | None,
    leaving: bool,
    day: date,
    giver: str,
) -> TillClosing:
    """The closing on which the régie is handed over. Raises `HandoverNotReady`."""
    if same_name(to_name, giver):
        raise HandoverNotReady("Une régie se remet à une autre personne.", field="to_name")
    if not any(one.is_of(to_name) and (one.last_day is None or one.last_day >= day) for one in terms):
        raise HandoverNotReady(f"{to_name} n'est pas nommé pour cette régie.", field="to_name")
    if closing is None or closing.day != day or (last_entry is not None and last_entry > closing.day):
        raise HandoverNotReady("Comptez et arrêtez d'abord la caisse de ce jour.")
    if leaving and held.total_cents:
        raise HandoverNotReady(
            f"Il reste {euros(held.total_cents)} à verser : qui quitte ses fonctions verse tout au comptable avant la remise."
        )
    return closing


def check_acceptance(signed: SignedHandover, name: str, held: Held, closing: TillClosing) -> None:
    """May this person take the régie? Raises `HandoverAlreadyAccepted`, `NotRegisseur`, `HandoverNotReady`."""
    if signed.acceptance:
        raise HandoverAlreadyAccepted(f"{signed.acceptance.accepted_by_name} a déjà signé cette remise.")
    if not same_name(signed.handover.to_name, name):
        raise NotRegisseur(f"Cette remise est à signer par {signed.handover.to_name}.")
    counted = (closing.counted_cents, closing.cheques_cents, closing.dft_cents)
    if (held.cash_cents, held.cheques_cents, held.dft_cents) != counted:
        raise HandoverNotReady("Des opérations ont été enregistrées depuis le décompte : comptez à nouveau.")


def _in_office(terms: Sequence[RegisseurTerm], name: str, day: date) -> bool:
    return any(one.is_of(name) and one.runs_on(day) for one in terms)


def _meet(one: RegisseurTerm, other: RegisseurTerm) -> bool:
    return (other.last_day is None or one.first_day <= other.last_day) and (
        one.last_day is None or other.first_day <= one.last_day
    )
