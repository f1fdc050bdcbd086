"""The lines of a convention in preparation: one dwelling, its months, its amount.

Ground: R. 851-2 CSS (number and types of dwellings, month by month), R. 851-3 I (comfort, ALT-08), CAL-05 (one dwelling is
one line, whatever its households), AML-07 (one programme).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import asdict, replace

from alt_units.domain.conventions import Convention, Line, LineFacts, LineOutsideYear, check_draft
from alt_units.domain.units import Programme, RunningLine, Unit, convention_page
from kernel.errors import Blocker, Conflict, NotFound, RuleBroken


class LineNotFound(NotFound):
    """The convention has no such line."""

    code, title = "convention-line-not-found", "Ligne de convention introuvable"


class LineOverlap(Conflict):
    """A dwelling has one line per month at most, shared or not (CAL-05)."""

    code, title = "line-overlap", "Ce logement a déjà une ligne de convention sur ces mois"


class ComfortMissing(RuleBroken):
    """Water point, WC and heating are conditions of the convention (R. 851-3 I CSS)."""

    code, title = "comfort-missing", "Le logement n'a pas le confort exigé"


class UnitOutsideProgramme(Conflict):
    """A unit is funded by the programme that it belongs to, and by no other (AML-07)."""

    code, title = "unit-outside-programme", "Le logement ne relève pas de ce programme sur ces mois"


def add_line(
    convention: Convention, facts: LineFacts, *, line_id: UUID, unit: Unit, others: Sequence[RunningLine]
) -> Convention:
    """The draft with one line more. `others`: the lines of the same unit, in whatever convention.

    Raises `ConventionSigned`, `LineOutsideYear`, `ComfortMissing`, `UnitOutsideProgramme`, `LineOverlap`.
    """
    check_draft(convention)
    check_line(convention, facts, unit=unit, others=others)
    line = Line(**asdict(facts), id=line_id, holds_until=facts.last_month)
    return replace(convention, lines=(*convention.lines, line))


def amend_line(
    convention: Convention, line_id: UUID, facts: LineFacts, *, unit: Unit, others: Sequence[RunningLine]
) -> Convention:
    """The draft with a corrected line; `others` without this line. Raises as `add_line`, and `LineNotFound`."""
    check_draft(convention)
    find_line(convention, line_id)
    check_line(convention, facts, unit=unit, others=others)
    line = Line(**asdict(facts), id=line_id, holds_until=facts.last_month)
    return replace(convention, lines=tuple(line if one.id == line_id else one for one in convention.lines))


def remove_line(convention: Convention, line_id: UUID) -> Convention:
    """The draft without a line. Raises `ConventionSigned`, `LineNotFound`."""
    check_draft(convention)
    find_line(convention, line_id)
    return replace(convention, lines=tuple(one for one in convention.lines if one.id != line_id))


def find_line(convention: Convention, line_id: UUID) -> Line:
    """Raises `LineNotFound`."""
    found = next((one for one in convention.lines if one.id == line_id), None)
    if found is None:
        raise LineNotFound()
    return found


def running_lines(convention: Convention, unit_id: UUID, *, but: UUID | None = None) -> list[RunningLine]:
    """The lines of a unit, as the unit's rules need them, save the line `but`.

    A line that an early end emptied no longer counts.
    """
    return [
        RunningLine(
            convention_id=convention.id,
            convention_label=convention.label,
            programme=convention.programme,
            first_month=line.first_month,
            last_month=line.holds_until,
        )
        for line in convention.lines
        if line.unit_id == unit_id and line.id != but and line.holds_until >= line.first_month
    ]


def managed_units(convention: Convention, units: Sequence[Unit], day: date) -> int:
    """How many of the convention's units are in its programme and in service on a day (AML-05: « managed »)."""
    listed = {line.unit_id for line in convention.lines}
    managed = [unit for unit in units if unit.programme_on(day) is convention.programme and unit.is_in_service_on(day)]
    return sum(unit.id in listed for unit in managed)


def check_line(convention: Convention, facts: LineFacts, *, unit: Unit, others: Sequence[RunningLine]) -> None:
    """Raises `LineOutsideYear`, `ComfortMissing`, `UnitOutsideProgramme`, `LineOverlap`."""
    if facts.last_month < facts.first_month:
        raise LineOutsideYear("Le dernier mois précède le premier.", field="last_month")
    if {facts.first_month.year, facts.last_month.year} != {convention.year}:
        raise LineOutsideYear(f"Les mois doivent être en {convention.year}.", field="first_month")
    if convention.programme is Programme.ALT and not unit.has_alt_comfort:
        raise ComfortMissing("Point d'eau, WC et chauffage sont exigés (R. 851-3 CSS).", field="unit_id")
    first_day, last_day = facts.first_month.first_day, facts.last_month.last_day
    for one in unit.programmes:
        inside = one.first_day <= last_day and (one.last_day is None or one.last_day >= first_day)
        if inside and one.programme is not convention.programme:
            raise UnitOutsideProgramme(f"Sur ces mois, le logement relève de {one.programme}.", field="unit_id")
    if unit.retired_on is not None and unit.retired_on < facts.last_month.first_day:
        raise UnitOutsideProgramme("Le logement quitte le parc avant la fin de la ligne.", field="last_month")
    for other in others:
        if other.first_month <= facts.last_month and facts.first_month <= other.last_month:
            blocker = Blocker(label=other.convention_label, href=convention_page(other.convention_id))
            raise LineOverlap(
                f"Ce logement figure déjà dans {other.convention_label}.", field="unit_id", blocker=blocker
            )
