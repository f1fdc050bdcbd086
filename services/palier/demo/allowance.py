"""The ALT claims of the demonstration: one a month, three payments of the State a year, one of them short."""

from datetime import date, timedelta
from typing import Any

from kernel.money import split_evenly
from kernel.period import Month
from palier.demo.clerk import Desk
from palier.demo.park import T1_CENTS
from palier.demo.people import FINANCE

T1_TABLE_CENTS = 31127
PAYMENTS = ((5, 10, "acompte"), (9, 10, "versement"), (12, 20, "solde"))
"""Month, day and kind of the State's three payments."""


async def claim_year(desk: Desk, convention: dict[str, Any], *, today: date) -> None:
    """Submit the claim of each finished month, record the payer's answers and payments, allocate these oldest first.

    The last payment of last year lacks one month of the T1: a difference left for finance to follow. One line of two years
    ago was reduced to the table; this year's last claims wait for an answer.
    """
    year = convention["year"]
    path = f"alt_units/v1/conventions/{convention['id']}/claims"
    payments: list[dict[str, Any]] = []
    thirds = split_evenly(convention["year_forecast_cents"], len(PAYMENTS))
    waiting = [(date(year, month, day), kind) for month, day, kind in PAYMENTS]
    for number in range(1, 13):
        submitted_on = Month(year, number).plus(1).first_day.replace(day=5)
        if submitted_on > today:
            break
        desk.clock.move_to(submitted_on)
        claim = await desk.post(FINANCE, path, {"month": str(Month(year, number))})
        sent = await desk.post(FINANCE, f"alt_units/v1/claims/{claim['id']}/submission", {}, version=claim["version"])
        if submitted_on < today.replace(day=1) - timedelta(days=90):
            await _answer(desk, sent, submitted_on, reduced=year == today.year - 2 and number == 6)
        while waiting and waiting[0][0] < Month(year, number).plus(2).first_day:
            received_on, kind = waiting.pop(0)
            if received_on > today:
                continue
            desk.clock.move_to(max(received_on, submitted_on))
            amount = thirds[len(payments)] if kind != "solde" else await _balance(desk, convention, today)
            payments.append(await _receive(desk, convention, received_on, amount, kind))
    for payment in payments:
        await _allocate(desk, payment)


async def _answer(desk: Desk, claim: dict[str, Any], on: date, *, reduced: bool) -> None:
    """The State accepts everything; once, it brought the T1 back to the table."""
    studio = next(line for line in claim["lines"] if line["reference"] == "ALT-02")
    less = {
        "line_id": studio["id"],
        "verdict": "reduced",
        "granted_cents": T1_TABLE_CENTS,
        "reason": "Montant ramené au barème",
    }
    body = {
        "answered_on": on.isoformat(),
        "reference": f"Notification {on:%Y-%m}",
        "lines": [less] if reduced else [],
        "rest_accepted": True,
    }
    await desk.post(FINANCE, f"alt_units/v1/claims/{claim['id']}/answers", body, version=claim["version"])


async def _balance(desk: Desk, convention: dict[str, Any], today: date) -> int:
    """What the State still owes at the end of the year, December foreseen; last year it forgot one month of the T1."""
    year = convention["year"]
    claims = (await desk.get(FINANCE, "alt_units/v1/claims", year=year))["items"]
    due = sum(claim["due_cents"] for claim in claims)
    if len(claims) < 12:
        due += convention["forecast"][-1]["amount_cents"]
    paid = sum(split_evenly(convention["year_forecast_cents"], 3)[:2])
    forgotten = T1_CENTS if year == today.year - 1 else 0
    return int(due - paid - forgotten)


async def _receive(desk: Desk, convention: dict[str, Any], on: date, cents: int, kind: str) -> dict[str, Any]:
    body = {
        "convention_id": convention["id"],
        "received_on": on.isoformat(),
        "amount_cents": cents,
        "kind": kind,
        "bank_reference": f"VIR-{on:%Y%m%d}-ALT",
        "label": f"Aide ALT {convention['year']}, {kind}",
    }
    return dict(await desk.post(FINANCE, "alt_units/v1/funder-payments", body))


async def _allocate(desk: Desk, payment: dict[str, Any]) -> None:
    path = f"alt_units/v1/funder-payments/{payment['id']}"
    shares = (await desk.get(FINANCE, f"{path}/proposal"))["shares"]
    if shares:
        await desk.post(FINANCE, f"{path}/allocations", {"shares": shares})
