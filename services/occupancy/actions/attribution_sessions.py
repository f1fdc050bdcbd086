"""What is done with housing operations and their sessions: recorded, planned, closed."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import asdict

from kernel.acts import Act, writing
from kernel.calendar import Territory
from kernel.db import Database
from kernel.errors import Conflict, Refusal
from occupancy.domain import attribution_sessions as rules
from occupancy.domain.attribution_sessions import Operation, OperationKind, Session, operation_reference
from occupancy.store import attribution_sessions as store
from occupancy.store import attributions, households


class SessionExists(Conflict):
    """An operation has one session on a day."""

    code, title = "session-exists", "Une séance est déjà prévue ce jour-là"


class OperationFacts(Struct, frozen=True, kw_only=True):
    """What a clerk records of an operation."""

    kind: OperationKind
    name: str
    landlord: str
    commune: str
    territory: Territory
    dwellings: int
    available_on: date
    consulted_on: date | None
    minutes_sent_on: date | None


class SessionDays(Struct, frozen=True, kw_only=True):
    """The days of a session; the pre-commission for a delivery only."""

    pre_commission_on: date | None
    commission_on: date


async def record_operation(db: Database, facts: OperationFacts, days: SessionDays | None, act: Act) -> Operation:
    """An operation with its first session, if any. Raises `SessionDaysWrong`, `AttributionDayWrong`."""
    async with writing(db, act) as tx:
        number = await households.next_number("PL", act.today.year)
        operation = Operation(
            id=uuid4(), version=1, reference=operation_reference(act.today.year, number), **asdict(facts)
        )
        session = Session(id=uuid4(), version=1, operation_id=operation.id, **asdict(days)) if days else None
        rules.check_operation(operation, session, today=act.today)
        await store.insert_operation(operation)
        if session:
            await store.insert_session(session)
        await tx.journal("operation-recorded", f"housing-operation/{operation.id}", after=(operation, session))
        return tx.keep(operation)


async def plan_session(db: Database, operation_id: UUID, days: SessionDays, act: Act) -> Session:
    """A later session of an operation. Raises `OperationNotFound`, `SessionDaysWrong`, `SessionExists`."""
    async with writing(db, act) as tx:
        operation = await store.find_operation(operation_id)
        session = Session(id=uuid4(), version=1, operation_id=operation_id, **asdict(days))
        rules.check_session(session, operation)
        with db.refusing({"attribution_session_day": _exists}):
            await store.insert_session(session)
        await tx.journal("session-planned", f"housing-operation/{operation_id}", after=session)
        return tx.keep(session)


async def close_session(db: Database, session_id: UUID, act: Act, *, expected: int) -> Session:
    """Its statement of decisions is sent to all. Raises `SessionNotFound`, what the rule raises, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await store.find_session(session_id)
        await tx.lock("housing_operation", before.operation_id)
        files = (await attributions.attributions_of_operations([before.operation_id])).get(before.operation_id, ())
        mine = tuple(one for one in files if one.session_id == session_id)
        after = await store.save_session(rules.close_session(before, mine, today=act.today), expected)
        await tx.journal("session-closed", f"housing-operation/{before.operation_id}", before=before, after=after)
        return tx.keep(after)


def _exists() -> Refusal:
    return SessionExists("Une séance de ce programme est déjà prévue ce jour-là.", field="commission_on")
