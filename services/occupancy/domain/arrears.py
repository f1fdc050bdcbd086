"""What households owe, by age (LIFECYCLE §6.4, FIN-02); what is advised of it is said by the ladder.

Nothing here is done by itself, and no step has a legal effect: the comptable alone recovers what was made a title.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.law import Law, LawSilent
from occupancy.domain.claims import Claim

BANDS = (30, 60, 90)
"""How the list cuts ages, in days: a way to read it, no rule."""


class Step(StrEnum):
    """What the ladder advises. `group`: too little for a title of its own (FIN-02)."""

    WAIT = "wait"
    REMIND = "remind"
    MEET = "meet"
    TITLE = "title"
    GROUP = "group"
    RELAUNCH = "relaunch"
    HAND_OVER = "hand_over"


class Arrears(Struct, frozen=True, kw_only=True):
    """What one household owes on a day. `bands`: cents due for up to 30, 60, 90 days, and longer."""

    household_id: UUID
    claims: tuple[Claim, ...]
    oldest_on: date
    days: int
    bands: tuple[int, ...]

    @property
    def cents(self) -> int:
        return sum(self.bands)


def arrears(household_id: UUID, due: Sequence[Claim], today: date) -> Arrears | None:
    """The claims whose day has come, by age; None when there is none."""
    late = tuple(claim for claim in due if claim.due_on < today)
    if not late:
        return None
    bands = [0] * (len(BANDS) + 1)
    for claim in late:
        age = (today - claim.due_on).days
        bands[next((rank for rank, most in enumerate(BANDS) if age <= most), len(BANDS))] += claim.open_cents
    oldest = min(claim.due_on for claim in late)
    days = (today - oldest).days
    return Arrears(household_id=household_id, claims=late, oldest_on=oldest, days=days, bands=tuple(bands))


def title_least(law: Law, today: date) -> int:
    """The least that is put into recovery; before the law that is known here, everything."""
    try:
        return law.at("arrears.title_least_cents", today).number
    except LawSilent:
        return 0
