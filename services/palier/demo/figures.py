"""The acceptance figures of the founding case, read back from the loaded town: the same numbers as on its pages."""

from contextlib import AsyncExitStack

from kernel.clock import MovableClock, SystemClock
from kernel.money import euros
from kernel.settings import Settings
from palier.demo.clerk import Desk
from palier.demo.people import FINANCE, READER
from palier.site import create_site


async def figures(settings: Settings) -> list[str]:
    """Month and year of the current ALT convention, as signed and at the table's values, and last year's difference."""
    clock = MovableClock(SystemClock(settings.zone).now())
    site = create_site(settings, clock)
    async with AsyncExitStack() as stack:
        await site.start(stack)
        desk = Desk(site, settings, clock)
        stack.push_async_callback(desk.close)
        return await read_figures(desk)


async def read_figures(desk: Desk) -> list[str]:
    """The lines that `palier demo` prints."""
    today = desk.clock.today()
    conventions = (await desk.get(READER, "alt_units/v1/conventions"))["items"]
    convention = next((one for one in conventions if one["programme"] == "ALT" and one["year"] == today.year), None)
    if convention is None or "ALT-01" not in {line["unit_reference"] for line in convention["lines"]}:
        return ["Ces bases ne contiennent pas la commune de démonstration de l'année en cours."]
    month = convention["forecast"][0]["amount_cents"]
    ceilings = {line["unit_reference"]: line["check"]["ceiling_cents"] for line in convention["lines"]}
    as_t3 = sum(ceilings.values())
    as_t1 = as_t3 - ceilings["ALT-01"] + ceilings["ALT-02"]
    last = await desk.get(FINANCE, f"alt_units/v1/reconciliations/{today.year - 1}")
    warnings = [line["check"]["warning"] for line in convention["lines"] if line["check"]["warning"]]
    amounts = last["amounts"]
    signed = f"{euros(month)} par mois, {euros(convention['year_forecast_cents'])} par an"
    gap = f"versé {euros(last['received_cents'])}, écart {euros(amounts['difference_cents'])}"
    return [
        f"Convention {convention['number']}, aux montants signés : {signed}",
        f"  au barème, logement partagé déclaré T1 : {euros(as_t1)} par mois",
        f"  au barème, logement partagé déclaré T3 : {euros(as_t3)} par mois",
        *(f"  avertissement : {warning}" for warning in warnings),
        f"Année {today.year - 1} : demandé {euros(amounts['claimed_cents'])}, {gap}",
    ]
