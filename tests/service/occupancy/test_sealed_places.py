"""What is sealed is nowhere in clear: database, log of the database, backups unpacked, program log, traces (GOALS D12, P-22)."""

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from kernel import traces
from kernel.settings import Settings
from palier.backup import back_up, postgres_tool
from palier.encryption import decrypt, new_key, private_keys
from tests.support.raw_bytes import raw_store, sung_in
from tests.support.stay_desk import Desk, accepted, open_desk
from tests.support.stock import Stock, unit
from tests.support.stores import Borrowed, migrated
from tests.support.support_desk import SupportDesk

TABLES = (
    "household", "household_particular", "support_note", "support_measure", "support_operator", "disclosure",
    "journal", "answered_request",
)  # fmt: skip


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """The traces of everything opened from here on."""
    exporter = InMemorySpanExporter()
    traces.use(traces.Traces(exporter, at_once=True))
    yield exporter
    traces.end()


async def sing(desk: Desk, said: str, plain: str) -> None:
    """Write the text wherever the program seals it, and the other one where it does not."""
    household = await desk.household(email=f"{said}@exemple.example", note=f"Note {said}")
    path = f"/households/{household['id']}"
    body = {
        "kind": "contact",
        "code": "relative",
        "since": "2018-01-01",
        "name": said,
        "organisation": said,
        "phone": "01 99 00 55 66",
    }
    accepted(await desk.send("POST", f"{path}/particulars", body), 201)
    told = {"recipient_kind": "landlord", "recipient": plain, "what": "payments", "detail": said}
    told |= {"basis": "Convention", "disclosed_on": "10/01/2018", "told_on": ""}
    assert (await desk.submit(f"/sejours/menages/{household['id']}/communications", told)).status_code == 303
    support = SupportDesk(desk)
    measure = await support.started(household, referent=said, operator=await support.operator(name=plain))
    accepted(await support.act(measure, "notes", {"kind": "note", "text": said}))


def unpacked(folder: Path) -> dict[str, bytes]:
    """The bytes of a backup, and those of what its archives hold."""
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    for path in sorted(folder.glob("*.dump")):
        command = [postgres_tool("pg_restore"), "--file=-", str(path)]
        found[f"{path.name} déplié"] = subprocess.run(command, capture_output=True, check=True).stdout
    return found


def opened_backup(folder: Path, key: Path, target: Path) -> Path:
    """An encrypted backup, as who holds its private key reads it."""
    target.mkdir()
    for path in folder.glob("*.age"):
        decrypt(path, target / path.name.removesuffix(".age"), private_keys(key))
    return target


async def test_what_is_sealed_is_in_no_file_no_backup_no_log_and_no_trace(
    stores: Borrowed, database_url: str, spans: InMemorySpanExporter, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    said, plain = f"canari{uuid4().hex}", f"Office {uuid4().hex}"
    async with open_desk(database_url, Stock(unit(1)), date(2018, 1, 10)) as desk:
        await sing(desk, said, plain)
        raw = await raw_store(database_url, TABLES)
    others = {name: await migrated(stores, name) for name in ("staff", "alt_units")}
    town = Settings(databases={**others, "occupancy": database_url}, secret="x" * 40)
    await back_up(town, tmp_path / "clair")
    public = new_key(tmp_path / "cle")
    closed = Settings(databases=town.databases, secret=town.secret, backup_keys=(public,))
    await back_up(closed, tmp_path / "chiffre")
    places = {
        "base": raw,
        "sauvegarde": unpacked(tmp_path / "clair"),
        "sauvegarde chiffrée": unpacked(tmp_path / "chiffre"),
        "sauvegarde ouverte": unpacked(opened_backup(tmp_path / "chiffre", tmp_path / "cle", tmp_path / "ouverte")),
        "journal du programme": {"log": (caplog.text + repr([one.__dict__ for one in caplog.records])).encode()},
        "traces": {
            "spans": repr([(one.name, dict(one.attributes or {})) for one in spans.get_finished_spans()]).encode()
        },
    }
    assert places["traces"]["spans"] != b"[]"
    found = [
        (place, name) for place, files in places.items() for name, content in files.items() if sung_in(said, content)
    ]
    assert found == []
    read = {place for place, files in places.items() if any(sung_in(plain, content) for content in files.values())}
    assert read == {"base", "sauvegarde", "sauvegarde ouverte"}  # the control: what is not sealed is found
