"""The lines of erased households, over HTTP: for the service of the stays only, as often as it likes."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from alt_units.actions import bank_erasures as actions
from alt_units.domain.bank_erasures import LineErasure, LinesErased
from kernel.acts import Act, once
from kernel.db import Database
from kernel.text import LINE

TAGS = ["Lignes de relevé"]
MOST_LINES = 400


class LineErasureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The list of the archives, its visa, and the lines that go under it."""

    elimination: Annotated[str, Meta(min_length=1, max_length=20, pattern=LINE)]
    visa: Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
    visa_on: date
    line_ids: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=MOST_LINES)]
    answers_before: date


class LinesErasedOut(Struct, frozen=True, kw_only=True):
    """The lines that name nobody any more."""

    erased: tuple[UUID, ...]


@put("/v1/bank-line-erasures", operation_id="erase_bank_lines", summary="Effacer les noms de lignes", tags=TAGS)
async def erase_bank_lines(
    data: JSONBody[LineErasureIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> LinesErasedOut:
    under = LineErasure(
        elimination=data.elimination,
        visa=data.visa,
        visa_on=data.visa_on,
        line_ids=data.line_ids,
        answers_before=data.answers_before,
    )
    done = await once(act, LinesErased, actions.erase_bank_lines(db, under, act))
    return LinesErasedOut(erased=done.erased)


HANDLERS: list[Any] = [erase_bank_lines]
