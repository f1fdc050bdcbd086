"""What is read for the statistics of several years; nothing is written."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from alt_units.actions.yearly_files import gather_occupation
from alt_units.documents.statistics import YearFacts
from alt_units.documents.words import MOBILISATION_KINDS, MODALITIES
from alt_units.domain.activity import of_programme
from alt_units.domain.conventions import Convention
from alt_units.domain.statistics import leases_slid
from alt_units.domain.units import Programme, Unit
from alt_units.domain.yearly_file import accounts_of, total_of
from alt_units.store import activity, claims, conventions, costs, units
from kernel.period import Month, Period


async def gather_years(years: Sequence[int]) -> list[YearFacts]:
    """Each calendar year, whatever the window of its yearly file: so that years compare."""
    return [await _year(one) for one in years]


async def _year(year: int) -> YearFacts:
    window = Period(date(year, 1, 1), date(year, 12, 31))
    lived = await gather_occupation(window, Programme.ALT)
    told = await activity.activities_of([year])
    alt = {one.id for one in await conventions.list_conventions(year=year) if one.programme is Programme.ALT}
    sent = [one for one in await claims.claims_of_year(year, traced=False) if one.convention_id in alt]
    park = await units.all_units()
    funded = frozenset(one.unit_id for one in lived.rows)
    spent = await costs.costs_touching(window)
    return YearFacts(
        year=year,
        alt=lived,
        aml=await gather_occupation(window, Programme.AML),
        activity=of_programme(told[0], Programme.ALT) if told else None,
        facts=told[0].facts if told else None,
        total=total_of(accounts_of(window, park, sent, spent, told, funded)),
        deposits_held_cents=told[0].facts.deposits_held_cents if told else None,
        modalities=_modalities(year, await conventions.list_conventions(year=year), park),
        slid=leases_slid(window, park),
    )


def _modalities(year: int, found: Sequence[Convention], park: Sequence[Unit]) -> dict[str, int]:
    """The AML dwellings on 31 December by how they are held: as their mobilisation says, else as their convention does."""
    december, counts = Month(year, 12), Counter[str]()
    said = {
        line.unit_id: MODALITIES[one.aml.modality]
        for one in found
        if one.programme is Programme.AML and one.aml and one.is_in_effect(december)
        for line in one.lines
        if line.covers(december) and december <= line.holds_until
    }
    for unit in park:
        if unit.programme_on(december.last_day) is Programme.AML:
            held = unit.mobilisation_on(december.last_day)
            counts[MOBILISATION_KINDS[held.kind] if held else said.get(unit.id, "modalité non renseignée")] += 1
    return dict(counts)
