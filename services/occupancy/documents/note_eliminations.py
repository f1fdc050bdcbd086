"""The bordereau d'élimination of social notes, for the archives: how many, of what kind, from when to when, never what they say.

Ground: RGPD-03, RGPD-04 (code du patrimoine, R212-14). The same paper asks for the visa, then says what was destroyed under it.
"""

from collections.abc import Mapping
from uuid import UUID

from kernel.documents.paper import Fact, Paper, Source, facts
from kernel.law import LawValue, Status
from kernel.web.formats import count, day, long_day
from occupancy.documents.support_words import KIND
from occupancy.domain.note_eliminations import Elimination, EliminationLine
from occupancy.domain.support_measures import SupportMeasure


class EliminationPaper(Paper, frozen=True, kw_only=True):
    """All that `note_eliminations.typ` lays out."""

    intro: str
    facts: tuple[Fact, ...]
    lines: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    closing: str
    sources: tuple[Source, ...]
    parties: tuple[str, ...]


def elimination_paper(
    one: Elimination, measures: Mapping[UUID, SupportMeasure], kept: LawValue, *, organisation: str
) -> EliminationPaper:
    """`kept`: the rule of how long notes are kept. A household is never named: the reference of its measure is."""
    gone = sum(line.notes for line in one.destroyed)
    return EliminationPaper(
        title="Bordereau d'élimination",
        organisation=organisation,
        reference=one.reference,
        dated=f"Proposé le {long_day(one.proposed_on)}",
        mark=None,
        mark_reason="",
        intro="Notes d'accompagnement social arrivées au terme de leur durée d'utilité administrative. "
        "Ce bordereau dit combien il y en a et de quand à quand ; il ne dit rien de leur contenu.",
        facts=facts({
            "Nature": "Notes et diagnostics d'accompagnement social, et papiers qui en sont tirés",
            "Durée de conservation": f"{kept.value} mois après le dernier contact avec le ménage",
            "Motif": one.reason,
            "Proposé par": one.proposed_by,
            "Visa des archives": f"{one.visa}, du {day(one.visa_on)}" if one.visa else None,
            "Détruites le": f"{day(one.destroyed_on)}, par {one.destroyed_by}" if one.destroyed_on else None,
            "Procédé": "Effacement dans le logiciel, sans copie lisible" if one.destroyed_on else None,
        }),
        lines=tuple(_line(line, measures.get(line.support_measure_id), one) for line in one.lines),
        total=("Total", "", "", "", str(one.notes), f"{gone} détruites" if one.visa else ""),
        closing=(
            f"{count(gone, 'note détruite', 'notes détruites')} sur {one.notes}. Une mesure dont le ménage est revenu est gardée."
            if one.visa
            else "Rien n'est détruit avant le visa (code du patrimoine, article R212-14)."
        ),
        sources=(Source(text="Durée :", source=kept.source, to_confirm=kept.status is Status.TO_VERIFY),),
        parties=("Le responsable du service", "La direction des archives départementales"),
    )  # fmt: skip


def _line(line: EliminationLine, measure: SupportMeasure | None, of: Elimination) -> tuple[str, ...]:
    named = f"{measure.reference}, {KIND[measure.kind]}" if measure else "Mesure"
    outcome = "" if of.visa is None else "détruites" if line.destroyed else "gardées"
    written = (day(line.first_written_on), day(line.last_written_on))
    return (named, day(line.last_contact_on), *written, str(line.notes), outcome)
