"""The directory of `portal/directory.toml`, which a CCAS edits: whom families reach, organisations, sectors."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from portal.publishing.sources import read_toml


class Contact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a page names at its end. Without a phone, an address or an e-mail, the page says that the CCAS has to write them."""

    role: str
    name: str
    helps: str
    phone: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""
    is_national: bool = False

    @property
    def reached_by(self) -> list[str]:
        return [one for one in (self.phone, self.email, self.address, self.hours) if one]


class Sector(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a territory."""

    slug: str
    name: str
    territory: str


class Office(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address of an organisation."""

    address: str
    phone: str = ""
    email: str = ""
    name: str = ""


class Organisation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An association or a landlord. `valid_to`: the sheet is historical; `checked_on`: when someone last rang or wrote."""

    slug: str
    name: str
    kind: str
    territory: str
    does: list[str]
    source: str
    published: str
    sectors: list[str] = []
    offices: list[Office] = []
    capacity: list[str] = []
    asked_by: str = ""
    procedures: list[str] = []
    checked_on: date | None = None


class Directory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`portal/directory.toml`."""

    contact: list[Contact]
    sector: list[Sector]
    organisation: list[Organisation]

    def contact_of(self, role: str) -> Contact:
        """Raises `LookupError`."""
        found = [one for one in self.contact if one.role == role]
        if not found:
            raise LookupError(f"no contact {role} in portal/directory.toml")
        return found[0]


def read_directory(root: Path) -> Directory:
    """Raises `ValueError` when an organisation names a sector that is not described, or two have one address."""
    found = read_toml(root / "portal/directory.toml", Directory)
    known = {sector.slug for sector in found.sector}
    for one in found.organisation:
        if unknown := sorted(set(one.sectors) - known):
            raise ValueError(f"portal/directory.toml, {one.slug}: no sector {', '.join(unknown)}")
    slugs = [one.slug for one in found.organisation]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise ValueError(f"portal/directory.toml: {', '.join(twice)} is written twice")
    return found
