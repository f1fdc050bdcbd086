"""What an empty dwelling costs, and the places lived in for long: two things to look at before they happen."""

from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from alt_units.actions.watching import alerts_of, cost_of_vacancy
from alt_units.documents.lists import alerts_sheet
from alt_units.store import units
from alt_units.web import labels, paths
from kernel.db import Database
from kernel.law import Law
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import Page, page

MOST_DAYS = 366


@get("/logements/aides/vacance")
async def vacancy_page(
    request: Request[Any, Any, Any], law: NamedDependency[Law], db: NamedDependency[Database]
) -> Page:
    """The allowance lost when a dwelling stays empty some days more, or when a referral is refused."""
    asked = set(request.query_params)
    form = Form({name: request.query_params.getall(name) for name in asked})
    cost = unit = None
    if asked & {"logement", "premier_jour", "jours"}:
        unit_id, first_day, days = (
            form.identifier("logement"),
            form.date("premier_jour"),
            form.integer("jours", 1, MOST_DAYS),
        )
        if form.ok:
            with form.refusals():
                unit, cost = await cost_of_vacancy(db, law, unit_id, first_day=first_day, days=days)
    park = [(one.id, f"{one.reference} {one.name}") for one in await units.all_units()]
    return page("claims/vacancy.html", status=form.status, form=form, park=park, cost=cost, unit=unit)


@get("/logements/aides/alertes")
async def stay_alerts_page(
    law: NamedDependency[Law], today: NamedDependency[date], export: NamedDependency[Export]
) -> Response[Any]:
    """The places lived in without a break, with the dates to watch. No person is named: the stock knows none."""
    alerts = await alerts_of(law, today=today)
    if export:
        listed = [
            (unit, one.place_number, one.on, one.since, labels.ALERTS[one.kind], one.source) for unit, one in alerts
        ]
        return await export.of(alerts_sheet(listed), f"sejours-longs-{today}")
    return page("claims/alerts.html", alerts=alerts, back=paths.CLAIMS)


HANDLERS = [vacancy_page, stay_alerts_page]
