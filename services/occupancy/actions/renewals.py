"""What is done about the end of a stay: a renewal asked, granted or denied, an overstay allowed."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Tx, writing
from kernel.availability import ObstacleKind
from kernel.db import Database
from kernel.errors import Conflict
from kernel.period import Period
from occupancy.actions.charges import recharge_contract
from occupancy.actions.contract_changes import check_override, done, locked, new_term, save, subject
from occupancy.actions.presence import put_presence
from occupancy.actions.referrals import check_unpromised
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import contracts as rules
from occupancy.domain import renewals as requests
from occupancy.domain.contracts import Contract
from occupancy.domain.decisions import DecidedBy
from occupancy.domain.notices import NoticeBy
from occupancy.domain.places import check_place
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.renewals import Overstay, RenewalAlreadyAsked, RenewalRequest, pending
from occupancy.domain.sliding_acts import check_total_months
from occupancy.domain.terms import TermPlan, renewal
from occupancy.domain.units import Unit
from occupancy.store import contracts as store
from occupancy.store import renewals
from occupancy.store.law import law_in_force

_ASKED = "Demande : la règle s'applique à la décision"


class AskRenewal(Struct, frozen=True, kw_only=True):
    """A request. `last_day` None: as the programme's rule says."""

    asked_by: NoticeBy
    asked_on: date
    last_day: date | None
    reason: str


class RenewContract(Struct, frozen=True, kw_only=True):
    """A renewal granted. `last_day` None: as it was asked, else as the programme's rule says."""

    last_day: date | None
    reason: str
    override_reason: str | None
    decided: DecidedBy


class AllowOverstay(Struct, frozen=True, kw_only=True):
    """Days beyond the term that are allowed, and what is being prepared meanwhile."""

    last_day: date
    reason: str
    rehousing_plan: str
    decided: DecidedBy


async def ask_renewal(db: Database, contract_id: UUID, command: AskRenewal, act: Act, *, expected: int) -> Contract:
    """The request waits for its decision; the term does not move.

    Raises `ContractNotRunning`, `LeavingNoRenewal`, `RenewalAlreadyAsked`, `RenewalDayWrong`, `TermTooLong`,
    `StaleVersion`.
    """
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        contract = await locked(tx, known, expected)
        requested = await renewals.requests_of(contract_id)
        rules.check_running(contract)
        plan = await _plan(contract, command.last_day, override_reason=_ASKED)
        request = _request(contract, plan, len(requested), command.asked_by, command.asked_on, command.reason)
        with tx.db.refusing({"renewal_request_one_pending": _already}):
            await renewals.insert_request(requests.ask(contract, request, requested, today=act.today))
        return await _kept(tx, "renewal-asked", contract, request, act, expected)


async def renew_contract(
    db: Database, contract_id: UUID, command: RenewContract, act: Act, *, expected: int, alt_units: AltUnits
) -> Contract:
    """One more term after the last, which stays as it was: the request that waits is granted, else one is made and granted.

    Raises `ContractNotRunning`, `RenewedTooOften`, `TermTooLong`, `DecidedInFuture`, `DelegationMissing`,
    `SlidingLeaseTooLong`, `StaleVersion`, and what `check_place` raises.
    """
    check_override(act.by, command.override_reason)
    known = await store.find_contract(contract_id)
    unit = await alt_units.unit(known.unit_id, by=act.by)
    async with writing(db, act) as tx:
        before = await locked(tx, known, expected)
        requested = await renewals.requests_of(contract_id)
        waiting = pending(requested)
        plan = await plan_renewal(before, command, waiting, unit)
        asked = waiting or _request(
            before, plan, len(requested), NoticeBy.HOUSEHOLD, command.decided.decided_on, command.reason
        )
        granted = requests.granted(asked, plan.last_day, command.decided, command.reason, today=act.today)
        await (renewals.save_request(granted) if waiting else renewals.insert_request(granted))
        after = await save(tx, rules.renew(before, plan), expected)
        await store.insert_term(new_term(after, plan, act, reason=command.reason))
        return await done(tx, "contract-renewed", before, after, act)


async def plan_renewal(
    contract: Contract, command: RenewContract, waiting: RenewalRequest | None, unit: Unit
) -> TermPlan:
    """The next term, and the place free for it. Raises what `renew_contract` raises, save of versions and of who decides."""
    rules.check_running(contract)
    wanted = command.last_day or (waiting.last_day if waiting else None)
    plan = await _plan(contract, wanted, override_reason=command.override_reason)
    if contract.legal_regime is LegalRegime.BG:
        check_total_months(contract.first_day, plan.last_day, await law_in_force(), command.override_reason)
    days = Period(plan.first_day, plan.last_day)
    others = await store.occupying_contracts(contract.unit_id)
    check_place(rules.renew(contract, plan), unit, others, days=days, programme=contract.programme)
    await check_unpromised(contract, days)
    return plan


async def deny_renewal(
    db: Database, contract_id: UUID, reason: str, decided: DecidedBy, act: Act, *, expected: int
) -> Contract:
    """The request that waits is denied; the term stays. Raises `NoRenewalAsked`, `DecidedInFuture`, `StaleVersion`."""
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        contract = await locked(tx, known, expected)
        waiting = pending(await renewals.requests_of(contract_id))
        denied = requests.denied(waiting, decided, reason, today=act.today)
        await renewals.save_request(denied)
        return await _kept(tx, "renewal-denied", contract, denied, act, expected)


async def allow_overstay(
    db: Database, contract_id: UUID, command: AllowOverstay, act: Act, *, expected: int
) -> Contract:
    """The household stays beyond its term, with leave: the place stays taken, the fee goes on.

    Raises `ContractNotRunning`, `OverstayDaysWrong`, `PlaceAlreadyTaken`, `PlaceAlreadyPromised`, `StaleVersion`.
    """
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        contract = await locked(tx, known, expected)
        overstay = await planned_overstay(contract, command, act)
        await renewals.insert_overstay(overstay)
        kept = await _kept(tx, "overstay-allowed", overstayed(contract, overstay), overstay, act, expected)
        await put_presence(contract, kept, act)
        await recharge_contract(tx, kept, act)
        return kept


async def planned_overstay(contract: Contract, command: AllowOverstay, act: Act) -> Overstay:
    """The overstay that a leave would make. Raises what `allow_overstay` raises about the stay and its place."""
    known = await renewals.overstays_of(contract.id)
    overstay = Overstay(
        id=uuid4(),
        contract_id=contract.id,
        number=len(known) + 1,
        first_day=requests.overstay_from(contract, known),
        last_day=command.last_day,
        reason=command.reason,
        rehousing_plan=command.rehousing_plan,
        decided=command.decided,
    )
    requests.check_overstay(contract, overstay, today=act.today)
    await _check_free(contract, Period(overstay.first_day, overstay.last_day))
    return overstay


def overstayed(contract: Contract, overstay: Overstay) -> Contract:
    """The contract with that leave."""
    return replace(contract, allowed_until=overstay.last_day)


async def _check_free(contract: Contract, days: Period) -> None:
    """Nobody else was given these days meanwhile. Raises `PlaceAlreadyTaken`, `PlaceAlreadyPromised`."""
    others = await store.occupying_contracts(contract.unit_id)
    check_place(contract, None, others, days=days, minding=(ObstacleKind.OCCUPIED,))
    await check_unpromised(contract, days)


async def _plan(contract: Contract, last_day: date | None, *, override_reason: str | None) -> TermPlan:
    law = await law_in_force()
    terms = await store.terms_of(contract.id)
    return renewal(law, contract.programme, terms, last_day=last_day, override_reason=override_reason)


def _request(
    contract: Contract, plan: TermPlan, known: int, asked_by: NoticeBy, asked_on: date, reason: str
) -> RenewalRequest:
    return RenewalRequest(
        id=uuid4(),
        contract_id=contract.id,
        number=known + 1,
        asked_by=asked_by,
        asked_on=asked_on,
        first_day=plan.first_day,
        last_day=plan.last_day,
        reason=reason,
    )


async def _kept(
    tx: Tx, verb: str, contract: Contract, what: RenewalRequest | Overstay, act: Act, expected: int
) -> Contract:
    """The contract counts one version more: two people never decide on the same page."""
    after = await store.save_contract(contract, expected)
    await keep_stay_deadlines(after, act)
    await tx.journal(verb, subject(contract), after=what)
    return tx.keep(after)


def _already() -> Conflict:
    return RenewalAlreadyAsked("Une demande vient d'être enregistrée par quelqu'un d'autre.")
