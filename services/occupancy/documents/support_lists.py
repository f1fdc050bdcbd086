"""The list of support measures as a table to take away: no word of what social workers write."""

from collections.abc import Iterable
from typing import Any

from kernel.sheets import Sheet, day, text


def supports_sheet(rows: Iterable[dict[str, Any]]) -> Sheet:
    """Each measure with its household, its days, where it is and how often the household is met."""
    return Sheet(
        name="Accompagnements",
        columns=(
            text("Mesure", 14),
            text("Ménage"),
            text("Type", 24),
            text("Objet", 14),
            text("Opérateur", 28),
            day("Début"),
            day("Dernier jour"),
            day("Fin réelle"),
            text("Rythme", 28),
            text("État", 28),
        ),
        rows=tuple(
            (
                row["measure"].reference,
                row["holder"],
                row["kind"],
                row["purpose"],
                row["operator"],
                row["measure"].started_on,
                row["measure"].last_day,
                row["measure"].ended_on,
                row["rhythm"][0] if row["rhythm"] else "",
                row["state"][0],
            )
            for row in rows
        ),
    )
