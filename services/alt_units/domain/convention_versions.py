"""The versions of a convention: the paper first signed, then each avenant, a version of the whole from its month on.

Ground: R. 851-2 CSS (what is agreed changes by avenant); PEERS §7.13 (one avenant open at a time; it never inherits the
signed file). What was signed stays readable as it was signed; a month already claimed does not change under its claim.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from alt_units.domain.convention_acts import amend, month_of_effect
from alt_units.domain.conventions import (
    Capacity,
    Convention,
    ConventionDateImpossible,
    ConventionEmpty,
    ConventionEnded,
    ConventionFacts,
    ConventionNotSigned,
    Line,
    LineOutsideYear,
    Version,
    check_draft,
    facts_by_name,
    facts_of,
    in_force,
)
from alt_units.domain.units import convention_page
from kernel.errors import Blocker, Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.period import Month


class AmendmentOpen(Conflict):
    """One avenant at a time: the next one starts from what is signed."""

    code, title = "amendment-open", "Un avenant est déjà en préparation"


class AmendmentNotFound(NotFound):
    """The convention has no such avenant, or none in preparation."""

    code, title = "amendment-not-found", "Avenant introuvable"


class AmendmentMonthImpossible(RuleBroken):
    """An avenant takes effect in the convention's year, and not before the version that it follows (R. 851-2)."""

    code, title = "amendment-month-impossible", "Mois d'effet impossible pour cet avenant"


class AmendmentMonthClaimed(Conflict):
    """What was sent to the payer was computed under the version of its month: that month is not changed afterwards."""

    code, title = "amendment-month-claimed", "L'avenant changerait un mois déjà demandé"


def versions_of(convention: Convention) -> tuple[Version, ...]:
    """Every version, oldest first: the first one alone when there never was an avenant."""
    if convention.versions:
        return convention.versions
    first = Version(number=1, facts=facts_of(convention), signed_on=convention.signed_on, lines=convention.lines)
    return (first,)


def find_version(convention: Convention, number: int) -> Version:
    """Raises `AmendmentNotFound`."""
    found = next((one for one in versions_of(convention) if one.number == number), None)
    if found is None:
        raise AmendmentNotFound()
    return found


def open_version(convention: Convention) -> Version | None:
    """The avenant in preparation, if there is one."""
    return next((one for one in convention.versions if one.number > 1 and one.signed_on is None), None)


def open_amendment(convention: Convention, first_month: Month, *, new_id: Callable[[], UUID]) -> Convention:
    """An avenant in preparation: the whole of what is in force from that month on, to be changed then signed.

    Raises `ConventionNotSigned`, `ConventionEnded`, `AmendmentOpen`, `AmendmentMonthImpossible`.
    """
    if convention.is_draft:
        raise ConventionNotSigned("Une convention en préparation se modifie directement.")
    if convention.ended_on is not None:
        raise ConventionEnded()
    if known := open_version(convention):
        label = f"Avenant n° {known.number - 1}, en préparation"
        blocker = Blocker(label=label, href=f"{convention_page(convention.id)}/avenant")
        raise AmendmentOpen("Signez-le ou abandonnez-le d'abord.", blocker=blocker)
    versions = versions_of(convention)
    _check_month(convention, versions[-1], first_month)
    number = versions[-1].number + 1
    lines = [replace(line, id=new_id()) for line in in_force(versions)]
    added = Version(
        number=number,
        facts=replace(versions[-1].facts, first_month=first_month),
        signed_on=None,
        lines=_from_month(lines, first_month, number),
    )
    return replace(convention, versions=(*versions, added))


def in_preparation(convention: Convention) -> Convention:
    """The avenant in preparation, seen as a convention that can be changed. Raises `AmendmentNotFound`."""
    version = open_version(convention)
    if version is None:
        raise AmendmentNotFound("Aucun avenant n'est en préparation.")
    return replace(convention, **facts_by_name(version.facts), signed_on=None, lines=version.lines, versions=())


def with_changes(convention: Convention, changed: Convention) -> Convention:
    """The convention whose avenant in preparation became `changed`; its lines hold nothing yet.

    Raises `AmendmentNotFound`, `AmendmentMonthImpossible`, `LineOutsideYear` for a line before the month of effect.
    """
    version = open_version(convention)
    if version is None:
        raise AmendmentNotFound("Aucun avenant n'est en préparation.")
    facts = facts_of(changed)
    if any(line.first_month < facts.first_month for line in changed.lines):
        detail = (
            f"L'avenant prend effet en {facts.first_month.first_day:%m/%Y} : la ligne commence ce mois-là au plus tôt."
        )
        raise LineOutsideYear(detail, field="first_month")
    lines = _from_month(changed.lines, facts.first_month, version.number)
    return _with(convention, replace(version, facts=facts, lines=lines))


def amend_amendment(law: Law, convention: Convention, facts: ConventionFacts) -> Convention:
    """The avenant in preparation with other facts; its lines follow its month of effect.

    Raises `AmendmentNotFound`, `AmendmentMonthImpossible` and what `amend` raises.
    """
    draft = in_preparation(convention)
    signed = [one for one in versions_of(convention) if one.signed_on]
    kept = replace(facts, programme=convention.programme, number=convention.number, year=convention.year)
    _check_month(convention, signed[-1], kept.first_month)
    changed = amend(law, replace(draft, lines=_trimmed(draft.lines, kept.first_month)), kept)
    return with_changes(convention, changed)


def sign_amendment(
    law: Law, convention: Convention, *, signed_on: date, today: date, claimed: Sequence[Month]
) -> Convention:
    """The avenant is signed: from its month on it holds, and the versions before it stop at the month before.

    `claimed`: the months that were submitted and for which something is due.
    Raises `AmendmentNotFound`, `ConventionEmpty`, `ConventionDateImpossible`, `AmendmentMonthClaimed`.
    """
    version = open_version(convention)
    if version is None:
        raise AmendmentNotFound("Aucun avenant n'est en préparation.")
    before = [one for one in convention.versions if one.signed_on]
    if not version.lines:
        raise ConventionEmpty("Un avenant reprend toute la convention : ajoutez au moins une ligne.")
    if signed_on > today:
        raise ConventionDateImpossible("La signature ne peut pas être dans le futur.", field="signed_on")
    if signed_on < (before[-1].signed_on or signed_on):
        raise ConventionDateImpossible("Un avenant ne se signe pas avant ce qu'il modifie.", field="signed_on")
    first = month_of_effect(law, convention.programme, signed_on, version.facts.first_month)
    if first.year != convention.year:
        detail = f"Signé ce jour-là, il prendrait effet en {first.first_day:%m/%Y}, hors de l'année {convention.year}."
        raise ConventionDateImpossible(detail, field="signed_on")
    facts = replace(version.facts, first_month=first)
    lines = tuple(replace(line, holds_until=line.last_month) for line in _trimmed(version.lines, first))
    signed = replace(version, facts=facts, signed_on=signed_on, lines=lines)
    versions = (*(_stopped(one, first.plus(-1)) for one in before), signed)
    after = replace(convention, versions=versions, lines=in_force(versions))
    _check_claimed(convention, after, [month for month in claimed if month >= first])
    return after


def withdraw_amendment(convention: Convention) -> Convention:
    """The convention without its avenant in preparation. Raises `AmendmentNotFound`."""
    if open_version(convention) is None:
        raise AmendmentNotFound("Aucun avenant n'est en préparation.")
    signed = tuple(one for one in convention.versions if one.signed_on)
    return replace(convention, versions=signed if len(signed) > 1 else ())


def with_capacity(convention: Convention, capacity: tuple[Capacity, ...]) -> Convention:
    """The capacity of the annex: of the convention in preparation, else of its avenant in preparation.

    Raises `LineOutsideYear`, `ConventionSigned`.
    """
    if any(one.month.year != convention.year for one in capacity):
        raise LineOutsideYear(f"Les mois de la capacité doivent être en {convention.year}.", field="month")
    if open_version(convention) is None:
        check_draft(convention)
        return replace(convention, capacity=capacity)
    return with_changes(convention, replace(in_preparation(convention), capacity=capacity))


def month_terms(convention: Convention, month: Month) -> dict[str, Any]:
    """All that decides what may be claimed for a month."""
    held = convention.at(month)
    names = ("rule", "least_days", "basis", "ceiling", "ceiling_cents", "max_units")
    lines = sorted((str(one.unit_id), one.dwelling_type, held.line_cents(one, month)) for one in _of(held, month))
    return {name: getattr(held, name) for name in names} | {"lines": lines}


def _of(convention: Convention, month: Month) -> Iterator[Line]:
    return (line for line in convention.lines if line.covers(month))


def _check_claimed(before: Convention, after: Convention, months: Sequence[Month]) -> None:
    for month in sorted(months):
        if month_terms(before, month) != month_terms(after, month):
            label = f"Demande {month.first_day:%m/%Y}"
            blocker = Blocker(label=label, href=f"/logements/aides/{before.id}/{month}")
            detail = f"L'aide de {month.first_day:%m/%Y} a été transmise : l'avenant doit prendre effet plus tard."
            raise AmendmentMonthClaimed(detail, blocker=blocker)


def _check_month(convention: Convention, last: Version, first_month: Month) -> None:
    if first_month.year != convention.year:
        raise AmendmentMonthImpossible(f"L'avenant prend effet en {convention.year}.", field="first_month")
    if first_month < max(last.facts.first_month, convention.first_month):
        detail = f"La version précédente a pris effet en {last.facts.first_month.first_day:%m/%Y}."
        raise AmendmentMonthImpossible(detail, field="first_month")


def _trimmed(lines: Sequence[Line], first_month: Month) -> tuple[Line, ...]:
    """The lines from a month on; those that end before it go."""
    return tuple(
        replace(one, first_month=max(one.first_month, first_month)) for one in lines if one.last_month >= first_month
    )


def _from_month(lines: Sequence[Line], first_month: Month, number: int) -> tuple[Line, ...]:
    """Lines of an avenant in preparation: they hold no dwelling yet."""
    return tuple(
        replace(one, from_version=number, holds_until=one.first_month.plus(-1)) for one in _trimmed(lines, first_month)
    )


def _stopped(version: Version, last_month: Month) -> Version:
    lines = tuple(replace(one, holds_until=min(one.holds_until, last_month)) for one in version.lines)
    return replace(version, lines=lines)


def _with(convention: Convention, version: Version) -> Convention:
    versions = tuple(version if one.number == version.number else one for one in convention.versions)
    return replace(convention, versions=versions)
