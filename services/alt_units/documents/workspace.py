"""The workspace of a year as a table to take away."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from alt_units.documents.money_lists import IDENTITY
from alt_units.documents.words import REASONS, VERDICTS, work_state
from alt_units.domain.workspace import WorkRow, WorkTotals
from kernel.sheets import Cell, Sheet, cents, month, text


def workspace_sheet(year: int, rows: Sequence[WorkRow], totals: WorkTotals, numbers: Mapping[UUID, str]) -> Sheet:
    """A row for each dwelling and month; `numbers`: the number of each convention."""
    return Sheet(
        name=f"Suivi {year}",
        columns=(
            month("Mois"),
            text("Convention", 18),
            text("Référence", 14),
            text("Logement"),
            *(cents(one) for one in _AMOUNTS),
            text("Réponse", 12),
            text("État", 14),
            text("Motifs", 40),
            text("Décision", 30),
        ),
        rows=tuple(_cells(row, numbers[row.convention_id]) for row in rows),
        totals=(
            "Total",
            *(None,) * 3,
            totals.planned_cents,
            totals.by_availability_cents,
            totals.by_occupation_cents,
            totals.claimable_cents,
            totals.claimed_cents,
            None,
            totals.adjusted_cents,
            totals.paid_cents,
            totals.difference_cents,
            *(None,) * 4,
        ),
        notes=(IDENTITY, "L'écart ne compte que ce qui est transmis."),
    )


_AMOUNTS = (
    "Prévu",
    "Selon la disponibilité",
    "Selon l'occupation",
    "Calculé",
    "Demandé",
    "Accordé",
    "Ajusté",
    "Versé",
    "Écart",
)


def _cells(row: WorkRow, number: str) -> tuple[Cell, ...]:
    return (
        row.month,
        number,
        row.reference,
        row.name,
        row.planned_cents,
        row.by_availability_cents,
        row.by_occupation_cents,
        row.claimable_cents,
        row.claimed_cents,
        row.granted_cents,
        row.adjusted_cents,
        row.paid_cents,
        row.difference_cents,
        VERDICTS[row.verdict] if row.verdict else "",
        work_state(row),
        " ; ".join(REASONS[reason] for reason in row.reasons),
        row.claimed_reason or "",
    )
