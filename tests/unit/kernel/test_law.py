"""Recorded law: it joins what is shipped by date, changes no past, and is only withdrawn before it begins."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from kernel.law import Law, Status
from kernel.law_keys import LawKeys, LawValueUnfit, Shape
from kernel.law_records import (
    CheckInFuture,
    CheckOutcome,
    LawAlreadyRecorded,
    LawChangesPast,
    LawCheck,
    LawHistory,
    LawVersion,
    LawVersionBegun,
    LawVersionWithdrawn,
    NewVersion,
    Withdrawal,
    check_new,
    check_reading,
    check_withdrawal,
    histories,
    shipped_versions,
    values_of,
)

TODAY = date(2026, 11, 25)
KEYS = LawKeys.parse("""
[family]
fee = "Redevance"

[[key]]
key = "fee.scale"
family = "fee"
label = "Grille"
unit = "cents"
most = 100000
rows = { single = "Personne seule" }
columns = { t1 = "T1", t2 = "T2" }

[[key]]
key = "fee.least_cents"
family = "fee"
label = "Redevance la plus basse"
unit = "cents"
most = 100000

[[key]]
key = "fee.proration"
family = "fee"
label = "Mois incomplet"
unit = "rule"
words = { days = "au prorata des jours", whole = "le mois entier" }

[[key]]
key = "payer"
family = "fee"
label = "Payeur"
unit = "text"
""")
SHIPPED = Law.parse("""
checked_on = 2025-11-25

[[value]]
key = "fee.least_cents"
value = 7500
unit = "cents"
since = 1999-10-01
source = "Fiche d'un CCAS"
status = "to_verify"

[[value]]
key = "fee.scale.single.t1"
value = 9000
unit = "cents"
since = 1999-10-01
source = "Grille de démonstration"
status = "to_verify"

[[value]]
key = "fee.scale.single.t2"
value = 10000
unit = "cents"
since = 1999-10-01
source = "Grille de démonstration"
status = "to_verify"
""")


def recorded(since: date, cents: int = 8000, key: str = "fee.least_cents", number: int = 1) -> LawVersion:
    return LawVersion(
        id=UUID(int=number),
        key=key,
        since=since,
        content=cents,
        source="Délibération n° 2026-41",
        status=Status.VERIFIED,
        note="",
        checked_on=TODAY,
    )


def wanted(since: date, content: object = 8000, key: str = "fee.least_cents") -> NewVersion:
    return NewVersion(
        key=key,
        since=since,
        content=content,  # type: ignore[arg-type]
        source="Délibération n° 2026-41",
        status=Status.VERIFIED,
        note="",
    )


def history(*versions: LawVersion, key: str = "fee.least_cents", checks: tuple[LawCheck, ...] = ()) -> LawHistory:
    found = histories(KEYS, shipped_versions(SHIPPED, KEYS), versions, checks)
    return next(one for one in found if one.key.key == key)


def test_a_recorded_value_applies_from_its_day_and_leaves_the_day_before_as_it_was() -> None:
    law = SHIPPED.joined(values_of([recorded(date(2027, 1, 1))], KEYS))
    assert law.at("fee.least_cents", date(2026, 12, 31)).number == 7500
    assert law.at("fee.least_cents", date(2027, 1, 1)).number == 8000
    assert law.at("fee.least_cents", date(2027, 1, 1)).source == "Délibération n° 2026-41"


def test_of_two_values_of_one_day_the_recorded_one_is_in_force() -> None:
    law = SHIPPED.joined(values_of([recorded(date(1999, 10, 1))], KEYS))
    assert law.at("fee.least_cents", TODAY).number == 8000
    assert history(recorded(date(1999, 10, 1))).in_force(TODAY) == recorded(date(1999, 10, 1))


def test_a_withdrawn_version_never_applies() -> None:
    gone = replace(recorded(date(2027, 1, 1)), withdrawal=Withdrawal(withdrawn_on=TODAY, reason="Erreur", by_name="A"))
    assert values_of([gone], KEYS) == []


def test_a_grid_is_one_version_and_each_of_its_cells_a_value() -> None:
    scale = history(key="fee.scale")
    assert [one.content for one in scale.versions] == [{"single.t1": 9000, "single.t2": 10000}]
    voted = replace(recorded(date(2027, 1, 1), key="fee.scale"), content={"single.t1": 9500, "single.t2": 10500})
    law = SHIPPED.joined(values_of([voted], KEYS))
    assert law.at("fee.scale.single.t2", date(2027, 1, 1)).number == 10500
    assert law.at("fee.scale.single.t2", date(2026, 12, 31)).number == 10000


def test_a_version_starts_after_the_last_day_that_was_relied_on() -> None:
    assert check_new(wanted(date(2026, 11, 26)), history(), relied_until=TODAY) == 8000
    for since in (TODAY, date(2020, 1, 1)):
        with pytest.raises(LawChangesPast) as refusal:
            check_new(wanted(since), history(), relied_until=TODAY)
        assert refusal.value.errors[0].field == "since"


def test_before_anything_was_decided_a_value_may_start_in_the_past() -> None:
    assert check_new(wanted(date(2020, 1, 1)), history(), relied_until=None) == 8000


def test_one_value_starts_once_on_a_day() -> None:
    known = recorded(date(2027, 1, 1))
    with pytest.raises(LawAlreadyRecorded):
        check_new(wanted(date(2027, 1, 1), 8500), history(known), relied_until=TODAY)
    gone = replace(known, withdrawal=Withdrawal(withdrawn_on=TODAY, reason="Erreur", by_name="A"))
    assert check_new(wanted(date(2027, 1, 1), 8500), history(gone), relied_until=TODAY) == 8500


@pytest.mark.parametrize(
    ("key", "content", "fields"),
    [
        ("fee.least_cents", -1, ["value"]),
        ("fee.least_cents", 100001, ["value"]),
        ("fee.least_cents", "80", ["value"]),
        ("fee.least_cents", True, ["value"]),
        ("fee.proration", "thirds", ["value"]),
        ("fee.proration", 3, ["value"]),
        ("payer", " ", ["value"]),
        ("fee.scale", 9000, ["value"]),
        ("fee.scale", {"single.t1": 9000}, ["single.t2"]),
        ("fee.scale", {"single.t1": -1, "single.t2": 100001}, ["single.t1", "single.t2"]),
        ("fee.scale", {"single.t1": 1, "single.t2": 1, "couple.t1": 1}, ["value"]),
    ],
)
def test_what_the_rule_cannot_read_is_refused_field_by_field(key: str, content: object, fields: list[str]) -> None:
    with pytest.raises(LawValueUnfit) as refusal:
        check_new(wanted(date(2027, 1, 1), content, key), history(key=key), relied_until=TODAY)
    assert [one.field for one in refusal.value.errors] == fields


def test_the_four_shapes_of_a_value() -> None:
    shapes = [key.shape for key in KEYS.all()]
    assert shapes == [Shape.GRID, Shape.NUMBER, Shape.WORD, Shape.TEXT]


def test_a_version_that_has_begun_stays() -> None:
    check_withdrawal(recorded(date(2026, 11, 26)), today=TODAY)
    with pytest.raises(LawVersionBegun):
        check_withdrawal(recorded(TODAY), today=TODAY)
    gone = replace(recorded(date(2027, 1, 1)), withdrawal=Withdrawal(withdrawn_on=TODAY, reason="Erreur", by_name="A"))
    with pytest.raises(LawVersionWithdrawn):
        check_withdrawal(gone, today=TODAY)


def test_a_check_is_about_the_version_in_force_and_took_place() -> None:
    assert check_reading(history(recorded(date(2027, 1, 1))), TODAY, today=TODAY).content == 7500
    with pytest.raises(CheckInFuture):
        check_reading(history(), date(2026, 11, 26), today=TODAY)


def read(on: date) -> LawCheck:
    return LawCheck(
        id=UUID(int=5),
        key="fee.least_cents",
        since=date(1999, 10, 1),
        checked_on=on,
        outcome=CheckOutcome.CONFIRMED,
        note="",
        by_name="Agente",
    )


def test_a_check_holds_for_its_months_to_the_day() -> None:
    assert not history().is_check_due(date(2026, 11, 25), months=12)
    assert history().is_check_due(date(2026, 11, 26), months=12)
    again = history(checks=(read(date(2026, 11, 26)),))
    assert not again.is_check_due(date(2027, 11, 26), months=12)
    assert again.checked_on(TODAY) == date(2026, 11, 26)


def test_a_check_of_the_version_before_says_nothing_of_the_next_one() -> None:
    voted = recorded(date(2027, 1, 1))
    known = history(voted, checks=(read(date(2026, 12, 31)),))
    assert known.checked_on(date(2027, 1, 2)) == TODAY
    assert not known.is_to_verify(date(2027, 1, 2))
    assert known.is_to_verify(date(2026, 12, 31))


def test_a_family_without_a_name_is_seen() -> None:
    with pytest.raises(ValueError, match="families"):
        LawKeys.parse('[family]\na = "A"\n[[key]]\nkey = "k"\nfamily = "b"\nlabel = "L"\nunit = "days"\n')
