"""Inspections: complete before they are signed, frozen after, and the difference between the two."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from occupancy.domain.inspection_difference import Change, compare, difference
from occupancy.domain.inspection_forms import blank, exit_from
from occupancy.domain.inspections import (
    Condition,
    Content,
    Element,
    Inspection,
    InspectionFrozen,
    InspectionIncomplete,
    InspectionKind,
    InspectionStatus,
    Key,
    KeyKind,
    Meter,
    MeterKind,
    Party,
    PartyRole,
    Presence,
    Room,
    amend,
    completion_until,
    fingerprint,
    sign,
)
from occupancy.domain.units import DwellingType
from occupancy.law import LAW
from tests.unit.occupancy.stays import UNIT, contract

DAY = date(2018, 1, 10)
STAY = contract(DAY, date(2018, 4, 9))
AT = datetime(2018, 1, 10, 9, tzinfo=UTC)
PARTIES = (
    Party(role=PartyRole.HOUSEHOLD, name="Ménage Exemple A", presence=Presence.PRESENT),
    Party(role=PartyRole.CCAS, name="Agent Exemple", presence=Presence.PRESENT),
)


def room(name="Séjour", **conditions):
    elements = tuple(Element(name=element, condition=condition) for element, condition in conditions.items())
    return Room(name=name, elements=elements)


def entry(content):
    return Inspection(
        id=UNIT,
        version=1,
        contract_id=STAY.id,
        kind=InspectionKind.ENTRY,
        status=InspectionStatus.DRAFT,
        established_on=DAY,
        content=content,
        forwarding_address=None,
        entry_inspection_id=None,
        signed_at=None,
        sha256=None,
    )


def test_an_inspection_is_signed_with_its_hash_and_then_frozen():
    signed = sign(entry(Content(rooms=(room(Sol=Condition.GOOD),), parties=PARTIES)), STAY, today=DAY, at=AT)
    assert signed.is_signed
    assert signed.sha256 == fingerprint(signed)
    with pytest.raises(InspectionFrozen):
        amend(signed, established_on=DAY, content=signed.content, forwarding_address=None)
    touched = replace(signed, content=replace(signed.content, remarks="Ajout"))
    assert fingerprint(touched) != signed.sha256


def test_every_missing_answer_is_named_before_signing():
    content = replace(blank(DwellingType.T1, shared_place=None), parties=())
    with pytest.raises(InspectionIncomplete) as refused:
        sign(entry(content), STAY, today=DAY, at=AT)
    fields = {error.field for error in refused.value.errors}
    assert {"element.0.0.condition", "party.household.presence", "party.ccas.presence"} <= fields


def test_an_absent_party_is_recorded_with_the_reason():
    absent = Party(role=PartyRole.HOUSEHOLD, name="Ménage Exemple A", presence=Presence.ABSENT)
    content = Content(rooms=(room(Sol=Condition.GOOD),), parties=(absent, PARTIES[1]))
    with pytest.raises(InspectionIncomplete):
        sign(entry(content), STAY, today=DAY, at=AT)
    told = replace(absent, remark="Convoqué le 2, ne s'est pas présenté")
    assert sign(entry(replace(content, parties=(told, PARTIES[1]))), STAY, today=DAY, at=AT).is_signed


def test_the_household_may_complete_the_entry_inspection_for_ten_days():
    paper = replace(entry(Content(rooms=())), established_on=date(2026, 1, 5))
    assert completion_until(paper, LAW) == date(2026, 1, 15)


def test_the_exit_form_asks_the_same_rooms_elements_meters_and_keys_again():
    first = blank(DwellingType.T3, shared_place=None)
    again = exit_from(first)
    assert [r.name for r in again.rooms] == [r.name for r in first.rooms]
    assert all(e.condition is None for r in again.rooms for e in r.elements)
    assert [r.name for r in first.rooms if "Chambre" in r.name] == ["Chambre 1", "Chambre 2"]
    assert blank(DwellingType.T3, shared_place="Chambre bleue").rooms[0].name == "Chambre bleue"


def test_the_difference_tells_what_got_worse_better_or_was_not_seen():
    told = difference(
        Content(rooms=(room(Sol=Condition.GOOD, Murs=Condition.WORN, Plafond=Condition.GOOD, Porte=Condition.NEW),)),
        Content(
            rooms=(room(Sol=Condition.BAD, Murs=Condition.GOOD, Plafond=Condition.GOOD, Porte=Condition.NOT_SEEN),)
        ),
    )
    assert {one.element: one.change for one in told.elements} == {
        "Sol": Change.WORSE,
        "Murs": Change.BETTER,
        "Plafond": Change.SAME,
        "Porte": Change.UNDECIDED,
    }
    assert not told.conforms


def test_an_element_present_on_one_side_only_is_shown_and_not_judged():
    told = difference(
        Content(rooms=(room(Sol=Condition.GOOD, Lit=Condition.GOOD),)),
        Content(rooms=(room(Sol=Condition.GOOD, Table=Condition.GOOD),)),
    )
    assert [(one.element, one.change) for one in told.elements] == [
        ("Sol", Change.SAME),
        ("Lit", Change.UNDECIDED),
        ("Table", Change.UNDECIDED),
    ]


def test_meters_give_the_consumption_unless_one_was_changed_or_turned_back():
    water = Meter(kind=MeterKind.COLD_WATER, serial="A1", reading=120)
    power = Meter(kind=MeterKind.ELECTRICITY, serial="B1", reading=900)
    told = difference(
        Content(rooms=(), meters=(water, power)),
        Content(rooms=(), meters=(replace(water, reading=131), replace(power, reading=15))),
    )
    assert [one.consumed for one in told.meters] == [11, None]


def test_a_missing_key_makes_the_exit_not_conform():
    given = Content(rooms=(), keys=(Key(kind=KeyKind.DOOR, quantity=2), Key(kind=KeyKind.BADGE, quantity=1)))
    back = Content(rooms=(), keys=(Key(kind=KeyKind.DOOR, quantity=2),))
    told = difference(given, back)
    assert [(one.kind, one.missing) for one in told.keys] == [(KeyKind.DOOR, 0), (KeyKind.BADGE, 1)]
    assert not told.conforms
    assert difference(given, given).conforms


def test_a_condition_against_itself_is_never_a_change():
    assert {compare(one, one) for one in Condition} == {Change.SAME}
