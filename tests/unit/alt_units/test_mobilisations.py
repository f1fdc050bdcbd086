"""Mobilisations without any database: by what right a dwelling is had."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.mobilisation_acts import MobilisationEndsBefore, amend_mobilisation, end_mobilisation, mobilise
from alt_units.domain.mobilisations import (
    MobilisationContradictory,
    MobilisationEnd,
    MobilisationEnded,
    MobilisationFacts,
    MobilisationKind,
    MobilisationNotFound,
    MobilisationOverlap,
    OwnerKind,
)
from alt_units.domain.retirement import retire
from alt_units.domain.territories import territory_of
from alt_units.domain.units import Unit, UnitInUse
from kernel.calendar import Territory
from tests.unit.alt_units.park import T1

FIRST = UUID(int=500)


def lease(first_day: date = date(2014, 1, 1), last_day: date | None = None, **changes: object) -> MobilisationFacts:
    facts = MobilisationFacts(
        kind=MobilisationKind.HEAD_LEASE,
        owner_kind=OwnerKind.HLM,
        landlord="Bailleur Exemple",
        reference="Bail 2014-7",
        rent_cents=41250,
        first_day=first_day,
        last_day=last_day,
    )
    return replace(facts, **changes)


def leased(first_day: date = date(2014, 1, 1), last_day: date | None = None) -> Unit:
    return mobilise(T1, lease(first_day, last_day), mobilisation_id=FIRST)


def test_a_dwelling_is_had_by_one_right_on_any_one_day() -> None:
    unit = leased(last_day=date(2015, 5, 31))
    with pytest.raises(MobilisationOverlap) as refused:
        mobilise(unit, lease(date(2015, 5, 31)), mobilisation_id=UUID(int=501))
    assert refused.value.blocker is not None
    both = mobilise(unit, lease(date(2015, 6, 1)), mobilisation_id=UUID(int=501))
    assert (both.mobilisation_on(date(2015, 5, 31)), both.mobilisation_on(date(2015, 6, 1))) == both.mobilisations


def test_what_is_owned_belongs_to_the_town_or_the_ccas_and_what_is_rented_does_not_belong_to_the_ccas() -> None:
    owned, rented = MobilisationKind.OWNED, MobilisationKind.HEAD_LEASE
    for kind, owner in ((owned, OwnerKind.HLM), (owned, OwnerKind.PRIVATE), (rented, OwnerKind.CCAS)):
        with pytest.raises(MobilisationContradictory):
            mobilise(T1, lease(kind=kind, owner_kind=owner), mobilisation_id=FIRST)
    for kind, owner in ((owned, OwnerKind.TOWN), (owned, OwnerKind.CCAS), (rented, OwnerKind.TOWN)):
        mobilise(T1, lease(kind=kind, owner_kind=owner), mobilisation_id=FIRST)


def test_a_lease_that_slid_ends_once_and_keeps_its_identifier() -> None:
    unit = leased()
    slid = end_mobilisation(unit, FIRST, last_day=date(2015, 5, 31), reason=MobilisationEnd.SLID)
    assert (slid.mobilisations[0].id, slid.mobilisations[0].end_reason) == (FIRST, MobilisationEnd.SLID)
    with pytest.raises(MobilisationEnded):
        end_mobilisation(slid, FIRST, last_day=date(2015, 6, 30), reason=MobilisationEnd.OTHER)
    with pytest.raises(MobilisationEnded):
        amend_mobilisation(slid, FIRST, lease(last_day=date(2015, 6, 30)))
    corrected = amend_mobilisation(slid, FIRST, lease(last_day=date(2015, 5, 31), rent_cents=40000))
    assert (corrected.mobilisations[0].rent_cents, corrected.mobilisations[0].id) == (40000, FIRST)


def test_an_end_before_the_start_and_an_unknown_mobilisation_are_refused() -> None:
    with pytest.raises(MobilisationEndsBefore):
        end_mobilisation(leased(), FIRST, last_day=date(2013, 12, 31), reason=MobilisationEnd.NOTICE)
    with pytest.raises(MobilisationNotFound):
        end_mobilisation(T1, FIRST, last_day=date(2015, 5, 31), reason=MobilisationEnd.NOTICE)


def test_a_mobilisation_to_come_stands_in_the_way_of_a_retirement_and_a_running_one_ends_with_it() -> None:
    with pytest.raises(UnitInUse):
        retire(leased(date(2015, 7, 1)), last_day=date(2015, 6, 30), lines=[], lived=[])
    retired = retire(leased(), last_day=date(2015, 6, 30), lines=[], lived=[])
    assert retired.mobilisations[0].last_day == date(2015, 6, 30)
    assert retired.mobilisations[0].end_reason is MobilisationEnd.RETIRED


def test_the_postal_code_tells_the_territory() -> None:
    told = {"77340": Territory.METROPOLE, "67000": Territory.ALSACE_MOSELLE, "57000": Territory.ALSACE_MOSELLE}
    told |= {"97200": Territory.MARTINIQUE, "97600": Territory.MAYOTTE, "98000": Territory.METROPOLE}
    assert {code: territory_of(code) for code in told} == told
