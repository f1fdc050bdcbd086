"""Régies: who may collect what, and the numbers of their receipts.

A régie collects only what its founding act lists (FIN-01); its receipts are numbered without gap per régie and year, none is
ever removed (FIN-10).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken


class RegieNotFound(NotFound):
    """No régie has this id."""

    code, title = "regie-not-found", "Régie introuvable"


class RegieCodeTaken(Conflict):
    """Two régies cannot share the code printed on their receipts."""

    code, title = "regie-code-taken", "Code de régie déjà utilisé"


class RegieClosed(RuleBroken):
    """A régie collects between the day it opens and the day it closes."""

    code, title = "regie-closed", "Régie fermée ce jour-là"


class NotCollectedByRegie(RuleBroken):
    """Collecting what the founding act does not list would be gestion de fait (FIN-01)."""

    code, title = "not-collected-by-regie", "Recette non prévue par l'acte constitutif"


class RegieDaysReversed(RuleBroken):
    """A régie opens before it closes."""

    code, title = "regie-days-reversed", "Fermeture avant l'ouverture"


class SoucheRefused(RuleBroken):
    """The number of the paper journal à souches fits its range, and the régie that mirrors one (FIN-10)."""

    code, title = "souche-refused", "Numéro de souche refusé"


class PaymentKind(StrEnum):
    """What a receipt collects. Deposits are listed apart from fees (DEP-08)."""

    FEES = "fees"
    DEPOSIT = "deposit"


class ReceiptMode(StrEnum):
    """Which numbers make proof: those of the paper journal à souches, mirrored here, or ours, approved in writing (FIN-10)."""

    MIRROR_P1RZ = "mirror_p1rz"
    SOFTWARE_APPROVED = "software_approved"


class Regie(Struct, frozen=True, kw_only=True):
    """A régie de recettes. `authorised_cash_cents`: the most cash its founding act lets it keep; None when not entered.

    `souche_first` and `souche_last`: the numbers of the paper journal in use, when they are known.
    """

    id: UUID
    version: int
    code: str
    name: str
    founding_act: str
    collects_fees: bool
    collects_deposits: bool
    opened_on: date
    closed_on: date | None
    receipt_mode: ReceiptMode
    authorised_cash_cents: int | None
    souche_first: int | None
    souche_last: int | None

    def collects(self, kind: PaymentKind) -> bool:
        """Does the founding act list this receipt?"""
        return self.collects_fees if kind is PaymentKind.FEES else self.collects_deposits


def check_days(opened_on: date, closed_on: date | None) -> None:
    """Raises `RegieDaysReversed`."""
    if closed_on is not None and closed_on < opened_on:
        raise RegieDaysReversed("La fermeture ne peut pas précéder l'ouverture.", field="closed_on")


def check_souches(first: int | None, last: int | None) -> None:
    """Raises `SoucheRefused`."""
    if (first is None) != (last is None):
        raise SoucheRefused("Indiquez le premier et le dernier numéro du journal, ou aucun.", field="souche_last")
    if first is not None and last is not None and last < first:
        raise SoucheRefused("Le dernier numéro précède le premier.", field="souche_last")


def check_souche(regie: Regie, souche: int | None) -> None:
    """Is this a number of the paper journal in use? Raises `SoucheRefused`."""
    if souche is None:
        return
    if regie.receipt_mode is ReceiptMode.SOFTWARE_APPROVED:
        raise SoucheRefused(f"La {regie.name} ne tient pas de journal à souches sur papier.", field="souche")
    first, last = regie.souche_first, regie.souche_last
    if first is not None and last is not None and not first <= souche <= last:
        raise SoucheRefused(f"Le journal en cours porte des numéros entre {first} et {last}.", field="souche")


def check_regie(regie: Regie, kind: PaymentKind, day: date) -> None:
    """May this régie collect this on that day? Raises `RegieClosed`, `NotCollectedByRegie`."""
    if day < regie.opened_on or (regie.closed_on is not None and day > regie.closed_on):
        raise RegieClosed(f"La {regie.name} n'encaisse pas le {day:%d/%m/%Y}.", field="received_on")
    if not regie.collects(kind):
        raise NotCollectedByRegie(
            f"L'acte constitutif de la {regie.name} ne prévoit pas cette recette.", field="regie_id"
        )


def receipt_reference(code: str, year: int, number: int) -> str:
    """`R-TEMP-2026-00012`: régie, year, number without gap."""
    return f"R-{code}-{year}-{number:05d}"
