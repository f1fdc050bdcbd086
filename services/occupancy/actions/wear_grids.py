"""What is done with wear grids: imported from their agreement, withdrawn, fixed on a contract."""

from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import asdict, replace

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.intake.imports import SentFile
from kernel.intake.waiting import read_in_turn
from occupancy.actions.wear_sheets import read_grid
from occupancy.domain.contracts import Contract, ContractNotRunning
from occupancy.domain.wear_grids import (
    ContractGrid,
    GridFacts,
    WearGrid,
    WearGridNotAgreed,
    WearGridWithdrawn,
    check_grid,
    grid_for,
)
from occupancy.store import contracts
from occupancy.store import wear_grids as store


async def import_grid(db: Database, facts: GridFacts, file: SentFile, act: Act) -> WearGrid:
    """A version of a grid, with all its rows or nothing.

    Raises the refusals of `kernel.intake`, `CellsWrong`, `WearGridNotAgreed`, `WearGridExists`.
    """
    check_grid(facts, act.today)
    rows = await read_in_turn(read_grid, file.content)
    async with writing(db, act) as tx:
        grid = WearGrid(
            **asdict(facts),
            id=uuid4(),
            rows=rows,
            file_name=file.name,
            sha256=file.sha256,
            imported_on=act.today,
            imported_by_name=act.by.name,
        )
        await store.add_grid(db, grid)
        await tx.journal("wear-grid-imported", f"wear-grid/{grid.id}", after=grid)
        return tx.keep(grid)


async def withdraw_grid(db: Database, grid_id: UUID, reason: str, act: Act) -> WearGrid:
    """From today no contract takes it; those that did keep it. Raises `WearGridNotFound`, `WearGridWithdrawn`."""
    async with writing(db, act) as tx:
        before = await store.find_grid(grid_id)
        after = replace(before, withdrawn_on=act.today)
        await store.add_withdrawal(db, after, reason, act.by.name)
        await tx.journal("wear-grid-withdrawn", f"wear-grid/{grid_id}", before=before, after=after)
        return tx.keep(after)


async def agree_grid(
    db: Database, contract_id: UUID, grid_id: UUID, agreed_on: date, note: str, act: Act
) -> ContractGrid:
    """Both parties agree to a grid for a contract that was signed without one (VET-02).

    Raises `ContractNotFound`, `ContractNotRunning`, `WearGridNotFound`, `WearGridWithdrawn`, `WearGridNotAgreed`,
    `WearGridFixed`.
    """
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(contract_id)
        await tx.lock("household", contract.household_id)
        grid = await store.find_grid(grid_id)
        if not contract.is_running or contract.signed_on is None:
            raise ContractNotRunning("Une grille se convient pour un contrat signé et en cours.")
        if grid.withdrawn_on is not None:
            raise WearGridWithdrawn("Cette grille est retirée : choisissez-en une autre.", field="grid_id")
        if not max(contract.signed_on, grid.effective_from) <= agreed_on <= act.today:
            raise WearGridNotAgreed(
                "L'accord se date entre la signature du contrat (ou l'entrée en vigueur de la grille) et aujourd'hui.",
                field="agreed_on",
            )
        fixed = ContractGrid(contract_id=contract_id, grid_id=grid_id, agreed_on=agreed_on, note=note)
        await store.fix_grid(db, fixed)
        await tx.journal("wear-grid-agreed", f"contract/{contract_id}", after=fixed)
        return tx.keep(fixed)


async def fix_grid_at_signature(tx: Tx, contract: Contract) -> None:
    """Inside the act that signs, which journals it: the grid in effect that day is that of the contract for good."""
    assert contract.signed_on is not None
    if grid := grid_for(await store.list_grids(), contract.signed_on):
        fixed = ContractGrid(contract_id=contract.id, grid_id=grid.id, agreed_on=contract.signed_on, note="")
        await store.fix_grid(tx.db, fixed)
