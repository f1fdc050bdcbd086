"""Titles: those that wait for a bordereau, the bordereau itself, and what the comptable says afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.documents.pes import pes_aller
from occupancy.domain.claims import Claim, claims
from occupancy.domain.contracts import Contract
from occupancy.domain.titles import (
    NoTitleToSend,
    Title,
    TitleBatch,
    TitleSettings,
    TitleSettingsMissing,
    TitleState,
    TitleStatus,
    check_status,
    title_asked,
)
from occupancy.store import arrears, contracts, households, ledger
from occupancy.store import titles as store

BATCHES = "title-batches"
"""Held by who makes a bordereau: numbers follow each other without gap."""


class RecordTitleStatus(Struct, frozen=True, kw_only=True):
    """What the comptable said of a title. `cents`: received, for a payment."""

    state: TitleState
    on_day: date
    source: str
    cents: int = 0


class SentTitle(Struct, frozen=True, kw_only=True):
    """A title of a bordereau and what was said of it."""

    title: Title
    statuses: tuple[TitleStatus, ...]


async def waiting_titles() -> tuple[Title, ...]:
    """The titles asked for that are in no bordereau yet, the oldest first, with the accounts of today's settings."""
    found, _ = await store.settings()
    return await _waiting(found or TitleSettings(fee_account="", damage_account=""))


async def save_title_settings(db: Database, found: TitleSettings, act: Act) -> TitleSettings:
    """A new version: bordereaux already made keep theirs."""
    async with writing(db, act) as tx:
        await tx.lock_all(BATCHES)
        before, version = await store.settings()
        await store.add_settings(found, version + 1, act)
        await tx.journal("title-settings-recorded", "title-settings", before=before, after=found)
        return tx.keep(found)


async def send_titles(db: Database, act: Act) -> TitleBatch:
    """Put everything that waits into one bordereau, with the files for the finance software, kept as they are made.

    Raises `TitleSettingsMissing`, `NoTitleToSend`, `TitleAlreadySent`.
    """
    async with writing(db, act) as tx:
        await tx.lock_all(BATCHES)
        settings, _ = await store.settings()
        if settings is None:
            raise TitleSettingsMissing("Indiquez d'abord les comptes du budget.")
        waiting = await _waiting(settings)
        if not waiting:
            raise NoTitleToSend("Tous les titres demandés sont déjà dans un bordereau.")
        last_batch, last_title = await store.last_numbers(act.today.year)
        numbered = tuple(
            replace(one, year=act.today.year, number=last_title + rank) for rank, one in enumerate(waiting, 1)
        )
        batch = TitleBatch(
            id=uuid4(),
            year=act.today.year,
            number=last_batch + 1,
            made_on=act.today,
            titles=numbered,
            total_cents=sum(one.cents for one in numbered),
            exchange="",
            made_by=act.by.id,
            made_by_name=act.by.name,
        )
        if settings.has_exchange:
            batch = replace(batch, exchange=pes_aller(batch, settings).decode("iso-8859-1"))
        await store.add_batch(db, batch)
        told = {"titles": [one.reference for one in numbered], "total_cents": batch.total_cents}
        await tx.journal("titles-sent", f"title-batch/{batch.id}", after=told)
        return tx.keep(batch)


async def record_title_status(db: Database, act_id: UUID, command: RecordTitleStatus, act: Act) -> TitleStatus:
    """What the comptable said, with his document (FIN-01). Raises `TitleNotSent`, `TitleStateWrong`."""
    async with writing(db, act) as tx:
        batch, title = await store.find_sent(act_id)
        await tx.lock("household", title.household_id)
        status = TitleStatus(
            id=uuid4(),
            act_id=act_id,
            state=command.state,
            on_day=command.on_day,
            cents=command.cents,
            source=command.source.strip(),
            recorded_on=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        check_status(batch, title, (await store.statuses_of([act_id]))[act_id], status, act.today)
        await store.add_status(status)
        await tx.journal("title-status-recorded", f"title/{title.reference}", after=status)
        return tx.keep(status)


async def sent_titles(batch: TitleBatch) -> tuple[SentTitle, ...]:
    """The titles of a bordereau, each with what was said of it."""
    said = await store.statuses_of([one.act_id for one in batch.titles])
    return tuple(SentTitle(title=one, statuses=said[one.act_id]) for one in batch.titles)


async def _waiting(settings: TitleSettings) -> tuple[Title, ...]:
    sent = await store.sent_acts()
    asked = [one for one in await arrears.titles_asked() if one.id not in sent]
    ids = {one.household_id for one in asked}
    known, accounts = await households.households(ids), await ledger.transfers_of_many(ids)
    owed = {claim.transfer_id: claim for rows in accounts.values() for claim in claims(rows)}
    named = {one.id: [owed[part.claim_id] for part in one.claims] for one in asked}
    stays = await contracts.contracts_by_id(
        {claim.contract_id for due in named.values() for claim in due if claim.contract_id}
    )
    return tuple(
        title_asked(one, named[one.id], known[one.household_id], _stay(named[one.id], stays), settings) for one in asked
    )


def _stay(due: Sequence[Claim], stays: Mapping[UUID, Contract]) -> Contract:
    """The last stay that owes one of these sums: a contract prepared since owes nothing."""
    return max((stays[one.contract_id] for one in due if one.contract_id), key=lambda stay: stay.first_day)
