"""How occupancy gives papers out: under the letterhead of the day of their act, kept as they were given when they bind."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response
from litestar.di import NamedDependency
from msgspec.structs import replace

from kernel.acts import Act
from kernel.db import Database
from kernel.documents.paper import Paper
from kernel.documents.render import render
from kernel.settings import Settings
from kernel.web.pdf import PaperDesk, asked, drawn, instant_of, sent
from occupancy.actions.papers import facts_of, given_out, letterhead_of
from occupancy.domain.letterheads import Letterhead
from occupancy.store import issued_documents


class StayPapers(PaperDesk):
    """The desk of the papers of a stay."""

    def __init__(self, today: Letterhead, act: Act, db: Database, settings: Settings, **how: Any) -> None:
        self._today, self._act, self._db, self._settings = today, act, db, settings
        super().__init__(today.name, today.head, zone=settings.zone, **how)

    async def letterhead_on(self, day: date | datetime) -> Letterhead:
        """The version that a paper of that day takes; the organisation of the settings while there is none."""
        on = day.date() if isinstance(day, datetime) else day
        return self._today if on == self._act.today else await letterhead_of(on, self._settings)

    async def printed_on(self, subject: str, kind: str, sent_on: date | None) -> date:
        """The day that a letter carries: today; once its sending is noted, the day on which it was printed for it.

        So a letter that is printed, then noted as sent, then read again stays one paper.
        """
        if sent_on is None:
            return self._act.today
        last = await issued_documents.last_document(subject, kind) if subject else None
        return min(sent_on, last.issued_at.astimezone(ZoneInfo(self.zone)).date()) if last else sent_on

    async def drawn_up_on(self, subject: str, kind: str, paper_of: Callable[[date, str], Paper]) -> date:
        """The day of a paper that says how things stand: today, or the day of the last one while it would say the same.

        `paper_of`: the paper of a day, under the name of the organisation on that day.
        """
        last = await issued_documents.last_document(subject, kind)
        if last is not None:
            on = last.issued_at.astimezone(ZoneInfo(self.zone)).date()
            under = await self.letterhead_on(on)
            if facts_of(kind, paper_of(on, under.name), under.head) == last.facts_sha256:
                return on
        return self._act.today

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
        letterhead = under or await self.letterhead_on(on)
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
    """With the version of the letterhead that is in force today; another is read when a paper asks for it."""
    return StayPapers(await letterhead_of(act.today, settings), act, db, settings, **asked(request))
