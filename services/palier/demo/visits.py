"""Entry and exit inspections of the demonstration, filled in and signed the way an agent would."""

from datetime import date
from typing import Any

from palier.demo.clerk import Desk
from palier.demo.people import AGENT

_READING = {"entry": 1200, "exit": 1290}


async def visit(
    desk: Desk, contract: str, kind: str, day: date, household: dict[str, Any], *, damage: bool = False
) -> None:
    """One inspection, everything in good condition; with `damage`, one element is found broken at the exit."""
    path = f"{contract}/inspections/{kind}"
    content = await desk.get(AGENT, f"{path}/form")
    for room in content["rooms"]:
        for element in room["elements"]:
            element["condition"] = element["condition"] or "good"
    for meter in content["meters"]:
        meter["serial"] = meter["serial"] or "DEMO-1"
        meter["reading"] = _READING[kind]
    for key in content["keys"]:
        key["quantity"] = key["quantity"] or 1
    for party in content["parties"]:
        party["name"] = party["name"] or (household["last_name"] if party["role"] == "household" else "Agent d'accueil")
        party["presence"], party["address"] = "present", party["address"] or "Place de l'Exemple, 77000 Commune-Exemple"
    if damage:
        broken = content["rooms"][0]["elements"][-1]
        broken["condition"], broken["remark"] = "bad", "Porte du placard arrachée"
    content["no_sheet_reason"] = "Feuille signée gardée au dossier papier"
    body = {"established_on": day.isoformat(), "content": content}
    if kind == "exit":
        body["forwarding_address"] = "3 chemin de la Suite, 77000 Commune-Exemple"
    draft = await desk.put(AGENT, path, body, version=0)
    await desk.post(AGENT, f"{path}/signature", {}, version=draft["version"])
