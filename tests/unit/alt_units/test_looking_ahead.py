"""Dates and costs to look at before they happen: long stays, deadlines, an empty dwelling, the consequence of a correction.

Ground: OCC-01 to OCC-03, DEC-01 to DEC-03, REC-02, CAL-12 of the domain notes.
"""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.claim_acts import adjust
from alt_units.domain.claim_deadlines import justifications, limitation_of, limitations, sendable_from, yearly_deadlines
from alt_units.domain.claim_readings import InduReturn, RecordedReadings, SharedAided, StatementForm, Turnaround
from alt_units.domain.claim_terms import Room
from alt_units.domain.claims import Adjustment
from alt_units.domain.consequences import Change, consequence
from alt_units.domain.presence import PlacePresence, Presence
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Sourced
from alt_units.domain.stay_alerts import AlertKind, first_day_of_aid, lived_in_since, stay_alerts
from alt_units.domain.uncertain_points import ChangedBy, points_of
from alt_units.domain.vacancy_cost import vacancy_cost
from alt_units.law import read_scales
from kernel.law import Status
from kernel.period import Month
from tests.unit.alt_units.claiming import T1_CENTS, T3_CENTS, founding_convention, submitted, t3_convention
from tests.unit.alt_units.park import LAW, T3, T3_ID

TODAY = date(2015, 6, 15)
LONG = Sourced(text="6", source="Circulaire du 22 janvier 1998", status=Status.TO_VERIFY)


def told(month: str, days: int) -> Presence:
    return Presence(
        unit_id=T3_ID,
        month=month,
        revision=1,
        days_occupied=days,
        households=1,
        persons=1,
        places=(),
        received_at=datetime(2020, 1, 1, tzinfo=UTC),
    )


# --- long stays -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "since"),
    [
        ({"2015-06": 30, "2015-05": 31, "2015-04": 16}, date(2015, 4, 15)),
        ({"2015-06": 30, "2015-05": 31, "2015-04": 30}, date(2015, 4, 1)),
        ({"2015-06": 30, "2015-05": 30, "2015-04": 30}, date(2015, 5, 2)),
        ({"2015-06": 10, "2015-05": 31}, date(2015, 5, 1)),
        ({"2015-05": 31}, date(2015, 5, 1)),
        ({"2015-06": 0, "2015-05": 31}, None),
        ({"2015-04": 30}, None),
        ({}, None),
    ],
)
def test_a_place_is_lived_in_without_a_break_from_its_first_day_to_now(
    months: dict[str, int], since: date | None
) -> None:
    assert lived_in_since([told(month, days) for month, days in months.items()], 0, today=TODAY) == since


def test_occ_01_and_occ_02_give_dates_with_their_sources_and_name_nobody() -> None:
    seen = [told("2015-06", 30), told("2015-05", 31), told("2015-04", 30)]
    six, apl = stay_alerts(LAW, T3_ID, seen, (), today=TODAY, long_stay=replace(LONG, text="8"))
    assert (six.kind, six.since, six.on) == (AlertKind.SIX_MONTHS, date(2015, 4, 1), date(2015, 10, 1))
    assert (apl.kind, apl.on, apl.months) == (AlertKind.ASK_FOR_APL, date(2015, 12, 1), 8)
    assert six.source.status is Status.TO_VERIFY
    assert not six.is_reached(date(2015, 9, 30))
    assert six.is_reached(date(2015, 10, 1))


@pytest.mark.parametrize(
    ("met_on", "leaving_alt", "first_day"),
    [
        (date(2024, 3, 15), True, date(2024, 3, 1)),
        (date(2024, 3, 1), True, date(2024, 3, 1)),
        (date(2024, 3, 15), False, date(2024, 4, 1)),
        (date(2024, 12, 31), False, date(2025, 1, 1)),
    ],
)
def test_occ_03_those_who_leave_alt_have_aid_from_the_month_in_which_conditions_are_met(
    met_on: date, leaving_alt: bool, first_day: date
) -> None:
    assert first_day_of_aid(met_on, leaving_alt=leaving_alt) == first_day


# --- deadlines ------------------------------------------------------------------------------------


def test_dec_01_the_papers_of_a_year_are_due_by_its_regime() -> None:
    caf, state = yearly_deadlines(LAW, 2015), yearly_deadlines(LAW, 2023)
    assert {one.on for one in caf} == {date(2015, 12, 31)}
    assert "01/10/2014 au 30/09/2015" in caf[0].about
    assert {one.on for one in state} == {date(2024, 3, 31)}
    assert "01/01/2023 au 31/12/2023" in state[0].about
    assert sendable_from(Month(2015, 12)) == date(2016, 1, 1)


def test_rec_02_rights_until_2016_have_a_limit_of_two_years_and_later_ones_none() -> None:
    found = limitation_of(LAW, Month(2016, 12))
    assert found is not None
    assert (found.on, found.source.status) == (date(2018, 12, 31), Status.VERIFIED)
    assert limitation_of(LAW, Month(2017, 1)) is None
    assert len(limitations(LAW, founding_convention(2016))) == 12
    assert limitations(LAW, founding_convention(2018)) == ()


NAMED = (
    "Forme des déclarations et des avis de paiement",
    "Conservation des chiffres de la convention, en mois après son dernier mois",
    "Retour d'un indu au financeur",
)

# --- open points ----------------------------------------------------------------------------------


def test_every_open_point_is_shown_with_its_value_its_source_and_where_to_change_it() -> None:
    convention = t3_convention(2018, ceiling=CeilingScope.ANNUEL)
    points = points_of(LAW, read_scales(), convention, RecordedReadings(convention_id=convention.id), None)
    assert {one.number for one in points} == {f"U{number}" for number in range(1, 14)}
    partial = next(one for one in points if one.number == "U3")
    assert (partial.value, partial.source.status, partial.changed_by) == (
        "MOIS_ENTIER", Status.TO_VERIFY, ChangedBy.CONVENTION,
    )  # fmt: skip


def test_a_point_that_the_convention_settles_is_no_longer_to_confirm() -> None:
    convention = t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS)
    recorded = RecordedReadings(convention_id=convention.id, version=1, shared_aided=SharedAided.EXCLURE)
    points = {one.question: one for one in points_of(LAW, read_scales(), convention, recorded, None)}
    assert points["Mois incomplet"].source.status is Status.VERIFIED
    assert points["Logement partagé, AL ou APL en partie"].source.source == f"Convention n° {convention.number}"


def test_a_month_is_justified_in_the_window_that_the_convention_gives_else_in_the_month_after() -> None:
    convention = t3_convention()
    january, *_, december = justifications(LAW, convention, None)
    assert (january.on, december.on) == (date(2015, 2, 28), date(2016, 1, 31))
    assert january.source.status is Status.TO_VERIFY
    assert "à partir du 01/02/2015" in january.about
    recorded = RecordedReadings(convention_id=convention.id, version=1, justification_months=3)
    first = justifications(LAW, convention, recorded)[0]
    assert (first.on, first.source.source) == (date(2015, 4, 30), f"Convention n° {convention.number}")


def test_every_open_point_from_u1_to_u13_is_changed_somewhere_and_is_to_confirm_by_default() -> None:
    convention = t3_convention(2018, ceiling=CeilingScope.ANNUEL)
    points = points_of(LAW, read_scales(), convention, RecordedReadings(convention_id=convention.id), None)
    changed = {one.number for one in points if one.changed_by is not ChangedBy.NOTHING}
    assert changed == {f"U{number}" for number in range(1, 14)}
    open_points = {one.number: one for one in points if one.question in NAMED}
    assert {number: (one.value, one.source.status) for number, one in open_points.items()} == {
        "U7": ("ETAT_NEUTRE", Status.TO_VERIFY),
        "U12": ("120", Status.TO_VERIFY),
        "U13": ("REMBOURSE", Status.TO_VERIFY),
    }
    assert all(one.source.source.startswith("Valeur par défaut du logiciel") for one in open_points.values())


def test_a_convention_settles_the_form_of_its_claims_how_long_they_are_kept_and_how_an_indu_goes_back() -> None:
    convention = t3_convention(2018)
    recorded = RecordedReadings(
        convention_id=convention.id, version=1, statement_form=StatementForm.FORMULAIRE, retention_months=72,
        indu_return=InduReturn.RETENU,
    )  # fmt: skip
    found = points_of(LAW, read_scales(), convention, recorded, None)
    points = {one.number: one for one in found if one.question in NAMED}
    settled = [points["U7"], points["U12"], points["U13"]]
    assert [one.value for one in settled] == ["FORMULAIRE", "72", "RETENU"]
    assert {(one.source.source, one.source.status) for one in settled} == {
        (f"Convention n° {convention.number}", Status.VERIFIED)
    }


# --- an empty dwelling ----------------------------------------------------------------------------


def test_an_empty_dwelling_loses_nothing_where_availability_counts_and_the_month_where_occupation_does() -> None:
    cost = vacancy_cost(
        LAW, T3, [t3_convention()], {"2015-03": told("2015-03", 14)}, first_day=date(2015, 3, 15), days=17
    )
    (march,) = cost.months
    assert (march.days, cost.lost_cents) == (17, 0)
    assert (cost.lost_by_availability_cents, cost.lost_by_occupation_cents) == (0, T3_CENTS)
    by_occupation = [t3_convention(basis=Basis.OCCUPATION)]
    seen = {"2015-03": told("2015-03", 14)}
    assert vacancy_cost(LAW, T3, by_occupation, seen, first_day=date(2015, 3, 15), days=17).lost_cents == T3_CENTS


def test_a_refused_referral_costs_the_prorata_of_its_days_over_two_months() -> None:
    convention = t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS, basis=Basis.OCCUPATION)
    cost = vacancy_cost(LAW, T3, [convention], {}, first_day=date(2018, 3, 15), days=20)
    assert [(str(one.month), one.days, one.lost_cents) for one in cost.months] == [
        ("2018-03", 17, 196_30),
        ("2018-04", 3, 35_80),
    ]


def test_an_empty_dwelling_is_read_as_its_claim_would_be_readings_and_ceiling_included() -> None:
    convention = t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS, basis=Basis.OCCUPATION)
    march = Month(2018, 3)
    ready_again = PlacePresence(number=0, days_occupied=0, turnaround=((1, 10),))
    seen = {"2018-03": replace(told("2018-03", 0), places=(ready_again,))}

    def cost(turnaround: Turnaround | None, left_cents: int = T3_CENTS) -> int:
        recorded = RecordedReadings(convention_id=convention.id, version=1, turnaround=turnaround)
        room = Room(ceiling_cents=1_000_00, used_cents=1_000_00 - left_cents)
        return vacancy_cost(
            LAW, T3, [convention], seen, first_day=date(2018, 3, 1), days=31,
            recorded={convention.id: recorded}, rooms={(convention.id, march): room},
        ).lost_cents  # fmt: skip

    assert cost(None) == T3_CENTS
    assert cost(Turnaround.INDISPONIBLE) == 242_48
    assert cost(None, left_cents=100_00) == 100_00
    assert cost(None, left_cents=0) == 0


def test_months_without_a_convention_have_nothing_to_lose_and_are_named() -> None:
    cost = vacancy_cost(LAW, T3, [t3_convention()], {}, first_day=date(2015, 12, 20), days=20)
    assert (cost.unfunded, [str(one.month) for one in cost.months]) == ((Month(2016, 1),), ["2015-12"])


# --- the consequence of a correction --------------------------------------------------------------


def test_a_correction_shows_line_month_year_room_and_balance_before_and_after() -> None:
    claim = submitted(founding_convention(), Month(2015, 3))
    t1 = claim.lines[1]
    adjustment = Adjustment(
        id=UUID(int=5),
        claim_line_id=t1.id,
        decided_on=date(2015, 6, 1),
        amount_cents=-11_27,
        reason="Courrier",
        decided_by="Agent",
    )
    room = Room(ceiling_cents=1_027_17, used_cents=0)
    after = adjust(claim, adjustment, room=room, today=TODAY)
    balance = Change(before_cents=3_921_96, after_cents=3_910_69)
    found = consequence(claim, after, t1.id, elsewhere_cents=2_054_34, room=room, balance=balance)
    assert (found.line.before_cents, found.line.after_cents) == (T1_CENTS, 300_00)
    assert (found.month.by_cents, found.year.by_cents, found.still_to_come.by_cents) == (-11_27, -11_27, -11_27)
    assert (found.year.before_cents, found.room_left) == (3_081_51, Change(before_cents=0, after_cents=11_27))
