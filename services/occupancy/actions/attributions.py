"""What is done with an attribution dossier: opened, put to another session, and each fact that moves it on."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Conflict, Refusal
from occupancy.actions.deadlines import keep_deadlines
from occupancy.domain import attribution_acts as rules
from occupancy.domain import attribution_facts as facts
from occupancy.domain import attribution_outcomes as outcomes
from occupancy.domain.attribution_acts import Around
from occupancy.domain.attribution_deadlines import attribution_deadlines, attribution_subject
from occupancy.domain.attribution_facts import ProposedBy
from occupancy.domain.attribution_sessions import SessionClosed, SessionNotFound, check_quota
from occupancy.domain.attributions import Attribution, AttributionState, attribution_reference, check_past
from occupancy.domain.particulars import demand_ends_on, last_demand
from occupancy.store import attribution_sessions as sessions
from occupancy.store import attributions as store
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.store.particulars import particulars_of
from occupancy.store.support_measures import find_measure


class CandidateAlready(Conflict):
    """A household is a candidate once in an operation, in one session at a time."""

    code, title = "candidate-already", "Ce ménage a déjà un dossier dans ce programme"


class AttributionRankTaken(Conflict):
    """Each rank of a list of the commission is one household's."""

    code, title = "attribution-rank-taken", "Rang déjà attribué dans cette liste"


class VacancyTaken(Conflict):
    """A dwelling that came free is proposed to one household at a time (LLTS-04)."""

    code, title = "vacancy-taken", "Ce logement est déjà proposé à un ménage"


class OpenAttribution(Struct, frozen=True, kw_only=True):
    """A household named for an operation, with the number of its demand (LLTS-06)."""

    operation_id: UUID
    session_id: UUID
    household_id: UUID
    unique_number: str
    demand_until: date
    proposed_by: ProposedBy
    identified_on: date


Decide = Callable[[Attribution, Any, Around], Attribution]

ACTS: dict[type[Struct], tuple[str, Decide]] = {
    facts.Survey: ("attribution-surveyed", rules.record_survey),
    facts.TownOpinion: ("attribution-town-opinion", rules.record_town_opinion),
    facts.PieceSeen: ("attribution-piece-seen", rules.record_piece),
    facts.Completion: ("attribution-completed", rules.complete),
    facts.Receipt: ("attribution-received", rules.record_receipt),
    facts.LateAcceptance: ("attribution-late-accepted", rules.accept_late),
    facts.AnalysisBegun: ("attribution-analysis-begun", rules.begin_analysis),
    facts.PiecesAsked: ("attribution-pieces-asked", rules.ask_pieces),
    facts.AnalysisReport: ("attribution-analysed", rules.report_analysis),
    facts.PreCommission: ("attribution-preselected", rules.preselect),
    facts.CommissionResult: ("attribution-commission", rules.record_commission),
    facts.HouseholdContact: ("attribution-contact", rules.record_contact),
    facts.Call: ("attribution-called", outcomes.call_from_list),
    facts.CalRuling: ("attribution-cal", outcomes.rule),
    facts.Offer: ("attribution-offered", outcomes.offer),
    facts.OfferAnswer: ("attribution-answered", outcomes.answer),
    facts.Entry: ("attribution-entered", outcomes.enter),
    facts.InstallationReview: ("attribution-reviewed", outcomes.review),
    facts.SupportBegun: ("attribution-supported", outcomes.support),
    facts.Closure: ("attribution-closed", outcomes.close),
    facts.Withdrawal: ("attribution-withdrawn", outcomes.withdraw),
}
"""Each fact, its verb in the journal, the rule that says what the dossier becomes."""


class KnownDemand(Struct, frozen=True, kw_only=True):
    """The demand of social housing that the file of a household already has."""

    unique_number: str
    demand_until: date


async def known_demand(household_id: UUID) -> KnownDemand | None:
    """What a new dossier takes from the household, when it is known there (LLTS-06)."""
    demand = last_demand(await particulars_of(household_id))
    if demand is None:
        return None
    return KnownDemand(unique_number=demand.reference, demand_until=demand_ends_on(demand, await law_in_force()))


async def open_attribution(db: Database, command: OpenAttribution, act: Act) -> Attribution:
    """Raises `OperationNotFound`, `SessionNotFound`, `SessionClosed`, `HouseholdNotFound`, `QuotaReached`, `CandidateAlready`."""
    async with writing(db, act) as tx:
        await tx.lock("housing_operation", command.operation_id)
        operation = await sessions.find_operation(command.operation_id)
        session = await sessions.find_session(command.session_id)
        if session.operation_id != operation.id:
            raise SessionNotFound("Cette séance n'est pas de ce programme.", field="session_id")
        if not session.is_open:
            raise SessionClosed("La séance choisie est close.", field="session_id")
        await households.find_household(command.household_id)
        check_past(command.identified_on, "identified_on", today=act.today)
        files = (await store.attributions_of_operations([operation.id])).get(operation.id, ())
        check_quota(operation, files, await law_in_force(), today=act.today)
        number = await households.next_number("LLTS", act.today.year)
        opened = Attribution(
            id=uuid4(),
            version=1,
            reference=attribution_reference(act.today.year, number),
            state=AttributionState.IDENTIFIED,
            **{name: getattr(command, name) for name in OpenAttribution.__struct_fields__},
        )
        with db.refusing({"attribution_household_once": _already}):
            await store.insert_attribution(opened)
        return await _done(tx, "attribution-opened", None, opened, act)


async def move_attribution(
    db: Database, attribution_id: UUID, session_id: UUID, act: Act, *, expected: int
) -> Attribution:
    """The dossier goes to a later session. Raises `SessionNotFound`, what `rules.move` raises, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await store.find_attribution(attribution_id)
        around = await _around(before, act)
        chosen = await sessions.find_session(session_id)
        if chosen.operation_id != before.operation_id:
            raise SessionNotFound("Cette séance n'est pas de ce programme.", field="session_id")
        after = await store.save_attribution(rules.move(before, chosen, around), expected)
        return await _done(tx, "attribution-moved", before, after, act)


async def record(db: Database, attribution_id: UUID, fact: Struct, act: Act, *, expected: int) -> Attribution:
    """Something happens to a dossier. Raises what the rule of the fact raises (`ACTS`), `StaleVersion`."""
    verb, decide = ACTS[type(fact)]
    async with writing(db, act) as tx:
        before = await store.find_attribution(attribution_id)
        await tx.lock("housing_operation", before.operation_id)
        around = await _around(before, act, fact)
        with db.refusing({"attribution_rank_once": _rank_taken, "attribution_vacancy_once": _vacancy_taken}):
            after = await store.save_attribution(decide(before, fact, around), expected)
        return await _done(tx, verb, before, after, act)


async def around_of(attribution: Attribution, act: Act) -> Around:
    """What the rules of a dossier are read with, for pages."""
    return await _around(attribution, act)


async def _around(file: Attribution, act: Act, fact: Struct | None = None) -> Around:
    operation = await sessions.find_operation(file.operation_id)
    is_call = isinstance(fact, facts.Call)
    measure_id = fact.measure_id if isinstance(fact, facts.SupportBegun) else None
    return Around(
        operation=operation,
        session=await sessions.find_session(file.session_id),
        law=await law_in_force(),
        today=act.today,
        listed=await store.listed_in(operation.commune) if is_call else (),
        vacancy=await sessions.find_operation(fact.operation_id) if isinstance(fact, facts.Call) else None,
        measure_of=(await find_measure(measure_id)).household_id if measure_id else None,
    )


async def _done(tx: Tx, verb: str, before: Attribution | None, after: Attribution, act: Act) -> Attribution:
    """What follows every act on a dossier: its deadlines, the journal."""
    around = await _around(after, act)
    wanted = attribution_deadlines(after, around.session, around.law, around.operation.territory)
    await keep_deadlines(attribution_subject(after), wanted, act)
    await tx.journal(verb, f"attribution/{after.id}", before=before, after=after)
    return tx.keep(after)


def _already() -> Refusal:
    return CandidateAlready("Ce ménage a déjà un dossier en cours dans ce programme.", field="household_id")


def _rank_taken() -> Refusal:
    return AttributionRankTaken("Un autre dossier a déjà ce rang.", field="rank")


def _vacancy_taken() -> Refusal:
    return VacancyTaken("Un autre ménage est déjà proposé pour ce logement.", field="operation_id")
