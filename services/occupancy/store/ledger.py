"""The ledger's rows: read by household or event, added, never touched again."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace
from piccolo.columns.combination import WhereRaw

from kernel.acts import Tx
from kernel.db import Database, Statement, read
from kernel.errors import Refusal
from kernel.period import Month
from occupancy.domain.deposits import DepositBelowZero, DepositState
from occupancy.domain.ledger import AlreadyReversed, Event, Posting, Reversal, Transfer, rows
from occupancy.domain.periods import booked_in_open_period
from occupancy.domain.tills import TillDayClosed, TillTooLow
from occupancy.tables.money import ReversalRow, TransferRow

_COLUMNS = Transfer.__struct_fields__
_SELECT = f"select {', '.join(Transfer.__struct_fields__)} from transfer"  # noqa: S608  names of ours
"""Written once: the ledger is read at every act on money, and building the query took longer than its answer."""
_OF_HOUSEHOLD = f"{_SELECT} where household_id = {{}} order by number"
_AT_ONCE = 5_000
_OF_MONTH = (
    "id in (with recursive chain (id) as (select transfer_id from charge where month = {}"
    " union select undoing.id from transfer undoing join chain on undoing.reverses_id = chain.id) select id from chain)"
)
REVERSED_ONCE = {"transfer_reversed_once": AlreadyReversed, "reversal_once": AlreadyReversed}
REFUSED_ROW: dict[str, Callable[[], Refusal]] = {
    **REVERSED_ONCE,
    "transfer_deposit_floor": lambda: DepositBelowZero(_FLOOR),
    "till_never_below_zero": lambda: TillTooLow(_EMPTY),
    "till_day_closed": lambda: TillDayClosed(_CLOSED),
}
_EMPTY = (
    "Cette somme n'est plus dans la régie : elle a été versée ou remise. Annulez d'abord le versement,"
    " ou voyez avec le comptable."
)
_CLOSED = "La caisse de cette régie est arrêtée à cette date : rien ne s'y écrit plus, datez d'un jour qui suit."
_FLOOR = (
    "Le dépôt de ce contrat a été rendu, reçu ou annulé depuis : cette écriture compterait deux fois la même somme."
)


def as_values(record: msgspec.Struct) -> dict[str, Any]:
    """A Struct's fields as column values."""
    values: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(UUID, date, datetime))
    return values


async def transfers_of(household_id: UUID) -> tuple[Transfer, ...]:
    """Every transfer of a household, in the order they were recorded."""
    found = await read(TransferRow, _OF_HOUSEHOLD, household_id)
    return tuple(msgspec.convert(row, Transfer) for row in found)


async def transfers_of_many(household_ids: Collection[UUID]) -> dict[UUID, tuple[Transfer, ...]]:
    """The same for several households, in few readings: an engine takes so many values at once."""
    by_household: dict[UUID, list[Transfer]] = {one: [] for one in household_ids}
    ids = list(by_household)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found = await TransferRow.select().where(TransferRow.household_id.is_in(some))
        for row in sorted(found, key=lambda one: one["number"]):
            by_household[row["household_id"]].append(msgspec.convert(row, Transfer))
    return {one: tuple(transfers) for one, transfers in by_household.items()}


async def transfers_of_month(month: Month) -> dict[UUID, tuple[Transfer, ...]]:
    """What charged a month and what undid it, by household: all that says which of its charges stand."""
    found = await TransferRow.select().where(WhereRaw(_OF_MONTH, str(month))).order_by(TransferRow.number)
    by_household: dict[UUID, list[Transfer]] = {}
    for row in found:
        by_household.setdefault(row["household_id"], []).append(msgspec.convert(row, Transfer))
    return {one: tuple(transfers) for one, transfers in by_household.items()}


async def paid_ahead() -> frozenset[UUID]:
    """The households that have money in advance."""
    found = await TransferRow.raw(
        "select household_id, sum(case when credit_account like 'household:%:advance' then amount_cents else 0 end"
        " - case when debit_account like 'household:%:advance' then amount_cents else 0 end) as cents from transfer"
        " where credit_account like 'household:%:advance' or debit_account like 'household:%:advance'"
        " group by household_id"
    )
    return frozenset(UUID(str(row["household_id"])) for row in found if row["cents"] > 0)


async def transfers_of_event(event_id: UUID) -> tuple[Transfer, ...]:
    """The transfers of one event; none when it does not exist."""
    found = await TransferRow.select().where(TransferRow.event_id == event_id).order_by(TransferRow.number)
    return tuple(msgspec.convert(row, Transfer) for row in found)


async def all_transfers() -> tuple[Transfer, ...]:
    """The whole ledger: for invariants."""
    found = await TransferRow.select().order_by(TransferRow.number)
    return tuple(msgspec.convert(row, Transfer) for row in found)


async def owing(until: date) -> tuple[UUID, ...]:
    """The households that owe something of what was booked until that day, whatever they paid since."""
    found = await TransferRow.raw(
        "select household_id, sum("
        " case when debit_account like 'household:%:fees' or debit_account like 'household:%:damage'"
        " or debit_account like 'household:%:advance' then amount_cents else 0 end"
        " - case when credit_account like 'household:%:fees' or credit_account like 'household:%:damage'"
        " or credit_account like 'household:%:advance' then amount_cents else 0 end) as cents"
        " from transfer where booked_on <= {} and household_id is not null group by household_id",
        until,
    )
    return tuple(UUID(str(row["household_id"])) for row in found if row["cents"] > 0)


async def deposit_states() -> dict[UUID, DepositState]:
    """What is still to be received and what is held of each contract's deposit, as the rows of the ledger add up."""
    found = await TransferRow.raw(
        "select contract_id,"
        " sum(case when debit_account like 'household:%:deposit_due' then amount_cents else 0 end"
        " - case when credit_account like 'household:%:deposit_due' then amount_cents else 0 end) as due_cents,"
        " sum(case when credit_account like 'household:%:deposit_held' then amount_cents else 0 end"
        " - case when debit_account like 'household:%:deposit_held' then amount_cents else 0 end) as held_cents"
        " from transfer where contract_id is not null group by contract_id"
    )
    return {
        UUID(str(row["contract_id"])): DepositState(due_cents=int(row["due_cents"]), held_cents=int(row["held_cents"]))
        for row in found
    }


async def post(
    db: Database, event: Event, postings: Sequence[Posting], *, at: datetime, by: UUID
) -> tuple[Transfer, ...]:
    """Write one event. Its rows take the next numbers, without gap.

    What would be booked in a closed period is booked on the first open day (decision 0037).
    Raises `AlreadyReversed`, `DepositBelowZero`, `TillTooLow`, `TillDayClosed`.
    """
    if not postings:
        return ()
    first, closed_until = await _draw_numbers(db, len(postings))
    written = _written(event, postings, first, closed_until, at=at, by=by)
    with db.refusing(REFUSED_ROW):
        await db.run_together([_insertion(written)])
    return written


async def post_at_end(tx: Tx, event: Event, postings: Sequence[Posting]) -> tuple[Transfer, ...]:
    """The same, written with what ends the act: its numbers are held no longer than they must. Raises what `post` raises."""
    if not postings:
        return ()
    first, closed_until = await _draw_numbers(tx.db, len(postings))
    written = _written(event, postings, first, closed_until, at=tx.act.at, by=tx.act.by.id)
    tx.at_end(_insertion(written), refusing=REFUSED_ROW)
    return written


async def post_many(
    db: Database, events: Sequence[tuple[Event, Sequence[Posting]]], *, at: datetime, by: UUID
) -> tuple[Transfer, ...]:
    """Write many events in one trip, in this order: for the runs over all stays. Raises what `post` raises."""
    if not (count := sum(len(postings) for _, postings in events)):
        return ()
    first, closed_until = await _draw_numbers(db, count)
    written: list[Transfer] = []
    for event, postings in events:
        written += _written(event, postings, first + len(written), closed_until, at=at, by=by)
    with db.refusing(REFUSED_ROW):
        await db.insert_many("transfer", _COLUMNS, [[getattr(one, name) for name in _COLUMNS] for one in written])
    return tuple(written)


@lru_cache(maxsize=256)
def _insert(count: int) -> str:
    """The writing of so many rows in one trip."""
    marks = f"({', '.join('{}' for _ in _COLUMNS)})"
    return f"insert into transfer ({', '.join(_COLUMNS)}) values {', '.join(marks for _ in range(count))}"  # noqa: S608


def _insertion(written: Sequence[Transfer]) -> Statement:
    return _insert(len(written)), [getattr(one, name) for one in written for name in _COLUMNS]


async def hold_books(db: Database) -> date | None:
    """Wait for every posting under way, let none begin until the end, and say until when the books are closed."""
    return (await _draw_numbers(db, 0))[1]


async def _draw_numbers(db: Database, count: int) -> tuple[int, date | None]:
    """The first of so many numbers, and the last closed day: read from the row that every posting holds."""
    sql = "update ledger_counter set last_number = last_number + {} where id = 1 returning last_number, closed_until"
    held = (await db.run(sql, count))[0]
    until = held["closed_until"]
    return held["last_number"] - count + 1, date.fromisoformat(until) if isinstance(until, str) else until


def _written(
    event: Event, postings: Sequence[Posting], first: int, closed_until: date | None, *, at: datetime, by: UUID
) -> tuple[Transfer, ...]:
    booked = replace(event, booked_on=booked_in_open_period(event.booked_on, closed_until))
    return rows(booked, postings, ids=[uuid4() for _ in postings], first_number=first, at=at, by=by)


async def add_reversal(db: Database, reversal: Reversal) -> None:
    """Keep the decision. Raises `AlreadyReversed`."""
    with db.refusing(REVERSED_ONCE):
        await ReversalRow.insert(ReversalRow(**as_values(reversal)))


async def reversals_of(household_id: UUID) -> tuple[Reversal, ...]:
    """The reversals decided on a household's events."""
    found = await ReversalRow.select().where(ReversalRow.household_id == household_id)
    return tuple(msgspec.convert(row, Reversal) for row in found)
