"""What the régies hold and their books, read from the rows of the ledger; closings of the cash book."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.db import Database
from occupancy.domain.tills import (
    Book,
    ClosingNotFound,
    Held,
    Pieces,
    TillClosing,
    TillDayClosed,
    TillEntry,
    held,
    paid_over_account,
    till_account,
)
from occupancy.store.ledger import as_values
from occupancy.tables.tills import TillBalanceRow, TillClosingRow

# « >= 'regie:' and < 'regie;' » is said in each query, so that the indexes over the rows of régies serve.
_ROWS = (
    "select event_id, number, booked_on, label, document_kind, document_id, amount_cents as in_cents, 0 as out_cents"
    " from transfer where debit_account = {} and debit_account >= 'regie:' and debit_account < 'regie;'"
    " and booked_on >= {} and booked_on <= {}"
    " union all"
    " select event_id, number, booked_on, label, document_kind, document_id, 0, amount_cents"
    " from transfer where credit_account = {} and credit_account >= 'regie:' and credit_account < 'regie;'"
    " and booked_on >= {} and booked_on <= {}"
)
_BEFORE = (
    (
        "select coalesce(sum(amount_cents), 0) as cents from transfer"
        " where debit_account = {} and debit_account >= 'regie:' and debit_account < 'regie;' and booked_on < {}"
    ),
    (
        "select coalesce(sum(-amount_cents), 0) as cents from transfer"
        " where credit_account = {} and credit_account >= 'regie:' and credit_account < 'regie;' and booked_on < {}"
    ),
)
_LAST = (
    (
        "select max(booked_on) as day from transfer"
        " where debit_account = {} and debit_account >= 'regie:' and debit_account < 'regie;'"
    ),
    (
        "select max(booked_on) as day from transfer"
        " where credit_account = {} and credit_account >= 'regie:' and credit_account < 'regie;'"
    ),
)


async def held_by(regie_id: UUID) -> Held:
    """What a régie holds now, account by account."""
    names = [till_account(regie_id, book) for book in Book]
    rows = await TillBalanceRow.select().where(TillBalanceRow.account.is_in(names))
    return held(regie_id, {row["account"]: row["balance_cents"] for row in rows})


async def books_of(regie_id: UUID) -> frozenset[Book]:
    """The accounts of a régie in which something was ever written."""
    names = {till_account(regie_id, book): book for book in Book}
    rows = await TillBalanceRow.select(TillBalanceRow.account).where(TillBalanceRow.account.is_in(list(names)))
    return frozenset(names[row["account"]] for row in rows)


async def paid_over_by(regie_id: UUID) -> int:
    """The recettes versées of a régie, in cents."""
    found = await TillBalanceRow.select().where(TillBalanceRow.account == paid_over_account(regie_id)).first()
    return found["balance_cents"] if found else 0


async def all_balances() -> dict[str, int]:
    """Every account of every régie: for invariants."""
    return {row["account"]: row["balance_cents"] for row in await TillBalanceRow.select()}


async def entries(db: Database, regie_id: UUID, book: Book, first_day: date, last_day: date) -> tuple[TillEntry, ...]:
    """The lines of a book between two days: one for each event, in the order of the ledger."""
    account = till_account(regie_id, book)
    rows = await db.run(_ROWS, account, first_day, last_day, account, first_day, last_day)
    found: dict[UUID, TillEntry] = {}
    for row in sorted(rows, key=lambda one: one["number"]):
        entry = msgspec.convert(row, TillEntry, strict=False)
        known = found.get(entry.event_id)
        if known:
            entry = msgspec.structs.replace(
                known, in_cents=known.in_cents + entry.in_cents, out_cents=known.out_cents + entry.out_cents
            )
        found[entry.event_id] = entry
    return tuple(found.values())


async def balance_before(db: Database, regie_id: UUID, book: Book, day: date) -> int:
    """What a book held at the end of the day before, in cents."""
    account = till_account(regie_id, book)
    return sum([int((await db.run(sql, account, day))[0]["cents"]) for sql in _BEFORE])


async def last_entry_day(db: Database, regie_id: UUID) -> date | None:
    """The last day on which anything moved in the accounts of a régie."""
    accounts = [till_account(regie_id, book) for book in Book]
    found = [(await db.run(sql, account))[0]["day"] for sql in _LAST for account in accounts]
    return max((_day(day) for day in found if day), default=None)


async def last_closing(regie_id: UUID) -> TillClosing | None:
    """The last time the cash book was closed."""
    found = await closings_of(regie_id, limit=1)
    return found[0] if found else None


async def closings_of(regie_id: UUID, *, limit: int = 60) -> tuple[TillClosing, ...]:
    """The closings of a régie, latest first."""
    rows = (
        await TillClosingRow.select()
        .where(TillClosingRow.regie_id == regie_id)
        .order_by(TillClosingRow.day, ascending=False)
        .limit(limit)
    )
    return tuple(_closing(row) for row in rows)


async def find_closing(closing_id: UUID) -> TillClosing:
    """Raises `ClosingNotFound`."""
    found = await TillClosingRow.select().where(TillClosingRow.id == closing_id).first()
    if found is None:
        raise ClosingNotFound()
    return _closing(found)


async def add_closing(db: Database, closing: TillClosing) -> None:
    """Raises `TillDayClosed`."""
    values = {**as_values(closing), "counts": msgspec.json.encode(closing.counts).decode()}
    with db.refusing({"till_closed_once": _closed, "till_closing_forward": _closed}):
        await TillClosingRow.insert(TillClosingRow(**values))


def _closed() -> TillDayClosed:
    return TillDayClosed("La caisse est déjà arrêtée à cette date ou plus tard, sans retour possible.")


def _closing(row: dict[str, Any]) -> TillClosing:
    return msgspec.convert({**row, "counts": msgspec.json.decode(row["counts"], type=tuple[Pieces, ...])}, TillClosing)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
