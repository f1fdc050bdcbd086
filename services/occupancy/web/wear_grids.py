"""Pages of the wear grids: the versions, their import from the template, one grid row by row, the agreement for a contract."""

from functools import cache
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake import templates
from kernel.intake.cells import LARGEST_FILE
from kernel.intake.imports import SentFile
from kernel.intake.rows import CellProblem, CellsWrong
from kernel.web.export import MEDIA, Format, attachment
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import wear_grids as actions
from occupancy.actions.wear_sheets import GRID
from occupancy.domain.wear_grids import ContractGrid, GridFacts, WearGrid
from occupancy.store import contracts
from occupancy.store import wear_grids as store
from occupancy.web import paths

_LARGEST_REQUEST = LARGEST_FILE + 64 * 1024


@get(paths.WEAR_GRIDS)
async def list_wear_grids_page() -> Page:
    """Every version, the latest in effect first."""
    return page("wear/list.html", grids=await store.list_grids())


@get(paths.NEW_WEAR_GRID)
async def import_wear_grid_page(act: NamedDependency[Act]) -> Page:
    """The template, where the grid comes from, the file to send."""
    return _import_page(Form.blank(effective_from=act.today))


@post(paths.NEW_WEAR_GRID, request_max_body_size=_LARGEST_REQUEST)
async def import_wear_grid_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """A file with faults leaves nothing behind."""
    facts = GridFacts(
        name=form.text("name", 120),
        version=form.text("grid_version", 40),
        effective_from=form.date("effective_from"),
        agreement_reference=form.text("agreement_reference", 300, required=False),
        signed_on=form.maybe_date("signed_on"),
        signatories=form.text("signatories", 300, required=False),
        source=form.text("source", 300, required=False),
    )
    sent = form.file("file")
    problems: tuple[CellProblem, ...] = ()
    if form.ok:
        with form.refusals():
            try:
                file = SentFile(name=sent.name, content=sent.content)
                grid = await once(act, WearGrid, actions.import_grid(db, facts, file, act))
                return see(paths.wear_grid(grid.id), done="wear-grid-imported")
            except CellsWrong as refusal:
                problems = tuple(refusal.problems)
    return _import_page(form, problems=problems, file_name=sent.name)


@get(paths.WEAR_TEMPLATE_XLSX)
async def wear_template_xlsx() -> Response[bytes]:
    """The template as a workbook."""
    return attachment(_workbook(), f"modele-grille-de-vetuste-{GRID.year}.xlsx", MEDIA[Format.XLSX])


@get(paths.WEAR_TEMPLATE_CSV)
async def wear_template_csv() -> Response[bytes]:
    """The template as a CSV file."""
    return attachment(_text_files(), f"modele-grille-de-vetuste-{GRID.year}-csv.zip", "application/zip")


@get(paths.WEAR_GRIDS + "/{grid_id:uuid}")
async def wear_grid_page(grid_id: FromPath[UUID]) -> Page:
    """One version, row by row."""
    return await _grid_page(grid_id, Form.blank())


@post(paths.WEAR_GRIDS + "/{grid_id:uuid}/retrait")
async def withdraw_wear_grid_form(
    grid_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """No new contract takes it."""
    reason = form.text("reason", 500)
    if form.ok:
        with form.refusals():
            await once(act, WearGrid, actions.withdraw_grid(db, grid_id, reason, act))
            return see(paths.wear_grid(grid_id), done="wear-grid-withdrawn")
    return await _grid_page(grid_id, form)


@get(paths.CONTRACTS + "/{contract_id:uuid}/grille-de-vetuste")
async def agree_wear_grid_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The grid of the contract, or the agreement to one."""
    return await _agreement_page(contract_id, Form.blank(agreed_on=act.today))


@post(paths.CONTRACTS + "/{contract_id:uuid}/grille-de-vetuste")
async def agree_wear_grid_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Record what both parties agreed to, once."""
    grid_id, agreed_on, note = form.identifier("grid_id"), form.date("agreed_on"), form.text("note", 500)
    if form.ok:
        with form.refusals():
            agreeing = actions.agree_grid(db, contract_id, grid_id, agreed_on, note, act)
            await once(act, ContractGrid, agreeing)
            return see(paths.contract(contract_id), done="wear-grid-agreed")
    return await _agreement_page(contract_id, form)


def _import_page(form: Form, *, problems: tuple[CellProblem, ...] = (), file_name: str = "") -> Page:
    return page(
        "wear/import.html",
        status=422 if problems else form.status,
        form=form,
        problems=problems[:1000],
        count=len(problems),
        file_name=file_name,
        model=GRID,
        megabytes=LARGEST_FILE // 1024 // 1024,
    )


async def _grid_page(grid_id: UUID, form: Form) -> Page:
    return page("wear/show.html", status=form.status, grid=await store.find_grid(grid_id), form=form)


async def _agreement_page(contract_id: UUID, form: Form) -> Page:
    contract = await contracts.find_contract(contract_id)
    grids = [one for one in await store.list_grids() if one.withdrawn_on is None]
    return page(
        "wear/agreement.html",
        status=form.status,
        form=form,
        contract=contract,
        fixed=await store.fixed_on(contract_id),
        grid=await store.grid_of_contract(contract_id),
        choices=[(one.id, f"{one.name}, version {one.version}") for one in grids],
    )


@cache
def _workbook() -> bytes:
    return templates.workbook(GRID)


@cache
def _text_files() -> bytes:
    return templates.text_files(GRID)


HANDLERS = [
    list_wear_grids_page,
    import_wear_grid_page,
    import_wear_grid_form,
    wear_template_xlsx,
    wear_template_csv,
    wear_grid_page,
    withdraw_wear_grid_form,
    agree_wear_grid_page,
    agree_wear_grid_form,
]
