"""A way out of the demonstration town: a programme of a landlord, one dossier in analysis, one that came too late."""

from datetime import date, timedelta
from typing import Any

from palier.demo.clerk import Desk
from palier.demo.households import invented_household
from palier.demo.people import AGENT

RANK_OF_HOUSEHOLDS = 90
"""Beyond those who live in the town and those who are referred to it."""
DAYS_TO_PRE_COMMISSION = 12
PIECES = (
    "unique_number",
    "identity_checked",
    "household_composition",
    "tax_notice",
    "income",
    "present_housing",
    "survey_report",
)


async def live_attributions(desk: Desk, today: date) -> None:
    """From five weeks ago up to `today`."""
    desk.clock.move_to(today - timedelta(days=35))
    first = today + timedelta(days=DAYS_TO_PRE_COMMISSION)
    operation = await desk.post(AGENT, "occupancy/v1/attribution-operations", _programme(today, first))
    in_time = await _complete(desk, operation, RANK_OF_HOUSEHOLDS, motive="temporary_housing")
    late = await _complete(desk, operation, RANK_OF_HOUSEHOLDS + 1, motive="overcrowded")
    for recipient, day in (("als", today - timedelta(days=4)), ("deal", today - timedelta(days=3))):
        desk.clock.move_to(day)
        in_time = await _act(desk, in_time, "receipts", {"recipient": recipient, "on": day.isoformat()})
    late = await _act(desk, late, "receipts", {"recipient": "als", "on": day.isoformat()})
    yesterday = today - timedelta(days=1)
    desk.clock.move_to(yesterday)
    await _act(desk, late, "receipts", {"recipient": "deal", "on": yesterday.isoformat()})
    await _act(desk, in_time, "analysis", {"on": yesterday.isoformat()})


def _programme(today: date, first: date) -> dict[str, Any]:
    days = {
        "pre_commission_on": first.isoformat(),
        "commission_on": (first + timedelta(days=14)).isoformat(),
    }
    return {
        "kind": "delivery",
        "name": "Résidence de démonstration",
        "landlord": "Bailleur de démonstration",
        "commune": "Ville de démonstration",
        "territory": "metropole",
        "dwellings": 1,
        "available_on": (first + timedelta(days=60)).isoformat(),
        "consulted_on": (today - timedelta(days=35)).isoformat(),
        "session": days,
    }


async def _complete(desk: Desk, operation: dict[str, Any], number: int, *, motive: str) -> dict[str, Any]:
    """A household named, surveyed, its dossier complete, on one day."""
    household = await desk.post(AGENT, "occupancy/v1/households", invented_household(number, "t2"))
    today = desk.clock.today()
    on = today.isoformat()
    named = {"operation_id": operation["id"], "session_id": operation["sessions"][0]["id"]}
    named |= {"household_id": household["id"], "unique_number": f"0000000000{number:08d}", "proposed_by": "ccas"}
    named |= {"demand_until": (today + timedelta(days=300)).isoformat(), "identified_on": on}
    one = dict(await desk.post(AGENT, "occupancy/v1/attributions", named))
    survey = {"on": on, "body": "department", "opinion": "priority", "motive": motive}
    one = await _act(desk, one, "survey", survey)
    one = await _act(desk, one, "town-opinion", {"on": on, "opinion": "favourable"})
    for piece in PIECES:
        one = await _act(desk, one, "pieces", {"piece": piece, "on": on})
    return await _act(desk, one, "completion", {"on": on})


async def _act(desk: Desk, one: dict[str, Any], act: str, body: dict[str, Any]) -> dict[str, Any]:
    path = f"occupancy/v1/attributions/{one['id']}/{act}"
    return dict(await desk.post(AGENT, path, body, version=one["version"]))
