"""The dwellings, their days and their vacancies. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


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


TABLES: tuple[type[Table], ...] = (
    UnitRow,
    PlaceRow,
    ProgrammePeriodRow,
    ServicePeriodRow,
    PresenceRow,
    MobilisationRow,
    VoidRow,
    VacancyDeclarationRow,
)
