"""What is done with a contract: prepared, signed, ended, cancelled. Its renewals: `renewals`; its notice: `notices`."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.contract_changes import check_override, done, locked, new_term, save, subject
from occupancy.actions.fee_choice import choose_fee
from occupancy.actions.referrals import check_unpromised, house_signed, link_prepared
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.actions.wear_grids import fix_grid_at_signature
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import contracts as rules
from occupancy.domain.contracts import Contract, ContractStatus, End, EndReason, FeeRecord
from occupancy.domain.households import Household
from occupancy.domain.inspections import InspectionKind
from occupancy.domain.places import OF_UNIT, STAYS, check_place, check_size
from occupancy.domain.regimes import FundingScheme, LegalRegime, Regime, proposed_regime
from occupancy.domain.slides import SlidOnlyByTheSlide, check_dossier_closed
from occupancy.domain.terms import TermPlan, initial_term
from occupancy.domain.units import Unit, UnitFacts, facts_of, mobilisation_on, programme_on
from occupancy.store import contracts as store
from occupancy.store import households, inspections
from occupancy.store.law import law_in_force
from occupancy.store.members import household_on
from occupancy.store.sliding_leases import sliding_lease_of_contract


class PrepareContract(Struct, frozen=True, kw_only=True):
    """A contract to prepare. `last_day` None: as the programme's rule says. `fee_cents` None: as the scale says.

    `referral_id`: the referral that it follows from, when the commission retained the household.
    """

    household_id: UUID
    unit_id: UUID
    place_number: int
    first_day: date
    last_day: date | None
    override_reason: str | None
    fee_cents: int | None
    fee_override_reason: str | None
    referral_id: UUID | None = None


class SignContract(Struct, frozen=True, kw_only=True):
    """A signature. `legal_regime`, `funding_scheme` None: as the unit's mobilisation and programme propose."""

    signed_on: date
    legal_regime: LegalRegime | None = None
    funding_scheme: FundingScheme | None = None


async def prepare_contract(db: Database, command: PrepareContract, act: Act, *, alt_units: AltUnits) -> Contract:
    """A draft, which holds nothing yet.

    Raises `UnitNotFound`, `PlaceUnknown`, `UnitWithoutProgramme`, `UnitNotInService`, `PlaceVoid`, `TermTooLong`,
    `FeeOutsideScale`, `ReferralNotFound`, `ReferralContractWrong`.
    """
    check_override(act.by, command.override_reason)
    unit = await alt_units.unit(command.unit_id, by=act.by)
    programme = programme_on(unit, command.first_day)
    plan = initial_term(
        await law_in_force(),
        programme,
        command.first_day,
        last_day=command.last_day,
        override_reason=command.override_reason,
    )
    facts = facts_of(unit, command.place_number, programme)
    async with writing(db, act) as tx:
        household = await household_on(command.household_id, command.first_day)
        fee = choose_fee(
            await law_in_force(),
            household.situation,
            facts.dwelling_type,
            command.first_day,
            cents=command.fee_cents,
            reason=command.fee_override_reason,
            may_decide=act.by.may("fees.decide"),
        )
        await store.ensure_unit_lock(command.unit_id)
        number = await households.next_number("C", act.today.year)
        reference = rules.contract_reference(act.today.year, number)
        contract = replace(_draft(command, household, plan, facts, fee, reference), **_of_unit(unit))
        check_place(contract, unit, minding=OF_UNIT)
        check_size(unit, contract.place_number, contract.persons, command.override_reason)
        await store.insert_contract(contract)
        await keep_stay_deadlines(contract, act)
        if command.referral_id is not None:
            place = (contract.unit_id, contract.place_number)
            await link_prepared(command.referral_id, contract.id, contract.household_id, place)
        await tx.journal("contract-prepared", subject(contract), after=contract)
        return tx.keep(contract)


async def sign_contract(
    db: Database, contract_id: UUID, command: SignContract, act: Act, *, expected: int, alt_units: AltUnits
) -> Contract:
    """The household holds the place from its first day to its last, and the days to put it in order after.

    Raises `ContractNotDraft`, `SignedInFuture`, `PlaceAlreadyPromised`, `StaleVersion`, and what `check_place` raises.
    """
    draft = await store.find_contract(contract_id)
    unit = await alt_units.unit(draft.unit_id, by=act.by)
    facts = facts_of(unit, draft.place_number, programme_on(unit, draft.first_day))
    async with writing(db, act) as tx:
        before = await locked(tx, draft, expected)
        plan = initial_term(
            await law_in_force(),
            facts.programme,
            before.first_day,
            last_day=before.last_day,
            override_reason=before.override_reason,
        )
        signed = rules.sign(
            replace(before, **_of_unit(unit)),
            unit=facts,
            regime=_chosen(command, before, unit),
            signed_on=command.signed_on,
            persons=(await household_on(before.household_id, before.first_day)).persons,
            today=act.today,
        )
        check_size(unit, signed.place_number, signed.persons, signed.override_reason)
        check_place(signed, unit, await store.occupying_contracts(before.unit_id), today=act.today)
        await check_unpromised(signed, signed.stay)
        after = await save(tx, signed, expected)
        await store.insert_term(new_term(after, plan, act, reason="Contrat initial"))
        await fix_grid_at_signature(tx, after)
        await house_signed(after.id, act)
        return await done(tx, "contract-signed", before, after, act)


async def end_contract(db: Database, contract_id: UUID, ending: End, act: Act, *, expected: int) -> Contract:
    """The household has left: the place is put in order from the next day, then free.

    Raises `ContractNotRunning`, `EndedInFuture`, `EndedBeforeStart`, `OverstayUnexplained`, `PlaceAlreadyTaken`,
    `TurnaroundTooLong`, `SlidOnlyByTheSlide`, `SlidingLeaseStillOpen`, `StaleVersion`.
    """
    check_end_reason(ending)
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        before = await locked(tx, known, expected)
        ended = rules.end(before, ending, today=act.today)
        check_dossier_closed(await sliding_lease_of_contract(contract_id))
        check_place(ended, None, await store.occupying_contracts(before.unit_id), minding=STAYS)
        after = await save(tx, ended, expected)
        return await done(tx, "contract-ended", before, after, act)


async def cancel_contract(db: Database, contract_id: UUID, reason: str, act: Act, *, expected: int) -> Contract:
    """The household never came in.

    Raises `ContractNotRunning`, `AlreadyEntered`, `SlidingLeaseStillOpen`, `StaleVersion`.
    """
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        before = await locked(tx, known, expected)
        entry = await inspections.maybe_inspection(contract_id, InspectionKind.ENTRY)
        check_dossier_closed(await sliding_lease_of_contract(contract_id))
        cancelled = rules.cancel(before, reason=reason, has_entered=entry is not None and entry.is_signed)
        after = await save(tx, cancelled, expected)
        return await done(tx, "contract-cancelled", before, after, act)


def check_end_reason(ending: End) -> None:
    """Raises `SlidOnlyByTheSlide`."""
    if ending.reason is EndReason.SLID:
        raise SlidOnlyByTheSlide("Le glissement s'enregistre dans le dossier du bail glissant.", field="reason")


def _of_unit(unit: Unit) -> dict[str, Any]:
    """What a contract copies from its unit and may be changed later: how long the place is put in order."""
    return {"turnaround_days": unit.turnaround_days, "territory": unit.territory}


def _chosen(command: SignContract, draft: Contract, unit: Unit) -> Regime:
    """The regime that is proposed, with what the person who signs has chosen."""
    proposed = proposed_regime(mobilisation_on(unit, draft.first_day), programme_on(unit, draft.first_day))
    return replace(
        proposed,
        legal_regime=command.legal_regime or proposed.legal_regime,
        funding_scheme=command.funding_scheme or proposed.funding_scheme,
    )


def _draft(
    command: PrepareContract, household: Household, plan: TermPlan, facts: UnitFacts, fee: FeeRecord, reference: str
) -> Contract:
    return Contract(
        id=uuid4(),
        version=1,
        reference=reference,
        household_id=household.id,
        unit_id=command.unit_id,
        place_number=command.place_number,
        programme=facts.programme,
        status=ContractStatus.DRAFT,
        first_day=plan.first_day,
        last_day=plan.last_day,
        persons=household.persons,
        signed_on=None,
        unit=facts,
        fee=fee,
        override_reason=plan.override_reason,
        notice=None,
        end=None,
        cancel_reason=None,
    )
