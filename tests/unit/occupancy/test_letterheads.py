"""What stands on the papers: the version of the day of the act, and nothing that the font cannot draw."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.domain.letterheads import (
    Letterhead,
    LetterheadFacts,
    LetterheadInPast,
    RulesPart,
    TextUnprintable,
    check_letterhead,
    check_printable,
    in_force,
    parts,
)

FIRST = Letterhead(
    id=UUID(int=1), number=1, since=date(2020, 1, 1), name="CCAS", saved_on=date(2020, 1, 1), saved_by_name=""
)
SECOND = replace(FIRST, id=UUID(int=2), number=2, since=date(2026, 3, 1))
CORRECTED = replace(SECOND, id=UUID(int=3), number=3)


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 1), (date(2026, 2, 28), 1), (date(2026, 3, 1), 3)],
)
def test_a_paper_takes_the_version_in_force_on_its_day_and_the_later_of_two(day, number):
    found = in_force((FIRST, SECOND, CORRECTED), day)
    assert (found.number if found else None) == number


def test_the_first_version_may_start_in_the_past_and_the_next_ones_never():
    facts = LetterheadFacts(since=date(2026, 2, 28), name="CCAS")
    check_letterhead(facts, (), date(2026, 3, 1))
    with pytest.raises(LetterheadInPast):
        check_letterhead(facts, (FIRST,), date(2026, 3, 1))
    check_letterhead(replace(facts, since=date(2026, 3, 1)), (FIRST,), date(2026, 3, 1))


def test_the_rules_of_the_house_are_read_part_by_part():
    assert parts("Avant tout.\n\n# Visites\nDe 8 h à 22 h.\nSans bruit.\n# Fin") == (
        RulesPart(title="", lines=("Avant tout.",)),
        RulesPart(title="Visites", lines=("De 8 h à 22 h.", "Sans bruit.")),
        RulesPart(title="Fin", lines=()),
    )
    assert parts("") == ()


def test_signs_that_cannot_be_printed_are_named_with_their_field():
    check_printable([("name", ""), ("rules", "")])
    with pytest.raises(TextUnprintable) as refused:
        check_printable([("name", ""), ("rules", "😀😀☎")])
    assert [(one.field, one.message) for one in refused.value.errors] == [
        ("rules", "Ces signes ne peuvent pas être imprimés : 😀 ☎")
    ]
