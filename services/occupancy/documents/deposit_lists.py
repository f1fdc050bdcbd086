"""The list of deposits, and of their returns for the comptable, as tables to take away."""

from collections.abc import Iterable
from datetime import date

from kernel.sheets import Sheet, cents, day, text
from occupancy.domain.deposit_stages import FollowedDeposit
from occupancy.domain.settlements import DepositRefund, Settlement
from occupancy.domain.withholdings import CLAIMED


def deposits_sheet(rows: Iterable[tuple[FollowedDeposit, str, str, str]], today: date) -> Sheet:
    """Each deposit with its household, its place and where it stands."""
    return Sheet(
        name="Dépôts de garantie",
        columns=(
            text("Contrat", 14),
            text("Ménage", 28),
            text("Logement", 30),
            day("Demandé le"),
            cents("Demandé"),
            cents("Reste à recevoir"),
            cents("Détenu"),
            text("État", 18),
            day("À rendre avant le"),
            day("Rendu le"),
            cents("Rendu"),
        ),
        rows=tuple(
            (
                one.contract.reference,
                holder,
                place,
                one.request.asked_on,
                one.request.amount_cents,
                one.state.due_cents,
                one.state.held_cents,
                stage,
                one.return_by,
                one.refund.refunded_on if one.refund else None,
                one.refund.refund_cents if one.refund else None,
            )
            for one, holder, place, stage in rows
        ),
        notes=(
            f"État au {today:%d/%m/%Y}. Sans solde proposé, le délai est celui d'un état des lieux conforme, depuis le départ.",
        ),
    )


def returns_sheet(rows: Iterable[tuple[Settlement, DepositRefund, str, str]]) -> Sheet:
    """Each return as the two gross facts that the comptable needs, and what was paid (FIN-06).

    `rows`: the settlement, its refund, the reference of the contract, the household. The whole deposit goes out, what is withheld
    comes in; the damage is paid first, then the fees that were owed. A provision is still held: in neither.
    """
    known = [(one, refund, contract, holder, _gross(one, refund)) for one, refund, contract, holder in rows]
    totals = [sum(amounts) for amounts in zip(*(row[-1] for row in known), strict=True)] or [0] * 6
    return Sheet(
        name="Restitutions",
        columns=(
            text("Contrat", 14), text("Ménage", 28), day("Rendu le"), cents("Dépense : dépôt"), cents("Recette : logement"),
            cents("Recette : impayés"), cents("Versé"), cents("Majoration versée"), cents("Provision gardée"),
            text("Versé à", 28), text("Convention", 20), text("Proposé par"), text("Approuvé par"),
        ),
        rows=tuple(
            (
                contract, holder, refund.refunded_on, *amounts, one.refund_to, one.refund_reference, one.proposed_by_name,
                refund.approved_by_name,
            )
            for one, refund, contract, holder, amounts in known
        ),
        totals=("Total", None, None, *totals, None, None, None, None),
        notes=(
            "Dépense : le dépôt ; recettes : ce qui est retenu. Le ménage reçoit la différence, plus la majoration de retard.",
            "Comptes et pièces à confirmer avec le comptable.",
        ),
    )  # fmt: skip


def _gross(one: Settlement, refund: DepositRefund) -> tuple[int, int, int, int, int, int]:
    """The deposit that goes out, what comes in for the dwelling and for fees, what was paid, its late increase, what is kept."""
    out = one.held_cents - one.provision_cents
    taken = out - one.refund_cents
    damage = min(taken, sum(line.amount_cents for line in one.lines if line.kind in CLAIMED))
    return out, damage, taken - damage, one.refund_cents, refund.late_cents, one.provision_cents
