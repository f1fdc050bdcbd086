"""How long a paper takes, warm, as a PDF and as a page, and what the process weighs after. Goal: 60 ms for the contract.

Run: python3 do.py bench documents
"""

import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kernel.documents.render import readable, render
from occupancy import documents
from occupancy.documents.plain_sheets import plain_sheet
from occupancy.law import LAW
from tests.unit.occupancy.test_documents import ASKED, HEAD, STAY, contract
from tests.unit.occupancy.test_stay_letters import renewal

FOLDER = Path(documents.__file__).parent
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
TIMES = 40
PAPERS = {
    "contrat": ("contracts.typ", contract()),
    "fiche facile à lire": ("plain_sheets.typ", plain_sheet(LAW, STAY, ASKED, letterhead=HEAD)),
    "lettre de renouvellement": ("letters.typ", renewal()),
}


def measured(draw: Callable[[], object]) -> tuple[float, float]:
    """Median and worst of warm drawings, in milliseconds."""
    draw()
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        draw()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), max(spent)


def main() -> None:
    for name, (template, paper) in PAPERS.items():
        path = FOLDER / template
        sheet, page = (
            partial(render, path, paper, on=AT, head=HEAD.head),
            partial(readable, path, paper, head=HEAD.head),
        )
        began = time.perf_counter()
        size = len(sheet())
        cold = (time.perf_counter() - began) * 1000
        (median, worst), (page_median, _) = measured(sheet), measured(page)
        print(
            f"{name} : {size / 1024:.0f} Ko, froid {cold:.0f} ms, PDF médiane {median:.0f} ms, pire {worst:.0f} ms ;"
            f" page médiane {page_median:.0f} ms"
        )
    print(f"mémoire du processus : {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} Mo")


if __name__ == "__main__":
    main()
