"""Quittances: what says that a month is paid in full. Anything less is a receipt (FIN-14).

Ground: loi n° 89-462, art. 21 (free, on request, never while something remains due for the period), by analogy.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from kernel.errors import Conflict, NotFound
from kernel.money import euros
from kernel.period import Month
from occupancy.domain.claims import Claim, claims
from occupancy.domain.fees import Charge
from occupancy.domain.ledger import Transfer, standing


class MonthNotCharged(NotFound):
    """No fee of this month stands on the contract."""

    code, title = "month-not-charged", "Aucune redevance appelée pour ce mois"


class QuittanceRefused(Conflict):
    """Something remains due for the period: a receipt says what was paid, a quittance would say that all is (FIN-14)."""

    code, title = "quittance-refused", "Quittance impossible"


class ChargedMonth(Struct, frozen=True, kw_only=True):
    """A month that stands on a contract, and what was paid on it. `paid_on`: the day of the last payment, if any."""

    charge: Charge
    claim: Claim
    paid_on: date | None

    @property
    def is_paid(self) -> bool:
        return self.claim.open_cents <= 0


def charged_month(charges: Sequence[Charge], transfers: Sequence[Transfer], month: Month) -> ChargedMonth:
    """The standing charge of a month. Raises `MonthNotCharged`."""
    counted = standing(transfers)
    known = {claim.transfer_id: claim for claim in claims(transfers)}
    for charge in charges:
        if charge.month == str(month) and charge.transfer_id in counted and charge.amount_cents > 0:
            claim = known[charge.transfer_id]
            on_it = [one for one in transfers if one.settles_id == claim.transfer_id and one.id in counted]
            # A cancelled receipt leaves a row of its own day, which takes back and pays nothing.
            paid = [one.booked_on for one in on_it if one.credit_account == claim.account]
            return ChargedMonth(charge=charge, claim=claim, paid_on=max(paid, default=None))
    raise MonthNotCharged(f"Aucune redevance n'est appelée pour {month.first_day:%m/%Y} sur ce contrat.")


def check_quittance(found: ChargedMonth) -> date:
    """The day on which all was paid. Raises `QuittanceRefused`."""
    if found.claim.relieved_cents:
        raise QuittanceRefused(
            f"Une décision porte sur {euros(found.claim.relieved_cents)} de ce mois : il n'a pas été payé en entier. "
            "Le reçu de chaque paiement dit ce qui a été payé."
        )
    if not found.is_paid or found.paid_on is None:
        raise QuittanceRefused(
            f"Il reste {euros(found.claim.open_cents)} dus pour ce mois : le reçu de chaque paiement dit ce qui a été payé."
        )
    return found.paid_on
