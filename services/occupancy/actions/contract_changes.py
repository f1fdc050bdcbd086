"""What every change of a contract goes through: its unit held, then presence, charges and deadlines brought along."""

from uuid import uuid4

from kernel.acts import Act, Staff, Tx
from kernel.errors import Conflict, PermissionMissing, StaleVersion
from occupancy.actions.charges import recharge_contract
from occupancy.actions.presence import put_presence
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.domain.contracts import Contract
from occupancy.domain.places import PlaceAlreadyTaken
from occupancy.domain.renewals import dropped, pending
from occupancy.domain.terms import Term, TermPlan
from occupancy.store import contracts as store
from occupancy.store import renewals


async def locked(tx: Tx, known: Contract, expected: int) -> Contract:
    """The contract, read again once its unit is held: nobody else can give the unit meanwhile."""
    await tx.lock("unit_lock", known.unit_id)
    contract = await store.find_contract(known.id)
    if contract.version != expected:
        raise StaleVersion("Ce contrat a été modifié depuis que la page a été ouverte.")
    return contract


async def save(tx: Tx, contract: Contract, expected: int) -> Contract:
    """Save what was checked; the database has the last word."""
    with tx.db.refusing({"contract_no_overlap": _overlap}):
        return await store.save_contract(contract, expected)


def _overlap() -> Conflict:
    return PlaceAlreadyTaken("Un autre séjour occupe déjà cette place sur la période.")


async def bring_along(tx: Tx, before: Contract, after: Contract, act: Act) -> None:
    """What follows every change of the days occupied, whichever act made it: presence, charges, request, deadlines."""
    await put_presence(before, after, act)
    await recharge_contract(tx, after, act)
    if not after.is_running:
        await drop_request(after)
    await keep_stay_deadlines(after, act)


async def done(tx: Tx, verb: str, before: Contract, after: Contract, act: Act) -> Contract:
    """The end of an act on the days occupied: what follows it, then the journal."""
    await bring_along(tx, before, after, act)
    await tx.journal(verb, subject(after), before=before, after=after)
    return tx.keep(after)


def new_term(contract: Contract, plan: TermPlan, act: Act, *, reason: str) -> Term:
    return Term(
        id=uuid4(),
        contract_id=contract.id,
        number=plan.number,
        first_day=plan.first_day,
        last_day=plan.last_day,
        decided_on=act.today,
        reason=reason,
        override_reason=plan.override_reason,
        rule=plan.rule,
    )


def check_override(by: Staff, reason: str | None, *, field: str = "override_reason") -> None:
    """Raises `PermissionMissing`: only the management goes beyond a rule, with a reason."""
    if reason and not by.may("contracts.override"):
        raise PermissionMissing("Une dérogation est décidée par la direction.", field=field)


def subject(contract: Contract) -> str:
    return f"contract/{contract.id}"


async def drop_request(contract: Contract) -> None:
    """A household that leaves, or that never came, has no request to renew any more."""
    if request := pending(await renewals.requests_of(contract.id)):
        await renewals.save_request(dropped(request))
