"""Titles as tables to take away: what the finance software takes in first (PES-06)."""

from collections.abc import Iterable

from kernel.sheets import Sheet, cents, day, text, whole
from occupancy.domain.title_files import UntitledReceipt
from occupancy.domain.titles import Title, TitleBatch


def titles_sheet(titles: Iterable[Title], name: str) -> Sheet:
    """One row a line of a title: whom it is for, why, to which account. What is not numbered yet is in no bordereau."""
    known = tuple(titles)
    return Sheet(
        name=name,
        columns=(
            text("Titre", 16),
            day("Demandé le"),
            text("Référence du débiteur", 18),
            text("Nom", 24),
            text("Prénom", 20),
            text("Adresse", 32),
            text("Code postal", 12),
            text("Ville", 22),
            text("Objet", 34),
            whole("Ligne"),
            text("Somme due", 36),
            text("Compte", 10),
            cents("Montant"),
        ),
        rows=tuple(
            (
                one.reference if one.number else "",
                one.asked_on,
                one.debtor.reference,
                one.debtor.last_name,
                one.debtor.first_name,
                one.debtor.address,
                one.debtor.postal_code,
                one.debtor.city,
                one.object,
                rank,
                line.label,
                line.account,
                line.cents,
            )
            for one in known
            for rank, line in enumerate(one.lines, 1)
        ),
        totals=("Total", *([None] * 11), sum(one.cents for one in known)),
        notes=tuple(
            f"{one.debtor.reference} : adresse à vérifier, celle du logement est donnée."
            for one in known
            if one.debtor.address_to_check
        ),
    )


def batch_sheet(batch: TitleBatch) -> Sheet:
    """A bordereau as it was made."""
    return titles_sheet(batch.titles, batch.reference)


def untitled_sheet(receipts: Iterable[UntitledReceipt]) -> Sheet:
    """What the comptable received without a title: one row for each title to issue after encashment."""
    known = tuple(receipts)
    return Sheet(
        name="Titres après encaissement",
        columns=(
            day("Reçu le"),
            text("Payeur", 28),
            text("Libellé", 40),
            text("Référence", 18),
            cents("Montant"),
            text("Titre émis", 18),
        ),
        rows=tuple((one.on_day, one.payer, one.label, one.reference, one.cents, one.titled_by) for one in known),
        totals=("Total", None, None, None, sum(one.cents for one in known), None),
        notes=("Lu dans les P503 importés. Une ligne sans titre attend le sien.",),
    )
