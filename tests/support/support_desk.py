"""What a test of social support does at the desk, step by step, as social workers would. All households are fictitious."""

from datetime import date
from typing import Any

import httpx

from tests.support.stay_desk import Desk, accepted

DIAGNOSIS = {
    "housing_problem": "Deux mois de loyer non payés",
    "need": "Six mois pour reprendre les paiements",
    "goals": "Solder la dette, ouvrir l'aide au logement",
    "household_project": "Rester dans ce logement",
    "adapted_solution": "Plan d'apurement avec le bailleur",
    "prevention": "Éviter le commandement de payer",
}
OPERATOR = {"name": "Association Exemple", "sector": "Ville", "monthly_capacity": 30, "reinforced_capacity": 4}


class SupportDesk:
    """Acts on support measures through the API."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def on(self, day: str) -> None:
        self.desk.clock.move_to(date.fromisoformat(day))

    async def operator(self, **facts: Any) -> dict[str, Any]:
        return accepted(await self.desk.send("POST", "/support-operators", {**OPERATOR, **facts}), 201)

    async def open(self, household: dict[str, Any], **facts: Any) -> dict[str, Any]:
        body = {"household_id": household["id"], "kind": "asll", "purpose": "maintenance", "requester": "social_worker"}
        body |= {"referent": "Référente Exemple", "landlord": "Office Exemple", **facts}
        return accepted(await self.desk.send("POST", "/support-measures", body), 201)

    async def act(self, measure: dict[str, Any], act: str, body: Any = None, **how: Any) -> httpx.Response:
        version = how.pop("version", measure["version"])
        return await self.desk.send("POST", f"/support-measures/{measure['id']}/{act}", body, version=version, **how)

    async def done(self, measure: dict[str, Any], act: str, body: Any = None) -> dict[str, Any]:
        return accepted(await self.act(measure, act, body))

    async def notified(self, household: dict[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
        """Up to the day before the start: on 5 January 2026, six months granted."""
        self.on("2026-01-05")
        months = {"months": facts.pop("months", 6), "short_reason": facts.pop("short_reason", "")}
        operator = facts.pop("operator", None) or await self.operator(name=f"Association {len(str(facts))} Exemple")
        measure = await self.open(household or await self.desk.household(), **facts)
        signed = {"household_signed_on": "2026-01-05", "worker_signed_on": "2026-01-05"}
        measure = await self.done(measure, "diagnosis", {**DIAGNOSIS, **signed})
        measure = await self.done(measure, "adhesions", {"adult": 1, "signed_on": "2026-01-05"})
        measure = await self.done(measure, "submission", {"submitted_on": "2026-01-05"})
        decided = {"outcome": "granted", "decided_on": "2026-01-05", "body": "Commission FSL", **months}
        measure = await self.done(measure, "decision", decided)
        told = {"notified_on": "2026-01-05", "operator_id": operator["id"], "worker": "Intervenante Exemple"}
        return await self.done(measure, "notification", told)

    async def started(self, household: dict[str, Any] | None = None, **facts: Any) -> dict[str, Any]:
        """Running from 5 January 2026, its contract signed."""
        measure = await self.done(await self.notified(household, **facts), "start", {"started_on": "2026-01-05"})
        return await self.done(measure, "contract", {"signed_on": "2026-01-05"})

    async def ended(self, outcome: str = "objectives_met") -> dict[str, Any]:
        """Run to its last day, 4 July 2026."""
        measure = await self.started()
        self.on("2026-07-04")
        return await self.done(measure, "end", {"outcome": outcome, "ended_on": "2026-07-04"})
