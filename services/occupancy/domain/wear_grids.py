"""Wear (vétusté): what part of a repair remains at the household's charge, after the age of the element and an agreed grid.

Ground: décret n° 2016-382, art. 4 (definition, grid agreed from the signature of the contract); rules VET-01 to VET-07. A grid
has three phases: a franchise without wear, an abatement by year, a residual share. Missing things are no wear (VET-03).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law, Status
from kernel.money import prorate

WHOLE = 12_000
"""The whole of a charge: tenths of a percent, by twelfths of a year, so that no share is ever rounded."""
_MONTHS = 12
_FULL = 1_000


class AgeMode(StrEnum):
    """How an age is counted: in months begun and ended, or in whole years only (VET-06)."""

    MONTHS = "months"
    COMPLETED_YEARS = "completed_years"


class EndOfLife(StrEnum):
    """What is left to charge when an element has outlived its grid: its residual share, or nothing (VET-06)."""

    RESIDUAL = "residual"
    ZERO = "zero"


class WearGridNotFound(NotFound):
    """No wear grid has this id."""

    code, title = "wear-grid-not-found", "Grille de vétusté introuvable"


class WearGridExists(Conflict):
    """A version of a grid is imported once; another content is another version."""

    code, title = "wear-grid-exists", "Cette version de la grille existe déjà"


class WearGridWithdrawn(Conflict):
    """A grid that was withdrawn is fixed on no contract any more."""

    code, title = "wear-grid-withdrawn", "Grille de vétusté retirée"


class WearGridFixed(Conflict):
    """The grid of a contract is that of its signature: it never changes (VET-02)."""

    code, title = "wear-grid-fixed", "La grille de ce contrat est déjà fixée"


class WearGridNotAgreed(RuleBroken):
    """A grid counts for a contract from the day both parties agree to it, not before it takes effect (VET-02)."""

    code, title = "wear-grid-not-agreed", "Accord sur la grille à préciser"


class WearRow(Struct, frozen=True, kw_only=True):
    """One element of a grid: years of life and of franchise, abatement a year and residual share, in tenths of a percent.

    `words`: names of elements of an inspection that are proposed for this row.
    """

    element: str
    life_years: int
    franchise_years: int
    abatement_per_mille: int
    residual_per_mille: int
    words: tuple[str, ...] = ()

    @property
    def floor_per_mille(self) -> int:
        """What the abatement alone leaves at the end of life; below or above the residual share, the grid jumps there."""
        return _FULL - (self.life_years - self.franchise_years) * self.abatement_per_mille


class GridFacts(Struct, frozen=True, kw_only=True):
    """Where a grid comes from. `agreement_reference` empty: of no collective agreement, so it binds nobody by itself."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    version: Annotated[str, Meta(min_length=1, max_length=40)]
    effective_from: date
    agreement_reference: Annotated[str, Meta(max_length=300)] = ""
    signed_on: date | None = None
    signatories: Annotated[str, Meta(max_length=300)] = ""
    source: Annotated[str, Meta(max_length=300)] = ""


class WearGrid(GridFacts, frozen=True, kw_only=True):
    """A grid as it was imported; it never changes. `sha256`: of the file that was read."""

    id: UUID
    rows: tuple[WearRow, ...]
    file_name: str
    sha256: str
    imported_on: date
    imported_by_name: str
    withdrawn_on: date | None = None

    @property
    def is_opposable(self) -> bool:
        """True when it was the subject of a collective agreement: the only grids the parties may hold each other to."""
        return bool(self.agreement_reference)

    def row(self, element: str) -> WearRow | None:
        return next((one for one in self.rows if one.element == element), None)


class ContractGrid(Struct, frozen=True, kw_only=True):
    """The grid fixed on a contract. `note`: how it was agreed, when that was after the signature."""

    contract_id: UUID
    grid_id: UUID
    agreed_on: date
    note: str


class WearRules(Struct, frozen=True, kw_only=True):
    """The two choices of VET-06, with where they come from."""

    age_mode: AgeMode
    end_of_life: EndOfLife
    source: str
    to_confirm: bool


class Wear(Struct, frozen=True, kw_only=True):
    """How a share was found, to be shown and kept. `share`: in parts of `WHOLE`. `months` None: no age was proven."""

    grid: str
    opposable: bool
    row: WearRow
    since: date | None
    since_proof: str
    until: date
    months: int | None
    rules: WearRules
    share: int


def wear_rules(law: Law, day: date) -> WearRules:
    """What is chosen at an exit of that day."""
    mode, end = law.at("wear.age_mode", day), law.at("wear.end_of_life", day)
    return WearRules(
        age_mode=AgeMode(mode.text),
        end_of_life=EndOfLife(end.text),
        source=mode.source,
        to_confirm=Status.TO_VERIFY in (mode.status, end.status),
    )


def completed_months(since: date, until: date) -> int:
    """Whole months between two days; nothing when the first is later."""
    months = (until.year - since.year) * _MONTHS + until.month - since.month
    return max(0, months if add_months(since, months) <= until else months - 1)


def share(row: WearRow, months: int, rules: WearRules) -> int:
    """The part that stays at the household's charge, in parts of `WHOLE` (VET-05).

    All of it up to the franchise; the residual share, or nothing, from the end of life; between them the yearly abatement, never
    below the residual share.
    """
    age = months - months % _MONTHS if rules.age_mode is AgeMode.COMPLETED_YEARS else months
    if age <= row.franchise_years * _MONTHS:
        return WHOLE
    if age >= row.life_years * _MONTHS:
        return row.residual_per_mille * _MONTHS if rules.end_of_life is EndOfLife.RESIDUAL else 0
    worn = (age - row.franchise_years * _MONTHS) * row.abatement_per_mille
    return max(row.residual_per_mille * _MONTHS, WHOLE - worn)


def worn(grid: WearGrid, row: WearRow, rules: WearRules, *, since: date | None, since_proof: str, until: date) -> Wear:
    """The share of an element on the day of the exit. Without a proven age, the least the grid leaves: never « new » (VET-07)."""
    months = completed_months(since, until) if since else None
    return Wear(
        grid=f"{grid.name}, version {grid.version}",
        opposable=grid.is_opposable,
        row=row,
        since=since,
        since_proof=since_proof,
        until=until,
        months=months,
        rules=rules,
        share=share(row, row.life_years * _MONTHS if months is None else months, rules),
    )


def charge(cost_cents: int, wear: Wear) -> int:
    """What a repair costs the household, in cents, half a cent rounded up."""
    return prorate(cost_cents, wear.share, WHOLE)


def suggested(grid: WearGrid, room: str, element: str) -> WearRow | None:
    """The row whose words are all in the name of an element; the most words win, and nothing is guessed otherwise."""
    name = _words(f"{room} {element}")
    found = [(len(_words(one)), row) for row in grid.rows for one in row.words if _words(one) <= name]
    return max(found, key=lambda one: one[0])[1] if found else None


def _words(text: str) -> frozenset[str]:
    """The words of a name without accents, case and plural."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return frozenset(word.rstrip("sx") for word in re.findall(r"[a-z0-9]+", plain))


def grid_for(grids: Iterable[WearGrid], day: date) -> WearGrid | None:
    """The grid that a contract signed that day takes: the latest one in effect that was not withdrawn."""
    live = [one for one in grids if one.effective_from <= day and (one.withdrawn_on is None or one.withdrawn_on > day)]
    return max(live, key=lambda one: (one.effective_from, one.imported_on, one.version), default=None)


def check_grid(facts: GridFacts, today: date) -> None:
    """A grid that binds says who signed its agreement, and when. Raises `WearGridNotAgreed`."""
    if facts.agreement_reference and (facts.signed_on is None or not facts.signatories):
        field = "signed_on" if facts.signed_on is None else "signatories"
        raise WearGridNotAgreed("Un accord collectif a une date et des signataires : indiquez-les.", field=field)
    if facts.signed_on is not None and facts.signed_on > min(today, facts.effective_from):
        raise WearGridNotAgreed("L'accord est signé au plus tard quand la grille prend effet.", field="signed_on")


def row_faults(row: WearRow) -> Sequence[tuple[str, str]]:
    """What is impossible in a row: (name of the column, why)."""
    found = []
    if row.franchise_years > row.life_years:
        found.append(("franchise_years", "la franchise ne peut pas dépasser la durée de vie"))
    if row.life_years > row.franchise_years and row.abatement_per_mille == 0 and row.residual_per_mille < _FULL:
        found.append(("abatement_per_mille", "un abattement est attendu entre la franchise et la fin de vie"))
    return found
