"""The lists of claims and payments as tables to take away. Everywhere: paid + difference = claimed + adjustments."""

from collections.abc import Iterable, Sequence

from alt_units.documents.words import DWELLING_TYPES, FOLLOW_UP, PAYMENT_KINDS, REASONS
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import FunderPayment
from alt_units.domain.reconciliation import Amounts, FollowUp
from alt_units.domain.reconciliation_year import FollowedClaim, YearReconciliation
from kernel.period import Month
from kernel.sheets import Sheet, cents, day, month, text, whole

IDENTITY = "Partout : versé + écart = demandé + ajusté."
_SEVEN = ("Prévu", "Effectif", "Calculé", "Demandé", "Ajusté", "Versé", "Écart")


def claims_sheet(year: int, months: Iterable[tuple[Convention, Month, FollowedClaim | None, int]]) -> Sheet:
    """The months of a year, convention by convention, prepared or not."""
    rows = []
    for convention, one_month, followed, planned_cents in months:
        state = FOLLOW_UP[followed.state] if followed else "non préparée" if planned_cents else "rien de prévu"
        amounts = _seven(followed.amounts) if followed else (planned_cents, None, None, None, None, None, None)
        rows.append((convention.programme.value, convention.number, one_month, state, *amounts))
    return Sheet(
        name=f"Demandes {year}",
        columns=(
            text("Programme", 12),
            text("Convention", 18),
            month("Mois"),
            text("État", 16),
            *(cents(one) for one in _SEVEN),
        ),
        rows=tuple(rows),
        notes=(IDENTITY,),
    )


def claim_sheet(convention: Convention, one: FollowedClaim) -> Sheet:
    """One claim, a row for each dwelling."""
    return Sheet(
        name=f"Demande {one.claim.month.number:02d}-{one.claim.month.year}",
        columns=(
            text("Convention", 18),
            month("Mois"),
            text("Référence", 14),
            text("Logement"),
            text("Type"),
            whole("Jours du mois"),
            whole("Jours disponibles"),
            whole("Jours occupés"),
            cents("Selon la disponibilité"),
            cents("Selon l'occupation"),
            *(cents(name) for name in _SEVEN),
            text("Motifs", 40),
            text("Décision", 30),
        ),
        rows=tuple(
            (
                convention.number,
                one.claim.month,
                row.line.reference,
                row.line.name,
                _type(row.line.dwelling_type),
                row.line.days_in_month,
                row.line.days_available,
                row.line.days_occupied,
                row.line.by_availability_cents,
                row.line.by_occupation_cents,
                *_seven(row.amounts),
                " ; ".join(REASONS[reason] for reason in row.reasons),
                row.line.claimed_reason or "",
            )
            for row in one.rows
        ),
        totals=("Total", *(None,) * 9, *_seven(one.amounts), "", ""),
        notes=(IDENTITY, "Les jours sont comptés premier et dernier compris."),
    )


def payments_sheet(rows: Iterable[tuple[FunderPayment, Convention]]) -> Sheet:
    """What the payers sent, latest first."""
    return Sheet(
        name="Versements",
        columns=(
            day("Reçu le"),
            text("Référence bancaire", 22),
            text("Nature", 22),
            text("Programme", 12),
            text("Convention", 18),
            whole("Exercice"),
            text("Financeur", 30),
            cents("Montant"),
            cents("Affecté"),
            cents("À affecter"),
            text("Décision d'indu", 22),
            text("État", 12),
            text("Libellé", 36),
        ),
        rows=tuple(
            (
                one.received_on,
                one.bank_reference,
                PAYMENT_KINDS[one.kind],
                convention.programme.value,
                convention.number,
                convention.year,
                convention.funder,
                one.amount_cents,
                one.allocated_cents,
                one.left_cents,
                one.decision_reference,
                "Annulé" if one.cancelled else "",
                one.label,
            )
            for one, convention in rows
        ),
    )


def reconciliation_sheets(found: YearReconciliation) -> list[Sheet]:
    """The year: every dwelling and month, the totals of the months, the payments."""
    sent = [
        (part.convention, one)
        for part in found.conventions
        for one in part.claims
        if one.state is not FollowUp.PREPARING
    ]
    detail = Sheet(
        name=f"Rapprochement {found.year}",
        columns=(
            text("Convention", 18),
            month("Mois"),
            text("Référence", 14),
            text("Logement"),
            *(cents(name) for name in _SEVEN),
            text("Motifs", 40),
        ),
        rows=tuple(
            (
                convention.number,
                one.claim.month,
                row.line.reference,
                row.line.name,
                *_seven(row.amounts),
                " ; ".join(REASONS[reason] for reason in row.reasons),
            )
            for convention, one in sent
            for row in one.rows
        ),
        totals=("Total", None, "", "", *_seven(found.amounts), ""),
        notes=(IDENTITY, "Les demandes en préparation ne sont pas comptées."),
    )
    months = Sheet(
        name="Par mois",
        columns=(
            text("Convention", 18),
            month("Mois"),
            text("État", 16),
            *(cents(name) for name in _SEVEN),
        ),
        rows=tuple(
            (convention.number, one.claim.month, FOLLOW_UP[one.state], *_seven(one.amounts)) for convention, one in sent
        ),
        totals=("Total", None, "", *_seven(found.amounts)),
    )
    payments: Sequence[tuple[FunderPayment, Convention]] = [
        (payment, part.convention) for part in found.conventions for payment in part.payments
    ]
    return [detail, months, payments_sheet(payments)]


def _seven(amounts: Amounts) -> tuple[int, ...]:
    return (
        amounts.planned_cents,
        amounts.effective_cents,
        amounts.claimable_cents,
        amounts.claimed_cents,
        amounts.adjusted_cents,
        amounts.paid_cents,
        amounts.difference_cents,
    )


def _type(name: str) -> str:
    return next((words for known, words in DWELLING_TYPES.items() if known == name), name)
