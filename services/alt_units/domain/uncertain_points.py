"""The points that the texts leave open, one by one: what this convention retains, where it comes from, what is to confirm.

Ground: § 9 of the domain notes on ALT and AML (U1 to U13). Each has a default; none is hidden.
"""

from enum import StrEnum

from msgspec import Struct

from alt_units.domain.claim_readings import (
    RecordedReadings,
    indu_return,
    justification_months,
    long_stay_months,
    readings_of,
    retention_months,
    statement_form,
)
from alt_units.domain.conventions import Convention
from alt_units.domain.payment_schedules import PaymentSchedule, payments_a_year
from alt_units.domain.regimes import Sourced, chosen
from alt_units.domain.scales import Scales
from alt_units.domain.units import Programme
from kernel.law import Law, Status
from kernel.period import Month


class ChangedBy(StrEnum):
    """Where a point is changed."""

    CONVENTION = "convention"
    READINGS = "readings"
    SCHEDULE = "schedule"
    SCALES = "scales"
    LINES = "lines"
    LAW = "law"
    NOTHING = "nothing"


class Point(Struct, frozen=True, kw_only=True):
    """One open point. `value` is a word of the code (a rule) or a text; `number` is that of the notes (U3…).

    `rule`: what the programme does whatever the convention retains.
    """

    number: str
    question: str
    value: str
    source: Sourced
    changed_by: ChangedBy
    rule: str = ""


def points_of(
    law: Law, scales: Scales, convention: Convention, recorded: RecordedReadings, schedule: PaymentSchedule | None
) -> tuple[Point, ...]:
    """Every open point of a convention, in the order of the notes."""
    month = convention.first_month
    readings = readings_of(law, convention, month, recorded)
    stay = long_stay_months(law, convention, month, recorded)
    window = justification_months(law, convention, month, recorded)
    practice = law.at("stay_alert_months", month.first_day)
    return (
        *_amounts(scales, convention, month),
        _rule(law, convention, "U3", "Mois incomplet", "partial_month_rule", convention.rule),
        _rule(law, convention, "U4", "Logement disponible mais vide", "basis", convention.basis),
        _point("U4", "Jours de remise en état", readings.turnaround_source, ChangedBy.READINGS),
        _point("U4", "Logement partagé, AL ou APL en partie", readings.shared_aided_source, ChangedBy.READINGS),
        _point("U4", "Tous les ménages à l'AL ou à l'APL", readings.aided, ChangedBy.NOTHING),
        _rule(law, convention, "U5", "Portée du plafond", "ceiling", convention.ceiling),
        _shares(law, convention, schedule),
        _point("U7", "Forme des déclarations et des avis de paiement",
               statement_form(law, convention, month, recorded), ChangedBy.READINGS,
               rule="Les chiffres sont les mêmes ; les avis de paiement se saisissent ou s'importent."),
        _point("U7", "Délai pour justifier un mois, en mois après sa fin", window, ChangedBy.READINGS),
        _said("U8", "Logement partagé : une ligne par logement et par mois", "une ligne par logement",
              "CSS R. 851-5 ; réponse du Sénat de 2003", ChangedBy.LINES),
        _point("U9", "Alerte de séjour, en mois",
               Sourced(text=str(practice.number), source=practice.source, status=practice.status), ChangedBy.LAW),
        _point("U9", "Séjour long : demander l'AL ou l'APL, en mois", stay, ChangedBy.READINGS),
        _said("U10", "Montants de l'AML", "ceux de la convention, aucun n'est fourni",
              "Règlement intérieur du FSL du département", ChangedBy.LINES),
        _said("U11", "Agrément d'intermédiation locative d'un CCAS", "facultatif, à noter dans la convention",
              "CCH L. 365-4 et R. 365-1", ChangedBy.CONVENTION),
        _point("U12", "Conservation des chiffres de la convention, en mois après son dernier mois",
               retention_months(law, convention, month, recorded), ChangedBy.READINGS,
               rule="Aucune personne dans les demandes : des nombres de jours et de ménages (CSS R. 851-4)."),
        _point("U13", "Retour d'un indu au financeur", indu_return(law, convention, month, recorded), ChangedBy.READINGS,
               rule="Une ligne négative avec la référence de la décision, jamais compensée d'office."),
    )  # fmt: skip


def _amounts(scales: Scales, convention: Convention, month: Month) -> tuple[Point, ...]:
    found = [scale for scale in scales.all() if scale.since <= month.first_day]
    if convention.programme is not Programme.ALT or not found:
        return ()
    scale = max(found, key=lambda one: one.since)
    table = Sourced(text=scale.version, source=scale.source, status=scale.status)
    return (
        _point("U1", "Barème en vigueur", table, ChangedBy.SCALES),
        _said("U2", "Montant d'une ligne différent du barème", "le montant de la convention compte, le barème avertit",
              "Règle du programme", ChangedBy.LINES),
    )  # fmt: skip


def _rule(law: Law, convention: Convention, number: str, question: str, key: str, value: str) -> Point:
    if convention.programme is Programme.AML:
        source = Sourced(text=value, source=f"Convention n° {convention.number}", status=Status.VERIFIED)
    else:
        source = chosen(law, key, convention.first_month, value, convention.number)
    return _point(number, question, source, ChangedBy.CONVENTION)


def _shares(law: Law, convention: Convention, schedule: PaymentSchedule | None) -> Point:
    count = payments_a_year(law, convention)
    if count == 0:
        return _said("U6", "Versements", "mois par mois", "Convention", ChangedBy.NOTHING, Status.VERIFIED)
    if schedule is not None:
        number = f"Convention n° {convention.number}"
        return _said("U6", "Parts et dates des versements", f"{count} versements, saisis", number,
                     ChangedBy.SCHEDULE, Status.VERIFIED)  # fmt: skip
    source = law.at("payments_per_year", convention.first_month.first_day).source
    return _said("U6", "Parts et dates des versements", f"{count} parts égales, la dernière vaut solde", source,
                 ChangedBy.SCHEDULE)  # fmt: skip


def _point(number: str, question: str, source: Sourced, changed_by: ChangedBy, *, rule: str = "") -> Point:
    return Point(number=number, question=question, value=source.text, source=source, changed_by=changed_by, rule=rule)


def _said(
    number: str,
    question: str,
    value: str,
    source: str,
    changed_by: ChangedBy = ChangedBy.NOTHING,
    status: Status = Status.TO_VERIFY,
) -> Point:
    return _point(number, question, Sourced(text=value, source=source, status=status), changed_by)
