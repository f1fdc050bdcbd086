"""Current households and stays brought in from a file: what a row asks for, the terms that have run, the report that is kept.

Ground: PEERS §5.13 (preview, errors by row and cell, nothing written on failure, report kept), §6 rules 14 (no silent loss) and
15 (a warning is read once, with its reason). An import adds, it never changes what is recorded.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from kernel.errors import NotFound
from kernel.intake.imports import AcceptedWarning, Created
from kernel.law import Law
from kernel.period import Month
from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household
from occupancy.domain.members import Member
from occupancy.domain.openings import Opening
from occupancy.domain.terms import Term, TermPlan, has_renewal_left, initial_term, renewal
from occupancy.domain.units import Programme

HOUSEHOLDS, MEMBERS, DEBTS = "Ménages et séjours", "Membres", "Dettes"
"""The sheets of the template, by their titles."""


class StayImportNotFound(NotFound):
    """No such import."""

    code, title = "stay-import-not-found", "Import introuvable"


class StayUploadNotFound(NotFound):
    """The file is no longer waiting: it was imported, it is too old, or somebody else sent it."""

    code, title = "stay-upload-not-found", "Ce fichier n'attend plus"


class Note(Struct, frozen=True, kw_only=True):
    """What a rule says of a row: `field` names the cell, empty for the whole row."""

    sheet: str
    row: int
    field: str
    message: str


class ImportedStay(Struct, frozen=True, kw_only=True):
    """A stay to record: the contract as it is signed, and the terms that led to its end."""

    draft: Contract
    signed: Contract
    terms: tuple[Term, ...]


class ImportedHousehold(Struct, frozen=True, kw_only=True):
    """A household to record, with its members and its stay."""

    row: int
    household: Household
    members: tuple[Member, ...]
    stay: ImportedStay | None


class TakenOver(Struct, frozen=True, kw_only=True):
    """What is taken over for the stay of a row, recorded already or by this import. `called_until`: charged before until then."""

    row: int
    name: str
    household_id: UUID
    contract_id: UUID
    openings: tuple[Opening, ...]
    called_until: Month | None


class StayImport(Struct, frozen=True, kw_only=True):
    """What an import did. `unchanged`: rows that were recorded already."""

    id: UUID
    at: datetime
    by_id: UUID
    by_name: str
    file_name: str
    sha256: str
    template_year: int
    unchanged: int
    warnings: tuple[AcceptedWarning, ...]
    reason: str
    created: tuple[Created, ...]

    def count(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.created)


def terms_until(
    law: Law, programme: Programme, first_day: date, last_day: date, kept: Callable[[TermPlan], Term], *, reason: str
) -> tuple[Term, ...]:
    """The terms that lead from the first day of a stay to its contractual end: the first one, then as many renewals as needed.

    Without a gap nor an overlap; the last one ends on `last_day`. A renewal beyond the rule has `reason`. Raises `DayOutOfReach`,
    `TermEndsBeforeStart`.
    """
    longest = initial_term(law, programme, first_day, last_day=None, override_reason=None)
    first = min(longest.last_day, last_day)
    terms: tuple[Term, ...] = (kept(initial_term(law, programme, first_day, last_day=first, override_reason=None)),)
    while terms[-1].last_day < last_day:
        beyond = None if has_renewal_left(law, programme, terms) else reason
        longest = renewal(law, programme, terms, last_day=None, override_reason=beyond)
        end = min(longest.last_day, last_day)
        terms += (kept(renewal(law, programme, terms, last_day=end, override_reason=beyond)),)
    return terms
