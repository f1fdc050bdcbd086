"""What must never stand in the sources: a place of one machine, a registry, a float for money, a bare transaction."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import MADE_ELSEWHERE, ROOT, SERVICES, modules, tracked_texts

REGISTRY = re.compile(r"https?://[^\s\"')]*(pypi|pythonhosted|npmjs|crates\.io|proxy\.golang|/simple)", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.~/}-])/(?:work|home|root|Users|mnt)/\w+")
MONEY_FOLDERS = ("domain", "actions", "store", "api", "documents", "parsers", "tables.py", "law")
NOT_WHOLE = ("Decimal", "Numeric", "Real", "DoublePrecision", "Fraction")
TRANSACTIONS_OPEN_IN = (
    "services/kernel/acts.py",
    "services/kernel/engines.py",
    "services/kernel/journal_sealing.py",  # links rows that acts have already written: it is no act itself
    "services/kernel/migrations.py",
)
LONGEST_FILE = 450
LONGEST_FUNCTION = 70


def names(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of every name, attribute and import in a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def floats(text: str) -> list[int]:
    """Lines where a float appears: the word, or a literal."""
    literals = [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    return [line for line, name in names(text) if name == "float"] + literals


def not_whole(text: str) -> list[int]:
    """Lines where a number type that is not a whole number appears."""
    return [line for line, name in names(text) if name in NOT_WHOLE]


def bare_transactions(text: str) -> list[int]:
    """Lines that open a transaction of an engine by themselves."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "transaction"
        and not any(keyword.arg == "readonly" for keyword in node.keywords)
    ]


def clock_readings(text: str) -> list[int]:
    """Lines that read the machine's clock."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("now", "today")
        and isinstance(node.func.value, ast.Name) and node.func.value.id in ("datetime", "date", "dt")
    ]  # fmt: skip


def money_modules() -> Iterator[tuple[str, str]]:
    for path, text in modules(*(SERVICES / name for name in ("staff", "alt_units", "occupancy"))):
        if Path(path).parts[2] in MONEY_FOLDERS:
            yield path, text
    yield from modules(
        *(
            SERVICES / "kernel" / f"{name}.py"
            for name in ("money", "period", "calendar", "law", "law_keys", "law_records")
        )
    )


def found(sources: Iterator[tuple[str, str]], look: "re.Pattern[str]") -> list[str]:
    """`path: match` for every match of a pattern."""
    return [f"{path}: {match[0]}" for path, text in sources for match in look.finditer(text)]


def test_no_file_names_a_registry() -> None:
    assert found(tracked_texts(), REGISTRY) == []


def test_no_file_names_a_place_of_one_machine() -> None:
    texts = [(path, text) for path, text in tracked_texts() if path not in MADE_ELSEWHERE]
    assert found(iter(texts), MACHINE) == []
    assert [path for path, text in texts if str(ROOT) in text] == []


def test_the_only_lock_is_the_one_without_addresses() -> None:
    assert [path for path, _ in tracked_texts() if path.endswith(("uv.lock", "poetry.lock", "Pipfile.lock"))] == []


def test_money_is_never_a_float() -> None:
    assert [f"{path}:{line}" for path, text in money_modules() for line in floats(text)] == []


def test_no_number_type_but_whole_numbers() -> None:
    assert [f"{path}:{line}" for path, text in modules(SERVICES) for line in not_whole(text)] == []


def test_only_the_kernel_opens_a_transaction() -> None:
    others = [(path, text) for path, text in modules(SERVICES) if path not in TRANSACTIONS_OPEN_IN]
    assert [f"{path}:{line}" for path, text in others for line in bare_transactions(text)] == []


def test_only_the_clock_reads_the_time() -> None:
    allowed = ("services/kernel/clock.py", "services/kernel/migrations.py", "services/kernel/http/logs.py")
    others = [(p, text) for p, text in modules(SERVICES) if p not in allowed and not p.startswith("services/palier/")]
    assert [f"{path}:{line}" for path, text in others for line in clock_readings(text)] == []


@pytest.mark.parametrize(
    ("look", "bad"),
    [
        (floats, "rate = 0.5"),
        (floats, "def share(amount: float) -> int: ..."),
        (not_whole, "from decimal import Decimal"),
        (not_whole, "import piccolo.columns as c\nfee = c.Numeric()"),
        (bare_transactions, "async def f(db):\n    async with db.engine.transaction():\n        pass"),
        (clock_readings, "from datetime import date\nday = date.today()"),
    ],
)
def test_each_of_these_looks_sees_what_it_looks_for(look: object, bad: str) -> None:
    assert callable(look)
    assert look(bad)


@pytest.mark.parametrize(
    ("look", "bad"),
    [
        (REGISTRY, "index = 'https" + "://py" + "pi.org/simple'"),
        (REGISTRY, "https" + "://registry.npm" + "js.org/htmx"),
        (MACHINE, 'path = "/ho' + 'me/somebody/palier"'),
        (MACHINE, "cd /wo" + "rk/palier"),
    ],
)
def test_an_address_or_a_place_is_seen(look: "re.Pattern[str]", bad: str) -> None:
    assert found(iter([("bad", bad)]), look)


def test_no_file_and_no_function_grows_without_end() -> None:
    """The tail is where code becomes feared: split by noun or by act well before this."""
    long_files, long_functions = [], []
    for path, text in modules(SERVICES):
        if text.count("\n") > LONGEST_FILE:
            long_files.append(path)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long_functions.append(f"{path}:{node.lineno} {node.name} ({length} lines)")
    assert long_files == []
    assert [name for name in long_functions if " build_app " not in name] == []
