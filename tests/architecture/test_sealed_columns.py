"""The columns that the map calls encrypted are sealed and opened by every store, and refused in clear (GOALS D12)."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from kernel.privacy import data_map
from kernel.settings import SERVICES
from tests.architecture.sources import ROOT


def row_classes(service: str) -> dict[str, str]:
    """The class of each sealed table: `SupportNoteRow` of `support_note`."""
    sealed, found = data_map.encrypted(service), {}
    for path in sorted((ROOT / f"services/{service}").rglob("*.py")):
        if "tables" not in (path.parent.name, path.stem):
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if any(f'"{name}"' in text for name in sealed) else ():
            if not isinstance(node, ast.ClassDef):
                continue
            for word in node.keywords:
                if word.arg == "tablename" and isinstance(word.value, ast.Constant) and word.value.value in sealed:
                    found[node.name] = str(word.value.value)
    return found


def careless(text: str, classes: dict[str, str], columns: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Functions that read a sealed table whole without opening it, or write into it without sealing."""
    tree = ast.parse(text)
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.AsyncFunctionDef)]
    opening = {"opened", "first_opened", *(one.name for one in functions if "opened(" in ast.unparse(one))}
    for one in ast.walk(tree):
        if not isinstance(one, ast.AsyncFunctionDef | ast.FunctionDef):
            continue
        calls = [node for node in ast.walk(one) if isinstance(node, ast.Call)]
        named = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
        for node in calls:
            func = node.func
            if not (isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id in classes):
                continue
            kept = columns[classes[func.value.id]]
            said = ast.unparse(node)
            reads = func.attr == "select" and (not node.args or any(f".{column}" in said for column in kept))
            if reads and not named & opening:
                yield f"{one.name} : {func.value.id} lu sans être ouvert"
            if func.attr in ("insert", "update") and not named & {"sealed", "resealed"}:
                yield f"{one.name} : {func.value.id} écrit sans être scellé"


def test_every_store_opens_what_it_reads_and_seals_what_it_writes() -> None:
    found = []
    for service in SERVICES:
        classes, columns = row_classes(service), data_map.encrypted(service)
        assert set(classes.values()) == set(columns), service
        for path in sorted((ROOT / f"services/{service}").rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if any(f"{name}." in text for name in classes):
                found += [f"{path.name}: {one}" for one in careless(text, classes, columns)]
    assert found == []


def test_a_store_that_forgets_is_seen() -> None:
    classes, columns = {"NoteRow": "note"}, {"note": ("content",)}
    text = (
        "async def a():\n    return await NoteRow.select()\n"
        "async def b(x):\n    await NoteRow.insert(NoteRow(**x))\n"
        "async def c():\n    return await opened(NoteRow, await NoteRow.select())\n"
        "async def e():\n    return await first_opened(NoteRow, await NoteRow.select())\n"
        "async def d():\n    return await NoteRow.select(NoteRow.id)\n"
    )
    assert list(careless(text, classes, columns)) == [
        "a : NoteRow lu sans être ouvert",
        "b : NoteRow écrit sans être scellé",
    ]


def missing_guards(service: str, folder: Path) -> list[str]:
    """Sealed tables whose migrations have no trigger that refuses a text in clear, or that forgets the key of a row gone."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql")))
    return [
        f"{table} : {what}"
        for table in data_map.encrypted(service)
        for what in ("sealed", "key")
        if text.count(f"create trigger {table}_{what} ") < 2  # once for each engine
    ]


def test_the_schema_refuses_a_text_in_clear_and_forgets_the_key_with_the_row(tmp_path: Path) -> None:
    for service in SERVICES:
        assert missing_guards(service, ROOT / f"services/{service}/migrations") == []
    assert missing_guards("occupancy", tmp_path)  # the control: migrations without any trigger
