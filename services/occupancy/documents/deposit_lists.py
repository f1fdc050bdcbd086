"""The list of deposits as a table to take away."""

from collections.abc import Iterable
from datetime import date

from kernel.sheets import Sheet, cents, day, text
from occupancy.domain.deposit_stages import FollowedDeposit


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
