"""What the API of the imports of households and stays says and accepts, version 1."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.intake.imports import AcceptedWarning, Created, SentFile
from kernel.intake.rows import CellProblem
from kernel.intake.wire import SentFileIn
from kernel.text import LINE_OR_NOTHING
from occupancy.actions.stay_imports import Preview
from occupancy.domain.openings import Opening, OpeningKind, totals
from occupancy.domain.stay_imports import StayImport


class StayFileIn(SentFileIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled-in template."""


class StayImportIn(StayFileIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled-in template to be imported. `reason`: why its warnings, if it has any, are accepted."""

    reason: Annotated[str, Meta(max_length=500, pattern=LINE_OR_NOTHING)] = ""


class StayCellOut(Struct, frozen=True, kw_only=True):
    """What is said of a cell of the file, or of a row when `column` is empty."""

    sheet: str
    row: int
    column: str
    title: str
    message: str

    @classmethod
    def of(cls, one: CellProblem) -> Self:
        return cls(sheet=one.sheet, row=one.row, column=one.column, title=one.title, message=one.message)


class OpenedTotalOut(Struct, frozen=True, kw_only=True):
    """How much was taken over from the books kept before, by kind: fees and damage still owed, advances, deposits held."""

    kind: OpeningKind
    count: int
    cents: int

    @classmethod
    def all_of(cls, openings: Iterable[Opening]) -> list[Self]:
        return [cls(kind=one.kind, count=one.count, cents=one.cents) for one in totals(openings)]


class StayPreviewOut(Struct, frozen=True, kw_only=True):
    """What an import would add. `unchanged`: rows recorded already; `warnings`: what needs a reason."""

    sha256: str
    households: int
    stays: int
    members: int
    unchanged: int
    opened: list[OpenedTotalOut]
    warnings: list[StayCellOut]

    @classmethod
    def of(cls, found: Preview, file: SentFile) -> Self:
        added = found.plan.added
        return cls(
            sha256=file.sha256,
            households=len(added),
            stays=sum(one.stay is not None for one in added),
            members=sum(len(one.members) for one in added),
            unchanged=found.plan.unchanged,
            opened=OpenedTotalOut.all_of(found.plan.openings),
            warnings=[StayCellOut.of(one) for one in found.warnings],
        )


class StayImportOut(Struct, frozen=True, kw_only=True):
    """The report of an import: what was made, by reference, and the warnings that were read with their reason."""

    id: UUID
    at: datetime
    by_name: str
    file_name: str
    sha256: str
    template_year: int
    households: int
    stays: int
    unchanged: int
    opened: list[OpenedTotalOut]
    warnings: tuple[AcceptedWarning, ...]
    reason: str
    created: tuple[Created, ...]

    @classmethod
    def of(cls, report: StayImport, openings: Iterable[Opening]) -> Self:
        return cls(
            id=report.id,
            at=report.at,
            by_name=report.by_name,
            file_name=report.file_name,
            sha256=report.sha256,
            template_year=report.template_year,
            households=report.count("household"),
            stays=report.count("contract"),
            unchanged=report.unchanged,
            opened=OpenedTotalOut.all_of(openings),
            warnings=report.warnings,
            reason=report.reason,
            created=report.created,
        )


class StayImportsOut(Struct, frozen=True, kw_only=True):
    """The latest imports, latest first."""

    items: list[StayImportOut]
