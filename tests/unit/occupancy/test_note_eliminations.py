"""Social notes at their term: two years after the last contact, all of a household or none, under a visa (RGPD-03, RGPD-04)."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.domain.note_eliminations import (
    Elimination,
    EliminationDone,
    VisaDayWrong,
    Written,
    at_term,
    kept_until,
    visaed,
)
from occupancy.domain.support_measures import Meeting, MeetingPlace, SupportMeasure, SupportState
from occupancy.law import LAW
from tests.unit.occupancy.stays import contract, ended
from tests.unit.occupancy.test_support_measures import measure

GONE_ON = date(2024, 2, 29)
MEASURE = measure(state=SupportState.CLOSED, opened_on=date(2023, 6, 1), closed_on=GONE_ON)
NOTES = Written(notes=4, first_on=date(2023, 6, 2), last_on=date(2024, 1, 15))


def lines(today: date, *measures: SupportMeasure, stays=(), written=NOTES):
    there = measures or (MEASURE,)
    return at_term(there, stays, {there[0].id: written}, LAW, today=today)


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2024, 3, 31), date(2026, 3, 31)),
        (date(2023, 10, 29), date(2025, 10, 29)),
    ],
)
def test_notes_are_kept_the_day_before_and_on_the_day_of_their_term_and_no_longer_the_day_after(last: date, kept: date):
    one = replace(MEASURE, closed_on=last)
    written = replace(NOTES, last_on=date(2023, 6, 2))
    assert kept_until(last, LAW, today=kept) == kept
    found = [bool(lines(date.fromordinal(kept.toordinal() + n), one, written=written)) for n in (-1, 0, 1)]
    assert found == [False, False, True]


def test_a_later_note_meeting_or_stay_puts_the_term_off():
    after = date(2026, 3, 1)
    assert lines(after)[0].notes == 4
    assert lines(after, written=replace(NOTES, last_on=date(2024, 3, 1))) == ()
    met = Meeting(on=date(2024, 3, 2), place=MeetingPlace.HOME, is_missed=False)
    assert lines(after, replace(MEASURE, meetings=(met,))) == ()
    assert lines(after, stays=[ended(contract(date(2023, 6, 1), date(2024, 3, 5)), date(2024, 3, 5))]) == ()


def test_a_household_that_is_housed_or_accompanied_again_keeps_all_its_notes():
    after = date(2030, 1, 1)
    assert lines(after) != ()
    assert lines(after, stays=[contract(date(2029, 12, 1), date(2030, 2, 28))]) == ()
    assert lines(after, MEASURE, measure(id=UUID(int=77), state=SupportState.ACTIVE)) == ()


def listed(today: date) -> Elimination:
    return Elimination(
        id=UUID(int=1),
        version=1,
        reference="ELIM-2026-0001",
        reason="Terme atteint",
        proposed_on=today,
        proposed_by="Direction",
        lines=lines(today),
    )


def test_what_came_back_between_the_list_and_its_visa_is_kept_and_the_list_says_so():
    today = date(2026, 3, 1)
    one, later = listed(today), date(2026, 3, 20)
    gone = visaed(one, lines(later), "AD-12", date(2026, 3, 10), "Direction", today=later)
    assert [line.destroyed for line in gone.lines] == [True]
    kept = visaed(one, (), "AD-12", date(2026, 3, 10), "Direction", today=later)
    assert [line.destroyed for line in kept.lines] == [False]
    with pytest.raises(EliminationDone):
        visaed(gone, (), "AD-13", later, "Direction", today=later)


@pytest.mark.parametrize("visa_on", [date(2026, 2, 28), date(2026, 3, 21)])
def test_a_visa_follows_its_list_and_is_not_to_come(visa_on: date):
    with pytest.raises(VisaDayWrong):
        visaed(listed(date(2026, 3, 1)), (), "AD-12", visa_on, "Direction", today=date(2026, 3, 20))
