"""The books of a régie, as papers to sign and tables to take away: registers, closing, slip, minutes of a handing over."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kernel.documents.paper import Fact, Paper, facts
from kernel.sheets import Sheet, cents, day, text, whole
from kernel.web.formats import day as on
from kernel.web.formats import euros
from occupancy.documents.words import BOOK, MEANS, PAYMENT_KIND
from occupancy.domain.pay_overs import PayOver, PayOverCancellation
from occupancy.domain.payments import Receipt
from occupancy.domain.regies import PaymentKind, Regie
from occupancy.domain.regisseurs import SignedHandover
from occupancy.domain.tills import NOTES, Book, BookPages, Means, TillClosing, TillEntry

Drawn = tuple[Receipt, str, str | None]
"""A receipt, its payer as may be seen, and the reason of its cancellation, when it was cancelled."""


class TillTable(Struct, frozen=True, kw_only=True):
    """One table of a paper. `wide`: the column that takes the place left; `numbers`: how many of the last are amounts."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    wide: int
    numbers: int


class TillPaper(Paper, frozen=True, kw_only=True):
    """All that `tills.typ` lays out."""

    facts: tuple[Fact, ...]
    tables: tuple[TillTable, ...]
    words: tuple[str, ...]
    signatories: tuple[str, ...]


class Control(Struct, frozen=True, kw_only=True):
    """The control totals of some receipts: those that stand, by means and by kind, and the cancelled ones."""

    standing: int
    standing_cents: int
    cancelled: int
    cancelled_cents: int
    by_means: tuple[tuple[Means, int, int], ...]
    by_kind: tuple[tuple[PaymentKind, int, int], ...]


def control(drawn: Sequence[Drawn]) -> Control:
    """Number and amount of the receipts that stand, by means and by kind, and of those that were cancelled."""
    kept = [one for one, _, reason in drawn if reason is None]
    gone = [one for one, _, reason in drawn if reason is not None]
    means, kinds = Counter(one.means for one in kept), Counter(one.kind for one in kept)
    return Control(
        standing=len(kept),
        standing_cents=sum(one.amount_cents for one in kept),
        cancelled=len(gone),
        cancelled_cents=sum(one.amount_cents for one in gone),
        by_means=tuple(
            (one, means[one], sum(each.amount_cents for each in kept if each.means is one))
            for one in Means
            if means[one]
        ),
        by_kind=tuple(
            (one, kinds[one], sum(each.amount_cents for each in kept if each.kind is one))
            for one in PaymentKind
            if kinds[one]
        ),
    )


def entry_words(entry: TillEntry, *, may_see: bool) -> str:
    """What a line of a book says: the receipt by its number alone, the rest as it was written."""
    if entry.document_kind == "receipt":
        return entry.label.partition(" : ")[0]
    if entry.document_kind == "receipt_cancellation" and not may_see:
        return entry.label.partition(" : ")[0]
    return entry.label


def book_sheet(book: Book, pages: BookPages, *, may_see: bool) -> Sheet:
    """A book as a table, what was carried forward first."""
    columns = (day("Date"), text("Opération", 50), cents("Entrée"), cents("Sortie"), cents("Solde"))
    forward = (pages.first_day, "Report", None, None, pages.opening_cents)
    rows = [
        (
            one.entry.booked_on,
            entry_words(one.entry, may_see=may_see),
            one.entry.in_cents or None,
            one.entry.out_cents or None,
            one.balance_cents,
        )
        for one in pages.lines
    ]
    totals = (None, "À reporter", pages.in_cents, pages.out_cents, pages.closing_cents)
    return Sheet(name=BOOK[book][:31], columns=columns, rows=(forward, *rows), totals=totals)


def souches_sheet(drawn: Iterable[Drawn]) -> Sheet:
    """The journal à souches mirrored: every number, those cancelled with their reason."""
    columns = (
        text("Reçu", 20), whole("Souche"), day("Établi le"), day("Encaissé le"), text("Payeur"), text("Objet", 20),
        text("Mode", 18), cents("Montant"), cents("Montant annulé"), text("Régisseur"), text("Motif d'annulation", 40),
    )  # fmt: skip
    rows = tuple(
        (
            one.reference, one.souche, one.recorded_on, one.received_on, payer, PAYMENT_KIND[one.kind], MEANS[one.means],
            None if reason else one.amount_cents, one.amount_cents if reason else None, one.regisseur_name, reason or "",
        )
        for one, payer, reason in drawn
    )  # fmt: skip
    return Sheet(name="Journal à souches", columns=columns, rows=rows, notes=("Un reçu annulé garde son numéro.",))


def book_paper(regie: Regie, book: Book, pages: BookPages, *, may_see: bool, organisation: str) -> TillPaper:
    """A book between two days, to be signed."""
    rows = [
        (
            on(one.entry.booked_on),
            entry_words(one.entry, may_see=may_see),
            _or_nothing(one.entry.in_cents),
            _or_nothing(one.entry.out_cents),
            euros(one.balance_cents),
        )
        for one in pages.lines
    ]
    table = TillTable(
        heading="",
        head=("Date", "Opération", "Entrée", "Sortie", "Solde"),
        rows=((on(pages.first_day), "Report", "", "", euros(pages.opening_cents)), *rows),
        totals=(("", "À reporter", euros(pages.in_cents), euros(pages.out_cents), euros(pages.closing_cents)),),
        wide=1,
        numbers=3,
    )
    return _paper(
        regie, f"Livre : {BOOK[book]}", organisation, f"Du {on(pages.first_day)} au {on(pages.last_day)}",
        tables=(table,), signatories=("Le régisseur", "Le comptable public"),
    )  # fmt: skip


def souches_paper(regie: Regie, drawn: Sequence[Drawn], first: str, last: str, *, organisation: str) -> TillPaper:
    """The journal between two days, with its control totals, to be signed."""
    found = control(drawn)
    journal = TillTable(
        heading="",
        head=("Reçu", "Souche", "Date", "Payeur et objet", "Mode", "Montant"),
        rows=tuple(
            (
                one.reference,
                str(one.souche or "—"),
                on(one.received_on),
                f"{payer}, {PAYMENT_KIND[one.kind]}" + (f" (annulé : {reason})" if reason else ""),
                MEANS[one.means],
                "annulé" if reason else euros(one.amount_cents),
            )
            for one, payer, reason in drawn
        ),
        totals=(("", "", "", "Reçus valables : " + str(found.standing), "", euros(found.standing_cents)),),
        wide=3,
        numbers=1,
    )
    by = [
        *((MEANS[one], str(number), euros(total)) for one, number, total in found.by_means),
        *((PAYMENT_KIND[kind], str(number), euros(total)) for kind, number, total in found.by_kind),
        ("Annulés", str(found.cancelled), euros(found.cancelled_cents)),
    ]
    totals = TillTable(
        heading="Totaux de contrôle", head=("", "Reçus", "Montant"), rows=tuple(by), totals=(), wide=0, numbers=2
    )
    return _paper(
        regie, "Journal à souches", organisation, f"Du {first} au {last}", tables=(journal, totals),
        words=("Il ne remplace le journal remis par le comptable qu'avec son accord écrit.",),
        signatories=("Le régisseur", "Le comptable public"),
    )  # fmt: skip


def closing_paper(regie: Regie, closing: TillClosing, *, organisation: str) -> TillPaper:
    """The closing of a cash book: what the book says, what was counted."""
    rows = {
        "Report": euros(closing.opening_cents),
        "Entrées": euros(closing.in_cents),
        "Sorties": euros(closing.out_cents),
        "Solde du livre": euros(closing.expected_cents),
        "Compté": euros(closing.counted_cents),
        "Écart": euros(closing.difference_cents),
        "Motif de l'écart": closing.reason,
        "Chèques à l'encaissement": euros(closing.cheques_cents),
        "Compte de dépôt au Trésor": euros(closing.dft_cents),
    }
    return _paper(
        regie, "Arrêté de caisse", organisation, f"Arrêtée au {on(closing.day)}", rows=rows,
        tables=(_count(closing),), signatories=(f"Le régisseur, {closing.closed_by_name}",),
        words=(f"Arrêtée le {on(closing.closed_on)} par {closing.closed_by_name}.",),
    )  # fmt: skip


def pay_over_paper(
    regie: Regie, done: PayOver, cancellation: PayOverCancellation | None, *, organisation: str
) -> TillPaper:
    """The slip of a payment to the comptable."""
    amounts = (
        (Book.CASH, done.cash_cents),
        (Book.CHEQUES, done.cheques_cents),
        (Book.DFT, done.dft_cents),
        (Book.EARLIER, done.earlier_cents),
    )
    table = TillTable(
        heading="",
        head=("Versé", "Montant"),
        rows=tuple((BOOK[book], euros(found)) for book, found in amounts if found),
        totals=(("Total", euros(done.total_cents)),),
        wide=0,
        numbers=1,
    )
    paper = _paper(
        regie, "Bordereau de versement", organisation, f"Versé le {on(done.paid_on)}",
        rows={"Bordereau": done.slip, "Versé par": done.paid_by_name, "Reste détenu après": euros(done.left_cents)},
        tables=(table,), signatories=(f"Le régisseur, {done.paid_by_name}", "Le comptable public"),
    )  # fmt: skip
    if cancellation is None:
        return paper
    return _marked(paper, f"versement annulé le {on(cancellation.cancelled_on)} : {cancellation.reason}")


def handover_paper(regie: Regie, signed: SignedHandover, closing: TillClosing, *, organisation: str) -> TillPaper:
    """The minutes of a handing over, signed by both."""
    handover, taken = signed.handover, signed.acceptance
    rows = {
        "Remise par": handover.from_name,
        "Reçue par": handover.to_name,
        "Nature": "Cessation de fonctions" if handover.leaving else "Remplacement",
        "Espèces comptées": euros(closing.counted_cents),
        "Chèques à l'encaissement": euros(closing.cheques_cents),
        "Compte de dépôt au Trésor": euros(closing.dft_cents),
        "Livres arrêtés au": on(closing.day),
        "Signée par qui remet": f"{handover.from_name}, le {on(handover.proposed_on)}",
        "Signée par qui reçoit": f"{taken.accepted_by_name}, le {on(taken.accepted_on)}" if taken else None,
    }
    paper = _paper(
        regie, "Procès-verbal de remise de service", organisation, f"Du {on(handover.proposed_on)}", rows=rows,
        tables=(_count(closing),), signatories=(handover.from_name, handover.to_name, "Le comptable public"),
        words=("Qui reçoit la régie part des sommes comptées ci-dessus.",),
    )  # fmt: skip
    return paper if taken else _marked(paper, "la personne qui reçoit la régie n'a pas encore signé.", "Projet")


def _count(closing: TillClosing) -> TillTable:
    rows = tuple(
        (
            ("Billet de " if one.denomination_cents in NOTES else "Pièce de ") + euros(one.denomination_cents),
            str(one.number),
            euros(one.number * one.denomination_cents),
        )
        for one in closing.counts
    )
    return TillTable(
        heading="Décompte des espèces",
        head=("", "Nombre", "Montant"),
        rows=rows or (("Rien en caisse", "0", euros(0)),),
        totals=(("Total compté", "", euros(closing.counted_cents)),),
        wide=0,
        numbers=2,
    )


def _paper(
    regie: Regie,
    title: str,
    organisation: str,
    dated: str,
    *,
    tables: tuple[TillTable, ...],
    signatories: tuple[str, ...],
    rows: dict[str, str | None] | None = None,
    words: tuple[str, ...] = (),
) -> TillPaper:
    return TillPaper(
        title=title,
        organisation=organisation,
        reference=f"{regie.name} ({regie.code})",
        dated=dated,
        mark=None,
        mark_reason="",
        facts=facts({"Acte constitutif": regie.founding_act, **(rows or {})}),
        tables=tables,
        words=words,
        signatories=signatories,
    )


def _marked(paper: TillPaper, reason: str, mark: str = "Annulé") -> TillPaper:
    return replace(paper, mark=mark, mark_reason=reason)


def _or_nothing(amount_cents: int) -> str:
    return euros(amount_cents) if amount_cents else ""
