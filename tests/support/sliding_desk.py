"""What a test of sliding leases does at the desk, step by step, as the clerks would. All households are fictitious."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx

from tests.support.stay_desk import Desk, accepted
from tests.support.stock import unit

UPSTREAM = UUID(int=900)
T1 = str(UUID(int=3))


def sublet_unit() -> dict[str, Any]:
    """A T1 of an HLM landlord that the CCAS rents with a slide clause."""
    right: dict[str, Any] = {"id": str(UPSTREAM), "kind": "sliding_lease", "owner_kind": "hlm"}
    right |= {"first_day": "2000-01-01", "last_day": None}
    return unit(3, programme="AML", dwelling_type="t1") | {"mobilisations": [right]}


def convention(signed_on: str, **facts: Any) -> dict[str, Any]:
    return {
        "signed_on": signed_on,
        "landlord_referent": "Référente Exemple",
        "ccas_referent": "Référent Exemple",
        "exam_period_months": 12,
        "review_interval_months": 6,
        "convocation_days": 15,
        **facts,
    }


def minutes(held_on: str, **facts: Any) -> dict[str, Any]:
    parties = ("landlord", "ccas", "household")
    criteria = ("regular_payment", "peaceful_occupation", "maintenance", "insurance", "eligibility", "housing_aid")
    return {
        "held_on": held_on,
        "positions": [{"party": one, "signature": "signed", "position": "Favorable"} for one in parties],
        "criteria": [{"criterion": one, "met": "met"} for one in (*criteria, "solvency")],
        "recommendation": "slide_now",
        "household_words": "Je souhaite rester dans ce logement.",
        "unconvened_reason": "Les trois sont convenus de ce jour au téléphone.",
        **facts,
    }


class SlidingDesk:
    """Acts on sliding leases through the API."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.stock.units[T1] = sublet_unit()

    def on(self, day: str) -> None:
        self.desk.clock.move_to(date.fromisoformat(day))

    async def sublet(self, day: str = "2026-03-31", **facts: Any) -> dict[str, Any]:
        """A sub-lease of twelve months, signed on its first day under the regime of the sliding lease."""
        self.on(day)
        household = await self.desk.household()
        how = {"last_day": facts.pop("last_day", "2027-03-30"), "override_reason": "Durée de la période d'examen"}
        prepared = await self.desk.prepare(household, day, unit_id=T1, **how)
        return accepted(await self.desk.sign(prepared))

    async def open(self, stay: dict[str, Any], **facts: Any) -> httpx.Response:
        signed_on = stay["signed_on"]
        upstream = {"reference": "BP-1", "signed_on": signed_on, "landlord": "Office Exemple", "is_hlm": True}
        upstream |= facts.pop("upstream", {})
        body = {"contract_id": stay["id"], "upstream": upstream, "convention": convention(signed_on, **facts)}
        return await self.desk.send("POST", "/sliding-leases", body)

    async def opened(self, **facts: Any) -> dict[str, Any]:
        return accepted(await self.open(await self.sublet(), **facts), 201)

    async def act(self, lease: dict[str, Any], act: str, body: dict[str, Any], **how: Any) -> httpx.Response:
        version = how.pop("version", lease["version"])
        return await self.desk.send("POST", f"/sliding-leases/{lease['id']}/{act}", body, version=version, **how)

    async def done(self, lease: dict[str, Any], act: str, body: dict[str, Any]) -> dict[str, Any]:
        return accepted(await self.act(lease, act, body))

    async def read(self, lease: dict[str, Any]) -> dict[str, Any]:
        return accepted(await self.desk.send("GET", f"/sliding-leases/{lease['id']}"))

    async def scheduled(self, lease: dict[str, Any], slide_on: str = "2027-01-15", **facts: Any) -> dict[str, Any]:
        """Both reviews held, the landlord's offer, the attribution, the day of the slide."""
        self.on("2026-09-30")
        lease = await self.done(lease, "reviews/1/minutes", minutes("2026-09-30"))
        self.on("2026-12-20")
        lease = await self.done(lease, "reviews/0/minutes", minutes("2026-12-20"))
        lease = await self.done(lease, "proposal", {"proposed_on": "2026-12-20"})
        offer = {"answer": "offer", "given_on": "2026-12-20", "told_prefet_on": "2026-12-20"}
        lease = await self.done(lease, "landlord-position", offer)
        lease = await self.done(lease, "cal-decision", {"outcome": "attributed", "decided_on": "2026-12-20"})
        return await self.done(lease, "schedule", {"slide_on": slide_on, **facts})

    async def papers(self, lease: dict[str, Any], *, but: str = "") -> dict[str, Any]:
        """Every paper that the slide needs, save one perhaps."""
        needed = ("d9_direct_lease", "d10_end_of_upstream", "d11_inspection_at_slide", "household_consent")
        for paper in (*needed, "tenant_insurance"):
            if paper != but:
                body = {"paper": paper, "signed_on": str(self.desk.clock.today()), "reference": "Réf. exemple"}
                lease = await self.done(lease, "papers", body)
        return lease

    async def ready(self, **facts: Any) -> dict[str, Any]:
        """On the day of the slide, nothing missing."""
        lease = await self.scheduled(await self.opened(), **facts)
        self.on("2027-01-15")
        return await self.papers(lease)
