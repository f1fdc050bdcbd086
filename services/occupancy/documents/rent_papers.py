"""The papers of a month: the notice that asks for its fee, with its proration; the quittance that says it is paid (FIN-14)."""

from kernel.documents.paper import Fact, Paper, Source, facts
from kernel.law import Status
from kernel.web.formats import count, day, euros
from kernel.web.formats import month as month_words
from occupancy.domain.contracts import Contract
from occupancy.domain.letterheads import Letterhead
from occupancy.domain.quittances import ChargedMonth


class RentPaper(Paper, frozen=True, kw_only=True):
    """All that `rent_papers.typ` lays out."""

    holder: str
    lead: str
    facts: tuple[Fact, ...]
    lines: tuple[tuple[str, str], ...]
    total: tuple[str, str]
    sources: tuple[Source, ...]
    closing: tuple[str, ...]
    signer: str | None


def fee_notice(
    found: ChargedMonth, contract: Contract, *, holder: str, letterhead: Letterhead, other_due_cents: int
) -> RentPaper:
    """What is asked for a month. `other_due_cents`: what else the household owes, said apart."""
    charge = found.charge
    others = (f"Votre compte porte aussi {euros(other_due_cents)} dus à un autre titre.",) if other_due_cents else ()
    return RentPaper(
        title="Avis d'échéance",
        organisation=letterhead.name,
        reference=f"Contrat {contract.reference}",
        dated=_month(found),
        mark=None,
        mark_reason="",
        holder=holder,
        lead=f"Votre redevance de {_month(found)} est à payer au plus tard le {day(charge.due_on)}.",
        facts=facts(_about(found, contract)),
        lines=(
            (f"Redevance de {_month(found)}", euros(charge.amount_cents)),
            *(((("Déjà payé", euros(-found.claim.settled_cents)),)) if found.claim.settled_cents else ()),
        ),
        total=("À payer", euros(max(found.claim.open_cents, 0))),
        sources=_sources(found),
        closing=(
            *others,
            "Payez auprès du régisseur du CCAS. Chaque paiement donne lieu à un reçu numéroté, sans frais.",
            "Vous ne pouvez pas payer à temps ? Dites-le au CCAS sans attendre : un échelonnement ou une aide est possible.",
        ),
        signer=None,
    )


def quittance(found: ChargedMonth, contract: Contract, *, holder: str, letterhead: Letterhead) -> RentPaper:
    """That a month is paid; the caller has checked that nothing of it remains due."""
    amount = euros(found.charge.amount_cents)
    return RentPaper(
        title="Quittance",
        organisation=letterhead.name,
        reference=f"Contrat {contract.reference}",
        dated=_month(found),
        mark=None,
        mark_reason="",
        holder=holder,
        lead=f"{letterhead.name} reconnaît avoir reçu {amount} pour l'occupation du logement en {_month(found)}.",
        facts=facts({**_about(found, contract), "Payé en entier le": day(found.paid_on)}),
        lines=((f"Redevance de {_month(found)}", amount), ("Charges comptées à part", "aucune")),
        total=("Reçu", amount),
        sources=(),
        closing=(
            "Rien ne reste dû pour cette période. Cette quittance ne dit rien des autres périodes.",
            "Elle est délivrée sans frais.",
        ),
        signer=letterhead.signer,
    )


def _month(found: ChargedMonth) -> str:
    return month_words(found.charge.month)


def _about(found: ChargedMonth, contract: Contract) -> dict[str, str | None]:
    trace, unit = found.charge.trace, contract.unit
    counted = f"{euros(trace.monthly_cents)} × {count(trace.days, 'jour')} ÷ {count(trace.days_in_month, 'jour')}"
    return {
        "Logement": f"{unit.name}, {unit.address}, {unit.postal_code} {unit.city}",
        "Période": f"du {day(trace.first_day)} au {day(trace.last_day)}",
        "Redevance mensuelle": euros(trace.monthly_cents),
        "Calcul du mois": counted if trace.days < trace.days_in_month else None,
    }


def _sources(found: ChargedMonth) -> tuple[Source, ...]:
    trace = found.charge.trace
    if trace.days == trace.days_in_month:
        return ()
    return (Source(text="Mois incomplet :", source=trace.source, to_confirm=trace.status is Status.TO_VERIFY),)
