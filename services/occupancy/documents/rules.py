"""The rules of the house (règlement de fonctionnement): given with the contract, in the words of the town."""

from kernel.documents.paper import Paper
from kernel.web.formats import day
from occupancy.domain.letterheads import Letterhead, RulesPart, parts


class RulesPaper(Paper, frozen=True, kw_only=True):
    """All that `rules.typ` lays out."""

    parts: tuple[RulesPart, ...]
    signer: str


def rules_paper(letterhead: Letterhead) -> RulesPaper:
    """The annex of the contracts signed while this version is in force; marked while nothing is written."""
    return RulesPaper(
        title="Règlement de fonctionnement",
        organisation=letterhead.name,
        reference=f"Version {letterhead.number}",
        dated=f"En vigueur depuis le {day(letterhead.since)}" if letterhead.number else "Aucune version",
        mark=None if letterhead.rules else "Vide",
        mark_reason="le règlement n'est pas encore écrit dans Séjours, Papiers.",
        parts=parts(letterhead.rules),
        signer=letterhead.signer,
    )
