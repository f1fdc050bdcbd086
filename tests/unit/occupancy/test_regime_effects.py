"""The effects matrix (LIFECYCLE §1.2): whole, sourced, and to confirm wherever nothing was read."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from msgspec.structs import replace

from kernel.law import Status
from occupancy.documents.regime_words import POINT, effect_lines
from occupancy.domain.regime_effects import EFFECTS, Answer, Effect, Point, answer
from occupancy.domain.regimes import LegalRegime
from occupancy.law import LAW

TEXT = re.compile(r"^(Loi|Décret|CCH|CPCE|Code)\b")
Matrix = Mapping[LegalRegime, Mapping[Point, Effect]]


def unfounded(matrix: Matrix) -> list[tuple[LegalRegime, Point]]:
    """Cells shown as the law without a text, or as sourced without a source."""
    return [
        (regime, point)
        for regime, effects in matrix.items()
        for point, one in effects.items()
        if not one.source or (one.status is Status.VERIFIED and not TEXT.match(one.source))
    ]


def test_every_regime_answers_every_point_with_a_source():
    assert set(EFFECTS) == set(LegalRegime)
    assert all(set(effects) == set(Point) for effects in EFFECTS.values())
    assert unfounded(EFFECTS) == []


def test_a_practice_shown_as_law_is_seen():
    """The control."""
    cell = replace(EFFECTS[LegalRegime.COP][Point.TENANT_NOTICE], status=Status.VERIFIED)
    broken = {LegalRegime.COP: {**EFFECTS[LegalRegime.COP], Point.TENANT_NOTICE: cell}}
    assert unfounded(broken) == [(LegalRegime.COP, Point.TENANT_NOTICE)]


@pytest.mark.parametrize(
    ("point", "cop", "sublet", "direct"),
    [
        (Point.INSPECTION, Answer.RULES, Answer.LAW, Answer.LAW),
        (Point.INSURANCE, Answer.RULES, Answer.LAW, Answer.LAW),
        (Point.TENANT_NOTICE, Answer.RULES, Answer.LAW, Answer.LAW),
        (Point.OWNER_NOTICE, Answer.NO, Answer.NO, Answer.LAW),
        (Point.HOUSING_AID, Answer.NO, Answer.LAW, Answer.LAW),
        (Point.RIGHT_TO_REMAIN, Answer.NO, Answer.LAW, Answer.LAW),
        (Point.PRESCRIPTION, Answer.LAW, Answer.LAW, Answer.LAW),
    ],
)
def test_the_lines_are_those_of_the_matrix(point: Point, cop: Answer, sublet: Answer, direct: Answer):
    assert (answer(LegalRegime.COP, point), answer(None, point)) == (cop, cop)
    assert {answer(one, point) for one in (LegalRegime.SL_HLM, LegalRegime.SL_CONV, LegalRegime.BG)} == {sublet}
    assert answer(LegalRegime.BAIL, point) is direct


def test_what_is_shown_carries_the_dated_values_and_what_is_to_confirm():
    assert set(POINT) == set(Point)
    lines = {one.point: one for one in effect_lines(LegalRegime.COP, LAW, date(2026, 11, 26))}
    assert lines[Point.TENANT_NOTICE].words == "15 jours, par le contrat"
    assert lines[Point.PRESCRIPTION].words == "5 ans"
    assert lines[Point.TENANT_NOTICE].to_confirm
    sublet = {one.point: one for one in effect_lines(LegalRegime.SL_HLM, LAW, date(2026, 11, 26))}
    assert sublet[Point.TENANT_NOTICE].words == "3 mois, un mois avec un motif justifié"
    assert sublet[Point.PRESCRIPTION].words == "3 ans"
    assert not sublet[Point.RIGHT_TO_REMAIN].to_confirm


def test_a_private_sub_let_has_no_column_in_the_matrix_and_is_all_to_confirm():
    assert {one.status for one in EFFECTS[LegalRegime.SL_PRIV].values()} == {Status.TO_VERIFY}
