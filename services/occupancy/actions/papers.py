"""What is done with papers: a new version of what stands on them, a paper given out and kept."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace

from kernel.acts import Act, Staff, housekeeping, writing
from kernel.db import ConstraintBroken, Database
from kernel.documents.paper import Head, Paper
from kernel.documents.render import DocumentFailed, readable, render, unprintable
from kernel.errors import TooLarge
from kernel.intake.pictures import PictureRefused, cleaned_in_turn
from kernel.settings import Settings
from kernel.web.pdf import drawn
from occupancy import documents
from occupancy.documents.rules import rules_paper
from occupancy.domain.issued_documents import IssuedDocument
from occupancy.domain.letterheads import (
    Letterhead,
    LetterheadFacts,
    LetterheadUndrawable,
    RulesPart,
    check_letterhead,
    check_logo,
    check_placeholders,
    check_printable,
)
from occupancy.store import issued_documents, letterheads, outbox

LARGEST_LOGO = 2 * 1024 * 1024
"""Bytes of a logo as it is sent."""
_LOGO_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
RULES = Path(documents.__file__).parent / "rules.typ"


async def save_letterhead(db: Database, facts: LetterheadFacts, act: Act) -> Letterhead:
    """A new version, from its day on, once a paper was laid out with it.

    Raises `LetterheadInPast`, `TextUnprintable`, `PlaceholderUnknown`, `LogoUndescribed`, `LetterheadUndrawable`,
    `StaleVersion`.
    """
    check_printable([(field, unprintable(text)) for field, text in _texts(facts)])
    check_placeholders(_texts(facts))
    check_logo(facts)
    await _try(facts, act)
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
        await outbox.insert_letterhead(saved.id, by=act.by, at=act.at)
        told = replace(saved, logo=b"")  # the journal keeps no image: the row does, and never changes
        await tx.journal("letterhead-saved", f"letterhead/{saved.id}", after=told)
        return tx.keep(saved)


async def tell_known_letterheads(db: Database, at: datetime) -> int:
    """Versions saved before alt_units was told of them: told now; how many. The second time there is nothing to do."""
    put = await outbox.letterheads_put()
    missing = [one for one in await letterheads.list_letterheads() if one.id not in put]
    for one in missing:
        async with housekeeping(db):
            await outbox.insert_letterhead(one.id, by=Staff(id=UUID(int=0), name="Palier"), at=at)
    return len(missing)


async def logo_of(sent: bytes) -> bytes:
    """A logo drawn again from its pixels, small enough for every paper. Raises `TooLarge`, `PictureRefused`."""
    if len(sent) > LARGEST_LOGO:
        raise TooLarge(f"Le logo dépasse {LARGEST_LOGO // 1024 // 1024} Mo.")
    if not sent.startswith(_LOGO_STARTS):
        raise PictureRefused("Un logo PNG ou JPEG est attendu.", field="logo")
    return (await cleaned_in_turn(sent)).small


async def _try(facts: LetterheadFacts, act: Act) -> None:
    """The rules of the house and the clauses laid out with it, as a sheet and as a page."""
    plain = {name: getattr(facts, name) for name in facts.__struct_fields__}
    tried = Letterhead(**plain, id=uuid4(), number=1, saved_on=act.today, saved_by_name=act.by.name)
    written = rules_paper(tried)
    clauses = (RulesPart(title=one.title, lines=tuple(one.text.split("\n"))) for one in facts.clauses)
    paper = replace(written, parts=(*written.parts, *clauses))
    try:
        await drawn(partial(render, RULES, paper, on=act.at, head=tried.head))
        await drawn(partial(readable, RULES, paper, head=tried.head))
    except DocumentFailed as failed:
        raise LetterheadUndrawable(
            "Un papier ne peut pas être composé avec cet en-tête, ces clauses ou ce logo."
        ) from failed


async def letterhead_of(day: date, settings: Settings) -> Letterhead:
    """The version in force that day; the organisation of the installation while there is none."""
    found = await letterheads.letterhead_on(day)
    return found or Letterhead.installed(settings.organisation, settings.organisation_address)


def facts_of(kind: str, paper: Paper, head: Head) -> str:
    """What a paper says, all of it, under what stands above it: the same as long as nothing of it changed."""
    above = (*head.lines, sha256(head.logo).hexdigest(), head.logo_alt) if head.logo else head.lines
    return sha256(msgspec.json.encode((kind, paper, above), order="deterministic")).hexdigest()


async def given_out(
    db: Database,
    act: Act,
    *,
    subject: str,
    kind: str,
    paper: Paper,
    head: Head,
    file_name: str,
    draw: Callable[[], Awaitable[bytes]],
) -> bytes:
    """The paper as it was given out; drawn and kept the first time, and again only when what it says has changed."""
    facts = facts_of(kind, paper, head)
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
    names = ("name", "address", "contact", "privacy_contact", "signatory", "signatory_title", "rules", "logo_alt")
    return [*((name, getattr(facts, name)) for name in names), *clauses]
