"""Inspections: complete before they are signed, frozen after, and the difference between the two."""

import hashlib
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from msgspec.structs import replace

from kernel.calendar import Territory
from occupancy.domain.inspection_completeness import missing_at_exit, missing_content
from occupancy.domain.inspection_content import (
    Condition,
    Content,
    Element,
    Key,
    KeyKind,
    Meter,
    MeterKind,
    Party,
    PartyRole,
    Presence,
    Room,
    VisitAct,
)
from occupancy.domain.inspection_difference import Change, compare, difference
from occupancy.domain.inspection_forms import again_from, blank, identified, named
from occupancy.domain.inspection_signatures import InspectionSignature, SignatureMethod, missing_signatures, on_paper
from occupancy.domain.inspections import (
    Inspection,
    InspectionFrozen,
    InspectionIncomplete,
    InspectionKind,
    InspectionStatus,
    amend,
    completion_until,
    fingerprint,
    sign,
    written,
)
from occupancy.domain.units import DwellingType
from occupancy.law import LAW
from occupancy.law.inspection_templates import TEMPLATES, template_on
from tests.unit.occupancy.stays import UNIT, contract

DAY = date(2018, 1, 10)
STAY = contract(DAY, date(2018, 4, 9))
AT = datetime(2018, 1, 10, 9, tzinfo=UTC)
PARTIES = (
    Party(role=PartyRole.HOUSEHOLD, name="Ménage Exemple A", presence=Presence.PRESENT),
    Party(role=PartyRole.CCAS, name="Agent Exemple", presence=Presence.PRESENT, address="Place de l'Exemple"),
)
KEYS = (Key(kind=KeyKind.DOOR, quantity=2),)
TEMPLATE = template_on(DAY)


def signed_on_paper(inspection):
    return sign(inspection, STAY, today=DAY, at=AT, signatures=on_paper(inspection.content, AT))


def whole(**changes):
    usual = Content(rooms=(room(Sol=Condition.GOOD),), parties=PARTIES, keys=KEYS, no_sheet_reason="Au dossier")
    return replace(usual, **changes)


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
    signed = signed_on_paper(entry(whole()))
    assert signed.is_signed
    assert signed.sha256 == fingerprint(signed, written(signed.content))
    with pytest.raises(InspectionFrozen):
        amend(signed, established_on=DAY, content=signed.content, forwarding_address=None)
    touched = replace(signed, content=replace(signed.content, remarks="Ajout"))
    assert fingerprint(touched, written(touched.content)) != signed.sha256


def test_every_missing_answer_is_named_before_signing():
    content = replace(blank(TEMPLATE, DwellingType.T1, shared_place=None), parties=())
    with pytest.raises(InspectionIncomplete) as refused:
        signed_on_paper(entry(content))
    fields = {error.field for error in refused.value.errors}
    assert {"element.0.0.condition", "party.household.presence", "party.ccas.presence"} <= fields


def test_what_is_signed_on_paper_is_photographed_or_it_is_said_why_not():
    bare = whole(no_sheet_reason="")
    with pytest.raises(InspectionIncomplete) as refused:
        signed_on_paper(entry(bare))
    assert [one.field for one in refused.value.errors] == ["no_sheet_reason"]
    assert signed_on_paper(entry(replace(bare, signed_sheets=(UUID(int=5),)))).is_signed
    drawn = tuple(
        replace(one, method=SignatureMethod.DRAWN, strokes=((10, 10, 200, 90, 300, 20, 400, 60),))
        for one in on_paper(bare, AT)
    )
    assert sign(entry(bare), STAY, today=DAY, at=AT, signatures=drawn).is_signed


def test_an_absent_party_is_recorded_with_the_reason():
    absent = Party(role=PartyRole.HOUSEHOLD, name="Ménage Exemple A", presence=Presence.ABSENT)
    content = whole(parties=(absent, PARTIES[1]))
    with pytest.raises(InspectionIncomplete):
        signed_on_paper(entry(content))
    told = replace(absent, remark="Convoqué le 2, ne s'est pas présenté")
    assert signed_on_paper(entry(replace(content, parties=(told, PARTIES[1])))).is_signed


def test_the_household_may_complete_the_entry_inspection_for_ten_days():
    paper = replace(entry(Content(rooms=())), established_on=date(2026, 1, 5))
    assert completion_until(paper, LAW, Territory.METROPOLE) == date(2026, 1, 15)


def test_the_exit_form_asks_the_same_rooms_elements_meters_and_keys_again():
    first = identified(blank(TEMPLATE, DwellingType.T3, shared_place=None), uuid4)
    again = again_from(first)
    assert [e.id for r in again.rooms for e in r.elements] == [e.id for r in first.rooms for e in r.elements]
    assert [r.name for r in again.rooms] == [r.name for r in first.rooms]
    assert all(e.condition is None for r in again.rooms for e in r.elements)
    assert [r.name for r in first.rooms if "Chambre" in r.name] == ["Chambre 1", "Chambre 2"]
    assert blank(TEMPLATE, DwellingType.T3, shared_place="Chambre bleue").rooms[0].name == "Chambre bleue"


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


def test_every_dwelling_type_has_a_template_and_a_day_before_the_first_takes_the_first():
    for kind in DwellingType:
        assert blank(TEMPLATE, kind, shared_place=None).rooms
    assert template_on(date(2000, 1, 1)) is TEMPLATES[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"parties": (PARTIES[0], replace(PARTIES[1], address=""))}, "party.ccas.address"),
        (
            {"parties": (replace(PARTIES[0], presence=Presence.REPRESENTED), PARTIES[1])},
            "party.household.represented_by",
        ),
        (
            {"parties": (replace(PARTIES[0], presence=Presence.REPRESENTED, represented_by="Mandataire"), PARTIES[1])},
            "party.household.representative_address",
        ),
        ({"parties": (replace(PARTIES[0], presence=Presence.REFUSED_TO_SIGN), PARTIES[1])}, "party.household.remark"),
        ({"meters": (Meter(kind=MeterKind.GAS, serial="G1"),)}, "meter.0.reading"),
        ({"acts": (VisitAct.STAY_EXIT, VisitAct.DIRECT_LEASE_ENTRY)}, "party.landlord.presence"),
        ({"rooms": ()}, "rooms"),
    ],
)
def test_what_the_decree_wants_and_is_missing_is_named(change, field):
    assert missing_content(whole()) == []
    assert [one.field for one in missing_content(whole(**change))] == [field]


def test_a_furnished_dwelling_is_counted_line_by_line_and_an_unfurnished_one_is_not():
    furniture = TEMPLATE.furniture()
    assert missing_content(whole(furnishings=furniture)) == []
    missing = missing_content(whole(furnishings=furniture, is_furnished=True))
    assert len(missing) == len(furniture) == 12


def test_an_entry_hands_over_a_means_of_access_and_says_what_a_badge_opens():
    with pytest.raises(InspectionIncomplete) as refused:
        signed_on_paper(entry(whole(keys=(Key(kind=KeyKind.DOOR),))))
    assert [one.field for one in refused.value.errors] == ["key.0.quantity"]
    badge = Key(kind=KeyKind.BADGE, quantity=1)
    with pytest.raises(InspectionIncomplete) as refused:
        signed_on_paper(entry(whole(keys=(badge,))))
    assert [one.field for one in refused.value.errors] == ["key.0.destination"]
    assert signed_on_paper(entry(whole(keys=(replace(badge, destination="Hall"),)))).is_signed


def test_an_exit_says_where_the_household_goes_and_with_which_entry_it_is_compared():
    missing = missing_at_exit(whole(), None, entry_known=False)
    assert [one.field for one in missing] == ["forwarding_address", "entry_established_on"]
    told = whole(address_refused=True, no_entry_reason="Ménage repris d'une autre structure")
    assert missing_at_exit(told, None, entry_known=False) == []
    assert missing_at_exit(whole(), "9 rue Exemple", entry_known=True) == []


def test_who_was_there_signs_and_who_refuses_says_why():
    household, agent = on_paper(whole(), AT)
    assert [one.method for one in (household, agent)] == [SignatureMethod.PAPER] * 2
    assert [one.field for one in missing_signatures(whole(), (household,))] == ["signature.1"]
    dot = InspectionSignature(
        role=PartyRole.CCAS, name="Agent Exemple", method=SignatureMethod.DRAWN, signed_at=AT, strokes=((1, 1),)
    )
    assert [one.message for one in missing_signatures(whole(), (household, dot))] == [
        "Agent Exemple : la signature est vide."
    ]
    unsigned = replace(household, method=SignatureMethod.NONE)
    assert [one.field for one in missing_signatures(whole(), (unsigned, agent))] == ["signature.0"]
    refusing = replace(PARTIES[0], presence=Presence.REFUSED_TO_SIGN, remark="Conteste l'état des murs")
    told = whole(parties=(refusing, PARTIES[1]))
    assert [one.method for one in on_paper(told, AT)] == [SignatureMethod.NONE, SignatureMethod.PAPER]
    assert missing_signatures(told, on_paper(told, AT)) == []
    assert [one.field for one in missing_signatures(whole(), (household, agent, agent))] == ["signatures"]


def test_two_holders_sign_each_for_themselves():
    other = replace(PARTIES[0], name="Ménage Exemple B")
    both = whole(parties=(*PARTIES, other))
    assert [one.field for one in missing_signatures(both, on_paper(whole(), AT))] == ["signature.2"]
    assert missing_signatures(both, on_paper(both, AT)) == []


def test_what_is_known_of_the_parties_is_written_and_what_was_typed_stays():
    form = blank(TEMPLATE, DwellingType.T1, shared_place=None)
    told = named(form, household="Exemple", agent="Agent", seat="Place de l'Exemple")
    assert [(one.name, one.address) for one in told.parties] == [("Exemple", ""), ("Agent", "Place de l'Exemple")]
    assert named(told, household="Autre", agent="Autre", seat="Autre") == told


OLD = (
    b'{"rooms":[{"name":"S\xc3\xa9jour","elements":[{"name":"Sol","condition":"good","remark":""}]}],"meters":[],"keys":[],'
    b'"remarks":"","parties":[{"role":"household","name":"M\xc3\xa9nage Exemple A","presence":"present","remark":""}]}'
)


def test_an_inspection_signed_before_these_fields_existed_reads_and_keeps_its_hash():
    content = msgspec.json.decode(OLD, type=Content)
    assert content.rooms[0].elements[0].condition is Condition.GOOD
    old = replace(entry(content), id=UUID(int=1), contract_id=UUID(int=2))
    said = (
        b'{"content":'
        + OLD
        + b',"contract_id":"00000000-0000-0000-0000-000000000002","entry_inspection_id":null,"established_on":"2018-01-10",'
        b'"forwarding_address":null,"kind":"entry"}'
    )
    assert fingerprint(old, OLD) == hashlib.sha256(said).hexdigest()
    assert fingerprint(old, written(content)) != fingerprint(old, OLD)
