"""What the law requires before anybody is made to leave. No act of the program makes a household leave.

Ground: REG-03, CPCE L411-1, L412-1, L412-6; the court by the effects matrix.
"""

from litestar import get
from litestar.di import NamedDependency

from kernel.acts import Act
from kernel.web.page import Page, page
from occupancy.domain.regime_effects import EFFECTS, Point
from occupancy.law import KEYS
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths


@get(paths.FORCED_LEAVING)
async def forced_leaving_page(act: NamedDependency[Act]) -> Page:
    """The conditions, each with its source, and the court of each regime."""
    law = await law_in_force()
    winter = law.at("eviction.winter", act.today)
    return page(
        "stays/forced_leaving.html",
        command=law.at("eviction.command_months", act.today),
        winter=winter,
        winter_words=KEYS.find("eviction.winter").words[winter.text],
        courts=[(labels.LEGAL_REGIME[regime], effects[Point.COURT]) for regime, effects in EFFECTS.items()],
    )


HANDLERS = [forced_leaving_page]
