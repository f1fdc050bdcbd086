"""Writes tables as XLSX and as CSV that a French Excel opens right, in which nothing anybody typed can become a formula."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kernel.period import Month
from kernel.sheets import Cell, Kind, Sheet

_FORMATS = {
    Kind.DAY: "dd/mm/yyyy",
    Kind.MONTH: "mm/yyyy",
    Kind.CENTS: '#,##0.00\\ "€"',
    Kind.HUNDREDTHS: "#,##0.00",
    Kind.WHOLE: "#,##0",
    Kind.PER_MILLE: "0.0\\ %",
}
_WIDTHS = {
    Kind.TEXT: 24,
    Kind.DAY: 12,
    Kind.MONTH: 10,
    Kind.CENTS: 15,
    Kind.HUNDREDTHS: 12,
    Kind.WHOLE: 11,
    Kind.PER_MILLE: 9,
}
_LONGEST_TEXT = 32_000
"""A cell takes 32 767 characters."""
_FIRST_YEAR = 1900
"""Spreadsheets know no day before."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_NOT_IN_A_SHEET_NAME = re.compile("[\\[\\]:*?/\\\\'\n\t\U00010000-\U0010ffff]")
_LONGEST_SHEET_NAME = 31


def xlsx(sheets: Sequence[Sheet], *, title: str, author: str, on: datetime) -> bytes:
    """One workbook. The same tables and instant give the same bytes. Money is written as euros with two decimals.

    A cell holds a binary number whatever we do: the nearest one to whole cents is written, and reads back to the same cent.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, options) as book:
        book.set_properties({"title": title, "author": author, "created": on.replace(tzinfo=None)})
        names: set[str] = set()
        for sheet in sheets:
            _write(book, book.add_worksheet(_free_name(sheet.name, names)), sheet)
    return content.getvalue()


def csv_file(sheet: Sheet) -> bytes:
    """The rows alone under their titles: `;`, decimal comma, CRLF, and the mark by which Excel knows UTF-8."""
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";", lineterminator="\r\n")
    kinds = [column.kind for column in sheet.columns]
    writer.writerow([harmless(column.title) for column in sheet.columns])
    writer.writerows([_in_words(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in sheet.rows)
    return content.getvalue().encode("utf-8-sig", "replace")


def harmless(typed: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would start one. Never for numbers."""
    plain = _HIDDEN.sub("", typed)
    return f"'{plain}" if plain.lstrip(" \u00a0\u202f").startswith(_STARTS_A_FORMULA) else plain


def _write(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEEE"})
    plain = {column.kind: _format(book, column.kind) for column in sheet.columns}
    bold = {column.kind: _format(book, column.kind, bold=True) for column in sheet.columns}
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, _HIDDEN.sub("", column.title), head)
        page.set_column(at, at, column.width or max(_WIDTHS[column.kind], min(len(column.title), 18) + 2))
    for line, row in enumerate(sheet.rows, 1):
        for at, cell in enumerate(row):
            kind = sheet.columns[at].kind
            _cell(page, line, at, cell, kind, plain[kind])
    last = len(sheet.rows)
    if sheet.totals:
        for at, cell in enumerate(sheet.totals):
            kind = sheet.columns[at].kind
            _cell(page, last + 1, at, cell, kind, bold[kind])
    for line, note in enumerate(sheet.notes, last + 3):
        page.write_string(line, 0, _HIDDEN.sub("", note)[:_LONGEST_TEXT])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _format(book: Workbook, kind: Kind, *, bold: bool = False) -> Any:
    look: dict[str, Any] = {"valign": "top"}
    if kind in _FORMATS:
        look["num_format"] = _FORMATS[kind]
    if bold:
        look |= {"bold": True, "top": 1}
    return book.add_format(look)


def _cell(page: Worksheet, line: int, at: int, cell: Cell, kind: Kind, look: Any) -> None:
    if isinstance(cell, Month):
        cell = cell.first_day
    if isinstance(cell, date) and cell.year < _FIRST_YEAR:
        cell = f"{cell:%d/%m}/{cell.year:04d}"
    if cell is None or cell == "":
        page.write_blank(line, at, None, look)
    elif isinstance(cell, date):
        page.write_datetime(line, at, datetime(cell.year, cell.month, cell.day), look)  # noqa: DTZ001 (a civil day)
    elif isinstance(cell, int):
        page.write_number(line, at, cell / _PARTS.get(kind, 1), look)
    else:
        page.write_string(line, at, _HIDDEN.sub("", cell)[:_LONGEST_TEXT], look)


_PARTS = {Kind.CENTS: 100, Kind.HUNDREDTHS: 100, Kind.PER_MILLE: 1000}


def _in_words(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Month):
        return f"{cell.number:02d}/{cell.year:04d}"
    if isinstance(cell, date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
    if isinstance(cell, str):
        return harmless(cell)
    if kind in (Kind.CENTS, Kind.HUNDREDTHS):
        return f"{'-' if cell < 0 else ''}{abs(cell) // 100},{abs(cell) % 100:02d}"
    if kind is Kind.PER_MILLE:
        return f"{'-' if cell < 0 else ''}{abs(cell) // 10},{abs(cell) % 10}%"
    return str(cell)


def _free_name(wanted: str, taken: set[str]) -> str:
    plain = _NOT_IN_A_SHEET_NAME.sub(" ", _HIDDEN.sub("", wanted)).strip()[:_LONGEST_SHEET_NAME] or "Feuille"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain[: _LONGEST_SHEET_NAME - 4]} ({number})", number + 1
    taken.add(name.casefold())
    return name
