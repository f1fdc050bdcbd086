"""What the organisation puts on its papers, as occupancy tells it, version by version: a paper takes the one of its day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from msgspec import Struct

from kernel.documents.paper import Head
from kernel.errors import Conflict


class LetterheadKept(Conflict):
    """A version never changes: papers were given out under it. What is new comes as another version."""

    code, title = "letterhead-kept", "Version d'en-tête déjà reçue"


class Letterhead(Struct, frozen=True, kw_only=True):
    """A version. `number`: its place among those that were saved; `logo`: a JPEG drawn again by occupancy, or nothing."""

    id: UUID
    number: int
    since: date
    name: str
    address: str
    contact: str
    signatory: str
    signatory_title: str
    logo: bytes
    logo_alt: str
    received_at: datetime

    @property
    def head(self) -> Head:
        """The lines under the name, and the logo."""
        lines = tuple(line for line in (self.address, self.contact) if line)
        return Head(lines=lines, logo=self.logo, logo_alt=self.logo_alt)

    @property
    def signer(self) -> str:
        """Who signs for the organisation, when it is known."""
        return ", ".join(one for one in (self.signatory, self.signatory_title) if one)

    @classmethod
    def installed(cls, name: str, address: str, at: datetime) -> Self:
        """What papers carry while occupancy told of none: the organisation given at the installation."""
        return cls(
            id=UUID(int=0),
            number=0,
            since=date.min,
            name=name,
            address=address,
            contact="",
            signatory="",
            signatory_title="",
            logo=b"",
            logo_alt="",
            received_at=at,
        )


def in_force(versions: Sequence[Letterhead], day: date) -> Letterhead | None:
    """The version that papers of that day take; of two from the same day, the later one."""
    reached = [one for one in versions if one.since <= day]
    return max(reached, key=lambda one: (one.since, one.number, one.received_at), default=None)


def check_same(told: Letterhead, known: Letterhead) -> None:
    """What is told again is what is known. Raises `LetterheadKept`."""
    if any(
        getattr(told, name) != getattr(known, name) for name in Letterhead.__struct_fields__ if name != "received_at"
    ):
        raise LetterheadKept("Cette version d'en-tête est déjà reçue, et disait autre chose.")
