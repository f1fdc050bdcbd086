"""How the households of a list are named, for who is asking."""

from collections.abc import Iterable
from uuid import UUID

from kernel.acts import Act
from occupancy.store import households
from occupancy.web.stay_words import holder_words


async def holders_of(household_ids: Iterable[UUID], act: Act) -> dict[UUID, str]:
    """The holder of each of these households, or what stands for the name where it is not shown."""
    may_see = act.by.may("households.read")
    known = await households.households(set(household_ids))
    return {key: holder_words(one, may_see=may_see) for key, one in known.items()}
