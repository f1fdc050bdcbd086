"""Withholdings on a deposit: one line each, with its reason, its proof, and the wear counted off (DEP-04, DEP-06, VET-03)."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from kernel.errors import FieldError, RuleBroken
from kernel.law import LawValue
from kernel.money import LIMIT, PaidCents, euros, prorate
from occupancy.domain.wear_grids import Wear, WearGrid, WearRules, charge, worn


class WithholdingUnproven(RuleBroken):
    """A sum is withheld only when it is duly justified (DEP-04)."""

    code, title = "withholding-unproven", "Retenue non justifiée"


class WithholdingAboveWear(RuleBroken):
    """Wear is not at the household's charge: a line may be lowered, never raised above what the grid leaves (VET-05)."""

    code, title = "withholding-above-wear", "Retenue supérieure à la part due"


class WithholdingUncounted(RuleBroken):
    """A line is an amount, or what it is counted from: the cost, the row of the grid, the age (VET-05)."""

    code, title = "withholding-uncounted", "Retenue à compléter"


class ProvisionTooHigh(RuleBroken):
    """A provision until the accounts of the building are approved is a part of the deposit at most (DEP-06)."""

    code, title = "provision-too-high", "Provision trop élevée"


class ArrearsOverstated(RuleBroken):
    """Arrears taken on the deposit cannot exceed what is owed."""

    code, title = "arrears-overstated", "Impayé retenu supérieur à ce qui est dû"


class LineKind(StrEnum):
    """Why a part of the deposit is withheld. A loss is no wear; a provision waits for the accounts of the building."""

    DAMAGE = "damage"
    LOSS = "loss"
    ARREARS = "arrears"
    PROVISION = "provision"


CLAIMED = (LineKind.DAMAGE, LineKind.LOSS)
"""What the household owes because of the state of the dwelling: it makes the exit differ from the entry."""


class SettlementLine(Struct, frozen=True, kw_only=True):
    """One withholding. `cost_cents`: of the repair, or of one lost thing, before wear; `wear`: how its share was found."""

    kind: LineKind
    reason: Annotated[str, Meta(max_length=300)]
    element: Annotated[str, Meta(max_length=120)]
    amount_cents: PaidCents
    proof: Annotated[str, Meta(max_length=300)]
    quantity: Annotated[int, Meta(ge=1, le=50)] = 1
    cost_cents: Annotated[int, Meta(ge=0, le=LIMIT)] | None = None
    wear: Wear | None = None


class LineDraft(Struct, frozen=True, kw_only=True):
    """A line as an agent writes it. `amount_cents` None: as counted. `wear_row`: the element of the contract's grid."""

    kind: LineKind
    reason: str
    element: str
    proof: str
    quantity: int = 1
    cost_cents: int | None = None
    wear_row: str = ""
    since: date | None = None
    since_proof: str = ""
    amount_cents: int | None = None


def counted(
    drafts: Sequence[LineDraft], grid: WearGrid | None, rules: WearRules, until: date
) -> tuple[SettlementLine | None, ...]:
    """Each line with its wear and its amount, None when nothing of it is due.

    `until`: the day of the exit inspection. Raises `WithholdingUncounted`, `WithholdingAboveWear`, each naming the line.
    """
    return tuple(_counted(rank, one, grid, rules, until) for rank, one in enumerate(drafts, 1))


def _counted(
    rank: int, draft: LineDraft, grid: WearGrid | None, rules: WearRules, until: date
) -> SettlementLine | None:
    wear = _wear(rank, draft, grid, rules, until)
    due = _due(draft, wear)
    if due is None and draft.amount_cents is None:
        raise WithholdingUncounted(
            f"Ligne {rank} : indiquez le montant, ou le coût d'où il se calcule.", field=f"amount_{rank}"
        )
    if due is not None and draft.amount_cents is not None and draft.amount_cents > due:
        raise WithholdingAboveWear(f"Ligne {rank} : {euros(due)} au plus, vétusté déduite.", field=f"amount_{rank}")
    amount = draft.amount_cents if draft.amount_cents is not None else due
    if not amount:
        return None
    return SettlementLine(
        kind=draft.kind,
        reason=draft.reason,
        element=draft.element,
        amount_cents=amount,
        proof=draft.proof,
        quantity=draft.quantity,
        cost_cents=draft.cost_cents,
        wear=wear,
    )


def _wear(rank: int, draft: LineDraft, grid: WearGrid | None, rules: WearRules, until: date) -> Wear | None:
    if draft.kind is not LineKind.DAMAGE or not draft.wear_row:
        return None
    row = grid.row(draft.wear_row) if grid else None
    if grid is None or row is None:
        raise WithholdingUncounted(
            f"Ligne {rank} : cet élément n'est pas dans la grille fixée sur le contrat.", field=f"wear_row_{rank}"
        )
    if draft.cost_cents is None:
        raise WithholdingUncounted(f"Ligne {rank} : indiquez le coût, d'où la vétusté se déduit.", field=f"cost_{rank}")
    if draft.since is not None and draft.since > until:
        raise WithholdingUncounted(
            f"Ligne {rank} : l'élément ne peut pas avoir été posé après la sortie.", field=f"since_{rank}"
        )
    if draft.since is not None and not draft.since_proof.strip():
        raise WithholdingUncounted(
            f"Ligne {rank} : dites ce qui prouve l'âge (facture, état des lieux d'entrée), ou laissez la date vide.",
            field=f"since_proof_{rank}",
        )
    return worn(grid, row, rules, since=draft.since, since_proof=draft.since_proof, until=until)


def _due(draft: LineDraft, wear: Wear | None) -> int | None:
    """What a line comes to, in cents; None when nothing was given to count it from."""
    if draft.cost_cents is None:
        return None
    whole = draft.cost_cents * draft.quantity
    return whole if wear is None else charge(whole, wear)


def check_lines(lines: Sequence[SettlementLine], arrears_cents: int) -> None:
    """Each line says why and proves it. Raises `WithholdingUnproven`, `ArrearsOverstated`."""
    for rank, line in enumerate(lines, 1):
        if not line.reason.strip() or not line.proof.strip():
            raise WithholdingUnproven(
                f"Ligne {rank} : le motif et le justificatif (facture, devis, grille) sont obligatoires.",
                field=f"reason_{rank}",
            )
        if line.kind in CLAIMED and not line.element.strip():
            raise WithholdingUnproven(
                f"Ligne {rank} : indiquez l'élément de l'état des lieux.", field=f"element_{rank}"
            )
    taken = total(lines, LineKind.ARREARS)
    if taken > arrears_cents:
        raise ArrearsOverstated(f"Le ménage doit {euros(arrears_cents)} de redevances, pas davantage.", field="lines")


def check_provision(lines: Sequence[SettlementLine], *, asked_cents: int, held_cents: int, rate: LawValue) -> None:
    """A provision is a part of the deposit at most, and of what the other lines leave of it. Raises `ProvisionTooHigh`."""
    kept = total(lines, LineKind.PROVISION)
    if not kept:
        return
    most = min(prorate(asked_cents, rate.number, 1000), max(0, held_cents - total(lines, *CLAIMED, LineKind.ARREARS)))
    if kept > most:
        message = f"Provision de {euros(most)} au plus : une part du dépôt, dans la limite de ce qui en reste."
        rank = next(rank for rank, one in enumerate(lines, 1) if one.kind is LineKind.PROVISION)
        raise ProvisionTooHigh(message, errors=(FieldError(field=f"amount_{rank}", message=message),))


def total(lines: Sequence[SettlementLine], *kinds: LineKind) -> int:
    """The lines of these kinds together, in cents."""
    return sum(line.amount_cents for line in lines if line.kind in kinds)
