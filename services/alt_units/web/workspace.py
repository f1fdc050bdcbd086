"""The workspace of a year: every dwelling and month, filtered, a page at a time, or taken away whole."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency

from alt_units.actions.watching import open_alerts
from alt_units.actions.workspace import After, Work, work_of
from alt_units.documents.workspace import workspace_sheet
from alt_units.domain.claim_terms import Reason
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.workspace import Wanted, WorkState
from alt_units.web import paths
from kernel.db import Database
from kernel.errors import NotFound
from kernel.law import Law
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import page

PAGE = 50
_OWN = {"annee", "apres", "format"}


@get("/logements/aides/suivi")
async def workspace_page(
    request: Request[Any, Any, Any],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
    export: NamedDependency[Export],
) -> Response[Any]:
    """One row for each dwelling and month, with the sums of all that is asked for."""
    form = Form({name: request.query_params.getall(name) for name in set(request.query_params)})
    wanted = _wanted(form, today)
    limit = EVERYTHING if export else PAGE
    work = await work_of(db, wanted, after=None if export else _after(form), limit=limit)
    if export:
        return await export.of(
            workspace_sheet(wanted.year, work.rows, work.totals, _numbers(work)), f"suivi-{wanted.year}"
        )
    return page(
        "claims/workspace.html",
        alerts=await open_alerts(db, law, today=today),
        status=form.status,
        form=form,
        year=wanted.year,
        work=work,
        numbers=_numbers(work),
        next_href=_next(form, wanted, work),
        first_href=paths.workspace(wanted.year) if form.value("apres") else "",
    )


def _numbers(work: Work) -> dict[UUID, str]:
    return {one.id: one.number for one in work.conventions}


def _wanted(form: Form, today: date) -> Wanted:
    year = form.maybe_integer("annee", FIRST_YEAR, LAST_YEAR)
    return Wanted(
        year=year or today.year,
        convention_id=form.maybe_identifier("convention"),
        month=form.maybe_month("mois"),
        unit=form.text("logement", 80, required=False),
        state=form.maybe_choice("etat", WorkState),
        reason=form.maybe_choice("motif", Reason),
        gap=form.checked("ecart"),
    )


def _after(form: Form) -> After | None:
    """Where the page starts. Raises `NotFound` when the address is not one that the program gave."""
    text = form.value("apres")
    if not text:
        return None
    month, _, rest = text.partition(".")
    convention, _, reference = rest.partition(".")
    try:
        return After(segment=(month, str(UUID(convention))), reference=reference)
    except ValueError:
        raise NotFound("Cette page de la liste n'existe pas.") from None


def _next(form: Form, wanted: Wanted, work: Work) -> str:
    if work.after is None:
        return ""
    kept = {name: form.value(name) for name in form.values if name not in _OWN and form.value(name)}
    return paths.workspace(wanted.year, **kept, apres=".".join((*work.after.segment, work.after.reference)))


HANDLERS = [workspace_page]
