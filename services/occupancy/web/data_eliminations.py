"""The page of files at their term: what is due today, what is suspended, the lists sent to the archives, what was erased."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy import documents
from occupancy.actions import data_eliminations as actions
from occupancy.documents.data_eliminations import STAGES, files_paper
from occupancy.domain.data_eliminations import ACCOUNTS, CANDIDATE, CONTRACT, HOUSEHOLD, DataElimination, DataHold
from occupancy.store import data_eliminations as store
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.web import data_paths
from occupancy.web.paper_desk import StayPapers

_FOLDER = Path(documents.__file__).parent
_TERMS = (CANDIDATE, HOUSEHOLD, CONTRACT, ACCOUNTS)


@get(data_paths.AT_TERM)
async def files_at_term_page(act: NamedDependency[Act], db: NamedDependency[Database]) -> Page:
    """A dry run: nothing is written by looking."""
    return await _draw(Form.blank(visa_on=act.today), act, db)


@post(data_paths.AT_TERM)
async def propose_files_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Propose the list; nothing is erased."""
    reason = form.text("reason", 1000)
    if form.ok:
        with form.refusals():
            await once(act, DataElimination, actions.propose_files(db, reason, act))
            return see(data_paths.AT_TERM, done="elimination-proposed")
    return await _draw(form, act, db)


@post(data_paths.HOLDS)
async def hold_file_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Suspend the erasure of one household."""
    reference, reason = form.text("reference", 20), form.text("hold_reason", 1000)
    if form.ok:
        with form.refusals():
            await once(act, DataHold, actions.hold_file(db, reference, reason, act))
            return see(data_paths.AT_TERM, done="data-hold-opened")
    return await _draw(form, act, db)


@post(f"{data_paths.HOLDS}/{{hold_id:uuid}}/levee")
async def lift_hold_form(
    hold_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The suspension ends today."""
    with form.refusals():
        await once(act, DataHold, actions.lift_hold(db, hold_id, act))
        return see(data_paths.AT_TERM, done="data-hold-lifted")
    return await _draw(form, act, db)


@post(f"{data_paths.AT_TERM}/{{elimination_id:uuid}}/visa")
async def erase_files_form(
    elimination_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The archives agreed, and a second person carries it out."""
    visa, visa_on = form.text("visa", 200), form.date("visa_on")
    if not form.checked("sure"):
        form.wrong("sure", "Cochez : rien ne pourra être retrouvé")
    if form.ok:
        with form.refusals():
            doing = actions.erase_files(db, elimination_id, visa, visa_on, act, ledger=settings.checkpoints)
            await once(act, DataElimination, doing)
            return see(data_paths.AT_TERM, done="data-erased")
    await store.find_elimination(elimination_id)
    return await _draw(form, act, db)


@get(f"{data_paths.AT_TERM}/{{elimination_id:uuid}}/bordereau.pdf")
async def data_elimination_pdf(elimination_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The list for the archives, before the visa and after."""
    one = await store.find_elimination(elimination_id)
    on, law = one.carried_out_on or one.proposed_on, await law_in_force()
    known = await households.households({line.household_id for line in one.lines})
    paper = files_paper(
        one,
        {key: household.reference for key, household in known.items()},
        [law.at(key, on) for key in _TERMS],
        organisation=(await papers.letterhead_on(on)).name,
    )
    return await papers.give(
        _FOLDER / "note_eliminations.typ", paper, on=on, name=f"bordereau-d-elimination-{one.reference}"
    )


async def _draw(form: Form, act: Act, db: Database) -> Page:
    lines, lists, holds = (
        await actions.files_at_term(db, act.today),
        await store.eliminations(),
        await store.open_holds(),
    )
    ids = {line.household_id for line in (*lines, *(each for one in lists for each in one.lines))}
    ids |= {hold.household_id for hold in holds}
    law = await law_in_force()
    return page(
        "privacy/at_term.html",
        status=form.status,
        form=form,
        lines=lines,
        lists=lists,
        holds=holds,
        waiting=next((one for one in lists if one.visa is None), None),
        references={key: one.reference for key, one in (await households.households(ids)).items()},
        terms=[law.at(key, act.today) for key in _TERMS],
        stages=STAGES,
        mine=act.by.id,
        may_decide=act.by.may("privacy.decide"),
    )


HANDLERS = [
    files_at_term_page,
    propose_files_form,
    hold_file_form,
    lift_hold_form,
    erase_files_form,
    data_elimination_pdf,
]
