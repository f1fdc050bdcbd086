"""What is read for the yearly file of the allowance, and the one act: produce it and keep it as it went out."""

import asyncio
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import msgspec
from msgspec import Struct

from alt_units import documents
from alt_units.actions.bank_matching import missing_payments
from alt_units.actions.reconciliation import year_reconciliation
from alt_units.documents.yearly_file import yearly_paper, yearly_sheets
from alt_units.domain.bank_lines import LineState
from alt_units.domain.convention_papers import usual_documents
from alt_units.domain.costs import costs_in
from alt_units.domain.occupation import Occupation, occupation
from alt_units.domain.regimes import report_of
from alt_units.domain.units import Programme
from alt_units.domain.yearly_file import (
    KeptFile,
    LooseEnds,
    YearlyFile,
    YearlyFileIncomplete,
    accounts_of,
    capacity_of,
    missing_of,
    other_report,
    programme_of,
    told_of,
    total_of,
)
from alt_units.store import activity, bank_lines, claims, convention_papers, conventions, costs, presence, units
from alt_units.store import yearly_files as store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.documents.paper import Head
from kernel.documents.render import render
from kernel.documents.spreadsheets import xlsx
from kernel.law import Law
from kernel.period import Period

_TEMPLATE = Path(documents.__file__).parent / "yearly_file.typ"


class Issuer(Struct, frozen=True, kw_only=True):
    """Who sends the file: the head of its papers."""

    organisation: str
    head: Head


async def gather_occupation(window: Period, programme: Programme) -> Occupation:
    """The account of occupancy of a programme over a window."""
    assert window.last_day is not None
    years = range(window.first_day.year, window.last_day.year + 1)
    found = [one for year in years for one in await conventions.list_conventions(year=year)]
    known = {
        (unit_id, str(month)): one
        for month in window.months()
        for unit_id, one in (await presence.presence_of_month(str(month))).items()
    }
    return occupation(window, programme, await units.all_units(), found, known)


async def gather_yearly_file(law: Law, year: int, today: date) -> YearlyFile:
    """Everything that the file of a year would say today."""
    report = report_of(law, year)
    window = report.covers
    assert window.last_day is not None
    years = sorted({window.first_day.year, window.last_day.year, year})
    lived = await gather_occupation(window, Programme.ALT)
    told = await activity.activities_of(years)
    spent = await costs.costs_touching(window)
    every = await conventions.list_conventions()
    alt = {one.id for one in every if one.programme is Programme.ALT}
    sent = [
        one for each in years for one in await claims.claims_of_year(each, traced=False) if one.convention_id in alt
    ]
    funded = frozenset(one.unit_id for one in lived.rows)
    capacity, source = capacity_of(every, year + 1)
    accounts = accounts_of(window, await units.all_units(), sent, spent, told, funded)
    known = told_of(told, year)
    return YearlyFile(
        year=year,
        report=report,
        other=other_report(law, year),
        occupation=lived,
        capacity=capacity,
        capacity_source=source,
        accounts=accounts,
        total=total_of(accounts),
        activity=programme_of(told, year),
        deposits_held_cents=known.facts.deposits_held_cents if known else None,
        missing=missing_of(
            await year_reconciliation(law, year),
            lived,
            costs=costs_in(spent, window),
            capacity=capacity,
            activity=known,
            loose=await _loose_ends(law, year, today),
            today=today,
        ),
    )


async def _loose_ends(law: Law, year: int, today: date) -> LooseEnds:
    """The documents beside the file itself, the lines of the year that wait, the payments that did not come (DEC-03)."""
    alt = [one for one in await conventions.list_conventions(year=year) if one.programme is Programme.ALT]
    documents = []
    for one in alt:
        in_the_file = {label for label, _ in usual_documents(law, one)}
        expected = await convention_papers.documents_of(one.id)
        documents += [each for each in expected if each.received_on is None and each.label not in in_the_file]
    states = [LineState.SUSPENSE, LineState.PROPOSED]
    waiting = [one.state for one in await bank_lines.list_lines(states) if one.booked_on.year == year]
    ours = {one.id for one in alt}
    missing = await missing_payments(law, today, range(year, year + 1))
    return LooseEnds(
        documents=tuple(documents),
        suspense=waiting.count(LineState.SUSPENSE),
        proposed=waiting.count(LineState.PROPOSED),
        unpaid=tuple(one for one in missing if one.convention_id in ours),
    )


async def produce_yearly_file(
    db: Database, year: int, act: Act, *, law: Law, issuer: Issuer, accept_missing: bool
) -> KeptFile:
    """Produce both papers and keep them for ever under the next number. Raises `YearlyFileIncomplete`, `StaleVersion`."""
    found = await gather_yearly_file(law, year, act.today)
    if found.missing and not accept_missing:
        raise YearlyFileIncomplete(
            "Le dossier est incomplet : complétez-le, ou cochez que vous le produisez sans ce qui manque.",
            field="accept_missing",
        )
    known = await store.files_of(year)
    number = known[0].number + 1 if known else 1
    paper = yearly_paper(found, number=number, today=act.today, organisation=issuer.organisation)
    sheets = yearly_sheets(found)
    title = f"Dossier annuel ALT {year}"
    on = act.at.replace(microsecond=0)
    pdf = await asyncio.to_thread(partial(render, _TEMPLATE, paper, on=on, head=issuer.head))
    workbook = await asyncio.to_thread(partial(xlsx, sheets, title=title, author=issuer.organisation, on=on))
    kept = KeptFile(
        id=uuid4(),
        year=year,
        number=number,
        produced_at=act.at,
        produced_by=act.by.name,
        missing=tuple(one.words for one in found.missing),
        inputs_sha256=sha256(msgspec.json.encode(found)).hexdigest(),
        pdf_sha256=sha256(pdf).hexdigest(),
        workbook_sha256=sha256(workbook).hexdigest(),
    )
    async with writing(db, act) as tx:
        await store.add_file(db, kept, pdf=pdf, workbook=workbook)
        await tx.journal("yearly-file-produced", f"yearly-file/{year}/{number}", after=kept)
        return tx.keep(kept)
