"""The books of a régie: what it holds, its registers between two days, as pages, tables and papers."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from kernel.acts import Act
from kernel.db import Database
from kernel.errors import FieldError, InvalidRequest, NotFound
from kernel.period import Month
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.formats import day as in_french
from kernel.web.page import page
from occupancy.actions.tills import till_state
from occupancy.documents.till_lists import (
    closings_sheet,
    handovers_sheet,
    pay_overs_sheet,
    remittances_sheet,
    terms_sheet,
)
from occupancy.documents.tills import (
    Drawn,
    book_paper,
    book_sheet,
    closing_paper,
    control,
    entry_words,
    handover_paper,
    pay_over_paper,
    souches_paper,
    souches_sheet,
)
from occupancy.domain.regisseurs import holder_of, running
from occupancy.domain.tills import Book, BookPages, book_pages
from occupancy.store import pay_overs, payments, regies, regisseurs, tills
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import FOLDER

LONGEST = timedelta(days=366)

BOOK_NAMES = {
    Book.CASH: "Livre de caisse",
    Book.CHEQUES: "Chèques",
    Book.DFT: "Compte DFT",
    Book.EARLIER: "Avant la tenue par mode",
}
SOUCHES = "souches"


class BookNotFound(NotFound):
    """A régie has the books of its accounts, and no other."""

    code, title = "book-not-found", "Livre introuvable"


class Between(Struct, frozen=True, kw_only=True):
    """The days that a register shows, and the form that says them."""

    first_day: date
    last_day: date
    form: Form


_SHOWN = 12
"""Lines of each list on the page of a régie; the older ones are in its books."""


@get(f"{paths.TILLS}/{{regie_id:uuid}}")
async def till_page(
    regie_id: FromPath[UUID], act: NamedDependency[Act], export: NamedDependency[Export]
) -> Response[Any]:
    """What the régie holds, why it has to pay over, its books and its last closings, payments and handings over."""
    regie = await regies.find_regie(regie_id)
    terms, handovers = await regisseurs.terms_of(regie_id), await regisseurs.handovers_of(regie_id)
    if export:
        paid = await pay_overs.pay_overs_of(regie_id, limit=EVERYTHING)
        sheets = [
            pay_overs_sheet((one.pay_over, one.cancellation) for one in paid),
            closings_sheet(await tills.closings_of(regie_id, limit=EVERYTHING)),
            remittances_sheet(await pay_overs.remittances_of(regie_id, limit=EVERYTHING)),
            handovers_sheet(handovers[::-1]),
            terms_sheet(terms),
        ]
        return await export.book(sheets, regie.name, f"regie-{regie.code.lower()}")
    return page(
        "regies/till.html",
        regie=regie,
        state=await till_state(regie, act.today),
        closings=await tills.closings_of(regie_id, limit=_SHOWN),
        pay_overs=await pay_overs.pay_overs_of(regie_id, limit=_SHOWN),
        undoable=await pay_overs.last_standing(regie_id),
        remittances=await pay_overs.remittances_of(regie_id, limit=_SHOWN),
        terms=running(terms, act.today),
        has_terms=bool(terms),
        holder=holder_of(handovers),
        handovers=handovers[::-1][:_SHOWN],
        form=Form.blank(),
        today=act.today,
        me_name=act.by.name,
        tabs=_tabs(regie_id, None, await tills.books_of(regie_id)),
    )


@get(f"{paths.TILLS}/{{regie_id:uuid}}/livres/{{book_name:str}}")
async def till_book_page(
    regie_id: FromPath[UUID],
    book_name: FromPath[str],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    export: NamedDependency[Export],
    du: FromQuery[str] = "",
    au: FromQuery[str] = "",
) -> Response[Any]:
    """A book between two days: carried forward, each line, carried on."""
    regie, book = await regies.find_regie(regie_id), read_book(book_name)
    days = read_days(du, au, act.today)
    pages = await read_pages(db, regie_id, book, days)
    may_see = act.by.may("households.read")
    if export:
        name = f"{book_name}-{regie.code}-{days.first_day}-{days.last_day}"
        return await export.of(book_sheet(book, pages, may_see=may_see), name)
    return page(
        "regies/book.html",
        regie=regie,
        book=book,
        pages=pages,
        lines=[(one, entry_words(one.entry, may_see=may_see), _href(one.entry.document_kind, one.entry.document_id))
               for one in pages.lines],
        form=days.form,
        pdf=paths.till_book_pdf(regie_id, book, days.first_day, days.last_day),
        tabs=_tabs(regie_id, days, await tills.books_of(regie_id), book),
    )  # fmt: skip


@get(f"{paths.TILLS}/{{regie_id:uuid}}/souches")
async def till_receipts_page(
    regie_id: FromPath[UUID],
    act: NamedDependency[Act],
    export: NamedDependency[Export],
    du: FromQuery[str] = "",
    au: FromQuery[str] = "",
) -> Response[Any]:
    """The journal à souches mirrored: every receipt in the order of its number, with control totals."""
    regie, days = await regies.find_regie(regie_id), read_days(du, au, act.today)
    drawn = await _drawn(regie_id, days, act)
    if export:
        return await export.of(souches_sheet(drawn), f"journal-{regie.code}-{days.first_day}-{days.last_day}")
    return page(
        "regies/souches.html",
        regie=regie,
        drawn=drawn,
        control=control(drawn),
        form=days.form,
        pdf=paths.till_receipts_pdf(regie_id, days.first_day, days.last_day),
        tabs=_tabs(regie_id, days, await tills.books_of(regie_id), SOUCHES),
    )


@get(f"{paths.TILLS}/{{regie_id:uuid}}/livres/{{book_name:str}}/registre.pdf")
async def till_book_pdf(
    regie_id: FromPath[UUID],
    book_name: FromPath[str],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    papers: NamedDependency[StayPapers],
    du: FromQuery[str] = "",
    au: FromQuery[str] = "",
) -> Response[Any]:
    """A book between two days, to be signed."""
    regie, book, days = await regies.find_regie(regie_id), read_book(book_name), read_days(du, au, act.today)
    pages = await read_pages(db, regie_id, book, days)
    paper = book_paper(regie, book, pages, may_see=act.by.may("households.read"), organisation="")
    return await papers.give(FOLDER / "tills.typ", paper, on=days.last_day, name=f"livre-{book_name}-{regie.code}")


@get(f"{paths.TILLS}/{{regie_id:uuid}}/souches/journal.pdf")
async def till_receipts_pdf(
    regie_id: FromPath[UUID],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
    du: FromQuery[str] = "",
    au: FromQuery[str] = "",
) -> Response[Any]:
    """The journal between two days, to be signed."""
    regie, days = await regies.find_regie(regie_id), read_days(du, au, act.today)
    drawn = await _drawn(regie_id, days, act)
    paper = souches_paper(regie, drawn, in_french(days.first_day), in_french(days.last_day), organisation="")
    return await papers.give(FOLDER / "tills.typ", paper, on=days.last_day, name=f"journal-{regie.code}")


@get(f"{paths.CLOSINGS}/{{closing_id:uuid}}/arrete.pdf")
async def closing_pdf(closing_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The closing of a cash book, to be signed."""
    closing = await tills.find_closing(closing_id)
    paper = closing_paper(await regies.find_regie(closing.regie_id), closing, organisation="")
    name = f"arrete-{closing.day}"
    subject = f"till-closing/{closing_id}"
    return await papers.give(FOLDER / "tills.typ", paper, on=closing.closed_on, name=name, subject=subject)


@get(f"{paths.PAY_OVERS}/{{pay_over_id:uuid}}/bordereau.pdf")
async def pay_over_pdf(pay_over_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The slip of a payment to the comptable."""
    seen = await pay_overs.find_pay_over(pay_over_id)
    regie = await regies.find_regie(seen.pay_over.regie_id)
    paper = pay_over_paper(regie, seen.pay_over, seen.cancellation, organisation="")
    name, subject = f"versement-{seen.pay_over.paid_on}", f"pay-over/{pay_over_id}"
    return await papers.give(FOLDER / "tills.typ", paper, on=seen.pay_over.paid_on, name=name, subject=subject)


@get(f"{paths.HANDOVERS}/{{handover_id:uuid}}/proces-verbal.pdf")
async def handover_pdf(handover_id: FromPath[UUID], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The minutes of a handing over."""
    signed = await regisseurs.find_handover(handover_id)
    regie = await regies.find_regie(signed.handover.regie_id)
    closing = await tills.find_closing(signed.handover.closing_id)
    paper = handover_paper(regie, signed, closing, organisation="")
    on = signed.acceptance.accepted_on if signed.acceptance else signed.handover.proposed_on
    name, subject = f"remise-de-service-{signed.handover.proposed_on}", f"handover/{handover_id}"
    return await papers.give(FOLDER / "tills.typ", paper, on=on, name=name, subject=subject)


def read_book(word: str) -> Book:
    """Raises `BookNotFound`."""
    for book, known in paths.BOOK_WORDS.items():
        if known == word:
            return book
    raise BookNotFound()


def read_days(first: str, last: str, today: date) -> Between:
    """The days of a register: this month when none is given. Raises `InvalidRequest`."""
    month = Month.of(today)
    form = Form({"du": [first or str(month.first_day)], "au": [last or str(today)]})
    first_day, last_day = form.date("du"), form.date("au")
    if form.ok and last_day < first_day:
        form.wrong("au", "La fin précède le début")
    if form.ok and last_day - first_day > LONGEST:
        form.wrong("au", "Un registre montre un an au plus")
    if not form.ok:
        errors = tuple(FieldError(field=name, message=message) for name, message in form.errors.items())
        raise InvalidRequest("Les jours du registre ne sont pas lisibles.", errors=errors)
    return Between(first_day=first_day, last_day=last_day, form=form)


async def read_pages(db: Database, regie_id: UUID, book: Book, days: Between) -> BookPages:
    """A book between two days."""
    found = await tills.entries(db, regie_id, book, days.first_day, days.last_day)
    opening = await tills.balance_before(db, regie_id, book, days.first_day)
    return book_pages(found, opening, days.first_day, days.last_day)


async def _drawn(regie_id: UUID, days: Between, act: Act) -> list[Drawn]:
    may_see = act.by.may("households.read")
    return [
        (
            one.receipt,
            one.receipt.payer if may_see else "Nom masqué",
            one.cancellation.reason if one.cancellation else None,
        )
        for one in await payments.receipts_of_regie(regie_id, days.first_day, days.last_day)
    ]


def _tabs(
    regie_id: UUID, days: Between | None, kept: frozenset[Book], current: Book | str | None = None
) -> list[dict[str, Any]]:
    first, last = (days.first_day, days.last_day) if days else (None, None)
    books = [
        {"label": name, "href": paths.till_book(regie_id, book, first, last), "current": book is current}
        for book, name in BOOK_NAMES.items()
        if book is not Book.EARLIER or book in kept
    ]
    href = paths.till_receipts(regie_id, first, last)
    return [{"label": "Journal à souches", "href": href, "current": current == SOUCHES}, *books]


def _href(kind: str, document_id: UUID) -> str:
    return {"receipt": paths.receipt(document_id), "pay_over": paths.pay_over_pdf(document_id)}.get(kind, "")


HANDLERS = [
    till_page,
    till_book_page,
    till_receipts_page,
    till_book_pdf,
    till_receipts_pdf,
    closing_pdf,
    pay_over_pdf,
    handover_pdf,
]
