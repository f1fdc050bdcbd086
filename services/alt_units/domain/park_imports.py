"""An existing park brought in from a file: what is asked for, what was found, and the report that is kept.

Ground: PEERS §5.13 (import wizard: preview, errors by row and cell, nothing written on failure, report kept), §6 rules 14 (no
silent loss) and 15 (a warning is acknowledged once, with its reason). An import adds, it never changes what is recorded.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.conventions import Convention, ConventionFacts
from alt_units.domain.mobilisations import MobilisationFacts
from alt_units.domain.units import DwellingType, Programme, Unit, UnitFacts
from kernel.errors import NotFound
from kernel.intake.imports import AcceptedWarning, Created
from kernel.period import Month


class ParkImportNotFound(NotFound):
    """No such import."""

    code, title = "park-import-not-found", "Import introuvable"


class ParkUploadNotFound(NotFound):
    """The file is no longer waiting: it was imported, it is too old, or somebody else sent it."""

    code, title = "park-upload-not-found", "Ce fichier n'attend plus"


class ParkSheet(StrEnum):
    """The sheets of the template, by their titles."""

    UNITS = "Logements"
    PLACES = "Places"
    CONVENTIONS = "Conventions"
    LINES = "Lignes de convention"


class Note(Struct, frozen=True, kw_only=True):
    """What a rule says of a row: `field` names the cell, empty for the whole row."""

    sheet: ParkSheet
    row: int
    field: str
    message: str


class WantedUnit(Struct, frozen=True, kw_only=True):
    """A row of the sheet of units: the dwelling, since when it is in the park and in its programme."""

    row: int
    facts: UnitFacts
    first_day: date
    programme: Programme | None
    programme_since: date
    mobilisation: MobilisationFacts | None


class WantedPlace(Struct, frozen=True, kw_only=True):
    """A place of a shared unit."""

    row: int
    unit: str
    name: str
    persons_max: int | None


class ConventionKey(Struct, frozen=True, order=True):
    """By what a convention is known: its number stands once for a year of a programme."""

    programme: Programme
    number: str
    year: int


class WantedConvention(Struct, frozen=True, kw_only=True):
    """A convention; signed and ended when the days are given."""

    row: int
    facts: ConventionFacts
    signed_on: date | None
    ended_on: date | None
    end_reason: str

    @property
    def key(self) -> ConventionKey:
        return ConventionKey(self.facts.programme, self.facts.number, self.facts.year)


class WantedConventionLine(Struct, frozen=True, kw_only=True):
    """A line of a convention. Without a type it takes the unit's, without an amount the table's."""

    row: int
    key: ConventionKey
    unit: str
    dwelling_type: DwellingType | None
    first_month: Month
    last_month: Month
    monthly_cents: int | None


class WantedPark(Struct, frozen=True, kw_only=True):
    """All rows that could be read. `broken_…`: what rows that could not be read are about; nothing more is said of it."""

    units: tuple[WantedUnit, ...]
    places: tuple[WantedPlace, ...]
    conventions: tuple[WantedConvention, ...]
    lines: tuple[WantedConventionLine, ...]
    broken_units: frozenset[str] = frozenset()
    broken_conventions: frozenset[ConventionKey] = frozenset()
    broken_lines: frozenset[ConventionKey] = frozenset()


class Counts(Struct, frozen=True, kw_only=True):
    """How many of each thing."""

    units: int = 0
    places: int = 0
    conventions: int = 0
    lines: int = 0

    @property
    def total(self) -> int:
        return self.units + self.places + self.conventions + self.lines


class NewConvention(Struct, frozen=True, kw_only=True):
    """A convention to be recorded: as drafted with its lines, then as signed and ended, if it is."""

    draft: Convention
    final: Convention


class ParkPlan(Struct, frozen=True, kw_only=True):
    """What an import would do. With faults, nothing may be done."""

    units: tuple[Unit, ...]
    conventions: tuple[NewConvention, ...]
    added: Counts
    unchanged: Counts
    faults: tuple[Note, ...]
    warnings: tuple[Note, ...]


class ParkImport(Struct, frozen=True, kw_only=True):
    """The report of an import, kept as it was. `reason`: why its warnings were accepted, empty without any."""

    id: UUID
    at: datetime
    by_id: UUID
    by_name: str
    file_name: str
    sha256: str
    template_year: int
    added: Counts
    unchanged: Counts
    warnings: tuple[AcceptedWarning, ...]
    reason: str
    created: tuple[Created, ...]
