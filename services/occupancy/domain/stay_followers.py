"""Who follows a stay: one person at a time, taken up by themselves, changed when another takes it up or it is left.

Ground: LIFECYCLE §9 and PEERS §5, 16: each thing that waits has an owner. Whoever follows a stay sees to what waits of it for
the posts that live beside the household; what is of money stays with the posts of money, whoever follows.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from occupancy.domain.deadlines import Owner, SubjectKind
from occupancy.domain.work_tray import OpenDeadline

_FOLLOWED = (Owner.AGENT, Owner.SOCIAL_WORKER)


class StayFollower(Struct, frozen=True, kw_only=True):
    """One change. `person_id` and `person_name` None: nobody follows the stay from that day."""

    contract_id: UUID
    number: int
    person_id: UUID | None
    person_name: str | None
    decided_on: date


def with_followers(found: Iterable[OpenDeadline], followers: Mapping[UUID, StayFollower]) -> tuple[OpenDeadline, ...]:
    """The same lines, each one that nobody took over given to who follows its stay. `followers`: by contract."""
    return tuple(_given(one, followers.get(one.subject.id)) for one in found)


def _given(one: OpenDeadline, follower: StayFollower | None) -> OpenDeadline:
    is_of_stay = one.subject.kind is SubjectKind.CONTRACT and one.owner_role in _FOLLOWED
    if follower is None or follower.person_id is None or one.owner_id is not None or not is_of_stay:
        return one
    return replace(one, owner_id=follower.person_id, owner_name=follower.person_name, is_by_stay=True)
