"""The support of the demonstration town: three operators, a measure that runs well, one near its end, one being prepared."""

from datetime import date, timedelta
from typing import Any

from kernel.calendar import add_months
from palier.demo.clerk import Desk
from palier.demo.people import SOCIAL

OPERATOR = {"name": "Association Exemple A", "sector": "Ville et communes voisines", "monthly_capacity": 30}
OPERATORS = (
    OPERATOR | {"mode": "Aide à la recherche et à l'installation ; aide au maintien", "contact": "contact@exemple.fr"},
    {"name": "Association Exemple B", "sector": "Département", "monthly_capacity": 28, "reinforced_capacity": 4},
    {"name": "CCAS : accompagnement interne", "sector": "Ville", "monthly_capacity": 2},
)
"""In the shape of the directory of a département (organisation, sector, measures a month). Nobody exists."""
DIAGNOSIS = {
    "housing_problem": "Première location autonome ; ressources ouvertes depuis peu.",
    "need": "Six mois pour installer le budget logement et préparer la sortie.",
    "goals": "Payer chaque mois ; demande de logement social à jour ; assurance à son nom.",
    "household_project": "Un deux-pièces du parc social, près du travail.",
    "adapted_solution": "Accompagnement d'un an au plus, puis bail direct.",
    "prevention": "Éviter qu'un impayé se forme pendant l'hébergement temporaire.",
}
NOTE = "Demande de logement social renouvelée avec le ménage ; prochain rendez-vous fixé."


class SupportTown:
    """The acts of the social workers, up to `today`."""

    def __init__(self, desk: Desk, today: date) -> None:
        self.desk, self.today = desk, today

    async def operator(self, facts: dict[str, Any]) -> dict[str, Any]:
        return dict(await self.desk.post(SOCIAL, "occupancy/v1/support-operators", facts))

    async def open(self, household: dict[str, Any], **facts: Any) -> dict[str, Any]:
        """A draft."""
        body = {"household_id": household["id"], "kind": "asll", "purpose": "access", "requester": "social_worker"}
        body |= {"referent": "Référente Exemple", "landlord": "Office Exemple", **facts}
        return dict(await self.desk.post(SOCIAL, "occupancy/v1/support-measures", body))

    async def act(self, measure: dict[str, Any], act: str, body: dict[str, Any]) -> dict[str, Any]:
        path = f"occupancy/v1/support-measures/{measure['id']}/{act}"
        return dict(await self.desk.post(SOCIAL, path, body, version=measure["version"]))

    async def started(
        self, household: dict[str, Any], operator: dict[str, Any], *, adults: int = 1, months: int = 6, **facts: Any
    ) -> dict[str, Any]:
        """All of it on the day of the clock: diagnosis, adhesions, decision, start, contract, a note."""
        day = self.desk.clock.today().isoformat()
        measure = await self.open(household, **facts)
        signed = {"household_signed_on": day, "worker_signed_on": day}
        measure = await self.act(measure, "diagnosis", {**DIAGNOSIS, **signed})
        for adult in range(1, adults + 1):
            measure = await self.act(measure, "adhesions", {"adult": adult, "signed_on": day})
        measure = await self.act(measure, "submission", {"submitted_on": day})
        decision = {"outcome": "granted", "decided_on": day, "body": "Commission locale du FSL", "months": months}
        if months != 6:
            decision["short_reason"] = "Ménage peu connu : diagnostic à conforter"
        measure = await self.act(measure, "decision", decision)
        told = {"notified_on": day, "operator_id": operator["id"], "worker": "Intervenante Exemple"}
        measure = await self.act(measure, "notification", told)
        measure = await self.act(measure, "start", {"started_on": day})
        measure = await self.act(measure, "contract", {"signed_on": day})
        return await self.act(measure, "notes", {"kind": "note", "text": NOTE})

    async def meet(self, measure: dict[str, Any], days: int, *, place: str = "home", missed: bool = False) -> Any:
        """A meeting of the day after which `days` have run, when it has come."""
        day = self.desk.clock.today() + timedelta(days=days)
        if day > self.today:
            return measure
        self.desk.clock.move_to(day)
        return await self.act(measure, "meetings", {"on": day.isoformat(), "place": place, "is_missed": missed})

    async def review(self, measure: dict[str, Any], stage: str, days: int) -> dict[str, Any]:
        """A review of the day after which `days` have run."""
        day = self.desk.clock.today() + timedelta(days=days)
        self.desk.clock.move_to(day)
        present = ["operator", "referent", "household"]
        return await self.act(measure, "reviews", {"stage": stage, "held_on": day.isoformat(), "present": present})


async def live_support(desk: Desk, today: date) -> None:
    """Measures of households that are housed today; none when too few are."""
    town = SupportTown(desk, today)
    begun = add_months(today, -3) + timedelta(days=12)
    desk.clock.move_to(begun - timedelta(days=1))
    first, second, _ = [await town.operator(one) for one in OPERATORS]
    listed = await desk.get(SOCIAL, "occupancy/v1/contracts", status="signed", limit=200)
    stays = [one for one in listed["items"] if one["first_day"] < begun.isoformat()]
    if len(stays) < 3:
        return
    near_end, steady, prepared = stays[:3]
    desk.clock.move_to(begun)
    short = await _start(town, near_end, first, months=3, purpose="diagnosis")
    short = await town.act(short, "landlord", _told(town))
    short = await town.meet(short, 10)
    short = await town.review(short, "installation", 11)
    desk.clock.move_to(begun + timedelta(days=20))
    short = await town.review(short, "middle", 8)
    desk.clock.move_to(begun + timedelta(days=20))
    long = await _start(town, steady, second)
    long = await town.act(long, "landlord", _told(town))
    for days, place, missed in ((9, "home", False), (12, "office", True), (14, "office", False), (15, "home", False)):
        long = await town.meet(long, days, place=place, missed=missed)
    desk.clock.move_to(begun + timedelta(days=25))
    long = await town.review(long, "installation", 0)
    desk.clock.move_to(today - timedelta(days=20))
    await town.act(short, "meetings", {"on": desk.clock.today().isoformat(), "place": "office"})
    desk.clock.move_to(today - timedelta(days=3))
    draft = await town.open({"id": prepared["household_id"]}, contract_id=prepared["id"], purpose="maintenance")
    half = {name: DIAGNOSIS[name] for name in ("housing_problem", "need", "goals")}
    await town.act(draft, "diagnosis", half)


async def _start(town: SupportTown, stay: dict[str, Any], operator: dict[str, Any], **facts: Any) -> dict[str, Any]:
    household = await town.desk.get(SOCIAL, f"occupancy/v1/households/{stay['household_id']}")
    return await town.started(household, operator, adults=household["adults"], contract_id=stay["id"], **facts)


def _told(town: SupportTown) -> dict[str, Any]:
    return {"occasion": "award", "told_on": town.desk.clock.today().isoformat(), "channel": "email"}
