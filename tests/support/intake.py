"""A small template about tools, and files made from it: what the reader of incoming tables is tried on."""

import io
import zipfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from xlsxwriter import Workbook

from kernel.intake.columns import Choice, Column, Holds, Model, SheetModel


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


TOOLS = SheetModel(
    title="Outils",
    about="un outil par ligne",
    unique=("reference",),
    columns=(
        Column(name="reference", title="Référence", longest=20),
        Column(name="bought_on", title="Acheté le", holds=Holds.DAY, required=False, example="01/01/2026"),
        Column(name="month", title="Mois", holds=Holds.MONTH, required=False),
        Column(name="price", title="Prix", holds=Holds.CENTS, required=False, most=1_000_00),
        Column(name="size", title="Taille", holds=Holds.HUNDREDTHS, required=False, least=1, most=1_000_00),
        Column(name="count", title="Nombre", holds=Holds.WHOLE, required=False, most=10),
        Column(
            name="colour",
            title="Couleur",
            holds=Holds.CHOICE,
            required=False,
            choices=(Choice("Rouge vif", Colour.RED), Choice("Bleu", Colour.BLUE)),
        ),
        Column(name="lent", title="Prêté", holds=Holds.YES_NO, required=False),
        Column(name="code", title="Code postal", holds=Holds.DIGITS, required=False, most=5),
    ),
)
PARTS = SheetModel(
    title="Pièces",
    about="une pièce par ligne",
    unique=("tool", "name"),
    columns=(Column(name="tool", title="Outil"), Column(name="name", title="Nom de la pièce", longest=500)),
)
MODEL = Model(name="outils", year=2026, title="Outils de l'atelier", intro=("Une phrase.",), sheets=(TOOLS, PARTS))
TITLES = [one.title for one in TOOLS.columns]
PART_TITLES = [one.title for one in PARTS.columns]


def book(sheets: dict[str, Sequence[Sequence[Any]]], **properties: str) -> bytes:
    """A workbook of these rows, written as they are: numbers as numbers, days as days, `=…` as formulas."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for at, value in enumerate(row):
                    if value is not None:
                        page.write(number, at, value)
    return content.getvalue()


def tools(*rows: Sequence[Any], titles: Sequence[str] = TITLES, stamp: str = MODEL.stamp(TOOLS)) -> bytes:
    """A workbook made from the template, with these rows of tools."""
    return book({"Outils": [[stamp], titles, *rows]})


def lines(*rows: str, titles: str = ";".join(TITLES), stamp: str = MODEL.stamp(TOOLS)) -> bytes:
    """The same as a CSV file."""
    return "\r\n".join([stamp, titles, *rows]).encode()


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None], *more: tuple[str, bytes]) -> bytes:
    """The same archive, each part changed or left out, and some more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = change(info.filename, old.read(info))
            if part is not None:
                new.writestr(info.filename, part)
        for name, part in more:
            new.writestr(name, part)
    return out.getvalue()


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """A change inside the first sheet."""
    return lambda name, part: part.replace(old, new) if name == "xl/worksheets/sheet1.xml" else part
