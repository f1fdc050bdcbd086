"""The yearly files as they were produced, byte for byte."""

from base64 import b64decode, b64encode
from typing import Any

import msgspec

from alt_units.domain.yearly_file import KeptFile, YearlyFileNotFound
from alt_units.tables.reports import YearlyFileRow
from kernel.db import Database
from kernel.errors import StaleVersion

_HEAD = [
    YearlyFileRow.id,
    YearlyFileRow.year,
    YearlyFileRow.number,
    YearlyFileRow.produced_at,
    YearlyFileRow.produced_by,
    YearlyFileRow.missing,
    YearlyFileRow.inputs_sha256,
    YearlyFileRow.pdf_sha256,
    YearlyFileRow.workbook_sha256,
]


async def files_of(year: int) -> list[KeptFile]:
    """The files of a year, latest first, without their papers."""
    rows = YearlyFileRow.select(*_HEAD).where(YearlyFileRow.year == year)
    return [_kept(row) for row in await rows.order_by(YearlyFileRow.number, ascending=False)]


async def find_file(year: int, number: int) -> KeptFile:
    """Raises `YearlyFileNotFound`."""
    for one in await files_of(year):
        if one.number == number:
            return one
    raise YearlyFileNotFound("Aucun dossier de ce numéro n'a été produit pour cette année.")


async def paper_of(kept: KeptFile, which: str) -> bytes:
    """The bytes of one paper: `pdf` or `workbook`."""
    column = {"pdf": YearlyFileRow.pdf, "workbook": YearlyFileRow.workbook}[which]
    rows = await YearlyFileRow.select(column).where(YearlyFileRow.id == kept.id)
    return b64decode(rows[0][which])


async def add_file(db: Database, kept: KeptFile, *, pdf: bytes, workbook: bytes) -> None:
    """Raises `StaleVersion` when another file of this number was produced meanwhile."""
    values = msgspec.structs.asdict(kept) | {"missing": msgspec.json.encode(kept.missing).decode()}
    values |= {"pdf": b64encode(pdf).decode(), "workbook": b64encode(workbook).decode()}
    with db.refusing(
        {"yearly_file_once": lambda: StaleVersion("Un dossier vient d'être produit : rechargez la page.")}
    ):
        await YearlyFileRow.insert(YearlyFileRow(**values))


def _kept(row: dict[str, Any]) -> KeptFile:
    return KeptFile(**{**row, "missing": tuple(msgspec.json.decode(row["missing"], type=list[str]))})
