"""The search « qui peut entrer où ? »: the park and the stays brought together, then the rule."""

from kernel.acts import Act
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.vacancies import Promise, Vacancy, Wish, check_wish, vacancies
from occupancy.store import contracts, referrals
from occupancy.store.law import law_in_force


async def find_vacancies(wish: Wish, act: Act, *, alt_units: AltUnits) -> tuple[Vacancy, ...]:
    """Every place, offered or not. Raises `DayOutOfReach`, `TermEndsBeforeStart`, `ServiceSilent`."""
    check_wish(wish)
    units = await alt_units.units(by=act.by)
    stays = await contracts.contracts_taking(wish.first_day)
    held = tuple(
        Promise(unit_id=one.place.unit_id, place_number=one.place.place_number, days=one.days)
        for one in await referrals.all_holding()
    )
    return vacancies(await law_in_force(), units, stays, wish, today=act.today, promises=held)
