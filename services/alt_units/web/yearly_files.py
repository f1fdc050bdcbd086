"""The yearly file: what is missing, what it would say today, its production, and every file as it went out."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from alt_units.actions import yearly_files as actions
from alt_units.actions.yearly_files import Issuer
from alt_units.documents.yearly_file import activity_words, yearly_sheets
from alt_units.domain.yearly_file import KeptFile
from alt_units.store import yearly_files as store
from alt_units.web import paths
from alt_units.web.reconciliation import check_year
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.export import MEDIA, Export, Format, attachment
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from kernel.web.pdf import PaperDesk

FILE = "/logements/aides/dossier/{year:int}"


@get(paths.YEARLY_FILES)
async def yearly_file_now(today: NamedDependency[date]) -> Redirect:
    """The last year that is over: the one whose file is due."""
    return Redirect(paths.yearly_file(today.year - 1), status_code=303)


@get(FILE)
async def yearly_file_page(
    year: FromPath[int], law: NamedDependency[Law], today: NamedDependency[date], export: NamedDependency[Export]
) -> Response[Any]:
    """Completeness first, then the three documents as they would be produced today."""
    check_year(year)
    if export:
        found = await actions.gather_yearly_file(law, year, today)
        return await export.book(yearly_sheets(found), f"Dossier {year}", f"dossier-{year}-etat-du-{today}")
    return await _draw(year, Form.blank(), law, today)


@post(FILE)
async def produce_yearly_file_form(
    year: FromPath[int],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    papers: NamedDependency[PaperDesk],
) -> Response[Any]:
    """Produce a new version; the ones before stay as they are."""
    check_year(year)
    issuer = Issuer(organisation=papers.organisation, head=papers.head)
    accepted = form.checked("accept_missing")
    if form.ok:
        with form.refusals():
            producing = actions.produce_yearly_file(db, year, act, law=law, issuer=issuer, accept_missing=accepted)
            await once(act, KeptFile, producing)
            return see(paths.yearly_file(year), done="yearly-file-produced")
    return await _draw(year, form, law, act.today)


@get(f"{FILE}/{{number:int}}/dossier.pdf")
async def yearly_file_pdf(year: FromPath[int], number: FromPath[int]) -> Response[bytes]:
    """The paper as it was produced, byte for byte."""
    kept = await store.find_file(year, number)
    content = await store.paper_of(kept, "pdf")
    return attachment(content, f"dossier-ALT-{year}-n{number}.pdf", "application/pdf")


@get(f"{FILE}/{{number:int}}/dossier.xlsx")
async def yearly_file_xlsx(year: FromPath[int], number: FromPath[int]) -> Response[bytes]:
    """The workbook as it was produced, byte for byte."""
    kept = await store.find_file(year, number)
    content = await store.paper_of(kept, "workbook")
    return attachment(content, f"dossier-ALT-{year}-n{number}.xlsx", MEDIA[Format.XLSX])


async def _draw(year: int, form: Form, law: Law, today: date) -> Page:
    found = await actions.gather_yearly_file(law, year, today)
    tabs = [
        {"label": str(one), "href": paths.yearly_file(one), "current": one == year, "count": None}
        for one in range(today.year, today.year - 4, -1)
    ]
    return page(
        "yearly_files/year.html",
        status=form.status,
        form=form,
        found=found,
        tabs=tabs,
        types=sorted({kind for one in found.capacity for kind in one.counts}),
        activity=activity_words(found.activity),
        kept=await store.files_of(year),
    )


HANDLERS = [yearly_file_now, yearly_file_page, produce_yearly_file_form, yearly_file_pdf, yearly_file_xlsx]
