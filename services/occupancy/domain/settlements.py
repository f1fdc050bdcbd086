"""Settlements of deposits: what is withheld, line by line and proven, and what goes back, approved by another person.

Ground: loi n° 89-462, art. 22, applied by analogy (DEP-03 to DEP-10); gross entries, never a silent set-off (FIN-06, DEP-09).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.money import DueCents, PaidCents, euros, prorate
from occupancy.domain.claims import Claim, allocate
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deposits import DepositRequest, DepositState
from occupancy.domain.ledger import (
    REFUNDS,
    REVENUE_DAMAGE,
    HouseholdAccount,
    Posting,
    TransferKind,
    account,
)


class NothingToSettle(Conflict):
    """No deposit was asked for this contract, or it has been returned already."""

    code, title = "nothing-to-settle", "Aucun dépôt de garantie à solder"


class ContractNotEnded(Conflict):
    """The deposit is settled once the stay has ended and the keys are back; never set off during the stay (DEP-09)."""

    code, title = "contract-not-ended", "Séjour non terminé"


class WithholdingUnproven(RuleBroken):
    """A sum is withheld only when it is duly justified (DEP-04)."""

    code, title = "withholding-unproven", "Retenue non justifiée"


class ArrearsOverstated(RuleBroken):
    """Arrears taken on the deposit cannot exceed what is owed."""

    code, title = "arrears-overstated", "Impayé retenu supérieur à ce qui est dû"


class SettlementNotFound(NotFound):
    """No settlement is proposed for this contract."""

    code, title = "settlement-not-found", "Aucun solde de dépôt proposé"


class SettlementReplaced(Conflict):
    """Another proposal has been made since: the one that is approved must be the last."""

    code, title = "settlement-replaced", "Proposition remplacée entre-temps"


class ApproverIsProposer(Conflict):
    """Who proposes a refund does not approve it (L15)."""

    code, title = "approver-is-proposer", "Deux personnes différentes sont nécessaires"


class DayOutsideReturn(RuleBroken):
    """Keys come back during the stay or after it, and money goes back after the keys; never tomorrow."""

    code, title = "day-outside-return", "Date impossible"


class LineKind(StrEnum):
    """Why a part of the deposit is withheld."""

    DAMAGE = "damage"
    ARREARS = "arrears"


class SettlementLine(Struct, frozen=True, kw_only=True):
    """One withholding: its reason, the element of the inspection, its amount and its proof."""

    kind: LineKind
    reason: Annotated[str, Meta(max_length=300)]
    element: Annotated[str, Meta(max_length=120)]
    amount_cents: PaidCents
    proof: Annotated[str, Meta(max_length=300)]


class Settlement(Struct, frozen=True, kw_only=True):
    """What is proposed for a deposit: lines withheld, and what goes back to whom, before which day."""

    id: UUID
    contract_id: UUID
    household_id: UUID
    attempt: int
    keys_returned_on: date
    exit_conforms: bool
    due_on: date
    due_source: str
    held_cents: DueCents
    lines: tuple[SettlementLine, ...]
    withheld_cents: DueCents
    refund_cents: DueCents
    refund_to: str
    address_known_on: date | None
    proposed_on: date
    proposed_by: UUID
    proposed_by_name: str


class DepositRefund(Struct, frozen=True, kw_only=True):
    """The approval and payment of a settlement, by another person than the one who proposed it."""

    id: UUID
    settlement_id: UUID
    proposed_by: UUID
    approved_by: UUID
    approved_by_name: str
    refunded_on: date
    refund_cents: int
    event_id: UUID


class LateIncrease(Struct, frozen=True, kw_only=True):
    """The increase for a late return, shown and never charged by itself. `suspended`: no address is known yet."""

    cents: int
    periods: int
    suspended: bool
    source: str


def has_left(contract: Contract) -> bool:
    """True once the stay is over, or never began: its deposit may be settled (DEP-09)."""
    return contract.status in (ContractStatus.ENDED, ContractStatus.CANCELLED)


def check_settleable(contract: Contract, refund: DepositRefund | None, request: DepositRequest | None) -> None:
    """`refund`: the approved settlement that stands, if any. Raises `ContractNotEnded`, `NothingToSettle`."""
    if not has_left(contract):
        raise ContractNotEnded("Le dépôt se solde une fois le départ enregistré (jamais pendant le séjour).")
    if refund is not None:
        raise NothingToSettle("Le dépôt de ce contrat a déjà été soldé.")
    if request is None:
        raise NothingToSettle("Aucun dépôt n'a été demandé pour ce contrat.")


def fee_arrears(due: Sequence[Claim], household_id: UUID) -> tuple[Claim, ...]:
    """The fees among what a household still owes: what a deposit may be withheld for, beside damage."""
    fees = account(household_id, HouseholdAccount.FEES)
    return tuple(claim for claim in due if claim.account == fees)


def return_deadline(law: Law, keys_returned_on: date, *, exit_conforms: bool) -> tuple[date, str]:
    """The last day to return the deposit, and its source: 1 month from the keys, or 2 when the exit differs (DEP-03)."""
    key = "conform" if exit_conforms else "different"
    months = law.at(f"deposit.return_months.{key}", keys_returned_on)
    return add_months(keys_returned_on, months.number), months.source


def late_increase(
    law: Law, fee_cents: int, due_on: date, paid_on: date, *, address_known_on: date | None
) -> LateIncrease:
    """10 % of the monthly fee for each monthly period begun late (DEP-07); none while no address is known (DEP-05)."""
    rate = law.at("deposit.late_per_mille", paid_on)
    if address_known_on is None:
        return LateIncrease(cents=0, periods=0, suspended=paid_on > due_on, source=rate.source)
    start, periods = max(due_on, address_known_on), 0
    while paid_on > add_months(start, periods):
        periods += 1
    return LateIncrease(
        cents=prorate(fee_cents, rate.number, 1000) * periods, periods=periods, suspended=False, source=rate.source
    )


def earliest_keys_day(contract: Contract) -> date:
    """The first day on which keys may come back; for a household that never came in, the day it signed."""
    if contract.status is ContractStatus.CANCELLED and contract.signed_on is not None:
        return min(contract.signed_on, contract.first_day)
    return contract.first_day


def check_keys_day(day: date, earliest: date, today: date, *, field: str = "keys_returned_on") -> None:
    """Raises `DayOutsideReturn` unless the day is between these two."""
    if not earliest <= day <= today:
        raise DayOutsideReturn(f"Une date du {earliest:%d/%m/%Y} à aujourd'hui est attendue.", field=field)


def check_lines(lines: Sequence[SettlementLine], arrears_cents: int) -> None:
    """Each line says why and proves it. Raises `WithholdingUnproven`, `ArrearsOverstated`."""
    for rank, line in enumerate(lines, 1):
        if not line.reason.strip() or not line.proof.strip():
            raise WithholdingUnproven(
                f"Ligne {rank} : le motif et le justificatif (facture, devis, grille) sont obligatoires.",
                field=f"reason_{rank}",
            )
        if line.kind is LineKind.DAMAGE and not line.element.strip():
            raise WithholdingUnproven(
                f"Ligne {rank} : indiquez l'élément de l'état des lieux.", field=f"element_{rank}"
            )
    taken = sum(line.amount_cents for line in lines if line.kind is LineKind.ARREARS)
    if taken > arrears_cents:
        raise ArrearsOverstated(f"Le ménage doit {euros(arrears_cents)} de redevances, pas davantage.", field="lines")


def shares(held_cents: int, lines: Sequence[SettlementLine]) -> tuple[int, int]:
    """What is withheld and what goes back: together, exactly the deposit held."""
    withheld = min(held_cents, sum(line.amount_cents for line in lines))
    return withheld, held_cents - withheld


def damage_postings(settlement: Settlement) -> tuple[Posting, ...]:
    """The damage lines become claims, in full: what the deposit does not cover stays owed."""
    return tuple(
        Posting(
            debit_account=account(settlement.household_id, HouseholdAccount.DAMAGE),
            credit_account=REVENUE_DAMAGE,
            amount_cents=line.amount_cents,
            kind=TransferKind.DAMAGE,
            label=f"{line.reason} ({line.element})",
            contract_id=settlement.contract_id,
            due_on=settlement.proposed_on,
        )
        for line in settlement.lines
        if line.kind is LineKind.DAMAGE
    )


def closing_postings(
    settlement: Settlement, damage: Sequence[Claim], arrears: Sequence[Claim], state: DepositState
) -> tuple[Posting, ...]:
    """The deposit held pays the damage, then the arrears lines; the rest is refunded; what was never received lapses.

    Raises `SettlementReplaced` when the deposit or the arrears are no longer those that were proposed.
    """
    arrears_cents = sum(line.amount_cents for line in settlement.lines if line.kind is LineKind.ARREARS)
    on_damage = allocate(settlement.withheld_cents, damage)
    on_arrears = allocate(min(on_damage.advance_cents, arrears_cents), arrears)
    found = [
        Posting(
            debit_account=account(settlement.household_id, HouseholdAccount.DEPOSIT_HELD),
            credit_account=part.claim.account,
            amount_cents=part.amount_cents,
            kind=TransferKind.COMPENSATED,
            label=f"Retenue sur le dépôt : {part.claim.label}",
            contract_id=settlement.contract_id,
            settles_id=part.claim.transfer_id,
        )
        for part in (*on_damage.parts, *on_arrears.parts)
    ]
    if state.held_cents != settlement.held_cents or sum(one.amount_cents for one in found) != settlement.withheld_cents:
        raise SettlementReplaced("Le dépôt détenu ou les impayés ont changé depuis : proposez un nouveau solde.")
    return (*found, *_out(settlement, state))


def _out(settlement: Settlement, state: DepositState) -> tuple[Posting, ...]:
    out: list[Posting] = []
    if settlement.refund_cents:
        out.append(
            Posting(
                debit_account=account(settlement.household_id, HouseholdAccount.DEPOSIT_HELD),
                credit_account=REFUNDS,
                amount_cents=settlement.refund_cents,
                kind=TransferKind.DEPOSIT_REFUNDED,
                label="Dépôt de garantie rendu",
                contract_id=settlement.contract_id,
            )
        )
    if state.due_cents > 0:
        out.append(
            Posting(
                debit_account=account(settlement.household_id, HouseholdAccount.DEPOSIT_PLEDGED),
                credit_account=account(settlement.household_id, HouseholdAccount.DEPOSIT_DUE),
                amount_cents=state.due_cents,
                kind=TransferKind.DEPOSIT_LAPSED,
                label="Dépôt de garantie jamais versé : demande close",
                contract_id=settlement.contract_id,
            )
        )
    return tuple(out)
