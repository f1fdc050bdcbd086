"""A régisseur's day in a real browser: ten payments by the keyboard, a refusal, a reversal, the cash book closed, the régie
handed over."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kernel.acts import Act, Staff
from kernel.clock import SystemClock
from kernel.period import Month
from kernel.settings import Settings
from occupancy.actions import charges
from occupancy.actions.regisseurs import AppointRegisseur, appoint_regisseur
from occupancy.domain.regisseurs import Office
from palier.demo.people import PASSWORD, REGISSEUR
from staff.actions.accounts import OpenAccount, open_account
from staff.actions.hashing import Hashing
from staff.app import database
from staff.domain.accounts import SYSTEM
from staff.domain.roles import Role
from tests.journeys.house import SECRET, new_house
from tests.journeys.visitor import Visitor, visiting
from tests.service.occupancy.money_town import act, household, open_store, regie, stay
from tests.support.postgres import wait_for

TODAY = SystemClock().today()
LAST = Month.of(TODAY).plus(-1)
SUBSTITUTE = "Suppléance Exemple"
NAMES = [chr(ord("A") + number) * 3 for number in range(10)]
DESK = "/sejours/encaissements"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("house")
    with new_house(folder) as address:
        wait_for(open_books(folder))
        yield address


async def open_books(folder: Path) -> None:
    """Ten households who owe 100,00 € for last month, a régie, its régisseur and a substitute with an account."""
    settings = Settings(databases={"staff": f"sqlite:{folder / 'staff'}.sqlite"}, secret=SECRET)
    staff, clock = database(settings), SystemClock()
    await staff.open()
    opening = Act(by=Staff(id=SYSTEM, name="Installation"), at=clock.now(), today=TODAY, request_id="install")
    command = OpenAccount(login="suppleance", name=SUBSTITUTE, roles=(Role.REGISSEUR,), password=PASSWORD)
    await open_account(staff, command, opening, hashing=Hashing(memory_kib=8, time_cost=1))
    await staff.close()
    db = open_store(f"sqlite:{folder / 'occupancy'}.sqlite")
    await db.open()
    desk = await regie(db)
    for name, office in ((REGISSEUR.name, Office.TITULAR), (SUBSTITUTE, Office.SUBSTITUTE)):
        named = AppointRegisseur(
            staff_name=name, office=office, appointing_act="Arrêté n° 1", first_day=date(2020, 1, 1), last_day=None
        )
        await appoint_regisseur(db, desk.id, named, act(TODAY))
    for name in NAMES:
        await stay(await household(name), LAST.first_day, LAST.last_day)
    await charges.run_monthly_fees(db, LAST, act(TODAY))
    await db.close()


def find(visitor: Visitor, name: str) -> None:
    """A few keystrokes, then the first household found, without the mouse."""
    visitor.open(DESK)
    visitor.page.keyboard.type(f"exemple {name}")
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("a:focus", has_text="Encaisser").wait_for()
    assert "exemple" not in visitor.page.url.lower(), "a name stands in the address"
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("#amount:focus").wait_for()


def pay(visitor: Visitor, name: str, amount: str = "100,00") -> None:
    """The amount, in cash, what it pays, and the receipt: by the keyboard alone."""
    find(visitor, name)
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type(amount)
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Enter")


def confirm(visitor: Visitor) -> None:
    visitor.page.locator("button:focus", has_text="Valider").wait_for()
    visitor.page.keyboard.press("Enter")
    visitor.sees("Encaissement enregistré")


def test_the_day_of_a_regisseur(browser: Browser, base: str) -> None:
    with visiting(browser, base, "regisseur") as visitor:
        began, taken = time.monotonic(), 0
        for name in NAMES[:8]:
            pay(visitor, name)
            confirm(visitor)
            taken += 1
        pay(visitor, NAMES[8], "40,00")
        confirm(visitor)
        pay(visitor, NAMES[9], "130,00")
        visitor.sees("Avance, gardée pour les prochaines redevances")
        confirm(visitor)
        assert (time.monotonic() - began) / (taken + 2) < 30
        pay(visitor, NAMES[8], "300,01")
        visitor.sees("Au plus 300,00")

        find(visitor, NAMES[8])
        visitor.sees("60,00\u00a0€")
        visitor.open(DESK)
        visitor.page.get_by_role("link", name="R-TEMP-", exact=False).first.click()
        visitor.page.get_by_text("Annuler ce reçu").first.click()
        visitor.fill({"Motif": "Erreur de ménage"})
        visitor.page.get_by_role("button", name="Annuler le reçu").click()
        visitor.sees("Reçu annulé, sans valeur")

        visitor.open(DESK)
        visitor.follow("Régie de démonstration")
        visitor.title("Régie de démonstration")
        visitor.sees("840,00\u00a0€")
        visitor.follow("Livre de caisse")
        visitor.sees("À reporter", "970,00\u00a0€", "840,00\u00a0€")
        visitor.page.go_back()
        visitor.follow("Arrêter la caisse")
        visitor.fill({"50,00": "16", "20,00": "1"})
        visitor.press("Arrêter la caisse")
        visitor.sees("20,00\u00a0€ manquants")
        visitor.fill({"20,00": "2"})
        visitor.press("Arrêter la caisse")
        visitor.sees("Caisse arrêtée")
        pay(visitor, NAMES[8], "60,00")
        visitor.page.locator("button:focus", has_text="Valider").wait_for()
        visitor.page.keyboard.press("Enter")
        visitor.sees("Caisse arrêtée ce jour-là")

        visitor.open(DESK)
        visitor.follow("Régie de démonstration")
        visitor.follow("Remettre le service")
        visitor.fill({"À qui": SUBSTITUTE})
        visitor.press("Signer la remise")
        visitor.sees("Remise signée", "À signer par qui reçoit")
    with visiting(browser, base, "suppleance") as visitor:
        visitor.open(DESK)
        visitor.follow("Régie de démonstration")
        visitor.press("Signer et prendre la régie")
        visitor.sees("Signée par les deux", SUBSTITUTE)
