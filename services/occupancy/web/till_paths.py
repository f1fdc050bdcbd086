"""The addresses of the books of the régies."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from occupancy.domain.tills import Book

BANK_LINES = "/sejours/encaissements/virements"
TILLS = "/sejours/encaissements/regies"
PAY_OVERS = f"{TILLS}/versements"
CLOSINGS = f"{TILLS}/arretes"
HANDOVERS = f"{TILLS}/remises"
TERMS = f"{TILLS}/nominations"

BOOK_WORDS = {Book.CASH: "caisse", Book.CHEQUES: "cheques", Book.DFT: "dft", Book.EARLIER: "anterieur"}


def bank_lines_after(line_id: str, search: str) -> str:
    asked = {"apres": line_id, **({"q": search} if search else {})}
    return f"{BANK_LINES}?{urlencode(asked)}"


def bank_line(line_id: UUID) -> str:
    return f"{BANK_LINES}/{line_id}"


def till(regie_id: UUID) -> str:
    return f"{TILLS}/{regie_id}"


def till_book(regie_id: UUID, book: Book, first_day: date | None = None, last_day: date | None = None) -> str:
    return f"{till(regie_id)}/livres/{BOOK_WORDS[book]}{_between(first_day, last_day)}"


def till_book_pdf(regie_id: UUID, book: Book, first_day: date, last_day: date) -> str:
    return f"{till_book(regie_id, book)}/registre.pdf{_between(first_day, last_day)}"


def till_receipts(regie_id: UUID, first_day: date | None = None, last_day: date | None = None) -> str:
    return f"{till(regie_id)}/souches{_between(first_day, last_day)}"


def till_receipts_pdf(regie_id: UUID, first_day: date, last_day: date) -> str:
    return f"{till_receipts(regie_id)}/journal.pdf{_between(first_day, last_day)}"


def close_till(regie_id: UUID) -> str:
    return f"{till(regie_id)}/arrete"


def closing_pdf(closing_id: UUID) -> str:
    return f"{CLOSINGS}/{closing_id}/arrete.pdf"


def record_pay_over(regie_id: UUID) -> str:
    return f"{till(regie_id)}/versement"


def pay_over_pdf(pay_over_id: UUID) -> str:
    return f"{PAY_OVERS}/{pay_over_id}/bordereau.pdf"


def pay_over_cancellation(pay_over_id: UUID) -> str:
    return f"{PAY_OVERS}/{pay_over_id}/annulation"


def remit_cheques(regie_id: UUID) -> str:
    return f"{till(regie_id)}/remise-de-cheques"


def dft_statements(regie_id: UUID) -> str:
    return f"{till(regie_id)}/releves"


def regisseurs(regie_id: UUID) -> str:
    return f"{till(regie_id)}/regisseurs"


def term_end(term_id: UUID) -> str:
    return f"{TERMS}/{term_id}/fin"


def handover(regie_id: UUID) -> str:
    return f"{till(regie_id)}/remise-de-service"


def handover_acceptance(handover_id: UUID) -> str:
    return f"{HANDOVERS}/{handover_id}/signature"


def handover_pdf(handover_id: UUID) -> str:
    return f"{HANDOVERS}/{handover_id}/proces-verbal.pdf"


def _between(first_day: date | None, last_day: date | None) -> str:
    days = {"du": first_day, "au": last_day}
    given = urlencode({name: str(day) for name, day in days.items() if day is not None})
    return f"?{given}" if given else ""
