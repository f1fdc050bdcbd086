"""The mise en demeure for an attestation of insurance: one month, and what answers it (loi 89-462, art. 7 g)."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from kernel.calendar import Territory
from occupancy.documents.regime_words import insurance_demand_words
from occupancy.domain.contracts import ContractNotRunning
from occupancy.domain.insurance_demands import (
    DemandDayWrong,
    DemandNotFound,
    InsuranceAlreadyDemanded,
    InsuranceDemand,
    InsuranceIsThere,
    check_demand,
    demand_deadlines,
    demand_of,
    expired_on,
    met_on,
)
from occupancy.domain.insurances import Attestation, Capacity, Insured
from occupancy.domain.notices import NoticeChannel
from occupancy.domain.regimes import LegalRegime
from occupancy.law import LAW
from tests.unit.occupancy.stays import contract, ended

STAY = contract(date(2018, 1, 10), date(2018, 4, 9))
SENT = date(2018, 1, 31)
DEMAND = InsuranceDemand(
    id=uuid4(), contract_id=STAY.id, number=1, sent_on=SENT, channel=NoticeChannel.REGISTERED_LETTER
)


def attestation(received_on: date, first: date, last: date, insured: Insured = Insured.HOUSEHOLD) -> Attestation:
    return Attestation(
        id=UUID(int=1),
        version=1,
        contract_id=STAY.id,
        insured=insured,
        capacity=Capacity.OCCUPANT,
        insurer="Assurance exemple",
        valid_from=first,
        valid_until=last,
        received_on=received_on,
    )


def test_the_household_has_one_month_clipped_to_the_end_of_february():
    (due,) = demand_deadlines([DEMAND], (), LAW, Territory.METROPOLE)
    assert (due.rule, due.due_on, due.met_on) == ("ART-7G", date(2018, 2, 28), None)
    leap = replace(DEMAND, sent_on=date(2028, 1, 31))
    assert demand_deadlines([leap], (), LAW, Territory.METROPOLE)[0].due_on == date(2028, 2, 29)


def test_it_is_answered_by_an_attestation_received_after_it_that_covers_that_day():
    day = timedelta(days=1)
    answer = attestation(date(2018, 2, 10), date(2018, 2, 1), date(2019, 1, 31))
    assert met_on(DEMAND, [answer]) == date(2018, 2, 10)
    assert met_on(DEMAND, [replace(answer, received_on=SENT - day)]) is None
    assert met_on(DEMAND, [replace(answer, valid_until=date(2018, 2, 9))]) is None
    assert met_on(DEMAND, [replace(answer, withdrawn_reason="Fausse")]) is None
    assert met_on(DEMAND, [replace(answer, insured=Insured.CCAS)]) is None


def test_nobody_is_put_on_notice_for_what_is_there_nor_twice_nor_after_having_left():
    there = attestation(date(2018, 1, 10), date(2018, 1, 10), SENT)
    with pytest.raises(InsuranceIsThere):
        check_demand(STAY, DEMAND, (), [there], today=SENT)
    check_demand(STAY, DEMAND, (), [replace(there, valid_until=SENT - timedelta(days=1))], today=SENT)
    with pytest.raises(InsuranceAlreadyDemanded):
        check_demand(STAY, replace(DEMAND, number=2), [DEMAND], (), today=SENT)
    with pytest.raises(ContractNotRunning):
        check_demand(ended(STAY, SENT), DEMAND, (), (), today=SENT)


@pytest.mark.parametrize("sent_on", [date(2018, 1, 9), date(2018, 2, 2)])
def test_it_is_sent_during_the_stay_and_not_tomorrow(sent_on: date):
    with pytest.raises(DemandDayWrong):
        check_demand(STAY, replace(DEMAND, sent_on=sent_on), (), (), today=date(2018, 2, 1))


@pytest.mark.parametrize("regime", [None, *LegalRegime])
def test_the_law_is_named_to_tenants_and_the_rules_of_the_ccas_to_those_of_a_convention(regime):
    months = LAW.at("insurance.demand_months", date(2026, 1, 5))
    said, source = insurance_demand_words(regime, months)
    by_rules = regime in (None, LegalRegime.COP)
    assert ("règlement" in said, source.startswith("Règlement")) == (by_rules, by_rules)
    assert ("récupérée par douzièmes" in said, source == months.source) == (not by_rules, not by_rules)
    assert "1 mois" in said


def test_the_letter_of_a_demand_is_of_one_that_was_sent_or_of_the_next_one_as_it_would_be_sent_today():
    assert demand_of(STAY, 1, [DEMAND], (), today=SENT) == (DEMAND, True)
    wanted, is_sent = demand_of(STAY, 1, (), (), today=SENT)
    assert (wanted.sent_on, is_sent) == (SENT, False)
    with pytest.raises(DemandNotFound):
        demand_of(STAY, 3, [DEMAND], (), today=SENT)
    with pytest.raises(InsuranceAlreadyDemanded):
        demand_of(STAY, 2, [DEMAND], (), today=SENT)
    with pytest.raises(InsuranceIsThere):
        demand_of(STAY, 1, (), [attestation(SENT, SENT, SENT)], today=SENT)


def test_a_letter_says_when_the_last_attestation_known_on_its_day_had_ended():
    day = timedelta(days=1)
    old = attestation(date(2018, 1, 10), date(2017, 2, 1), SENT - day)
    assert expired_on([old], SENT) == SENT - day
    assert expired_on([old], SENT - day) is None
    assert expired_on([replace(old, received_on=SENT + day)], SENT) is None
    assert expired_on([replace(old, withdrawn_reason="Fausse")], SENT) is None
    assert expired_on([replace(old, insured=Insured.CCAS)], SENT) is None
