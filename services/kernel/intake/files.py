"""A file as sheets, whatever it is: a workbook, a CSV file, or a ZIP of CSV files. Its content decides, never its name."""

import zipfile

from kernel.intake.cells import LARGEST_FILE, FileEncrypted, FileTooLarge, FileUnreadable, Sheet
from kernel.intake.packages import LARGEST_UNPACKED, MOST_PARTS, opened, unpack
from kernel.intake.texts import read_text
from kernel.intake.workbooks import is_workbook, read_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")
_READ = "Un classeur .xlsx, un fichier .csv ou un .zip de fichiers .csv est attendu."


def read_file(content: bytes) -> list[Sheet]:
    """Raises `FileTooLarge`, `FileUnreadable`, `FileEncrypted`, `FileWithMacros`, `FileUnsafe`; nothing else."""
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(f"Le fichier dépasse {LARGEST_FILE // 1024 // 1024} Mo.")
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise FileEncrypted("Enlevez le mot de passe du classeur, puis renvoyez-le.")
        raise FileUnreadable("C'est un classeur de l'ancien format .xls : enregistrez-le au format .xlsx.")
    if content.startswith(_ZIP):
        with opened(content) as archive:
            return read_workbook(archive, content) if is_workbook(archive) else _texts(archive)
    if content.startswith(_OTHERS) or content.lstrip()[:1] == b"<" or not content.strip():
        raise FileUnreadable(_READ)
    return [read_text(content)]


def _texts(archive: zipfile.ZipFile) -> list[Sheet]:
    found, left = [], LARGEST_UNPACKED
    for info in archive.infolist()[:MOST_PARTS]:
        if info.is_dir() or info.filename.startswith("__MACOSX/") or not info.filename.lower().endswith(".csv"):
            continue
        part = unpack(archive, info, min(left, LARGEST_FILE))
        left -= len(part)
        found.append(read_text(part))
    if not found:
        raise FileUnreadable(_READ)
    return found
