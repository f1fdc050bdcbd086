"""The rules that the demonstration town wrote down itself: its fee scale, voted twice, and a source read again."""

from datetime import date, timedelta

from palier.demo.clerk import Desk
from palier.demo.people import FINANCE, MANAGER

RISE_CENTS = 200


async def vote_fee_scale(desk: Desk, first_day: date) -> None:
    """The scale that the stays are charged by, voted before the first of them: the same amounts as shipped."""
    cells = await _scale(desk)
    await _record(desk, cells, first_day, "Délibération de démonstration n° 2, grille des redevances")


async def vote_next_scale(desk: Desk, today: date) -> None:
    """Next year's scale, two euros more a month: it waits for its day. Finance read again how the State pays."""
    year = today.year + 1
    cells = {cell: cents + RISE_CENTS for cell, cents in (await _scale(desk)).items()}
    await _record(desk, cells, date(year, 1, 1), f"Délibération de démonstration n° 7, grille des redevances de {year}")
    check = {
        "checked_on": (today - timedelta(days=1)).isoformat(),
        "outcome": "confirmed",
        "note": "Article relu par le service des finances.",
    }
    await desk.post(FINANCE, "alt_units/v1/law/payments_per_year/checks", check)


async def _scale(desk: Desk) -> dict[str, int]:
    known = (await desk.get(MANAGER, "occupancy/v1/law"))["items"]
    found: dict[str, int] = next(one for one in known if one["key"] == "fee.scale")["in_force"]["cells"]
    return found


async def _record(desk: Desk, cells: dict[str, int], since: date, source: str) -> None:
    body = {
        "since": since.isoformat(),
        "cells": cells,
        "source": source,
        "status": "verified",
        "note": "Commune fictive : à remplacer par la grille de votre conseil d’administration.",
    }
    await desk.post(MANAGER, "occupancy/v1/law/fee.scale/values", body)
