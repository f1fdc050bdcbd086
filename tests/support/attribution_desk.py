"""What a test of attributions does at the desk, step by step, as the clerks would. All households are fictitious."""

from datetime import date
from typing import Any

import httpx

from tests.support.stay_desk import Desk, accepted

PIECES = (
    "unique_number",
    "identity_checked",
    "household_composition",
    "tax_notice",
    "income",
    "present_housing",
    "survey_report",
)


def programme(**facts: Any) -> dict[str, Any]:
    return {
        "kind": "delivery",
        "name": "Résidence Exemple",
        "landlord": "Office Exemple",
        "commune": "Ville-Exemple",
        "territory": "972",
        "dwellings": 1,
        "available_on": "2027-01-15",
        "session": {"pre_commission_on": "2026-09-21", "commission_on": "2026-10-05"},
        **facts,
    }


def dossier_acts(on: str, *, decided_on: str) -> list[tuple[str, dict[str, Any]]]:
    """The acts that lead a dossier for a vacancy onto the complementary list, each with its body."""
    survey = {"on": on, "body": "department", "opinion": "priority", "motive": "temporary_housing"}
    return [
        ("survey", survey),
        ("town-opinion", {"on": on, "opinion": "favourable"}),
        *(("pieces", {"piece": piece, "on": on}) for piece in PIECES),
        ("completion", {"on": on}),
        ("receipts", {"recipient": "als", "on": on}),
        ("receipts", {"recipient": "deal", "on": on}),
        ("analysis", {"on": decided_on}),
        ("analysis-report", {"on": decided_on, "resources_checked_on": decided_on}),
        ("commission", {"outcome": "complementary", "rank": 1}),
    ]


class AttributionDesk:
    """Acts on attributions through the API. `operation`: the programme of a landlord, whose first session is in autumn."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.operation: dict[str, Any] = {}
        self.summer: dict[str, Any] = {}

    def on(self, day: str) -> None:
        self.desk.clock.move_to(date.fromisoformat(day))

    async def record(self, **facts: Any) -> dict[str, Any]:
        return accepted(await self.desk.send("POST", "/attribution-operations", programme(**facts)), 201)

    async def vacancy(self, **facts: Any) -> dict[str, Any]:
        freed = {"kind": "vacancy", "available_on": "2026-09-01", "session": {"commission_on": "2026-12-01"}}
        return await self.record(**{**freed, "landlord": "Autre Office Exemple", **facts})

    async def session(self, days: dict[str, Any]) -> dict[str, Any]:
        path = f"/attribution-operations/{self.operation['id']}/sessions"
        return accepted(await self.desk.send("POST", path, days), 201)

    async def household(self) -> str:
        return str((await self.desk.household())["id"])

    async def open(self, **facts: Any) -> httpx.Response:
        """For the programme, unless the facts say another one."""
        if not self.operation:
            self.operation = await self.record()
        named = {
            "operation_id": self.operation["id"],
            "session_id": self.operation["sessions"][0]["id"],
            "unique_number": "972000000000000001",
            "demand_until": "2027-12-31",
            "proposed_by": "ccas",
            "identified_on": "2026-08-03",
        }
        return await self.desk.send("POST", "/attributions", {**named, **facts})

    async def opened(self, **facts: Any) -> dict[str, Any]:
        if "operation_id" not in facts:
            self.on("2026-08-03")
        return accepted(await self.open(household_id=await self.household(), **facts), 201)

    async def other(self) -> dict[str, Any]:
        """A dossier for a dwelling that came free in spring, whose commission is on 31 August."""
        self.on("2026-05-04")
        if not self.summer:
            self.summer = await self.record(
                kind="vacancy", available_on="2026-05-01", session={"commission_on": "2026-08-31"}
            )
        return await self.opened(
            operation_id=self.summer["id"],
            session_id=self.summer["sessions"][0]["id"],
            identified_on="2026-05-04",
        )

    async def act(self, one: dict[str, Any], act: str, body: dict[str, Any], **how: Any) -> httpx.Response:
        version = how.pop("version", one["version"])
        return await self.desk.send("POST", f"/attributions/{one['id']}/{act}", body, version=version, **how)

    async def done(self, one: dict[str, Any], act: str, body: dict[str, Any]) -> dict[str, Any]:
        return accepted(await self.act(one, act, body))

    async def complete(self, one: dict[str, Any]) -> dict[str, Any]:
        on = str(self.desk.clock.today())
        survey = {"on": on, "body": "department", "opinion": "priority", "motive": "temporary_housing"}
        one = await self.done(one, "survey", survey)
        one = await self.done(one, "town-opinion", {"on": on, "opinion": "favourable"})
        for piece in PIECES:
            one = await self.done(one, "pieces", {"piece": piece, "on": on})
        return await self.done(one, "completion", {"on": on})

    async def transmitted(self, one: dict[str, Any]) -> dict[str, Any]:
        on = str(self.desk.clock.today())
        one = await self.done(await self.complete(one), "receipts", {"recipient": "als", "on": on})
        return await self.done(one, "receipts", {"recipient": "deal", "on": on})

    async def analysed(self, one: dict[str, Any]) -> dict[str, Any]:
        on = str(self.desk.clock.today())
        one = await self.done(await self.transmitted(one), "analysis", {"on": on})
        return await self.done(one, "analysis-report", {"on": on, "resources_checked_on": on})

    async def in_analysis(self) -> dict[str, Any]:
        one = await self.transmitted(await self.opened())
        self.on("2026-09-08")
        return await self.done(one, "analysis", {"on": "2026-09-08"})

    async def preselected(self) -> dict[str, Any]:
        one = await self.analysed(await self.opened())
        self.on("2026-09-21")
        return await self.done(one, "pre-commission", {"selection": "selected"})

    async def ranked(self) -> dict[str, Any]:
        one = await self.preselected()
        self.on("2026-10-05")
        return await self.done(one, "commission", {"outcome": "ranked", "rank": 1})

    async def listed(self, rank: int = 1) -> dict[str, Any]:
        """On the complementary list of the commission of 31 August."""
        one = await self.analysed(await self.other())
        self.on("2026-08-31")
        return await self.done(one, "commission", {"outcome": "complementary", "rank": rank})
