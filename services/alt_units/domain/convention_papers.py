"""What comes with a convention: the signed paper of each version, and the documents that the funder expects.

Ground: R. 851-6 CSS (documents; without them, end of the convention: ALT-10, DEC-03). A signed paper belongs to one version and
is never handed on to the next (PEERS §7.13).
"""

import hashlib
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from alt_units.domain.conventions import Convention, Version
from alt_units.domain.regimes import report_of
from alt_units.domain.units import Programme
from kernel.errors import Conflict, InvalidRequest, NotFound, RuleBroken
from kernel.law import Law

LARGEST_PAPER = 8 * 1024 * 1024
"""A scanned convention of some thirty pages."""
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class PaperUnreadable(InvalidRequest):
    """What the file is is read from its first bytes, not from its name."""

    code, title = "convention-paper-unreadable", "Fichier ni PDF, ni JPEG, ni PNG"


class PaperTooLarge(RuleBroken):
    """A paper that everybody may open again stays of a reasonable size."""

    code, title = "convention-paper-too-large", "Fichier trop lourd"


class PaperAlreadyKept(Conflict):
    """The same file of the same version is kept once."""

    code, title = "convention-paper-already-kept", "Ce fichier est déjà conservé pour cette version"


class PaperOfUnsigned(Conflict):
    """Only what is signed has a signed paper."""

    code, title = "convention-paper-of-unsigned", "Cette version n'est pas signée"


class PaperNotFound(NotFound):
    """No such paper."""

    code, title = "convention-paper-not-found", "Fichier introuvable"


class DocumentNotFound(NotFound):
    """The convention expects no such document."""

    code, title = "convention-document-not-found", "Pièce introuvable"


class DocumentAlreadyListed(Conflict):
    """A document stands once in the list."""

    code, title = "convention-document-already-listed", "Cette pièce figure déjà dans la liste"


class Paper(Struct, frozen=True, kw_only=True):
    """A signed paper that is kept, without its bytes."""

    id: UUID
    convention_id: UUID
    version_number: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime


class Document(Struct, frozen=True, kw_only=True):
    """A document that the funder expects; `received_on` None: not sent yet."""

    id: UUID
    convention_id: UUID
    label: str
    due_on: date | None
    received_on: date | None

    def is_late(self, today: date) -> bool:
        return self.received_on is None and self.due_on is not None and self.due_on < today


def read_paper(
    version: Version, *, paper_id: UUID, convention_id: UUID, name: str, content: bytes, by: str, at: datetime
) -> Paper:
    """The paper of a signed version. Raises `PaperTooLarge`, `PaperUnreadable`, `PaperOfUnsigned`."""
    if len(content) > LARGEST_PAPER:
        raise PaperTooLarge(f"{LARGEST_PAPER // 1024**2} Mo au plus.", field="paper")
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
    if kind is None:
        raise PaperUnreadable("Joignez un PDF, ou une image JPEG ou PNG.", field="paper")
    if version.signed_on is None:
        raise PaperOfUnsigned("Enregistrez d'abord la signature.")
    return Paper(
        id=paper_id,
        convention_id=convention_id,
        version_number=version.number,
        name=name,
        media_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by,
        added_at=at,
    )


def usual_documents(law: Law, convention: Convention) -> list[tuple[str, date]]:
    """The documents that the texts ask for the convention's year, with their day (ALT: R. 851-6; AML: AML-05)."""
    due = report_of(law, convention.year).due_on
    if convention.programme is Programme.AML:
        return [(f"Bilan d'occupation {convention.year}", due)]
    return [
        (f"Bilan d'occupation {convention.year}", due),
        (f"Capacités envisagées {convention.year + 1}, mois par mois", due),
        (f"Comptes {convention.year}", due),
    ]
