"""The next year of a convention: a draft made from it, as many consecutive years as the law allows.

Ground: R. 851-2 I CSS since 16 October 2017 (ALT-06: by avenant, at most three consecutive calendar years; how they are counted
is to be confirmed); for the AML, the last day of the years that the convention itself was made for (AML-02).
"""

from collections.abc import Sequence
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.convention_acts import draft
from alt_units.domain.convention_lines import ComfortMissing, LineOverlap, UnitOutsideProgramme, check_line
from alt_units.domain.conventions import (
    Convention,
    ConventionEnded,
    ConventionNotSigned,
    Line,
    facts_of,
)
from alt_units.domain.units import Programme, RunningLine, Unit, convention_page
from kernel.errors import Blocker, Conflict, RuleBroken
from kernel.law import Law
from kernel.period import Month


class ConventionAlreadyRenewed(Conflict):
    """A convention has one next year."""

    code, title = "convention-already-renewed", "La convention est déjà reconduite"


class TooManyYears(RuleBroken):
    """Three consecutive calendar years at most (R. 851-2 I); then a new convention is applied for."""

    code, title = "convention-too-many-years", "La convention ne peut plus être reconduite"


class Renewal(Struct, frozen=True, kw_only=True):
    """The draft of the next year, and the units that could not be taken along, with the reason."""

    convention: Convention
    left_out: tuple[tuple[Unit, str], ...]


def check_renewable(law: Law, convention: Convention, *, years: int, next_one: Convention | None) -> None:
    """`years`: how many consecutive years the convention is the last of, its own included.

    Raises `ConventionNotSigned`, `ConventionEnded`, `ConventionAlreadyRenewed`, `TooManyYears`.
    """
    if convention.is_draft:
        raise ConventionNotSigned("Une convention se reconduit une fois signée.")
    if convention.ended_on is not None:
        raise ConventionEnded("Une convention qui a pris fin ne se reconduit pas.")
    if next_one is not None:
        blocker = Blocker(label=next_one.label, href=convention_page(next_one.id))
        raise ConventionAlreadyRenewed(blocker=blocker)
    following = Month(convention.year + 1, 1)
    if convention.programme is Programme.AML:
        term = convention.latest.aml.term_ends_on if convention.latest.aml else None
        if term is not None and term < following.first_day:
            raise TooManyYears(f"Elle a été conclue jusqu'au {term:%d/%m/%Y} : préparez une nouvelle convention.")
        return
    most = law.at("convention_years_max", following.first_day)
    if years >= most.number:
        detail = (
            f"{most.number} années civiles consécutives au plus ({most.source}) : "
            f"{convention.year} est la dernière. Préparez une nouvelle convention."
        )
        raise TooManyYears(detail)


def renew(
    law: Law,
    convention: Convention,
    *,
    convention_id: UUID,
    units: Sequence[Unit],
    others: Sequence[tuple[UUID, RunningLine]],
) -> Renewal:
    """Next year's draft: the facts as last signed, and the dwellings still funded in December, for the whole year.

    `others`: the lines of those dwellings in whatever convention, each with its unit.
    """
    last, year = convention.latest, convention.year + 1
    facts = replace(
        facts_of(last),
        year=year,
        number=last.number.replace(str(convention.year), str(year)),
        first_month=Month(year, 1),
        capacity=tuple(replace(one, month=one.month.plus(12)) for one in last.capacity),
        deliberation="",
        deliberated_on=None,
        note="",
    )
    made = replace(
        draft(law, facts, convention_id=convention_id), renews_id=convention.id, approval=convention.approval
    )
    by_id, left_out, lines = {one.id: one for one in units}, [], []
    for line in convention.lines:
        if not (line.covers(Month(convention.year, 12)) and line.holds_until == Month(convention.year, 12)):
            continue
        wanted = Line(
            id=uuid5(convention_id, str(line.unit_id)),
            unit_id=line.unit_id,
            dwelling_type=line.dwelling_type,
            first_month=Month(year, 1),
            last_month=Month(year, 12),
            holds_until=Month(year, 12),
            monthly_cents=line.monthly_cents,
        )
        unit = by_id[line.unit_id]
        try:
            check_line(made, wanted, unit=unit, others=[one for unit_id, one in others if unit_id == unit.id])
        except (ComfortMissing, LineOverlap, UnitOutsideProgramme) as refused:
            left_out.append((unit, refused.detail))
        else:
            lines.append(wanted)
    return Renewal(convention=replace(made, lines=tuple(lines)), left_out=tuple(left_out))
