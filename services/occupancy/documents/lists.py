"""The lists of stays and of their money as tables to take away. Who may not see persons gets references, as on the pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from kernel.period import Month
from kernel.sheets import Sheet, cents, day, month, text, whole
from occupancy.documents.words import MEANS, PAYMENT_KIND, SITUATION
from occupancy.domain.charges import MonthPlan, Outcome
from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household, Orientation
from occupancy.domain.payments import Receipt
from occupancy.domain.regies import Regie
from occupancy.domain.statements import Statement
from occupancy.domain.vacancies import Vacancy

DAYS_COUNTED = "Les jours sont comptés premier et dernier compris."


def stays_sheet(rows: Iterable[tuple[Contract, str, str, str]]) -> Sheet:
    """Each stay with its holder, its place and where it stands, in words."""
    return Sheet(
        name="Séjours",
        columns=(
            text("Contrat", 14),
            text("Ménage"),
            text("Place", 28),
            text("Programme", 12),
            whole("Personnes"),
            day("Début"),
            day("Échéance"),
            day("Départ"),
            cents("Redevance mensuelle"),
            text("Où en est le séjour", 30),
        ),
        rows=tuple(
            (
                one.reference,
                holder,
                place,
                one.programme.value,
                one.persons,
                one.first_day,
                one.last_day,
                one.end.ended_on if one.end else None,
                one.fee.cents,
                left,
            )
            for one, holder, place, left in rows
        ),
        notes=(DAYS_COUNTED,),
    )


def tasks_sheet(rows: Iterable[tuple[date, str, str, str, str]]) -> Sheet:
    """What needs somebody: due day, what, for whom, where, next step."""
    columns = (day("Échéance"), text("Quoi", 30), text("Pour qui"), text("Où", 28), text("Étape suivante", 28))
    return Sheet(name="À faire", columns=columns, rows=tuple(rows))


def vacancies_sheet(rows: Iterable[tuple[Vacancy, str, str, str]]) -> Sheet:
    """Each place with its name, what does not fit and what stands in the way, in words."""
    head = (text("Référence", 14), text("Logement"), text("Place", 18), text("Programme", 12))
    return Sheet(
        name="Places",
        columns=(
            *head,
            day("Du"),
            day("Au"),
            whole("Personnes au plus"),
            whole("Places libres"),
            whole("Places"),
            day("Libre à partir du"),
            text("Pourquoi exclue", 44),
        ),
        rows=tuple(
            (
                one.unit.reference,
                one.unit.name,
                place,
                str(one.programme or ""),
                one.stay.first_day,
                one.stay.last_day,
                one.persons_max,
                one.free_places,
                one.places,
                one.next_free_day,
                " ; ".join(part for part in (misfits, detail) if part),
            )
            for one, place, misfits, detail in rows
        ),
        notes=(DAYS_COUNTED,),
    )


def households_sheet(found: Sequence[Household], orientations: Mapping[Orientation, str]) -> Sheet:
    """The households, for those who may see them. Neither telephone, address nor note: a list travels."""
    return Sheet(
        name="Ménages",
        columns=(
            text("Référence", 14),
            text("Nom"),
            text("Prénom"),
            text("Situation"),
            whole("Adultes"),
            whole("Enfants"),
            text("Orientation"),
        ),
        rows=tuple(
            (
                one.reference,
                one.last_name,
                one.first_name,
                SITUATION[one.situation],
                one.adults,
                one.children,
                orientations[one.orientation],
            )
            for one in found
        ),
    )


def receipts_sheet(rows: Iterable[tuple[Receipt, str, bool]]) -> Sheet:
    """Each receipt with its payer as may be seen, and whether it was cancelled."""
    return Sheet(
        name="Reçus",
        columns=(
            text("Reçu", 20),
            day("Établi le"),
            day("Encaissé le"),
            text("Payeur"),
            text("Objet", 20),
            text("Mode", 18),
            cents("Montant"),
            text("État", 10),
        ),
        rows=tuple(
            (
                one.reference,
                one.recorded_on,
                one.received_on,
                payer,
                PAYMENT_KIND[one.kind],
                MEANS[one.means],
                one.amount_cents,
                "Annulé" if cancelled else "Établi",
            )
            for one, payer, cancelled in rows
        ),
        notes=("Un reçu annulé garde son numéro ; son montant n'est pas encaissé.",),
    )


def regies_sheet(found: Iterable[Regie]) -> Sheet:
    """Who may collect what."""
    collected = {True: "oui", False: "non"}
    columns = (
        text("Code", 12),
        text("Nom", 36),
        text("Acte constitutif", 30),
        text("Redevances", 12),
        text("Dépôts", 10),
    )
    return Sheet(
        name="Régies",
        columns=(*columns, day("Ouverte le"), day("Fermée le")),
        rows=tuple(
            (
                one.code,
                one.name,
                one.founding_act,
                collected[one.collects_fees],
                collected[one.collects_deposits],
                one.opened_on,
                one.closed_on,
            )
            for one in found
        ),
    )


def fees_sheet(
    plans: Iterable[MonthPlan], one_month: Month, holders: Mapping[UUID, str], outcomes: Mapping[Outcome, str]
) -> Sheet:
    """The fees of a month, contract by contract."""
    return Sheet(
        name=f"Redevances {one_month.number:02d}-{one_month.year}",
        columns=(
            month("Mois"),
            text("Contrat", 14),
            text("Ménage"),
            cents("Redevance mensuelle"),
            whole("Jours"),
            whole("Jours du mois"),
            cents("Montant du mois"),
            cents("Déjà appelé"),
            text("État", 22),
            text("Motif", 40),
        ),
        rows=tuple(
            (
                one_month,
                plan.contract_reference,
                holders[plan.household_id],
                plan.fee.monthly_cents,
                plan.fee.days,
                plan.fee.days_in_month,
                plan.fee.cents,
                plan.standing.amount_cents if plan.standing else None,
                outcomes[plan.outcome],
                plan.reason,
            )
            for plan in plans
        ),
        notes=(DAYS_COUNTED,),
    )


def account_sheets(account: Statement) -> list[Sheet]:
    """The account of a household: its lines, what is still due, the deposit apart."""
    lines = Sheet(
        name="Compte",
        columns=(day("Date"), text("Libellé", 44), cents("Appelé"), cents("Payé"), cents("Solde"), text("Annulée", 10)),
        rows=tuple(
            (
                one.booked_on,
                one.label,
                one.charged_cents or None,
                one.paid_cents or None,
                one.balance_cents,
                "oui" if one.undone else "",
            )
            for one in account.lines
        ),
        totals=(None, "Solde", None, None, account.balance_cents, ""),
        notes=(f"Compte arrêté au {account.on:%d/%m/%Y}. Un solde négatif est une avance du ménage.",),
    )
    due = Sheet(
        name="Reste dû",
        columns=(text("Somme due", 44), day("Depuis le"), cents("Appelé"), cents("Reste dû")),
        rows=tuple((one.label, one.due_on, one.amount_cents, one.open_cents) for one in account.due),
    )
    deposit = Sheet(
        name="Dépôt de garantie",
        columns=(day("Date"), text("Libellé", 44), cents("Détenu après")),
        rows=tuple((one.booked_on, one.label, one.balance_cents) for one in account.deposit_lines),
    )
    return [lines, due, deposit]
