"""Finance closes the year of the founding park, file by file, in a real browser, on the demonstration town."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser

from kernel.clock import SystemClock
from kernel.settings import read_settings
from kernel.web.formats import euros
from palier import demo
from tests.journeys.visitor import Visitor, visiting
from tests.support.pdfs import text_of
from tests.support.postgres import wait_for
from tests.support.processes import Process

YEAR = SystemClock().today().year - 1
FILE = f"/logements/aides/dossier/{YEAR}"
T1_MONTH, MONTH = 331.27, 1_047.17
"""The park of seed 004 in the demonstration's last year: the State forgot one month of the T1; a month as signed."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    environment = {"PALIER_DATA": str(tmp_path_factory.mktemp("town"))}
    wait_for(demo.load_when_empty(read_settings(environment)))
    with Process("tout", environment) as process:
        yield process.url


def taken(visitor: Visitor, label: str, address: str, folder: Path) -> bytes:
    """What a click on a link downloads."""
    with visitor.page.expect_download() as waiting:
        visitor.page.locator(f'main a[href$="{address}"]').first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert label in path.name
    return path.read_bytes()


def rows_of(content: bytes, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content))[sheet].iter_rows()]


def total_of(content: bytes, sheet: str, mark: int = 0) -> dict[object, object]:
    rows = rows_of(content, sheet)
    return dict(zip(rows[0], next(row for row in rows if row[mark] == "Total"), strict=True))


@pytest.mark.browser
@pytest.mark.slow
def test_finance_produces_the_year_of_the_founding_park_file_by_file(
    browser: Browser, base: str, tmp_path: Path
) -> None:
    with visiting(browser, base, "finance") as visitor:
        visitor.open(f"/logements/aides/rapprochement/{YEAR}")
        visitor.sees("331,27")
        reconciled = taken(visitor, "rapprochement", "format=xlsx", tmp_path)
        amounts = total_of(reconciled, f"Rapprochement {YEAR}")
        assert amounts["Écart"] == T1_MONTH
        due, paid = cents(amounts["Demandé"]), cents(amounts["Versé"])
        assert due - paid == cents(T1_MONTH)
        lines = list(
            csv.reader(
                io.StringIO(taken(visitor, "rapprochement", "format=csv", tmp_path).decode("utf-8-sig")), delimiter=";"
            )
        )
        assert sum(round(float(row[7].replace(",", ".")) * 100) for row in lines[1:]) == due
        visitor.open(FILE)
        visitor.title(f"Dossier annuel ALT {YEAR}")
        visitor.sees("préfet", f"31/03/{YEAR + 1}", "Bilan d'occupation", f"Capacité envisagée en {YEAR + 1}")
        visitor.picture("dossier-annuel")
        missing = visitor.page.locator("#manque li").all_inner_texts()
        if missing:
            visitor.press("Produire le dossier")
            visitor.sees("Le dossier est incomplet")
            visitor.tick("Produire sans ce qui manque")
        visitor.press("Produire le dossier")
        visitor.sees("Le dossier est produit et conservé tel quel")
        check_workbook(taken(visitor, "dossier", "1/dossier.xlsx", tmp_path), due, paid)
        check_paper(taken(visitor, "dossier", "1/dossier.pdf", tmp_path), due, paid, provisional=bool(missing))
        visitor.open("/logements/aides/statistiques")
        visitor.sees("Taux d'occupation", "ALT + redevances − dépenses")
        compared = rows_of(taken(visitor, "statistiques", "format=xlsx", tmp_path), "Statistiques")
        assert [row[0] for row in compared[1:4]] == [YEAR - 1, YEAR, YEAR + 1]


def cents(value: object) -> int:
    return round(float(str(value)) * 100)


def check_workbook(content: bytes, due: int, paid: int) -> None:
    months = total_of(content, "Bilan par mois")
    assert (months["Conventionnés"], months["Mobilisés"]) == (36, 36)
    assert int(str(months["Jours occupés"])) <= int(str(months["Jours disponibles"]))
    money = total_of(content, f"Comptes au 31-12-{YEAR}", 1)
    assert (cents(money["ALT due"]), cents(money["ALT versée"])) == (due, paid)
    assert cents(money["Résultat"]) == paid + cents(money["Redevances encaissées"]) - cents(money["Dépenses"])
    assert cents(money["Redevances dues"]) == cents(money["Redevances encaissées"]) + cents(
        money["Redevances impayées"]
    )
    assert cents(money["Redevances dues"]) > 0
    assert cents(money["Dépenses"]) > 0
    capacity = rows_of(content, f"Capacité {YEAR + 1}")
    assert sum(row[0] is not None and row[-1] == MONTH for row in capacity[1:13]) == 12
    activity = dict(row[:2] for row in rows_of(content, "Activité"))
    assert int(str(activity["Entrées de l'année (séjours)"])) > 0


def plain(text: str) -> str:
    """Spaces of any kind as one."""
    return " ".join(text.split())


def check_paper(content: bytes, due: int, paid: int, *, provisional: bool) -> None:
    assert content.startswith(b"%PDF")
    text = text_of(content)
    for words in (f"Dossier annuel ALT {YEAR}", euros(due), euros(paid), "Bilan d'occupation", euros(104_717)):
        assert plain(words) in plain(text)
    assert ("PROVISOIRE" in text) is provisional
