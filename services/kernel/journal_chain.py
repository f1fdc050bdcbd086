"""The journal as a keyed chain: what a row is worth, what a link says, and the first fault of a whole journal.

A row is stamped by the program that writes it; a link binds its digest to the link before. The keys are drawn from the
program's secret, another for each service: whoever writes into the database without it makes neither stamp nor link.

The secret may be changed: what stands under a former one still verifies, and from the first link under the newer one no later
link or row is taken under an older: who holds a retired secret adds nothing behind it.

Ground: CNIL, délibération 2021-122 (journalisation); the chain alone misses what was cut off its end, an older copy put back, and
a past rewritten with the key, which the checkpoints beside it show (`kernel.checkpoints`).
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from kernel.keys import drawn_key

START = "0" * 64
"""What the first link is bound to."""

OPENING = timedelta(days=1)
"""Rows from before the chain have no stamp: they are taken in on its first day, never later."""

COLUMNS = "id, at, actor_id, actor_name, service, request_id, verb, subject, before_json, after_json"


class JournalKey:
    """The keys of one service's journal: that of today (age 0), and those of former secrets, the latest of them first."""

    def __init__(self, secret: str, service: str, former: Sequence[str] = ()) -> None:
        self.service = service
        self._keys = [drawn_key(one, f"palier: journal of {service}, 1") for one in (secret, *former)]

    @property
    def oldest(self) -> int:
        """The age of the oldest key that is known."""
        return len(self._keys) - 1

    def digest(self, row: Mapping[str, Any], age: int = 0) -> str:
        """What a row is worth, all its columns together: the same on both engines. A changed letter gives another."""
        at: datetime = row["at"]
        said: list[str | None] = [self.service, str(row["id"]), at.astimezone(UTC).isoformat(timespec="microseconds")]
        said += [None if row[name] is None else str(row[name]) for name in COLUMNS.split(", ")[2:]]
        return self._mac(json.dumps(said, ensure_ascii=False), age)

    def link(self, seq: int, before: str, digest: str, sealed_at: datetime, age: int = 0) -> str:
        """What binds the row of this number to all before it."""
        at = sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return self._mac(f"{seq}|{before}|{digest}|{at}", age)

    def age_of_link(self, before: str, link: Mapping[str, Any], no_older: int) -> int | None:
        """The key that made a link, among those not older than this age."""
        seq, digest, at = int(link["seq"]), link["digest"], link["sealed_at"]
        ages = range(no_older, -1, -1)
        return next((age for age in ages if self.link(seq, before, digest, at, age) == link["mac"]), None)

    def age_of_row(self, row: Mapping[str, Any], no_older: int) -> int | None:
        """The key that stamped a row, among those not older than this age."""
        return next((age for age in range(no_older + 1) if self.digest(row, age) == row["stamp"]), None)

    def _mac(self, said: str, age: int) -> str:
        return hmac.digest(self._keys[age], said.encode(), "sha256").hex()


class Fault(Struct, frozen=True, kw_only=True):
    """What is wrong, in French, and where."""

    words: str
    seq: int | None = None
    journal_id: UUID | None = None

    @property
    def where(self) -> str:
        """Which link and which row, to be found again."""
        link = f" (maillon {self.seq})" if self.seq is not None else ""
        return link + (f", écriture {self.journal_id}" if self.journal_id else "")


class Walk:
    """Follows the links one by one, in order. `heads` are the macs at the numbers that the checkpoints ask about."""

    def __init__(self, key: JournalKey, wanted: frozenset[int] = frozenset()) -> None:
        self._key, self._wanted = key, wanted
        self.seq, self.head, self.age = 0, START, key.oldest
        self.opened_at: datetime | None = None
        self.heads: dict[int, str] = {0: START}

    def begin_after(self, link: Mapping[str, Any], *, opened_at: datetime) -> None:
        """Start behind a link that is taken as it stands. `opened_at`: when the first link of the chain was made."""
        self.seq, self.head, self.opened_at = int(link["seq"]), link["mac"], opened_at

    def step(self, link: Mapping[str, Any], row: Mapping[str, Any] | None) -> Fault | None:
        """The fault of this link, if any; `row` is the journal's row that it names, None when there is none."""
        seq, journal_id = int(link["seq"]), link["journal_id"]

        def wrong(words: str) -> Fault:
            return Fault(words=words, seq=seq, journal_id=journal_id)

        if seq != self.seq + 1:
            return wrong(f"il manque {seq - self.seq - 1} maillon(s) avant le n° {seq}")
        age = self._key.age_of_link(self.head, link, self.age)
        if age is None:
            return wrong("ce maillon n'a pas été écrit par le programme, ou n'est pas à sa place")
        self.opened_at = self.opened_at or link["sealed_at"]
        if row is None:
            return wrong("l'écriture a disparu du journal")
        if self._key.digest(row, age) != link["digest"]:
            return wrong("l'écriture a été modifiée")
        unstamped = row["stamp"] is None and link["sealed_at"] < self.opened_at + OPENING
        if row["stamp"] != link["digest"] and not unstamped:
            return wrong("l'écriture ne porte pas la marque du programme")
        self.seq, self.head, self.age = seq, link["mac"], age
        if seq in self._wanted:
            self.heads[seq] = self.head
        return None


def our_age(key: JournalKey, row: Mapping[str, Any], *, opening: bool, no_older: int = 0) -> int | None:
    """Under which key a row that has no link yet may get one; None: never. `opening`: rows from before the chain still come in.

    `no_older`: the age of the key at the end of the chain. What was stamped just before the secret changed still comes in.
    """
    if row["stamp"] is None:
        return 0 if opening else None
    return key.age_of_row(row, no_older)


def is_opening(opened_at: datetime | None, now: datetime) -> bool:
    """True on the first day of a chain."""
    return opened_at is None or now < opened_at + OPENING


def columns(alias: str, names: Sequence[str] = (*COLUMNS.split(", "), "stamp")) -> str:
    """The columns of a journal row, for a query with joins."""
    return ", ".join(f"{alias}.{name}" for name in names)
