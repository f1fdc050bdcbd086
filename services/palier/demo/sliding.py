"""The sliding lease of the demonstration town: a couple who has been examined once, and is convened to its decision review."""

from datetime import date, timedelta
from typing import Any

from kernel.calendar import Territory, add_months, add_working_days
from palier.demo.clerk import Desk
from palier.demo.park import TOWN
from palier.demo.people import AGENT, MANAGER, REGISSEUR, SOCIAL

LANDLORD = "Bailleur Exemple"
HOME: dict[str, Any] = {
    **TOWN,
    "reference": "BG-01",
    "name": "Deux-pièces du Verger",
    "dwelling_type": "t2",
    "programme": "AML",
    "address": "4 chemin de l'Essai",
    "surface_dm2": 4300,
    "water_and_wc": True,
    "heating": True,
    "persons_max": 3,
    "turnaround_days": 2,
    "places": [],
}
RIGHT = {
    "kind": "sliding_lease",
    "owner_kind": "hlm",
    "landlord": LANDLORD,
    "reference": "Bail BG-12",
    "rent_cents": 43500,
}
COUPLE = (
    {
        "relation": "holder",
        "last_name": "Verveine",
        "first_name": "Ada (exemple)",
        "birth_year": 1991,
        "gender": "woman",
    },
    {"relation": "partner", "last_name": "Verveine", "first_name": "Bo (exemple)", "birth_year": 1989, "gender": "man"},
)
CRITERIA = (
    "regular_payment",
    "peaceful_occupation",
    "maintenance",
    "insurance",
    "eligibility",
    "housing_aid",
    "solvency",
)


async def live_sliding_lease(desk: Desk, today: date) -> None:
    """Signed nine months ago with a period of twelve: one examination held, the decision review convened."""
    signed_on = add_months(today, -8) - timedelta(days=10)
    desk.clock.move_to(signed_on - timedelta(days=5))
    unit = await desk.post(MANAGER, "alt_units/v1/units", HOME | {"first_day": str(signed_on)})
    right = RIGHT | {"first_day": str(signed_on)}
    await desk.post(MANAGER, f"alt_units/v1/units/{unit['id']}/mobilisations", right, version=unit["version"])
    desk.clock.move_to(signed_on)
    stay = await _sign(desk, unit, signed_on)
    lease = await _open(desk, stay, signed_on)
    first = add_months(signed_on, 6)
    desk.clock.move_to(first - timedelta(days=20))
    lease = await _convene(desk, lease, 1, first)
    desk.clock.move_to(first)
    await _pay(desk, stay, first)
    lease = await _minutes(desk, lease, 1, first)
    desk.clock.move_to(today - timedelta(days=2))
    await _pay(desk, stay, today)
    await _convene(desk, lease, 0, add_working_days(today, 12, Territory.METROPOLE))


async def _sign(desk: Desk, unit: dict[str, Any], day: date) -> dict[str, Any]:
    person = {"last_name": "Verveine", "first_name": "Ada (exemple)", "situation": "couple", "adults": 2, "children": 0}
    household = await desk.post(AGENT, "occupancy/v1/households", person | {"orientation": "autre"})
    for one in COUPLE:
        await desk.post(AGENT, f"occupancy/v1/households/{household['id']}/members", one | {"joined_on": str(day)})
    body = {"household_id": household["id"], "unit_id": unit["id"], "place_number": 0, "first_day": str(day)}
    body |= {
        "last_day": str(add_months(day, 12) - timedelta(days=1)),
        "override_reason": "Durée de la période d'examen",
    }
    contract = await desk.post(MANAGER, "occupancy/v1/contracts", body)
    path = f"occupancy/v1/contracts/{contract['id']}/signature"
    return dict(await desk.post(AGENT, path, {"signed_on": str(day)}, version=contract["version"]))


async def _open(desk: Desk, stay: dict[str, Any], day: date) -> dict[str, Any]:
    upstream = {"reference": "Bail BG-12", "signed_on": str(day), "landlord": LANDLORD, "is_hlm": True}
    convention = {
        "signed_on": str(day),
        "landlord_referent": "Référente Exemple",
        "ccas_referent": "Référent Exemple",
        "exam_period_months": 12,
        "review_interval_months": 6,
        "convocation_days": 15,
        "paid_months_to_slide": 6,
        "arrears_alert_cents": 10000,
        "support_operator": "Association Exemple A",
    }
    dossier = {"contract_id": stay["id"], "upstream": upstream, "convention": convention}
    return dict(await desk.post(AGENT, "occupancy/v1/sliding-leases", dossier))


async def _pay(desk: Desk, stay: dict[str, Any], day: date) -> None:
    """What the couple owes by a day, in one receipt."""
    account = await desk.get(AGENT, f"occupancy/v1/households/{stay['household_id']}/account")
    owed = sum(one["open_cents"] for one in account["due"] if one["due_on"] <= str(day))
    regies = await desk.get(REGISSEUR, "occupancy/v1/regies")
    body = {"regie_id": regies[0]["id"], "household_id": stay["household_id"], "kind": "fees", "means": "transfer"}
    body |= {"amount_cents": owed, "received_on": str(desk.clock.today()), "payer": "Verveine (exemple)"}
    await desk.post(REGISSEUR, "occupancy/v1/receipts", body)


async def _convene(desk: Desk, lease: dict[str, Any], number: int, meeting_on: date) -> dict[str, Any]:
    path = f"occupancy/v1/sliding-leases/{lease['id']}/reviews/{number}"
    sent_on = str(desk.clock.today())
    sent = {
        "meeting_on": str(meeting_on),
        "meeting_at": "14:30",
        "place": "CCAS, salle des Exemples",
        "sent_on": sent_on,
    }
    sent |= {"landlord_by": "email", "household_by": "hand_delivered"}
    lease = await desk.post(AGENT, f"{path}/convocation", sent, version=lease["version"])
    proof = {"received_on": sent_on, "landlord": "Accusé de lecture", "household": "Récépissé signé"}
    return dict(await desk.post(AGENT, f"{path}/convocation-proof", proof, version=lease["version"]))


async def _minutes(desk: Desk, lease: dict[str, Any], number: int, held_on: date) -> dict[str, Any]:
    said = {
        "landlord": "Pas de difficulté connue.",
        "ccas": "Suivi régulier.",
        "household": "Nous voulons rester ici.",
    }
    minutes = {
        "held_on": str(held_on),
        "positions": [{"party": one, "signature": "signed", "position": words} for one, words in said.items()],
        "criteria": [{"criterion": one, "met": "met"} for one in CRITERIA],
        "recommendation": "continue",
        "household_words": "Nous aimerions garder ce logement.",
    }
    path = f"occupancy/v1/sliding-leases/{lease['id']}/reviews/{number}/minutes"
    return dict(await desk.post(SOCIAL, path, minutes, version=lease["version"]))
