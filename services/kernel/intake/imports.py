"""A file that is brought in whole: as it was sent, what stops it, and what its report keeps.

Ground: PEERS §5.13 (preview, nothing written on failure, report kept), §6 rule 15 (a warning is read once, with its reason). Each
service has its own plan and its own tables; what a file is to people is the same for all.
"""

import hashlib
from collections.abc import Sized
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, RuleBroken


class NothingToImport(Conflict):
    """Every row of the file is already recorded as it is: importing it twice adds nothing."""

    code, title = "nothing-to-import", "Tout est déjà enregistré"


class ImportWarningsUnread(RuleBroken):
    """What the file says is possible but unusual: somebody reads it once and says why it is right (PEERS §6, 15)."""

    code, title = "import-warnings-unread", "Avertissements à confirmer"


class SentFile(Struct, frozen=True, kw_only=True):
    """A file as it was sent."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class AcceptedWarning(Struct, frozen=True, kw_only=True):
    """A warning that was read before the import, with its place in the file: `Logements!D7`."""

    place: str
    message: str


class Created(Struct, frozen=True, kw_only=True):
    """A record that an import made: what it is (`unit`, `contract`…), its identifier and its name that day."""

    kind: str
    id: UUID
    label: str


def check_read(warnings: Sized, reason: str) -> None:
    """Raises `ImportWarningsUnread`."""
    if warnings and not reason:
        raise ImportWarningsUnread("Dites pourquoi ces lignes sont justes malgré les avertissements.", field="reason")
