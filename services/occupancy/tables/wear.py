"""Wear grids, and the one fixed on each contract. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, Date, Text, Varchar
from piccolo.table import Table


class WearGridRow(Table, tablename="wear_grid"):
    """A version of a grid as it was imported. Append-only; its rows are JSON."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(120, default=None)
    version = Varchar(40, default=None)
    effective_from = Date(default=None)
    agreement_reference = Varchar(300, default=None)
    signed_on = Date(null=True, default=None)
    signatories = Varchar(300, default=None)
    source = Varchar(300, default=None)
    rows = Text(default=None)
    file_name = Varchar(120, default=None)
    sha256 = Varchar(64, default=None)
    imported_on = Date(default=None)
    imported_by_name = Varchar(120, default=None)


class WearGridWithdrawalRow(Table, tablename="wear_grid_withdrawal"):
    """A grid that no new contract takes any more. Append-only."""

    id = UUID(primary_key=True, default=None)
    grid_id = UUID(default=None)
    withdrawn_on = Date(default=None)
    reason = Varchar(500, default=None)
    withdrawn_by_name = Varchar(120, default=None)


class ContractWearGridRow(Table, tablename="contract_wear_grid"):
    """The grid of a contract. Append-only."""

    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    grid_id = UUID(default=None)
    agreed_on = Date(default=None)
    note = Varchar(500, default=None)


TABLES: tuple[type[Table], ...] = (WearGridRow, WearGridWithdrawalRow, ContractWearGridRow)
