"""Papers of the commission: the comparison without names, the minutes, and the report of delegated decisions to the board."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import count, day, days, long_day
from occupancy.documents.referral_words import AUTHORITY, FAILING, MOTIVE, NEED, OPINION, OUTCOME
from occupancy.documents.words import SITUATION
from occupancy.domain.commissions import Candidate, Commission, Comparison
from occupancy.domain.referral_decisions import DelegatedDecision
from occupancy.domain.referrals import Referral


class Section(Struct, frozen=True, kw_only=True):
    """A title and a table; `empty` is said instead of a table without rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


class CommissionPaper(Paper, frozen=True, kw_only=True):
    """All that `commissions.typ` lays out."""

    lead: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    signers: tuple[str, ...]


def comparison_paper(commission: Commission, compared: Sequence[Comparison], *, organisation: str) -> CommissionPaper:
    """The candidates of a session, place by place: letters, no name, no reference."""
    return CommissionPaper(
        title="Fiche comparative des candidats",
        organisation=organisation,
        reference=commission.reference,
        dated=f"Commission du {day(commission.held_on)}",
        mark=None,
        mark_reason="",
        lead="Les candidats sont désignés par une lettre, celui qui attend depuis le plus longtemps d'abord."
        if compared
        else "Aucun candidat n'est encore inscrit à cette séance.",
        facts=(),
        sections=tuple(
            Section(
                title=f"{one.place}, à partir du {day(one.first_day)}",
                head=("Candidat", "Composition", "Besoins", "Attente", "Avis technique", "Réserves"),
                rows=tuple(_row(each) for each in one.candidates),
                empty="",
            )
            for one in compared
        ),
        signers=(),
    )


_QUORUM = {True: "Atteint", False: "Non atteint", None: None}


def minutes_paper(
    commission: Commission, referrals: Sequence[Referral], named: Mapping[UUID, str], *, organisation: str
) -> CommissionPaper:
    """Who was there by function, and each decision; households by their letter and the reference of their referral."""
    decided = sorted((one for one in referrals if one.decision), key=lambda one: (one.place.words, named[one.id]))
    return CommissionPaper(
        title="Procès-verbal de la commission",
        organisation=organisation,
        reference=commission.reference,
        dated=f"Séance du {long_day(commission.held_on)}",
        mark=None if commission.has_met else "Projet",
        mark_reason="" if commission.has_met else "la séance ne s'est pas encore tenue.",
        lead="",
        facts=facts({"Quorum fixé par le CCAS": _QUORUM[commission.quorum_met]}),
        sections=(
            Section(
                title="Membres",
                head=("Fonction", "Présence"),
                rows=tuple((one.function, "Présent" if one.is_present else "Absent") for one in commission.members),
                empty="Aucune présence n'est encore notée.",
            ),
            Section(
                title="Décisions",
                head=("Candidat", "Orientation", "Place", "Décision", "Délibération"),
                rows=tuple(
                    (named[one.id], one.reference, one.place.words, _decided(one), one.decision.deliberation_ref)
                    for one in decided
                    if one.decision
                ),
                empty="Aucune décision n'est encore enregistrée pour cette séance.",
            ),
        ),
        signers=("Le président de séance",),
    )


def report_paper(decisions: Iterable[DelegatedDecision], *, organisation: str, on: date) -> CommissionPaper:
    """The decisions taken by delegation since the last report (CASF R123-22), without any name of a household."""
    return CommissionPaper(
        title="Compte rendu des décisions prises par délégation",
        organisation=organisation,
        reference="CASF, art. R123-22",
        dated=f"Arrêté au {day(on)}",
        mark=None,
        mark_reason="",
        lead="Décisions qui n'ont pas encore été rapportées au conseil d'administration.",
        facts=(),
        sections=(
            Section(
                title="Décisions",
                head=("Le", "Référence", "Décision", "Par", "Délégation"),
                rows=tuple(
                    (
                        day(one.decided_on),
                        one.reference,
                        one.what,
                        f"{one.decider_name}, {one.decider_function} ({AUTHORITY[one.authority]})",
                        one.deliberation_ref,
                    )
                    for one in decisions
                ),
                empty="Aucune décision à rapporter.",
            ),
        ),
        signers=("Le délégataire",),
    )


def _row(one: Candidate) -> tuple[str, ...]:
    persons = count(one.adults, "adulte") + (f", {count(one.children, 'enfant')}" if one.children else "")
    return (
        one.letter,
        f"{SITUATION[one.situation]} ({persons})",
        " ; ".join(NEED[need] for need in one.needs) or "—",
        days(one.waiting_days) if one.waiting_days is not None else "non indiquée",
        OPINION[one.opinion] if one.opinion else "—",
        " ; ".join(FAILING[check.criterion] for check in one.checked if not check.is_met) or "Aucune",
    )


def _decided(referral: Referral) -> str:
    decision = referral.decision
    assert decision is not None
    if decision.rank:
        return f"{OUTCOME[decision.outcome]}, rang {decision.rank}, jusqu'au {day(decision.expires_on)}"
    return OUTCOME[decision.outcome] + (f" : {MOTIVE[decision.motive].lower()}" if decision.motive else "")
