"""What the pages of stays show of the money: a contract's panel, a household's account, what needs somebody."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from kernel.acts import Act
from kernel.law import Law
from kernel.web.form import Form
from occupancy.actions.deposit_facts import live_refunds
from occupancy.actions.tills import till_state
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import DepositRequest, DepositState, deposit_state
from occupancy.domain.fees import Charge
from occupancy.domain.households import Household
from occupancy.domain.ledger import standing
from occupancy.domain.settlement_resolutions import SettlementOutcome, SettlementResolution, last_day_to_approve
from occupancy.domain.settlements import (
    DepositRefund,
    LateIncrease,
    Settlement,
    SettlementNotice,
    has_left,
    is_final,
    late_of_settlement,
)
from occupancy.domain.statements import Statement, statement
from occupancy.store import deposits, fees, ledger, regies
from occupancy.store.law import law_in_force
from occupancy.web import paths


class MoneyPanel(Struct, frozen=True, kw_only=True):
    """Drawn by `contracts/_money.html` and `contracts/_deposit.html`. `charges`: each with whether it still stands.

    `settlement`: the last one proposed, with its `notice` and its `refund`; `kept`: the approved one that keeps a provision.
    `closed`: how the last one ended without a payment; `approve_by`: until when it can be approved, while it waits.
    """

    contract: Contract
    account: Statement
    charges: tuple[tuple[Charge, bool], ...]
    state: DepositState
    request: DepositRequest | None
    settlement: Settlement | None
    notice: SettlementNotice | None
    refund: DepositRefund | None
    kept: Settlement | None
    closed: SettlementResolution | None
    approve_by: date | None
    may_request: bool
    may_settle: bool

    @property
    def open_ids(self) -> frozenset[UUID]:
        """The claims on which something is still due."""
        return frozenset(claim.transfer_id for claim in self.account.due)


class AccountView(Struct, frozen=True, kw_only=True):
    """Drawn by `households/_account.html`."""

    household: Household
    account: Statement
    form: Form


async def contract_money(contract: Contract) -> MoneyPanel:
    """Gather the panel of one contract, with all that is recorded so far."""
    transfers = await ledger.transfers_of(contract.household_id)
    counted = standing(transfers)
    asked = await deposits.request_of(contract.id)
    settlements = await deposits.settlements_of(contract.id)
    last = settlements[-1] if settlements else None
    live = await live_refunds(contract.id)
    approved = live[-1][0] if live else None
    ended = (await deposits.resolutions_of([last.id])).get(last.id) if last else None
    return MoneyPanel(
        contract=contract,
        account=statement(transfers, contract.household_id, date.max),
        charges=tuple((one, one.transfer_id in counted) for one in await fees.charges_of(contract.id)),
        state=deposit_state(transfers, contract.id),
        request=asked,
        settlement=last,
        notice=(await deposits.notices_of([last.id])).get(last.id) if last else None,
        refund=next((refund for one, refund in live if last and one.id == last.id), None),
        kept=approved if is_final(approved) else None,
        closed=ended if ended and ended.outcome is not SettlementOutcome.PAID else None,
        approve_by=last_day_to_approve(await law_in_force(), last) if last and not ended else None,
        may_request=contract.is_running and asked is None,
        may_settle=has_left(contract) and asked is not None and (approved is None or is_final(approved)),
    )


def late_of(law: Law, panel: MoneyPanel, today: date) -> LateIncrease | None:
    """The increase that a return today costs, or what the return cost."""
    if panel.settlement is None:
        return None
    paid_on = panel.refund.refunded_on if panel.refund else today
    return late_of_settlement(law, panel.contract, panel.settlement, paid_on)


async def money_panel(contract: Contract) -> dict[str, Any]:
    """What `contracts/_money.html` and `contracts/_deposit.html` need."""
    return {"panel": await contract_money(contract)}


async def household_panel(household: Household, on: date) -> dict[str, Any]:
    """What `households/_account.html` needs: the account as it stood on a day."""
    return {"view": await account_view(household, on, Form.blank(au=on))}


async def account_view(household: Household, on: date, form: Form) -> AccountView:
    """The account of a household on a day; `form` holds the day as it was typed."""
    account = statement(await ledger.transfers_of(household.id), household.id, on)
    return AccountView(household=household, account=account, form=form)


async def till_tasks(act: Act) -> list[dict[str, Any]]:
    """The régies that have to pay over to the comptable, soon or now, at the desk."""
    if not act.by.may("payments.read"):
        return []
    horizon = act.today + timedelta(days=(await law_in_force()).at("tray.horizon_days", act.today).number)
    tasks = []
    for regie in await regies.list_regies():
        for due in (await till_state(regie, act.today)).due[:1]:
            if due.due_on <= horizon:
                may = act.by.may("payments.write")
                href = paths.record_pay_over(regie.id) if may else paths.till(regie.id)
                step = "Verser au comptable" if may else "Voir la régie"
                tone = "bad" if due.due_on <= act.today else "warn"
                task = _task("Régie : versement au comptable", None, due.due_on, href, step, tone=tone)
                tasks.append({**task, "who": f"{regie.name} : {due.reason}"})
    return tasks


def _task(label: str, household_id: UUID | None, due_on: date, href: str, act: str, *, tone: str) -> dict[str, Any]:
    who = "Tous les séjours en cours" if household_id is None else ""
    return {
        "label": label, "tone": tone, "who": who, "household_id": household_id, "due_on": due_on, "href": href, "act": act
    }  # fmt: skip
