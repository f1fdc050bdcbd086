"""How alt_units gives papers out: under what occupancy told of the organisation, as it was on the day of their act."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.di import NamedDependency

from alt_units.actions.letterheads import letterhead_of
from alt_units.domain.letterheads import Letterhead
from kernel.acts import Act
from kernel.settings import Settings
from kernel.web.pdf import PaperDesk, asked


class FundingPapers(PaperDesk):
    """The desk of the papers for the funder: under the version of today, or that of the day of an act."""

    def __init__(self, today: Letterhead, act: Act, settings: Settings, **how: Any) -> None:
        self._today, self._act, self._settings = today, act, settings
        super().__init__(today.name, today.head, zone=settings.zone, **how)

    async def letterhead_on(self, day: date | datetime) -> Letterhead:
        """The version that a paper of that day takes."""
        on = day.astimezone(ZoneInfo(self.zone)).date() if isinstance(day, datetime) else day
        return self._today if on == self._act.today else await letterhead_of(on, self._settings, self._act)


async def provide_funding_papers(
    request: Request[Any, Any, Any], act: NamedDependency[Act], settings: NamedDependency[Settings]
) -> FundingPapers:
    """With the version that is in force today; another is read when a paper asks for it."""
    return FundingPapers(await letterhead_of(act.today, settings, act), act, settings, **asked(request))
