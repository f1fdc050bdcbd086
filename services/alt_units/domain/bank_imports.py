"""The import of a bank file: what is new in it, what was known already, and what may be the same line told otherwise.

Ground: BNK-01. A file is imported whole or not at all; imported twice, or overlapping another, it adds nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_files import BankFile, BankFileInError, LineKey, ReadLine, keys_of
from kernel.errors import FieldError


class ImportReport(Struct, frozen=True, kw_only=True):
    """What an agent was told about a file: kept with the import."""

    notes: tuple[str, ...]
    first_day: date
    last_day: date
    amount_cents: int
    alike: int


class BankImport(Struct, frozen=True, kw_only=True):
    """A file that was imported, by whom, with its counts: read = new + known."""

    id: UUID
    source_id: UUID
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: str
    read_lines: int
    new_lines: int
    known_lines: int
    new_cents: int
    report: ImportReport


class Upload(Struct, frozen=True, kw_only=True):
    """A file that waits for its agent's decision. `source_id` None: its source is being described."""

    id: UUID
    source_id: UUID | None
    file_name: str
    content: bytes
    sent_at: datetime
    sent_by: str


class PreviewRow(Struct, frozen=True, kw_only=True):
    """A line of the file before it is imported. `alike_id`: a known line that the file does not tell has its day and amount."""

    key: LineKey
    line: ReadLine
    known: bool
    alike_id: UUID | None

    @property
    def alike(self) -> bool:
        return self.alike_id is not None


def preview(file: BankFile, known: Mapping[LineKey, UUID]) -> tuple[PreviewRow, ...]:
    """The lines of a file beside those that are known, in the order of the file.

    A line known under another reference, that this file does not tell again, may be one of its new lines told by another format:
    each is held against one new line of its day and amount, and never against two.
    """
    keyed = keys_of(file.lines)
    told = {key for key, _ in keyed}
    untold: dict[tuple[date, int], list[UUID]] = defaultdict(list)
    for key in sorted(known.keys() - told, reverse=True):
        untold[key.booked_on, key.amount_cents].append(known[key])
    rows = []
    for key, line in keyed:
        like = untold[key.booked_on, key.amount_cents] if key not in known else []
        rows.append(PreviewRow(key=key, line=line, known=key in known, alike_id=like.pop() if like else None))
    return tuple(rows)


def check_readable(file: BankFile) -> None:
    """Raises `BankFileInError`, with the rows in error."""
    if file.errors:
        errors = tuple(
            FieldError(field=f"ligne {one.row}" + (f", {one.column}" if one.column else ""), message=one.message)
            for one in file.errors[:50]
        )
        raise BankFileInError("Rien n'est importé : corrigez les lignes signalées.", errors=errors)


def report_of(file: BankFile, rows: Sequence[PreviewRow]) -> ImportReport:
    """What is kept of an import; the file has at least one line."""
    days = [row.line.booked_on for row in rows]
    return ImportReport(
        notes=file.notes,
        first_day=min(days),
        last_day=max(days),
        amount_cents=sum(row.line.amount_cents for row in rows),
        alike=sum(row.alike for row in rows),
    )
