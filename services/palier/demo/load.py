"""Loads the demonstration town into empty databases, day after day, under a clock of its own."""

import sys
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from kernel.clock import MovableClock, SystemClock
from kernel.settings import SERVICES, Settings
from palier.demo.allowance import claim_year
from palier.demo.attributions import live_attributions
from palier.demo.bank import import_statements
from palier.demo.clerk import Desk
from palier.demo.costs import spend_years
from palier.demo.law import vote_fee_scale, vote_next_scale
from palier.demo.mediation import claim_mediation, sign_aml_conventions
from palier.demo.papers import write_papers
from palier.demo.park import declare_first_vacancy, register_park, sign_alt_convention
from palier.demo.people import ADMIN, EVERYBODY, MANAGER, PASSWORD, REGISSEUR
from palier.demo.referrals import live_referrals
from palier.demo.sliding import live_sliding_lease
from palier.demo.stays import live_through
from palier.demo.support import live_support
from palier.site import create_site

YEARS_BACK = 2


async def load_when_empty(settings: Settings) -> bool:
    """Fill the databases when nobody has an account yet. True when it did. Progress goes to standard error.

    SQLite files that do not exist yet are made aside and put in place when the town is whole: an interrupted load leaves
    nothing behind.
    """
    urls = {name: settings.database(name) for name in SERVICES}
    files = {name: Path(url.removeprefix("sqlite:")) for name, url in urls.items() if url.startswith("sqlite:")}
    if any(file.exists() for file in files.values()):
        return await _load(settings)
    aside = {name: file.with_name(f"{file.name}.loading") for name, file in files.items()}
    for file in aside.values():
        file.unlink(missing_ok=True)
    loaded = await _load(replace(settings, databases=urls | {name: f"sqlite:{file}" for name, file in aside.items()}))
    for name, file in aside.items():
        file.rename(files[name])
    return loaded


async def _load(settings: Settings) -> bool:
    clock = MovableClock(SystemClock(settings.zone).now())
    site = create_site(settings, clock)
    async with AsyncExitStack() as stack:
        await site.start(stack)
        desk = Desk(site, settings, clock)
        stack.push_async_callback(desk.close)
        if (await desk.get(ADMIN, "staff/v1/accounts"))["items"]:
            return False
        await load(desk, clock.today())
    return True


async def load(desk: Desk, today: date) -> None:
    """The whole story, up to `today`: accounts, park, conventions, three years of stays and money, claims."""
    tell("Commune de démonstration : comptes du personnel")
    for person in EVERYBODY:
        body = {"login": person.login, "name": person.name, "roles": [person.role], "password": PASSWORD}
        account = await desk.post(ADMIN, "staff/v1/accounts", body)
        desk.accounts[person.login] = UUID(account["id"])
    first_year = today.year - YEARS_BACK
    desk.clock.move_to(date(first_year - 1, 12, 1))
    tell("Commune de démonstration : parc et conventions")
    units = await register_park(desk, date(first_year, 1, 1))
    conventions = {year: await sign_alt_convention(desk, year, units) for year in range(first_year, today.year + 1)}
    mediation = await sign_aml_conventions(desk, units, first_year=first_year, today=today)
    await vote_fee_scale(desk, date(first_year, 1, 1))
    await write_papers(desk, date(first_year, 1, 1))
    desk.clock.move_to(date(first_year, 1, 2))
    founding = {
        "code": "LT",
        "name": "Régie de recettes des logements temporaires",
        "founding_act": "Décision de démonstration n° 1",
        "collects_fees": True,
        "collects_deposits": True,
        "opened_on": date(first_year, 1, 1).isoformat(),
        "authorised_cash_cents": 100000,
    }
    regie = await desk.post(MANAGER, "occupancy/v1/regies", founding)
    named = {"staff_name": REGISSEUR.name, "office": "titular", "appointing_act": "Arrêté de démonstration n° 2"}
    named |= {"first_day": date(first_year, 1, 1).isoformat()}
    await desk.post(MANAGER, f"occupancy/v1/regies/{regie['id']}/regisseurs", named)
    last_receipt_on = await live_through(desk, units, regie, first_year=first_year, today=today, tell=tell)
    await desk.site.apps["occupancy"].state.relay.drain()
    for year, convention in conventions.items():
        tell(f"Commune de démonstration : aide ALT {year}")
        await claim_year(desk, convention, today=today)
    await claim_mediation(desk, mediation, today=today)
    tell("Commune de démonstration : dépenses")
    await spend_years(desk, units, range(first_year, today.year + 1), today)
    await import_statements(desk, conventions, today=today)
    await live_referrals(desk, today)
    await live_support(desk, today)
    await live_sliding_lease(desk, today)
    await live_attributions(desk, today)
    await close_till(desk, regie, max(last_receipt_on, today - timedelta(days=1)), today)
    desk.clock.move_to(today)
    await declare_first_vacancy(desk)
    await vote_next_scale(desk, today)


async def close_till(desk: Desk, regie: dict[str, Any], day: date, today: date) -> None:
    """The cash counted and the book closed yesterday; not when something was received today, which stays open."""
    if day >= today:
        return
    desk.clock.move_to(day)
    path = f"occupancy/v1/regies/{regie['id']}"
    left = (await desk.get(REGISSEUR, f"{path}/till"))["cash_cents"]
    counts = []
    for piece in (5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1):
        number, left = divmod(left, piece)
        counts.append({"denomination_cents": piece, "number": number})
    await desk.post(REGISSEUR, f"{path}/closings", {"day": str(day), "counts": counts})


def tell(words: str) -> None:
    """One line of progress, over the last one on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\033[K{words}…", end="", file=sys.stderr, flush=True)
    else:
        print(f"{words}…", file=sys.stderr, flush=True)
