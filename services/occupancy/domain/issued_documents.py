"""Papers that were given out: kept byte for byte, never made again. When its facts change, a paper is replaced by a new one."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kernel.errors import NotFound


class IssuedDocumentNotFound(NotFound):
    """No paper with this id was given out."""

    code, title = "issued-document-not-found", "Document introuvable"


class IssuedDocument(Struct, frozen=True, kw_only=True):
    """A paper as it was given out. `subject` as in the journal; `number`: its place among those that replaced each other.

    `facts_sha256`: of all that the paper says; `sha256`: of the file.
    """

    id: UUID
    subject: str
    kind: str
    number: int
    title: str
    file_name: str
    facts_sha256: str
    sha256: str
    issued_at: datetime
    issued_by_name: str
