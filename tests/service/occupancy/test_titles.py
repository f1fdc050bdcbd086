"""Titles through the real program: asked once, sent once, kept as they were made, and what the comptable says of them."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from occupancy.actions import arrears as arrears_actions
from occupancy.actions import charges, titles
from occupancy.actions.arrears import RecordArrearsAct
from occupancy.actions.titles import RecordTitleStatus
from occupancy.domain.arrears_ladder import ActKind
from occupancy.domain.contracts import ContractStatus
from occupancy.domain.titles import (
    NoTitleToSend,
    TitleAlreadySent,
    TitleBatch,
    TitleNotSent,
    TitleSettingsMissing,
    TitleState,
    TitleStateWrong,
)
from occupancy.store import contracts
from occupancy.store import titles as store
from tests.service.occupancy.money_town import FINANCE, act, household, open_store, stay
from tests.service.occupancy.test_remissions import MARCH
from tests.unit.occupancy import stays
from tests.unit.occupancy.test_titles import SETTINGS

DAY = date(2025, 5, 20)
ASK = RecordArrearsAct(kind=ActKind.TITLE_ASKED, done_on=DAY, detail="", until=None)


@pytest.fixture
async def db(database_url):
    found = open_store(database_url)
    await found.open()
    yield found
    await found.close()


async def asked(db):
    """A household that owes a month, and the title asked for it."""
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 12, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    return holder, await arrears_actions.record_arrears_act(db, holder.id, ASK, act(DAY, FINANCE))


async def test_what_is_asked_is_sent_once_with_its_numbers_and_its_files(db):
    _, first = await asked(db)
    with pytest.raises(TitleSettingsMissing):
        await titles.send_titles(db, act(DAY, FINANCE))
    await titles.save_title_settings(db, SETTINGS, act(DAY, FINANCE))
    (waiting,) = await titles.waiting_titles()
    assert (waiting.cents, waiting.lines[0].account) == (10000, "752")
    batch = await titles.send_titles(db, act(DAY, FINANCE))
    assert (batch.reference, batch.titles[0].reference, batch.total_cents) == ("B-2025-0001", "T-2025-00001", 10000)
    with pytest.raises(NoTitleToSend):
        await titles.send_titles(db, act(DAY, FINANCE))
    await asked(db)
    again = await titles.send_titles(db, act(DAY, FINANCE))
    assert (again.reference, again.titles[0].reference) == ("B-2025-0002", "T-2025-00002")
    assert (await store.find_batch(batch.id)).exchange == batch.exchange != ""
    assert await store.sent_acts() >= {first.id}


async def test_a_title_is_for_the_stay_that_owes_and_not_for_a_contract_prepared_since(db):
    holder, _ = await asked(db)
    plain = stays.contract(date(2026, 2, 1), date(2026, 4, 30), unit_id=uuid4(), household_id=holder.id)
    await contracts.ensure_unit_lock(plain.unit_id)
    await contracts.insert_contract(replace(plain, status=ContractStatus.DRAFT, reference="C-PREPARED", signed_on=None))
    (waiting,) = await titles.waiting_titles()
    assert "contrat C-" in waiting.object
    assert "C-PREPARED" not in waiting.object


async def test_many_who_make_a_bordereau_at_once_make_one(db):
    await asked(db)
    await titles.save_title_settings(db, SETTINGS, act(DAY, FINANCE))
    made = await asyncio.gather(*(titles.send_titles(db, act(DAY, FINANCE)) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(one, TitleBatch) for one in made) == 1
    rows = await db.run("select count(*) as n from title")
    assert rows[0]["n"] == 1


async def test_the_database_itself_refuses_a_title_sent_twice(db, monkeypatch):
    """The control: a program that forgets what it sent."""
    await asked(db)
    await titles.save_title_settings(db, SETTINGS, act(DAY, FINANCE))
    await titles.send_titles(db, act(DAY, FINANCE))

    async def nothing():
        return set()

    monkeypatch.setattr(store, "sent_acts", nothing)
    with pytest.raises(TitleAlreadySent):
        await titles.send_titles(db, act(DAY, FINANCE))


async def test_a_state_needs_a_bordereau_and_a_document_and_moves_no_money(db):
    holder, first = await asked(db)
    taken = RecordTitleStatus(state=TitleState.TAKEN, on_day=DAY, source="Retour PES du 20 mai")
    with pytest.raises(TitleNotSent):
        await titles.record_title_status(db, first.id, taken, act(DAY, FINANCE))
    await titles.save_title_settings(db, SETTINGS, act(DAY, FINANCE))
    batch = await titles.send_titles(db, act(DAY, FINANCE))
    await titles.record_title_status(db, first.id, taken, act(DAY, FINANCE))
    paid = RecordTitleStatus(state=TitleState.PAID, on_day=DAY, source="P503 n° 4", cents=10001)
    with pytest.raises(TitleStateWrong):
        await titles.record_title_status(db, first.id, paid, act(DAY, FINANCE))
    (sent,) = await titles.sent_titles(batch)
    assert [one.state for one in sent.statuses] == [TitleState.TAKEN]
    rows = await db.run("select count(*) as n from transfer where household_id = {} and kind <> 'fee'", holder.id)
    assert rows[0]["n"] == 0
