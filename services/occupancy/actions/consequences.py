"""What an act on the dates of a stay would do, computed by the rules of the act itself. Nothing is written."""

from uuid import UUID

from kernel.acts import Act
from kernel.errors import NotFound, Refusal
from kernel.http.client import ServiceNonsense, ServiceSilent
from kernel.period import Month
from occupancy.actions.charges import preview_recharge
from occupancy.actions.contract_changes import check_override
from occupancy.actions.contracts import check_end_reason
from occupancy.actions.draft_days import CorrectDays, planned_days
from occupancy.actions.renewals import AllowOverstay, RenewContract, overstayed, plan_renewal, planned_overstay
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import contracts as rules
from occupancy.domain.consequences import Consequences, as_signed, consequences, leaving_as_noticed, with_claims
from occupancy.domain.contracts import Contract, End
from occupancy.domain.decisions import check_decided
from occupancy.domain.notices import NoticeFacts
from occupancy.domain.places import STAYS, check_place
from occupancy.domain.renewals import pending
from occupancy.domain.slides import end_by_slide
from occupancy.domain.sliding_leases import SlidingLease
from occupancy.store import contracts as store
from occupancy.store import renewals
from occupancy.store.law import law_in_force


async def preview_renewal(contract_id: UUID, command: RenewContract, act: Act, *, alt_units: AltUnits) -> Consequences:
    """What `renew_contract` would do now. Raises what it raises."""
    check_override(act.by, command.override_reason)
    check_decided(command.decided, today=act.today)
    before = await store.find_contract(contract_id)
    unit = await alt_units.unit(before.unit_id, by=act.by)
    plan = await plan_renewal(before, command, pending(await renewals.requests_of(contract_id)), unit)
    return await _told(before, rules.renew(before, plan), act, alt_units)


async def preview_end(contract_id: UUID, ending: End, act: Act, *, alt_units: AltUnits) -> Consequences:
    """What `end_contract` would do now. Raises what it raises."""
    check_end_reason(ending)
    before = await store.find_contract(contract_id)
    ended = rules.end(before, ending, today=act.today)
    check_place(ended, None, await store.occupying_contracts(before.unit_id), minding=STAYS)
    return await _told(before, ended, act, alt_units)


async def preview_notice(contract_id: UUID, facts: NoticeFacts, act: Act, *, alt_units: AltUnits) -> Consequences:
    """What will come of a notice if the household leaves on the day it leads to; until then nothing changes.

    Raises what `give_notice` raises.
    """
    before = await store.find_contract(contract_id)
    noticed = rules.give_notice(before, await law_in_force(), facts, today=act.today)
    return await _told(before, leaving_as_noticed(noticed), act, alt_units)


async def preview_draft_days(contract_id: UUID, days: CorrectDays, act: Act, *, alt_units: AltUnits) -> Consequences:
    """What the corrected days of a draft will make once it is signed, beside what the present ones would.

    Raises what `correct_draft_days` raises.
    """
    before = await store.find_contract(contract_id)
    after = await planned_days(before, days, act, alt_units=alt_units)
    return await _told(as_signed(before), as_signed(after), act, alt_units)


async def preview_overstay(contract_id: UUID, command: AllowOverstay, act: Act, *, alt_units: AltUnits) -> Consequences:
    """What `allow_overstay` would do now. Raises what it raises."""
    before = await store.find_contract(contract_id)
    return await _told(before, overstayed(before, await planned_overstay(before, command, act)), act, alt_units)


async def preview_slide(lease: SlidingLease, act: Act, *, alt_units: AltUnits) -> Consequences | None:
    """What `slide` would do to the stay on the scheduled day; None while no day is, or where the stay no longer runs."""
    if lease.slide_on is None:
        return None
    before = await store.find_contract(lease.contract_id)
    try:
        after = end_by_slide(before, lease.slide_on)
    except Refusal:
        return None
    return await _told(before, after, act, alt_units)


async def _told(before: Contract, after: Contract, act: Act, alt_units: AltUnits) -> Consequences:
    told = consequences(
        await law_in_force(),
        before,
        after,
        await store.occupying_contracts(before.unit_id),
        await preview_recharge(after),
        now=Month.of(act.today),
    )
    return with_claims(told, await _claimed(before.unit_id, told, act, alt_units))


async def _claimed(unit_id: UUID, told: Consequences, act: Act, alt_units: AltUnits) -> frozenset[str] | None:
    """The months whose aid was asked for; None when alt_units does not say: the preview goes on without it."""
    months = [one.month for one in told.presence]
    if not months:
        return frozenset()
    try:
        return await alt_units.claimed_months(unit_id, min(months), max(months), by=act.by)
    except (NotFound, ServiceSilent, ServiceNonsense):
        return None
