"""The bordereau d'élimination of files of households: whose by number, what part, of when, how much; never a name.

Ground: RGPD-03, RGPD-04 (code du patrimoine, R212-14). The same paper asks for the visa, then says what was destroyed under it.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kernel.documents.paper import Source, facts
from kernel.law import LawValue, Status
from kernel.web.formats import count, day, long_day
from occupancy.documents.note_eliminations import EliminationPaper
from occupancy.domain.data_eliminations import DataElimination, DueFile, Stage

STAGES = {Stage.FILE: "Dossier", Stage.ACCOUNTS: "Nom dans les comptes"}


def files_paper(
    one: DataElimination, references: Mapping[UUID, str], terms: Sequence[LawValue], *, organisation: str
) -> EliminationPaper:
    """`references`: how each household is numbered. `terms`: the rules of how long files are kept."""
    gone = len(one.erased)
    return EliminationPaper(
        title="Bordereau d'élimination",
        organisation=organisation,
        reference=one.reference,
        dated=f"Proposé le {long_day(one.proposed_on)}",
        mark=None,
        mark_reason="",
        intro="Dossiers de ménages arrivés au terme de leur durée d'utilité administrative. Le nom, les coordonnées, les "
        "textes et les papiers sont détruits ; les dates et les sommes restent, sans désigner personne.",
        facts=facts({
            "Nature": "Dossiers d'hébergement, contrats, états des lieux, photographies, papiers remis",
            "Motif": one.reason,
            "Proposé par": one.proposed_by_name,
            "Visa des archives": f"{one.visa}, du {day(one.visa_on)}" if one.visa else None,
            "Détruits le": f"{day(one.carried_out_on)}, par {one.carried_out_by_name}" if one.carried_out_on else None,
            "Procédé": "Effacement dans le logiciel, sans copie lisible" if one.carried_out_on else None,
        }),
        lines=tuple(_line(line, references, one) for line in one.lines),
        total=("Total", "", "", "", str(sum(line.rows_kept for line in one.lines)), f"{gone} effacés" if one.visa else ""),
        closing=(
            f"{count(gone, 'dossier effacé', 'dossiers effacés')} sur {len(one.lines)}. Un dossier suspendu ou rouvert est gardé."
            if one.visa
            else "Rien n'est détruit avant le visa (code du patrimoine, article R212-14)."
        ),
        sources=tuple(
            Source(text="Durée :", source=kept.source, to_confirm=kept.status is Status.TO_VERIFY) for kept in terms
        ),
        parties=("Le responsable du service", "La direction des archives départementales"),
    )  # fmt: skip


def _line(line: DueFile, references: Mapping[UUID, str], of: DataElimination) -> tuple[str, ...]:
    named = f"{references.get(line.household_id, 'Ménage')}, {STAGES[line.stage].lower()}"
    outcome = "" if of.visa is None else "effacé" if line.erased else "gardé"
    return (named, day(line.last_contact_on), "", day(line.due_on), str(line.rows_kept), outcome)
