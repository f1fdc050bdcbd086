"""What stands on the papers, pushed by occupancy at the address of each version, as often as it likes."""

import base64
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from alt_units.actions.letterheads import record_letterhead
from alt_units.domain.letterheads import Letterhead
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import FieldError, InvalidRequest
from kernel.text import BASE64, LINE, LINE_OR_NOTHING

LARGEST = 2_000_000
"""Characters of a logo in base64."""
_Short = Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)]
_Said = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]


class LetterheadIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version, whole. `logo`: in base64."""

    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    since: date
    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    address: _Said
    contact: _Said
    signatory: _Short
    signatory_title: _Short
    logo: Annotated[str, Meta(max_length=LARGEST, pattern=BASE64)] | None
    logo_alt: _Said

    def told(self, letterhead_id: UUID, at: datetime) -> Letterhead:
        plain = {name: getattr(self, name) for name in self.__struct_fields__ if name != "logo"}
        return Letterhead(id=letterhead_id, logo=self._logo(), received_at=at, **plain)

    def _logo(self) -> bytes:
        if self.logo is None:
            return b""
        try:
            return base64.b64decode(self.logo, validate=True)
        except ValueError as error:
            errors = (FieldError(field="logo", message="Du base64 est attendu."),)
            raise InvalidRequest("Le logo ne peut pas être lu.", errors=errors) from error


class LetterheadReceipt(Struct, frozen=True, kw_only=True):
    """That a version is kept, and since when."""

    id: UUID
    number: int
    received_at: datetime

    @classmethod
    def of(cls, one: Letterhead) -> Self:
        return cls(id=one.id, number=one.number, received_at=one.received_at)


@put(
    "/v1/letterheads/{letterhead_id:uuid}",
    operation_id="put_letterhead",
    summary="Transmettre ce que portent les papiers",
    tags=["Papiers"],
    request_max_body_size=LARGEST + 64 * 1024,
)
async def put_letterhead(
    letterhead_id: FromPath[UUID],
    data: JSONBody[LetterheadIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> LetterheadReceipt:
    """The same version again is acknowledged; another content under the same id is refused."""
    told = data.told(letterhead_id, act.at)
    return LetterheadReceipt.of(await once(act, Letterhead, record_letterhead(db, told, act)))


HANDLERS = [put_letterhead]
