"""The reconciliation of a year as a paper: every dwelling and month, what was claimed against what was paid, to its end.

Ground: REC-01 and REC-02 of the domain notes. Everywhere: paid + difference = claimed + adjustments.
"""

from datetime import date

from msgspec import Struct

from alt_units.documents.words import FOLLOW_UP, PAYMENT_KINDS, REASONS
from alt_units.domain.reconciliation import Amounts, FollowUp
from alt_units.domain.reconciliation_year import ConventionYear, FollowedClaim, YearReconciliation
from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import NONE, day, euros, month, period

Seven = tuple[str, str, str, str, str, str, str]


class ClaimRows(Struct, frozen=True, kw_only=True):
    """The rows of one claim, its total and where its follow-up stands."""

    rows: tuple[tuple[str, str, Seven, str], ...]
    total: Seven
    name: str
    state: str


class ConventionPart(Struct, frozen=True, kw_only=True):
    """One convention over the year."""

    title: str
    facts: tuple[Fact, ...]
    claims: tuple[ClaimRows, ...]
    total: Seven
    expected: tuple[tuple[str, str, str, str, str], ...]
    payments: tuple[tuple[str, str, str, str, str, str], ...]
    payments_total: tuple[str, str, str]


class ReconciliationPaper(Paper, frozen=True, kw_only=True):
    """All that `reconciliation.typ` lays out."""

    year: str
    figures: tuple[Fact, ...]
    conventions: tuple[ConventionPart, ...]
    total: Seven
    report: tuple[Fact, ...]


def reconciliation_paper(found: YearReconciliation, *, today: date, organisation: str) -> ReconciliationPaper:
    """The paper of a year as it stands today. Claims that were not sent are not in it."""
    amounts = found.amounts
    return ReconciliationPaper(
        title=f"Rapprochement des aides {found.year}",
        organisation=organisation,
        reference=f"Année {found.year}",
        dated=f"État au {day(today)}",
        mark=None,
        mark_reason="",
        year=str(found.year),
        figures=facts(
            {
                "Demandé": euros(amounts.claimed_cents),
                "Ajusté": euros(amounts.adjusted_cents),
                "Reçu en banque": euros(found.received_cents),
                "Affecté aux demandes": euros(amounts.paid_cents),
                "À affecter": euros(found.left_cents),
                "Écart": euros(amounts.difference_cents),
            }
        ),
        conventions=tuple(_part(one) for one in found.conventions),
        total=_seven(amounts),
        report=facts(
            {
                "Période couverte": period(found.report.covers),
                "À remettre avant le": day(found.report.due_on),
                "Destinataires": found.report.addressees,
                "Source": found.report.source,
            }
        ),
    )


def _part(part: ConventionYear) -> ConventionPart:
    convention = part.convention
    return ConventionPart(
        title=f"{convention.programme} n° {convention.number} – {convention.funder}",
        facts=facts(
            {
                "Montant prévisionnel de l'année": euros(part.forecast_cents),
                "Mois pas encore transmis": ", ".join(month(one) for one in part.missing) or "aucun",
            }
        ),
        claims=tuple(_claim(one) for one in part.claims if one.state is not FollowUp.PREPARING),
        total=_seven(part.amounts),
        expected=tuple(
            (
                f"{one.number} (solde)" if one.is_balance else str(one.number),
                day(one.expected_on),
                euros(one.expected_cents),
                euros(one.payment.amount_cents) if one.payment else NONE,
                day(one.payment.received_on) if one.payment else NONE,
            )
            for one in part.expected
        ),
        payments=tuple(
            (
                day(one.received_on),
                one.bank_reference,
                PAYMENT_KINDS[one.kind],
                euros(one.amount_cents),
                euros(one.allocated_cents),
                euros(one.left_cents),
            )
            for one in part.payments
        ),
        payments_total=(euros(part.received_cents), euros(part.amounts.paid_cents), euros(part.left_cents)),
    )


def _claim(one: FollowedClaim) -> ClaimRows:
    return ClaimRows(
        rows=tuple(
            (
                month(one.claim.month),
                f"{row.line.name} ({row.line.reference})",
                _seven(row.amounts),
                " ; ".join(REASONS[reason] for reason in row.reasons),
            )
            for row in one.rows
        ),
        total=_seven(one.amounts),
        name=f"Total {month(one.claim.month)}",
        state=FOLLOW_UP[one.state],
    )


def _seven(amounts: Amounts) -> Seven:
    return (
        euros(amounts.planned_cents),
        euros(amounts.effective_cents),
        euros(amounts.claimable_cents),
        euros(amounts.claimed_cents),
        euros(amounts.adjusted_cents),
        euros(amounts.paid_cents),
        euros(amounts.difference_cents),
    )
