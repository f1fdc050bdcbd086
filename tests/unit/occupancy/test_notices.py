"""Notice by regime: its length, what shortens it, and the day that it leads to (BG-20, loi 89-462 art. 15 I)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.calendar import add_months
from occupancy.domain.contracts import NoNoticeGiven, give_notice, take_notice_back
from occupancy.domain.notices import (
    NoticeBy,
    NoticeChannel,
    NoticeChannelMissing,
    NoticeFacts,
    NoticeGround,
    NoticeGroundWrong,
    NoticeReceivedWrong,
    NotTheLandlord,
    RightToRemain,
    notice,
)
from occupancy.domain.regimes import LegalRegime
from occupancy.law import LAW
from tests.unit.occupancy.stays import contract

LETTER = NoticeChannel.REGISTERED_LETTER


def facts(given: date, **known: object) -> NoticeFacts:
    return NoticeFacts(**{"given_on": given, "by": NoticeBy.HOUSEHOLD, "channel": LETTER, **known})  # type: ignore[arg-type]


@pytest.mark.parametrize("regime", sorted(set(LegalRegime) - {LegalRegime.COP}))
def test_a_tenant_or_sub_tenant_gives_three_months_from_the_receipt(regime: LegalRegime):
    found = notice(facts(date(2026, 3, 28), received_on=date(2026, 3, 31)), regime, LAW)
    assert (found.last_day, found.rule.key) == (date(2026, 6, 30), "notice.full_months")


def test_one_month_is_enough_on_a_ground_proved_with_the_letter_and_only_then():
    short = facts(date(2026, 1, 31), ground=NoticeGround.SEEN_ON_PAPER, has_proof=True)
    assert notice(short, LegalRegime.SL_HLM, LAW).last_day == date(2026, 2, 28)
    unproved = facts(date(2026, 1, 31), ground=NoticeGround.SEEN_ON_PAPER)
    assert notice(unproved, LegalRegime.SL_HLM, LAW).last_day == date(2026, 4, 30)


def test_a_month_that_begins_in_january_of_a_leap_year_ends_on_29_february():
    short = facts(date(2028, 1, 31), ground=NoticeGround.WORK, has_proof=True)
    assert notice(short, LegalRegime.BG, LAW).last_day == date(2028, 2, 29)


def test_an_occupancy_convention_counts_the_days_of_its_contract_and_needs_no_form():
    spoken = NoticeFacts(given_on=date(2026, 3, 1), by=NoticeBy.HOUSEHOLD)
    assert notice(spoken, LegalRegime.COP, LAW).last_day == date(2026, 3, 16)
    assert notice(spoken, None, LAW).rule.key == "stay.notice_days"


def test_a_notice_without_a_form_does_not_run_under_the_law_of_1989():
    with pytest.raises(NoticeChannelMissing):
        notice(facts(date(2026, 3, 1), channel=None), LegalRegime.SL_HLM, LAW)


def test_a_notice_is_not_received_before_it_is_given():
    with pytest.raises(NoticeReceivedWrong):
        notice(facts(date(2026, 3, 2), received_on=date(2026, 3, 1)), LegalRegime.SL_HLM, LAW)


SUBLETS = (LegalRegime.SL_HLM, LegalRegime.SL_CONV, LegalRegime.SL_PRIV, LegalRegime.BG)


@pytest.mark.parametrize("regime", SUBLETS)
def test_the_ccas_gives_a_sub_tenant_notice_only_on_a_proved_loss_of_the_right_to_remain(regime: LegalRegime):
    """BG-21, CCH L442-8-2: an event with its proof, never inferred."""
    plain = NoticeFacts(given_on=date(2026, 3, 1), by=NoticeBy.CCAS)
    unproved = replace(plain, ground=NoticeGround.OFFER_REFUSED)
    for refused in (plain, unproved):
        with pytest.raises(RightToRemain):
            notice(refused, regime, LAW)
    assert notice(replace(unproved, has_proof=True), regime, LAW).last_day == date(2026, 3, 16)


def test_the_ccas_gives_notice_by_the_contract_where_nobody_has_a_right_to_remain():
    plain = NoticeFacts(given_on=date(2026, 3, 1), by=NoticeBy.CCAS)
    for regime in (LegalRegime.COP, LegalRegime.LOC40V, None):
        assert notice(plain, regime, LAW).rule.key == "stay.notice_days"


def test_the_ccas_does_not_end_a_lease_that_is_not_its_own():
    with pytest.raises(NotTheLandlord):
        notice(
            NoticeFacts(
                given_on=date(2026, 3, 1), by=NoticeBy.CCAS, ground=NoticeGround.UPSTREAM_ENDED, has_proof=True
            ),
            LegalRegime.BAIL,
            LAW,
        )


@pytest.mark.parametrize(
    ("by", "ground"), [(NoticeBy.HOUSEHOLD, NoticeGround.OFFER_REFUSED), (NoticeBy.CCAS, NoticeGround.WORK)]
)
def test_neither_party_takes_the_grounds_of_the_other(by: NoticeBy, ground: NoticeGround):
    with pytest.raises(NoticeGroundWrong):
        notice(facts(date(2026, 3, 1), by=by, ground=ground, has_proof=True), LegalRegime.SL_HLM, LAW)


def test_a_notice_taken_back_lets_another_be_given():
    stay = contract(date(2018, 1, 10), date(2018, 4, 9))
    noticed = give_notice(stay, LAW, facts(date(2018, 2, 1)), today=date(2018, 2, 2))
    again = give_notice(take_notice_back(noticed), LAW, facts(date(2018, 2, 2)), today=date(2018, 2, 2))
    assert again.notice is not None
    assert again.notice.given_on == date(2018, 2, 2)
    with pytest.raises(NoNoticeGiven):
        take_notice_back(stay)


@given(given=st.dates(date(2001, 1, 1), date(2090, 1, 1)), wait=st.integers(0, 60), proved=st.booleans())
def test_a_proved_ground_never_makes_the_notice_longer(given: date, wait: int, proved: bool):
    received = date.fromordinal(given.toordinal() + wait)
    plain = notice(facts(given, received_on=received), LegalRegime.BG, LAW)
    short = facts(given, received_on=received, ground=NoticeGround.WORK, has_proof=proved)
    assert notice(short, LegalRegime.BG, LAW).last_day <= plain.last_day == add_months(received, 3)
