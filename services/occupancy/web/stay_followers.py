"""The two buttons of « Suivi par » on the page of a stay."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.page import see
from occupancy.actions.stay_followers import follow_stay
from occupancy.domain.stay_followers import StayFollower
from occupancy.web import paths

_ONE = "/sejours/contrats/{contract_id:uuid}/suivi"


@post(f"{_ONE}/pris")
async def follow_stay_form(
    contract_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Follow it from now on, in the place of who did."""
    await once(act, StayFollower, follow_stay(db, contract_id, act, is_followed=True))
    return see(paths.contract(contract_id), done="stay-followed")


@post(f"{_ONE}/rendu")
async def unfollow_stay_form(
    contract_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Nobody follows it: what waits goes back to its posts."""
    await once(act, StayFollower, follow_stay(db, contract_id, act, is_followed=False))
    return see(paths.contract(contract_id), done="stay-unfollowed")


HANDLERS = [follow_stay_form, unfollow_stay_form]
