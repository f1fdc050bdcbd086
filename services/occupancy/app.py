"""The composition root of occupancy: the only place where the service is wired."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar, Router

from kernel.clock import Clock
from kernel.db import Database
from kernel.http import law as law_api
from kernel.http.app import build_app
from kernel.http.client import ServiceClient
from kernel.http.identity import StaffPeople, StaffSessions
from kernel.law_book import LawDesk
from kernel.pace import Pace
from kernel.settings import Settings
from kernel.web import law as law_web
from kernel.web.law_words import LAW_DONE
from occupancy.access import ACCESS
from occupancy.actions.bank_erasures import tell_erased_lines_again
from occupancy.actions.deadlines import recount_deadlines
from occupancy.actions.erasure_replays import erase_again
from occupancy.actions.papers import tell_known_letterheads
from occupancy.actions.presence import tell_days_again, tell_known_overstays, tell_persons_again
from occupancy.actions.stay_deadlines import keep_missing_deadlines
from occupancy.actions.work_tray import RecentTray
from occupancy.api import arrears as arrears_api
from occupancy.api import attribution_acts as attribution_acts_api
from occupancy.api import attribution_outcomes as attribution_outcomes_api
from occupancy.api import attributions as attributions_api
from occupancy.api import bank_collections as bank_collections_api
from occupancy.api import commissions as commissions_api
from occupancy.api import consequences as consequences_api
from occupancy.api import contract_facts as contract_facts_api
from occupancy.api import contracts as contracts_api
from occupancy.api import deposits as deposits_api
from occupancy.api import dft_statements as dft_statements_api
from occupancy.api import disclosures as disclosures_api
from occupancy.api import fees as fees_api
from occupancy.api import file_readings
from occupancy.api import fsl_requests as fsl_requests_api
from occupancy.api import households as households_api
from occupancy.api import inspection_amendments as inspection_amendments_api
from occupancy.api import inspection_visits as inspection_visits_api
from occupancy.api import inspections as inspections_api
from occupancy.api import insurance_demands as insurance_demands_api
from occupancy.api import insurances as insurances_api
from occupancy.api import ledger as ledger_api
from occupancy.api import letterheads as letterheads_api
from occupancy.api import members as members_api
from occupancy.api import note_eliminations as note_eliminations_api
from occupancy.api import overruns as overruns_api
from occupancy.api import particulars as particulars_api
from occupancy.api import payments as payments_api
from occupancy.api import periods as periods_api
from occupancy.api import referrals as referrals_api
from occupancy.api import regies as regies_api
from occupancy.api import regimes as regimes_api
from occupancy.api import remissions as remissions_api
from occupancy.api import renewals as renewals_api
from occupancy.api import repayment_plans as repayment_plans_api
from occupancy.api import sliding_leases as sliding_leases_api
from occupancy.api import stay_imports as stay_imports_api
from occupancy.api import support_follow_up as support_follow_up_api
from occupancy.api import support_measures as support_measures_api
from occupancy.api import support_operators as support_operators_api
from occupancy.api import tills as tills_api
from occupancy.api import title_files as title_files_api
from occupancy.api import titles as titles_api
from occupancy.api import vacancies as vacancies_api
from occupancy.api import wear_grids as wear_grids_api
from occupancy.clients.alt_units import HttpAltUnits
from occupancy.daily import Daily
from occupancy.domain.free_text import to_reread
from occupancy.domain.work_tray import explain
from occupancy.fee_runner import FeeRunner
from occupancy.relay import Relay
from occupancy.store import outbox, stay_imports, title_files
from occupancy.store.law import BOOK
from occupancy.tables import TABLES
from occupancy.web import accounts as accounts_web
from occupancy.web import arrears as arrears_web
from occupancy.web import arrears_papers as arrears_papers_web
from occupancy.web import attribution_acts as attribution_acts_web
from occupancy.web import attribution_papers as attribution_papers_web
from occupancy.web import attribution_sessions as attribution_sessions_web
from occupancy.web import attributions as attributions_web
from occupancy.web import bank_collections as bank_collections_web
from occupancy.web import calendars as calendars_web
from occupancy.web import commissions as commissions_web
from occupancy.web import contract_acts as contract_acts_web
from occupancy.web import contract_facts as contract_facts_web
from occupancy.web import contracts as contracts_web
from occupancy.web import data_eliminations as data_eliminations_web
from occupancy.web import data_files as data_files_web
from occupancy.web import (
    data_paths,
    inspection_sheets,
    labels,
    letterheads,
    papers,
    paths,
    referral_papers,
    rent_papers,
    sliding_papers,
    stay_letters,
    support_papers,
)
from occupancy.web import data_registers as data_registers_web
from occupancy.web import data_requests as data_requests_web
from occupancy.web import deposit_list as deposit_list_web
from occupancy.web import deposits as deposits_web
from occupancy.web import dft_statements as dft_statements_web
from occupancy.web import disclosures as disclosures_web
from occupancy.web import draft_days as draft_days_web
from occupancy.web import fees as fees_web
from occupancy.web import forced_leaving as forced_leaving_web
from occupancy.web import household_arrears as household_arrears_web
from occupancy.web import households as households_web
from occupancy.web import inspection_amendments as inspection_amendments_web
from occupancy.web import inspection_seals as inspection_seals_web
from occupancy.web import inspection_tablets as inspection_tablets_web
from occupancy.web import inspections as inspections_web
from occupancy.web import insurance_demands as insurance_demands_web
from occupancy.web import insurances as insurances_web
from occupancy.web import members as members_web
from occupancy.web import note_eliminations as note_eliminations_web
from occupancy.web import overruns as overruns_web
from occupancy.web import particulars as particulars_web
from occupancy.web import periods as periods_web
from occupancy.web import receipts as receipts_web
from occupancy.web import referral_acts as referral_acts_web
from occupancy.web import referrals as referrals_web
from occupancy.web import regies as regies_web
from occupancy.web import remissions as remissions_web
from occupancy.web import renewals as renewals_web
from occupancy.web import sliding_acts as sliding_acts_web
from occupancy.web import sliding_leases as sliding_leases_web
from occupancy.web import stay_followers as stay_followers_web
from occupancy.web import stay_imports as stay_imports_web
from occupancy.web import stays as stays_web
from occupancy.web import support_acts as support_acts_web
from occupancy.web import support_measures as support_measures_web
from occupancy.web import support_notes as support_notes_web
from occupancy.web import support_operators as support_operators_web
from occupancy.web import till_acts as till_acts_web
from occupancy.web import tills as tills_web
from occupancy.web import title_files as title_files_web
from occupancy.web import titles as titles_web
from occupancy.web import to_do as to_do_web
from occupancy.web import vacancies as vacancies_web
from occupancy.web import wear_grids as wear_grids_web
from occupancy.web.attribution_words import ATTRIBUTION_DONE
from occupancy.web.household_words import HOUSEHOLD_DONE
from occupancy.web.paper_desk import provide_stay_papers
from occupancy.web.referral_words import REFERRAL_DONE
from occupancy.web.sections import SECTIONS
from occupancy.web.sliding_words import SLIDING_DONE
from occupancy.web.support_words import SUPPORT_DONE

HERE = Path(__file__).parent

# --- stays: handlers ------------------------------------------------------------------------------

STAY_API: list[Any] = [
    *households_api.HANDLERS,
    *members_api.HANDLERS,
    *particulars_api.HANDLERS,
    *stay_imports_api.HANDLERS,
    *contracts_api.HANDLERS,
    *contract_facts_api.HANDLERS,
    *renewals_api.HANDLERS,
    *consequences_api.HANDLERS,
    *regimes_api.HANDLERS,
    *overruns_api.HANDLERS,
    *insurance_demands_api.HANDLERS,
    *insurances_api.HANDLERS,
    *vacancies_api.HANDLERS,
    *inspections_api.HANDLERS,
    *wear_grids_api.HANDLERS,
    *inspection_visits_api.HANDLERS,
    *inspection_amendments_api.HANDLERS,
]
STAY_PAGES: list[Any] = [
    *stays_web.HANDLERS,
    *households_web.HANDLERS,
    *members_web.HANDLERS,
    *particulars_web.HANDLERS,
    *stay_imports_web.HANDLERS,
    *contracts_web.HANDLERS,
    *contract_acts_web.HANDLERS,
    *draft_days_web.HANDLERS,
    *contract_facts_web.HANDLERS,
    *renewals_web.HANDLERS,
    *overruns_web.HANDLERS,
    *forced_leaving_web.HANDLERS,
    *insurance_demands_web.HANDLERS,
    *stay_followers_web.HANDLERS,
    *insurances_web.HANDLERS,
    *vacancies_web.HANDLERS,
    *inspections_web.HANDLERS,
    *wear_grids_web.HANDLERS,
    *inspection_tablets_web.HANDLERS,
    *inspection_seals_web.HANDLERS,
    *inspection_sheets.HANDLERS,
    *inspection_amendments_web.HANDLERS,
]

# --- from the referral to a lease of one's own: handlers ------------------------------------------

REFERRAL_API: list[Any] = [*referrals_api.HANDLERS, *commissions_api.HANDLERS]
REFERRAL_PAGES: list[Any] = [
    *referrals_web.HANDLERS,
    *referral_acts_web.HANDLERS,
    *commissions_web.HANDLERS,
    *referral_papers.HANDLERS,
]

ATTRIBUTION_API: list[Any] = [
    *attributions_api.HANDLERS,
    *attribution_acts_api.HANDLERS,
    *attribution_outcomes_api.HANDLERS,
]
ATTRIBUTION_PAGES: list[Any] = [
    *attributions_web.HANDLERS,
    *attribution_acts_web.HANDLERS,
    *attribution_papers_web.HANDLERS,
    *attribution_sessions_web.HANDLERS,
]

SUPPORT_API: list[Any] = [
    *support_measures_api.HANDLERS,
    *support_follow_up_api.HANDLERS,
    *note_eliminations_api.HANDLERS,
    *disclosures_api.HANDLERS,
    *support_operators_api.HANDLERS,
]
SUPPORT_PAGES: list[Any] = [
    *support_measures_web.HANDLERS,
    *support_acts_web.HANDLERS,
    *support_notes_web.HANDLERS,
    *data_requests_web.HANDLERS,
    *data_registers_web.HANDLERS,
    *data_eliminations_web.HANDLERS,
    *data_files_web.HANDLERS,
    *disclosures_web.HANDLERS,
    *note_eliminations_web.HANDLERS,
    *support_operators_web.HANDLERS,
    *support_papers.HANDLERS,
]

SLIDING_LEASE_API: list[Any] = [*sliding_leases_api.HANDLERS]
SLIDING_LEASE_PAGES: list[Any] = [
    *sliding_leases_web.HANDLERS,
    *sliding_acts_web.HANDLERS,
    *sliding_papers.HANDLERS,
]

DEADLINE_API: list[Any] = []
DEADLINE_PAGES: list[Any] = [*to_do_web.HANDLERS, *calendars_web.HANDLERS]

PATH_API = [*REFERRAL_API, *SUPPORT_API, *SLIDING_LEASE_API, *ATTRIBUTION_API, *DEADLINE_API]
PATH_PAGES = [*REFERRAL_PAGES, *SUPPORT_PAGES, *SLIDING_LEASE_PAGES, *ATTRIBUTION_PAGES, *DEADLINE_PAGES]

# --- money: handlers ------------------------------------------------------------------------------

MONEY_API: list[Any] = [
    *regies_api.HANDLERS,
    *tills_api.HANDLERS,
    *dft_statements_api.HANDLERS,
    *fees_api.HANDLERS,
    *payments_api.HANDLERS,
    *bank_collections_api.HANDLERS,
    *deposits_api.HANDLERS,
    *ledger_api.HANDLERS,
    *arrears_api.HANDLERS,
    *fsl_requests_api.HANDLERS,
    *titles_api.HANDLERS,
    *title_files_api.HANDLERS,
    *repayment_plans_api.HANDLERS,
    *remissions_api.HANDLERS,
    *periods_api.HANDLERS,
]
MONEY_PAGES: list[Any] = [
    *receipts_web.HANDLERS,
    *bank_collections_web.HANDLERS,
    *fees_web.HANDLERS,
    *accounts_web.HANDLERS,
    *arrears_web.HANDLERS,
    *arrears_papers_web.HANDLERS,
    *household_arrears_web.HANDLERS,
    *titles_web.HANDLERS,
    *title_files_web.HANDLERS,
    *remissions_web.HANDLERS,
    *periods_web.HANDLERS,
    *deposit_list_web.HANDLERS,
    *deposits_web.HANDLERS,
    *regies_web.HANDLERS,
    *tills_web.HANDLERS,
    *till_acts_web.HANDLERS,
    *dft_statements_web.HANDLERS,
]

# --- law: what the handlers are given -------------------------------------------------------------

LAW_DESK = LawDesk(
    book=BOOK,
    page=paths.LAW,
    crumbs=(("Séjours", paths.STAYS),),
    lead="Ce que le programme applique aux séjours, aux redevances et aux dépôts, avec sa source."
    " Ce qui relève de votre conseil d'administration s'enregistre ici.",
    write="law.write",
)
BOOK.then = recount_deadlines
LAW_PAGES = Router(paths.LAW, route_handlers=law_web.PAGES)


# --- papers: handlers -----------------------------------------------------------------------------

PAPER_PAGES: list[Any] = [
    *papers.HANDLERS,
    *stay_letters.HANDLERS,
    *rent_papers.HANDLERS,
    *letterheads.HANDLERS,
]


DONE = {
    **labels.DONE,
    **HOUSEHOLD_DONE,
    **REFERRAL_DONE,
    **SLIDING_DONE,
    **SUPPORT_DONE,
    **ATTRIBUTION_DONE,
    **LAW_DONE,
}
"""What a page says of what was just done."""


def _people(settings: Settings, clock: Clock, staff: httpx.AsyncBaseTransport | None) -> StaffPeople:
    url, secret = settings.services.get("staff", ""), settings.secret
    client = ServiceClient(caller="occupancy", called="staff", secret=secret, clock=clock, url=url, transport=staff)
    return StaffPeople(client)


def _stock(settings: Settings, clock: Clock, alt_units: httpx.AsyncBaseTransport | None) -> HttpAltUnits:
    url, secret = settings.services.get("alt_units", ""), settings.secret
    client = ServiceClient(
        caller="occupancy", called="alt_units", secret=secret, clock=clock, url=url, transport=alt_units
    )
    return HttpAltUnits(client)


def _store(settings: Settings) -> Database:
    url, migrations = settings.database("occupancy"), HERE / "migrations"
    return Database(
        url, list(TABLES), migrations, secret=settings.secret, keys=settings.keys, former=settings.former_secrets
    )


async def before_the_first_request(db: Database, settings: Settings, clock: Clock) -> None:
    """What a start owes: erased again what came back, told again what the other services may not know, kept what was missing."""
    await erase_again(db, settings.checkpoints, clock.now(), clock.today())
    await tell_erased_lines_again(db)
    await tell_days_again(db, clock.now())
    await tell_known_overstays(db, clock.now(), clock.today())
    await tell_persons_again(db, clock.now())
    await tell_known_letterheads(db, clock.now())
    await stay_imports.WAITING.forget_expired(db, clock.now())
    await title_files.WAITING.forget_expired(db, clock.now())
    await keep_missing_deadlines(db, clock.now(), clock.today())


def create_app(
    settings: Settings,
    clock: Clock,
    *,
    staff: httpx.AsyncBaseTransport | None = None,
    alt_units: httpx.AsyncBaseTransport | None = None,
) -> Litestar:
    """The whole service. `staff`, `alt_units`: how to reach them when they run in the same process."""
    db = _store(settings)
    stock = _stock(settings, clock, alt_units)
    sessions = StaffSessions(clock, url=settings.services.get("staff", ""), transport=staff)
    people = _people(settings, clock, staff)
    relay, fee_runner = Relay(db, stock, clock), FeeRunner(db, clock)
    pace, recent = Pace(), RecentTray(db)
    workers = (relay, Daily(db, clock), fee_runner)

    @asynccontextmanager
    async def relaying(app: Litestar) -> AsyncIterator[None]:
        await before_the_first_request(db, settings, clock)
        tasks = [one.start() for one in workers]
        try:
            yield
        finally:
            for one in workers:
                one.stop()
            await asyncio.gather(*tasks)
            pace.forget()
            for client in (stock, sessions, people):
                await client.close()

    app = build_app(
        name="occupancy",
        title="Palier : séjours",
        settings=settings,
        clock=clock,
        db=db,
        access=ACCESS,
        api=[*STAY_API, *PATH_API, *MONEY_API, *letterheads_api.HANDLERS, *law_api.API],
        pages=[*STAY_PAGES, *PATH_PAGES, *MONEY_PAGES, *PAPER_PAGES, LAW_PAGES],
        identify=sessions,
        templates=HERE / "web" / "pages",
        template_globals={"paths": paths, "data_paths": data_paths, "labels": labels, "explain": explain},
        done=DONE,
        sections=SECTIONS,
        dependencies={
            "alt_units": lambda: stock,
            "relay": lambda: relay,
            "fee_runner": lambda: fee_runner,
            "people": lambda: people,
            "pace": lambda: pace,
            "recent": lambda: recent,
            "law_desk": lambda: LAW_DESK,
            "papers": provide_stay_papers,
        },
        middleware=[file_readings.FileReadings(db, clock).around],
        lifespan=[relaying],
        probe=outbox.backlog,
        watch=outbox.watched,
        reread=to_reread,
    )
    file_readings.check_declared(app)
    app.state.relay, app.state.stock, app.state.fee_runner = relay, stock, fee_runner
    return app
