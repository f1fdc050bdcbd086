"""Legal values in French words: what a number counts, what a word means, how a grid is summed up."""

import re

from kernel.law import Status
from kernel.law_keys import Content, LawKey
from kernel.law_records import CheckOutcome
from kernel.web.formats import MONTHS, NBSP, euros, per_mille

_UNITS = {
    "day": ("jour", "jours"),
    "days": ("jour", "jours"),
    "working_days": ("jour ouvré", "jours ouvrés"),
    "months": ("mois", "mois"),
    "year": ("an", "ans"),
    "years": ("an", "ans"),
    "renewals": ("renouvellement", "renouvellements"),
    "times": ("fois", "fois"),
    "payments": ("versement", "versements"),
    "persons": ("personne", "personnes"),
    "files": ("dossier", "dossiers"),
    "fees": ("redevance mensuelle", "redevances mensuelles"),
    "attempts": ("essai", "essais"),
    "reads": ("lecture", "lectures"),
    "hours": ("heure", "heures"),
    "minutes": ("minute", "minutes"),
    "points": ("point", "points"),
}

_DAY_OF_MONTH = "day of the month"

_LISTED = re.compile(r"([,;])(?=\S)")
"""A list typed without spaces, which no line could break."""

_OF = {
    "per mille of the monthly fee": " de la redevance mensuelle",
    "per mille of the deposit": " du dépôt de garantie",
    "per mille of the forecast": " du montant prévisionnel",
    "per mille of the units": " des logements",
}

STATUSES = {Status.VERIFIED: ("Vérifiée", "ok"), Status.TO_VERIFY: ("À confirmer", "warn")}

OUTCOMES = {
    CheckOutcome.CONFIRMED: ("La source dit bien cela", "ok"),
    CheckOutcome.CHANGED: ("La source dit autre chose", "bad"),
    CheckOutcome.NOT_FOUND: ("La source n’a pas été retrouvée", "warn"),
}

LAW_DONE = {
    "law-version-recorded": "Nouvelle valeur enregistrée. Ce qui a déjà été décidé ne change pas.",
    "law-checked": "Vérification notée.",
    "law-version-withdrawn": "Valeur à venir retirée. Elle ne s’appliquera pas.",
}
"""What the pages say once an act is done."""


def quantity(number: int, unit: str) -> str:
    """A number with what it counts: `3 mois`, `75,00 €`, `10 % de la redevance mensuelle`, `décembre`."""
    if unit == "month":
        return MONTHS[number - 1]
    if unit == _DAY_OF_MONTH:
        return "le 1er" if number == 1 else f"le {number}"
    if unit == "cents":
        return euros(number)
    if unit.startswith("per mille"):
        return per_mille(number) + _OF.get(unit, "")
    one, many = _UNITS.get(unit, (unit, unit))
    return f"{number}{NBSP}{one if number < 2 else many}"


def is_told(unit: str) -> bool:
    """False for a unit that would be shown in English: this page has to learn it first."""
    return unit in {"cents", "month", _DAY_OF_MONTH, *_UNITS, *_OF}


def content_words(key: LawKey, content: Content) -> str:
    """A version in one line; of a grid, its size and its range."""
    if isinstance(content, dict):
        low, high = (quantity(found, key.unit) for found in (min(content.values()), max(content.values())))
        return f"{len(content)}{NBSP}montants, de {low} à {high}"
    if isinstance(content, str):
        return key.words.get(content) or _LISTED.sub(r"\1 ", content)
    return quantity(content, key.unit)
