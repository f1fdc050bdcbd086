"""The transfers that wait for a household, as a table to take away."""

from collections.abc import Iterable
from datetime import date

from kernel.sheets import Sheet, cents, day, text
from occupancy.domain.bank_collections import BankLine, Candidate


def lines_sheet(rows: Iterable[tuple[BankLine, Candidate | None]], today: date, *, is_whole: bool) -> Sheet:
    """A line for each transfer, with the household that is proposed for it. `is_whole`: nothing more waits than these."""
    known = tuple(rows)
    rest = () if is_whole else ("La liste est longue : seuls les plus anciens virements sont ici.",)
    return Sheet(
        name="Virements à affecter",
        columns=(
            day("Reçu le"),
            text("Compte", 30),
            text("Libellé", 40),
            text("Payeur", 28),
            text("Référence", 20),
            cents("Montant"),
            text("Ménage proposé", 28),
            cents("Dû par ce ménage"),
        ),
        rows=tuple(
            (
                line.booked_on,
                line.account,
                line.label,
                line.payer,
                line.reference,
                line.amount_cents,
                f"{best.household.reference} {best.household.name}" if best else "",
                best.due_cents if best else None,
            )
            for line, best in known
        ),
        totals=("Total", None, None, None, None, sum(line.amount_cents for line, _ in known), None, None),
        notes=(f"État au {today:%d/%m/%Y}. Rien n'est encaissé seul : le ménage est une proposition.", *rest),
    )
