"""An XLSX workbook as sheets of cells: values only, never computed, never more than measured."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from kernel.intake.cells import (
    MOST_COLUMNS,
    Cell,
    CellKind,
    FileUnreadable,
    Measure,
    Sheet,
    SheetRow,
)
from kernel.intake.packages import check_workbook
from kernel.intake.texts import plain

MOST_SHEETS = 30
_DAMAGED = "Le classeur ne peut pas être lu. Ouvrez-le, enregistrez-le au format .xlsx, puis renvoyez-le."


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """True for a ZIP that is an Office workbook."""
    return "[Content_Types].xml" in archive.namelist()


def read_workbook(archive: zipfile.ZipFile, content: bytes) -> list[Sheet]:
    """Every sheet, in the order of the workbook. Raises the refusals of `cells`."""
    check_workbook(archive)
    measure = Measure()
    try:
        book: Any = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # whatever the library stumbles over, the file is to blame
        raise FileUnreadable(_DAMAGED) from error
    try:
        pages = book.worksheets
        if len(pages) > MOST_SHEETS:
            raise FileUnreadable(f"Le classeur a plus de {MOST_SHEETS} feuilles.")
        return [Sheet(name=str(page.title), rows=tuple(_rows(page, measure))) for page in pages]
    finally:
        book.close()


def _rows(page: Any, measure: Measure) -> Iterator[SheetRow]:
    for number, found in enumerate(_patient(page), 1):
        filled = ((at, one) for at, one in enumerate(found) if one.value is not None)
        cells = {at: cell for at, one in filled if (cell := _cell(one)) is not None}
        measure.row(number, cells)
        if cells:
            yield SheetRow(number=number, cells=cells)


def _patient(page: Any) -> Iterator[Iterable[Any]]:
    page.reset_dimensions()  # what a file says of its size is often wrong
    rows = iter(page.iter_rows(max_col=MOST_COLUMNS + 1))
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except Exception as error:  # whatever the library stumbles over, the file is to blame
            raise FileUnreadable(_DAMAGED) from error


def _cell(found: Any) -> Cell | None:
    value, kind = found.value, found.data_type
    if kind == "f":
        return Cell(CellKind.FORMULA, plain(str(value)))
    if kind == "e":
        return Cell(CellKind.ERROR, plain(str(value)))
    if isinstance(value, bool):
        return Cell(CellKind.BOOL, "oui" if value else "non")
    if isinstance(value, datetime | date):
        return _moment(value)
    if isinstance(value, time | timedelta):
        return Cell(CellKind.INSTANT, str(value))
    if isinstance(value, int | float):
        return Cell(CellKind.NUMBER, number_text(value))
    text = plain(str(value))
    return Cell(CellKind.TEXT, text) if text else None


def _moment(value: date) -> Cell:
    if isinstance(value, datetime):
        if value.time() != time():
            return Cell(CellKind.INSTANT, f"{value:%d/%m/}{value.year:04d} {value:%H:%M}")
        value = value.date()
    return Cell(CellKind.DAY, f"{value:%d/%m/}{value.year:04d}", value)


def number_text(value: float) -> str:
    """The number as its sheet shows it when asked for everything: fifteen digits, no exponent where none is needed."""
    return format(value, ".15g")
