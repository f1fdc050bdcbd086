"""The statements of the account at the Treasury over the API: what they say, what the book says (L14). Whole euro cents."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import LIMIT
from kernel.text import LINE, TEXT
from occupancy.actions import dft_statements as actions
from occupancy.actions.dft_statements import RecordDftStatement
from occupancy.domain.dft_statements import Compared, DftStatement
from occupancy.store import dft_statements as store
from occupancy.store import regies

STATEMENTS = "/v1/regies/{regie_id:uuid}/dft-statements"
TAGS = ["Régies"]
Signed = Annotated[int, Meta(ge=-LIMIT, le=LIMIT)]


class DftStatementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The balance of a day. `transit_cents`: on the statement and not yet in the book, with its reason."""

    day: date
    stated_cents: Signed
    source: Annotated[str, Meta(min_length=1, max_length=300, pattern=LINE)]
    transit_cents: Signed = 0
    transit_reason: Annotated[str, Meta(max_length=500, pattern=TEXT)] = ""

    def command(self) -> RecordDftStatement:
        return RecordDftStatement(**{name: getattr(self, name) for name in self.__struct_fields__})


class DftStatementOut(Struct, frozen=True, kw_only=True):
    """What was recorded."""

    id: UUID
    day: date
    stated_cents: int
    transit_cents: int
    transit_reason: str
    source: str
    recorded_on: date
    recorded_by_name: str

    @classmethod
    def of(cls, one: DftStatement) -> "DftStatementOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class ComparedOut(Struct, frozen=True, kw_only=True):
    """The last statement of a day beside the book as it is written now. A month is closed when every difference is zero."""

    day: date
    stated_cents: int
    transit_cents: int
    book_cents: int
    difference_cents: int

    @classmethod
    def of(cls, one: Compared) -> "ComparedOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class ComparedListOut(Struct, frozen=True, kw_only=True):
    """The latest day first."""

    items: list[ComparedOut]


@get(STATEMENTS, operation_id="list_dft_statements", summary="Comparer les relevés du compte DFT au livre", tags=TAGS)
async def list_dft_statements(regie_id: FromPath[UUID], db: NamedDependency[Database]) -> ComparedListOut:
    regie = await regies.find_regie(regie_id)
    found = [one for one in await store.compared(db) if one.regie_id == regie.id]
    return ComparedListOut(items=[ComparedOut.of(one) for one in sorted(found, key=lambda one: one.day, reverse=True)])


@post(STATEMENTS, operation_id="record_dft_statement", summary="Enregistrer un solde du compte DFT", tags=TAGS)
async def record_dft_statement(
    regie_id: FromPath[UUID],
    data: JSONBody[DftStatementIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> DftStatementOut:
    """Told again for the same day, it replaces what was told before; what was told stays readable."""
    recording = actions.record_dft_statement(db, regie_id, data.command(), act)
    return DftStatementOut.of(await once(act, DftStatement, recording))


HANDLERS: list[Any] = [list_dft_statements, record_dft_statement]
