"""The list of arrears as a table to take away."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from kernel.sheets import Sheet, cents, day, text, whole
from occupancy.domain.arrears import BANDS, Arrears


def band_titles() -> tuple[str, ...]:
    """« jusqu'à 30 jours », « 31 à 60 jours », …, « plus de 90 jours »."""
    middle = [f"{start + 1} à {end} jours" for start, end in pairwise(BANDS)]
    return (f"Jusqu'à {BANDS[0]} jours", *middle, f"Plus de {BANDS[-1]} jours")


def arrears_sheet(rows: Iterable[tuple[Arrears, str, str]], today: date) -> Sheet:
    """Each household with its debt by age, the oldest day, and what the ladder advises. `rows`: arrears, household, step."""
    known = tuple(rows)
    totals = [sum(one.bands[rank] for one, _, _ in known) for rank in range(len(BANDS) + 1)]
    return Sheet(
        name="Impayés",
        columns=(
            text("Ménage", 28),
            *(cents(title) for title in band_titles()),
            cents("Total dû"),
            day("Depuis le"),
            whole("Jours"),
            text("Étape conseillée", 28),
        ),
        rows=tuple((holder, *one.bands, one.cents, one.oldest_on, one.days, step) for one, holder, step in known),
        totals=("Total", *totals, sum(totals), None, None, None),
        notes=(f"État au {today:%d/%m/%Y}, échéances échues seulement. L'étape est un conseil, sans effet juridique.",),
    )
