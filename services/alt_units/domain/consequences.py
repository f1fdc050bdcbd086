"""What a correction changes, before it is confirmed: the line, the month, the year, the room under the ceiling, the balance.

Ground: PEERS § 5.5 (a form that changes money shows its consequences first); CSS R. 851-5 (ceiling, three payments).
"""

from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_terms import Room
from alt_units.domain.claims import Claim


class Change(Struct, frozen=True, kw_only=True):
    """One amount, before and after."""

    before_cents: int
    after_cents: int

    @property
    def by_cents(self) -> int:
        return self.after_cents - self.before_cents


class Consequence(Struct, frozen=True, kw_only=True):
    """What a correction changes. `room_left` is what the ceiling still allows; `balance` None: no balance is known."""

    line: Change
    still_to_come: Change
    month: Change
    year: Change
    room_left: Change
    balance: Change | None


def consequence(
    before: Claim, after: Claim, line_id: UUID, *, elsewhere_cents: int, room: Room, balance: Change | None
) -> Consequence:
    """`elsewhere_cents`: what the convention's other months take; `room`: the ceiling of the claim's month or year."""
    old, new = before.line(line_id), after.line(line_id)
    return Consequence(
        line=Change(before_cents=old.due_cents, after_cents=new.due_cents),
        still_to_come=Change(before_cents=old.difference_cents, after_cents=new.difference_cents),
        month=Change(before_cents=before.due_cents, after_cents=after.due_cents),
        year=Change(
            before_cents=elsewhere_cents + before.due_cents,
            after_cents=elsewhere_cents + after.due_cents,
        ),
        room_left=Change(
            before_cents=room.left_cents - before.due_cents,
            after_cents=room.left_cents - after.due_cents,
        ),
        balance=balance,
    )
