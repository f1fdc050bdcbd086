"""What people do with the papers of a convention: keep what was signed, list what is expected, note what was sent."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.convention_papers import Document, DocumentAlreadyListed, Paper, read_paper, usual_documents
from alt_units.domain.convention_versions import find_version
from alt_units.store import convention_papers as store
from alt_units.store import conventions
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.law import Law


class ExpectDocument(Struct, frozen=True, kw_only=True):
    """A document, when it is due, and when it was sent (None: not yet)."""

    label: str
    due_on: date | None
    received_on: date | None


async def keep_paper(db: Database, convention_id: UUID, number: int, act: Act, *, name: str, content: bytes) -> Paper:
    """Keep the signed paper of a version. Raises `ConventionNotFound`, `AmendmentNotFound`, `PaperAlreadyKept` and what
    `read_paper` raises.
    """
    version = find_version(await conventions.find_convention(convention_id), number)
    paper = read_paper(
        version, paper_id=uuid4(), convention_id=convention_id, name=name, content=content, by=act.by.name, at=act.at
    )
    async with writing(db, act) as tx:
        await store.add_paper(db, paper, content)
        await tx.journal("convention-paper-kept", f"convention/{convention_id}", after=paper)
        return tx.keep(paper)


async def list_usual_documents(db: Database, convention_id: UUID, act: Act, *, law: Law) -> list[Document]:
    """Expect what the texts ask for, save what is listed already. Raises `ConventionNotFound`, `DocumentAlreadyListed`."""
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        convention = await conventions.find_convention(convention_id)
        known = {one.label for one in await store.documents_of(convention_id)}
        wanted = [
            Document(id=uuid4(), convention_id=convention_id, label=label, due_on=due_on, received_on=None)
            for label, due_on in usual_documents(law, convention)
            if label not in known
        ]
        if not wanted:
            raise DocumentAlreadyListed("Les pièces prévues par les textes sont déjà dans la liste.")
        for one in wanted:
            await store.add_document(db, one)
        await tx.journal("convention-documents-listed", f"convention/{convention_id}", after=wanted)
        return tx.keep(wanted)


async def expect_document(db: Database, convention_id: UUID, command: ExpectDocument, act: Act) -> Document:
    """Raises `ConventionNotFound`, `DocumentAlreadyListed`."""
    await conventions.find_convention(convention_id)
    document = Document(
        id=uuid4(),
        convention_id=convention_id,
        label=command.label,
        due_on=command.due_on,
        received_on=command.received_on,
    )
    async with writing(db, act) as tx:
        await store.add_document(db, document)
        await tx.journal("convention-document-expected", f"convention/{convention_id}", after=document)
        return tx.keep(document)


async def amend_document(
    db: Database, convention_id: UUID, document_id: UUID, command: ExpectDocument, act: Act
) -> Document:
    """Another day, or the day it was sent. Raises `DocumentNotFound`, `DocumentAlreadyListed`."""
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        before = await store.find_document(convention_id, document_id)
        after = replace(before, label=command.label, due_on=command.due_on, received_on=command.received_on)
        await store.save_document(db, after)
        await tx.journal("convention-document-amended", f"convention/{convention_id}", before=before, after=after)
        return tx.keep(after)


async def remove_document(db: Database, convention_id: UUID, document_id: UUID, act: Act) -> Document:
    """Raises `DocumentNotFound`."""
    async with writing(db, act) as tx:
        await tx.lock("convention", convention_id)
        before = await store.find_document(convention_id, document_id)
        await store.remove_document(document_id)
        await tx.journal("convention-document-removed", f"convention/{convention_id}", before=before)
        return tx.keep(before)
