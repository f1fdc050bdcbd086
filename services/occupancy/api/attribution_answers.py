"""What the doors of attributions have in common: their address, and a dossier as it is answered."""

from collections.abc import Sequence

from litestar import Response

from kernel.acts import Act
from kernel.http.requests import versioned
from occupancy.api.attribution_contract import AttributionOut
from occupancy.domain.attribution_sessions import file_limit, is_late
from occupancy.domain.attributions import Attribution
from occupancy.store.attribution_sessions import sessions_by_id
from occupancy.store.law import law_in_force

TAGS = ["Attributions (LLTS)"]
ONE = "/v1/attributions/{attribution_id:uuid}"


async def answer(one: Attribution, act: Act, status: int = 200) -> Response[AttributionOut]:
    """One dossier, with its version."""
    (body,) = await answers([one], act)
    return versioned(body, one.version, status=status)


async def answers(found: Sequence[Attribution], act: Act) -> list[AttributionOut]:
    """Dossiers, each with the limit of its session, and its number for those who may read households."""
    planned, law = await sessions_by_id({one.session_id for one in found}), await law_in_force()
    may_see = act.by.may("households.read")
    return [
        AttributionOut.of(
            one,
            may_see=may_see,
            limit_on=file_limit(planned[one.session_id], law),
            is_late=is_late(one, planned[one.session_id], law, today=act.today),
        )
        for one in found
    ]
