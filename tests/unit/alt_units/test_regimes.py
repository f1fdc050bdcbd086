"""Who pays, and when the yearly account is due. Case numbers: the worked cases of the domain notes."""

from datetime import date

from alt_units.domain.regimes import Regime, chosen, payer_of, regime_of, report_of
from kernel.law import Status
from kernel.period import Month, Period
from tests.unit.alt_units.park import LAW


def test_ac_27_rights_of_december_2016_are_paid_by_the_caf_and_those_of_january_2017_by_the_state() -> None:
    assert regime_of(LAW, Month(2016, 12)) is Regime.CAF_MENSUEL
    assert payer_of(LAW, Month(2016, 12)) == "CAF du département"
    assert regime_of(LAW, Month(2017, 1)) is Regime.ETAT_3_VERSEMENTS
    assert payer_of(LAW, Month(2017, 1)) == "État (DDETS)"


def test_ac_30_the_account_of_2015_covers_october_to_september_and_is_due_in_december() -> None:
    report = report_of(LAW, 2015)
    assert report.covers == Period(date(2014, 10, 1), date(2015, 9, 30))
    assert report.due_on == date(2015, 12, 31)
    assert report.addressees == "préfet et CAF"


def test_ac_30_the_account_of_2023_covers_the_civil_year_and_is_due_in_march() -> None:
    report = report_of(LAW, 2023)
    assert report.covers == Period(date(2023, 1, 1), date(2023, 12, 31))
    assert report.due_on == date(2024, 3, 31)
    assert report.addressees == "préfet"


def test_the_state_s_whole_month_rule_is_shown_as_to_be_confirmed() -> None:
    assert chosen(LAW, "partial_month_rule", Month(2018, 1), "MOIS_ENTIER", "7").status is Status.TO_VERIFY
    assert chosen(LAW, "partial_month_rule", Month(2015, 1), "MOIS_ENTIER", "7").status is Status.VERIFIED


def test_the_wording_of_before_2001_was_not_read_and_is_never_shown_as_verified() -> None:
    code = [one for one in LAW.all() if one.source.startswith("CSS")]
    assert [one.key for one in code if one.since < date(2001, 1, 1) and one.status is Status.VERIFIED] == []
    assert chosen(LAW, "partial_month_rule", Month(1999, 1), "MOIS_ENTIER", "7").status is Status.TO_VERIFY


def test_a_rule_that_the_convention_sets_itself_cites_the_convention() -> None:
    rule = chosen(LAW, "partial_month_rule", Month(2018, 1), "PRORATA_JOURS", "7")
    assert (rule.source, rule.status) == ("Convention n° 7", Status.VERIFIED)


def test_a_convention_that_departs_from_the_text_is_never_shown_as_verified() -> None:
    """While the CAF paid, the capacity was justified « pour la totalité du mois »: no convention could prorate it."""
    rule = chosen(LAW, "partial_month_rule", Month(2015, 1), "PRORATA_JOURS", "7")
    assert rule.source.startswith("Convention n° 7, qui s'écarte du texte (CSS R. 851-5")
    assert rule.status is Status.TO_VERIFY
