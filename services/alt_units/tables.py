"""Every table of alt_units, columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Boolean, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from alt_units.bank_tables import BANK_TABLES as BANK_TABLES
from alt_units.bank_tables import BankDecisionRow as BankDecisionRow
from alt_units.bank_tables import BankFollowUpRow as BankFollowUpRow
from alt_units.bank_tables import BankImportRow as BankImportRow
from alt_units.bank_tables import BankLinePaymentRow as BankLinePaymentRow
from alt_units.bank_tables import BankLineRow as BankLineRow
from alt_units.bank_tables import BankSourceRow as BankSourceRow
from alt_units.bank_tables import BankUploadRow as BankUploadRow
from alt_units.bank_tables import FunderPaymentCancellationRow as FunderPaymentCancellationRow
from alt_units.report_tables import REPORT_TABLES as REPORT_TABLES
from alt_units.report_tables import ActivityRow as ActivityRow
from alt_units.report_tables import CostRow as CostRow
from alt_units.report_tables import DeclaredFigureRow as DeclaredFigureRow
from alt_units.report_tables import YearlyFileRow as YearlyFileRow
from kernel.law_book import LawVersionColumns

# --- units ----------------------------------------------------------------------------------------


class UnitRow(Table, tablename="unit"):
    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    reference = Varchar(length=40, default=None)
    name = Varchar(length=120, default=None)
    dwelling_type = Varchar(length=20, default=None)
    zone = Varchar(length=3, default=None)
    address = Varchar(length=200, default=None)
    postal_code = Varchar(length=5, default=None)
    city = Varchar(length=120, default=None)
    surface_dm2 = Integer(null=True, default=None)
    water_and_wc = Boolean(default=None)
    heating = Boolean(default=None)
    retired_on = Date(null=True, default=None)
    note = Varchar(length=2000, default=None)
    persons_max = Integer(null=True, default=None)
    accessible = Boolean(default=None)
    floor = Integer(null=True, default=None)
    has_lift = Boolean(default=None)
    turnaround_days = Integer(default=None)
    territory = Varchar(length=20, default=None)


class PlaceRow(Table, tablename="place"):
    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    number = Integer(default=None)
    name = Varchar(length=80, default=None)
    persons_max = Integer(null=True, default=None)


class ProgrammePeriodRow(Table, tablename="programme_period"):
    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    programme = Varchar(length=3, default=None)
    first_day = Date(default=None)
    last_day = Date(null=True, default=None)


class ServicePeriodRow(Table, tablename="service_period"):
    """The days of a unit in the park, one row a unit; voids take days out of them. `reason`: why they ended."""

    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    first_day = Date(default=None)
    last_day = Date(null=True, default=None)
    reason = Varchar(length=200, default=None)


class PresenceRow(Table, tablename="presence"):
    """A unit's month as occupancy last told it. `id` is made from the unit and the month."""

    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    month = Varchar(length=7, default=None)
    revision = BigInt(default=None)
    days_occupied = Integer(default=None)
    households = Integer(default=None)
    persons = Integer(default=None)
    places = Text(default=None)
    received_at = Timestamptz(default=None)
    aided_households = Integer(default=None)


class MobilisationRow(Table, tablename="mobilisation"):
    """By what right a unit is had, and on which days. `reference`: of the upstream contract."""

    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    kind = Varchar(length=20, default=None)
    owner_kind = Varchar(length=10, default=None)
    landlord = Varchar(length=120, default=None)
    reference = Varchar(length=80, default=None)
    rent_cents = BigInt(null=True, default=None)
    first_day = Date(default=None)
    last_day = Date(null=True, default=None)
    end_reason = Varchar(length=20, null=True, default=None)


class VoidRow(Table, tablename="void"):
    """Days when a place (0: the whole unit) cannot be lived in. Kept once cancelled."""

    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    place_number = Integer(default=None)
    reason = Varchar(length=20, default=None)
    bearer = Varchar(length=20, default=None)
    first_day = Date(default=None)
    last_day = Date(null=True, default=None)
    reference = Varchar(length=80, default=None)
    note = Varchar(length=500, default=None)
    cancelled_on = Date(null=True, default=None)
    cancel_reason = Varchar(length=500, default=None)


class VacancyDeclarationRow(Table, tablename="vacancy_declaration"):
    """What the SIAO was told of a place (0: the whole unit). Kept once cancelled."""

    id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    place_number = Integer(default=None)
    vacant_from = Date(default=None)
    declared_on = Date(default=None)
    declared_by = Varchar(length=120, default=None)
    note = Varchar(length=500, default=None)
    cancelled_on = Date(null=True, default=None)
    cancel_reason = Varchar(length=500, default=None)


# --- conventions ----------------------------------------------------------------------------------


class ConventionRow(Table, tablename="convention"):
    """`aml` and `capacity` are JSON; `renews_id`: the convention of the year before; the approval may change once signed."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    programme = Varchar(length=3, default=None)
    number = Varchar(length=40, default=None)
    funder = Varchar(length=120, default=None)
    regime = Varchar(length=20, null=True, default=None)
    year = Integer(default=None)
    first_month = Varchar(length=7, default=None)
    rule = Varchar(length=30, default=None)
    least_days = Integer(null=True, default=None)
    basis = Varchar(length=20, default=None)
    ceiling = Varchar(length=10, default=None)
    ceiling_cents = BigInt(null=True, default=None)
    signed_on = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    end_reason = Varchar(length=500, default=None)
    note = Varchar(length=2000, default=None)
    aml = Text(null=True, default=None)
    capacity = Text(default=None)
    deliberation = Varchar(length=120, default=None)
    deliberated_on = Date(null=True, default=None)
    signatories = Varchar(length=500, default=None)
    renews_id = UUID(null=True, default=None)
    end_kind = Varchar(length=20, default=None)
    notified_on = Date(null=True, default=None)
    approval_number = Varchar(length=40, default=None)
    approved_on = Date(null=True, default=None)
    approval_ends_on = Date(null=True, default=None)


class ConventionLineRow(Table, tablename="convention_line"):
    """`holds_until`: the last month in which the line holds its dwelling; earlier than `last_month` once ended."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    unit_id = UUID(default=None)
    dwelling_type = Varchar(length=20, default=None)
    first_month = Varchar(length=7, default=None)
    last_month = Varchar(length=7, default=None)
    holds_until = Varchar(length=7, default=None)
    monthly_cents = BigInt(default=None)
    version_number = Integer(default=None)


class ConventionVersionRow(Table, tablename="convention_version"):
    """An avenant: a version of the whole, from `first_month` on. Version 1 is the convention's own row."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    number = Integer(default=None)
    funder = Varchar(length=120, default=None)
    first_month = Varchar(length=7, default=None)
    rule = Varchar(length=30, default=None)
    least_days = Integer(null=True, default=None)
    basis = Varchar(length=20, default=None)
    ceiling = Varchar(length=10, default=None)
    ceiling_cents = BigInt(null=True, default=None)
    note = Varchar(length=2000, default=None)
    aml = Text(null=True, default=None)
    capacity = Text(default=None)
    deliberation = Varchar(length=120, default=None)
    deliberated_on = Date(null=True, default=None)
    signatories = Varchar(length=500, default=None)
    signed_on = Date(null=True, default=None)


class ConventionDocumentRow(Table, tablename="convention_document"):
    """A document that the funder expects."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    label = Varchar(length=120, default=None)
    due_on = Date(null=True, default=None)
    received_on = Date(null=True, default=None)


class ConventionPaperRow(Table, tablename="convention_paper"):
    """A signed paper of one version. Append-only."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    version_number = Integer(default=None)
    name = Varchar(length=120, default=None)
    media_type = Varchar(length=40, default=None)
    size = Integer(default=None)
    sha256 = Varchar(length=64, default=None)
    content = Bytea(default=None)
    added_by = Varchar(length=120, default=None)
    added_at = Timestamptz(default=None)


PARK_TABLES: tuple[type[Table], ...] = (
    UnitRow,
    PlaceRow,
    ProgrammePeriodRow,
    ServicePeriodRow,
    PresenceRow,
    MobilisationRow,
    VoidRow,
    VacancyDeclarationRow,
    ConventionRow,
    ConventionLineRow,
    ConventionVersionRow,
    ConventionDocumentRow,
    ConventionPaperRow,
)

# --- claims, funder payments ----------------------------------------------------------------------


class ClaimRow(Table, tablename="claim"):
    """`rules`: the rules that it was computed under, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    convention_id = UUID(default=None)
    month = Varchar(length=7, default=None)
    status = Varchar(length=10, default=None)
    submitted_at = Timestamptz(null=True, default=None)
    submitted_by = Varchar(length=120, null=True, default=None)
    rules = Text(default=None)
    max_units = Integer(null=True, default=None)


class ClaimLineRow(Table, tablename="claim_line"):
    """Frozen once its claim is submitted. `reasons` and `trace` are JSON."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    unit_id = UUID(default=None)
    reference = Varchar(length=40, default=None)
    name = Varchar(length=120, default=None)
    dwelling_type = Varchar(length=20, default=None)
    days_in_month = Integer(default=None)
    days_available = Integer(default=None)
    days_occupied = Integer(null=True, default=None)
    households = Integer(default=None)
    aided_households = Integer(default=None)
    planned_cents = BigInt(default=None)
    by_availability_cents = BigInt(default=None)
    by_occupation_cents = BigInt(default=None)
    effective_cents = BigInt(default=None)
    claimable_cents = BigInt(default=None)
    claimed_cents = BigInt(default=None)
    claimed_reason = Varchar(length=500, null=True, default=None)
    reasons = Text(default=None)
    trace = Text(default=None)


class ClaimAdjustmentRow(Table, tablename="claim_adjustment"):
    """Append-only."""

    id = UUID(primary_key=True, default=None)
    claim_line_id = UUID(default=None)
    decided_on = Date(default=None)
    amount_cents = BigInt(default=None)
    reason = Varchar(length=500, default=None)
    decided_by = Varchar(length=120, default=None)


class ClaimNoteRow(Table, tablename="claim_note"):
    """Append-only. `difference_cents`: the difference on the day of writing."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    kind = Varchar(length=20, default=None)
    difference_cents = BigInt(default=None)
    text = Varchar(length=2000, default=None)
    written_by = Varchar(length=120, default=None)
    written_at = Timestamptz(default=None)


class FunderPaymentRow(Table, tablename="funder_payment"):
    """Append-only. Negative: an indu given back."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    received_on = Date(default=None)
    amount_cents = BigInt(default=None)
    kind = Varchar(length=20, default=None)
    bank_reference = Varchar(length=80, default=None)
    label = Varchar(length=200, default=None)
    decision_reference = Varchar(length=120, default=None)


class PaymentAllocationRow(Table, tablename="payment_allocation"):
    """Append-only; `cancels_id` undoes another row, amount for amount."""

    id = UUID(primary_key=True, default=None)
    payment_id = UUID(default=None)
    claim_line_id = UUID(default=None)
    amount_cents = BigInt(default=None)
    cancels_id = UUID(null=True, default=None)


class PaymentScheduleRow(Table, tablename="payment_schedule"):
    """`id` is the convention's. `payments`: the expected days and amounts, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    payments = Text(default=None)


# --- the exchange with the payer, the readings of silent texts ------------------------------------


class ClaimAnswerRow(Table, tablename="claim_answer"):
    """Append-only: what the payer answered, on a day, under a reference."""

    id = UUID(primary_key=True, default=None)
    claim_id = UUID(default=None)
    answered_on = Date(default=None)
    reference = Varchar(length=80, default=None)
    recorded_by = Varchar(length=120, default=None)
    recorded_at = Timestamptz(default=None)


class ClaimLineAnswerRow(Table, tablename="claim_line_answer"):
    """Append-only. The highest `number` of a line stands; `adjustment_id`: what the answer changed."""

    id = UUID(primary_key=True, default=None)
    answer_id = UUID(default=None)
    claim_line_id = UUID(default=None)
    number = Integer(default=None)
    verdict = Varchar(length=10, default=None)
    asked_cents = BigInt(default=None)
    granted_cents = BigInt(default=None)
    reason = Varchar(length=500, default=None)
    adjustment_id = UUID(null=True, default=None)


class ClaimReadingRow(Table, tablename="claim_reading"):
    """`id` is the convention's. Null: the default of the law."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    shared_aided = Varchar(length=10, null=True, default=None)
    turnaround = Varchar(length=20, null=True, default=None)
    long_stay_months = Integer(null=True, default=None)
    justification_months = Integer(null=True, default=None)
    note = Varchar(length=500, default=None)


EXCHANGE_TABLES: tuple[type[Table], ...] = (ClaimAnswerRow, ClaimLineAnswerRow, ClaimReadingRow)

MONEY_TABLES: tuple[type[Table], ...] = (
    ClaimRow,
    ClaimLineRow,
    ClaimAdjustmentRow,
    ClaimNoteRow,
    FunderPaymentRow,
    PaymentAllocationRow,
    PaymentScheduleRow,
)

# --- law ------------------------------------------------------------------------------------------


class LawVersionRow(LawVersionColumns, Table, tablename="law_version"):
    """A version of a legal value that staff recorded. Append-only."""


# --- park imports ---------------------------------------------------------------------------------


class ParkUploadRow(Table, tablename="park_upload"):
    """A file that waits for its confirmation. `content` is base64."""

    id = UUID(primary_key=True, default=None)
    actor_id = UUID(default=None)
    file_name = Varchar(length=120, default=None)
    sha256 = Varchar(length=64, default=None)
    content = Text(default=None)
    sent_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class ParkImportRow(Table, tablename="park_import"):
    """The report of an import. Append-only; counts, warnings and what was created are JSON."""

    id = UUID(primary_key=True, default=None)
    imported_at = Timestamptz(default=None)
    actor_id = UUID(default=None)
    actor_name = Varchar(length=120, default=None)
    file_name = Varchar(length=120, default=None)
    sha256 = Varchar(length=64, default=None)
    template_year = Integer(default=None)
    added = Text(default=None)
    unchanged = Text(default=None)
    warnings = Text(default=None)
    reason = Varchar(length=500, default=None)
    created = Text(default=None)


IMPORT_TABLES: tuple[type[Table], ...] = (ParkUploadRow, ParkImportRow)

TABLES: tuple[type[Table], ...] = (
    *PARK_TABLES,
    *MONEY_TABLES,
    *EXCHANGE_TABLES,
    *IMPORT_TABLES,
    *BANK_TABLES,
    LawVersionRow,
    *REPORT_TABLES,
)
