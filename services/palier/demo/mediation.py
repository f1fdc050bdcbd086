"""The AML convention of the demonstration: seven units, three years made from one another, an avenant in the middle of the last.

The amount is invented, of the order of what one département paid per unit in 2006.
"""

from datetime import date
from typing import Any

from kernel.period import Month
from palier.demo.clerk import Desk
from palier.demo.people import FINANCE

YEAR_CENTS, RAISED_CENTS = 37800, 39000
CONVENTIONS = "alt_units/v1/conventions"


async def sign_aml_conventions(
    desk: Desk, units: dict[str, dict[str, Any]], *, first_year: int, today: date
) -> dict[str, Any]:
    """The convention of each year, the last one with its avenant. The last one is returned."""
    convention = await _first(desk, units, first_year)
    for year in range(first_year, today.year + 1):
        desk.clock.move_to(date(year - 1, 12, 18))
        path = f"{CONVENTIONS}/{convention['id']}"
        if year > first_year:
            convention = await desk.post(FINANCE, f"{path}/renewal", {})
            path = f"{CONVENTIONS}/{convention['id']}"
        signed = {"signed_on": date(year - 1, 12, 18).isoformat()}
        convention = await desk.post(FINANCE, f"{path}/signature", signed, version=convention["version"])
    await _expect(desk, convention)
    return await _amended(desk, await _approved(desk, convention), today)


async def claim_mediation(desk: Desk, convention: dict[str, Any], *, today: date) -> None:
    """The aid of the first quarter, asked for month by month and paid at once."""
    path = f"{CONVENTIONS}/{convention['id']}/claims"
    sent = []
    for number in (1, 2, 3):
        submitted_on = Month(convention["year"], number).plus(1).first_day.replace(day=6)
        if submitted_on > today:
            return
        desk.clock.move_to(submitted_on)
        claim = await desk.post(FINANCE, path, {"month": str(Month(convention["year"], number))})
        submission = f"alt_units/v1/claims/{claim['id']}/submission"
        sent.append(await desk.post(FINANCE, submission, {}, version=claim["version"]))
    paid_on = date(convention["year"], 4, 28)
    if paid_on > today:
        return
    desk.clock.move_to(paid_on)
    body = {
        "convention_id": convention["id"],
        "received_on": paid_on.isoformat(),
        "amount_cents": sum(one["due_cents"] for one in sent),
        "kind": "versement",
        "bank_reference": f"VIR-{paid_on:%Y%m%d}-AML",
        "label": f"AML {convention['year']}, premier trimestre",
    }
    payment = await desk.post(FINANCE, "alt_units/v1/funder-payments", body)
    paying = f"alt_units/v1/funder-payments/{payment['id']}"
    shares = (await desk.get(FINANCE, f"{paying}/proposal"))["shares"]
    await desk.post(FINANCE, f"{paying}/allocations", {"shares": shares})


async def _first(desk: Desk, units: dict[str, dict[str, Any]], year: int) -> dict[str, Any]:
    desk.clock.move_to(date(year - 1, 12, 10))
    body = {
        "programme": "AML",
        "number": f"AML-{year}-DEMO",
        "funder": "Département (FSL)",
        "year": year,
        "first_month": f"{year}-01",
        "rule": "MOIS_ENTIER",
        "basis": "DISPONIBILITE",
        "ceiling": "ANNUEL",
        "deliberation": "Délibération de démonstration n° 12",
        "deliberated_on": date(year - 1, 11, 20).isoformat(),
        "signatories": "La présidente du CCAS ; le président du conseil départemental",
        "note": "Montant inventé : chaque département fixe le sien.",
        "aml": {
            "period": "year",
            "period_cents": YEAR_CENTS,
            "max_units": 7,
            "modality": "sub_letting",
            "advance_per_mille": 300,
            "advance_threshold_per_mille": 300,
            "term_ends_on": date(year + 2, 12, 31).isoformat(),
        },
    }
    convention = await desk.post(FINANCE, CONVENTIONS, body)
    for reference in sorted(one for one in units if one.startswith("AML-")):
        line = {"unit_id": units[reference]["id"], "first_month": f"{year}-01", "last_month": f"{year}-12"}
        path = f"{CONVENTIONS}/{convention['id']}/lines"
        convention = await desk.post(FINANCE, path, line, version=convention["version"])
    return dict(convention)


async def _expect(desk: Desk, convention: dict[str, Any]) -> None:
    body = {"label": f"Bilan d'occupation {convention['year']}", "due_on": f"{convention['year'] + 1}-03-31"}
    await desk.post(FINANCE, f"{CONVENTIONS}/{convention['id']}/documents", body)


async def _approved(desk: Desk, convention: dict[str, Any]) -> dict[str, Any]:
    """An approval that runs out early next year."""
    year = convention["year"]
    body = {"number": "DEMO-77-03", "approved_on": f"{year - 4}-03-01", "ends_on": f"{year + 1}-02-28"}
    path = f"{CONVENTIONS}/{convention['id']}/approval"
    return dict(await desk.put(FINANCE, path, body, version=convention["version"]))


async def _amended(desk: Desk, convention: dict[str, Any], today: date) -> dict[str, Any]:
    """From July on the département pays more for a unit."""
    year = convention["year"]
    if today < date(year, 7, 1):
        return convention
    path = f"{CONVENTIONS}/{convention['id']}"
    desk.clock.move_to(date(year, 6, 20))
    opened = await desk.post(
        FINANCE, f"{path}/amendments", {"first_month": f"{year}-07"}, version=convention["version"]
    )
    same = ("funder", "rule", "basis", "ceiling", "note", "deliberation", "deliberated_on", "signatories")
    facts = {name: opened[name] for name in same} | {"first_month": f"{year}-07"}
    facts["aml"] = opened["aml"] | {"period_cents": RAISED_CENTS}
    changed = await desk.put(FINANCE, f"{path}/amendment", facts, version=opened["version"])
    signed = {"signed_on": date(year, 6, 20).isoformat()}
    return dict(await desk.post(FINANCE, f"{path}/amendment/signature", signed, version=changed["version"]))
