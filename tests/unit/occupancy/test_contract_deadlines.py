"""The deadlines of a stay: alerts before its term, inspections, insurance; who leaves has none of the term (SIAO-03, BG-19)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.domain.contract_deadlines import contract_deadlines
from occupancy.domain.contracts import Contract, ContractStatus, give_notice
from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.deposit_deadlines import DepositFacts
from occupancy.domain.inspections import InspectionKind
from occupancy.domain.insurances import Attestation, Capacity, Insured, covered_until, withdraw
from occupancy.domain.notices import NoticeBy, NoticeFacts
from occupancy.domain.regime_effects import Answer, Point, answer
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.renewals import Overstay
from occupancy.law import LAW
from tests.unit.occupancy.stays import contract, ended

FIRST, LAST = date(2026, 1, 15), date(2026, 4, 14)
BOTH = frozenset(InspectionKind)
STAY = contract(FIRST, LAST)


def days(stay: Contract, **known: object) -> dict[str, date]:
    facts = {
        "inspected": BOTH,
        "attestations": (),
        "demands": (),
        "overstays": (),
        "has_pending_request": False,
        "today": FIRST,
        "entry": None,
        "deposit": DepositFacts(),
    }
    return {one.rule: one.due_on for one in contract_deadlines(stay, LAW, **{**facts, **known})}  # type: ignore[arg-type]


def attestation(first: date, last: date, number: int = 1, insured: Insured = Insured.HOUSEHOLD) -> Attestation:
    return Attestation(
        id=UUID(int=number),
        version=1,
        contract_id=STAY.id,
        insured=insured,
        capacity=Capacity.OCCUPANT,
        insurer="Assurance exemple",
        valid_from=first,
        valid_until=last,
        received_on=first,
    )


def test_the_term_is_told_45_30_and_15_days_before_and_on_its_day():
    assert days(STAY) == {
        "SIAO-03-A": date(2026, 2, 28),
        "SIAO-03-B": date(2026, 3, 15),
        "SIAO-03-C": date(2026, 3, 30),
        "SIAO-03": LAST,
    }


def test_who_leaves_has_the_day_of_the_notice_and_nothing_to_renew():
    noticed = give_notice(
        STAY, LAW, NoticeFacts(given_on=date(2026, 2, 1), by=NoticeBy.HOUSEHOLD), today=date(2026, 2, 1)
    )
    assert days(noticed) == {"CONGE": date(2026, 2, 16)}


def test_a_request_that_waits_is_decided_before_the_term():
    assert days(STAY, has_pending_request=True) == {"RENOUVELLEMENT": LAST, "SIAO-03": LAST}


def test_an_authorised_overstay_moves_the_day_that_needs_somebody():
    by = DecidedBy(
        decided_on=LAST,
        authority=Authority.BOARD,
        decider_name="Conseil",
        decider_function="Élus",
        deliberation_ref="",
    )
    first = LAST + timedelta(days=1)
    overstay = Overstay(
        id=UUID(int=1),
        contract_id=STAY.id,
        number=1,
        first_day=first,
        last_day=date(2026, 5, 31),
        reason="Bail en juin",
        rehousing_plan="Relogement",
        decided=by,
    )
    assert days(STAY, overstays=(overstay,)) == {"SIAO-03": date(2026, 5, 31)}


def test_inspections_that_are_missing_are_asked_and_a_draft_only_asks_its_signature():
    assert days(STAY, inspected=frozenset())["EDL-ENTREE"] == FIRST
    assert days(ended(STAY, LAST), inspected=frozenset()) == {"EDL-SORTIE": LAST}
    assert days(replace(STAY, status=ContractStatus.DRAFT)) == {"SEJOUR-SIGNATURE": FIRST}
    assert days(replace(STAY, status=ContractStatus.CANCELLED)) == {}


def test_the_next_attestation_is_asked_thirty_days_before_the_cover_ends():
    one = attestation(FIRST, date(2027, 1, 14))
    assert days(STAY, attestations=(one,))["BG-19"] == date(2026, 12, 15)
    assert "BG-19" not in days(STAY, attestations=(withdraw(one, "Mauvaise adresse"),))


def test_the_cover_goes_on_through_attestations_that_touch_and_stops_at_a_gap():
    first, second = (
        attestation(date(2026, 1, 1), date(2026, 6, 30)),
        attestation(date(2026, 7, 1), date(2026, 12, 31), 2),
    )
    late = attestation(date(2027, 1, 2), date(2027, 12, 31), 3)
    assert covered_until((late, second, first), Insured.HOUSEHOLD, date(2026, 2, 1)) == date(2026, 12, 31)
    assert covered_until((first,), Insured.HOUSEHOLD, date(2026, 7, 1)) is None
    assert covered_until((first,), Insured.CCAS, date(2026, 2, 1)) is None


@pytest.mark.parametrize("regime", LegalRegime)
def test_inspections_and_insurance_are_asked_where_the_matrix_of_the_regime_asks_them(regime: LegalRegime):
    stay = replace(STAY, legal_regime=regime)
    found = days(stay, inspected=frozenset(), attestations=(attestation(FIRST, date(2026, 3, 31)),))
    assert ("EDL-ENTREE" in found) == (answer(regime, Point.INSPECTION) is not Answer.NO)
    assert ("BG-19" in found) == (answer(regime, Point.INSURANCE) is not Answer.NO)
