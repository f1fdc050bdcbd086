"""The list of deposits: what is due, held, to be returned before which day, returned."""

from enum import StrEnum
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act
from kernel.http.requests import Paging
from kernel.sheets import Sheet
from kernel.web.export import Export
from kernel.web.page import page
from occupancy.actions.deposits import follow_deposits, standing_returns
from occupancy.documents.deposit_lists import deposits_sheet, returns_sheet
from occupancy.domain.deposit_stages import DepositStage, FollowedDeposit
from occupancy.store import contracts, households
from occupancy.web import labels, paths
from occupancy.web.stay_words import holder_words, place_words


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    ALL = "tous"
    DUE = "dus"
    PARTIAL = "partiels"
    HELD = "detenus"
    TO_RETURN = "a-rendre"
    RETURNED = "rendus"


VIEWS: dict[View, tuple[str, DepositStage | None]] = {
    View.ALL: ("Tous", None),
    View.DUE: ("Dus", DepositStage.DUE),
    View.PARTIAL: ("Reçus en partie", DepositStage.PARTIAL),
    View.HELD: ("Détenus", DepositStage.HELD),
    View.TO_RETURN: ("À rendre", DepositStage.TO_RETURN),
    View.RETURNED: ("Rendus", DepositStage.RETURNED),
}


@get(paths.DEPOSITS)
async def list_deposits_page(
    act: NamedDependency[Act],
    export: NamedDependency[Export],
    paging: NamedDependency[Paging],
    vue: FromQuery[View] = View.ALL,
) -> Response[Any]:
    """What is to be returned first, by its day."""
    every = await follow_deposits()
    stage = VIEWS[vue][1]
    found = [one for one in every if stage in (None, one.stage)]
    if export:
        rows = await _rows(found, act)
        sheet = deposits_sheet(((*row, labels.DEPOSIT_STAGE[row[0].stage][0]) for row in rows), act.today)
        return await export.book([sheet, await _returns(act)], sheet.name, f"depots-{vue}-{act.today}")
    seen = [one.contract.reference for one in found]
    start = seen.index(paging.after) + 1 if paging.after in seen else 0
    shown = found[start : start + paging.limit]
    more = start + paging.limit < len(found)
    return page(
        "deposits/list.html",
        rows=await _rows(shown, act),
        tabs=[
            {
                "label": label,
                "href": f"{paths.DEPOSITS}?vue={one}",
                "current": one is vue,
                "count": sum(wanted in (None, each.stage) for each in every),
            }
            for one, (label, wanted) in VIEWS.items()
        ],
        held_cents=sum(one.state.held_cents for one in found),
        due_cents=sum(one.state.due_cents for one in found),
        next_href=f"{paths.DEPOSITS}?vue={vue}&after={shown[-1].contract.reference}" if more else "",
        first_href=f"{paths.DEPOSITS}?vue={vue}" if start else "",
    )


async def _rows(found: list[FollowedDeposit], act: Act) -> list[tuple[FollowedDeposit, str, str]]:
    known = await households.households({one.contract.household_id for one in found})
    may_see = act.by.may("households.read")
    return [
        (one, holder_words(known[one.contract.household_id], may_see=may_see), place_words(one.contract))
        for one in found
    ]


async def _returns(act: Act) -> Sheet:
    """What the comptable needs of each return, whatever the filter of the list."""
    found = await standing_returns()
    signed = await contracts.contracts_by_id({one.contract_id for one, _ in found})
    known = await households.households({one.household_id for one, _ in found})
    may_see = act.by.may("households.read")
    return returns_sheet(
        (one, refund, signed[one.contract_id].reference, holder_words(known[one.household_id], may_see=may_see))
        for one, refund in found
    )


HANDLERS = [list_deposits_page]
