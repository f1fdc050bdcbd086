"""A calendar that programs read: lines, marks and whole days as RFC 5545 says, and nobody's name."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import Territory
from occupancy.domain.calendars import calendar_text, escape, fold
from occupancy.domain.deadline_rules import TERM
from occupancy.domain.deadlines import Owner, Subject, SubjectKind, deadline
from occupancy.domain.work_tray import OpenDeadline
from occupancy.law import LAW

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
STAY = Subject(kind=SubjectKind.CONTRACT, id=UUID(int=9), reference="C-2026-0001", household_id=UUID(int=8))
ONE = OpenDeadline(
    id=UUID(int=1),
    subject=STAY,
    deadline=deadline(TERM, date(2026, 12, 31), LAW, Territory.METROPOLE),
    owner_role=Owner.AGENT,
    owner_id=None,
    owner_name=None,
)


def test_an_event_is_a_whole_day_and_ends_on_the_next():
    text = calendar_text((ONE,), at=AT)
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert "UID:00000000-0000-0000-0000-000000000009-SIAO-03-0@palier\r\nDTSTAMP:20260329T013000Z\r\n" in text
    assert "SUMMARY:Échéance du séjour (C-2026-0001)\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_an_empty_calendar_is_still_a_calendar():
    assert calendar_text((), at=AT).count("BEGIN") == 1


def test_what_has_a_meaning_in_a_calendar_is_marked():
    assert escape("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


@given(text=st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=400))
def test_a_folded_line_is_short_and_reads_the_same_once_unfolded(text: str):
    folded = fold(text)
    assert all(len(line.encode()) <= 75 for line in folded)
    assert all(line.startswith(" ") for line in folded[1:])
    assert "\r\n".join(folded).replace("\r\n ", "") == text
