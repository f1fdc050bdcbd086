"""Avenants: within ten days, or for the heating in its first month; late ones with the CCAS's agreement (EDL-04, EDL-05)."""

from datetime import date

import pytest
from msgspec.structs import replace

from occupancy.domain.inspection_amendments import (
    AmendmentGround,
    AmendmentItem,
    AmendmentLate,
    AmendmentRequest,
    AmendmentWrongDay,
    InspectionNotAmendable,
    amendment_text,
    check_request,
    fingerprint,
    until,
)
from occupancy.domain.inspections import InspectionKind, InspectionStatus
from occupancy.law import LAW
from tests.support.inspected import signed_inspection

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
    assert check_request(ENTRY, asked(date(2026, 1, 15)), LAW, TODAY) == (date(2026, 1, 15), False)
    with pytest.raises(AmendmentLate, match="15/01/2026"):
        check_request(ENTRY, asked(date(2026, 1, 16)), LAW, TODAY)
    agreed = asked(date(2026, 1, 16), is_agreed=True)
    assert check_request(ENTRY, agreed, LAW, TODAY) == (date(2026, 1, 15), True)


@pytest.mark.parametrize(
    ("came_in", "last"),
    [
        (date(2026, 1, 5), date(2026, 11, 14)),
        (date(2026, 6, 1), date(2026, 11, 14)),
        (date(2026, 10, 20), date(2026, 11, 14)),
        (date(2026, 11, 14), date(2026, 11, 14)),
        (date(2026, 11, 15), date(2027, 11, 14)),
    ],
)
def test_the_heating_is_completed_until_the_end_of_the_first_month_of_its_period(came_in, last):
    assert until(replace(ENTRY, established_on=came_in), AmendmentGround.HEATING, LAW) == last


def test_a_right_that_did_not_exist_yet_makes_every_request_late():
    old = replace(ENTRY, established_on=date(2010, 1, 5))
    assert [until(old, ground, LAW) for ground in AmendmentGround] == [None, None]
    with pytest.raises(AmendmentLate):
        check_request(old, asked(date(2010, 1, 6)), LAW, TODAY)


def test_a_draft_or_an_exit_has_no_avenant():
    for other in (replace(ENTRY, status=InspectionStatus.DRAFT), replace(ENTRY, kind=InspectionKind.EXIT)):
        with pytest.raises(InspectionNotAmendable):
            check_request(other, asked(date(2026, 1, 10)), LAW, TODAY)


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
        check_request(ENTRY, asked(requested, established_on=established), LAW, TODAY)
    assert [one.field for one in refused.value.errors] == [field]


def test_an_avenant_is_bound_to_its_inspection_by_its_hash():
    request = asked(date(2026, 1, 10))
    one = amendment_text(ENTRY, request, 1, until_on=None, is_late=False)
    other = amendment_text(replace(ENTRY, sha256="0" * 64), request, 1, until_on=None, is_late=False)
    assert fingerprint(one) != fingerprint(other)
