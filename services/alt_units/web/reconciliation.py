"""The reconciliation of a year on one page, to read and to print."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from alt_units.actions.reconciliation import year_reconciliation
from alt_units.documents.money_lists import reconciliation_sheets
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.reconciliation import FollowUp
from alt_units.web import paths
from kernel.errors import NotFound
from kernel.law import Law
from kernel.web.export import Export
from kernel.web.page import page

_TO_FOLLOW = {FollowUp.EXPECTED, FollowUp.DIFFERENT, FollowUp.JUSTIFIED, FollowUp.RECEIVED}


@get("/logements/aides/rapprochement")
async def reconciliation_now(today: NamedDependency[date]) -> Redirect:
    """The year under way."""
    return Redirect(paths.reconciliation(today.year), status_code=303)


@get("/logements/aides/rapprochement/{year:int}")
async def reconciliation_page(
    year: FromPath[int], law: NamedDependency[Law], export: NamedDependency[Export]
) -> Response[Any]:
    """Every dwelling and month, totals per month and per payment, and what is still to follow."""
    check_year(year)
    found = await year_reconciliation(law, year)
    if export:
        return await export.book(reconciliation_sheets(found), f"Rapprochement {year}", f"rapprochement-{year}")
    following = [(part.convention, one) for part in found.conventions for one in part.claims if one.state in _TO_FOLLOW]
    return page("reconciliation/year.html", found=found, following=following)


def check_year(year: int) -> None:
    """Raises `NotFound`."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("Cette année n'est pas gérée.")


HANDLERS = [reconciliation_now, reconciliation_page]
