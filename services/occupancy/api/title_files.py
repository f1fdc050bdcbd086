"""Files of the comptable over the API: their sources, what they said, receipts without a title."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from msgspec.structs import asdict

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.cells import LARGEST_FILE
from kernel.intake.imports import SentFile
from kernel.intake.wire import LARGEST_REQUEST, base64_of, decoded
from kernel.text import LINE, LINE_OR_NOTHING
from occupancy.actions import title_files as actions
from occupancy.actions.title_files import TitleFileImported
from occupancy.domain.title_files import DayForm, DecimalForm, FileKind, TitleMapping, TitleSource, UntitledReceipt
from occupancy.store import title_files as store

TAGS = ["Titres"]
Heading = Annotated[str, Meta(max_length=80, pattern=LINE_OR_NOTHING)]
Said = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]


class TitleMappingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which column says what, by its heading; what the file writes for each state, several words parted by commas."""

    on_day: Heading
    amount: Heading
    day_form: DayForm = DayForm.DAY_FIRST
    decimal: DecimalForm = DecimalForm.COMMA
    number: Heading = ""
    year: Heading = ""
    state: Heading = ""
    payer: Heading = ""
    label: Heading = ""
    reference: Heading = ""
    taken: Said = ""
    rejected: Said = ""
    held: Said = ""
    paid: Said = ""
    cancelled: Said = ""


class TitleSourceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source. The name of one that exists makes its next version."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
    kind: FileKind
    mapping: TitleMappingIn


class TitleSourceOut(Struct, frozen=True, kw_only=True):
    """A source, in its last version."""

    id: UUID
    name: str
    version: int
    kind: FileKind
    mapping: TitleMapping

    @classmethod
    def of(cls, one: TitleSource) -> "TitleSourceOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class TitleSourcesOut(Struct, frozen=True, kw_only=True):
    """By name."""

    items: list[TitleSourceOut]


class TitleFileIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A CSV of the comptable, in base64, and the source that says how to read it."""

    source_id: UUID
    file_name: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    content: Annotated[str, base64_of(LARGEST_FILE)]


class TitleFileOut(Struct, frozen=True, kw_only=True):
    """What was kept of a file."""

    id: UUID
    read_lines: int
    new_lines: int


class UntitledReceiptOut(Struct, frozen=True, kw_only=True):
    """What the comptable received without a title. `titled_by` empty: a title is still to be issued."""

    id: UUID
    on_day: date
    cents: int
    payer: str
    label: str
    reference: str
    titled_by: str

    @classmethod
    def of(cls, one: UntitledReceipt) -> "UntitledReceiptOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class UntitledReceiptsOut(Struct, frozen=True, kw_only=True):
    """The oldest first."""

    items: list[UntitledReceiptOut]


class LaterTitleIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The title issued after encashment."""

    reference: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]


@get("/v1/title-sources", operation_id="list_title_sources", summary="Lister les sources de fichiers", tags=TAGS)
async def list_title_sources() -> TitleSourcesOut:
    """How the comptable's files are read."""
    return TitleSourcesOut(items=[TitleSourceOut.of(one) for one in await store.sources()])


@post("/v1/title-sources", operation_id="save_title_source", summary="Enregistrer une source de fichiers", tags=TAGS)
async def save_title_source(
    data: JSONBody[TitleSourceIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> TitleSourceOut:
    mapping = TitleMapping(**asdict(data.mapping))
    saving = actions.save_title_source(db, data.name, data.kind, mapping, act)
    return TitleSourceOut.of(await once(act, TitleSource, saving))


@post(
    "/v1/title-imports",
    operation_id="import_title_file",
    summary="Importer un fichier du comptable",
    tags=TAGS,
    request_max_body_size=LARGEST_REQUEST,
)
async def import_title_file(
    data: JSONBody[TitleFileIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> TitleFileOut:
    """All of it or nothing. The same file counts once; what an earlier one told already adds nothing."""
    file = SentFile(name=data.file_name, content=decoded(data.content))
    done = await once(act, TitleFileImported, actions.import_title_file(db, data.source_id, file, act))
    return TitleFileOut(id=done.id, read_lines=done.read_lines, new_lines=done.new_lines)


@get(
    "/v1/untitled-receipts",
    operation_id="list_untitled_receipts",
    summary="Lister les titres à émettre après encaissement",
    tags=TAGS,
)
async def list_untitled_receipts() -> UntitledReceiptsOut:
    """What the P503 files told."""
    return UntitledReceiptsOut(items=[UntitledReceiptOut.of(one) for one in await store.untitled_receipts()])


@post(
    "/v1/untitled-receipts/{receipt_id:uuid}/title",
    operation_id="record_later_title",
    summary="Noter le titre émis après encaissement",
    tags=TAGS,
)
async def record_later_title(
    receipt_id: FromPath[UUID],
    data: JSONBody[LaterTitleIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> LaterTitleIn:
    """Once for each receipt."""
    said = await once(act, str, actions.record_later_title(db, receipt_id, data.reference, act))
    return LaterTitleIn(reference=said)


HANDLERS: list[Any] = [
    list_title_sources,
    save_title_source,
    import_title_file,
    list_untitled_receipts,
    record_later_title,
]
