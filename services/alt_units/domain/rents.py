"""The rents of a year as the mobilisations of the dwellings let one expect them: proposed, recorded only when an agent says so.

Ground: ALT-12 (the allowance is compared with the costs), REG-01 (the upstream contract and its rent are facts of the
mobilisation). A month had in part is proposed by its days.
"""

from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_OID, UUID, uuid5

from msgspec import Struct

from alt_units.domain.costs import Cost, CostFacts, CostKind
from alt_units.domain.mobilisations import Mobilisation
from alt_units.domain.units import Unit
from kernel.money import prorate
from kernel.period import Month


class RentProposal(Struct, frozen=True, kw_only=True):
    """The rent of one dwelling for one month. `days`: those of the month on which the mobilisation had it.

    `cost_id` follows from the dwelling, the month and what was recorded of it before: the same proposal is recorded once.
    """

    cost_id: UUID
    unit: Unit
    month: Month
    landlord: str
    reference: str
    days: int
    amount_cents: int

    @property
    def is_partial(self) -> bool:
        return self.days < self.month.days

    def facts(self) -> CostFacts:
        return CostFacts(
            unit_id=self.unit.id,
            kind=CostKind.RENT,
            first_month=self.month,
            last_month=self.month,
            amount_cents=self.amount_cents,
            reference=self.reference[:80],
            label=f"Loyer, {self.landlord}"[:200] if self.landlord else "Loyer",
        )


def rents_proposed(
    units: Sequence[Unit], costs: Sequence[Cost], year: int, *, until: Month
) -> tuple[RentProposal, ...]:
    """The rents of the year's months up to one, oldest first, without the months whose rent is recorded and stands.

    `costs`: those that touch the year, reversals included.
    """
    undone = {one.cancels_id for one in costs}
    rents = [one for one in costs if one.kind is CostKind.RENT and one.cancels_id is None]
    found: list[RentProposal] = []
    for month in (Month(year, number) for number in range(1, 13)):
        for unit in units if month <= until else ():
            known = {
                one.id: one.id not in undone
                for one in rents
                if one.unit_id == unit.id and one.first_month <= month <= one.last_month
            }
            found += _of_month(unit, month, known)
    return tuple(found)


def _of_month(unit: Unit, month: Month, known: dict[UUID, bool]) -> list[RentProposal]:
    """`known`: the rents recorded for the month; True when one still stands. One recorded by hand is taken for the whole."""
    proposals = []
    for one, days, cents in _parts(unit.mobilisations, month):
        times = 0
        while (stands := known.pop(cost_id := _identifier(one, month, times), None)) is False:
            times += 1
        if stands:
            continue
        proposals.append(
            RentProposal(
                cost_id=cost_id,
                unit=unit,
                month=month,
                landlord=one.landlord,
                reference=one.reference,
                days=days,
                amount_cents=cents,
            )
        )
    return [] if any(known.values()) else proposals


def _identifier(one: Mobilisation, month: Month, times: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"rent/{one.id}/{month}/{times}")


def _parts(mobilisations: Sequence[Mobilisation], month: Month) -> Iterator[tuple[Mobilisation, int, int]]:
    """Each right on the dwelling that has a rent, with its days of the month and their share of the rent."""
    for one in mobilisations:
        common = one.period.common(month.period)
        if common is not None and one.rent_cents and (cents := prorate(one.rent_cents, common.days, month.days)):
            yield one, common.days, cents
