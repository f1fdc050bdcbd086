"""Every act asks the one predicate, and says what is in the way with the page that shows it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from kernel.calendar import Territory
from kernel.errors import Refusal
from kernel.period import Period
from occupancy.domain.contracts import Contract, ContractStatus, TurnaroundOutOfBounds, set_turnaround
from occupancy.domain.places import (
    READY,
    STAYS,
    PlaceAlreadyTaken,
    PlaceInTurnaround,
    PlaceNotReturned,
    PlaceVoid,
    TooManyPersons,
    TurnaroundTooLong,
    check_place,
    check_size,
    holds_of,
)
from occupancy.domain.regimes import FundingScheme, LegalRegime, proposed_regime
from occupancy.domain.units import (
    DwellingType,
    Mobilisation,
    MobilisationKind,
    OwnerKind,
    Programme,
    ProgrammePeriod,
    ServicePeriod,
    Unit,
    UnitNotInService,
    UnitWithoutProgramme,
    Void,
)
from tests.unit.occupancy.stays import UNIT, contract, ended

FIRST, LAST = date(2018, 1, 10), date(2018, 4, 9)  # a Monday


def unit(**facts: Any) -> Unit:
    known: dict[str, Any] = {
        "id": UNIT,
        "version": 1,
        "reference": "L-001",
        "name": "12 rue des Exemples",
        "dwelling_type": DwellingType.T3,
        "programmes": (ProgrammePeriod(programme=Programme.ALT, first_day=date(2000, 1, 1), last_day=None),),
        "address": "12 rue des Exemples",
        "postal_code": "77340",
        "city": "Ville d'exemple",
        "zone": "I",
        "places": (),
        "service_periods": (ServicePeriod(first_day=date(2000, 1, 1), last_day=None),),
        "retired_on": None,
    }
    return Unit(**{**known, **facts})


def void(first_day: date, last_day: date | None, place: int = 0) -> Void:
    return Void(id=UUID(int=5), place_number=place, reason="damage", first_day=first_day, last_day=last_day)


def with_turnaround(stay: Contract, days: int, territory: Territory = Territory.METROPOLE) -> Contract:
    return replace(stay, turnaround_days=days, territory=territory)


def refused(kind: type[Refusal], *given: Any, **more: Any) -> Refusal:
    with pytest.raises(kind) as found:
        check_place(*given, **more)
    return found.value


def test_a_void_on_one_day_of_the_stay_is_refused_with_its_reason_and_the_page_of_the_unit():
    works = unit(voids=(void(date(2018, 4, 9), date(2018, 4, 30)),))
    found = refused(PlaceVoid, contract(FIRST, LAST), works)
    assert "indisponible (réparations) du 09/04/2018 au 30/04/2018" in found.detail
    assert found.blocker is not None
    assert found.blocker.href == f"/logements/{UNIT}"
    check_place(contract(FIRST, date(2018, 4, 8)), works)


def test_a_void_of_one_room_leaves_the_other_free_and_stops_the_whole_unit():
    works = unit(voids=(void(FIRST, None, place=1),))
    check_place(contract(FIRST, LAST, place=2), works)
    for place in (0, 1):
        refused(PlaceVoid, contract(FIRST, LAST, place=place), works)


def test_two_working_days_after_a_departure_on_a_monday_the_place_is_free_on_thursday():
    left = with_turnaround(ended(contract(FIRST, LAST), LAST), 2)
    found = refused(PlaceInTurnaround, contract(date(2018, 4, 11), date(2018, 7, 10)), unit(), [left])
    assert "jusqu'au 11/04/2018" in found.detail
    assert found.blocker is not None
    assert found.blocker.href == f"/sejours/contrats/{left.id}"
    check_place(contract(date(2018, 4, 12), date(2018, 7, 11)), unit(), [left])


def test_a_stay_is_never_in_its_own_way():
    stay = contract(FIRST, LAST)
    check_place(stay, unit(), [stay])
    refused(PlaceAlreadyTaken, stay, unit(), [stay, contract(LAST, date(2018, 7, 10))])


def test_the_turnaround_counts_the_holidays_of_its_territory():
    left = ended(contract(FIRST, date(2018, 5, 21)), date(2018, 5, 21))  # Whit Monday; 22 May is kept in Martinique
    on_24 = contract(date(2018, 5, 24), date(2018, 8, 23))
    check_place(on_24, unit(), [with_turnaround(left, 2)])
    refused(PlaceInTurnaround, on_24, unit(), [with_turnaround(left, 2, Territory.MARTINIQUE)])


def test_a_stay_that_leaves_no_room_for_its_turnaround_names_the_next_stay():
    following = contract(date(2018, 4, 11), date(2018, 7, 10))
    found = refused(TurnaroundTooLong, with_turnaround(contract(FIRST, LAST), 2), unit(), [following])
    assert found.blocker is not None
    assert found.blocker.href == f"/sejours/contrats/{following.id}"
    check_place(with_turnaround(contract(FIRST, LAST), 1), unit(), [following])


def test_a_convention_that_ends_takes_its_days_out_of_the_offer():
    until = ProgrammePeriod(programme=Programme.ALT, first_day=date(2000, 1, 1), last_day=date(2018, 3, 31))
    found = refused(UnitWithoutProgramme, contract(FIRST, LAST), unit(programmes=(until,)))
    assert "01/04/2018" in found.detail
    check_place(contract(FIRST, date(2018, 3, 31)), unit(programmes=(until,)))


def test_a_unit_is_given_until_its_last_day_in_the_park_and_not_a_day_more():
    refused(UnitNotInService, contract(FIRST, LAST), unit(retired_on=date(2018, 4, 8)))
    check_place(contract(FIRST, LAST), unit(retired_on=LAST))


@pytest.mark.parametrize("status", [ContractStatus.DRAFT, ContractStatus.CANCELLED])
def test_what_is_cancelled_or_only_prepared_never_blocks(status: ContractStatus):
    other = with_turnaround(contract(FIRST, LAST, status=status), 60)
    assert holds_of([other]) == ()
    check_place(contract(FIRST, LAST), unit(), [other])


def test_a_household_that_has_not_left_blocks_for_as_long_as_nobody_recorded_it():
    past = contract(FIRST, LAST)
    after = contract(date(2018, 9, 1), date(2018, 11, 30))
    refused(PlaceNotReturned, after, unit(), [past], today=date(2018, 5, 1))
    check_place(after, unit(), [past], today=LAST)


def test_a_household_comes_in_when_the_place_is_ready_even_if_the_unit_leaves_the_programme():
    none: tuple[ProgrammePeriod, ...] = ()
    day = Period(FIRST, FIRST)
    check_place(contract(FIRST, LAST), unit(programmes=none), days=day, minding=READY)
    refused(PlaceVoid, contract(FIRST, LAST), unit(voids=(void(FIRST, FIRST),)), days=day, minding=READY)


def test_a_departure_is_a_fact_that_only_another_stay_contradicts():
    late = ended(contract(FIRST, LAST), date(2018, 4, 20))
    check_place(late, None, [], minding=STAYS)
    next_one = contract(date(2018, 4, 20), date(2018, 7, 19))
    assert refused(Refusal, late, None, [next_one], minding=STAYS).code == "place-already-taken"


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (60, True), (61, False)])
def test_a_turnaround_has_between_zero_and_sixty_working_days(days: int, fits: bool):
    if fits:
        assert set_turnaround(contract(FIRST, LAST), days).turnaround_days == days
    else:
        with pytest.raises(TurnaroundOutOfBounds):
            set_turnaround(contract(FIRST, LAST), days)


def mobilised(kind: MobilisationKind, owner: OwnerKind) -> Mobilisation:
    return Mobilisation(id=UUID(int=9), kind=kind, owner_kind=owner, first_day=date(2000, 1, 1), last_day=None)


@pytest.mark.parametrize(
    ("kind", "owner", "regime"),
    [
        (MobilisationKind.OWNED, OwnerKind.TOWN, LegalRegime.COP),
        (MobilisationKind.MANDATE, OwnerKind.PRIVATE, LegalRegime.COP),
        (MobilisationKind.HEAD_LEASE, OwnerKind.HLM, LegalRegime.SL_HLM),
        (MobilisationKind.HEAD_LEASE, OwnerKind.PRIVATE, LegalRegime.SL_PRIV),
        (MobilisationKind.SLIDING_LEASE, OwnerKind.HLM, LegalRegime.BG),
    ],
)
def test_the_regime_proposed_follows_the_right_by_which_the_unit_is_held(
    kind: MobilisationKind, owner: OwnerKind, regime: LegalRegime
):
    proposed = proposed_regime(mobilised(kind, owner), Programme.ALT)
    assert (proposed.legal_regime, proposed.owner_kind) == (regime, owner)
    assert (proposed.upstream_contract_id, proposed.funding_scheme) == (UUID(int=9), FundingScheme.ALT)


def test_a_unit_whose_mobilisation_is_not_recorded_is_proposed_as_a_convention_of_occupation():
    proposed = proposed_regime(None, Programme.AML)
    assert (proposed.legal_regime, proposed.owner_kind) == (LegalRegime.COP, None)
    assert proposed.funding_scheme is FundingScheme.AML


def test_the_stay_in_the_way_is_the_one_that_is_named_and_not_another():
    before, other = contract(date(2017, 10, 1), date(2017, 12, 31)), contract(LAST, date(2018, 7, 10))
    found = refused(PlaceAlreadyTaken, contract(FIRST, LAST), unit(), [before, other])
    assert found.blocker is not None
    assert found.blocker.href == f"/sejours/contrats/{other.id}"


def test_a_unit_out_of_service_says_how_many_days_of_the_whole_unit_and_one_that_leaves_its_last_day():
    away = unit(service_periods=(ServicePeriod(first_day=date(2000, 1, 1), last_day=date(2018, 4, 7)),))
    assert "hors service 2 jour(s)" in refused(UnitNotInService, contract(FIRST, LAST), away).detail
    leaves = unit(retired_on=date(2018, 4, 8))
    assert "dernier jour est le 08/04/2018" in refused(UnitNotInService, contract(FIRST, LAST), leaves).detail


def test_one_person_more_than_the_place_takes_needs_a_reason_and_an_unknown_size_takes_anybody():
    for persons, reason in ((2, None), (3, "Naissance à venir"), (1, None)):
        check_size(unit(persons_max=2), 0, persons, reason)
    check_size(unit(), 0, 30, None)
    with pytest.raises(TooManyPersons, match="3 personnes, 2 au plus"):
        check_size(unit(persons_max=2), 0, 3, None)
    with pytest.raises(TooManyPersons):
        check_size(unit(persons_max=2), 0, 3, "")
