"""Telling alt_units the activity of a year: a row in the transaction of the fact, the figures when the row is sent."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kernel.acts import Act
from occupancy.domain.activity import Activity, activity
from occupancy.domain.activity_people import Around
from occupancy.store import (
    contracts,
    fees,
    households,
    ledger,
    members,
    outbox,
    particulars,
    referrals,
    support_measures,
)
from occupancy.store.law import law_in_force


async def put_activity(household_id: UUID, act: Act) -> None:
    """The years that a household's stays touch are to be told anew. Called inside the transaction of the fact."""
    first = await contracts.first_year_of(household_id) or act.today.year
    await put_years(range(min(first, act.today.year), act.today.year + 1), act)


async def put_years(years: Iterable[int], act: Act) -> None:
    """These years are to be told anew."""
    if wanted := set(years):
        await outbox.insert_activity(wanted, act)


async def gather_activity(year: int) -> Activity:
    """The year as it stands now."""
    stays = await contracts.all_occupying()
    ids = {one.household_id for one in stays}
    charged = await fees.charges_of_many([one.id for one in stays])
    return activity(
        year,
        stays,
        await households.households(ids),
        [charge for rows in charged.values() for charge in rows],
        await ledger.transfers_of_many(ids),
        Around(
            law=await law_in_force(),
            members=await members.members_of_many(ids),
            resources=await particulars.resources_of_many(ids),
            answers=await referrals.all_answers(),
            measures=await support_measures.measures_running(date(year, 1, 1), date(year, 12, 31)),
        ),
    )
