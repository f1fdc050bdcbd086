"""How long a list of 10 000 rows takes to be written as XLSX and as CSV, and how large it is. Goal: under 2 s."""

import time
from datetime import UTC, date, datetime

from kernel.documents.spreadsheets import csv_file, xlsx
from kernel.sheets import Row, Sheet, cents, day, text, whole

ROWS = 10_000


def main() -> None:
    rows: list[Row] = [
        (f"=HYPERLINK({one})", date(2026, 1, 1 + one % 28), one * 7 - 5_000, one % 31, f"Libellé n° {one}", "T3")
        for one in range(ROWS)
    ]
    columns = (text("Référence"), day("Le"), cents("Montant"), whole("Jours"), text("Libellé"), text("Type"))
    sheet = Sheet(name="Essai", columns=columns, rows=tuple(rows))
    at = datetime(2026, 11, 21, tzinfo=UTC)
    for name, write in (
        ("XLSX", lambda: xlsx([sheet], title="Essai", author="CCAS", on=at)),
        ("CSV", lambda: csv_file(sheet)),
    ):
        began = time.perf_counter()
        write()
        seconds = time.perf_counter() - began
        print(f"{name}, {ROWS} rows of {len(columns)}: {seconds:.2f} s (goal 2 s, ratio {seconds / 2:.2f})")


if __name__ == "__main__":
    main()
