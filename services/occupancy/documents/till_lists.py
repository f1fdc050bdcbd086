"""What a régie did, as tables to take away: paid over, closed, cheques, handed over; its statements; the closed months."""

from collections.abc import Iterable, Sequence

from kernel.period import Month
from kernel.sheets import Sheet, cents, day, month, text
from occupancy.documents.words import OFFICE
from occupancy.domain.dft_statements import Compared, DftStatement
from occupancy.domain.pay_overs import ChequeRemittance, PayOver, PayOverCancellation
from occupancy.domain.periods import PeriodClose, PeriodProposal
from occupancy.domain.regisseurs import RegisseurTerm, SignedHandover
from occupancy.domain.tills import TillClosing


def pay_overs_sheet(paid: Iterable[tuple[PayOver, PayOverCancellation | None]]) -> Sheet:
    """Each payment to the comptable; a cancelled one stays in the list, out of the totals, with its reason."""
    known = tuple(paid)
    rows = tuple(
        (
            one.slip, one.paid_on, *_parts(one), one.total_cents, one.paid_by_name, undone.reason if undone else "",
        )
        for one, undone in known
    )  # fmt: skip
    standing = [(*_parts(one), one.total_cents) for one, undone in known if undone is None]
    totals = [sum(amounts) for amounts in zip(*standing, strict=True)] or [0] * 5
    return Sheet(
        name="Versements",
        columns=(
            text("Bordereau", 18), day("Versé le"), cents("Espèces"), cents("Chèques"), cents("Compte DFT"),
            cents("Avant la tenue par mode"), cents("Total"), text("Par"), text("Motif d'annulation", 40),
        ),
        rows=rows,
        totals=("Total, sans les versements annulés", None, *totals, None, None),
    )  # fmt: skip


def closings_sheet(closings: Iterable[TillClosing]) -> Sheet:
    """Each time the cash was counted, with the difference and its reason."""
    return Sheet(
        name="Caisses arrêtées",
        columns=(
            day("Arrêtée au"), cents("Report"), cents("Entrées"), cents("Sorties"), cents("Livre"), cents("Compté"),
            cents("Écart"), cents("Chèques"), cents("Compte DFT"), text("Par"), text("Motif de l'écart", 40),
        ),
        rows=tuple(
            (
                one.day, one.opening_cents, one.in_cents, one.out_cents, one.expected_cents, one.counted_cents,
                one.difference_cents, one.cheques_cents, one.dft_cents, one.closed_by_name, one.reason or "",
            )
            for one in closings
        ),
    )  # fmt: skip


def remittances_sheet(moves: Iterable[ChequeRemittance]) -> Sheet:
    """Cheques given to be cashed, or that came back unpaid."""
    return Sheet(
        name="Chèques",
        columns=(text("Bordereau", 18), day("Le"), text("Mouvement", 24), cents("Montant"), text("Par"), text("Motif", 40)),
        rows=tuple(
            (
                one.slip, one.remitted_on, "Revenu impayé" if one.comes_back else "Remis à l'encaissement",
                one.amount_cents, one.remitted_by_name, one.reason or "",
            )
            for one in moves
        ),
    )  # fmt: skip


def handovers_sheet(handovers: Iterable[SignedHandover]) -> Sheet:
    """Each handing over, and whether who takes the régie has signed."""
    return Sheet(
        name="Remises de service",
        columns=(day("Le"), text("De"), text("À"), text("Nature", 24), text("Reçue par")),
        rows=tuple(
            (
                one.handover.proposed_on, one.handover.from_name, one.handover.to_name,
                "Cessation de fonctions" if one.handover.leaving else "Remplacement",
                one.acceptance.accepted_by_name if one.acceptance else "",
            )
            for one in handovers
        ),
    )  # fmt: skip


def terms_sheet(terms: Iterable[RegisseurTerm]) -> Sheet:
    """Who was named to the régie, by which act, and until when."""
    return Sheet(
        name="Régisseurs",
        columns=(text("Nom"), text("Fonction", 22), text("Acte de nomination", 40), day("Du"), day("Au")),
        rows=tuple(
            (one.staff_name, OFFICE[one.office], one.appointing_act, one.first_day, one.last_day) for one in terms
        ),
    )


def statements_sheet(rows: Iterable[tuple[DftStatement, Compared | None]]) -> Sheet:
    """Each statement of the account, beside the book. Without a comparison: another one replaced it."""
    return Sheet(
        name="Relevés DFT",
        columns=(
            day("Au"), text("Relevé", 30), cents("Solde du relevé"), cents("Pas encore au livre"), cents("Livre"),
            cents("Écart"), text("État", 14), text("Par"), text("Explication", 40),
        ),
        rows=tuple(
            (
                one.day, one.source, one.stated_cents, one.transit_cents, compared.book_cents if compared else None,
                compared.difference_cents if compared else None,
                "Remplacé" if not compared else "En écart" if compared.difference_cents else "D'accord",
                one.recorded_by_name, one.transit_reason,
            )
            for one, compared in rows
        ),
    )  # fmt: skip


def periods_sheet(rows: Sequence[tuple[PeriodProposal, PeriodClose | None, bool]]) -> Sheet:
    """Each month held to be complete, by whom, and who closed it. The last of a row: whether its fees were charged."""
    return Sheet(
        name="Mois clos",
        columns=(
            month("Mois"), day("Proposé le"), text("Par"), text("Redevances", 18), day("Clos le"), text("Clos par"),
        ),
        rows=tuple(
            (
                Month.of(one.last_day), one.proposed_on, one.proposed_by_name, "Appelées" if was_run else "Jamais appelées",
                close.closed_on if close else None, close.closed_by_name if close else "",
            )
            for one, close, was_run in rows
        ),
        notes=("Clore un mois clôt aussi tous les mois d'avant. Un mois clos ne se rouvre jamais.",),
    )  # fmt: skip


def _parts(one: PayOver) -> tuple[int, int, int, int]:
    return one.cash_cents, one.cheques_cents, one.dft_cents, one.earlier_cents
