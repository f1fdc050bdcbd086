"""The yearly file of the allowance: the account of occupancy, next year's capacity, the accounts; and what is missing first.

Ground: R. 851-6 CSS before and since 2017 (DEC-01: twelve months to 30 September before 31 December, to the préfet and
the CAF; since 2017 twelve months of the year before 31 March, to the préfet), DEC-03 (a missing file exposes to the end of
the convention), ALT-07 (capacity month by month, in number and types), ALT-12 (ALT + redevances − coûts).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.activity import Activity, ProgrammeActivity, of_programme
from alt_units.domain.bank_anomalies import Missing as Unpaid
from alt_units.domain.claims import Claim, ClaimStatus
from alt_units.domain.convention_papers import Document
from alt_units.domain.conventions import Convention, month_forecast
from alt_units.domain.costs import Cost, costs_in
from alt_units.domain.occupation import Occupation
from alt_units.domain.reconciliation_year import YearReconciliation
from alt_units.domain.regimes import Report, report_of
from alt_units.domain.units import DwellingType, Programme, Unit, convention_page
from kernel.errors import NotFound, RuleBroken
from kernel.law import Law
from kernel.money import euros
from kernel.period import Month, Period


class YearlyFileNotFound(NotFound):
    """This year has no file of that number."""

    code, title = "yearly-file-not-found", "Dossier introuvable"


class YearlyFileIncomplete(RuleBroken):
    """What is missing is seen and accepted before the file goes out without it (DEC-03)."""

    code, title = "yearly-file-incomplete", "Dossier incomplet"


class Missing(StrEnum):
    """What a file would lack."""

    NO_CONVENTION = "no_convention"
    MONTH_NOT_SUBMITTED = "month_not_submitted"
    PAYMENT_NOT_ALLOCATED = "payment_not_allocated"
    PRESENCE_NOT_RECEIVED = "presence_not_received"
    NO_COST = "no_cost"
    NO_CAPACITY = "no_capacity"
    NO_ACTIVITY = "no_activity"
    YEAR_NOT_OVER = "year_not_over"
    DOCUMENT_NOT_SENT = "document_not_sent"
    BANK_LINE_UNDECIDED = "bank_line_undecided"
    PAYMENT_NOT_RECEIVED = "payment_not_received"


class MissingItem(Struct, frozen=True, kw_only=True):
    """One thing that is missing: what it is, in words, and where it is put right."""

    kind: Missing
    words: str
    href: str


class LooseEnds(Struct, frozen=True, kw_only=True):
    """What the papers and the bank leave open for a year: documents that the funder expects beside the file itself, lines of
    the year that nobody decided, payments that did not come."""

    documents: tuple[Document, ...]
    suspense: int
    proposed: int
    unpaid: tuple[Unpaid, ...]


NOTHING_LOOSE = LooseEnds(documents=(), suspense=0, proposed=0, unpaid=())


class CapacityMonth(Struct, frozen=True, kw_only=True):
    """How many dwellings of each type are foreseen for a month, and the amount."""

    month: Month
    counts: dict[DwellingType, int]
    forecast_cents: int


class UnitAccount(Struct, frozen=True, kw_only=True):
    """The money of one dwelling over the window; `unit_id` None: what concerns the whole park."""

    unit_id: UUID | None
    reference: str
    name: str
    due_cents: int
    paid_cents: int
    fees_due_cents: int
    fees_collected_cents: int
    costs_cents: int

    @property
    def fees_unpaid_cents(self) -> int:
        return self.fees_due_cents - self.fees_collected_cents

    @property
    def balance_cents(self) -> int:
        """ALT + redevances − coûts (ALT-12), as received and collected."""
        return self.paid_cents + self.fees_collected_cents - self.costs_cents


class YearlyFile(Struct, frozen=True, kw_only=True):
    """All that the file of a year says."""

    year: int
    report: Report
    other: Report | None
    occupation: Occupation
    capacity: tuple[CapacityMonth, ...]
    capacity_source: str
    accounts: tuple[UnitAccount, ...]
    total: UnitAccount
    activity: ProgrammeActivity | None
    deposits_held_cents: int | None
    missing: tuple[MissingItem, ...]


class KeptFile(Struct, frozen=True, kw_only=True):
    """A file as it was produced: who, when, from which inputs, and the prints of its two papers."""

    id: UUID
    year: int
    number: int
    produced_at: datetime
    produced_by: str
    missing: tuple[str, ...]
    inputs_sha256: str
    pdf_sha256: str
    workbook_sha256: str


def other_report(law: Law, year: int) -> Report | None:
    """The window and deadline that the other circuit would give for the year: both are shown, the law chooses (DEC-01)."""
    ours = report_of(law, year)
    for since in sorted({one.since for one in law.all() if one.key == "report_last_month"}, reverse=True):
        theirs = report_of(law, since.year + (since > date(since.year, 1, 1)))
        if (
            theirs.covers.last_day
            and ours.covers.last_day
            and theirs.covers.last_day.month != ours.covers.last_day.month
        ):
            shift = year - since.year - (since > date(since.year, 1, 1))
            last = Month.of(theirs.covers.last_day).plus(12 * shift)
            due = Month.of(theirs.due_on).plus(12 * shift)
            covers = Period(last.plus(-11).first_day, last.last_day)
            return Report(covers=covers, due_on=due.last_day, addressees=theirs.addressees, source=theirs.source)
    return None


def capacity_of(conventions: Sequence[Convention], year: int) -> tuple[tuple[CapacityMonth, ...], str]:
    """Next year's capacity month by month, from its convention, signed or in preparation; empty when there is none."""
    found = [one for one in conventions if one.programme is Programme.ALT and one.year == year]
    if not any(one.lines for one in found):
        return (), ""
    months = []
    for number in range(1, 13):
        month = Month(year, number)
        lines = [line for one in found if month >= one.first_month for line in one.lines if line.covers(month)]
        counts: dict[DwellingType, int] = {}
        for line in lines:
            counts[line.dwelling_type] = counts.get(line.dwelling_type, 0) + 1
        cents = sum(month_forecast(one, month) for one in found if month >= one.first_month)
        months.append(CapacityMonth(month=month, counts=counts, forecast_cents=cents))
    state = " et ".join(f"n° {one.number} ({'en préparation' if one.is_draft else 'signée'})" for one in found)
    return tuple(months), f"Convention {state}"


def accounts_of(
    window: Period,
    units: Sequence[Unit],
    claims: Sequence[Claim],
    costs: Sequence[Cost],
    activities: Sequence[Activity],
    funded: frozenset[UUID],
) -> tuple[UnitAccount, ...]:
    """The money of each dwelling of the programme over the window; the costs of the whole park come last.

    `funded`: the dwellings of the programme in the window. Only submitted claims count.
    """
    due: dict[UUID, int] = {}
    paid: dict[UUID, int] = {}
    for claim in claims:
        if claim.status is not ClaimStatus.DRAFT and claim.month.first_day in window:
            for line in claim.lines:
                due[line.unit_id] = due.get(line.unit_id, 0) + line.due_cents
                paid[line.unit_id] = paid.get(line.unit_id, 0) + line.paid_cents
    fees, collected = _fees(window, activities)
    spent = costs_in(costs, window)
    rows = [
        UnitAccount(
            unit_id=unit.id,
            reference=unit.reference,
            name=unit.name,
            due_cents=due.get(unit.id, 0),
            paid_cents=paid.get(unit.id, 0),
            fees_due_cents=fees.get(unit.id, 0),
            fees_collected_cents=collected.get(unit.id, 0),
            costs_cents=spent.get(unit.id, 0),
        )
        for unit in units
        if unit.id in funded or unit.id in due
    ]
    if None in spent:
        rows.append(_account("", "Ensemble du parc", costs_cents=spent[None]))
    return tuple(rows)


def total_of(accounts: Sequence[UnitAccount]) -> UnitAccount:
    """The sum of all rows."""
    names = ("due_cents", "paid_cents", "fees_due_cents", "fees_collected_cents", "costs_cents")
    return _account("", "Total", **{name: sum(getattr(one, name) for one in accounts) for name in names})


def missing_of(
    found: YearReconciliation,
    occupation: Occupation,
    *,
    costs: Mapping[UUID | None, int],
    capacity: Sequence[CapacityMonth],
    activity: Activity | None,
    loose: LooseEnds = NOTHING_LOOSE,
    today: date,
) -> tuple[MissingItem, ...]:
    """What the file would lack today, in the order in which one puts it right."""
    year, last_day = found.year, occupation.window.last_day
    items = []
    if last_day and today <= last_day:
        words = f"La période du bilan court jusqu'au {last_day:%d/%m/%Y}."
        items.append(MissingItem(kind=Missing.YEAR_NOT_OVER, words=words, href=""))
    items += _missing_money(found)
    items += _loose_ends(found, loose)
    for row in occupation.rows:
        if row.is_unknown and not _told_since(activity, row.month):
            words = f"Présence de {row.month.first_day:%m/%Y} non reçue pour {row.reference}."
            href = f"/logements/{row.unit_id}"
            items.append(MissingItem(kind=Missing.PRESENCE_NOT_RECEIVED, words=words, href=href))
    if activity is None:
        words = f"Activité {year} (entrées, sorties, ménages, redevances) pas encore reçue."
        items.append(MissingItem(kind=Missing.NO_ACTIVITY, words=words, href=""))
    if not costs:
        href = f"/logements/aides/couts?annee={year}"
        items.append(MissingItem(kind=Missing.NO_COST, words="Aucune dépense saisie sur la période.", href=href))
    if not capacity:
        words = f"Capacité {year + 1} inconnue : préparez la convention {year + 1} et ses lignes."
        items.append(MissingItem(kind=Missing.NO_CAPACITY, words=words, href="/logements/conventions/nouvelle"))
    return tuple(items)


def told_of(activities: Sequence[Activity], year: int) -> Activity | None:
    """What was told of one year."""
    return next((one for one in activities if one.year == year), None)


def programme_of(activities: Sequence[Activity], year: int) -> ProgrammeActivity | None:
    """What was told of the allowance's programme in one year."""
    return of_programme(told_of(activities, year), Programme.ALT)


def _told_since(activity: Activity | None, month: Month) -> bool:
    """What was told of the year after the month's end followed its presence: a month without any was empty."""
    return activity is not None and activity.received_at.date() > month.last_day


def _missing_money(found: YearReconciliation) -> list[MissingItem]:
    """The claims that were not sent, and the money received that settles nothing yet."""
    alt = [one for one in found.conventions if one.convention.programme is Programme.ALT]
    if not alt:
        words = f"Aucune convention ALT signée pour {found.year}."
        return [MissingItem(kind=Missing.NO_CONVENTION, words=words, href="/logements/conventions")]
    items = []
    for one in alt:
        for month in one.missing:
            words = f"Demande de {month.first_day:%m/%Y} pas encore transmise."
            href = f"/logements/aides/{one.convention.id}/{month}"
            items.append(MissingItem(kind=Missing.MONTH_NOT_SUBMITTED, words=words, href=href))
        for payment in one.payments:
            if payment.left_cents:
                words = f"Versement {payment.bank_reference} du {payment.received_on:%d/%m/%Y} pas entièrement affecté."
                href = f"/logements/aides/versements/{payment.id}"
                items.append(MissingItem(kind=Missing.PAYMENT_NOT_ALLOCATED, words=words, href=href))
    return items


def _loose_ends(found: YearReconciliation, loose: LooseEnds) -> list[MissingItem]:
    """What the papers and the bank leave open, each with the page where it is decided."""
    numbers = {one.convention.id: one.convention.number for one in found.conventions}
    items = []
    for one in loose.documents:
        due = f" (attendue le {one.due_on:%d/%m/%Y})" if one.due_on else ""
        words = f"Pièce de la convention n° {numbers[one.convention_id]} pas encore remise : {one.label}{due}."
        href = f"{convention_page(one.convention_id)}#pieces"
        items.append(MissingItem(kind=Missing.DOCUMENT_NOT_SENT, words=words, href=href))
    for count, what, view in (
        (loose.proposed, "avec une proposition à décider", "propositions"),
        (loose.suspense, "en attente, sans proposition", "attente"),
    ):
        if count:
            words = f"Relevés bancaires de {found.year} : {count} {'lignes' if count > 1 else 'ligne'} {what}."
            href = f"/logements/aides/releves/lignes?etat={view}"
            items.append(MissingItem(kind=Missing.BANK_LINE_UNDECIDED, words=words, href=href))
    for gap in loose.unpaid:
        what = f"pour {gap.month.first_day:%m/%Y}" if gap.month else f"n° {gap.number} de l'échéancier"
        words = f"Versement {what} pas reçu, attendu le {gap.expected_on:%d/%m/%Y} : {euros(gap.amount_cents)}."
        page = convention_page(gap.convention_id)
        href = f"/logements/aides/{gap.convention_id}/{gap.month}" if gap.month else f"{page}#echeancier"
        items.append(MissingItem(kind=Missing.PAYMENT_NOT_RECEIVED, words=words, href=href))
    return items


def _fees(window: Period, activities: Sequence[Activity]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    due: dict[UUID, int] = {}
    collected: dict[UUID, int] = {}
    for one in (fee for told in activities for fee in told.facts.fees):
        if Month.parse(one.month).first_day in window:
            due[one.unit_id] = due.get(one.unit_id, 0) + one.due_cents
            collected[one.unit_id] = collected.get(one.unit_id, 0) + one.collected_cents
    return due, collected


def _account(reference: str, name: str, **amounts: int) -> UnitAccount:
    nothing = dict.fromkeys(("due_cents", "paid_cents", "fees_due_cents", "fees_collected_cents", "costs_cents"), 0)
    return UnitAccount(unit_id=None, reference=reference, name=name, **(nothing | amounts))
