"""What is done with papers: a new version of what stands on them, a paper given out and kept."""

from collections.abc import Awaitable, Callable
from datetime import date
from hashlib import sha256
from uuid import uuid4

import msgspec

from kernel.acts import Act, writing
from kernel.db import ConstraintBroken, Database
from kernel.documents.paper import Paper
from kernel.documents.render import unprintable
from kernel.settings import Settings
from occupancy.domain.issued_documents import IssuedDocument
from occupancy.domain.letterheads import Letterhead, LetterheadFacts, check_letterhead, check_printable
from occupancy.store import issued_documents, letterheads


async def save_letterhead(db: Database, facts: LetterheadFacts, act: Act) -> Letterhead:
    """A new version, from its day on. Raises `LetterheadInPast`, `TextUnprintable`, `StaleVersion`."""
    check_printable([(field, unprintable(text)) for field, text in _texts(facts)])
    async with writing(db, act) as tx:
        known = await letterheads.list_letterheads()
        check_letterhead(facts, known, act.today)
        saved = Letterhead(
            **{name: getattr(facts, name) for name in facts.__struct_fields__},
            id=uuid4(),
            number=len(known) + 1,
            saved_on=act.today,
            saved_by_name=act.by.name,
        )
        await letterheads.add_letterhead(db, saved)
        await tx.journal("letterhead-saved", f"letterhead/{saved.id}", after=saved)
        return tx.keep(saved)


async def letterhead_of(day: date, settings: Settings) -> Letterhead:
    """The version in force that day; the organisation of the installation while there is none."""
    found = await letterheads.letterhead_on(day)
    return found or Letterhead.installed(settings.organisation, settings.organisation_address)


async def given_out(
    db: Database,
    act: Act,
    *,
    subject: str,
    kind: str,
    paper: Paper,
    head: tuple[str, ...],
    file_name: str,
    draw: Callable[[], Awaitable[bytes]],
) -> bytes:
    """The paper as it was given out; drawn and kept the first time, and again only when what it says has changed."""
    facts = sha256(msgspec.json.encode((kind, paper, head), order="deterministic")).hexdigest()
    last = await issued_documents.last_document(subject, kind)
    if last is not None and last.facts_sha256 == facts:
        return (await issued_documents.find_document(last.id))[1]
    content = await draw()
    document = IssuedDocument(
        id=uuid4(),
        subject=subject,
        kind=kind,
        number=last.number + 1 if last else 1,
        title=paper.title,
        file_name=file_name,
        facts_sha256=facts,
        sha256=sha256(content).hexdigest(),
        issued_at=act.at,
        issued_by_name=act.by.name,
    )
    try:
        async with writing(db, act) as tx:
            await issued_documents.add_document(document, content)
            await tx.journal("document-issued", subject, before=last, after=document)
    except ConstraintBroken as broken:
        if broken.name != "issued_document_version":
            raise
        found = await issued_documents.last_document(subject, kind)
        assert found is not None
        return (await issued_documents.find_document(found.id))[1]
    return content


def _texts(facts: LetterheadFacts) -> list[tuple[str, str]]:
    """Every text that will be printed, with the field where it was typed."""
    clauses = [
        (f"clause_{part}_{rank}", getattr(clause, part))
        for rank, clause in enumerate(facts.clauses, 1)
        for part in ("title", "text")
    ]
    names = ("name", "address", "contact", "privacy_contact", "signatory", "signatory_title", "rules")
    return [*((name, getattr(facts, name)) for name in names), *clauses]
