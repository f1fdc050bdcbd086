"""The territory that a postal code tells: its public holidays are those that count for the dwelling.

Ground: code du travail, L. 3134-13 (Alsace-Moselle) and L. 3422-2 (overseas): working days are not the same everywhere.
"""

from kernel.calendar import Territory

_ALSACE_MOSELLE = ("57", "67", "68")


def territory_of(postal_code: str) -> Territory:
    """Staff may say another."""
    if postal_code[:3] in {one.value for one in Territory}:
        return Territory(postal_code[:3])
    return Territory.ALSACE_MOSELLE if postal_code[:2] in _ALSACE_MOSELLE else Territory.METROPOLE
