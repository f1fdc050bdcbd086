"""What the rules say of the rows of a park while an import is tried."""

from collections.abc import Iterator
from contextlib import contextmanager

from alt_units.domain.park_imports import Note, ParkSheet
from kernel.errors import Refusal

EXISTS = "existe déjà"
ADDS = "un import ajoute, il ne modifie rien"


class Notes:
    """Faults, warnings, and how many rows of each sheet say what is recorded already."""

    def __init__(self) -> None:
        self.faults: list[Note] = []
        self.warnings: list[Note] = []
        self.same: dict[ParkSheet, int] = dict.fromkeys(ParkSheet, 0)

    @contextmanager
    def of_row(self, sheet: ParkSheet, row: int) -> Iterator[list[bool]]:
        """A refusal becomes a fault of the row, beside the cell that it is about; the list is filled by what went well."""
        try:
            yield []
        except Refusal as refusal:
            for error in refusal.errors:
                self.fault(sheet, row, error.field, error.message)
            if not refusal.errors:
                self.fault(sheet, row, "", refusal.detail)

    def fault(self, sheet: ParkSheet, row: int, field: str, message: str) -> None:
        self.faults.append(Note(sheet=sheet, row=row, field=field, message=message))

    def warn(self, sheet: ParkSheet, row: int, field: str, message: str) -> None:
        self.warnings.append(Note(sheet=sheet, row=row, field=field, message=message))

    def compare(self, sheet: ParkSheet, row: int, differing: list[str]) -> None:
        """A row about what is recorded already: the same, or a fault of the first cell that differs."""
        if differing:
            self.fault(sheet, row, differing[0], f"{EXISTS} avec une autre valeur : {ADDS}")
        else:
            self.same[sheet] += 1
