"""Avenants: within ten days, or for the heating in its first month; late ones with the CCAS's agreement (EDL-04, EDL-05)."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from kernel.calendar import Territory
from occupancy.domain.inspection_amendments import (
    Amendment,
    AmendmentGround,
    AmendmentItem,
    AmendmentLate,
    AmendmentRequest,
    AmendmentWrongDay,
    InspectionNotAmendable,
    amendment_text,
    as_amended,
    check_request,
    check_signed,
    fingerprint,
    until,
)
from occupancy.domain.inspection_content import Condition
from occupancy.domain.inspection_difference import Change, difference
from occupancy.domain.inspection_signatures import SignatureMethod
from occupancy.domain.inspections import InspectionIncomplete, InspectionKind, InspectionStatus
from occupancy.law import LAW
from tests.support.inspected import signed_inspection

METROPOLE = Territory.METROPOLE
ENTRY = replace(signed_inspection(), established_on=date(2026, 1, 5))
BASIN = (AmendmentItem(room="Salle de bain", element="Lavabo", observation="Fêlé"),)
TODAY = date(2026, 6, 1)


def asked(day: date, **changes):
    usual = AmendmentRequest(
        ground=AmendmentGround.COMPLETION,
        requested_on=day,
        established_on=day,
        items=BASIN,
        signatures=ENTRY.signatures,
        is_agreed=False,
    )
    return replace(usual, **changes)


def test_a_cracked_basin_told_on_the_tenth_day_is_in_time_and_the_next_day_needs_an_agreement():
    assert check_request(ENTRY, asked(date(2026, 1, 15)), LAW, METROPOLE, TODAY) == (date(2026, 1, 15), False)
    with pytest.raises(AmendmentLate, match="15/01/2026"):
        check_request(ENTRY, asked(date(2026, 1, 16)), LAW, METROPOLE, TODAY)
    agreed = asked(date(2026, 1, 16), is_agreed=True)
    assert check_request(ENTRY, agreed, LAW, METROPOLE, TODAY) == (date(2026, 1, 15), True)


@pytest.mark.parametrize(
    ("came_in", "last"),
    [
        (date(2026, 1, 5), date(2026, 11, 16)),
        (date(2026, 6, 1), date(2026, 11, 16)),
        (date(2026, 10, 20), date(2026, 11, 16)),
        (date(2026, 11, 14), date(2026, 11, 16)),
        (date(2026, 11, 15), date(2027, 11, 15)),
    ],
)
def test_the_heating_is_completed_until_the_end_of_the_first_month_of_its_period(came_in, last):
    assert until(replace(ENTRY, established_on=came_in), AmendmentGround.HEATING, LAW, METROPOLE) == last


def test_a_right_that_did_not_exist_yet_makes_every_request_late():
    old = replace(ENTRY, established_on=date(2010, 1, 5))
    assert [until(old, ground, LAW, METROPOLE) for ground in AmendmentGround] == [None, None]
    with pytest.raises(AmendmentLate):
        check_request(old, asked(date(2010, 1, 6)), LAW, METROPOLE, TODAY)


def test_a_draft_or_an_exit_has_no_avenant():
    for other in (replace(ENTRY, status=InspectionStatus.DRAFT), replace(ENTRY, kind=InspectionKind.EXIT)):
        with pytest.raises(InspectionNotAmendable):
            check_request(other, asked(date(2026, 1, 10)), LAW, METROPOLE, TODAY)


@pytest.mark.parametrize(
    ("requested", "established", "field"),
    [
        (date(2026, 1, 4), date(2026, 1, 6), "requested_on"),
        (date(2026, 6, 2), date(2026, 6, 2), "requested_on"),
        (date(2026, 1, 10), date(2026, 1, 9), "established_on"),
        (date(2026, 1, 10), date(2026, 6, 2), "established_on"),
    ],
)
def test_the_days_follow_each_other(requested, established, field):
    with pytest.raises(AmendmentWrongDay) as refused:
        check_request(ENTRY, asked(requested, established_on=established), LAW, METROPOLE, TODAY)
    assert [one.field for one in refused.value.errors] == [field]


def amendment(*items: AmendmentItem) -> Amendment:
    request = asked(date(2026, 1, 10), items=items)
    kept = {name: getattr(request, name) for name in request.__struct_fields__ if name != "is_agreed"}
    return Amendment(
        **kept,
        id=UUID(int=1),
        inspection_id=ENTRY.id,
        number=1,
        until_on=date(2026, 1, 15),
        is_late=False,
        sha256="",
        public_key="",
        signature="",
        recorded_at=ENTRY.signed_at,
        recorded_by="Agent Exemple",
    )


def changes(entry, **at_exit):
    room = ENTRY.content.rooms[0]
    elements = tuple(replace(one, condition=at_exit.get(one.name, one.condition)) for one in room.elements)
    left = replace(ENTRY.content, rooms=(replace(room, elements=elements), *ENTRY.content.rooms[1:]))
    found = difference(entry.content, left).elements
    return {(one.room, one.element): (one.change, one.entry_remark) for one in found}


def test_an_element_that_an_avenant_amended_is_compared_as_amended():
    room = ENTRY.content.rooms[0]
    first = next(one for one in room.elements if one.condition is Condition.GOOD)
    place = (room.name, first.name)
    told = AmendmentItem(room=room.name, element=first.name, observation="Rayé", condition=Condition.BAD)
    left = {first.name: Condition.BAD}
    assert changes(ENTRY, **left)[place][0] is Change.WORSE  # the control: without the avenant
    assert changes(as_amended(ENTRY, [amendment(told)]), **left)[place] == (Change.SAME, "Avenant n° 1 : Rayé")
    unsaid = replace(told, condition=None)
    assert changes(as_amended(ENTRY, [amendment(unsaid)]), **left)[place][0] is Change.UNDECIDED


def test_what_an_avenant_adds_is_in_the_entry_and_what_was_signed_is_not_touched():
    items = (
        AmendmentItem(room=ENTRY.content.rooms[0].name, element="Trappe", observation="Bloquée"),
        AmendmentItem(room="Cave", element="Porte", observation="Voilée", condition=Condition.WORN),
    )
    before = ENTRY.content
    found = as_amended(ENTRY, [amendment(*items)]).content
    assert [one.name for one in found.rooms] == [*(one.name for one in before.rooms), "Cave"]
    assert found.rooms[0].elements[-1].name == "Trappe"
    assert found.rooms[-1].elements[0].condition is Condition.WORN
    assert ENTRY.content is before


def test_an_avenant_is_signed_by_both_on_screen_or_on_paper_with_its_sheet():
    drawn = asked(date(2026, 1, 10))
    check_signed(drawn, ENTRY.id, {})
    on_paper = tuple(replace(one, method=SignatureMethod.PAPER, strokes=()) for one in ENTRY.signatures)
    told = replace(drawn, signatures=on_paper, no_sheet_reason="Feuille gardée par le ménage")
    check_signed(told, ENTRY.id, {})
    sheet = replace(drawn, signatures=on_paper, signed_sheets=(UUID(int=8),))
    check_signed(sheet, ENTRY.id, {UUID(int=8): ENTRY.id})
    empty = tuple(replace(one, strokes=()) for one in ENTRY.signatures)
    for wrong, field in (
        (replace(drawn, signatures=on_paper), "no_sheet_reason"),
        (replace(drawn, signatures=ENTRY.signatures[:1]), "signature.ccas"),
        (replace(drawn, signatures=empty), "signature.household"),
        (sheet, "photos"),
    ):
        with pytest.raises(InspectionIncomplete) as refused:
            check_signed(wrong, ENTRY.id, {})
        assert field in [one.field for one in refused.value.errors]


def test_what_was_signed_before_photos_existed_is_hashed_as_it_was():
    text = amendment_text(ENTRY, asked(date(2026, 1, 10)), 1, until_on=None, is_late=False)
    assert b'"items":[{"element":"Lavabo","observation":"F\xc3\xaal\xc3\xa9","room":"Salle de bain"}]' in text
    assert b"sheet" not in text


def test_an_avenant_is_bound_to_its_inspection_by_its_hash():
    request = asked(date(2026, 1, 10))
    one = amendment_text(ENTRY, request, 1, until_on=None, is_late=False)
    other = amendment_text(replace(ENTRY, sha256="0" * 64), request, 1, until_on=None, is_late=False)
    assert fingerprint(one) != fingerprint(other)
