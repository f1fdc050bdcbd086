"""The wire Structs of wear grids, version 1. Shares and abatements are in tenths of a percent, ages in years."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.intake.wire import SentFileIn
from kernel.text import LINE, LINE_OR_NOTHING
from occupancy.domain.wear_grids import ContractGrid, GridFacts, WearGrid

_Said = Annotated[str, Meta(max_length=300, pattern=LINE_OR_NOTHING)]


class WearGridIn(SentFileIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filled-in template with where the grid comes from. Without `agreement_reference` it binds nobody by itself."""

    name: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    version: Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
    effective_from: date
    agreement_reference: _Said = ""
    signed_on: date | None = None
    signatories: _Said = ""
    source: _Said = ""

    def facts(self) -> GridFacts:
        return GridFacts(**{name: getattr(self, name) for name in GridFacts.__struct_fields__})


class WearRowOut(Struct, frozen=True, kw_only=True):
    """One element of a grid."""

    element: str
    life_years: int
    franchise_years: int
    abatement_per_mille: int
    residual_per_mille: int
    words: tuple[str, ...]


class WearGridOut(Struct, frozen=True, kw_only=True):
    """A version of a grid, with its provenance."""

    id: UUID
    name: str
    version: str
    effective_from: date
    agreement_reference: str
    signed_on: date | None
    signatories: str
    source: str
    is_opposable: bool
    sha256: str
    imported_on: date
    withdrawn_on: date | None
    rows: list[WearRowOut]

    @classmethod
    def of(cls, grid: WearGrid) -> Self:
        rows = [WearRowOut(**{name: getattr(one, name) for name in WearRowOut.__struct_fields__}) for one in grid.rows]
        plain = {name: getattr(grid, name) for name in cls.__struct_fields__ if name != "rows"}
        return cls(rows=rows, **plain)


class WearGridList(Struct, frozen=True, kw_only=True):
    """Every version of every grid, the latest in effect first."""

    items: list[WearGridOut]


class WithdrawGridIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why no new contract takes it."""

    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)]


class AgreeGridIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Both parties agree to a grid; `note` says how: the avenant, its date."""

    grid_id: UUID
    agreed_on: date
    note: Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)]


class ContractGridOut(Struct, frozen=True, kw_only=True):
    """The grid of a contract."""

    contract_id: UUID
    grid_id: UUID
    agreed_on: date
    note: str

    @classmethod
    def of(cls, fixed: ContractGrid) -> Self:
        return cls(**{name: getattr(fixed, name) for name in cls.__struct_fields__})
