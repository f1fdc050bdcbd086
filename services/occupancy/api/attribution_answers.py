"""What the doors of attributions have in common: their address, and a dossier as it is answered."""

from litestar import Response

from kernel.acts import Act
from kernel.http.requests import versioned
from occupancy.actions.attributions import around_of
from occupancy.api.attribution_contract import AttributionOut
from occupancy.domain.attribution_sessions import file_limit, is_late
from occupancy.domain.attributions import (
    Attribution,
)

TAGS = ["Attributions (LLTS)"]
ONE = "/v1/attributions/{attribution_id:uuid}"


async def answer(one: Attribution, act: Act, status: int = 200) -> Response[AttributionOut]:
    """The dossier, with the limit of its session and its number for those who may read households."""
    around = await around_of(one, act)
    body = AttributionOut.of(
        one,
        may_see=act.by.may("households.read"),
        limit_on=file_limit(around.session, around.law),
        is_late=is_late(one, around.session, around.law, today=act.today),
    )
    return versioned(body, one.version, status=status)
