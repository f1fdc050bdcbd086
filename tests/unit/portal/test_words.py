"""Every code, value, role and word of the program has its French words on the portal, and the code keeps to its glossary."""

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from kernel.http.problems import problem_page
from kernel.http.status import STATUS
from portal.publishing import wording
from portal.publishing.rules import labels_of
from portal.publishing.sources import law_by_service, permissions, problems
from tests.unit.portal.copies import PROJECT

DOCS = PROJECT / "portal/docs"
SERVICES = PROJECT / "services"


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads((PROJECT / "portal" / name).read_text(encoding="utf-8"))


def test_the_type_of_every_problem_is_the_address_of_its_page() -> None:
    missing = [
        one.code for one in problems(PROJECT) if not (DOCS / f"{problem_page(one.code).strip('/')}.md").is_file()
    ]

    assert missing == []


def test_the_codes_of_failures_that_are_no_refusal_have_their_page_too() -> None:
    source = (SERVICES / "kernel/http/problems.py").read_text(encoding="utf-8")
    codes = re.findall(r"problem_page\(\"([a-z-]+)\"\)", source)

    assert "unexpected" in codes
    assert [code for code in codes if not (DOCS / f"problemes/{code}.md").is_file()] == []


def test_each_kind_of_refusal_tells_the_status_that_the_api_answers() -> None:
    told = {kind: words["status"] for kind, words in toml("problems.toml")["kind"].items()}

    assert told == {kind.value: status for kind, status in STATUS.items()}


def test_every_law_value_is_told_in_french() -> None:
    words = labels_of(PROJECT).words
    without = [
        value.key
        for law in law_by_service(PROJECT).values()
        for value in law.all()
        if not wording.has_words(value, words)
    ]

    assert without == []


def test_every_law_key_has_a_french_name() -> None:
    labels, segments = labels_of(PROJECT).label, labels_of(PROJECT).segment
    keys = {value.key for law in law_by_service(PROJECT).values() for value in law.all()}

    def is_named(key: str) -> bool:
        prefix, _, cell = key.partition(".scale.")
        return key in labels or (f"{prefix}.scale" in labels and all(part in segments for part in cell.split(".")))

    assert sorted(key for key in keys if not is_named(key)) == []


def test_every_role_and_permission_has_its_french_name() -> None:
    names, granted = toml("roles.toml"), permissions(PROJECT)

    assert set(names["role"]) == set(granted)
    assert {code for codes in granted.values() for code in codes} <= set(names["permission"])


def names_in(source: str) -> Iterator[str]:
    """Names that a file of code gives: functions, classes, arguments, variables and fields."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def off_glossary(source: str) -> set[str]:
    """Names that hold a word banned by the glossary, in the singular or the plural."""
    banned = {word for term in toml("glossary.toml")["term"] for word in term.get("banned", [])}
    return {name for name in names_in(source) if words_of(name) & (banned | {f"{word}s" for word in banned})}


def test_no_name_in_the_code_holds_a_word_that_the_glossary_bans() -> None:
    found = {file.name: off_glossary(file.read_text(encoding="utf-8")) for file in SERVICES.rglob("*.py")}

    assert {file: names for file, names in found.items() if names} == {}


def test_a_banned_word_would_be_found_in_a_name() -> None:
    assert off_glossary("class ApartmentRow: ...\ndef close(beds): ...\nunit = 1") == {"ApartmentRow", "beds"}
