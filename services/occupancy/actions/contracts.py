"""What is done with a contract: prepared, signed, renewed, given notice, ended, cancelled."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Staff, Tx, writing
from kernel.db import Database
from kernel.errors import Conflict, PermissionMissing, StaleVersion
from kernel.period import Period
from occupancy.actions.charges import recharge_contract
from occupancy.actions.fee_choice import choose_fee
from occupancy.actions.presence import put_presence
from occupancy.actions.referrals import check_unpromised, house_signed, link_prepared
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import contracts as rules
from occupancy.domain.contracts import Contract, ContractStatus, End, EndReason, FeeRecord, NoticeBy
from occupancy.domain.households import Household
from occupancy.domain.inspections import InspectionKind
from occupancy.domain.places import OF_UNIT, STAYS, PlaceAlreadyTaken, check_place
from occupancy.domain.regimes import FundingScheme, LegalRegime, Regime, proposed_regime
from occupancy.domain.slides import SlidOnlyByTheSlide
from occupancy.domain.sliding_acts import check_total_months
from occupancy.domain.terms import Term, TermPlan, initial_term, renewal
from occupancy.domain.units import Unit, UnitFacts, facts_of, mobilisation_on, programme_on
from occupancy.store import contracts as store
from occupancy.store import households, inspections
from occupancy.store.law import law_in_force


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


class RenewContract(Struct, frozen=True, kw_only=True):
    """A renewal. `last_day` None: as the programme's rule says."""

    last_day: date | None
    reason: str
    override_reason: str | None


async def prepare_contract(db: Database, command: PrepareContract, act: Act, *, alt_units: AltUnits) -> Contract:
    """A draft, which holds nothing yet.

    Raises `UnitNotFound`, `PlaceUnknown`, `UnitWithoutProgramme`, `UnitNotInService`, `PlaceVoid`, `TermTooLong`,
    `FeeOutsideScale`, `ReferralNotFound`, `ReferralContractWrong`.
    """
    _check_override(act.by, command.override_reason)
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
        household = await households.find_household(command.household_id)
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
        await store.insert_contract(contract)
        if command.referral_id is not None:
            place = (contract.unit_id, contract.place_number)
            await link_prepared(command.referral_id, contract.id, contract.household_id, place)
        await tx.journal("contract-prepared", _subject(contract), after=contract)
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
        before = await _locked(tx, draft, expected)
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
            persons=(await households.find_household(before.household_id)).persons,
            today=act.today,
        )
        check_place(signed, unit, await store.occupying_contracts(before.unit_id), today=act.today)
        await check_unpromised(signed, signed.stay)
        after = await _save(tx, signed, expected)
        await store.insert_term(_term(after, plan, act, reason="Contrat initial"))
        await house_signed(after.id, act)
        return await _done(tx, "contract-signed", before, after, act)


async def renew_contract(
    db: Database, contract_id: UUID, command: RenewContract, act: Act, *, expected: int, alt_units: AltUnits
) -> Contract:
    """One more term after the last, which stays as it was.

    Raises `ContractNotRunning`, `RenewedTooOften`, `TermTooLong`, `SlidingLeaseTooLong`, `StaleVersion`, and what
    `check_place` raises.
    """
    _check_override(act.by, command.override_reason)
    known = await store.find_contract(contract_id)
    unit = await alt_units.unit(known.unit_id, by=act.by)
    async with writing(db, act) as tx:
        before = await _locked(tx, known, expected)
        rules.check_running(before)
        plan = renewal(
            await law_in_force(),
            before.programme,
            await store.terms_of(before.id),
            last_day=command.last_day,
            override_reason=command.override_reason,
        )
        if before.legal_regime is LegalRegime.BG:
            check_total_months(before.first_day, plan.last_day, await law_in_force(), command.override_reason)
        renewed = rules.renew(before, plan)
        check_place(
            renewed,
            unit,
            await store.occupying_contracts(before.unit_id),
            days=Period(plan.first_day, plan.last_day),
            programme=before.programme,
        )
        await check_unpromised(renewed, Period(plan.first_day, plan.last_day))
        after = await _save(tx, renewed, expected)
        await store.insert_term(_term(after, plan, act, reason=command.reason))
        return await _done(tx, "contract-renewed", before, after, act)


async def give_notice(
    db: Database, contract_id: UUID, given_on: date, by: NoticeBy, act: Act, *, expected: int
) -> Contract:
    """Notice given, once for a term. The place stays occupied until the household has really left.

    Raises `ContractNotRunning`, `NoticeAlreadyGiven`, `NoticeOutsideStay`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        before = await store.find_contract(contract_id)
        noticed = rules.give_notice(before, await law_in_force(), given_on=given_on, by=by, today=act.today)
        after = await store.save_contract(noticed, expected)
        await tx.journal("notice-given", _subject(after), before=before, after=after)
        return tx.keep(after)


async def end_contract(db: Database, contract_id: UUID, ending: End, act: Act, *, expected: int) -> Contract:
    """The household has left: the place is put in order from the next day, then free.

    Raises `ContractNotRunning`, `EndedInFuture`, `EndedBeforeStart`, `OverstayUnexplained`, `PlaceAlreadyTaken`,
    `TurnaroundTooLong`, `SlidOnlyByTheSlide`, `StaleVersion`.
    """
    if ending.reason is EndReason.SLID:
        raise SlidOnlyByTheSlide("Le glissement s'enregistre dans le dossier du bail glissant.", field="reason")
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        before = await _locked(tx, known, expected)
        ended = rules.end(before, ending, today=act.today)
        check_place(ended, None, await store.occupying_contracts(before.unit_id), minding=STAYS)
        after = await _save(tx, ended, expected)
        return await _done(tx, "contract-ended", before, after, act)


async def cancel_contract(db: Database, contract_id: UUID, reason: str, act: Act, *, expected: int) -> Contract:
    """The household never came in. Raises `ContractNotRunning`, `AlreadyEntered`, `StaleVersion`."""
    known = await store.find_contract(contract_id)
    async with writing(db, act) as tx:
        before = await _locked(tx, known, expected)
        entry = await inspections.maybe_inspection(contract_id, InspectionKind.ENTRY)
        cancelled = rules.cancel(before, reason=reason, has_entered=entry is not None and entry.is_signed)
        after = await _save(tx, cancelled, expected)
        return await _done(tx, "contract-cancelled", before, after, act)


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


async def _locked(tx: Tx, known: Contract, expected: int) -> Contract:
    """The contract, read again once its unit is held: nobody else can give the unit meanwhile."""
    await tx.lock("unit_lock", known.unit_id)
    contract = await store.find_contract(known.id)
    if contract.version != expected:
        raise StaleVersion("Ce contrat a été modifié depuis que la page a été ouverte.")
    return contract


async def _save(tx: Tx, contract: Contract, expected: int) -> Contract:
    """Save what was checked; the database has the last word."""
    with tx.db.refusing({"contract_no_overlap": _overlap}):
        return await store.save_contract(contract, expected)


def _overlap() -> Conflict:
    return PlaceAlreadyTaken("Un autre séjour occupe déjà cette place sur la période.")


async def _done(tx: Tx, verb: str, before: Contract, after: Contract, act: Act) -> Contract:
    """What follows every change of the days occupied: presence, charges, journal."""
    await put_presence(before, after, act)
    await recharge_contract(tx, after, act)
    await tx.journal(verb, _subject(after), before=before, after=after)
    return tx.keep(after)


def _term(contract: Contract, plan: TermPlan, act: Act, *, reason: str) -> Term:
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


def _check_override(by: Staff, reason: str | None) -> None:
    if reason and not by.may("contracts.override"):
        raise PermissionMissing("Une dérogation est décidée par la direction.", field="override_reason")


def _subject(contract: Contract) -> str:
    return f"contract/{contract.id}"
