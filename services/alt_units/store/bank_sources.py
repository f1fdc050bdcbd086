"""Where bank files come from, and the files that wait for a decision."""

from base64 import b64decode, b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from alt_units.domain.bank_files import FileFormat
from alt_units.domain.bank_imports import Upload
from alt_units.domain.bank_lines import BankUploadNotFound
from alt_units.domain.bank_sources import BankSource, BankSourceNameTaken, BankSourceNotFound, CsvMapping
from alt_units.tables.bank import BankSourceRow, BankUploadRow
from kernel.db import Database
from kernel.errors import StaleVersion


async def list_sources() -> list[BankSource]:
    """Every source, by name."""
    return [_source(row) for row in await BankSourceRow.select().order_by(BankSourceRow.name)]


async def find_source(source_id: UUID) -> BankSource:
    """Raises `BankSourceNotFound`."""
    rows = await BankSourceRow.select().where(BankSourceRow.id == source_id)
    if not rows:
        raise BankSourceNotFound
    return _source(rows[0])


async def add_source(db: Database, source: BankSource) -> None:
    """Raises `BankSourceNameTaken`."""
    with db.refusing({"bank_source_once": _taken}):
        await BankSourceRow.insert(BankSourceRow(**_values(source)))


async def save_source(db: Database, source: BankSource) -> BankSource:
    """Raises `StaleVersion`, `BankSourceNameTaken`."""
    saved = replace(source, version=source.version + 1)
    with db.refusing({"bank_source_once": _taken}):
        rows = (
            await BankSourceRow.update(_values(saved))
            .where(BankSourceRow.id == source.id, BankSourceRow.version == source.version)
            .returning(BankSourceRow.version)
        )
    if not rows:
        raise StaleVersion("La source a changé depuis que vous l'avez ouverte. Rechargez la page.")
    return saved


async def find_upload(upload_id: UUID) -> Upload:
    """Raises `BankUploadNotFound`."""
    rows = await BankUploadRow.select().where(BankUploadRow.id == upload_id)
    if not rows:
        raise BankUploadNotFound
    return msgspec.convert({**rows[0], "content": b64decode(rows[0]["content"])}, Upload)


async def keep_upload(upload: Upload) -> None:
    """Keep a file until it is imported or abandoned."""
    values = msgspec.structs.asdict(upload) | {"content": b64encode(upload.content).decode()}
    await BankUploadRow.insert(BankUploadRow(**values))


async def give_source(upload_id: UUID, source_id: UUID) -> None:
    """The file waits under this source from now on."""
    await BankUploadRow.update({BankUploadRow.source_id: source_id}).where(BankUploadRow.id == upload_id)


async def forget_upload(upload_id: UUID) -> None:
    await BankUploadRow.delete().where(BankUploadRow.id == upload_id)


async def forget_uploads_before(moment: datetime) -> None:
    """Let go of the files that nobody came back for."""
    await BankUploadRow.delete().where(BankUploadRow.sent_at < moment)


def _taken() -> BankSourceNameTaken:
    return BankSourceNameTaken("Choisissez un autre nom.", field="name")


def _values(source: BankSource) -> dict[Any, Any]:
    mapping = None if source.mapping is None else msgspec.json.encode(source.mapping).decode()
    return msgspec.structs.asdict(source) | {"format": source.format.value, "mapping": mapping}


def _source(row: dict[str, Any]) -> BankSource:
    said = row["mapping"]
    mapping = msgspec.json.decode(str(said), type=CsvMapping) if said else None
    return BankSource(**{**row, "format": FileFormat(str(row["format"])), "mapping": mapping})
