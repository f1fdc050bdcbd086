"""What is done with a referral besides deciding: received, studied, called from the reserve list, agreed, answered, closed."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, Tx, writing
from kernel.availability import first_obstacle
from kernel.db import Database
from kernel.errors import Blocker, Conflict, StaleVersion
from kernel.period import Period
from occupancy.actions.activity import put_years
from occupancy.actions.deadlines import keep_deadlines
from occupancy.clients.alt_units import AltUnits
from occupancy.domain import referrals as rules
from occupancy.domain.contracts import Contract, ContractStatus, contract_page
from occupancy.domain.households import Orientation
from occupancy.domain.places import calendar_of, refusal_of
from occupancy.domain.referral_answers import Answer, NothingToAnswer
from occupancy.domain.referrals import (
    AlreadyReferred,
    CheckedCriterion,
    Closure,
    Need,
    Opinion,
    OpinionKind,
    PlaceAlreadyPromised,
    PlaceFacts,
    Referral,
    ReferralStatus,
)
from occupancy.domain.reserve_lists import check_call
from occupancy.domain.terms import initial_term
from occupancy.domain.units import Unit, facts_of, programme_on
from occupancy.store import contracts, households
from occupancy.store import referrals as store
from occupancy.store.law import law_in_force


class ReceiveReferral(Struct, frozen=True, kw_only=True):
    """A household proposed for a place, from a first day on."""

    household_id: UUID
    unit_id: UUID
    place_number: int
    first_day: date
    source: Orientation
    source_reference: str
    received_on: date
    waiting_since: date | None
    needs: tuple[Need, ...]


async def receive_referral(db: Database, command: ReceiveReferral, act: Act, *, alt_units: AltUnits) -> Referral:
    """A referral to study. Several households may be proposed for one place.

    Raises `UnitNotFound`, `PlaceUnknown`, `UnitWithoutProgramme`, `DayOutOfReach`, `ReferralDayWrong`, `AlreadyReferred`.
    """
    rules.check_past(command.received_on, "received_on", today=act.today)
    if command.waiting_since:
        rules.check_past(command.waiting_since, "waiting_since", today=command.received_on)
    unit = await alt_units.unit(command.unit_id, by=act.by)
    declaration_id = await alt_units.declared_vacancy(command.unit_id, command.place_number, by=act.by)
    place = _place(unit, command.place_number, command.first_day, declaration_id)
    days = await _days(unit, command.first_day)
    async with writing(db, act) as tx:
        household = await households.find_household(command.household_id)
        number = await households.next_number("O", act.today.year)
        referral = Referral(
            id=uuid4(),
            version=1,
            reference=rules.referral_reference(act.today.year, number),
            household_id=household.id,
            source=command.source,
            source_reference=command.source_reference,
            received_on=command.received_on,
            waiting_since=command.waiting_since,
            needs=command.needs,
            place=place,
            first_day=command.first_day,
            last_day=days.last_day or command.first_day,
            status=ReferralStatus.RECEIVED,
        )
        with db.refusing({"referral_one_open": _already}):
            await store.insert_referral(referral)
        return await done(tx, "referral-received", None, referral, act)


async def give_opinion(
    db: Database,
    referral_id: UUID,
    kind: OpinionKind,
    checked: tuple[CheckedCriterion, ...],
    given_on: date,
    act: Act,
    *,
    expected: int,
) -> Referral:
    """The technical opinion of the social workers.

    Raises `ReferralStepWrong`, `ReferralDayWrong`, `AdhesionUnchecked`, `OpinionUnexplained`, `StaleVersion`.
    """
    opinion = Opinion(kind=kind, given_on=given_on, by_id=act.by.id, by_name=act.by.name, checked=checked)
    async with writing(db, act) as tx:
        before = await store.find_referral(referral_id)
        after = await store.save_referral(rules.give_opinion(before, opinion, today=act.today), expected)
        return await done(tx, "opinion-given", before, after, act)


async def call_from_list(
    db: Database,
    referral_id: UUID,
    first_day: date,
    reason: str | None,
    act: Act,
    *,
    expected: int,
    alt_units: AltUnits,
) -> Referral:
    """The next household of the reserve list is proposed the place that has come free.

    Raises `ReferralStepWrong`, `ListExpired`, `OutOfRank`, `PlaceAlreadyPromised`, `StaleVersion`, and what is in the way.
    """
    known = await store.find_referral(referral_id)
    unit = await alt_units.unit(known.place.unit_id, by=act.by)
    days = await _days(unit, first_day)
    async with writing(db, act) as tx:
        before = await locked(tx, known, expected)
        called = rules.call(
            before, first_day=first_day, last_day=days.last_day or first_day, reason=reason, today=act.today
        )
        place = before.place
        entries = await store.referrals_of_place(place.unit_id, place.place_number, ReferralStatus.WAITING)
        check_call(before, entries, reason, today=act.today)
        await check_promise(called, unit, today=act.today)
        after = await save_promise(db, called, expected)
        return await done(tx, "reserve-called", before, after, act)


async def record_agreement(db: Database, referral_id: UUID, agreed_on: date, act: Act, *, expected: int) -> Referral:
    """The household accepts. Raises `ReferralStepWrong`, `ReferralDayWrong`, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await store.find_referral(referral_id)
        after = await store.save_referral(rules.agree(before, agreed_on, today=act.today), expected)
        return await done(tx, "agreement-recorded", before, after, act)


async def close_referral(
    db: Database, referral_id: UUID, closure: Closure, closed_on: date, act: Act, *, expected: int
) -> Referral:
    """It leads to no stay; the place that it held is free again. A contract prepared from it is cancelled first.

    Raises `ReferralStepWrong`, `ReferralDayWrong`, `ReferralContractWrong`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        before = await store.find_referral(referral_id)
        if before.contract_id is not None:
            await _check_cancelled(before, before.contract_id)
        after = await store.save_referral(rules.close(before, closure, closed_on, today=act.today), expected)
        return await done(tx, "referral-closed", before, after, act)


async def send_answer(
    db: Database, referral_id: UUID, sent_on: date, household_told_on: date | None, act: Act, *, expected: int
) -> Referral:
    """What became of the proposal is told to the one who made it.

    Raises `NothingToAnswer`, `ReferralDayWrong`, `StaleVersion`.
    """
    async with writing(db, act) as tx:
        before = await store.find_referral(referral_id)
        due = rules.answer_due(before)
        if due is None:
            raise NothingToAnswer(f"Aucune réponse n'attend d'être envoyée pour {before.reference}.")
        rules.check_past(sent_on, "sent_on", today=act.today, since=before.received_on)
        if household_told_on:
            rules.check_past(household_told_on, "household_told_on", today=act.today, since=before.received_on)
        kind, motive = due
        answer = Answer(
            number=len(before.answers) + 1,
            kind=kind,
            motive=motive,
            sent_on=sent_on,
            household_told_on=household_told_on,
        )
        await store.insert_answer(before.id, answer)
        await put_years([sent_on.year], act)
        after = await store.save_referral(before, expected)
        return await done(tx, "answer-sent", before, after, act)


async def locked(tx: Tx, known: Referral, expected: int) -> Referral:
    """The referral, read again once its unit is held: nobody else can promise the place meanwhile."""
    await contracts.ensure_unit_lock(known.place.unit_id)
    await tx.lock("unit_lock", known.place.unit_id)
    referral = await store.find_referral(known.id)
    if referral.version != expected:
        raise StaleVersion("Cette orientation a été modifiée depuis que la page a été ouverte.")
    return referral


async def check_promise(referral: Referral, unit: Unit, *, today: date) -> None:
    """The place may be given for these days, by the predicate of the signature. Raises what is in the way."""
    stays = await contracts.occupying_contracts(unit.id)
    calendar = calendar_of(unit, stays, today=today)
    obstacle = first_obstacle(
        calendar,
        referral.place.place_number,
        referral.days,
        turnaround=unit.turnaround,
        programme=programme_on(unit, referral.first_day).value,
    )
    if obstacle is not None:
        raise refusal_of(obstacle, unit, stays, calendar, referral.days)


async def save_promise(db: Database, referral: Referral, expected: int) -> Referral:
    """Save a referral that may hold its place; the database has the last word. Raises `PlaceAlreadyPromised`."""
    if referral.holds_its_place:
        for other in await store.referrals_holding(referral.place.unit_id):
            if other.id != referral.id and other.competes(referral.place.place_number, referral.days):
                raise _promised(other)
    with db.refusing({"referral_no_overlap": _promised}):
        return await store.save_referral(referral, expected)


async def check_unpromised(contract: Contract, days: Period) -> None:
    """Inside an act that gives these days to the household of a contract: no other one was retained for them.

    Raises `PlaceAlreadyPromised`.
    """
    for other in await store.referrals_holding(contract.unit_id):
        if other.household_id != contract.household_id and other.competes(contract.place_number, days):
            raise _promised(other)


async def _days(unit: Unit, first_day: date) -> Period:
    """The first term that the programme of the unit grants from that day."""
    programme = programme_on(unit, first_day)
    plan = initial_term(await law_in_force(), programme, first_day, last_day=None, override_reason=None)
    return Period(plan.first_day, plan.last_day)


def _place(unit: Unit, place_number: int, day: date, declaration_id: UUID | None) -> PlaceFacts:
    facts = facts_of(unit, place_number, programme_on(unit, day))
    return PlaceFacts(
        unit_id=unit.id,
        place_number=place_number,
        unit_reference=facts.reference,
        unit_name=facts.name,
        place_name=facts.place_name,
        territory=unit.territory,
        declaration_id=declaration_id,
    )


def _already() -> Conflict:
    return AlreadyReferred("Une orientation de ce ménage vers cette place est déjà en cours.", field="household_id")


def _promised(other: Referral | None = None) -> Conflict:
    if other is None:
        return PlaceAlreadyPromised("Un autre ménage est déjà retenu pour cette place ces jours-là.")
    return PlaceAlreadyPromised(
        f"L'orientation {other.reference} est déjà retenue pour cette place"
        f" du {other.first_day:%d/%m/%Y} au {other.last_day:%d/%m/%Y}.",
        blocker=rules.link(other),
    )


async def done(tx: Tx, verb: str, before: Referral | None, after: Referral, act: Act) -> Referral:
    """What follows every change of a referral: deadlines, journal."""
    whole = await store.find_referral(after.id)
    await keep_deadlines(rules.subject_of(whole), rules.deadlines_of(whole, await law_in_force()), act)
    await tx.journal(verb, f"referral/{whole.id}", before=before, after=whole)
    return tx.keep(whole)


async def link_prepared(referral_id: UUID, contract_id: UUID, household_id: UUID, place: tuple[UUID, int]) -> None:
    """Inside the act that prepares a contract: the referral knows it. Raises `ReferralContractWrong`."""
    referral = await store.find_referral(referral_id)
    if referral.contract_id is not None:
        await _check_cancelled(referral, referral.contract_id)
    linked = rules.link_contract(referral, contract_id=contract_id, household_id=household_id, place=place)
    await store.save_referral(linked, referral.version)


async def house_signed(contract_id: UUID, act: Act) -> None:
    """Inside the act that signs a contract: its referral holds the place no more, the contract does."""
    referral = await store.referral_of_contract(contract_id)
    if referral is None or referral.status is not ReferralStatus.AGREED:
        return
    housed = await store.save_referral(rules.house(referral), referral.version)
    await keep_deadlines(rules.subject_of(housed), rules.deadlines_of(housed, await law_in_force()), act)


async def _check_cancelled(referral: Referral, contract_id: UUID) -> None:
    contract = await contracts.find_contract(contract_id)
    if contract.status is not ContractStatus.CANCELLED:
        raise rules.ReferralContractWrong(
            f"Le contrat {contract.reference} a été préparé pour {referral.reference}.",
            blocker=Blocker(label=f"Contrat {contract.reference}", href=contract_page(contract.id)),
        )
