"""How occupancy gives papers out: under the letterhead of the day of their act, kept as they were given when they bind."""

from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Request, Response
from litestar.di import NamedDependency
from msgspec.structs import replace

from kernel.acts import Act
from kernel.db import Database
from kernel.documents.paper import Paper
from kernel.documents.render import render
from kernel.settings import Settings
from kernel.web.pdf import PaperDesk, asked, drawn, instant_of, sent
from occupancy.actions.papers import given_out
from occupancy.domain.letterheads import Letterhead, in_force
from occupancy.store.letterheads import list_letterheads


class StayPapers(PaperDesk):
    """The desk of the papers of a stay."""

    def __init__(self, versions: tuple[Letterhead, ...], usual: Letterhead, act: Act, db: Database, **how: Any) -> None:
        self._versions, self._usual, self._act, self._db = versions, usual, act, db
        today = self.letterhead_on(act.today)
        super().__init__(today.name, today.head, **how)

    def letterhead_on(self, day: date | datetime) -> Letterhead:
        """The version that a paper of that day takes; the organisation of the settings while there is none."""
        on = day.date() if isinstance(day, datetime) else day
        return in_force(self._versions, on) or self._usual

    async def give(
        self,
        template: Path,
        paper: Paper,
        *,
        on: date | datetime,
        name: str,
        under: Letterhead | None = None,
        subject: str = "",
        kind: str = "",
    ) -> Response[Any]:
        """As `PaperDesk.give`, under the letterhead of that day, or another that the paper was signed under.

        With a `subject` (`contract/<id>`) a paper that binds is kept as it was given out, and given again as it is until what it
        says has changed; a paper replaces the one of the same subject and `kind` (the template's name). Without a subject, or
        while the paper is marked, it is drawn each time.
        """
        letterhead = under or self.letterhead_on(on)
        paper = replace(paper, organisation=letterhead.name)
        if self.is_page or not subject or paper.mark is not None:
            return await self.drawn_under(letterhead.head, template, paper, on=on, name=name)
        draw = partial(render, template, paper, on=instant_of(on), head=letterhead.head)
        content = await given_out(
            self._db,
            self._act,
            subject=subject,
            kind=kind or template.stem,
            paper=paper,
            head=letterhead.head,
            file_name=name,
            draw=partial(drawn, draw),
        )
        return sent(content, name)


async def provide_stay_papers(
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> StayPapers:
    """With every version of the letterhead."""
    usual = Letterhead(
        id=UUID(int=0),
        number=0,
        since=date.min,
        name=settings.organisation,
        address=settings.organisation_address,
        saved_on=date.min,
        saved_by_name="",
    )
    return StayPapers(await list_letterheads(), usual, act, db, zone=settings.zone, **asked(request))
