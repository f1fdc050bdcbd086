"""Social support: the rules of the charter and of LIFECYCLE §3, case by case."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.calendar import Territory, add_months
from kernel.law import Law
from occupancy.domain import support_follow_up as follow_up
from occupancy.domain import support_requests as requests
from occupancy.domain.support_deadlines import deadlines_of
from occupancy.domain.support_diagnosis import Diagnosis, DiagnosisIncomplete, Heading, state_of
from occupancy.domain.support_follow_up import RenewalRefused, ReportUnsigned, Rhythm
from occupancy.domain.support_measures import (
    Adhesion,
    BreakReason,
    Channel,
    DeclaredMeasure,
    DurationAllowed,
    EndOutcome,
    LandlordTold,
    Meeting,
    MeetingPlace,
    Occasion,
    Participant,
    Purpose,
    Renewal,
    Report,
    Requester,
    Stage,
    StageReview,
    SupportAnswer,
    SupportDayWrong,
    SupportDecision,
    SupportKind,
    SupportMeasure,
    SupportState,
    SupportStepWrong,
    count_by_purpose,
)
from occupancy.domain.support_notes import NoteReader, may_read
from occupancy.domain.support_operators import followed_in
from occupancy.domain.support_rules import IncompatibleMeasure, SupportDurationWrong
from occupancy.law import LAW

LATE = date(2030, 1, 1)
FULL = Diagnosis(
    housing_problem="Impayé", need="Six mois", goals="Solder", household_project="Rester", adapted_solution="Plan",
    prevention="Éviter l'expulsion",
)  # fmt: skip
EVERYBODY = (Participant.OPERATOR, Participant.REFERENT, Participant.HOUSEHOLD)


def measure(**facts) -> SupportMeasure:
    known = {
        "id": UUID(int=1),
        "version": 1,
        "reference": "AS-2026-0001",
        "household_id": UUID(int=2),
        "contract_id": None,
        "territory": Territory.METROPOLE,
        "kind": SupportKind.ASLL,
        "purpose": Purpose.MAINTENANCE,
        "state": SupportState.DRAFT,
        "opened_on": date(2025, 12, 1),
        "requester": Requester.SOCIAL_WORKER,
        "referent": "Référente Exemple",
        "landlord": "Office Exemple",
        "entered_on": None,
    }
    return SupportMeasure(**{**known, **facts})


def running(started_on=date(2026, 1, 1), months=6, **facts) -> SupportMeasure:
    answer = SupportAnswer(
        outcome=SupportDecision.GRANTED, decided_on=started_on, body="FSL", reference="", months=months, short_reason=""
    )
    known = {
        "state": SupportState.ACTIVE,
        "started_on": started_on,
        "months": months,
        "answer": answer,
        "notified_on": started_on,
        "contract_signed_on": started_on,
        "operator_id": UUID(int=3),
    }
    return measure(**{**known, **facts})


def asked(on: date, months=6, reason="Situation exceptionnelle") -> Renewal:
    return Renewal(requested_on=on, months=months, reason=reason)


def renewed(one: SupportMeasure, on: date, months=6) -> SupportMeasure:
    requested = follow_up.request_renewal(one, asked(on, months), LAW, today=LATE)
    return follow_up.answer_renewal(requested, is_granted=True, decided_on=on, reference="", today=LATE)


def answered(months, short_reason="") -> SupportAnswer:
    return SupportAnswer(
        outcome=SupportDecision.GRANTED,
        decided_on=date(2026, 1, 5),
        body="Commission FSL",
        reference="",
        months=months,
        short_reason=short_reason,
    )


def submitted(**facts) -> SupportMeasure:
    return measure(state=SupportState.SUBMITTED, submitted_on=date(2026, 1, 2), **facts)


def test_an_exceptional_renewal_is_possible_only_once():
    """LIFECYCLE §3.5."""
    one = running(date(2026, 1, 1))
    assert one.last_day == date(2026, 6, 30)
    twice = renewed(one, date(2026, 6, 1))
    assert twice.last_day == date(2026, 12, 31)
    with pytest.raises(RenewalRefused, match=r"Reconduction possible une seule fois \(charte ASLL\)"):
        follow_up.request_renewal(twice, asked(date(2026, 12, 1)), LAW, today=LATE)


def test_the_three_month_variant_ends_the_day_before_its_anniversary():
    """LIFECYCLE §3.5, TIME-03."""
    one = running(date(2026, 11, 30), 3, purpose=Purpose.DIAGNOSIS)
    assert one.terms[0].anniversary == date(2027, 2, 28)
    assert one.last_day == date(2027, 2, 27)
    assert next(one.due_on for one in deadlines_of(one, LAW) if one.rule == "ASLL-04") == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("started_on", "last_day"),
    [
        (date(2027, 8, 29), date(2028, 2, 28)),
        (date(2027, 8, 30), date(2028, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 28)),
        (date(2027, 9, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 8, 28)),
    ],
)
def test_six_months_end_the_day_before_also_around_29_february(started_on, last_day):
    assert running(started_on).last_day == last_day


@pytest.mark.parametrize(("months", "reason"), [(6, ""), (3, "Diagnostic à conforter")])
def test_a_measure_lasts_six_months_or_three_with_a_reason(months, reason):
    granted = requests.answer_request(submitted(), answered(months, reason), LAW, today=LATE)
    assert (granted.state, granted.months) == (SupportState.GRANTED, months)


@pytest.mark.parametrize("months", [1, 2, 4, 5, 7, 12])
def test_any_other_duration_is_first_allowed_by_the_management(months):
    with pytest.raises(SupportDurationWrong):
        requests.answer_request(submitted(), answered(months, "Raison"), LAW, today=LATE)
    allowed = DurationAllowed(months=months, reason="Rare", by="Direction", allowed_on=date(2026, 1, 3))
    with_it = requests.allow_duration(submitted(), allowed, today=LATE)
    assert requests.answer_request(with_it, answered(months), LAW, today=LATE).months == months


def test_three_months_without_a_reason_are_refused_on_their_field():
    with pytest.raises(SupportDurationWrong) as refusal:
        requests.answer_request(submitted(), answered(3), LAW, today=LATE)
    assert refusal.value.errors[0].field == "short_reason"


def test_the_total_is_twelve_months_or_nine_when_the_first_term_was_the_short_one():
    assert renewed(running(), date(2026, 6, 1)).last_day == date(2026, 12, 31)
    assert renewed(running(months=3), date(2026, 3, 1)).last_day == date(2026, 9, 30)
    nine = running(months=9)
    with pytest.raises(RenewalRefused, match="12 mois en tout"):
        follow_up.request_renewal(nine, asked(date(2026, 6, 1)), LAW, today=LATE)
    assert renewed(nine, date(2026, 6, 1), 3).last_day == date(2026, 12, 31)
    with pytest.raises(RenewalRefused):
        follow_up.request_renewal(running(), asked(date(2026, 6, 1), 5), LAW, today=LATE)


@pytest.mark.parametrize(("day", "is_in_time"), [(29, True), (30, True), (31, False)])
def test_a_renewal_is_asked_for_before_the_end(day, is_in_time):
    on = date(2026, 6, 30) + timedelta(days=day - 30)
    if is_in_time:
        assert follow_up.request_renewal(running(), asked(on), LAW, today=LATE).state is SupportState.RENEWAL_REQUESTED
    else:
        with pytest.raises(RenewalRefused, match="avant la fin"):
            follow_up.request_renewal(running(), asked(on), LAW, today=LATE)


def test_a_renewal_says_why_it_is_exceptional_and_a_refused_one_is_not_asked_again():
    with pytest.raises(RenewalRefused, match="exceptionnelle"):
        follow_up.request_renewal(running(), asked(date(2026, 6, 1), reason="  "), LAW, today=LATE)
    requested = follow_up.request_renewal(running(), asked(date(2026, 6, 1)), LAW, today=LATE)
    denied = follow_up.answer_renewal(
        requested, is_granted=False, decided_on=date(2026, 6, 2), reference="", today=LATE
    )
    assert denied.last_day == date(2026, 6, 30)
    with pytest.raises(RenewalRefused, match="a été refusée"):
        follow_up.request_renewal(denied, asked(date(2026, 6, 20)), LAW, today=LATE)


@pytest.mark.parametrize("heading", list(Heading))
def test_a_request_leaves_with_the_six_headings_and_both_signatures(heading):
    signed = (date(2026, 1, 2), date(2026, 1, 2))
    full = requests.record_diagnosis(measure(), state_of(FULL, *signed), today=LATE)
    assert full.state is SupportState.DIAGNOSED
    assert requests.submit(full, date(2026, 1, 2), today=LATE).state is SupportState.SUBMITTED
    short = requests.record_diagnosis(full, state_of(replace(FULL, **{heading.value: " "}), *signed), today=LATE)
    assert short.state is SupportState.DRAFT
    with pytest.raises(DiagnosisIncomplete):
        requests.submit(short, date(2026, 1, 2), today=LATE)
    for half in ((None, signed[1]), (signed[0], None)):
        with pytest.raises(DiagnosisIncomplete, match="signature"):
            requests.submit(
                requests.record_diagnosis(measure(), state_of(FULL, *half), today=LATE), date(2026, 1, 2), today=LATE
            )


def notified(**facts) -> SupportMeasure:
    return running(state=SupportState.NOTIFIED, started_on=None, notified_on=date(2026, 1, 6), **facts)


def say(day=date(2026, 1, 10), declared=(), *, is_confirmed=False) -> requests.Start:
    return requests.Start(started_on=day, declared=declared, is_confirmed=is_confirmed, by="Travailleuse Exemple")


@pytest.mark.parametrize(("signed_on", "may_start"), [(9, True), (10, True), (11, False)])
def test_each_adult_has_agreed_by_the_first_day(signed_on, may_start):
    both = (
        Adhesion(adult=1, signed_on=date(2026, 1, 8)),
        Adhesion(adult=2, signed_on=date(2026, 1, signed_on)),
    )
    one = notified(adhesions=both)
    if may_start:
        assert requests.start(one, say(), (), LAW, adults=2, today=LATE).state is SupportState.ACTIVE
    else:
        with pytest.raises(requests.AdhesionMissing, match="l'adulte n° 2"):
            requests.start(one, say(), (), LAW, adults=2, today=LATE)
    with pytest.raises(requests.AdhesionMissing, match="l'adulte n° 3"):
        requests.start(one, say(date(2026, 1, 12)), (), LAW, adults=3, today=LATE)


def joined(**facts) -> SupportMeasure:
    return notified(adhesions=(Adhesion(adult=1, signed_on=date(2026, 1, 6)),), **facts)


def test_a_measure_that_is_not_cumulable_is_started_by_somebody_who_says_so_by_name():
    other = (DeclaredMeasure(code="maj", contact="Mandataire Exemple"),)
    with pytest.raises(IncompatibleMeasure, match="MAJ"):
        requests.start(joined(), say(declared=other), (), LAW, adults=1, today=LATE)
    begun = requests.start(joined(), say(declared=other, is_confirmed=True), (), LAW, adults=1, today=LATE)
    assert (begun.confirmed.codes, begun.confirmed.by) == (("maj",), "Travailleuse Exemple")
    alone = requests.start(joined(), say(), (), LAW, adults=1, today=LATE)
    assert alone.confirmed is None


def level(code: str, word: str, since: date) -> Law:
    value = replace(LAW.at(f"support.incompatible.{code}", since), value=word, since=since)
    return LAW.joined([value])


def test_a_departement_may_block_or_admit_what_is_warned_of_elsewhere_from_a_day_on():
    other = (DeclaredMeasure(code="aed", contact=""),)
    blocked = level("aed", "block", date(2026, 1, 10))
    with pytest.raises(IncompatibleMeasure, match="Non cumulable"):
        requests.start(joined(), say(declared=other, is_confirmed=True), (), blocked, adults=1, today=LATE)
    before = say(date(2026, 1, 9), other, is_confirmed=True)
    assert requests.start(joined(), before, (), blocked, adults=1, today=LATE).confirmed
    admitted = level("aed", "none", date(2026, 1, 10))
    assert requests.start(joined(), say(declared=other), (), admitted, adults=1, today=LATE).confirmed is None


def test_a_masp_that_the_program_knows_of_is_warned_of_without_being_declared():
    masp = requests.record_information(
        measure(id=UUID(int=8), kind=SupportKind.MASP_INFO_ONLY), date(2025, 6, 1), 12, LAW, today=LATE
    )
    with pytest.raises(IncompatibleMeasure, match="MASP"):
        requests.start(joined(), say(), (masp,), LAW, adults=1, today=LATE)
    ended = follow_up.end(masp, EndOutcome.OBJECTIVES_MET, date(2026, 1, 9), today=LATE)
    assert ended.state is SupportState.CLOSED
    assert requests.start(joined(), say(), (ended,), LAW, adults=1, today=LATE).confirmed is None


@pytest.mark.parametrize(("months", "is_right"), [(5, False), (6, True), (24, True), (25, False)])
def test_a_masp_lasts_from_six_months_to_two_years(months, is_right):
    masp = measure(kind=SupportKind.MASP_INFO_ONLY)
    if is_right:
        assert requests.record_information(masp, date(2026, 1, 1), months, LAW, today=LATE).months == months
    else:
        with pytest.raises(SupportDurationWrong):
            requests.record_information(masp, date(2026, 1, 1), months, LAW, today=LATE)


def test_a_household_has_one_measure_on_a_day():
    other = running(date(2025, 12, 1), id=UUID(int=9), reference="AS-2025-0009")
    with pytest.raises(requests.MeasureAlreadyRunning, match="AS-2025-0009"):
        requests.start(joined(), say(), (other,), LAW, adults=1, today=LATE)
    ended = follow_up.end(other, EndOutcome.MOVED, date(2026, 1, 10), today=LATE)
    with pytest.raises(requests.MeasureAlreadyRunning):
        requests.start(joined(), say(), (ended,), LAW, adults=1, today=LATE)
    next_day = requests.start(joined(), say(date(2026, 1, 11)), (ended,), LAW, adults=1, today=LATE)
    assert next_day.started_on == date(2026, 1, 11)


def met(*days: int, missed: tuple[int, ...] = ()) -> SupportMeasure:
    found = tuple(
        Meeting(on=date(2026, 3, day), place=MeetingPlace.HOME, is_missed=day in missed) for day in (*days, *missed)
    )
    return running(meetings=found)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (met(), Rhythm.RED),
        (met(10), Rhythm.AMBER),
        (met(10, 20), Rhythm.GREEN),
        (met(10, 20, 25), Rhythm.GREEN),
        (met(10, missed=(20,)), Rhythm.AMBER),
        (met(1, 20), Rhythm.AMBER),
        (met(2, 20), Rhythm.GREEN),
    ],
)
def test_the_rhythm_is_two_meetings_held_in_thirty_days(one, expected):
    """On 31 March the thirty days begin on 2 March."""
    assert follow_up.rhythm(one, LAW, today=date(2026, 3, 31)) is expected


@pytest.mark.parametrize(("day", "expected"), [(29, Rhythm.TOO_EARLY), (30, Rhythm.RED), (31, Rhythm.RED)])
def test_the_rhythm_means_nothing_before_thirty_days_have_run(day, expected):
    assert follow_up.rhythm(running(date(2026, 1, 1)), LAW, today=date(2026, 1, day)) is expected


def test_a_review_waits_for_the_contract_and_the_last_one_is_shared():
    middle = StageReview(stage=Stage.MIDDLE, held_on=date(2026, 4, 1), present=(Participant.OPERATOR,))
    with pytest.raises(follow_up.SupportContractMissing):
        follow_up.hold_review(running(contract_signed_on=None), middle, today=LATE)
    assert follow_up.hold_review(running(), middle, today=LATE).reviews == (middle,)
    for absent in EVERYBODY:
        present = tuple(one for one in EVERYBODY if one is not absent)
        last = StageReview(stage=Stage.END, held_on=date(2026, 6, 20), present=present)
        with pytest.raises(follow_up.ReviewNotShared):
            follow_up.hold_review(running(), last, today=LATE)
    shared = StageReview(stage=Stage.END, held_on=date(2026, 6, 20), present=EVERYBODY)
    assert follow_up.hold_review(running(), shared, today=LATE).reviews == (shared,)


def test_a_report_is_signed_by_both_save_when_the_household_broke_off():
    over = follow_up.end(running(), EndOutcome.PARTLY, date(2026, 6, 30), today=LATE)
    alone = Report(worker_signed_on=date(2026, 7, 1), household_signed_on=None, break_reason=None, returned_on=None)
    with pytest.raises(ReportUnsigned) as refusal:
        follow_up.sign_report(over, alone, today=LATE)
    assert refusal.value.errors[0].field == "household_signed_on"
    with pytest.raises(ReportUnsigned, match="Seule une rupture"):
        follow_up.sign_report(over, replace(alone, break_reason=BreakReason.UNREACHABLE), today=LATE)
    with pytest.raises(SupportStepWrong):
        follow_up.close(over, today=LATE)
    both = replace(alone, household_signed_on=date(2026, 7, 2))
    assert follow_up.close(follow_up.sign_report(over, both, today=LATE), today=LATE).state is SupportState.CLOSED
    broken = follow_up.end(running(), EndOutcome.HOUSEHOLD_BREAK, date(2026, 3, 1), today=LATE)
    with pytest.raises(ReportUnsigned):
        follow_up.sign_report(broken, alone, today=LATE)
    why = replace(alone, break_reason=BreakReason.MEETINGS_MISSED)
    assert follow_up.sign_report(broken, why, today=LATE).state is SupportState.REPORTED


def due(one: SupportMeasure) -> dict[str, tuple[date, date | None]]:
    return {each.rule: (each.due_on, each.met_on) for each in deadlines_of(one, LAW)}


def test_the_days_of_a_measure_come_from_its_decision_its_start_and_its_entry():
    one = running(date(2026, 1, 1), contract_signed_on=None, entered_on=date(2025, 12, 31))
    assert due(one) == {
        "ASLL-07": (date(2026, 1, 16), None),
        "ASLL-09": (date(2026, 1, 16), None),
        "ASLL-11": (date(2026, 4, 1), None),
        "ASLL-16-A": (date(2026, 2, 28), None),
        "ASLL-04-A": (date(2026, 6, 1), None),
        "ASLL-04": (date(2026, 7, 1), None),
    }


def test_what_was_done_is_met_and_an_end_asks_for_the_landlord_and_the_report():
    told = LandlordTold(occasion=Occasion.AWARD, told_on=date(2026, 1, 5), channel=Channel.EMAIL)
    middle = StageReview(stage=Stage.MIDDLE, held_on=date(2026, 4, 2), present=EVERYBODY)
    over = follow_up.end(running(told=(told,), reviews=(middle,)), EndOutcome.PARTLY, date(2026, 6, 30), today=LATE)
    assert due(over) == {
        "ASLL-07": (date(2026, 1, 16), date(2026, 1, 5)),
        "ASLL-12": (date(2026, 7, 15), None),
        "ASLL-09": (date(2026, 1, 16), date(2026, 1, 1)),
        "ASLL-11": (date(2026, 4, 1), date(2026, 4, 2)),
        "ASLL-04": (date(2026, 7, 1), date(2026, 6, 30)),
        "ASLL-12-B": (date(2026, 7, 15), None),
    }
    broken = follow_up.end(running(), EndOutcome.HOUSEHOLD_BREAK, date(2026, 6, 30), today=LATE)
    assert "ASLL-12-R" in due(broken)
    assert "ASLL-12" not in due(broken)


def test_a_renewal_starts_on_the_anniversary_and_has_its_own_middle():
    twice = renewed(running(date(2026, 1, 31)), date(2026, 7, 1))
    assert [one.first_day for one in twice.terms] == [date(2026, 1, 31), date(2026, 7, 31)]
    assert due(twice)["ASLL-11-R"] == (date(2026, 10, 31), None)
    assert due(twice)["ASLL-04"] == (date(2027, 1, 31), None)


def test_a_measure_without_a_landlord_or_led_by_the_departement_asks_nobody_to_be_told():
    assert {"ASLL-07", "ASLL-12"}.isdisjoint(due(running(landlord="")))
    told = LandlordTold(occasion=Occasion.AWARD, told_on=date(2026, 1, 5), channel=Channel.EMAIL)
    with pytest.raises(SupportStepWrong):
        follow_up.tell_landlord(running(landlord=""), told, today=LATE)
    masp = running(kind=SupportKind.MASP_INFO_ONLY)
    assert due(masp) == {}


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from([3, 6]), st.booleans())
def test_terms_follow_each_other_without_gap_nor_overlap(started_on, months, is_renewed):
    one = running(started_on, months)
    if is_renewed:
        one = replace(one, renewals=(replace(asked(started_on), is_granted=True),))
    for before, after in zip(one.terms, one.terms[1:], strict=False):
        assert after.first_day == before.last_day + timedelta(days=1)
    assert one.last_day < add_months(started_on, 12)
    keys = [(each.rule, each.number) for each in deadlines_of(one, LAW)]
    assert len(keys) == len(set(keys))


def test_an_end_is_within_the_measure():
    for day in (date(2025, 12, 31), date(2026, 7, 1)):
        with pytest.raises(SupportDayWrong):
            follow_up.end(running(), EndOutcome.PARTLY, day, today=LATE)
    with pytest.raises(SupportDayWrong, match="à venir"):
        follow_up.end(running(), EndOutcome.PARTLY, date(2026, 6, 30), today=date(2026, 6, 29))


def test_measures_are_counted_by_what_they_are_for_and_held_against_a_capacity():
    known = (
        running(date(2026, 1, 1), purpose=Purpose.ACCESS),
        running(date(2026, 12, 31), purpose=Purpose.ACCESS),
        running(date(2025, 12, 31)),
        measure(),
    )
    assert count_by_purpose(known, 2026) == {Purpose.ACCESS: 2, Purpose.MAINTENANCE: 0, Purpose.DIAGNOSIS: 0}
    assert followed_in(known, date(2026, 6, 1), date(2026, 6, 30)) == 2
    assert followed_in(known, date(2026, 7, 1), date(2026, 7, 31)) == 0


def test_notes_are_open_to_who_follows_the_household_and_for_the_day_to_who_said_why():
    day = date(2028, 2, 29)

    def reader(person: int, until: date | None) -> NoteReader:
        return NoteReader(
            id=uuid4(),
            support_measure_id=UUID(int=1),
            person_id=UUID(int=person),
            person_name="Exemple",
            reason="Remplacement",
            opened_at=datetime(2028, 2, 29, 9, 0, tzinfo=UTC),
            until=until,
        )

    readers = (reader(1, None), reader(2, day))
    assert [may_read(readers, UUID(int=2), today=day + timedelta(days=n)) for n in (0, 1)] == [True, False]
    assert may_read(readers, UUID(int=1), today=date(2030, 1, 1))
    assert not may_read(readers, UUID(int=3), today=day)
