"""The settlement of a deposit as a letter to the household: each sum withheld, how it was counted, what goes back and when.

Ground: loi n° 89-462, art. 22 (sums duly justified), by analogy (DEP-03 to DEP-07); décret n° 2016-382, art. 4 (wear).
"""

from datetime import date

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.money import prorate
from kernel.web.formats import count, day, euros
from occupancy.documents.words import LINE_KIND
from occupancy.domain.contracts import Contract
from occupancy.domain.settlements import DepositRefund, Settlement
from occupancy.domain.wear_grids import WHOLE, AgeMode, Wear, WearRow
from occupancy.domain.withholdings import LineKind, SettlementLine


class WithheldLine(Struct, frozen=True, kw_only=True):
    """One withholding in words."""

    title: str
    reason: str
    proof: str
    counted: str
    amount: str


class SettlementPaper(Paper, frozen=True, kw_only=True):
    """All that `settlements.typ` lays out."""

    holder: str
    facts: tuple[Fact, ...]
    lines: tuple[WithheldLine, ...]
    totals: tuple[tuple[str, str], ...]
    owed: str | None
    deadline: str
    deadline_source: str
    provision: str | None
    address_missing: bool
    grid: str | None


def settlement_paper(
    settlement: Settlement,
    contract: Contract,
    refund: DepositRefund | None,
    *,
    holder: str,
    organisation: str,
) -> SettlementPaper:
    """The paper of a settlement, marked while nobody has approved it."""
    wears = [line.wear for line in settlement.lines if line.wear]
    total = sum(line.amount_cents for line in settlement.lines)
    left = total - settlement.withheld_cents
    return SettlementPaper(
        title="Solde du dépôt de garantie",
        organisation=organisation,
        reference=f"Contrat {contract.reference}",
        dated=f"Établi le {day(settlement.proposed_on)}",
        mark=None if refund else "Proposition",
        mark_reason="ce solde n'est pas encore approuvé ; vous pouvez répondre au CCAS sur chaque ligne.",
        holder=holder,
        facts=_facts(settlement, contract, refund),
        lines=tuple(_line(one) for one in settlement.lines),
        totals=(
            ("Dépôt détenu", euros(settlement.held_cents)),
            ("Retenu", euros(settlement.withheld_cents - settlement.provision_cents)),
            *((("Provision conservée", euros(settlement.provision_cents)),) if settlement.provision_cents else ()),
            ("À rendre", euros(settlement.refund_cents)),
            *((("Majoration de retard versée", euros(refund.late_cents)),) if refund and refund.late_cents else ()),
        ),
        owed=euros(left) if left > 0 else None,
        deadline=day(settlement.due_on),
        deadline_source=settlement.due_source,
        provision=euros(settlement.provision_cents) if settlement.provision_cents else None,
        address_missing=settlement.address_known_on is None,
        grid=_grid(wears[0]) if wears else None,
    )


def wear_words(wear: Wear) -> str:
    """How a share was found, in one or two sentences."""
    age = _age(wear)
    return f"{row_words(wear.row)}. {age} : {percent(wear.share)} à la charge du ménage."


def row_words(row: WearRow) -> str:
    """A row of a grid in words."""
    return (
        f"{row.element} : durée de vie {count(row.life_years, 'an')}, franchise {count(row.franchise_years, 'an')},"
        f" abattement {_tenths(row.abatement_per_mille)} par an, part résiduelle {_tenths(row.residual_per_mille)}"
    )


def percent(share: int) -> str:
    """A share in parts of `WHOLE`, to the hundredth of a percent."""
    whole, rest = divmod(prorate(10_000, share, WHOLE), 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{whole}{decimals}\u00a0%"


def _tenths(per_mille: int) -> str:
    whole, rest = divmod(per_mille, 10)
    return f"{whole}{f',{rest}' if rest else ''}\u00a0%"


def _age(wear: Wear) -> str:
    if wear.months is None or wear.since is None:
        return "Âge non prouvé, part la plus basse de la grille"
    years = wear.rules.age_mode is AgeMode.COMPLETED_YEARS
    age = count(wear.months // 12, "an accompli", "ans accomplis") if years else f"{wear.months} mois"
    return f"Posé ou refait le {day(wear.since)} ({wear.since_proof}), {age} le {day(wear.until)}"


def _line(line: SettlementLine) -> WithheldLine:
    return WithheldLine(
        title=LINE_KIND[line.kind] + (f" – {line.element}" if line.element else ""),
        reason=line.reason,
        proof=line.proof,
        counted=counted_words(line),
        amount=euros(line.amount_cents),
    )


def counted_words(line: SettlementLine) -> str:
    """From what a line was counted; empty when the amount was given as such."""
    if line.cost_cents is None:
        return ""
    cost = euros(line.cost_cents)
    whole = line.cost_cents * line.quantity
    said = f"Coût {cost}" if line.quantity == 1 else f"{line.quantity} × {cost} = {euros(whole)}"
    if line.wear is None:
        return f"{said}, sans vétusté" if line.kind is LineKind.LOSS else said
    due = prorate(whole, line.wear.share, WHOLE)
    lowered = "" if line.amount_cents == due else f", ramené à {euros(line.amount_cents)}"
    return f"{said}. {wear_words(line.wear)} Soit {euros(due)}{lowered}"


def _facts(settlement: Settlement, contract: Contract, refund: DepositRefund | None) -> tuple[Fact, ...]:
    unit = contract.unit
    conforms: date | None = settlement.accounts_approved_on
    return facts(
        {
            "Logement": f"{unit.name}, {unit.address}, {unit.postal_code} {unit.city}",
            "Clés rendues le": day(settlement.keys_returned_on),
            "Comptes de l'immeuble approuvés le": day(conforms) if conforms else None,
            "À rendre à": settlement.refund_to,
            "Dossier du tiers payeur": settlement.refund_reference or None,
            "Approuvé par": refund.approved_by_name if refund else None,
            "Rendu le": day(refund.refunded_on) if refund else None,
        }
    )


def _grid(wear: Wear) -> str:
    bound = "" if wear.opposable else ", indicative : elle n'est pas issue d'un accord collectif"
    return f"{wear.grid}{bound}"
