"""Acts of data protection that are done from the server: by the program's own account, and journalled as such."""

from contextlib import AsyncExitStack
from uuid import uuid4

from kernel.acts import Act, Staff
from kernel.clock import Clock
from kernel.settings import Settings
from palier.site import create_site


def by_the_server(clock: Clock) -> Act:
    """Who types a command: nobody who signed in."""
    from staff.domain.accounts import SYSTEM

    by = Staff(id=SYSTEM, name="Palier (commande)")
    return Act(by=by, at=clock.now(), today=clock.today(), request_id=f"command-{uuid4().hex[:12]}")


async def person_file(settings: Settings, clock: Clock, reference: str) -> bytes:
    """The ZIP of a household. Raises `HouseholdUnknown`, `ServiceSilent`."""
    from kernel.web.export import zipped
    from occupancy.actions.data_files import hand_over_file
    from occupancy.documents.data_files import parts
    from occupancy.domain.data_requests import IdentityCheck

    site, act = create_site(settings, clock), by_the_server(clock)
    async with AsyncExitStack() as stack:
        await site.start(stack)
        app = site.apps["occupancy"]
        stock = app.state.stock
        file = await hand_over_file(app.state.db, stock, reference, act.today, IdentityCheck.KNOWN, act)
    return zipped(parts(file))
