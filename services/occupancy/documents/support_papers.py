"""The three papers of a support measure: diagnosis, contract of support, end evaluation (ASLL-02, ASLL-09, ASLL-12).

Diagnosis and evaluation hold what social workers write: whoever prints them may read support notes.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, long_day
from occupancy.documents.support_words import BREAK, KIND, OUTCOME, PURPOSE, STAGE
from occupancy.domain.support_diagnosis import HEADING_WORDS, Diagnosis, Heading
from occupancy.domain.support_measures import SupportMeasure, SupportStepWrong
from occupancy.domain.support_notes import NoteKind, SupportNote


class Section(Struct, frozen=True, kw_only=True):
    """A heading, and what stands under it; `lines`: empty lines to fill in by hand."""

    title: str
    text: str
    lines: int


class SupportPaper(Paper, frozen=True, kw_only=True):
    """All that `support_papers.typ` lays out."""

    intro: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    closing: str
    parties: tuple[str, ...]


class Names(Struct, frozen=True, kw_only=True):
    """Who is named on a paper. `holder`: as the reader may see it."""

    organisation: str
    holder: str
    operator: str


def diagnosis_paper(measure: SupportMeasure, diagnosis: Diagnosis, names: Names, *, on: date) -> SupportPaper:
    """The six headings, to be signed by household and worker."""
    filled = tuple(_section(_title(HEADING_WORDS[one]), diagnosis.text(one), 4) for one in Heading)
    missing = measure.diagnosis.missing
    return _paper(
        measure,
        names,
        on,
        title="Diagnostic partagé avant une mesure d'accompagnement",
        mark="Projet" if missing else None,
        mark_reason="le diagnostic n'est pas complet, ou pas encore signé." if missing else "",
        intro="Ce diagnostic est établi avec le ménage, avant toute demande. Sa signature formalise son adhésion à la demande.",
        known={
            "Signé par le ménage le": _day(measure.diagnosis.household_signed_on),
            "Signé par l'intervenant le": _day(measure.diagnosis.worker_signed_on),
        },
        sections=filled,
        closing="Le ménage reçoit un exemplaire. Il peut demander à lire tout ce qui est écrit de lui.",
        parties=("Le ménage", "L'intervenant social"),
    )


def support_contract_paper(measure: SupportMeasure, diagnosis: Diagnosis, names: Names, *, on: date) -> SupportPaper:
    """Individual, adapted, negotiated: a moral engagement, and what the follow-up refers to (ASLL-09).

    Raises `SupportStepWrong` before the start.
    """
    if measure.started_on is None or measure.is_information:
        raise SupportStepWrong("Le contrat d'accompagnement s'imprime une fois la mesure commencée.")
    agreed = (
        _section("Objectifs", diagnosis.goals, 3),
        _section("Projet logement du ménage", diagnosis.household_project, 3),
        _section("Qui fait quoi", "", 4),
        _section("Rythme des rencontres", "En moyenne deux rencontres par mois, dont des visites à domicile.", 1),
        _section("Bilans", "Au début, à mi-parcours et à la fin ; le bilan de fin est partagé et signé.", 0),
    )
    signed = measure.contract_signed_on
    return _paper(
        measure,
        names,
        on,
        title="Contrat d'accompagnement social",
        mark=None if signed else "Projet",
        mark_reason="" if signed else "ce contrat n'est pas signé.",
        intro="Ce contrat est négocié avec le ménage. C'est un engagement moral et la référence du suivi de la mesure.",
        known={"Signé le": _day(signed), "Bailleur": measure.landlord or None},
        sections=agreed,
        closing="Pendant la mesure, le bailleur s'engage à maintenir le locataire dans les lieux, sauf si celui-ci ne respecte"
        " pas la mesure ou son contrat de location (charte de l'accompagnement social, Loire : à confirmer localement).",
        parties=("Le ménage", "L'intervenant", "Le référent social"),
    )


def evaluation_paper(
    measure: SupportMeasure, written: Sequence[SupportNote], names: Names, *, on: date
) -> SupportPaper:
    """The shared evaluation, with what was written of it. Raises `SupportStepWrong` before the end."""
    if measure.ended_on is None or measure.end_outcome is None or measure.is_information:
        raise SupportStepWrong("Le bilan de fin s'imprime une fois la fin de la mesure enregistrée.")
    texts = [one.content for one in written if one.kind is NoteKind.EVALUATION]
    held = sum(1 for one in measure.meetings if not one.is_missed)
    report = measure.report
    broken = report.break_reason if report else None
    reviews = " ; ".join(f"{STAGE[one.stage]} le {day(one.held_on)}" for one in measure.reviews)
    return _paper(
        measure,
        names,
        on,
        title="Bilan de fin de mesure",
        mark=None if report else "Projet",
        mark_reason="" if report else "ce bilan n'est pas signé.",
        intro="Évaluation partagée entre l'intervenant, le référent social et le ménage.",
        known={
            "Fin réelle": day(measure.ended_on),
            "Issue": OUTCOME[measure.end_outcome],
            "Rencontres tenues": str(held),
            "Rencontres manquées": str(len(measure.meetings) - held),
            "Bilans": reviews or None,
            "Rupture par le ménage": BREAK[broken] if broken else None,
            "Signé par l'intervenant le": _day(report.worker_signed_on if report else None),
            "Signé par le ménage le": _day(report.household_signed_on if report else None),
            "Retourné à la commission le": _day(report.returned_on if report else None),
        },
        sections=(
            _section("Évaluation", "\n\n".join(reversed(texts)), 6),
            _section("Suite : arrêt, reconduction demandée, relais", "", 4),
            _section("Observations du ménage", "", 4),
        ),
        closing="Ce bilan est retourné à la commission qui a accordé la mesure.",
        parties=("Le ménage", "L'intervenant", "Le référent social"),
    )


def _paper(
    measure: SupportMeasure,
    names: Names,
    on: date,
    *,
    title: str,
    mark: str | None,
    mark_reason: str,
    intro: str,
    known: dict[str, str | None],
    sections: tuple[Section, ...],
    closing: str,
    parties: tuple[str, ...],
) -> SupportPaper:
    return SupportPaper(
        title=title,
        organisation=names.organisation,
        reference=measure.reference,
        dated=f"Édité le {long_day(on)}",
        mark=mark,
        mark_reason=mark_reason,
        intro=intro,
        facts=facts(
            {
                "Ménage": names.holder,
                "Mesure": f"{KIND[measure.kind]}, {PURPOSE[measure.purpose].lower()}",
                "Opérateur": names.operator or None,
                "Intervenant": measure.worker or None,
                "Référent social": measure.referent,
                "Du": _day(measure.started_on),
                "Au": _day(measure.last_day),
                **known,
            }
        ),
        sections=sections,
        closing=closing,
        parties=parties,
    )


def _section(title: str, text: str, lines: int) -> Section:
    return Section(title=title, text=text, lines=0 if text else lines)


def _title(words: str) -> str:
    return words[0].upper() + words[1:]


def _day(on: date | None) -> str | None:
    return day(on) if on else None
