"""The bank files that were imported, and the lines that each brought."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from alt_units.domain.bank_files import LineKey
from alt_units.domain.bank_imports import BankImport, ImportReport, PreviewRow
from alt_units.domain.bank_lines import BankLineAlreadyDecided, LineState
from alt_units.tables.bank import BankFollowUpRow, BankImportRow, BankLineRow
from kernel.db import Database

AT_ONCE = 400


async def known_keys(account: str, first_day: date, last_day: date) -> dict[LineKey, UUID]:
    """The lines of an account that are known between two days."""
    rows = await BankLineRow.select(
        BankLineRow.id, BankLineRow.booked_on, BankLineRow.amount_cents, BankLineRow.reference, BankLineRow.sequence
    ).where(
        BankLineRow.account == account,
        BankLineRow.booked_on >= first_day,
        BankLineRow.booked_on <= last_day,
    )
    return {
        LineKey(one["booked_on"], one["amount_cents"], one["reference"], one["sequence"]): one["id"] for one in rows
    }


async def add_import(db: Database, imported: BankImport, account: str, rows: Sequence[PreviewRow]) -> None:
    """The import with its new lines, each in suspense. A line that came meanwhile stops it all."""
    values = msgspec.structs.asdict(imported) | {"report": msgspec.json.encode(imported.report).decode()}
    await BankImportRow.insert(BankImportRow(**values))
    with db.refusing({"bank_line_once": _came_meanwhile}):
        for some in _chunks(rows):
            lines = [_line(imported.id, account, row) for row in some]
            await BankLineRow.insert(*lines)
            await BankFollowUpRow.insert(*(_follow_up(line) for line in lines))


async def list_imports(limit: int = 50) -> list[BankImport]:
    """The imports, latest first."""
    rows = await BankImportRow.select().order_by(BankImportRow.imported_at, ascending=False).limit(limit)
    return [_import(row) for row in rows]


async def find_import(import_id: UUID) -> BankImport | None:
    rows = await BankImportRow.select().where(BankImportRow.id == import_id)
    return _import(rows[0]) if rows else None


def _chunks(rows: Sequence[PreviewRow]) -> list[Sequence[PreviewRow]]:
    return [rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE)]


def _line(import_id: UUID, account: str, row: PreviewRow) -> BankLineRow:
    return BankLineRow(
        id=uuid4(),
        import_id=import_id,
        account=account,
        booked_on=row.line.booked_on,
        amount_cents=row.line.amount_cents,
        reference=row.key.reference,
        sequence=row.key.rank,
        label=row.line.label,
        payer=row.line.payer,
        file_row=row.line.row,
        alike_id=row.alike_id,
    )


def _follow_up(line: BankLineRow) -> BankFollowUpRow:
    return BankFollowUpRow(id=line.id, state=LineState.SUSPENSE.value, booked_on=line.booked_on, score=0, proposal="")


def _import(row: dict[str, Any]) -> BankImport:
    report = msgspec.json.decode(str(row["report"]), type=ImportReport)
    return BankImport(**{**row, "report": report})


def _came_meanwhile() -> BankLineAlreadyDecided:
    return BankLineAlreadyDecided("Une ligne de ce fichier vient d'être importée par ailleurs. Recommencez.")
