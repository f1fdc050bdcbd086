"""The statistics of a year beside those of the years before, and the figures that staff declare by hand."""

from datetime import date
from itertools import groupby
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from alt_units.actions.declared_figures import DeclareFigure, declare_figure
from alt_units.actions.statistics import gather_years
from alt_units.documents.statistics import indicators, statistics_sheets
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.statistics import TOPICS, DeclaredFigure, FigureUnit, tables_of
from alt_units.store import declared_figures as figures
from alt_units.web import paths
from alt_units.web.reconciliation import check_year
from kernel.acts import Act, once
from kernel.db import Database
from kernel.sheets import Cell, Kind
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import euros, per_mille, thousands
from kernel.web.page import Page, page, see

YEARS_SHOWN = 3
_WRITERS = {Kind.CENTS: euros, Kind.PER_MILLE: per_mille}


@get(paths.STATISTICS)
async def statistics_page(
    today: NamedDependency[date], export: NamedDependency[Export], annee: FromQuery[int | None] = None
) -> Response[Any]:
    """Three years side by side; what nobody told is said so."""
    year = annee if annee is not None else today.year
    check_year(year)
    years = range(max(FIRST_YEAR, year - YEARS_SHOWN + 1), year + 1)
    found = await gather_years(years)
    tables = tables_of(await figures.figures_of(years))
    if export:
        return await export.book(statistics_sheets(found, tables), f"Statistiques {year}", f"statistiques-{year}")
    shown = [
        (group, [(row.title, [_words(value, row.kind) for value in row.values]) for row in rows])
        for group, rows in groupby(indicators(found), key=lambda one: one.group)
    ]
    tabs = [
        {"label": str(one), "href": paths.statistics(one), "current": one == year, "count": None}
        for one in range(today.year, today.year - 4, -1)
    ]
    return page(
        "statistics/years.html", year=year, years=list(years), groups=shown, tables=tables, topics=TOPICS, tabs=tabs
    )


@get(paths.NEW_FIGURE)
async def declare_figure_page(today: NamedDependency[date], annee: FromQuery[int | None] = None) -> Page:
    return _edit(Form.blank(year=annee or today.year - 1, unit=FigureUnit.COUNT))


@post(paths.NEW_FIGURE)
async def declare_figure_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    command = DeclareFigure(
        year=form.integer("year", FIRST_YEAR, LAST_YEAR),
        topic=form.text("topic", 40),
        heading=form.text("heading", 120),
        figure=form.integer("figure", 0, 10**9),
        unit=form.choice("unit", FigureUnit),
        source=form.text("source"),
    )
    if command.topic not in TOPICS:
        form.wrong("topic", "Choisissez une valeur de la liste")
    if form.ok:
        with form.refusals():
            figure = await once(act, DeclaredFigure, declare_figure(db, command, act))
            return see(paths.statistics(figure.year), done="figure-declared")
    return _edit(form)


def _edit(form: Form) -> Page:
    return page("statistics/declare.html", status=form.status, form=form, topic_options=list(TOPICS.items()))


def _words(value: Cell, kind: Kind) -> str:
    if value is None:
        return "non renseigné"
    assert isinstance(value, int)
    return _WRITERS.get(kind, thousands)(value)


HANDLERS = [statistics_page, declare_figure_page, declare_figure_form]
