"""What the API of the imports of a park says and accepts, version 1."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.park_imports import Preview
from alt_units.domain.park_imports import Counts, ParkImport
from kernel.intake.imports import SentFile
from kernel.intake.rows import CellProblem
from kernel.intake.wire import SentFileIn
from kernel.text import LINE_OR_NOTHING

Reason = Annotated[str, Meta(max_length=500, pattern=LINE_OR_NOTHING)]


class ParkFileIn(SentFileIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled-in template."""


class ParkImportIn(ParkFileIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled-in template to be imported. `reason`: why its warnings, if it has any, are accepted."""

    reason: Reason = ""


class CountsOut(Struct, frozen=True, kw_only=True):
    """How many of each thing."""

    units: int
    places: int
    voids: int
    conventions: int
    amendments: int
    lines: int

    @classmethod
    def of(cls, counts: Counts) -> "CountsOut":
        return cls(**asdict(counts))


class CellOut(Struct, frozen=True, kw_only=True):
    """What is said of a cell of the file, or of a row when `column` is empty."""

    sheet: str
    row: int
    column: str
    title: str
    message: str

    @classmethod
    def of(cls, problem: CellProblem) -> "CellOut":
        return cls(**asdict(problem))


class ParkPreviewOut(Struct, frozen=True, kw_only=True):
    """What an import of the file would add. `examples`: rows of the template that are left out."""

    sha256: str
    added: CountsOut
    unchanged: CountsOut
    examples: int
    warnings: list[CellOut]

    @classmethod
    def of(cls, found: Preview, file: SentFile) -> "ParkPreviewOut":
        return cls(
            sha256=file.sha256,
            added=CountsOut.of(found.added),
            unchanged=CountsOut.of(found.plan.unchanged),
            examples=found.examples,
            warnings=[CellOut.of(one) for one in found.warnings],
        )


class AcceptedWarningOut(Struct, frozen=True, kw_only=True):
    """A warning that was read before the import."""

    place: str
    message: str


class CreatedOut(Struct, frozen=True, kw_only=True):
    """A record that the import made."""

    kind: str
    id: UUID
    label: str


class ParkImportLineOut(Struct, frozen=True, kw_only=True):
    """An import, in a list."""

    id: UUID
    at: datetime
    by_name: str
    file_name: str
    sha256: str
    template_year: int
    added: CountsOut
    unchanged: CountsOut

    @classmethod
    def of(cls, report: ParkImport) -> "ParkImportLineOut":
        known = {name: getattr(report, name) for name in cls.__struct_fields__ if name not in ("added", "unchanged")}
        return cls(**known, added=CountsOut.of(report.added), unchanged=CountsOut.of(report.unchanged))


class ParkImportsOut(Struct, frozen=True, kw_only=True):
    """The latest imports, latest first."""

    items: list[ParkImportLineOut]


class ParkImportOut(Struct, frozen=True, kw_only=True):
    """The report of an import, as it was kept."""

    id: UUID
    at: datetime
    by_name: str
    file_name: str
    sha256: str
    template_year: int
    added: CountsOut
    unchanged: CountsOut
    warnings: list[AcceptedWarningOut]
    reason: str
    created: list[CreatedOut]

    @classmethod
    def of(cls, report: ParkImport) -> "ParkImportOut":
        apart = ("added", "unchanged", "warnings", "created")
        known = {name: getattr(report, name) for name in cls.__struct_fields__ if name not in apart}
        return cls(
            **known,
            added=CountsOut.of(report.added),
            unchanged=CountsOut.of(report.unchanged),
            warnings=[AcceptedWarningOut(**asdict(one)) for one in report.warnings],
            created=[CreatedOut(**asdict(one)) for one in report.created],
        )
