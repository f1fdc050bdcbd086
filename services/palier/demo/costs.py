"""What the dwellings of the demonstration cost: charges, insurance and works of each, the staff of the whole park."""

from datetime import date
from typing import Any

from palier.demo.clerk import Desk
from palier.demo.people import FINANCE

YEARLY = (
    ("charges", 96_000, "Charges locatives"),
    ("fluids", 64_800, "Eau et électricité"),
    ("insurance", 14_400, "Assurance"),
)
"""Kind, cents and words of what each ALT dwelling costs in a year."""
STAFF_CENTS = 420_000
WORKS_CENTS = 87_350
DAMAGED = "ALT-03"


async def spend_years(desk: Desk, units: dict[str, Any], years: range, today: date) -> None:
    """Record the costs of each year on its last day, or those of the months gone while it runs."""
    for year in years:
        last = min(date(year, 12, 31), today)
        desk.clock.move_to(last)
        span = {"first_month": f"{year}-01", "last_month": f"{last:%Y-%m}"}
        for reference, unit in units.items():
            if reference.startswith("ALT-"):
                for kind, cents, label in YEARLY:
                    await _spend(desk, unit["id"], kind, cents * last.month // 12, label, span)
        await _spend(desk, None, "staff", STAFF_CENTS * last.month // 12, "Part du poste de gestion locative", span)
        works = {"first_month": f"{year}-03", "last_month": f"{year}-03"}
        if last >= date(year, 3, 31):
            await _spend(desk, units[DAMAGED]["id"], "works", WORKS_CENTS, "Peinture et serrurerie", works)


async def _spend(desk: Desk, unit_id: str | None, kind: str, cents: int, label: str, span: dict[str, str]) -> None:
    body = {"unit_id": unit_id, "kind": kind, "amount_cents": cents, "label": label, **span}
    await desk.post(
        FINANCE, "alt_units/v1/costs", {**body, "reference": f"MDT-{span['first_month'][:4]}-{kind[:3].upper()}"}
    )
