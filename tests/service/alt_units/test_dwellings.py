"""What a claim reads of the dwellings of a convention is what the stock says of them, on both engines."""

from datetime import date
from typing import Any
from uuid import UUID

from alt_units.domain.claim_terms import dwelling_month, unit_month
from alt_units.store import conventions, dwellings, units
from tests.service.alt_units.claim_desk import good, signed_convention
from tests.service.alt_units.conftest import Service

Body = dict[str, Any]
WORKS = {"place_number": 0, "reason": "works", "bearer": "ccas", "first_day": "2015-02-03", "last_day": "2015-02-09"}


async def void(service: Service, unit: Body, **changes: Any) -> Body:
    now = good(await service.api("GET", f"/units/{unit['id']}"))
    path = f"/units/{unit['id']}/voids"
    made: Body = good(await service.api("POST", path, {**WORKS, **changes}, version=now["version"]))
    return made


async def test_a_claim_sees_the_dwellings_as_the_stock_says_them(service: Service, park: dict[str, Body]) -> None:
    service.clock.move_to(date(2015, 6, 15))
    await void(service, park["shared"], place_number=1)
    await void(service, park["shared"], place_number=2, first_day="2015-02-05", last_day=None)
    await void(service, park["t1"])
    made = await signed_convention(service, park)
    convention = await conventions.find_convention(UUID(made["id"]))
    seen = await dwellings.dwellings_of(service.app.state.db, convention.id)
    assert len(seen) == len(convention.lines) == 3
    for line in convention.lines:
        unit = await units.find_unit(line.unit_id)
        whole = unit_month(convention, line, unit, None)
        assert dwelling_month(convention, line, seen[unit.id], None) == whole
        assert bool(whole.void) is (unit.reference in {"LOG-COLOC", "LOG-T1"})
