"""Titles over the API: what waits for a bordereau, bordereaux as they were made, what the comptable says. Whole euro cents."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import DueCents
from kernel.text import LINE
from occupancy.actions import titles as actions
from occupancy.actions.titles import RecordTitleStatus, SentTitle
from occupancy.domain.titles import TitleBatch, TitleSettings, TitleState, TitleStatus, paid_cents, state_of
from occupancy.store import titles as store


class TitleOut(Struct, frozen=True, kw_only=True):
    """A title. `reference` empty while it is in no bordereau; `paid_cents`: what the comptable says he received."""

    act_id: UUID
    household_id: UUID
    asked_on: date
    reference: str
    cents: int
    state: TitleState | None
    paid_cents: int

    @classmethod
    def of(cls, one: SentTitle) -> Self:
        title = one.title
        names = ("act_id", "household_id", "asked_on", "cents")
        return cls(
            **{name: getattr(title, name) for name in names},
            reference=title.reference if title.number else "",
            state=state_of(one.statuses) if title.number else None,
            paid_cents=paid_cents(one.statuses),
        )


class TitleBatchOut(Struct, frozen=True, kw_only=True):
    """A bordereau. `has_exchange`: a PES file was made with it."""

    id: UUID
    reference: str
    made_on: date
    made_by_name: str
    total_cents: int
    has_exchange: bool
    titles: list[TitleOut]

    @classmethod
    async def of(cls, one: TitleBatch) -> "TitleBatchOut":
        names = ("id", "reference", "made_on", "made_by_name", "total_cents")
        return cls(
            **{name: getattr(one, name) for name in names},
            has_exchange=bool(one.exchange),
            titles=[TitleOut.of(sent) for sent in await actions.sent_titles(one)],
        )


class TitleList(Struct, frozen=True, kw_only=True):
    """What waits for a bordereau, and the bordereaux, the last first."""

    waiting: list[TitleOut]
    batches: list[TitleBatchOut]


class TitleStatusIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the comptable said on a day, and his document. `cents`: received, for a payment only."""

    state: TitleState
    on_day: date
    source: Annotated[str, Meta(max_length=300, pattern=LINE)]
    cents: DueCents = 0


class TitleStatusOut(Struct, frozen=True, kw_only=True):
    """One state of a title."""

    id: UUID
    act_id: UUID
    state: TitleState
    on_day: date
    cents: int
    source: str
    recorded_by_name: str


class TitleSettingsIn(TitleSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The accounts of the budget, and the codes of the PES file."""

    def settings(self) -> TitleSettings:
        return TitleSettings(**{name: getattr(self, name) for name in TitleSettings.__struct_fields__})


class TitleSettingsOut(Struct, frozen=True, kw_only=True):
    """The settings of the exchange in force; `version` 0 and None before the first."""

    version: int
    settings: TitleSettings | None


@get("/v1/titles", operation_id="list_titles", summary="Lire les titres à transmettre et transmis", tags=["Titres"])
async def list_titles() -> TitleList:
    """As they stand now."""
    waiting = [SentTitle(title=one, statuses=()) for one in await actions.waiting_titles()]
    return TitleList(
        waiting=[TitleOut.of(one) for one in waiting],
        batches=[await TitleBatchOut.of(one) for one in await store.list_batches()],
    )


@post(
    "/v1/title-batches", operation_id="send_titles", summary="Mettre en bordereau les titres demandés", tags=["Titres"]
)
async def send_titles(act: NamedDependency[Act], db: NamedDependency[Database]) -> TitleBatchOut:
    """Everything that waits, once; the files are kept as they are made."""
    return await TitleBatchOut.of(await once(act, TitleBatch, actions.send_titles(db, act)))


@get("/v1/title-batches/{batch_id:uuid}", operation_id="get_title_batch", summary="Lire un bordereau", tags=["Titres"])
async def get_title_batch(batch_id: FromPath[UUID]) -> TitleBatchOut:
    """With what the comptable said of each title."""
    return await TitleBatchOut.of(await store.find_batch(batch_id))


@post(
    "/v1/titles/{act_id:uuid}/statuses",
    operation_id="record_title_status",
    summary="Noter ce que le comptable dit d'un titre",
    tags=["Titres"],
)
async def record_title_status(
    act_id: FromPath[UUID],
    data: JSONBody[TitleStatusIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> TitleStatusOut:
    """With his document: nobody else says that a title is taken in charge or paid (FIN-01)."""
    command = RecordTitleStatus(state=data.state, on_day=data.on_day, source=data.source, cents=data.cents)
    done = await once(act, TitleStatus, actions.record_title_status(db, act_id, command, act))
    return TitleStatusOut(**{name: getattr(done, name) for name in TitleStatusOut.__struct_fields__})


@get("/v1/title-settings", operation_id="get_title_settings", summary="Lire les réglages des titres", tags=["Titres"])
async def get_title_settings() -> TitleSettingsOut:
    """The version in force."""
    found, version = await store.settings()
    return TitleSettingsOut(version=version, settings=found)


@put(
    "/v1/title-settings", operation_id="set_title_settings", summary="Changer les réglages des titres", tags=["Titres"]
)
async def set_title_settings(
    data: JSONBody[TitleSettingsIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> TitleSettingsOut:
    """A new version; bordereaux already made keep theirs."""
    await once(act, TitleSettings, actions.save_title_settings(db, data.settings(), act))
    found, version = await store.settings()
    return TitleSettingsOut(version=version, settings=found)


HANDLERS = [list_titles, send_titles, get_title_batch, record_title_status, get_title_settings, set_title_settings]
