"""What people do with the sources of bank files: say where a file comes from and how it is read, and try it on a file."""

from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.domain.bank_files import FileFormat
from alt_units.domain.bank_sources import BankSource, CsvMapping, check_source
from alt_units.store import bank_sources as store
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import StaleVersion


class DescribeSource(Struct, frozen=True, kw_only=True):
    """An account, its format and, for a CSV, which column says what."""

    name: str
    format: FileFormat
    account: str
    mapping: CsvMapping | None


async def add_bank_source(
    db: Database, command: DescribeSource, act: Act, *, upload_id: UUID | None = None
) -> BankSource:
    """`upload_id`: the file on which it was tried, which now waits under it.

    Raises `BankAccountInvalid`, `BankMappingIncomplete`, `BankSourceNameTaken`.
    """
    source = _described(command, uuid4(), 1)
    check_source(source)
    async with writing(db, act) as tx:
        await store.add_source(db, source)
        if upload_id is not None:
            await store.give_source(upload_id, source.id)
        await tx.journal("bank-source-added", f"bank-source/{source.id}", after=source)
        return tx.keep(source)


async def amend_bank_source(
    db: Database, source_id: UUID, command: DescribeSource, act: Act, *, expected: int
) -> BankSource:
    """Change how the next files are read. Raises what `add_bank_source` raises, and `BankSourceNotFound`, `StaleVersion`."""
    async with writing(db, act) as tx:
        await tx.lock("bank_source", source_id)
        before = await store.find_source(source_id)
        if before.version != expected:
            raise StaleVersion("La source a changé depuis que vous l'avez ouverte. Rechargez la page.")
        wanted = _described(command, source_id, before.version)
        check_source(wanted)
        after = await store.save_source(db, wanted)
        await tx.journal("bank-source-amended", f"bank-source/{source_id}", before=before, after=after)
        return tx.keep(after)


def _described(command: DescribeSource, source_id: UUID, version: int) -> BankSource:
    known = {name: getattr(command, name) for name in DescribeSource.__struct_fields__}
    return BankSource(id=source_id, version=version, **known)
