"""Lists of attributions as tables to take away: dossiers, programmes, a session."""

from collections.abc import Iterable, Mapping
from typing import Any

from kernel.sheets import Sheet, day, text, whole

Rows = Iterable[Mapping[str, Any]]


def attributions_sheet(rows: Rows) -> Sheet:
    """Each dossier with its household, its session, its receipts, its rank."""
    return Sheet(
        name="Attributions",
        columns=(
            text("Dossier", 16),
            text("Ménage"),
            text("Programme", 28),
            text("Bailleur", 24),
            text("Commune", 20),
            day("Séance"),
            day("Limite de réception"),
            day("Reçu DEAL"),
            day("Reçu ALS"),
            whole("Rang"),
            day("Liste jusqu'au"),
            text("État", 28),
        ),
        rows=tuple(
            (
                row["one"].reference,
                row["holder"],
                row["operation"].name,
                row["operation"].landlord,
                row["operation"].commune,
                row["session"].first_day,
                row["limit_on"],
                row["one"].deal_on,
                row["one"].als_on,
                row["one"].rank,
                row["one"].list_until,
                row["state"][0],
            )
            for row in rows
        ),
    )


def operations_sheet(rows: Rows) -> Sheet:
    """Each programme with its dossiers and its next session."""
    return Sheet(
        name="Programmes",
        columns=(
            text("Programme", 14),
            text("Nom", 28),
            text("Nature", 12),
            text("Bailleur", 24),
            text("Commune", 20),
            whole("Logements"),
            day("Disponible"),
            whole("Dossiers"),
            whole("Dossiers attendus"),
            day("Prochaine séance"),
            day("Limite de réception"),
        ),
        rows=tuple(
            (
                row["operation"].reference,
                row["operation"].name,
                row["kind"],
                row["operation"].landlord,
                row["operation"].commune,
                row["operation"].dwellings,
                row["operation"].available_on,
                row["quota"].count,
                row["quota"].wanted,
                row["next"].first_day if row["next"] else None,
                row["limit_on"],
            )
            for row in rows
        ),
    )


def session_sheet(rows: Rows) -> Sheet:
    """The dossiers of a session, by rank."""
    return Sheet(
        name="Séance",
        columns=(
            whole("Rang"),
            text("Dossier", 16),
            text("Ménage"),
            day("Reçu DEAL"),
            day("Reçu ALS"),
            text("État", 28),
            day("Liste jusqu'au"),
        ),
        rows=tuple(
            (
                row["one"].rank,
                row["one"].reference,
                row["holder"],
                row["one"].deal_on,
                row["one"].als_on,
                row["state"][0],
                row["one"].list_until,
            )
            for row in rows
        ),
    )
