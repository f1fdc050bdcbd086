"""The overruns as a table to take away, and the words of their kinds."""

from collections.abc import Iterable
from datetime import date

from kernel.sheets import Sheet, day, text, whole
from occupancy.domain.overruns import Overrun, OverrunKind

OVERRUN = {
    OverrunKind.UNAUTHORISED: ("Sans autorisation", "bad"),
    OverrunKind.AUTHORISED: ("Dépassement autorisé", "warn"),
    OverrunKind.DEROGATION: ("Renouvelé par dérogation", "info"),
    OverrunKind.BEYOND_RULE: ("Durée initiale au-delà de la règle", "info"),
}


def overruns_sheet(rows: Iterable[tuple[Overrun, str, str]], today: date) -> Sheet:
    """Each overrun with its household and its place, in words."""
    return Sheet(
        name="Dépassements",
        columns=(
            text("Contrat", 14),
            text("Ménage"),
            text("Place", 28),
            text("Programme", 10),
            text("Dépassement", 30),
            day("Du"),
            day("Au"),
            whole("Jours à ce jour"),
            text("Motif", 40),
            text("Projet de relogement", 40),
        ),
        rows=tuple(
            (
                one.contract.reference,
                holder,
                place,
                one.contract.programme.value,
                OVERRUN[one.kind][0],
                one.first_day,
                one.last_day,
                one.days(today),
                one.reason,
                one.rehousing_plan,
            )
            for one, holder, place in rows
        ),
    )
