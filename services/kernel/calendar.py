"""Civil calendar arithmetic: months added the way French law adds them.

Ground: code de procédure civile, art. 641 (same day number of the last month, else its last day); rules TIME-01 and
TIME-03 of the domain notes.
"""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier), clipped to the end of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_after(first_day: date, months: int) -> date:
    """Last day, inclusive, of a period of `months` that starts on `first_day`."""
    return add_months(first_day, months) - timedelta(days=1)
