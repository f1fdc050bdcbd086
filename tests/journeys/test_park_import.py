"""A town that begins: its park comes from a spreadsheet: the wrong template, a blank one, one with errors, a corrected one."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from tests.journeys.house import new_house
from tests.journeys.visitor import Visitor, visiting
from tests.support.park_files import FOUNDING, park, unit_row

WRONG = {**FOUNDING, "units": [*FOUNDING["units"], unit_row("LOG-9", zone="A", first_day="01/03/26")]}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with new_house(tmp_path_factory.mktemp("house")) as address:
        yield address


def send(visitor: Visitor, content: bytes, name: str) -> None:
    files = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visitor.field("Fichier rempli").set_input_files(files=[files])
    visitor.press("Voir l'aperçu")


@pytest.mark.browser
def test_a_manager_brings_in_the_park_and_sees_its_units(browser: Browser, base: str) -> None:
    with visiting(browser, base, "direction") as manager:
        manager.open("/logements/import")
        manager.title("Importer un parc")
        with manager.page.expect_download() as waiting:
            manager.follow("Télécharger le modèle (XLSX)")
        template = Path(waiting.value.path()).read_bytes()
        manager.press("Voir l'aperçu")
        manager.sees("Choisissez un fichier")
        send(manager, park(year=2025, **FOUNDING), "Ancien modèle.xlsx")
        manager.sees("Ce fichier vient du modèle de 2025 : téléchargez celui de 2027")
        send(manager, template, "Vide.xlsx")
        manager.sees("Le modèle est vide")
        send(manager, park(**WRONG), "Parc.xlsx")
        manager.sees("2 cellules sont à corriger", "« A » n'est pas de la liste : I, II, III", "quatre chiffres")
        manager.picture("reprise-erreurs")
        manager.open("/logements")
        manager.sees("Aucun logement n'est enregistré")
        manager.open("/logements/import")
        send(manager, filled_in(template), "Parc.xlsx")
        manager.title("Aperçu de l'import")
        manager.sees("LOG-12", "lignes d'exemple laissées de côté")
        send_again = manager.page.url
        manager.open("/logements/import")
        send(manager, park(**FOUNDING), "Parc corrigé.xlsx")
        assert manager.page.url != send_again
        manager.sees("Parc corrigé.xlsx", "LOG-COLOC", "+20,00")
        manager.picture("reprise-apercu")
        manager.fill({"Pourquoi ces lignes sont-elles justes ?": "Montants de la convention signée"})
        manager.press("Importer")
        manager.sees("L'import est fait", "Montants de la convention signée", "Parc corrigé.xlsx")
        manager.picture("reprise-bilan")
        manager.follow("LOG-COLOC")
        manager.sees("Chambre bleue", "Chambre verte", "ALT n° ALT-15")
        manager.open("/logements/import")
        manager.sees("Parc corrigé.xlsx")
        send(manager, park(**FOUNDING), "Parc corrigé.xlsx")
        manager.sees("Tout est déjà enregistré")


def filled_in(template: bytes) -> bytes:
    """The template of the page itself, with one unit typed under the example, as a spreadsheet saves it."""
    book = load_workbook(io.BytesIO(template))
    page = book["Logements"]
    for column, cell in enumerate(page[2], 1):
        row = {
            "Référence": "LOG-12", "Nom": "Studio", "Type de logement": "T1 et T1 bis", "Zone APL": "II",
            "Numéro et voie": "1 allée des Exemples", "Code postal": "01000", "Commune": "Commune-Exemple",
            "Point d'eau et WC": "oui", "Chauffage": "oui", "Premier jour en service": "01/03/2026",
        }  # fmt: skip
        page.cell(4, column).value = row.get(cell.value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
