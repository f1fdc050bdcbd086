"""What an import would do, decided row by row on a copy of the park by the very rules that the forms obey.

Ground: those of `units`, `places`, `programmes`, `voids`, `conventions`, `convention_versions`: there is no second way of
recording. What exists already is recognised: the same is left alone, anything else is refused, for an import adds and never
overwrites.
"""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from alt_units.domain.convention_versions import versions_of
from alt_units.domain.conventions import Convention
from alt_units.domain.park_convention_plans import ConventionPlans
from alt_units.domain.park_imports import Counts, ParkPlan, ParkSheet, WantedPark
from alt_units.domain.park_notes import Notes
from alt_units.domain.park_unit_plans import UnitPlans
from alt_units.domain.scales import Scales
from alt_units.domain.units import Unit
from kernel.law import Law


def plan(
    wanted: WantedPark,
    *,
    park: Sequence[Unit],
    signed: Sequence[Convention],
    law: Law,
    scales: Scales,
    today: date,
    new_id: Callable[[], UUID],
) -> ParkPlan:
    """Every row tried in turn; what a rule refuses is a fault of its row, and the others go on."""
    notes = Notes()
    units = UnitPlans(park, new_id=new_id, notes=notes)
    units.run(wanted)
    papers = ConventionPlans(units, signed, law=law, scales=scales, today=today, new_id=new_id, notes=notes)
    papers.run(wanted)
    return ParkPlan(
        units=tuple(units.made.values()),
        conventions=tuple(sorted(papers.made, key=lambda one: one.final.year)),
        added=Counts(
            units=len(units.made),
            places=sum(len(unit.places) for unit in units.made.values()),
            voids=sum(len(unit.voids) for unit in units.made.values()),
            conventions=len(papers.made),
            amendments=sum(len(versions_of(one.final)) - 1 for one in papers.made),
            lines=papers.lines,
        ),
        unchanged=Counts(
            units=notes.same[ParkSheet.UNITS],
            places=notes.same[ParkSheet.PLACES],
            voids=notes.same[ParkSheet.VOIDS],
            conventions=notes.same[ParkSheet.CONVENTIONS],
            amendments=notes.same[ParkSheet.AMENDMENTS],
            lines=notes.same[ParkSheet.LINES],
        ),
        faults=tuple(notes.faults),
        warnings=tuple(notes.warnings),
    )
