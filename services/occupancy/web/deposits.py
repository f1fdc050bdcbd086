"""The deposit of a contract: asked, settled line by line, approved by another person."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import page, see
from occupancy.actions import deposits as actions
from occupancy.actions.deposits import ProposeSettlement
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.inspection_difference import difference
from occupancy.domain.inspections import InspectionKind
from occupancy.domain.settlements import DepositRefund, LineKind, Settlement, SettlementLine, fee_arrears
from occupancy.store import contracts, households, inspections
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.money_panel import MoneyPanel, contract_money, late_of
from occupancy.web.stay_words import holder_words

LINES = range(1, 7)
"""Withholding lines offered by the form."""


@get(f"{paths.CONTRACTS}/{{contract_id:uuid}}/depot")
async def deposit_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """Where the deposit stands, and the only next act."""
    return await _deposit_page(contract_id, act)


@post(f"{paths.CONTRACTS}/{{contract_id:uuid}}/depot/demande")
async def request_deposit_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Ask for it, once."""
    cents, reason = form.euros("amount", least=1), form.text("reason", max_length=500, required=False)
    if form.ok:
        with form.refusals():
            asking = actions.request_deposit(db, contract_id, cents, reason, act)
            await once(act, DepositRequest, asking)
            return see(paths.deposit(contract_id), done="deposit-requested")
    return await _deposit_page(contract_id, act, form=form)


@post(f"{paths.CONTRACTS}/{{contract_id:uuid}}/depot/solde")
async def settle_deposit_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Propose what is withheld and what goes back."""
    command = _read_settlement(form, contract_id)
    if form.ok:
        with form.refusals():
            await once(act, Settlement, actions.settle_deposit(db, command, act))
            return see(paths.deposit(contract_id), done="deposit-settled")
    return await _deposit_page(contract_id, act, form=form)


@post(f"{paths.CONTRACTS}/{{contract_id:uuid}}/depot/restitution/{{settlement_id:uuid}}")
async def refund_deposit_form(
    contract_id: FromPath[UUID],
    settlement_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Approve the proposal: by another person than its author."""
    refunded_on = form.date("refunded_on")
    if form.ok:
        with form.refusals():
            refunding = actions.refund_deposit(db, settlement_id, refunded_on, act)
            await once(act, DepositRefund, refunding)
            return see(paths.deposit(contract_id), done="deposit-refunded")
    return await _deposit_page(contract_id, act, refund_form=form)


def _read_settlement(form: Form, contract_id: UUID) -> ProposeSettlement:
    return ProposeSettlement(
        contract_id=contract_id,
        keys_returned_on=form.date("keys_returned_on"),
        exit_conforms=form.checked("exit_conforms"),
        lines=tuple(_read_line(form, rank) for rank in LINES if _is_filled(form, rank)),
        refund_to=form.text("refund_to"),
        address_known_on=form.maybe_date("address_known_on"),
    )


def _is_filled(form: Form, rank: int) -> bool:
    return any(form.value(f"{name}_{rank}").strip() for name in ("kind", "reason", "element", "amount", "proof"))


def _read_line(form: Form, rank: int) -> SettlementLine:
    kind = form.choice(f"kind_{rank}", LineKind)
    return SettlementLine(
        kind=kind,
        reason=form.text(f"reason_{rank}"),
        element=form.text(f"element_{rank}", max_length=120, required=kind is LineKind.DAMAGE),
        amount_cents=form.euros(f"amount_{rank}", least=1),
        proof=form.text(f"proof_{rank}"),
    )


async def _deposit_page(
    contract_id: UUID, act: Act, *, form: Form | None = None, refund_form: Form | None = None
) -> Response[Any]:
    contract = await contracts.find_contract(contract_id)
    panel, may_see = await contract_money(contract), act.by.may("households.read")
    household = await households.find_household(contract.household_id)
    conforms, law = await _exit_conforms(contract_id), await law_in_force()
    shown = form or _start(panel, household.name, conforms)
    approval = refund_form or Form.blank(refunded_on=act.today)
    return page(
        "deposits/deposit.html",
        status=max(shown.status, approval.status),
        form=shown,
        refund_form=approval,
        panel=panel,
        contract=contract,
        household=household,
        holder=holder_words(household, may_see=may_see),
        may_see=may_see,
        late=late_of(law, panel, act.today),
        ranks=list(LINES),
        exit_words=_exit_words(law, conforms, act.today),
        can_compare=conforms is not None and act.by.may("inspections.read"),
        line_kinds=list(labels.LINE_KIND.items()),
        arrears_cents=sum(claim.open_cents for claim in fee_arrears(panel.account.due, contract.household_id)),
    )


def _start(panel: MoneyPanel, name: str, conforms: bool | None) -> Form:
    if panel.may_request:
        return Form.blank(amount=amount(panel.contract.fee.cents))
    end = panel.contract.end
    return Form.blank(
        keys_returned_on=end.ended_on if end else None,
        address_known_on=end.ended_on if end and end.forwarding_address else None,
        exit_conforms=conforms,
        refund_to=name,
    )


async def _exit_conforms(contract_id: UUID) -> bool | None:
    """What the two inspections say; None while one of them is not signed."""
    entry = await inspections.maybe_inspection(contract_id, InspectionKind.ENTRY)
    exit_ = await inspections.maybe_inspection(contract_id, InspectionKind.EXIT)
    if entry is None or exit_ is None or not (entry.is_signed and exit_.is_signed):
        return None
    return difference(entry.content, exit_.content).conforms


def _exit_words(law: Law, conforms: bool | None, today: date) -> str:
    if_so, else_ = (law.at(f"deposit.return_months.{one}", today).number for one in ("conform", "different"))
    found: dict[bool | None, str] = {
        True: "C'est ce que dit leur comparaison",
        False: "Leur comparaison dit le contraire",
    }
    return f"{found.get(conforms, 'Les deux ne sont pas encore signés')}. {if_so} mois pour rendre, sinon {else_}."


HANDLERS = [deposit_page, request_deposit_form, settle_deposit_form, refund_deposit_form]
