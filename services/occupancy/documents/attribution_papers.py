"""The papers of an attribution dossier: the sheet of a candidate for the commission, the review of the installation.

Ground: LIFECYCLE §8.1, steps 4 to 7 (complete file, proposed by order of priority) and 11 (review within two months of entry). No
word of health: opinions and motives are those of the closed lists (LLTS-07); difficulties are said to exist, never which.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from kernel.documents.paper import facts
from kernel.web.formats import count, day, long_day
from occupancy.documents.commissions import CommissionPaper
from occupancy.documents.commissions import Section as TableSection
from occupancy.documents.support_papers import Section, SupportPaper
from occupancy.documents.words import SITUATION
from occupancy.domain.attribution_facts import NEEDED_PIECES, Piece
from occupancy.domain.attribution_sessions import Operation, Session
from occupancy.domain.attributions import Attribution, AttributionStepWrong
from occupancy.domain.households import Household

Known = Sequence[tuple[str, str]]
_TOPICS = (
    "Loyer, charges, aide au logement",
    "Assurance, eau, électricité",
    "Usage et entretien du logement",
    "Ce que dit le ménage",
)


def candidate_paper(
    one: Attribution,
    operation: Operation,
    household: Household,
    *,
    holder: str,
    opinions: Known,
    receipts: Known,
    pieces: Mapping[Piece, str],
    organisation: str,
) -> CommissionPaper:
    """One candidate: household, demand, opinions, pieces seen, receipts. Marked while a needed piece is missing."""
    seen = {each.piece: each.on for each in one.pieces}
    return CommissionPaper(
        title="Fiche du candidat",
        organisation=organisation,
        reference=one.reference,
        dated=f"Dossier au {long_day(one.known_on)}",
        mark="Incomplet" if one.missing else None,
        mark_reason=f"il manque {count(len(one.missing), 'pièce')}." if one.missing else "",
        lead=f"{operation.name} : {operation.landlord}, {operation.commune}.",
        facts=facts(
            {
                "Ménage": holder,
                "Composition": f"{SITUATION[household.situation]}, {count(household.persons, 'personne')}",
                **dict(opinions),
            }
        ),
        sections=(
            TableSection(
                title="Pièces",
                head=("Pièce", "Vue par le CCAS"),
                rows=tuple(
                    (
                        words,
                        day(seen[piece])
                        if piece in seen
                        else "manque"
                        if piece in NEEDED_PIECES
                        else "si elle s’applique",
                    )
                    for piece, words in pieces.items()
                ),
                empty="",
            ),
            TableSection(
                title="Séance", head=("Étape", "Jour"), rows=tuple(pair for pair in receipts if pair[1]), empty=""
            ),
        ),
        signers=(),
    )


def installation_paper(
    one: Attribution, operation: Operation, session: Session, *, holder: str, due_on: date, organisation: str, on: date
) -> SupportPaper:
    """The review at home, to be filled in with the household. Raises `AttributionStepWrong` before the entry."""
    if one.entry is None:
        raise AttributionStepWrong("Le bilan d'installation s'imprime une fois l'entrée dans les lieux enregistrée.")
    review = one.review
    found = "Des difficultés sociales" if review and review.finds_problems else "Aucune difficulté sociale"
    return SupportPaper(
        title="Bilan d'installation",
        organisation=organisation,
        reference=one.reference,
        dated=f"Fait le {long_day(on)}" if review else f"Édité le {long_day(on)}",
        mark=None if review else "À remplir",
        mark_reason="" if review else "le bilan n'est pas encore enregistré.",
        intro="Ce bilan est fait au domicile, avec le ménage. S'il montre des difficultés, un accompagnement est proposé.",
        facts=facts(
            {
                "Ménage": holder,
                "Logement": f"{operation.name}, {operation.landlord}",
                "Commission": day(session.commission_on),
                "Entrée dans les lieux": day(one.entry.on),
                "À faire au plus tard le": day(due_on),
                "Fait le": day(review.on) if review else None,
                "Constat": found if review else None,
            }
        ),
        sections=tuple(
            Section(title=topic, text="", lines=0 if review else 4) for topic in (() if review else _TOPICS)
        ),
        closing="Des faits, courts : ni santé, ni origine, ni opinion. Le ménage reçoit un exemplaire.",
        parties=("Le ménage", "L'intervenant"),
    )
