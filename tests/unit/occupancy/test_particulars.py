"""Contacts, protection, right of residence, resources, needs, demand of a household. Source: LIFECYCLE RGPD-06, §2.4, §3.3."""

from datetime import date
from uuid import UUID

import pytest

from kernel.calendar import Territory
from occupancy.api.household_contract import ParticularIn
from occupancy.domain.particulars import (
    CODES,
    Particular,
    ParticularDaysWrong,
    ParticularIncomplete,
    ParticularKind,
    ParticularWithdrawn,
    check_particular,
    demand_ends_on,
    end,
    holding,
    household_deadlines,
    withdraw,
)
from occupancy.law import LAW
from occupancy.web.household_words import CODE, KIND

TODAY = date(2026, 11, 26)


def particular(kind=ParticularKind.NEED, **facts):
    known = {
        "id": UUID(int=1),
        "version": 1,
        "household_id": UUID(int=2),
        "code": CODES[kind][0],
        "since": date(2026, 1, 1),
        "until": None,
        "member_id": None,
        "name": "",
        "organisation": "",
        "phone": "",
        "email": "",
        "monthly_cents": None,
        "reference": "",
        "recorded_by": "Agent Exemple",
    }
    return Particular(kind=kind, **{**known, **facts})


def test_every_kind_and_code_has_its_words_and_a_code_means_one_thing():
    codes = [code for kind in ParticularKind for code in CODES[kind]]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(CODE)
    assert set(KIND) == set(ParticularKind)


def test_the_fields_that_must_not_exist_do_not_exist():
    """RGPD-06: neither health, nationality, religion, opinion, offence nor NIR has a field or a code."""
    names = {*Particular.__struct_fields__, *ParticularIn.__struct_fields__}
    codes = {code for those in CODES.values() for code in those}
    forbidden = ("health", "disab", "diagnos", "treat", "addict", "pregnan", "relig", "ethnic", "nationality", "opinion",
                 "union", "offence", "convict", "behavio", "hygiene", "nir", "social_security")  # fmt: skip
    assert not [one for one in (*names, *codes) for word in forbidden if word in one]


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        (ParticularKind.CONTACT, {"phone": "01"}, "name"),
        (ParticularKind.CONTACT, {"name": "Service exemple"}, "phone"),
        (ParticularKind.PROTECTION, {}, "name"),
        (ParticularKind.DEMAND, {}, "reference"),
        (ParticularKind.NEED, {"code": "rsa"}, "code"),
        (ParticularKind.NEED, {"name": "quelqu'un"}, "name"),
        (ParticularKind.NEED, {"monthly_cents": 1}, "monthly_cents"),
        (ParticularKind.RESIDENCE, {"reference": "9999"}, "reference"),
        (ParticularKind.RESOURCES, {"phone": "01"}, "phone"),
    ],
)
def test_a_kind_asks_for_its_fields_and_refuses_any_other(kind, facts, field):
    with pytest.raises(ParticularIncomplete) as refused:
        check_particular(particular(kind, **facts), today=TODAY)
    assert [one.field for one in refused.value.errors] == [field]


def test_a_check_is_recorded_once_made():
    check_particular(particular(ParticularKind.RESIDENCE, since=TODAY), today=TODAY)
    with pytest.raises(ParticularDaysWrong):
        check_particular(particular(ParticularKind.RESIDENCE, since=date(2026, 11, 27)), today=TODAY)


def test_what_ends_holds_its_last_day_and_what_is_withdrawn_holds_no_day():
    one = end(particular(), date(2026, 3, 31))
    assert one.holds(date(2026, 3, 31))
    assert not one.holds(date(2026, 4, 1))
    gone = withdraw(one, "Erreur de ménage")
    assert not gone.holds(date(2026, 2, 1))
    with pytest.raises(ParticularWithdrawn):
        end(gone, date(2026, 5, 1))
    with pytest.raises(ParticularWithdrawn):
        withdraw(gone, "Encore")
    with pytest.raises(ParticularDaysWrong):
        end(particular(), date(2025, 12, 31))


def test_the_last_resources_count_and_several_needs_hold_together():
    first = particular(ParticularKind.RESOURCES, id=UUID(int=10), code="rsa")
    then = particular(ParticularKind.RESOURCES, id=UUID(int=11), code="salary", since=date(2026, 6, 1))
    needs = [particular(id=UUID(int=20 + n), code=code) for n, code in enumerate(CODES[ParticularKind.NEED])]
    assert holding([first, then], date(2026, 5, 31)) == (first,)
    assert holding([first, then], date(2026, 6, 1)) == (then,)
    assert len(holding(needs, TODAY)) == len(needs)


def deadlines(known, *, is_followed=True):
    return household_deadlines(known, LAW, Territory.METROPOLE, is_followed=is_followed)


def test_a_right_of_residence_is_checked_again_before_its_document_ends():
    check = particular(ParticularKind.RESIDENCE, until=date(2027, 3, 1))
    (found,) = deadlines([check])
    assert (found.anchor_on, found.due_on, found.used.key) == (
        date(2027, 3, 1),
        date(2026, 12, 1),
        "household.residence_alert_days",
    )
    assert deadlines([check], is_followed=False) == ()
    assert deadlines([withdraw(check, "Erreur")]) == ()


def test_only_the_last_check_of_a_person_waits_and_each_person_has_one():
    first = particular(ParticularKind.RESIDENCE, id=UUID(int=1), until=date(2026, 12, 1))
    again = particular(ParticularKind.RESIDENCE, id=UUID(int=2), since=date(2026, 11, 1), until=date(2027, 12, 1))
    other = particular(ParticularKind.RESIDENCE, id=UUID(int=3), member_id=UUID(int=9), until=date(2027, 6, 1))
    assert [one.anchor_on for one in deadlines([first, again, other])] == [date(2027, 6, 1), date(2027, 12, 1)]
    for_good = particular(ParticularKind.RESIDENCE, id=UUID(int=4), since=date(2026, 11, 2))
    assert [one.anchor_on for one in deadlines([first, again, for_good])] == []


@pytest.mark.parametrize(
    ("registered", "lapses"),
    [
        (date(2026, 2, 28), date(2027, 2, 28)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2026, 3, 31), date(2027, 3, 31)),
    ],
)
def test_a_demand_lapses_on_its_anniversary_and_the_alert_comes_thirty_days_before(registered, lapses):
    demand = particular(ParticularKind.DEMAND, since=registered, reference="077010000000000000")
    assert demand_ends_on(demand, LAW) == lapses
    (found,) = deadlines([demand])
    assert (lapses - found.due_on).days == 30


def test_a_renewed_demand_counts_from_its_renewal():
    first = particular(ParticularKind.DEMAND, reference="1")
    renewed = particular(ParticularKind.DEMAND, id=UUID(int=5), since=date(2026, 11, 1), reference="1")
    (found,) = deadlines([first, renewed])
    assert found.anchor_on == date(2027, 11, 1)
