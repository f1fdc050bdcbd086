"""The points that the texts leave open, one by one: what this convention retains, where it comes from, what is to confirm.

Ground: § 9 of the domain notes on ALT and AML (U1 to U13). Each has a default; none is hidden.
"""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.claim_readings import RecordedReadings, justification_months, long_stay_months, readings_of
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

    `why`: the reason for which it is not settled convention by convention.
    """

    number: str
    question: str
    value: str
    source: Sourced
    changed_by: ChangedBy
    why: str = ""


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
        _said("U7", "Forme des déclarations et des avis de paiement", "états neutres, saisie ou import à la main",
              "Aucun modèle officiel trouvé",
              why="pas par convention : sans modèle officiel, l'état est le même pour tous les financeurs"),
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
        _said("U12", "Données sur les personnes", "aucune dans les demandes : des nombres de jours et de ménages",
              "CSS R. 851-4 ; minimisation",
              why="pas par convention : la protection des personnes ne se règle pas avec un financeur"),
        _said("U13", "Indu", "une ligne négative avec la référence de la décision, jamais compensée d'office",
              "Aucune procédure écrite pour l'ALT depuis 2017",
              why="pas par convention : chaque indu suit sa propre décision, dont la référence se saisit avec lui"),
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


def _point(number: str, question: str, source: Sourced, changed_by: ChangedBy) -> Point:
    return Point(number=number, question=question, value=source.text, source=source, changed_by=changed_by)


def _said(
    number: str,
    question: str,
    value: str,
    source: str,
    changed_by: ChangedBy = ChangedBy.NOTHING,
    status: Status = Status.TO_VERIFY,
    *,
    why: str = "",
) -> Point:
    return replace(_point(number, question, Sourced(text=value, source=source, status=status), changed_by), why=why)
