"""The lists of referrals as tables to take away."""

from collections.abc import Iterable

from kernel.sheets import Sheet, day, text, whole
from occupancy.documents.referral_words import ANSWER, AUTHORITY, MOTIVE, OPINION, REFERRAL_STATUS
from occupancy.domain.referral_answers import RefusalCount
from occupancy.domain.referral_decisions import DelegatedDecision
from occupancy.domain.referrals import Referral


def referrals_sheet(rows: Iterable[tuple[Referral, str, str]]) -> Sheet:
    """Each referral with its household and the one who referred it, in words."""
    return Sheet(
        name="Orientations",
        columns=(
            text("Orientation", 14),
            text("Ménage"),
            text("Place", 28),
            text("Orienté par", 18),
            day("Reçue le"),
            day("Premier jour"),
            text("Avis technique", 16),
            text("État", 18),
            whole("Rang"),
            day("Réponse envoyée"),
        ),
        rows=tuple(
            (
                one.reference,
                holder,
                one.place.words,
                source,
                one.received_on,
                one.first_day,
                OPINION[one.opinion.kind] if one.opinion else "",
                REFERRAL_STATUS[one.status],
                one.decision.rank if one.decision else None,
                one.answers[-1].sent_on if one.answers else None,
            )
            for one, holder, source in rows
        ),
    )


def refusals_sheet(rows: Iterable[RefusalCount]) -> Sheet:
    """Proposals that led to no stay, counted."""
    return Sheet(
        name="Refus par motif",
        columns=(whole("Année"), text("Réponse", 34), text("Motif", 34), whole("Nombre")),
        rows=tuple((one.year, ANSWER[one.kind], MOTIVE[one.motive] if one.motive else "", one.count) for one in rows),
        notes=("Année de l'envoi de la réponse. Les acceptations ne sont pas comptées.",),
    )


def delegated_sheet(rows: Iterable[DelegatedDecision]) -> Sheet:
    """Decisions taken by delegation, without any name of a household."""
    return Sheet(
        name="Décisions par délégation",
        columns=(
            day("Décidée le"),
            text("Référence", 14),
            text("Décision", 40),
            text("Autorité", 30),
            text("Délibération", 28),
            text("Décideur"),
            text("Fonction"),
            day("Rapportée au CA du"),
        ),
        rows=tuple(
            (
                one.decided_on,
                one.reference,
                one.what,
                AUTHORITY[one.authority],
                one.deliberation_ref,
                one.decider_name,
                one.decider_function,
                one.reported_on,
            )
            for one in rows
        ),
    )
