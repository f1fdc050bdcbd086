"""What people do with bank files: send one, look at what it would bring, import it whole or abandon it."""

import asyncio
import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.actions.bank_matching import refresh_findings
from alt_units.domain.bank_files import BankFile, BankFileRejected, account_key, check_size
from alt_units.domain.bank_imports import BankImport, PreviewRow, Upload, check_readable, preview, report_of
from alt_units.domain.bank_lines import BankUploadNotFound
from alt_units.domain.bank_sources import BankSource
from alt_units.parsers.bank import read_bank_file
from alt_units.store import bank_imports as store
from alt_units.store import bank_sources
from kernel.acts import Act, Tx, housekeeping, writing
from kernel.db import Database
from kernel.law import Law

UPLOAD_DAYS = 7
"""How long a file waits for its agent before it is let go."""


class Previewed(Struct, frozen=True, kw_only=True):
    """A file beside what is known: what it would add, and what stops it."""

    source: BankSource
    file: BankFile
    rows: tuple[PreviewRow, ...]

    @property
    def new_rows(self) -> tuple[PreviewRow, ...]:
        return tuple(row for row in self.rows if not row.known)


async def send_bank_file(db: Database, source_id: UUID | None, file_name: str, content: bytes, act: Act) -> Upload:
    """Keep a file until it is imported or abandoned; nothing is read into the books.

    Raises `BankSourceNotFound`, `BankFileRejected` when it is empty or too large.
    """
    check_size(content)
    if source_id is not None:
        await bank_sources.find_source(source_id)
    upload = Upload(
        id=uuid4(),
        source_id=source_id,
        file_name=file_name,
        content=content,
        sent_at=act.at,
        sent_by=act.by.name,
    )
    async with housekeeping(db):
        await bank_sources.forget_uploads_before(act.at - timedelta(days=UPLOAD_DAYS))
        await bank_sources.keep_upload(upload)
    return upload


async def preview_bank_file(source: BankSource, content: bytes) -> Previewed:
    """What importing the file would do. Raises `BankFileRejected`."""
    file = await asyncio.to_thread(read_bank_file, content, source)
    lines = file.lines
    if not lines:
        return Previewed(source=source, file=file, rows=())
    days = [line.booked_on for line in lines]
    known = await store.known_keys(account_key(source.account), min(days), max(days))
    return Previewed(source=source, file=file, rows=preview(file, known))


async def import_bank_file(db: Database, upload_id: UUID, act: Act, *, law: Law) -> BankImport:
    """Add the new lines of a file, all or none, each in suspense.

    Raises `BankUploadNotFound`, `BankFileRejected`, `BankFileInError`.
    """
    async with writing(db, act) as tx:
        upload = await bank_sources.find_upload(upload_id)
        if upload.source_id is None:
            raise BankUploadNotFound("Ce fichier n'a pas encore de source.")
        imported = await _import(tx, upload.source_id, upload.file_name, upload.content)
        await bank_sources.forget_upload(upload_id)
        tx.keep(imported)
    await refresh_findings(db, law=law, today=act.today)
    return imported


async def import_bank_content(
    db: Database, source_id: UUID, file_name: str, content: bytes, act: Act, *, law: Law
) -> BankImport:
    """The same for a file that comes at once, without a preview. Raises `BankSourceNotFound` and the refusals of the file."""
    async with writing(db, act) as tx:
        imported = tx.keep(await _import(tx, source_id, file_name, content))
    await refresh_findings(db, law=law, today=act.today)
    return imported


async def _import(tx: Tx, source_id: UUID, file_name: str, content: bytes) -> BankImport:
    await tx.lock("bank_source", source_id)
    source = await bank_sources.find_source(source_id)
    seen = await preview_bank_file(source, content)
    check_readable(seen.file)
    if not seen.rows:
        raise BankFileRejected("Ce relevé ne contient aucun mouvement : il n'y a rien à importer.")
    imported = BankImport(
        id=uuid4(),
        source_id=source_id,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        imported_at=tx.act.at,
        imported_by=tx.act.by.name,
        read_lines=len(seen.rows),
        new_lines=len(seen.new_rows),
        known_lines=len(seen.rows) - len(seen.new_rows),
        new_cents=sum(row.line.amount_cents for row in seen.new_rows),
        report=report_of(seen.file, seen.rows),
    )
    await store.add_import(tx.db, imported, account_key(source.account), seen.new_rows)
    await tx.journal("bank-file-imported", f"bank-import/{imported.id}", after=imported)
    return imported


async def abandon_bank_file(db: Database, upload_id: UUID, act: Act) -> str:
    """Let a file go, and say its name: nothing of it was written. Raises `BankUploadNotFound`."""
    async with writing(db, act) as tx:
        upload = await bank_sources.find_upload(upload_id)
        await bank_sources.forget_upload(upload_id)
        await tx.journal("bank-file-abandoned", f"bank-upload/{upload_id}", before={"file": upload.file_name})
        return tx.keep(upload.file_name)
