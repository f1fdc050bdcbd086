"""The rules of each kind of support, read in the law: durations, renewals, who pays, what may not be cumulated.

Ground: ASLL-04, ASLL-06, LIFECYCLE §3.2 and §3.3. The rules of the départements differ: all of it is dated data.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from kernel.errors import Conflict, RuleBroken
from kernel.law import Law, LawSilent
from occupancy.domain.support_measures import DeclaredMeasure, SupportKind, SupportMeasure

INCOMPATIBLE = {
    "mjagbf": "Mesure judiciaire d'aide à la gestion du budget familial (MJAGBF)",
    "masp": "Mesure d'accompagnement social personnalisé (MASP)",
    "maj": "Mesure d'accompagnement judiciaire (MAJ)",
    "protection": "Mesure de protection d'un majeur (sauvegarde, curatelle, tutelle, habilitation familiale)",
    "rsa": "Accompagnement RSA financé à cet effet",
    "aed": "Aide éducative à domicile (AED)",
}
"""The measures of seed 003 under their names of today (§3.3), by code. The level of each is in the law."""


class SupportDurationWrong(RuleBroken):
    """A measure lasts what its kind says (ASLL-04): any other duration is allowed by the management first, with its reason."""

    code, title = "support-duration-wrong", "Durée de la mesure"


class IncompatibleMeasure(Conflict):
    """Some measures are not cumulable with this one (ASLL-06): blocked, or started by somebody who says so by name."""

    code, title = "incompatible-measure", "Mesure non cumulable"


class KindRule(Struct, frozen=True, kw_only=True):
    """What the law says of a kind on a day."""

    months: int
    short_months: int
    max_renewals: int
    max_total_months: int
    funder: str


def kind_rule(kind: SupportKind, law: Law, day: date) -> KindRule:
    """Raises `LawSilent`."""

    def number(what: str) -> int:
        return law.at(f"support.{what}.{kind.value}", day).number

    return KindRule(
        months=number("months"),
        short_months=number("short_months"),
        max_renewals=number("max_renewals"),
        max_total_months=number("max_total_months"),
        funder=law.at(f"support.funder.{kind.value}", day).text,
    )


def check_months(measure: SupportMeasure, months: int, short_reason: str, rule: KindRule) -> None:
    """The common duration, or the shorter one with its reason, or what the management allowed for this measure.

    Raises `SupportDurationWrong`.
    """
    if measure.is_information:
        if not rule.short_months <= months <= rule.months:
            raise SupportDurationWrong(
                f"Cette mesure dure de {rule.short_months} à {rule.months} mois.", field="months"
            )
        return
    if months == rule.months or (measure.allowed and months == measure.allowed.months):
        return
    if months != rule.short_months:
        raise SupportDurationWrong(
            f"Une mesure dure {rule.months} mois, ou {rule.short_months} dans des cas particuliers :"
            " toute autre durée est d'abord admise par la direction, avec son motif.",
            field="months",
        )
    if not short_reason:
        raise SupportDurationWrong(
            f"Une mesure de {rule.short_months} mois répond à un cas particulier : indiquer lequel.",
            field="short_reason",
        )


def levels(law: Law, day: date) -> dict[str, str]:
    """The measures that are not cumulable on a day, each with its level: `warn` or `block`."""
    found = {}
    for code in INCOMPATIBLE:
        try:
            level = law.at(f"support.incompatible.{code}", day).text
        except LawSilent:
            continue
        if level != "none":
            found[code] = level
    return found


def check_incompatible(
    declared: Sequence[DeclaredMeasure], law: Law, day: date, *, is_confirmed: bool
) -> tuple[str, ...]:
    """The codes that were warned of and confirmed. Raises `IncompatibleMeasure`."""
    known = levels(law, day)
    found = {one.code: known[one.code] for one in declared if one.code in known}
    blocked = [INCOMPATIBLE[code] for code, level in found.items() if level == "block"]
    if blocked:
        raise IncompatibleMeasure(f"Non cumulable : {' ; '.join(blocked)}.", field="declared")
    if found and not is_confirmed:
        named = " ; ".join(INCOMPATIBLE[code] for code in found)
        raise IncompatibleMeasure(
            f"En principe non cumulable : {named}. Confirmer pour commencer malgré tout, en votre nom.",
            field="confirm_incompatible",
        )
    return tuple(found)
