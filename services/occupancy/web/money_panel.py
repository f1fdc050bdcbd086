"""What the pages of stays show of the money. Filled in by the modules of money."""

from datetime import date
from typing import Any

from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household


async def money_panel(contract: Contract) -> dict[str, Any]:
    """What `contracts/_money.html` and `contracts/_deposit.html` need."""
    return {}


async def household_panel(household: Household, on: date) -> dict[str, Any]:
    """What `households/_account.html` needs: the account as it stood on a day."""
    return {}


async def money_tasks(today: date) -> list[dict[str, Any]]:
    """What needs somebody: dicts of label, tone, who, due_on, href, act (the label of the link)."""
    return []
