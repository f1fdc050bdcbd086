"""Settlements of deposits: what is withheld, line by line and proven, and what goes back, approved by another person.

Ground: loi n° 89-462, art. 22, applied by analogy (DEP-03 to DEP-10); gross entries, never a silent set-off (FIN-06, DEP-09).
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.money import DueCents, prorate
from occupancy.domain.claims import Claim, allocate
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deadline_rules import DEPOSIT_RETURN, DEPOSIT_RETURN_DIFFERENT
from occupancy.domain.deadlines import DeadlineRule
from occupancy.domain.deposits import DepositRequest, DepositState
from occupancy.domain.ledger import (
    LATE_RETURNS,
    REFUNDS,
    REVENUE_DAMAGE,
    HouseholdAccount,
    Posting,
    TransferKind,
    account,
)
from occupancy.domain.regime_effects import Answer, Point, answer
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.withholdings import CLAIMED, LineKind, SettlementLine, total


class NothingToSettle(Conflict):
    """No deposit was asked for this contract, or it has been returned already."""

    code, title = "nothing-to-settle", "Aucun dépôt de garantie à solder"


class ContractNotEnded(Conflict):
    """The deposit is settled once the stay has ended and the keys are back; never set off during the stay (DEP-09)."""

    code, title = "contract-not-ended", "Séjour non terminé"


class SettlementNotFound(NotFound):
    """No settlement is proposed for this contract."""

    code, title = "settlement-not-found", "Aucun solde de dépôt proposé"


class SettlementReplaced(Conflict):
    """Another proposal has been made since: the one that is approved must be the last."""

    code, title = "settlement-replaced", "Proposition remplacée entre-temps"


class ApproverIsProposer(Conflict):
    """Who proposes a refund does not approve it (L15)."""

    code, title = "approver-is-proposer", "Deux personnes différentes sont nécessaires"


class ProvisionNotFinal(RuleBroken):
    """A provision is settled for good after the accounts of the building are approved, and kept once only (DEP-06)."""

    code, title = "provision-not-final", "Solde définitif de la provision à préciser"


class SettlementAlreadyTold(Conflict):
    """The household is told of a proposal once; another proposal is another notice."""

    code, title = "settlement-already-told", "Le ménage a déjà été informé de ce solde"


class NoticeUnproven(RuleBroken):
    """What is handed over, registered or sent by e-mail leaves a proof, and is dated after the proposal (DEP-04)."""

    code, title = "notice-unproven", "Preuve de l'envoi à préciser"


class BeneficiaryUnexplained(RuleBroken):
    """A deposit goes back to whoever paid it; to anybody else, by a decision that says why (DEP-10, DEP-11)."""

    code, title = "beneficiary-unexplained", "Bénéficiaire à justifier"


class DayOutsideReturn(RuleBroken):
    """Keys come back during the stay or after it, and money goes back after the keys; never tomorrow."""

    code, title = "day-outside-return", "Date impossible"


class Beneficiary(StrEnum):
    """As what somebody is given a deposit back: `other` and the rest are decided by hand, with their reason (DEP-11)."""

    PAYER = "payer"
    HEIRS = "heirs"
    CONSIGNED = "consigned"
    OTHER = "other"


class Settlement(Struct, frozen=True, kw_only=True):
    """What is proposed for a deposit: lines withheld, and what goes back to whom, before which day.

    `accounts_approved_on`: of the building, when this settles the provision that an earlier settlement kept (DEP-06).
    `refund_reference`: of the agreement under which a third party paid (FSL, Action Logement).
    """

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
    accounts_approved_on: date | None = None
    beneficiary: Beneficiary = Beneficiary.PAYER
    refund_to_reason: str = ""
    refund_reference: str = ""

    @property
    def provision_cents(self) -> int:
        """What stays held until the accounts of the building are approved."""
        return total(self.lines, LineKind.PROVISION)


class NoticeChannel(StrEnum):
    """How the household was told of what is withheld."""

    REGISTERED_LETTER = "registered_letter"
    IN_HAND = "in_hand"
    LETTER = "letter"
    EMAIL = "email"


class SettlementNotice(Struct, frozen=True, kw_only=True):
    """The detail of a settlement, sent or handed to the household. `proof` empty for a plain letter only."""

    id: UUID
    settlement_id: UUID
    told_on: date
    channel: NoticeChannel
    proof: str
    told_by_name: str


class DepositRefund(Struct, frozen=True, kw_only=True):
    """The approval and payment of a settlement, by another person than the one who proposed it.

    `late_cents`: what the late return adds to the refund, on the account of the CCAS (DEP-07).
    """

    id: UUID
    settlement_id: UUID
    proposed_by: UUID
    approved_by: UUID
    approved_by_name: str
    refunded_on: date
    refund_cents: int
    event_id: UUID
    late_cents: int = 0


class LateIncrease(Struct, frozen=True, kw_only=True):
    """The increase for a late return. `suspended`: no address is known yet. `is_owed`: else it is only shown."""

    cents: int
    periods: int
    suspended: bool
    source: str
    is_owed: bool = False


def has_left(contract: Contract) -> bool:
    """True once the stay is over, or never began: its deposit may be settled (DEP-09)."""
    return contract.status in (ContractStatus.ENDED, ContractStatus.CANCELLED)


def is_final(approved: Settlement | None) -> bool:
    """`approved`: the last approved settlement that stands. True when what it kept as a provision is still to be settled."""
    return approved is not None and approved.provision_cents > 0


def keeps_provision(settlement: Settlement | None, held_cents: int) -> bool:
    """True when the last settlement was approved and only its provision is still held."""
    return settlement is not None and 0 < settlement.provision_cents == held_cents


def check_settleable(contract: Contract, approved: Settlement | None, request: DepositRequest | None) -> None:
    """`approved`: the last approved settlement that stands, if any. Raises `ContractNotEnded`, `NothingToSettle`."""
    if not has_left(contract):
        raise ContractNotEnded("Le dépôt se solde une fois le départ enregistré (jamais pendant le séjour).")
    if approved is not None and not is_final(approved):
        raise NothingToSettle("Le dépôt de ce contrat a déjà été soldé.")
    if request is None:
        raise NothingToSettle("Aucun dépôt n'a été demandé pour ce contrat.")


def fee_arrears(due: Sequence[Claim], household_id: UUID) -> tuple[Claim, ...]:
    """The fees among what a household still owes: what a deposit may be withheld for, beside damage."""
    fees = account(household_id, HouseholdAccount.FEES)
    return tuple(claim for claim in due if claim.account == fees)


def return_rule(*, exit_conforms: bool) -> DeadlineRule:
    """Which of the two delays applies."""
    return DEPOSIT_RETURN if exit_conforms else DEPOSIT_RETURN_DIFFERENT


def is_conform(exit_conforms: bool, lines: Sequence[SettlementLine]) -> bool:
    """What is owed in fees changes nothing to the state of the dwelling, nor to the delay (DEP-03)."""
    return exit_conforms and not total(lines, *CLAIMED)


def return_deadline(law: Law, keys_returned_on: date, *, exit_conforms: bool) -> tuple[date, str]:
    """The last day to return the deposit, and its source: 1 month from the keys, or 2 when the exit differs (DEP-03)."""
    key = return_rule(exit_conforms=exit_conforms).key
    assert key is not None
    months = law.at(key, keys_returned_on)
    return add_months(keys_returned_on, months.number), months.source


def check_final(
    approved: Settlement | None, lines: Sequence[SettlementLine], accounts_approved_on: date | None, today: date
) -> None:
    """A provision is settled with the day of the accounts, and without a new one. Raises `ProvisionNotFinal`."""
    if not is_final(approved):
        if accounts_approved_on is not None:
            raise ProvisionNotFinal(
                "Aucune provision n'est conservée sur ce dépôt : laissez cette date vide.", field="accounts_approved_on"
            )
        return
    if accounts_approved_on is None or accounts_approved_on > today:
        raise ProvisionNotFinal(
            "Indiquez le jour où les comptes de l'immeuble ont été approuvés.", field="accounts_approved_on"
        )
    if total(lines, LineKind.PROVISION):
        raise ProvisionNotFinal("La provision ne se conserve qu'une fois : c'est son solde définitif.", field="lines")


def provision_deadline(law: Law, accounts_approved_on: date) -> tuple[date, str]:
    """The last day to settle a provision, and its source: a month after the accounts are approved (DEP-06)."""
    months = law.at("deposit.provision_months", accounts_approved_on)
    return add_months(accounts_approved_on, months.number), months.source


def provision_review(law: Law, settlement: Settlement) -> date:
    """When to ask whether the accounts of the building are approved at last: they are yearly."""
    months = law.at("deposit.provision_review_months", settlement.keys_returned_on)
    return add_months(settlement.keys_returned_on, months.number)


def check_notice(notice: SettlementNotice, settlement: Settlement, today: date) -> None:
    """Raises `NoticeUnproven`."""
    if not settlement.proposed_on <= notice.told_on <= today:
        raise NoticeUnproven(
            f"Une date du {settlement.proposed_on:%d/%m/%Y} (jour du solde proposé) à aujourd'hui est attendue.",
            field="told_on",
        )
    if notice.channel is not NoticeChannel.LETTER and not notice.proof.strip():
        raise NoticeUnproven("Indiquez la preuve : numéro de recommandé, récépissé, accusé.", field="proof")


def check_beneficiary(settlement: Settlement, payers: Collection[str]) -> None:
    """`payers`: on the receipts of the deposit, those cancelled left out. Raises `BeneficiaryUnexplained`."""
    if settlement.beneficiary is not Beneficiary.PAYER:
        if not settlement.refund_to_reason:
            raise BeneficiaryUnexplained(
                "Dites sur quoi repose ce choix : décision, acte de notoriété, consignation.", field="refund_to_reason"
            )
        return
    if payers and settlement.refund_to.casefold() not in {one.casefold() for one in payers}:
        raise BeneficiaryUnexplained(
            f"Le dépôt a été payé par {' et '.join(sorted(payers))} : rendez-le à qui l'a payé, ou choisissez un autre"
            " bénéficiaire et dites pourquoi.",
            field="refund_to",
        )


def late_is_owed(law: Law, regime: LegalRegime | None, day: date) -> bool:
    """By the law itself for a lease or a sub-lease; for a convention d'occupation, if its rules adopted it (DEP-07)."""
    if answer(regime, Point.DEPOSIT_RETURN) is Answer.LAW:
        return True
    return law.at("deposit.late_return", day).text == "charged"


def late_increase(
    law: Law,
    fee_cents: int,
    due_on: date,
    paid_on: date,
    *,
    address_known_on: date | None,
    regime: LegalRegime | None = None,
) -> LateIncrease:
    """10 % of the monthly fee for each monthly period begun late (DEP-07); none while no address is known (DEP-05)."""
    rate = law.at("deposit.late_per_mille", paid_on)
    owed = late_is_owed(law, regime, paid_on)
    if address_known_on is None:
        return LateIncrease(cents=0, periods=0, suspended=paid_on > due_on, source=rate.source, is_owed=owed)
    start, periods = max(due_on, address_known_on), 0
    while paid_on > add_months(start, periods):
        periods += 1
    return LateIncrease(
        cents=prorate(fee_cents, rate.number, 1000) * periods,
        periods=periods,
        suspended=False,
        source=rate.source,
        is_owed=owed,
    )


def late_of_settlement(law: Law, contract: Contract, settlement: Settlement, paid_on: date) -> LateIncrease | None:
    """The increase that a return on that day costs; None where nothing goes back."""
    if settlement.refund_cents == 0:
        return None
    return late_increase(
        law,
        contract.fee.cents,
        settlement.due_on,
        paid_on,
        address_known_on=settlement.address_known_on,
        regime=contract.legal_regime,
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
        if line.kind in CLAIMED
    )


def closing_postings(
    settlement: Settlement, damage: Sequence[Claim], arrears: Sequence[Claim], state: DepositState
) -> tuple[Posting, ...]:
    """The deposit held pays the damage, then the arrears lines; the rest is refunded; what was never received lapses.

    A provision stays held, without a posting.

    Raises `SettlementReplaced` when the deposit or the arrears are no longer those that were proposed.
    """
    arrears_cents = total(settlement.lines, LineKind.ARREARS)
    used_cents = settlement.withheld_cents - settlement.provision_cents
    on_damage = allocate(used_cents, damage)
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
    if state.held_cents != settlement.held_cents or sum(one.amount_cents for one in found) != used_cents:
        raise SettlementReplaced("Le dépôt détenu ou les impayés ont changé depuis : proposez un nouveau solde.")
    return (*found, *_out(settlement, state))


def late_posting(settlement: Settlement, late_cents: int) -> tuple[Posting, ...]:
    """What the CCAS owes for a late return, paid out with the deposit: its own fact, none when nothing is owed."""
    if late_cents == 0:
        return ()
    return (
        Posting(
            debit_account=LATE_RETURNS,
            credit_account=REFUNDS,
            amount_cents=late_cents,
            kind=TransferKind.LATE_RETURN,
            label="Majoration pour restitution tardive du dépôt",
            contract_id=settlement.contract_id,
        ),
    )


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
