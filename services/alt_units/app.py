"""The composition root of alt_units: the only place where the service is wired."""

from pathlib import Path

import httpx
from litestar import Litestar, Router

from alt_units.access import ACCESS
from alt_units.api import activity as activity_api
from alt_units.api import bank as bank_api
from alt_units.api import bank_collections as bank_collections_api
from alt_units.api import bank_erasures as bank_erasures_api
from alt_units.api import bank_lines as bank_lines_api
from alt_units.api import claim_answers as answers_api
from alt_units.api import claim_corrections as corrections_api
from alt_units.api import claimed_months, conventions, presence, units
from alt_units.api import claims as claims_api
from alt_units.api import consequences as consequences_api
from alt_units.api import convention_versions as versions_api
from alt_units.api import costs as costs_api
from alt_units.api import funder_payments as payments_api
from alt_units.api import letterheads as letterheads_api
from alt_units.api import mobilisations as mobilisations_api
from alt_units.api import park_imports as park_imports_api
from alt_units.api import payment_schedules as schedules_api
from alt_units.api import reconciliation as reconciliation_api
from alt_units.api import vacancies as vacancies_api
from alt_units.api import voids as voids_api
from alt_units.api import watching as watching_api
from alt_units.api import yearly_files as yearly_files_api
from alt_units.store.law import BOOK, law_in_force, scales_in_force
from alt_units.store.watched import watched
from alt_units.tables import TABLES
from alt_units.web import (
    amendments,
    convention_ends,
    convention_lines,
    convention_papers,
    labels,
    papers,
    paths,
    unit_acts,
)
from alt_units.web import bank as bank_web
from alt_units.web import bank_lines as bank_lines_web
from alt_units.web import claim_answers as answers_web
from alt_units.web import claim_corrections as corrections_web
from alt_units.web import claim_lines as claim_lines_web
from alt_units.web import claims as claims_web
from alt_units.web import consequences as consequences_web
from alt_units.web import conventions as convention_pages
from alt_units.web import costs as costs_web
from alt_units.web import funder_payments as payments_web
from alt_units.web import mobilisations as mobilisation_pages
from alt_units.web import park_imports as park_imports_web
from alt_units.web import payment_schedules as schedules_web
from alt_units.web import planning as planning_pages
from alt_units.web import reconciliation as reconciliation_web
from alt_units.web import statistics as statistics_web
from alt_units.web import uncertain_points as points_web
from alt_units.web import units as unit_pages
from alt_units.web import vacancies as vacancy_pages
from alt_units.web import voids as void_pages
from alt_units.web import watching as watching_web
from alt_units.web import workspace as workspace_web
from alt_units.web import yearly_files as yearly_files_web
from alt_units.web.paper_desk import provide_funding_papers
from alt_units.web.sections import SECTIONS
from kernel.clock import Clock
from kernel.db import Database
from kernel.http import law as law_api
from kernel.http.app import build_app
from kernel.http.identity import StaffSessions
from kernel.law_book import LawDesk
from kernel.settings import Settings
from kernel.web import law as law_web
from kernel.web.law_words import LAW_DONE

HERE = Path(__file__).parent

# --- units, conventions, presence: handlers -------------------------------------------------------

PARK_API: list[object] = [
    *units.HANDLERS,
    *presence.HANDLERS,
    *claimed_months.HANDLERS,
    *conventions.HANDLERS,
    *versions_api.HANDLERS,
]
PARK_PAGES: list[object] = [
    *unit_pages.HANDLERS,
    *unit_acts.HANDLERS,
    *convention_pages.HANDLERS,
    *convention_lines.HANDLERS,
    *amendments.HANDLERS,
    *convention_ends.HANDLERS,
    *convention_papers.HANDLERS,
]

# --- stock: voids, mobilisations: handlers --------------------------------------------------------

STOCK_API: list[object] = [*voids_api.HANDLERS, *mobilisations_api.HANDLERS, *vacancies_api.HANDLERS]
STOCK_PAGES: list[object] = [
    *void_pages.HANDLERS,
    *mobilisation_pages.HANDLERS,
    *vacancy_pages.HANDLERS,
    *planning_pages.HANDLERS,
]

# --- park imports: handlers -----------------------------------------------------------------------

IMPORT_API: list[object] = [*park_imports_api.HANDLERS]
IMPORT_PAGES: list[object] = [*park_imports_web.HANDLERS]

# --- claims, funder payments, reconciliation: handlers --------------------------------------------

MONEY_API: list[object] = [
    *claims_api.HANDLERS,
    *corrections_api.HANDLERS,
    *payments_api.HANDLERS,
    *reconciliation_api.HANDLERS,
    *schedules_api.HANDLERS,
]
MONEY_PAGES: list[object] = [
    *claims_web.HANDLERS,
    *claim_lines_web.HANDLERS,
    *corrections_web.HANDLERS,
    *payments_web.HANDLERS,
    *reconciliation_web.HANDLERS,
    *schedules_web.HANDLERS,
    *papers.HANDLERS,
]

# --- the exchange with the payer: handlers --------------------------------------------------------

EXCHANGE_API: list[object] = [*answers_api.HANDLERS, *consequences_api.HANDLERS, *watching_api.HANDLERS]
EXCHANGE_PAGES: list[object] = [
    *answers_web.HANDLERS,
    *consequences_web.HANDLERS,
    *points_web.HANDLERS,
    *watching_web.HANDLERS,
    *workspace_web.HANDLERS,
]

# --- bank files: handlers -------------------------------------------------------------------------

BANK_API: list[object] = [
    *bank_api.HANDLERS,
    *bank_lines_api.HANDLERS,
    *bank_collections_api.HANDLERS,
    *bank_erasures_api.HANDLERS,
]
BANK_PAGES: list[object] = [*bank_web.HANDLERS, *bank_lines_web.HANDLERS]

# --- law: what the handlers are given -------------------------------------------------------------

LAW_DESK = LawDesk(
    book=BOOK,
    page=paths.LAW,
    crumbs=(("Logements", paths.UNITS),),
    lead="Ce que le programme applique aux conventions et aux aides, avec sa source."
    " Une convention peut prévoir autre chose : elle fait alors foi.",
    write="funding_law.write",
)
LAW_PAGES = Router(paths.LAW, route_handlers=law_web.PAGES)


# --- reports: handlers ----------------------------------------------------------------------------

REPORT_API: list[object] = [
    *activity_api.HANDLERS,
    *costs_api.HANDLERS,
    *yearly_files_api.HANDLERS,
    *letterheads_api.HANDLERS,
]
REPORT_PAGES: list[object] = [*costs_web.HANDLERS, *yearly_files_web.HANDLERS, *statistics_web.HANDLERS]


CALLED_BY_THE_STAYS = frozenset(
    {"units.read", "presence.write", "bank_lines.read", "bank_lines.claim", "bank_lines.erase"}
)


def create_app(settings: Settings, clock: Clock, *, staff: httpx.AsyncBaseTransport | None = None) -> Litestar:
    """The whole service. `staff`: how to reach the accounts when they run in the same process."""
    return build_app(
        name="alt_units",
        title="Palier : logements et aides",
        settings=settings,
        clock=clock,
        db=Database(
            settings.database("alt_units"),
            list(TABLES),
            HERE / "migrations",
            secret=settings.secret,
            keys=settings.keys,
            former=settings.former_secrets,
        ),
        access=ACCESS,
        api=[*PARK_API, *STOCK_API, *MONEY_API, *EXCHANGE_API, *IMPORT_API, *REPORT_API, *BANK_API, *law_api.API],
        pages=[
            *PARK_PAGES,
            *STOCK_PAGES,
            *MONEY_PAGES,
            *EXCHANGE_PAGES,
            *IMPORT_PAGES,
            *REPORT_PAGES,
            *BANK_PAGES,
            LAW_PAGES,
        ],
        identify=StaffSessions(clock, url=settings.services.get("staff", ""), transport=staff),
        callers={"occupancy": CALLED_BY_THE_STAYS},
        templates=HERE / "web" / "pages",
        template_globals={"paths": paths, "labels": labels},
        done={**labels.DONE, **LAW_DONE},
        sections=SECTIONS,
        watch=watched,
        dependencies={
            "law": law_in_force,
            "scales": scales_in_force,
            "law_desk": lambda: LAW_DESK,
            "papers": provide_funding_papers,
        },
    )
