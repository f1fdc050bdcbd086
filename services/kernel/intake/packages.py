"""Looks into a ZIP before anybody reads it: bombs, entities, macros, passwords. Whatever passes is bounded and plain.

Sizes are those really unpacked, never those that the file announces.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.intake.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    FileEncrypted,
    FileTooLarge,
    FileUnreadable,
    FileUnsafe,
    FileWithMacros,
    letter,
)

LARGEST_UNPACKED = 48 * 1024 * 1024
LARGEST_SMALL_PART = 4 * 1024 * 1024
"""Of a part that is read as a whole: styles, relations, the list of sheets."""
MOST_PARTS = 400
MOST_TAGS = 3_000_000
HIGHEST_RATIO = 400
_RATIO_FROM = 1024 * 1024
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_LARGE_PARTS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_WIDEST = len(letter(MOST_COLUMNS - 1))


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive. Raises `FileUnreadable`, `FileEncrypted`, `FileUnsafe`, also for what its reading brings up."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_list(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise FileUnreadable("Le fichier est abîmé ou incomplet.") from error


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Every part unpacked once, under measure. Raises `FileUnsafe`, `FileWithMacros`, `FileTooLarge`, `FileUnreadable`."""
    names = [one.filename.lower() for one in archive.infolist()]
    if any("vbaproject" in name or "macrosheets/" in name or "/activex/" in name for name in names):
        raise FileWithMacros("Enregistrez le classeur sans macros, au format .xlsx.")
    whole = tags = 0
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        part = unpack(archive, info, LARGEST_UNPACKED - whole)
        whole += len(part)
        tags += part.count(b"<")
        if tags > MOST_TAGS:
            raise FileTooLarge("Le classeur contient trop d'éléments. Partagez-le en plusieurs.")
        _check_part(info.filename, part)


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """One part, unpacked. Raises `FileUnsafe` as soon as it swells beyond measure."""
    with archive.open(info) as packed:
        part = packed.read(most + 1)
    swollen = len(part) > _RATIO_FROM and len(part) > HIGHEST_RATIO * max(info.compress_size, 1)
    if len(part) > most or swollen:
        raise FileUnsafe("Une fois décompressé, le fichier dépasse toute mesure.")
    return part


def _check_list(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise FileUnsafe("Le fichier contient trop de parties.")
    if len({one.filename for one in parts}) < len(parts):
        raise FileUnsafe("Le fichier contient deux fois la même partie.")
    for one in parts:
        if not one.filename:
            raise FileUnreadable("Une partie du fichier n'a pas de nom.")
        if one.flag_bits & 0x1:
            raise FileEncrypted("Enlevez le mot de passe, puis renvoyez le fichier.")
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileUnreadable("Le fichier est compressé d'une façon qui n'est pas admise.")


def _check_part(name: str, part: bytes) -> None:
    declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in part or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
        raise FileUnsafe("Une partie du classeur n'est pas écrite en UTF-8.")
    if b"<!" in part.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        raise FileUnsafe("Une partie du classeur définit des entités : elle n'est pas lue.")
    if name.lower() == "[content_types].xml" and b"macroenabled" in part.lower():
        raise FileWithMacros("Enregistrez le classeur sans macros, au format .xlsx.")
    if _LARGE_PARTS.fullmatch(name):
        _check_references(part)
    elif len(part) > LARGEST_SMALL_PART:
        raise FileTooLarge("Le classeur contient trop de mises en forme. Repartez du modèle vierge.")


def _check_references(part: bytes) -> None:
    """A cell far away makes readers fill everything in between with nothing."""
    for found in _REFERENCE.finditer(part):
        letters, number = found.groups()
        if len(letters) > _WIDEST or len(number) > 7 or int(number or 1) > MOST_ROWS:
            raise FileTooLarge(
                f"Une feuille va au-delà de {MOST_ROWS} lignes ou de {MOST_COLUMNS} colonnes. "
                "Supprimez les lignes et colonnes mises en forme mais vides, ou partagez le fichier."
            )
