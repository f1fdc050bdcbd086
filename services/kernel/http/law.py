"""The law of a service over its API: read with its history, recorded, checked, withdrawn. The same for every service.

A service mounts `API` and, beside its pages, `kernel.web.law.PAGES`; it provides `law_desk`.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.access import Access, may
from kernel.law import Status
from kernel.law_book import LawDesk
from kernel.law_keys import LONGEST_TEXT, Shape
from kernel.law_records import CheckOutcome, LawCheck, LawHistory, LawVersion, NewVersion
from kernel.money import LIMIT
from kernel.text import LINE, TEXT

Line = Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT, pattern=LINE)]
Note = Annotated[str, Meta(max_length=1000, pattern=TEXT)]
Number = Annotated[int, Meta(ge=0, le=LIMIT)]


class LawValueIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new version. Exactly one of `number`, `word` and `cells` (of a grid: `row.column`), as the key wants."""

    since: date
    source: Line
    status: Status
    note: Note = ""
    number: Number | None = None
    word: Line | None = None
    cells: dict[str, Number] | None = None

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.number, self.word, self.cells)) != 1:
            raise ValueError("une seule valeur est attendue : number, word ou cells")

    def wanted(self, key: str) -> NewVersion:
        found = self.number if self.number is not None else self.word if self.word is not None else self.cells
        assert found is not None
        return NewVersion(
            key=key, since=self.since, content=found, source=self.source, status=self.status, note=self.note
        )


class LawCheckIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who asks read the source again on that day, and found this."""

    checked_on: date
    outcome: CheckOutcome
    note: Note = ""


class LawWithdrawalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a version to come is taken back."""

    reason: Line


class LawVersionOut(Struct, frozen=True, kw_only=True):
    """A version of a value. `id` null: shipped with the program. Exactly one of `number`, `word` and `cells` is set."""

    id: UUID | None
    since: date
    number: int | None
    word: str | None
    cells: dict[str, int] | None
    source: str
    status: Status
    note: str
    recorded_by: str
    withdrawn_on: date | None
    withdrawal_reason: str

    @classmethod
    def of(cls, version: LawVersion) -> "LawVersionOut":
        content, gone = version.content, version.withdrawal
        return cls(
            id=version.id,
            since=version.since,
            number=content if isinstance(content, int) else None,
            word=content if isinstance(content, str) else None,
            cells=content if isinstance(content, dict) else None,
            source=version.source,
            status=version.status,
            note=version.note,
            recorded_by=version.recorded_by_name,
            withdrawn_on=gone.withdrawn_on if gone else None,
            withdrawal_reason=gone.reason if gone else "",
        )


class LawCheckOut(Struct, frozen=True, kw_only=True):
    """A reading of the source of the version that began on `since`."""

    id: UUID
    since: date
    checked_on: date
    outcome: CheckOutcome
    note: str
    checked_by: str

    @classmethod
    def of(cls, check: LawCheck) -> "LawCheckOut":
        return cls(
            id=check.id,
            since=check.since,
            checked_on=check.checked_on,
            outcome=check.outcome,
            note=check.note,
            checked_by=check.by_name,
        )


class LawKeyOut(Struct, frozen=True, kw_only=True):
    """One value of the law: what it is, what applies today, all its versions and the checks of its sources."""

    key: str
    label: str
    family: str
    shape: Shape
    unit: str
    in_force: LawVersionOut | None
    checked_on: date | None
    versions: list[LawVersionOut]
    checks: list[LawCheckOut]

    @classmethod
    def of(cls, history: LawHistory, families: dict[str, str], today: date) -> "LawKeyOut":
        now = history.in_force(today)
        return cls(
            key=history.key.key,
            label=history.key.label,
            family=families[history.key.family],
            shape=history.key.shape,
            unit=history.key.unit,
            in_force=LawVersionOut.of(now) if now else None,
            checked_on=history.checked_on(today),
            versions=[LawVersionOut.of(one) for one in history.versions],
            checks=[LawCheckOut.of(one) for one in history.checks],
        )


class LawOut(Struct, frozen=True, kw_only=True):
    """Every value that the service applies."""

    items: list[LawKeyOut]


@get("/v1/law", operation_id="list_law", summary="Lire les règles et leurs versions", tags=["Règles"])
async def list_law(law_desk: NamedDependency[LawDesk], today: NamedDependency[date]) -> LawOut:
    """Each value with what applies today, its versions and its checks."""
    book = law_desk.book
    return LawOut(items=[LawKeyOut.of(one, book.keys.families, today) for one in await book.histories()])


@post(
    "/v1/law/{key:str}/values",
    operation_id="record_law_version",
    summary="Enregistrer une nouvelle valeur d'une règle",
    tags=["Règles"],
)
async def record_law_version(
    key: FromPath[str],
    data: JSONBody[LawValueIn],
    law_desk: NamedDependency[LawDesk],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> LawVersionOut:
    """It applies from its first day, which lies after the last day that was relied on; nothing decided changes."""
    return LawVersionOut.of(await once(act, LawVersion, law_desk.book.record(db, data.wanted(key), act)))


@post(
    "/v1/law/{key:str}/checks",
    operation_id="check_law",
    summary="Noter la vérification d'une règle",
    tags=["Règles"],
)
async def check_law(
    key: FromPath[str],
    data: JSONBody[LawCheckIn],
    law_desk: NamedDependency[LawDesk],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> LawCheckOut:
    """The source of the version in force was read again."""
    checking = law_desk.book.check(
        db, key, act, checked_on=data.checked_on, outcome=data.outcome, note=data.note.strip()
    )
    return LawCheckOut.of(await once(act, LawCheck, checking))


@post(
    "/v1/law/versions/{version_id:uuid}/withdrawal",
    operation_id="withdraw_law_version",
    summary="Retirer une valeur à venir",
    tags=["Règles"],
    status_code=200,
)
async def withdraw_law_version(
    version_id: FromPath[UUID],
    data: JSONBody[LawWithdrawalIn],
    law_desk: NamedDependency[LawDesk],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> LawVersionOut:
    """Only before its first day; it stays in the history, marked as withdrawn."""
    return LawVersionOut.of(await once(act, LawVersion, law_desk.book.withdraw(db, version_id, data.reason, act)))


API: list[object] = [list_law, record_law_version, check_law, withdraw_law_version]


def law_access(write: str) -> dict[str, Access]:
    """The rows of these handlers and of the pages: everybody who reads may read the law; `write`: who records it."""
    read_only = ("list_law", "law_page", "law_key_page")
    acts = ("record_law_version", "check_law")
    return {
        **{name: may("law.read") for name in read_only},
        **{name: may(write) for name in (*acts, "withdraw_law_version", "withdraw_law_version_form")},
        **{f"{name}_{way}": may(write) for name in acts for way in ("page", "form")},
    }
