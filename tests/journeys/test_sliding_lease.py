"""A sliding lease in a real browser, from the sub-lease to the household as the holder, with alt_units stopped in the middle.

Three services in three processes: alt_units is killed before the slide and started again after it. Nothing is lost.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kernel.calendar import add_months
from kernel.clock import SystemClock
from kernel.settings import SERVICES, Settings
from tests.journeys.house import SECRET, open_accounts
from tests.journeys.visitor import Visitor, visiting
from tests.support.postgres import wait_for
from tests.support.processes import Process

TODAY = SystemClock().today()
SIGNED = add_months(TODAY, -3)
PAPERS = ("D9", "D10", "D11", "Accord du ménage", "Attestation d'assurance")
PATIENCE = 90
"""Seconds: the relay looks again at the latest a minute after it found nobody."""


class House:
    """The three services, each at its own address."""

    def __init__(self, staff: Process, alt_units: Process, occupancy: Process) -> None:
        self.staff, self.alt_units, self.occupancy = staff, alt_units, occupancy


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    databases = {name: f"sqlite:{tmp_path / name}.sqlite" for name in SERVICES}
    wait_for(open_accounts(Settings(databases=databases, secret=SECRET)))
    known = {f"PALIER_{name.upper()}_DATABASE": url for name, url in databases.items()}
    known |= {"PALIER_MODE": "production", "PALIER_SECRET": SECRET, "PALIER_ORGANISATION": "CCAS de Commune-Exemple"}
    known |= {"PALIER_SECOND_FACTOR": "optional"}
    staff = Process("staff", known)
    known |= {"PALIER_STAFF_URL": staff.url}
    alt_units = Process("alt-units", known)
    occupancy = Process("occupancy", known | {"PALIER_ALT_UNITS_URL": alt_units.url})
    with ExitStack() as running:
        for one in (staff, alt_units, occupancy):
            running.enter_context(one)
        yield House(staff, alt_units, occupancy)


def sublet_unit(visitor: Visitor) -> str:
    """A dwelling of an HLM landlord, rented with a slide clause; its page."""
    visitor.open("/logements/nouveau")
    visitor.fill({"Référence": "AML-01", "Nom": "Deux-pièces des Tilleuls", "Type de logement": "T2"})
    visitor.fill({"Zone APL": "Zone I", "Numéro et voie": "4 rue des Exemples", "Code postal": "77000"})
    visitor.fill({"Commune": "Commune-Exemple", "Programme": "AML"})
    visitor.fill({"Premier jour en service": (SIGNED - timedelta(days=20)).isoformat()})
    visitor.tick("Point d'eau et WC", "Chauffage adapté")
    visitor.press("Enregistrer le logement")
    unit = visitor.page.url.partition("?")[0].removeprefix(visitor.base)
    visitor.open(f"{unit}/mobilisations")
    visitor.fill({"Mode de mobilisation": "Bail glissant", "Propriétaire": "Bailleur HLM"})
    visitor.fill({"Nom du propriétaire ou du bailleur": "Office Exemple", "Premier jour": SIGNED.isoformat()})
    visitor.press("Enregistrer la mobilisation")
    return unit


def sign_sublease(visitor: Visitor) -> None:
    visitor.open("/sejours/menages/nouveau")
    visitor.fill({"Nom": "Lilas", "Prénom": "(exemple)", "Situation": "Personne seule", "Orientation": "SIAO"})
    visitor.fill({"Adultes": "1", "Enfants": "0"})
    visitor.press("Enregistrer")
    visitor.open("/sejours/contrats/nouveau")
    visitor.fill({"Ménage": "Lilas", "Place": "Deux-pièces", "Premier jour": SIGNED.isoformat()})
    visitor.press("Préparer le contrat")
    visitor.follow("Signer")
    visitor.fill({"Signé par les deux parties le": SIGNED.isoformat()})
    visitor.sees("Bail glissant")
    visitor.press("Signer")
    visitor.sees("Contrat signé")


def open_dossier(visitor: Visitor) -> str:
    """The convention tripartite; the page of the dossier."""
    visitor.open("/sejours/baux-glissants/nouveau")
    visitor.fill({"Contrat": "Deux-pièces", "Convention tripartite signée le": SIGNED.isoformat()})
    visitor.fill({"Bailleur": "Office Exemple", "Référence du bail principal": "BP-1"})
    visitor.page.locator("#upstream_signed_on").fill(SIGNED.isoformat())
    visitor.tick("Le bailleur est un organisme HLM")
    visitor.fill({"Référent du bailleur": "Référente Exemple", "Référent du CCAS": "Référent Exemple"})
    visitor.press("Ouvrir le dossier")
    visitor.sees("Ce qui manque pour que le bail glisse", "décision CAL", french(add_months(SIGNED, 6)))
    return visitor.page.url.partition("?")[0].removeprefix(visitor.base)


def do(visitor: Visitor, dossier: str, act: str, **answers: str) -> None:
    visitor.open(dossier)
    visitor.follow(act)
    visitor.fill({label.replace("_", " "): value for label, value in answers.items()})
    visitor.press(act)


def french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def test_until_the_household_is_the_holder_with_alt_units_stopped(browser: Browser, house: House) -> None:
    with visiting(browser, house.staff.url, "direction") as direction:
        direction.base = house.alt_units.url
        unit = sublet_unit(direction)
    with visiting(browser, house.staff.url, "agent") as agent:
        agent.base = house.occupancy.url
        sign_sublease(agent)
        dossier = open_dossier(agent)
        agent.picture("bail-glissant")
        house.alt_units.kill()
        do(agent, dossier, "Proposer le glissement")
        do(agent, dossier, "Position du bailleur", Réponse="Il propose un bail")
        do(agent, dossier, "Décision de la CAL", Décision="Logement attribué")
        do(agent, dossier, "Prévoir le glissement", Le_ménage_devient_titulaire_le=TODAY.isoformat())
        do(agent, dossier, "Enregistrer le glissement")
        agent.sees("Le bail ne peut pas encore glisser", "bail direct signé", "fin du bail principal")
        for paper in PAPERS:
            do(agent, dossier, "Ajouter un document", Document=paper)
        agent.open(dossier)
        agent.sees("Rien ne manque")
        do(agent, dossier, "Enregistrer le glissement")
        agent.sees("Le ménage est titulaire", "Fin de mobilisation à transmettre")
        agent.picture("bail-glisse")
        house.alt_units.start()
        until = time.monotonic() + PATIENCE
        while "Fin de mobilisation à transmettre" in agent.page.locator("body").inner_text():
            assert time.monotonic() < until, "the end of the right was not told"
            time.sleep(1)
            agent.open(dossier)
    with visiting(browser, house.staff.url, "direction") as direction:
        direction.base = house.alt_units.url
        direction.open(unit)
        direction.sees("Bail glissé", french(TODAY - timedelta(days=1)))
