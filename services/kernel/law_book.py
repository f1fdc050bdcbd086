"""The law book of one service: the shipped values and what staff recorded, read anew at each request on every replica.

Rules stay pure: they are handed a `Law`. One short reading tells what was recorded; the same rows give the same `Law` object.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct
from piccolo import columns
from piccolo.table import Table

from kernel.acts import Act, Tx, writing
from kernel.db import Database, read
from kernel.law import Law, Status
from kernel.law_keys import Content, LawKeys
from kernel.law_records import (
    CheckOutcome,
    LawCheck,
    LawHistory,
    LawVersion,
    LawVersionNotFound,
    NewVersion,
    Withdrawal,
    already_recorded,
    check_new,
    check_reading,
    check_withdrawal,
    histories,
    shipped_versions,
    values_of,
)

_STANDING = (
    "select id from law_version where id not in (select version_id from law_withdrawal) order by recorded_at, id"
)
"""The recorded versions that stand: they never change, so their identifiers tell whether the law is the one known."""
ReliedUntil = Callable[[str, date], Awaitable[date | None]]
"""The last day, seen from today, that something kept was decided on under a key; None when nothing was decided yet."""


class LawVersionColumns:
    """The columns of `law_version`; each service binds a table of its own to its own store."""

    id = columns.UUID(primary_key=True, default=None)
    key = columns.Varchar(80, default=None)
    since = columns.Date(default=None)
    attempt = columns.Integer(default=None)
    content = columns.Text(default=None)
    source = columns.Varchar(400, default=None)
    status = columns.Varchar(10, default=None)
    note = columns.Varchar(1000, default=None)
    relied_until = columns.Date(null=True, default=None)
    recorded_on = columns.Date(default=None)
    recorded_at = columns.Timestamptz(default=None)
    recorded_by = columns.UUID(default=None)
    recorded_by_name = columns.Varchar(120, default=None)


class LawBook:
    """What one service knows of the law. `rows`: its `law_version` table; `tables`: versions shipped outside of `shipped`."""

    def __init__(
        self,
        shipped: Law,
        keys: LawKeys,
        rows: type[Table],
        *,
        relied_until: ReliedUntil,
        tables: tuple[LawVersion, ...] = (),
    ) -> None:
        self.keys = keys
        self._shipped = shipped
        self._versions = [*shipped_versions(shipped, keys), *tables]
        self._rows = rows
        self._relied_until = relied_until
        self.then: Callable[[Tx, str], Awaitable[None]] | None = None
        """What a service brings along when a key changes, inside the same transaction."""
        self._last: tuple[tuple[UUID, ...], Law] = ((), shipped)

    async def law(self) -> Law:
        """The law as known at this moment: what is shipped, joined with every version that stands."""
        found = tuple(row["id"] for row in await read(self._rows, _STANDING))
        if found != self._last[0]:
            standing = [one for one in await self.recorded() if one.stands]
            found = tuple(one.id for one in standing if one.id)
            self._last = (found, self._shipped.joined(values_of(standing, self.keys)))
        return self._last[1]

    async def recorded(self, key: str | None = None) -> list[LawVersion]:
        """The versions that staff recorded, withdrawn ones included, oldest record first."""
        rows = await self._rows.raw(
            "select v.id, v.key, v.since, v.content, v.source, v.status, v.note, v.recorded_on, v.recorded_by_name,"
            " w.withdrawn_on, w.reason, w.by_name from law_version v left join law_withdrawal w on w.version_id = v.id"
            " order by v.recorded_at, v.id"
        )
        return [_version(row) for row in rows if key in (None, row["key"])]

    async def histories(self) -> list[LawHistory]:
        """Every key with its versions, shipped and recorded, and its checks."""
        return histories(self.keys, self._versions, await self.recorded(), await self._checks())

    async def history(self, key: str) -> LawHistory:
        """One key. Raises `LawKeyUnknown`."""
        self.keys.find(key)
        return next(one for one in await self.histories() if one.key.key == key)

    async def version(self, version_id: UUID) -> LawVersion:
        """One recorded version. Raises `LawVersionNotFound`."""
        for one in await self.recorded():
            if one.id == version_id:
                return one
        raise LawVersionNotFound("Cette version n'a pas été enregistrée ici.")

    async def record(self, db: Database, wanted: NewVersion, act: Act) -> LawVersion:
        """Record a new version of a value, or of a whole grid.

        Raises `LawKeyUnknown`, `LawValueUnfit`, `LawChangesPast`, `LawAlreadyRecorded`.
        """
        self.keys.find(wanted.key)
        async with writing(db, act) as tx:
            await tx.lock_all(f"law/{wanted.key}")
            history = await self.history(wanted.key)
            relied_until = await self._relied_until(wanted.key, act.today)
            content = check_new(wanted, history, relied_until=relied_until)
            version = LawVersion(
                id=uuid4(),
                key=wanted.key,
                since=wanted.since,
                content=content,
                source=wanted.source,
                status=wanted.status,
                note=wanted.note,
                checked_on=act.today,
                recorded_by_name=act.by.name,
            )
            attempt = 1 + sum(one.id is not None and one.since == version.since for one in history.versions)
            with tx.db.refusing({"law_version_one_a_day": lambda: already_recorded(version.since)}):
                await _insert_version(tx, version, attempt, relied_until)
            await self._bring_along(tx, version.key)
            await tx.journal("law-version-recorded", f"law/{version.key}", after=version)
            return tx.keep(version)

    async def check(
        self, db: Database, key: str, act: Act, *, checked_on: date, outcome: CheckOutcome, note: str
    ) -> LawCheck:
        """Note that the source of the version in force was read again, and what was found.

        Raises `LawKeyUnknown`, `CheckInFuture`, `LawVersionNotFound`.
        """
        self.keys.find(key)
        async with writing(db, act) as tx:
            version = check_reading(await self.history(key), checked_on, today=act.today)
            check = LawCheck(
                id=uuid4(),
                key=key,
                since=version.since,
                checked_on=checked_on,
                outcome=outcome,
                note=note,
                by_name=act.by.name,
            )
            await _insert_check(tx, check)
            await tx.journal("law-checked", f"law/{key}", after=check)
            return tx.keep(check)

    async def withdraw(self, db: Database, version_id: UUID, reason: str, act: Act) -> LawVersion:
        """Take back a version that has not begun.

        Raises `LawVersionNotFound`, `LawVersionWithdrawn`, `LawVersionBegun`.
        """
        async with writing(db, act) as tx:
            before = await self.version(version_id)
            await tx.lock_all(f"law/{before.key}")
            before = await self.version(version_id)
            check_withdrawal(before, today=act.today)
            withdrawal = Withdrawal(withdrawn_on=act.today, reason=reason, by_name=act.by.name)
            await tx.db.run(
                "insert into law_withdrawal (version_id, since, withdrawn_on, reason, by_id, by_name)"
                " values ({}, {}, {}, {}, {}, {})",
                version_id, before.since, withdrawal.withdrawn_on, reason, act.by.id, act.by.name,
            )  # fmt: skip
            await self._bring_along(tx, before.key)
            after = msgspec.structs.replace(before, withdrawal=withdrawal)
            await tx.journal("law-version-withdrawn", f"law/{before.key}", before=before, after=after)
            return tx.keep(after)

    async def _bring_along(self, tx: Tx, key: str) -> None:
        if self.then is not None:
            await self.then(tx, key)

    async def _checks(self) -> list[LawCheck]:
        rows = await self._rows.raw("select * from law_check order by checked_on, recorded_at, id")
        return [
            LawCheck(
                id=row["id"],
                key=row["key"],
                since=row["since"],
                checked_on=row["checked_on"],
                outcome=CheckOutcome(row["outcome"]),
                note=row["note"],
                by_name=row["by_name"],
            )
            for row in rows
        ]


class LawDesk(Struct, frozen=True, kw_only=True):
    """The book of a service with its place in the site. `page`: the address of its list; `crumbs`: what stands above it.

    `write`: the permission of those who may record.
    """

    book: LawBook
    page: str
    crumbs: tuple[tuple[str, str], ...]
    lead: str
    write: str


def _version(row: dict[str, Any]) -> LawVersion:
    withdrawn = row["withdrawn_on"] is not None
    return LawVersion(
        id=row["id"],
        key=row["key"],
        since=row["since"],
        content=msgspec.json.decode(row["content"], type=Content),
        source=row["source"],
        status=Status(row["status"]),
        note=row["note"],
        checked_on=row["recorded_on"],
        recorded_by_name=row["recorded_by_name"],
        withdrawal=Withdrawal(withdrawn_on=row["withdrawn_on"], reason=row["reason"], by_name=row["by_name"])
        if withdrawn
        else None,
    )


async def _insert_version(tx: Tx, version: LawVersion, attempt: int, relied_until: date | None) -> None:
    act = tx.act
    await tx.db.run(
        "insert into law_version (id, key, since, attempt, content, source, status, note, relied_until, recorded_on,"
        " recorded_at, recorded_by, recorded_by_name) values ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        version.id, version.key, version.since, attempt, msgspec.json.encode(version.content).decode(), version.source,
        version.status.value, version.note, relied_until, act.today, act.at, act.by.id, act.by.name,
    )  # fmt: skip


async def _insert_check(tx: Tx, check: LawCheck) -> None:
    act = tx.act
    await tx.db.run(
        "insert into law_check (id, key, since, checked_on, outcome, note, recorded_on, recorded_at, by_id, by_name)"
        " values ({}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        check.id, check.key, check.since, check.checked_on, check.outcome.value, check.note, act.today, act.at,
        act.by.id, act.by.name,
    )  # fmt: skip
