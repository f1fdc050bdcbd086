"""Looks for a text in raw bytes as a thief would: in UTF-8, UTF-16, hexadecimal, base64 (GOALS P-22)."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import asyncpg


def shapes(text: str) -> tuple[bytes, ...]:
    """The bytes to look for. In base64 a text has three faces, by where it begins: the first and last signs are left out."""
    plain = text.encode()
    faces = [base64.b64encode(b"x" * shift + plain + b"xxx")[4 if shift else 0 : -8] for shift in range(3)]
    urlsafe = [face.translate(bytes.maketrans(b"+/", b"-_")) for face in faces]
    return (plain, text.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode(), *faces, *urlsafe)


def sung_in(text: str, raw: bytes) -> bool:
    """Whether the text is in these bytes in any of its shapes."""
    return any(shape in raw for shape in shapes(text))


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


async def raw_store(url: str, tables: tuple[str, ...]) -> dict[str, bytes]:
    """The bytes of a database: all of SQLite's files; on PostgreSQL the files of these tables, and the log being written."""
    if url.startswith("sqlite:"):
        file = Path(url.removeprefix("sqlite:"))
        return {path.name: path.read_bytes() for path in file.parent.glob(f"{file.name}*")}
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("checkpoint")
        read = {
            table: await connection.fetchval("select pg_read_binary_file(pg_relation_filepath($1::regclass))", table)
            for table in tables
        }
        wal = "select pg_read_binary_file('pg_wal/' || pg_walfile_name(pg_current_wal_lsn()))"
        return {**read, "wal": await connection.fetchval(wal)}
    finally:
        await connection.close()


def sqlite_dump(url: str) -> bytes:
    """The dump of a SQLite database, as text."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:"))) as connection:
        return "\n".join(connection.iterdump()).encode()
