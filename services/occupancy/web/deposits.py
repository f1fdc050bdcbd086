"""The deposit of a contract: asked, settled line by line, approved by another person."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import page, see
from occupancy.actions import deposits as actions
from occupancy.actions import settlement_resolutions as endings
from occupancy.documents.settlements import counted_words
from occupancy.domain.deposits import DepositRequest, deposit_cap
from occupancy.domain.inspection_difference import difference
from occupancy.domain.settlement_proposals import Proposal, Words
from occupancy.domain.settlement_resolutions import SettlementResolution
from occupancy.domain.settlements import (
    Beneficiary,
    DepositRefund,
    NoticeChannel,
    Settlement,
    SettlementNotice,
    fee_arrears,
)
from occupancy.domain.withholdings import SettlementLine
from occupancy.store import contracts, households, wear_grids
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.money_panel import MoneyPanel, contract_money, late_of
from occupancy.web.settlement_reading import fields_of_lines, fields_of_settlement, ranks_shown, read_settlement
from occupancy.web.stay_words import holder_words


class Counting(Struct, frozen=True, kw_only=True):
    """What the lines on the page come to, before anything is proposed. `lines`: None where nothing is due."""

    tried: Settlement
    lines: tuple[SettlementLine | None, ...]


LINE_WORDS = Words(condition=labels.CONDITION, key=labels.KEY)


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
    """Count what is on the page, or propose it."""
    command = read_settlement(form, contract_id)
    if form.ok and form.value("do") != "count":
        with form.refusals():
            await once(act, Settlement, actions.settle_deposit(db, command, act))
            return see(paths.deposit(contract_id), done="deposit-settled")
    counting = None
    if form.ok:
        contract = await contracts.find_contract(contract_id)
        with form.refusals():
            lines = await actions.count_lines(contract, command)
            counting = Counting(tried=await actions.tried_settlement(contract, command, act), lines=lines)
    return await _deposit_page(contract_id, act, form=form, counting=counting)


@post(f"{paths.CONTRACTS}/{{contract_id:uuid}}/depot/information/{{settlement_id:uuid}}")
async def tell_settlement_form(
    contract_id: FromPath[UUID],
    settlement_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Record how the household was told of what is withheld."""
    told_on, channel = form.date("told_on"), form.choice("channel", NoticeChannel)
    proof = form.text("proof", required=False)
    if form.ok:
        with form.refusals():
            telling = actions.tell_settlement(db, settlement_id, told_on, channel, proof, act)
            await once(act, SettlementNotice, telling)
            return see(paths.deposit(contract_id), done="settlement-told")
    return await _deposit_page(contract_id, act, notice_form=form)


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


@post(f"{paths.CONTRACTS}/{{contract_id:uuid}}/depot/refus/{{settlement_id:uuid}}")
async def refuse_settlement_form(
    contract_id: FromPath[UUID],
    settlement_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Refuse the proposal, with its reason."""
    reason = form.text("reason", max_length=500)
    if form.ok:
        with form.refusals():
            await once(act, SettlementResolution, endings.refuse_settlement(db, settlement_id, reason, act))
            return see(paths.deposit(contract_id), done="settlement-refused")
    return await _deposit_page(contract_id, act, refusal_form=form)


async def _deposit_page(
    contract_id: UUID,
    act: Act,
    *,
    form: Form | None = None,
    refund_form: Form | None = None,
    notice_form: Form | None = None,
    refusal_form: Form | None = None,
    counting: Counting | None = None,
) -> Response[Any]:
    contract = await contracts.find_contract(contract_id)
    panel, may_see = await contract_money(contract), act.by.may("households.read")
    household = await households.find_household(contract.household_id)
    both, law = await actions.both_inspections(contract_id), await law_in_force()
    conforms = difference(both[0].content, both[1].content).conforms if both else None
    wanted = panel.may_settle and not panel.kept
    proposal = await actions.propose_lines(contract, LINE_WORDS, both) if wanted else Proposal()
    payers = await actions.payers_of(contract)
    shown = form or _start(panel, payers[0] if len(payers) == 1 else household.name, conforms, proposal)
    approval = refund_form or Form.blank(refunded_on=act.today)
    told, refusal = notice_form or Form.blank(told_on=act.today), refusal_form or Form.blank()
    grid = await wear_grids.grid_of_contract(contract_id)
    return page(
        "deposits/deposit.html",
        status=max(shown.status, approval.status, told.status, refusal.status),
        form=shown,
        refund_form=approval,
        notice_form=told,
        refusal_form=refusal,
        channels=list(labels.NOTICE_CHANNEL.items()),
        counting=counting,
        panel=panel,
        contract=contract,
        household=household,
        holder=holder_words(household, may_see=may_see),
        may_see=may_see,
        late=late_of(law, panel, act.today),
        payers=payers,
        cap_cents=contract.fee.cents * deposit_cap(law, contract.legal_regime, act.today).number,
        beneficiaries=list(labels.BENEFICIARY.items()),
        ranks=ranks_shown(shown),
        grid=grid,
        wear_rows=[(row.element, row.element) for row in grid.rows] if grid else [],
        left_out=proposal.left_out,
        exit_words=_exit_words(law, conforms, act.today),
        can_compare=conforms is not None and act.by.may("inspections.read"),
        line_kinds=list(labels.LINE_KIND.items()),
        counted_words=counted_words,
        arrears_cents=sum(claim.open_cents for claim in fee_arrears(panel.account.due, contract.household_id)),
    )


def _start(panel: MoneyPanel, name: str, conforms: bool | None, proposal: Proposal) -> Form:
    """The form of the next act, with what is known: the end of the stay, the last proposal, or the two inspections."""
    if panel.may_request:
        return Form.blank(amount=amount(panel.contract.fee.cents))
    if panel.settlement and not panel.kept:
        return fields_of_settlement(panel.settlement)
    end = panel.contract.end
    settled = panel.kept
    return Form.blank(
        keys_returned_on=settled.keys_returned_on if settled else end.ended_on if end else None,
        address_known_on=settled.address_known_on
        if settled
        else end.ended_on
        if end and end.forwarding_address
        else None,
        exit_conforms=settled.exit_conforms if settled else conforms,
        refund_to=settled.refund_to if settled else name,
        beneficiary=settled.beneficiary if settled else Beneficiary.PAYER,
        refund_to_reason=settled.refund_to_reason if settled else "",
        refund_reference=settled.refund_reference if settled else "",
        **fields_of_lines(proposal.lines),
    )


def _exit_words(law: Law, conforms: bool | None, today: date) -> str:
    if_so, else_ = (law.at(f"deposit.return_months.{one}", today).number for one in ("conform", "different"))
    found: dict[bool | None, str] = {
        True: "C'est ce que dit leur comparaison",
        False: "Leur comparaison dit le contraire",
    }
    return f"{found.get(conforms, 'Les deux ne sont pas encore signés')}. {if_so} mois pour rendre, sinon {else_}."


HANDLERS = [
    deposit_page,
    request_deposit_form,
    settle_deposit_form,
    tell_settlement_form,
    refund_deposit_form,
    refuse_settlement_form,
]
