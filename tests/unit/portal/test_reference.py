"""The pages of reference leave nothing out: words, rights, operations, decisions, legal values, refusals."""

from collections.abc import Iterable

import pytest

from portal.publishing import wording
from portal.publishing.pages import render
from portal.publishing.reference import Glossary, RoleWords
from portal.publishing.sources import decisions, law_by_service, operations, permissions, problems, read_toml
from tests.unit.portal.copies import PROJECT


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """Every page, as it would be written."""
    return render(PROJECT)


def left_out(page: str, things: Iterable[str]) -> list[str]:
    return [thing for thing in things if thing not in page]


def test_every_word_of_the_glossary_is_explained(told: dict[str, str]) -> None:
    terms = read_toml(PROJECT / "portal/glossary.toml", Glossary).term

    assert len(terms) > 30
    assert left_out(told["lexique.md"], [f":   {term.meaning}" for term in terms]) == []


def test_every_role_and_each_of_its_rights_is_in_the_table(told: dict[str, str]) -> None:
    words, granted = read_toml(PROJECT / "portal/roles.toml", RoleWords), permissions(PROJECT)
    sections = told["guide/droits.md"].split("\n## ")[1:]

    assert len(sections) == len(granted) > 5
    for section, (role, rights) in zip(sections, granted.items(), strict=True):
        assert section.startswith(words.role[role])
        assert left_out(section, [f"- {words.permission[right]}\n" for right in rights]) == []


def test_every_operation_of_every_interface_is_listed(told: dict[str, str]) -> None:
    found = operations(PROJECT)

    assert set(found) == {"alt_units", "occupancy", "staff"}
    listed = [f"`{row.method} {row.path}`" for rows in found.values() for row in rows]
    assert len(listed) > 200
    assert left_out(told["reference/api.md"], listed) == []


def test_every_decision_is_in_the_index(told: dict[str, str]) -> None:
    files = [file.name for file in PROJECT.glob("portal/docs/decisions/0*.md")]

    assert len(files) == len(decisions(PROJECT)) > 30
    assert left_out(told["decisions/index.md"], [f"]({file})" for file in files]) == []


def test_every_refusal_is_in_the_list_of_messages(told: dict[str, str]) -> None:
    assert left_out(told["problemes/index.md"], [f"]({one.code}.md)" for one in problems(PROJECT)]) == []


def test_every_legal_value_is_on_the_page_of_its_service_with_its_source(told: dict[str, str]) -> None:
    for service, law in law_by_service(PROJECT).items():
        page = told[f"regles/{service.replace('_', '-')}.md"]
        alone = [value for value in law.all() if value.key.count(".") < 3]
        assert left_out(page, [f"`{value.key}`" for value in alone]) == []
        assert left_out(page, {wording.cell(value.source) for value in law.all()}) == []


def test_a_thing_left_out_would_be_seen(told: dict[str, str]) -> None:
    assert left_out(told["decisions/index.md"], ["](9999-nothing.md)"]) == ["](9999-nothing.md)"]
