"""What people do with the figures of a year that no record gives: declare one, correct one."""

from uuid import uuid4

from msgspec import Struct
from msgspec.structs import asdict

from alt_units.domain.statistics import DeclaredFigure, FigureUnit
from alt_units.store import declared_figures as store
from kernel.acts import Act, writing
from kernel.db import Database


class DeclareFigure(Struct, frozen=True, kw_only=True):
    """A figure of a year, with its source."""

    year: int
    topic: str
    heading: str
    figure: int
    unit: FigureUnit
    source: str


async def declare_figure(db: Database, command: DeclareFigure, act: Act) -> DeclaredFigure:
    """Declare a figure; one of the same year, topic and heading is replaced. Raises `FigureAlreadyReplaced`."""
    async with writing(db, act) as tx:
        same = (command.topic, command.heading)
        known = await store.figures_of([command.year])
        before = next((one for one in known if (one.topic, one.heading) == same), None)
        figure = DeclaredFigure(
            **asdict(command),
            id=uuid4(),
            declared_on=act.today,
            declared_by=act.by.name,
            replaces_id=before.id if before else None,
        )
        await store.add_figure(db, figure)
        await tx.journal("figure-declared", f"statistics/{command.year}", before=before, after=figure)
        return tx.keep(figure)
