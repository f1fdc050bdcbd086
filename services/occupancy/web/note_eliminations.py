"""The page of the social notes at their term: what may be destroyed, the lists sent to the archives, what was destroyed."""

from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy import documents
from occupancy.actions import note_eliminations as actions
from occupancy.documents.note_eliminations import elimination_paper
from occupancy.domain.note_eliminations import MONTHS, Elimination
from occupancy.store import note_eliminations as store
from occupancy.store import support_measures as measures
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers

_FOLDER = Path(documents.__file__).parent


@get(paths.NOTES_AT_TERM)
async def notes_at_term_page(act: NamedDependency[Act], settings: NamedDependency[Settings]) -> Page:
    """What has reached its term, and every list so far."""
    return await _draw(Form.blank(visa_on=act.today), act, settings)


@post(paths.NOTES_AT_TERM)
async def propose_elimination_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Propose the list; nothing is destroyed."""
    reason = form.text("reason", 1000)
    if form.ok:
        with form.refusals():
            doing = actions.propose_elimination(db, reason, act, zone=ZoneInfo(settings.zone))
            await once(act, Elimination, doing)
            return see(paths.NOTES_AT_TERM, done="elimination-proposed")
    return await _draw(form, act, settings)


@post(f"{paths.NOTES_AT_TERM}/{{elimination_id:uuid}}/visa")
async def destroy_notes_form(
    elimination_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The archives agreed: the texts are destroyed, the list stays."""
    visa, visa_on = form.text("visa", 200), form.date("visa_on")
    if not form.checked("sure"):
        form.wrong("sure", "Cochez : rien ne pourra être retrouvé")
    if form.ok:
        with form.refusals():
            zone = ZoneInfo(settings.zone)
            doing = actions.carry_out_elimination(db, elimination_id, visa, visa_on, act, zone=zone)
            await once(act, Elimination, doing)
            return see(paths.NOTES_AT_TERM, done="notes-destroyed")
    await store.find_elimination(elimination_id)
    return await _draw(form, act, settings)


@get(f"{paths.NOTES_AT_TERM}/{{elimination_id:uuid}}/bordereau.pdf")
async def note_elimination_pdf(elimination_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The list for the archives, kept as it was given out, before the visa and after."""
    one = await store.find_elimination(elimination_id)
    on = one.destroyed_on or one.proposed_on
    known = await measures.measures_by_id({line.support_measure_id for line in one.lines})
    paper = elimination_paper(
        one,
        {measure.id: measure for measure in known},
        (await law_in_force()).at(MONTHS, on),
        organisation=(await papers.letterhead_on(on)).name,
    )
    return await papers.give(
        _FOLDER / "note_eliminations.typ",
        paper,
        on=on,
        name=f"bordereau-d-elimination-{one.reference}",
        subject=f"note-elimination/{one.id}",
        kind="visa" if one.visa else "proposal",
    )


async def _draw(form: Form, act: Act, settings: Settings) -> Page:
    lines = await actions.lines_at_term(ZoneInfo(settings.zone), act.today)
    lists = await store.eliminations()
    ids = {line.support_measure_id for line in (*lines, *(each for one in lists for each in one.lines))}
    return page(
        "support/notes_at_term.html",
        status=form.status,
        form=form,
        lines=lines,
        lists=lists,
        waiting=next((one for one in lists if one.visa is None), None),
        references={one.id: one.reference for one in await measures.measures_by_id(ids)},
        months=(await law_in_force()).at(MONTHS, act.today),
        may_destroy=act.by.may("support_notes.destroy"),
    )


HANDLERS = [notes_at_term_page, propose_elimination_form, destroy_notes_form, note_elimination_pdf]
