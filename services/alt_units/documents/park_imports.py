"""The list of the imports of a park as a table to take away."""

from collections.abc import Iterable

from alt_units.domain.park_imports import Counts, ParkImport
from kernel.sheets import Sheet, day, text, whole

_COUNTS = {
    "units": "Logements",
    "places": "Places",
    "voids": "Indisponibilités",
    "conventions": "Conventions",
    "amendments": "Avenants",
    "lines": "Lignes de convention",
}


def park_imports_sheet(imports: Iterable[ParkImport]) -> Sheet:
    """Each file that was imported, latest first, with what it added."""
    return Sheet(
        name="Imports du parc",
        columns=(
            day("Importé le"),
            text("Par", 20),
            text("Fichier", 30),
            *(whole(label) for label in _COUNTS.values()),
            text("Motif des avertissements", 40),
            text("Empreinte (SHA-256)", 66),
        ),
        rows=tuple(
            (one.at.date(), one.by_name, one.file_name, *_counts(one.added), one.reason, one.sha256) for one in imports
        ),
        notes=("Ce que chaque fichier a ajouté ; ce qui était déjà enregistré à l'identique n'est pas compté.",),
    )


def _counts(added: Counts) -> tuple[int, ...]:
    return tuple(getattr(added, name) for name in _COUNTS)
