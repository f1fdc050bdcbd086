"""The list of sliding leases as a table to take away."""

from collections.abc import Iterable
from datetime import date

from kernel.sheets import Sheet, day, text
from occupancy.domain.sliding_leases import SlidingLease


def sliding_leases_sheet(rows: Iterable[tuple[SlidingLease, str, str, date | None]]) -> Sheet:
    """Each dossier with its household, where it is, and its next review."""
    return Sheet(
        name="Baux glissants",
        columns=(
            text("Bail glissant", 14),
            text("Ménage"),
            text("Bailleur", 28),
            day("Sous-location"),
            day("Fin de la période"),
            day("Prochain examen"),
            day("Glissement"),
            text("État", 28),
        ),
        rows=tuple(
            (
                one.reference,
                holder,
                one.upstream.landlord,
                one.sublease_signed_on,
                one.period_last_day,
                next_on,
                one.slide_on,
                state,
            )
            for one, holder, state, next_on in rows
        ),
    )
