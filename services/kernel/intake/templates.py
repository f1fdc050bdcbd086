"""Writes the template that people fill in: a workbook with its help and its lists, or the same sheets as CSV."""

import csv
import io
import zipfile
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kernel.intake.cells import MOST_ROWS, letter
from kernel.intake.columns import EXAMPLE, HELP_SHEET, LISTS_SHEET, Column, Holds, Model, SheetModel
from kernel.money import LIMIT
from kernel.web.formats import euros, thousands

_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 (the same bytes each time)
_FORMATS = {
    Holds.TEXT: "@",
    Holds.DIGITS: "@",
    Holds.CHOICE: "@",
    Holds.YES_NO: "@",
    Holds.DAY: "dd/mm/yyyy",
    Holds.MONTH: "mm/yyyy",
    Holds.CENTS: "#,##0.00",
    Holds.HUNDREDTHS: "0.00",
    Holds.WHOLE: "0",
}
_WORDS = {
    Holds.TEXT: "texte",
    Holds.DIGITS: "chiffres",
    Holds.CHOICE: "une valeur de la liste",
    Holds.YES_NO: "oui ou non",
    Holds.DAY: "date comme 21/11/2026",
    Holds.MONTH: "mois comme 11/2026",
    Holds.CENTS: "montant en euros comme 1 047,17",
    Holds.HUNDREDTHS: "nombre, deux décimales au plus",
    Holds.WHOLE: "nombre entier",
}
YES_NO = ("oui", "non")
_FIRST_FILLED = 2
"""Rows before those that people fill in: the stamp and the titles."""
_LONGEST_MESSAGE, _LONGEST_TITLE = 255, 32


def workbook(model: Model) -> bytes:
    """The template as XLSX: one sheet each, lists to choose from, a help sheet, one example that is not imported."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": model.title, "created": _MADE})
        looks = _looks(book)
        _help(book.add_worksheet(HELP_SHEET), model, looks)
        pages = [(sheet, book.add_worksheet(sheet.title)) for sheet in model.sheets]
        lists = _lists(book.add_worksheet(LISTS_SHEET), model)
        for sheet, page in pages:
            _sheet(book, page, model, sheet, looks, lists)
        pages[0][1].activate()
    return content.getvalue()


def text_files(model: Model) -> bytes:
    """The same sheets as CSV files, with the help as a text, in one ZIP."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(model.sheets, 1):
            named = f"{number}-{sheet.title.lower().replace(' ', '-')}.csv"
            _add(archive, named, text_file(model, sheet))
        lines = [model.title, "", *model.intro, ""]
        for sheet in model.sheets:
            lines += [f"{sheet.title} : {sheet.about}", *(f"- {one.title} : {_said(one)}" for one in sheet.columns), ""]
        _add(archive, "lisez-moi.txt", "\r\n".join(lines).encode("utf-8-sig"))
    return content.getvalue()


def text_file(model: Model, sheet: SheetModel) -> bytes:
    """One sheet as CSV: `;`, CRLF, and the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([model.stamp(sheet)])
    writer.writerow([one.title for one in sheet.columns])
    writer.writerow(_example(sheet))
    return text.getvalue().encode("utf-8-sig")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def _example(sheet: SheetModel) -> list[str]:
    return [EXAMPLE, *(one.example for one in sheet.columns[1:])]


def _looks(book: Workbook) -> dict[str, Any]:
    return {
        "stamp": book.add_format({"italic": True, "font_color": "#5A6660"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEEE"}),
        "must": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#CFE3DA"}),
        "example": book.add_format({"italic": True, "font_color": "#5A6660", "bg_color": "#F4F6F2"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _sheet(
    book: Workbook, page: Worksheet, model: Model, sheet: SheetModel, looks: dict[str, Any], lists: dict[str, str]
) -> None:
    page.write_string(0, 0, model.stamp(sheet), looks["stamp"])
    for at, column in enumerate(sheet.columns):
        page.write_string(1, at, column.title, looks["must" if column.required else "head"])
        look = book.add_format({"num_format": _FORMATS[column.holds]})
        page.set_column(at, at, max(14, min(34, len(column.title) + 4)), look)
        rule: dict[str, Any] = {"validate": "any"}
        if column.holds is Holds.CHOICE or column.holds is Holds.YES_NO:
            key = f"{sheet.title}/{column.name}" if column.choices else ""
            rule = {"validate": "list", "source": lists[key]}
        rule |= {"input_title": column.title[:_LONGEST_TITLE], "input_message": _said(column)[:_LONGEST_MESSAGE]}
        page.data_validation(_FIRST_FILLED + 1, at, MOST_ROWS - 1, at, rule)
    for at, text in enumerate(_example(sheet)):
        page.write_string(_FIRST_FILLED, at, text, looks["example"])
    page.freeze_panes(_FIRST_FILLED, 1)


def _lists(page: Worksheet, model: Model) -> dict[str, str]:
    """Every list of values on a sheet of its own, and where each one stands."""
    found, column = {"": f"={LISTS_SHEET}!$A$1:$A$2"}, 1
    for row, word in enumerate(YES_NO):
        page.write_string(row, 0, word)
    for sheet in model.sheets:
        for one in sheet.columns:
            if not one.choices:
                continue
            for row, choice in enumerate(one.choices):
                page.write_string(row, column, choice.word)
            above = letter(column)
            found[f"{sheet.title}/{one.name}"] = f"={LISTS_SHEET}!${above}$1:${above}${len(one.choices)}"
            column += 1
    page.hide()
    return found


def _help(page: Worksheet, model: Model, looks: dict[str, Any]) -> None:
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 90)
    page.write_string(0, 0, model.title, looks["title"])
    line = 2
    for text in model.intro:
        page.write_string(line, 0, text)
        line += 1
    for sheet in model.sheets:
        line += 1
        page.write_string(line, 0, f"Feuille {sheet.title}", looks["head"])
        page.write_string(line, 1, "Colonne", looks["head"])
        page.write_string(line, 2, sheet.about, looks["head"])
        for one in sheet.columns:
            line += 1
            page.write_string(line, 1, one.title + (" *" if one.required else ""), looks["wrap"])
            page.write_string(line, 2, _said(one), looks["wrap"])
        line += 1


def _said(column: Column) -> str:
    """What a column wants, in one line."""
    words = ", ".join(one.word for one in column.choices)
    kind = f"{column.most} chiffres" if column.holds is Holds.DIGITS else words or _WORDS[column.holds]
    parts = ["obligatoire" if column.required else "facultatif", kind + _bounds(column)]
    if column.help:
        parts.append(column.help)
    if column.usual:
        parts.append(f"vide : {column.usual}")
    return " ; ".join(parts)


def _bounds(column: Column) -> str:
    if column.holds is Holds.TEXT:
        return f" de {column.longest} caractères au plus"
    if column.most == LIMIT:
        return ""
    if column.holds is Holds.WHOLE:
        return f" de {thousands(column.least)} à {thousands(column.most)}"
    if column.holds is Holds.CENTS:
        return f" de {euros(column.least)} à {euros(column.most)}"
    return ""
