"""Who publishes the portal, as the CCAS wrote it in `portal/publisher.toml`; what it left empty is shown as a hole."""

from pathlib import Path

from msgspec import Struct

from portal.publishing.sources import read_toml


class Publisher(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The mentions that the law wants of a publisher. Empty: not told yet."""

    name: str
    address: str
    telephone: str
    email: str
    site: str
    director: str
    host: str
    data_officer: str
    data_officer_email: str

    @property
    def is_told(self) -> bool:
        """Everything that must be told is."""
        return all((self.name, self.address, self.email, self.director, self.host, self.data_officer))


def publisher_of(root: Path) -> Publisher:
    return read_toml(root / "portal/publisher.toml", Publisher)


def told(value: str, what: str) -> str:
    """The value, or the hole with the name of what goes there."""
    return value or f"**[à compléter : {what}]**"


def contact(one: Publisher) -> list[str]:
    """The ways to reach the publisher, a line each; at least the address to fill in."""
    found = [f"Courriel : [{one.email}](mailto:{one.email})"] if one.email else ["Courriel : " + told("", "adresse")]
    found.append(f"Téléphone : {told(one.telephone, 'numéro')}")
    found.append(f"Courrier : {told(one.name, 'nom du CCAS')}, {told(one.address, 'adresse du CCAS')}")
    return found
