"""The account of a household on a day, and the reversal of one of its events."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import account_closures as closures
from occupancy.actions import ledger as actions
from occupancy.documents.lists import account_sheets
from occupancy.domain.account_closures import AccountClosure, closed_now
from occupancy.domain.households import Household
from occupancy.domain.ledger import EventNotFound, Reversal, Transfer
from occupancy.domain.openings import STAY_IMPORT
from occupancy.store import account_closures as closure_store
from occupancy.store import households, ledger
from occupancy.web import paths
from occupancy.web.money_panel import account_view
from occupancy.web.stay_words import holder_words


@get(f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/compte")
async def account_page(
    household_id: FromPath[UUID], act: NamedDependency[Act], export: NamedDependency[Export], au: FromQuery[str] = ""
) -> Response[Any]:
    """What was charged, what was paid, what remains: line by line, on any day."""
    form = Form({"au": [au]}) if au else Form.blank(au=act.today)
    on = form.maybe_date("au")
    household = await households.find_household(household_id)
    if export and form.ok:
        view = await account_view(household, on or act.today, form)
        title = f"Compte {household.reference}"
        return await export.book(account_sheets(view.account), title, f"compte-{household.reference}-{view.account.on}")
    return await _account_page(household, on or act.today, form, act)


@post(f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/compte/cloture")
async def close_account_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """At the end of a file, once nothing is owed either way."""
    household = await households.find_household(household_id)
    with form.refusals():
        await once(act, AccountClosure, closures.close_account(db, household_id, act))
        return see(paths.account(household_id), done="account-closed")
    form.values.setdefault("au", [str(act.today)])
    return await _account_page(household, act.today, form, act)


async def _account_page(household: Household, on: date, form: Form, act: Act) -> Response[Any]:
    found, rows = await closure_store.closures_of(household.id), await ledger.transfers_of(household.id)
    return page(
        "households/account.html",
        status=form.status,
        view=await account_view(household, on, form),
        holder=holder_words(household, may_see=act.by.may("households.read")),
        closure=closed_now(found, rows),
        is_empty=not rows,
    )


@get(f"{paths.LEDGER_EVENTS}/{{event_id:uuid}}")
async def ledger_event_page(event_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """An event of the ledger, transfer by transfer."""
    return await _event_page(event_id, Form.blank(), act)


@post(f"{paths.LEDGER_EVENTS}/{{event_id:uuid}}")
async def reverse_event_form(
    event_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Reverse it by its exact opposite, once, with a reason."""
    reason = form.text("reason", max_length=500)
    if form.ok:
        with form.refusals():
            reversal = await once(act, Reversal, actions.reverse_event(db, event_id, reason, act))
            return see(paths.account(reversal.household_id), done="event-reversed")
    return await _event_page(event_id, form, act)


async def _event_page(event_id: UUID, form: Form, act: Act) -> Response[Any]:
    transfers = await ledger.transfers_of_event(event_id)
    household_id = transfers[0].household_id if transfers else None
    if household_id is None:
        raise EventNotFound()
    household = await households.find_household(household_id)
    known = await ledger.transfers_of(household.id)
    reversals = await ledger.reversals_of(household.id)
    ids = {one.id for one in transfers}
    return page(
        "accounts/event.html",
        status=form.status,
        form=form,
        event_id=event_id,
        first=transfers[0],
        transfers=[(one, _account_name(one.debit_account), _account_name(one.credit_account)) for one in transfers],
        household=household,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        reversal=next((one for one in reversals if one.event_id == event_id), None),
        undone=any(one.reverses_id in ids for one in known),
        may_reverse=_may_reverse(transfers[0]),
    )


_ACCOUNTS = {
    "fees": "Redevances dues par le ménage",
    "advance": "Avance du ménage",
    "damage": "Dégradations dues par le ménage",
    "deposit_due": "Dépôt à recevoir",
    "deposit_pledged": "Dépôt promis",
    "deposit_held": "Dépôt détenu",
    "written_off": "Admis en non-valeur, encore dû par le ménage",
    "cash": "Caisse de la régie",
    "loss:waived": "Pertes : remises gracieuses",
    "loss:extinguished": "Pertes : créances éteintes",
    "revenue:fees": "Produits : redevances",
    "revenue:damage": "Produits : dégradations",
    "outside:refunds": "Restitutions",
    "outside:former_books": "Registre précédent",
}


def _account_name(account: str) -> str:
    return _ACCOUNTS.get(account) or _ACCOUNTS.get(account.rpartition(":")[2], account)


def _may_reverse(first: Transfer) -> bool:
    return first.document_kind in ("charge", "deposit_refund", "reversal", "remission", STAY_IMPORT)


HANDLERS = [close_account_form, account_page, ledger_event_page, reverse_event_form]
