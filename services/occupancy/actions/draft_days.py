"""The days of a draft corrected before its signature: told first, then recorded. What was signed is never corrected this way."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.contract_changes import check_override, locked, save, subject
from occupancy.actions.fee_choice import choose_fee
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import contracts as rules
from occupancy.domain.contracts import Contract, check_draft
from occupancy.domain.places import OF_UNIT, check_place, check_size
from occupancy.domain.terms import initial_term
from occupancy.domain.units import facts_of, programme_on
from occupancy.store import contracts as store
from occupancy.store.law import law_in_force
from occupancy.store.members import household_on


class CorrectDays(Struct, frozen=True, kw_only=True):
    """Other days of a draft. `last_day` None: as the programme's rule says from the new first day."""

    first_day: date
    last_day: date | None
    override_reason: str | None


async def correct_draft_days(
    db: Database, contract_id: UUID, days: CorrectDays, act: Act, *, expected: int, alt_units: AltUnits
) -> Contract:
    """The draft on its new days, with the fee of that day unless it was decided.

    Raises what `planned_days` raises, `StaleVersion`.
    """
    known = await store.find_contract(contract_id)
    planned = await planned_days(known, days, act, alt_units=alt_units)
    async with writing(db, act) as tx:
        before = await locked(tx, known, expected)
        after = await save(tx, planned, expected)
        await keep_stay_deadlines(after, act)
        await tx.journal("draft-days-corrected", subject(after), before=before, after=after)
        return tx.keep(after)


async def planned_days(before: Contract, days: CorrectDays, act: Act, *, alt_units: AltUnits) -> Contract:
    """The draft as the new days make it, checked as it was when it was prepared.

    Raises `ContractNotDraft`, `PermissionMissing`, `TermTooLong`, `TermEndsBeforeStart`, `DayOutOfReach`, and what `check_place`
    raises.
    """
    check_draft(before)
    check_override(act.by, days.override_reason)
    unit, law = await alt_units.unit(before.unit_id, by=act.by), await law_in_force()
    programme = programme_on(unit, days.first_day)
    plan = initial_term(law, programme, days.first_day, last_day=days.last_day, override_reason=days.override_reason)
    household = await household_on(before.household_id, days.first_day)
    facts = facts_of(unit, before.place_number, programme)
    decided = before.fee.override_reason is not None
    fee = (
        before.fee
        if decided
        else choose_fee(
            law, household.situation, facts.dwelling_type, days.first_day, cents=None, reason=None, may_decide=False
        )
    )
    after = rules.correct_days(before, plan, unit=facts, fee=fee, persons=household.persons)
    check_place(after, unit, minding=OF_UNIT)
    check_size(unit, after.place_number, after.persons, after.override_reason)
    return after
