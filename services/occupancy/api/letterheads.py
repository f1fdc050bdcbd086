"""What stands on the papers, and the papers given out, over the API."""

import base64
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import FieldError, InvalidRequest
from kernel.text import BASE64, LINE, LINE_OR_NOTHING, TEXT
from occupancy.actions import papers as actions
from occupancy.actions.papers import LARGEST_LOGO, logo_of
from occupancy.domain.issued_documents import IssuedDocument
from occupancy.domain.letterheads import MOST_CLAUSES, Clause, Letterhead, LetterheadFacts
from occupancy.store import contracts, issued_documents
from occupancy.store import letterheads as store

_TAGS = ["Papiers"]
_Short = Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)]
_Said = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]


class ClauseIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clause added to the contracts."""

    title: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    text: Annotated[str, Meta(min_length=1, max_length=4000, pattern=TEXT)]


class LetterheadIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new version, whole. `rules`: a line that begins with `# ` is a title. `logo`: PNG or JPEG, in base64."""

    since: date
    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    address: _Said = ""
    contact: _Said = ""
    privacy_contact: _Said = ""
    signatory: _Short = ""
    signatory_title: _Short = ""
    clauses: Annotated[list[ClauseIn], Meta(max_length=MOST_CLAUSES)] = []
    rules: Annotated[str, Meta(max_length=40_000, pattern=TEXT)] = ""
    logo: Annotated[str, Meta(max_length=LARGEST_LOGO * 4 // 3 + 4, pattern=BASE64)] | None = None
    logo_alt: _Said = ""

    async def facts(self) -> LetterheadFacts:
        clauses = tuple(Clause(title=one.title, text=one.text) for one in self.clauses)
        plain = {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("clauses", "logo")}
        return LetterheadFacts(clauses=clauses, logo=await self._logo(), **plain)

    async def _logo(self) -> bytes:
        if not self.logo:
            return b""
        try:
            sent = base64.b64decode(self.logo, validate=True)
        except ValueError as error:
            errors = (FieldError(field="logo", message="Du base64 est attendu."),)
            raise InvalidRequest("Le logo ne peut pas être lu.", errors=errors) from error
        return await logo_of(sent)


class LetterheadOut(Struct, frozen=True, kw_only=True):
    """A version of what stands on the papers."""

    id: UUID
    number: int
    since: date
    name: str
    address: str
    contact: str
    privacy_contact: str
    signatory: str
    signatory_title: str
    clauses: tuple[Clause, ...]
    rules: str
    has_logo: bool
    logo_alt: str
    saved_on: date
    saved_by_name: str

    @classmethod
    def of(cls, one: Letterhead) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class LetterheadList(Struct, frozen=True, kw_only=True):
    """Every version, first to last."""

    items: list[LetterheadOut]


class IssuedDocumentOut(Struct, frozen=True, kw_only=True):
    """A paper given out: its place among those that replaced each other, the hash of its file."""

    id: UUID
    kind: str
    number: int
    title: str
    sha256: str
    issued_at: datetime

    @classmethod
    def of(cls, one: IssuedDocument) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class IssuedDocumentList(Struct, frozen=True, kw_only=True):
    """The papers given out about a contract, first to last."""

    items: list[IssuedDocumentOut]


@get("/v1/letterheads", operation_id="list_letterheads", summary="Lire ce que portent les papiers", tags=_TAGS)
async def list_letterheads() -> LetterheadList:
    """Every version; a paper takes the one in force on the day of its act."""
    return LetterheadList(items=[LetterheadOut.of(one) for one in await store.list_letterheads()])


@post(
    "/v1/letterheads",
    operation_id="save_letterhead",
    summary="Enregistrer ce que portent les papiers",
    tags=_TAGS,
    request_max_body_size=LARGEST_LOGO * 2,
)
async def save_letterhead(
    data: JSONBody[LetterheadIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> LetterheadOut:
    """What the papers cannot print is refused here, field by field."""
    return LetterheadOut.of(await once(act, Letterhead, actions.save_letterhead(db, await data.facts(), act)))


@get(
    "/v1/contracts/{contract_id:uuid}/documents",
    operation_id="list_documents",
    summary="Lister les papiers remis d'un contrat",
    tags=_TAGS,
)
async def list_documents(contract_id: FromPath[UUID]) -> IssuedDocumentList:
    """With the hash of each file, to check a copy."""
    contract = await contracts.find_contract(contract_id)
    found = await issued_documents.documents_of(f"contract/{contract.id}")
    return IssuedDocumentList(items=[IssuedDocumentOut.of(one) for one in found])


HANDLERS = [list_letterheads, save_letterhead, list_documents]
