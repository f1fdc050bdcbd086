"""Each known fault, provoked in the running program, makes its alert ring within two minutes; without it nothing rings (F8)."""

import os
import shutil
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from alt_units.tables.bank import BankFollowUpRow, BankImportRow, BankLineRow, BankSourceRow, BankUploadRow
from kernel.acts import Act, Staff
from kernel.checkpoints import CHECKPOINT
from kernel.db import Database
from kernel.journal_sealing import checkpoints_of, head_of, seal
from occupancy.store.outbox import insert_activity
from palier.metrics import Figures
from tests.conftest import Machine
from tests.support.alert_rules import Scrape, Series, ringing, rules_of, scrape
from tests.support.site import Town, a_town
from tests.support.stores import Borrowed

RULES = Path(__file__).parents[2] / "infra/monitoring/alerts.yml"
BEFORE, EVERY, EVALUATED, WITHIN = 600, 15, 30, 120
"""Seconds: how long all was well before, how often figures are taken, how often rules are looked at, how soon one must ring."""
SOMEBODY = Staff(id=uuid4(), name="Personne Exemple")


class Watched:
    """A town in order, watched as an installation is: with backups, rehearsals and checkpoints."""

    def __init__(self, town: Town, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.town, self.monkeypatch = town, monkeypatch
        self.backups, self.checkpoints = folder / "backups", folder / "checkpoints"
        self.settings = replace(town.settings, data=folder, backups=self.backups, checkpoints=self.checkpoints)
        self.skew = 0.0

    async def in_order(self) -> None:
        """Everything sealed and vouched for, a backup of a moment ago, a rehearsal without a fault."""
        now = self.town.clock.now()
        for name, app in self.town.site.apps.items():
            db = app.state.db
            await seal(db, db.journal_key, now)
            head = await head_of(db)
            checkpoints_of(self.settings, name).append(CHECKPOINT, head.seq, head.mac, now)  # type: ignore[union-attr]
        backup = self.backups / "20261121T075500Z"
        backup.mkdir(parents=True)
        for file, said in ((backup / "manifest.json", "{}"), (self.backups / "drill.json", '{"contradicted": []}')):
            file.write_text(said, encoding="utf-8")
            self.made(file, now - timedelta(minutes=5))

    def made(self, file: Path, at: Any) -> None:
        os.utime(file, (at.timestamp(), at.timestamp()))

    def db(self, name: str) -> Database:
        db: Database = self.town.app(name).state.db
        return db

    async def figures(self, figures: Figures, at: float) -> str:
        with self.monkeypatch.context() as patch:
            patch.setattr("palier.metrics.time.time", lambda: at + self.skew)
            return await figures.text()


async def changed_journal(it: Watched) -> None:
    db = it.db("staff")
    for row in await db.run("select name from sqlite_master where type = 'trigger' and tbl_name = 'journal'"):
        await db.run(f"drop trigger {row['name']}")
    await db.run("update journal set verb = 'changed' where id = (select journal_id from journal_link where seq = 2)")


async def no_checkpoint(it: Watched) -> None:
    shutil.rmtree(it.checkpoints)


async def old_backup(it: Watched) -> None:
    for backup in it.backups.glob("*/manifest.json"):
        it.made(backup, it.town.clock.now() - timedelta(hours=26, minutes=1))


async def failed_drill(it: Watched) -> None:
    file = it.backups / "drill.json"
    file.write_text('{"contradicted": ["un fait"]}', encoding="utf-8")
    it.made(file, it.town.clock.now())


async def full_disk(it: Watched) -> None:
    it.monkeypatch.setattr("palier.metrics.shutil.disk_usage", lambda place: SimpleNamespace(used=86, total=100))


async def errors(it: Watched) -> None:
    client = it.town.as_("agent")
    with it.monkeypatch.context() as patch:
        patch.setattr("occupancy.store.households.find_household", broken)
        for _ in range(3):
            answer = await client.get(f"/api/occupancy/v1/households/{uuid4()}")
            assert answer.status_code == 500


async def broken(*args: object, **kwargs: object) -> None:
    raise RuntimeError("a fault provoked by this test")


async def many_sign_ins(it: Watched) -> None:
    client = it.town.anonymous()
    for _ in range(40):
        await client.post("/api/staff/v1/sessions", json={"login": "personne", "password": "gravier lanterne soupe"})


async def forgotten_file(it: Watched) -> None:
    at = it.town.clock.now() - timedelta(hours=25)
    row = BankUploadRow(id=uuid4(), file_name="releve.csv", content="eA==", sent_at=at, sent_by=SOMEBODY.name)
    await BankUploadRow.insert(row)


async def unexplained_line(it: Watched) -> None:
    now, source, file, line = it.town.clock.now(), uuid4(), uuid4(), uuid4()
    day = date(2026, 10, 20)
    rows = [
        BankSourceRow(id=source, version=1, name="Compte exemple", format="ofx", account="EXEMPLE"),
        BankImportRow(
            id=file, source_id=source, file_name="releve.ofx", sha256="0" * 64, imported_at=now,
            imported_by=SOMEBODY.name, read_lines=1, new_lines=1, known_lines=0, new_cents=100, report="{}",
        ),
        BankLineRow(
            id=line, import_id=file, account="EXEMPLE", booked_on=day, amount_cents=100, reference="1", sequence=1,
            label="Virement exemple", payer="", file_row=1,
        ),
        BankFollowUpRow(id=line, state="suspense", booked_on=day, score=0, proposal="{}"),
    ]  # fmt: skip
    for row in rows:
        await type(row).insert(row)


async def long_queue(it: Watched) -> None:
    now = it.town.clock.now()
    for _ in range(11):
        await insert_activity([2026], Act(by=SOMEBODY, at=now, today=now.date(), request_id="essai"))


async def old_message(it: Watched) -> None:
    at = it.town.clock.now() - timedelta(minutes=31)
    await insert_activity([2026], Act(by=SOMEBODY, at=at, today=at.date(), request_id="essai"))


class Pooled:
    """An engine that says of itself what one with a pool says."""

    def __init__(self, engine: Any, pool: Any) -> None:
        self._engine, self.pool = engine, pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


async def no_connection_left(it: Watched) -> None:
    pool = SimpleNamespace(get_size=lambda: 10, get_idle_size=lambda: 1, get_max_size=lambda: 10)
    it.monkeypatch.setattr(it.db("occupancy"), "engine", Pooled(it.db("occupancy").engine, pool))


async def wrong_clock(it: Watched) -> None:
    it.skew = -2.5


FAULTS: dict[str, tuple[str, Callable[[Watched], Awaitable[None]]]] = {
    "audit mismatch": ("PalierJournalAltere", changed_journal),
    "checkpoint missing": ("PalierPointDeControleAbsent", no_checkpoint),
    "backup of more than 26 h": ("PalierSauvegardeAncienne", old_backup),
    "failed rehearsal": ("PalierRepetitionManquee", failed_drill),
    "disk at more than 85 %": ("PalierDisquePlein", full_disk),
    "more than 1 % of 5xx": ("PalierErreurs", errors),
    "login storm": ("PalierConnexionsEnRafale", many_sign_ins),
    "import stuck": ("PalierImportEnSouffrance", forgotten_file),
    "line unmatched for more than 30 days": ("PalierVersementInexplique", unexplained_line),
    "queue of more than 10": ("PalierFileEnAttente", long_queue),
    "message of more than 30 minutes": ("PalierFileEnAttente", old_message),
    "connections used up": ("PalierConnexionsEpuisees", no_connection_left),
    "clock off by more than 2 s": ("PalierHorloge", wrong_clock),
}
"""The twelve of the goal; the queue is two."""


async def taken(it: Watched, fault: Callable[[Watched], Awaitable[None]] | None) -> list[Scrape]:
    """What Prometheus holds two minutes after the fault, or after nothing."""
    figures = Figures(it.town.site.apps, it.settings, it.town.clock)
    await it.in_order()
    began = 1_795_000_000.0
    well = await it.figures(figures, began)
    if fault:
        await fault(it)
    ill = await it.figures(figures, began)
    times = range(-BEFORE, WITHIN + 1, EVERY)
    return [later(well if at < 0 else ill, at, began + at) for at in times]


def later(text: str, seconds: float, at: float) -> Scrape:
    """The same figures so many seconds later; only the clock went on."""
    head, name, rest = text.partition("\npalier_clock_seconds ")
    said, end, rest = rest.partition("\n")
    return scrape(f"{head}{name}{float(said) + seconds:.15g}{end}{rest}", at)


@pytest.mark.parametrize("name", FAULTS)
async def test_each_known_fault_rings_within_two_minutes_and_nothing_else_does(
    machine: Machine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
    name: str,
) -> None:
    alert, fault = FAULTS[name]
    rules = rules_of(RULES.read_text(encoding="utf-8"))
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as town:
        scrapes = await taken(Watched(town, tmp_path, monkeypatch), fault)
    stores.give_back()
    instants = [one.at for one in scrapes[:: EVALUATED // EVERY]]
    began = scrapes[-1].at - WITHIN
    assert ringing(rules, scrapes, [at for at in instants if at < began]) == set()
    assert ringing(rules, scrapes, instants) == {alert}
    record_property("n", 1)


async def test_control_a_rule_on_a_figure_that_nobody_tells_or_that_appears_with_its_fault_stays_silent(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = rules_of(RULES.read_text(encoding="utf-8"))
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as town:
        scrapes = await taken(Watched(town, tmp_path, monkeypatch), errors)
    stores.give_back()
    instants = [one.at for one in scrapes[:: EVALUATED // EVERY]]
    misspelt = [{**rule, "expr": rule["expr"].replace("palier_", "paliers_")} for rule in rules]
    assert ringing(misspelt, scrapes, instants) == set()
    began = scrapes[-1].at - WITHIN
    from_one = [one if one.at >= began else replace(one, series=without_failures(one.series)) for one in scrapes]
    assert "PalierErreurs" not in ringing(rules, from_one, instants)


def without_failures(series: Series) -> Series:
    """As if failures were counted from the first one only."""
    return {key: value for key, value in series.items() if ("ended", "5xx") not in key[1]}


async def test_a_program_that_does_not_answer_rings(machine: Machine) -> None:
    rules = rules_of(RULES.read_text(encoding="utf-8"))
    gone = [scrape("", float(at), up=False) for at in range(0, WITHIN + 1, EVERY)]
    assert ringing(rules, gone, [one.at for one in gone[:: EVALUATED // EVERY]]) == {"PalierAbsent"}
