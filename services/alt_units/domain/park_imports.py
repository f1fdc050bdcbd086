"""An existing park brought in from a file: what is asked for, what was found, and the report that is kept.

Ground: PEERS §5.13 (import wizard: preview, errors by row and cell, nothing written on failure, report kept), §6 rules 14 (no
silent loss) and 15 (a warning is acknowledged once, with its reason). An import adds, it never changes what is recorded.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict, replace

from alt_units.domain.aml import AmlPeriod, Modality
from alt_units.domain.conventions import Approval, Convention, ConventionFacts, EndKind
from alt_units.domain.mobilisations import MobilisationFacts
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme, Unit, UnitFacts
from alt_units.domain.voids import CostBearer, VoidReason
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
    VOIDS = "Indisponibilités"
    CONVENTIONS = "Conventions"
    AMENDMENTS = "Avenants"
    LINES = "Lignes de convention"
    CAPACITY = "Capacités"


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


class WantedVoid(Struct, frozen=True, kw_only=True):
    """Days on which a unit cannot be lived in; `place` is a name, empty for the whole unit."""

    row: int
    unit: str
    place: str
    reason: VoidReason
    bearer: CostBearer
    first_day: date
    last_day: date | None
    reference: str
    note: str


class ConventionKey(Struct, frozen=True, order=True):
    """By what a convention is known: its number stands once for a year of a programme."""

    programme: Programme
    number: str
    year: int

    @property
    def label(self) -> str:
        return f"{self.programme} n° {self.number} de {self.year}"


class WantedConvention(Struct, frozen=True, kw_only=True):
    """A convention; signed and ended when the days are given. `approval` None: the file says nothing of it.

    `renews`: the number of the convention of the year before that it follows, empty for a first year.
    """

    row: int
    facts: ConventionFacts
    signed_on: date | None
    ended_on: date | None
    end_reason: str
    end_kind: EndKind
    notified_on: date | None
    approval: Approval | None
    renews: str

    @property
    def key(self) -> ConventionKey:
        return ConventionKey(self.facts.programme, self.facts.number, self.facts.year)


class AmlChanges(Struct, frozen=True, kw_only=True):
    """What an avenant changes in the terms of the AML; None: as before."""

    period: AmlPeriod | None
    period_cents: int | None
    max_units: int | None
    modality: Modality | None
    advance_per_mille: int | None
    advance_threshold_per_mille: int | None
    term_ends_on: date | None


class FactChanges(Struct, frozen=True, kw_only=True):
    """What an avenant changes in the facts; None: as before."""

    funder: str | None
    rule: PartialMonthRule | None
    least_days: int | None
    basis: Basis | None
    ceiling: CeilingScope | None
    ceiling_cents: int | None
    note: str | None
    deliberation: str | None
    deliberated_on: date | None
    signatories: str | None

    def on(self, facts: ConventionFacts, aml: AmlChanges) -> ConventionFacts:
        """The facts with what changes, and the AML's terms with theirs where the convention has some."""
        terms = replace(facts.aml, **_said(aml)) if facts.aml else None
        return replace(facts, **_said(self), aml=terms)


class WantedAmendment(Struct, frozen=True, kw_only=True):
    """An avenant, a version of the whole from its month on; signed when the day is given. Its rows say what they change."""

    row: int
    key: ConventionKey
    number: int
    first_month: Month
    signed_on: date | None
    changes: FactChanges
    aml: AmlChanges


class WantedCapacity(Struct, frozen=True, kw_only=True):
    """How many dwellings of a type the annex foresees, month by month. `amendment` 0: the convention first signed."""

    row: int
    key: ConventionKey
    amendment: int
    dwelling_type: DwellingType
    units: tuple[int, ...]


class WantedConventionLine(Struct, frozen=True, kw_only=True):
    """A line of a convention. Without a type it takes the unit's, without an amount the table's. `amendment` as above."""

    row: int
    key: ConventionKey
    amendment: int
    unit: str
    dwelling_type: DwellingType | None
    first_month: Month
    last_month: Month
    monthly_cents: int | None


class WantedPark(Struct, frozen=True, kw_only=True):
    """All rows that could be read. `broken_…`: what rows that could not be read are about; nothing more is said of it."""

    units: tuple[WantedUnit, ...]
    places: tuple[WantedPlace, ...]
    voids: tuple[WantedVoid, ...]
    conventions: tuple[WantedConvention, ...]
    amendments: tuple[WantedAmendment, ...]
    lines: tuple[WantedConventionLine, ...]
    capacity: tuple[WantedCapacity, ...]
    broken_units: frozenset[str] = frozenset()
    broken_conventions: frozenset[ConventionKey] = frozenset()
    broken_amendments: frozenset[ConventionKey] = frozenset()
    broken_lines: frozenset[ConventionKey] = frozenset()


class Counts(Struct, frozen=True, kw_only=True):
    """How many of each thing."""

    units: int = 0
    places: int = 0
    voids: int = 0
    conventions: int = 0
    amendments: int = 0
    lines: int = 0

    @property
    def total(self) -> int:
        return sum(asdict(self).values())


class NewConvention(Struct, frozen=True, kw_only=True):
    """A convention to be recorded as it was after each act: drafted with its lines, signed, changed by avenants, ended."""

    row: int
    steps: tuple[Convention, ...]

    @property
    def final(self) -> Convention:
        return self.steps[-1]


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


def _said(changes: FactChanges | AmlChanges) -> dict[str, object]:
    return {name: value for name, value in asdict(changes).items() if value is not None}
