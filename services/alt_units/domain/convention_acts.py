"""What is done with a convention: prepared, corrected, signed, ended. Each act takes the paper and gives the next one.

Ground: R. 851-2 CSS (calendar year, effect), R. 851-7 I (end); rules ALT-06, ALT-10, AC-24. Its lines: `convention_lines`; its
avenants: `convention_versions`; the notice of its end: `convention_ends`.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from alt_units.domain.aml import AmlTermsMisplaced
from alt_units.domain.conventions import (
    Approval,
    Convention,
    ConventionClaimedLater,
    ConventionDateImpossible,
    ConventionEmpty,
    ConventionEnded,
    ConventionFacts,
    ConventionNotSigned,
    ConventionSigned,
    EndKind,
    LeastDaysMissing,
    Line,
    LineOutsideYear,
    check_draft,
    facts_by_name,
    line_amount,
)
from alt_units.domain.regimes import PartialMonthRule, Regime, regime_of
from alt_units.domain.units import Programme
from kernel.errors import Blocker
from kernel.law import Law
from kernel.period import Month


def month_of_effect(law: Law, programme: Programme, signed_on: date, planned: Month) -> Month:
    """The first month that the convention pays.

    While the CAF paid, a convention took effect on the first day of the month after its signature (R. 851-2, version
    2001-2017; AC-24). Since 2017 the convention covers the calendar year as it says.
    """
    rule = law.at("convention_effect", planned.first_day)
    if programme is Programme.ALT and rule.text == "MOIS_SUIVANT_SIGNATURE":
        return max(planned, Month.of(signed_on).plus(1))
    return planned


def draft(law: Law, facts: ConventionFacts, *, convention_id: UUID) -> Convention:
    """A convention in preparation. Raises `LineOutsideYear`, `LeastDaysMissing`."""
    _check_facts(facts)
    return Convention(
        **facts_by_name(facts),
        id=convention_id,
        version=1,
        regime=_regime(law, facts),
        signed_on=None,
        ended_on=None,
        end_reason="",
        end_kind=None,
        notified_on=None,
        renews_id=None,
        approval=Approval(),
        lines=(),
    )


def amend(law: Law, convention: Convention, facts: ConventionFacts) -> Convention:
    """The draft with corrected facts. Raises `ConventionSigned`, `LineOutsideYear`, `LeastDaysMissing`."""
    check_draft(convention)
    _check_facts(facts)
    if facts.programme != convention.programme and convention.lines:
        raise ConventionSigned("Retirez d'abord les lignes : elles suivent le programme.", field="programme")
    if any(line.first_month.year != facts.year for line in convention.lines):
        raise LineOutsideYear("Des lignes portent sur une autre année.", field="year")
    lines = tuple(replace(line, monthly_cents=line_amount(facts, line)) for line in convention.lines)
    return replace(convention, **facts_by_name(facts), regime=_regime(law, facts), lines=lines)


def sign(law: Law, convention: Convention, *, signed_on: date, today: date) -> Convention:
    """The convention is signed and takes effect; its lines no longer change.

    Raises `ConventionSigned`, `ConventionEmpty`, `ConventionDateImpossible`.
    """
    check_draft(convention)
    if not convention.lines:
        raise ConventionEmpty("Ajoutez au moins une ligne avant la signature.")
    if signed_on > today:
        raise ConventionDateImpossible("La signature ne peut pas être dans le futur.", field="signed_on")
    first = month_of_effect(law, convention.programme, signed_on, convention.first_month)
    if first.year != convention.year:
        detail = (
            f"Signée ce jour-là, elle prendrait effet en {first.first_day:%m/%Y}, hors de l'année {convention.year}."
        )
        raise ConventionDateImpossible(detail, field="signed_on")
    return replace(convention, signed_on=signed_on, first_month=first)


def end(
    convention: Convention,
    *,
    ended_on: date,
    reason: str,
    claimed: Sequence[Month],
    kind: EndKind = EndKind.AGREEMENT,
    notified_on: date | None = None,
) -> Convention:
    """The convention ends; nothing is paid from the first day of the following month (R. 851-7 I, ALT-10).

    `claimed`: the months that were submitted and for which something is due. Its notice: `convention_ends`.
    Raises `ConventionNotSigned`, `ConventionEnded`, `ConventionDateImpossible`, `ConventionClaimedLater`.
    """
    if convention.signed_on is None:
        raise ConventionNotSigned()
    if convention.ended_on is not None:
        raise ConventionEnded()
    if ended_on < convention.signed_on or ended_on.year != convention.year:
        detail = f"La fin se situe en {convention.year} et pas avant la signature."
        raise ConventionDateImpossible(detail, field="ended_on")
    last = Month.of(ended_on)
    if later := sorted(month for month in claimed if month > last):
        raise _claimed_later(convention, later)
    versions = tuple(replace(one, lines=_held(one.lines, last)) for one in convention.versions if one.signed_on)
    return replace(
        convention,
        ended_on=ended_on,
        end_reason=reason,
        end_kind=kind,
        notified_on=notified_on,
        lines=_held(convention.lines, last),
        versions=versions,
    )


def _regime(law: Law, facts: ConventionFacts) -> Regime | None:
    return regime_of(law, facts.first_month) if facts.programme is Programme.ALT else None


def _claimed_later(convention: Convention, later: Sequence[Month]) -> ConventionClaimedLater:
    """The refusal that names every month to adjust before the end, each with its claim."""
    first, *others = (
        Blocker(label=f"Demande {month.first_day:%m/%Y}", href=f"/logements/aides/{convention.id}/{month}")
        for month in later
    )
    said = f"L'aide de {later[0].first_day:%m/%Y} a été transmise : ajustez-la à zéro, puis mettez fin à la convention."
    if others:
        said = f"L'aide de {len(later)} mois a été transmise : ajustez-les à zéro, puis mettez fin à la convention."
    return ConventionClaimedLater(said, blocker=first, others=tuple(others))


def _held(lines: Sequence[Line], last: Month) -> tuple[Line, ...]:
    return tuple(replace(line, holds_until=min(line.holds_until, last)) for line in lines)


def _check_facts(facts: ConventionFacts) -> None:
    if facts.aml is not None and facts.programme is not Programme.AML:
        raise AmlTermsMisplaced(
            "Le montant par logement et le nombre maximal sont des clauses de l'AML.", field="programme"
        )
    if facts.first_month.year != facts.year:
        raise LineOutsideYear("Le premier mois doit être dans l'année de la convention.", field="first_month")
    if facts.rule is PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS and facts.least_days is None:
        raise LeastDaysMissing("Indiquez le nombre de jours à partir duquel le mois compte.", field="least_days")
