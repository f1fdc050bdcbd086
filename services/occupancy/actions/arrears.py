"""Who owes what, gathered for the list of arrears."""

from datetime import date

from occupancy.domain.arrears import Arrears, arrears
from occupancy.domain.claims import open_claims
from occupancy.store import ledger
from occupancy.store.law import law_in_force


async def gather_arrears(today: date) -> list[Arrears]:
    """Every household with a claim whose day has come, the largest debt first."""
    law, accounts = await law_in_force(), await ledger.transfers_of_many(await ledger.owing(today))
    found = [arrears(law, household_id, open_claims(rows), today) for household_id, rows in accounts.items()]
    return sorted((one for one in found if one), key=lambda one: (-one.cents, one.oldest_on, one.household_id))
