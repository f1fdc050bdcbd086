"""Whom the identity provider names, and the account of each."""

from uuid import UUID

from kernel.db import Database
from staff.domain.providers import NobodyHere, ProviderLink
from staff.tables import ProviderLinkRow


async def find_link(issuer: str, subject: str) -> ProviderLink | None:
    rows = await ProviderLinkRow.select().where(ProviderLinkRow.issuer == issuer, ProviderLinkRow.subject == subject)
    return ProviderLink(**rows[0]) if rows else None


async def has_link(issuer: str, account_id: UUID) -> bool:
    """Whether somebody of this provider holds the account already."""
    return bool(
        await ProviderLinkRow.exists().where(ProviderLinkRow.issuer == issuer, ProviderLinkRow.account_id == account_id)
    )


async def add_link(db: Database, one: ProviderLink) -> None:
    """Raises `NobodyHere` when the account was linked to somebody else a moment ago."""
    taken = {"provider_link_of_account": _taken, "provider_link_once": _taken}
    with db.refusing(taken):
        await ProviderLinkRow.insert(
            ProviderLinkRow(
                id=one.id,
                account_id=one.account_id,
                issuer=one.issuer,
                subject=one.subject,
                linked_at=one.linked_at,
            )
        )


def _taken() -> NobodyHere:
    return NobodyHere("Ce compte est déjà celui d'une autre personne du fournisseur d'identité.")
