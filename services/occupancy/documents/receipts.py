"""The receipt of a régie as a paper: what was received, from whom, for what, by whom (FIN-10).

It is a reçu and says so: a quittance is another paper, which is not given while anything remains due (FIN-14).
"""

from collections.abc import Sequence

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, euros
from occupancy.documents.words import MEANS, PAYMENT_KIND
from occupancy.domain.ledger import Transfer
from occupancy.domain.payments import Receipt, ReceiptCancellation
from occupancy.domain.regies import Regie


class ReceiptPaper(Paper, frozen=True, kw_only=True):
    """All that `receipts.typ` lays out."""

    regie: str
    founding_act: str
    amount: str
    facts: tuple[Fact, ...]
    lines: tuple[tuple[str, str], ...]
    cancellation: tuple[Fact, ...]


def settled(transfers: Sequence[Transfer]) -> tuple[tuple[str, int], ...]:
    """What a receipt's money settled, line by line: label and cents."""
    taken_in = [one for one in transfers if one.debit_account.startswith("regie:")]
    return tuple((_object(one.label), one.amount_cents) for one in taken_in)


def receipt_paper(
    receipt: Receipt,
    cancellation: ReceiptCancellation | None,
    regie: Regie,
    transfers: Sequence[Transfer],
    *,
    payer: str,
    holder: str,
    organisation: str,
) -> ReceiptPaper:
    """The paper of a receipt. `transfers`: those of its event. A cancelled one is marked, and keeps its number."""
    return ReceiptPaper(
        title="Reçu",
        organisation=organisation,
        reference=receipt.reference,
        dated=f"Établi le {day(receipt.recorded_on)}",
        mark="Annulé" if cancellation else None,
        mark_reason="ce reçu est annulé et sans valeur. Son numéro reste dans la suite de la régie.",
        regie=f"{regie.name} ({regie.code})",
        founding_act=regie.founding_act,
        amount=euros(receipt.amount_cents),
        facts=facts(
            {
                "Reçu de": payer,
                "Pour le ménage": holder,
                "Objet": PAYMENT_KIND[receipt.kind],
                "Mode de paiement": MEANS[receipt.means],
                "Reçu le": day(receipt.received_on),
                "Régisseur": receipt.regisseur_name,
            }
        ),
        lines=tuple((label, euros(cents)) for label, cents in settled(transfers)),
        cancellation=_cancelled(cancellation),
    )


def _object(label: str) -> str:
    """`Reçu R-LT-2026-00001 : avance` says the receipt again: only what follows is kept."""
    text = label.partition(" : ")[2] or label
    return text[:1].upper() + text[1:]


def _cancelled(cancellation: ReceiptCancellation | None) -> tuple[Fact, ...]:
    if cancellation is None:
        return ()
    return facts(
        {
            "Annulé le": day(cancellation.cancelled_on),
            "Par": cancellation.cancelled_by_name,
            "Motif": cancellation.reason,
        }
    )
