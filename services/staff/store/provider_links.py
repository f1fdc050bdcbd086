"""Whom the identity provider names, and the account of each."""

from datetime import datetime
from uuid import UUID, uuid4

from kernel.db import Database
from staff.domain.providers import NobodyHere, ProviderLink, ProviderRefused
from staff.tables import ProviderLinkRow, ProviderLogoutRow


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


async def hear(db: Database, issuer: str, jti: str, at: datetime, *, forget_before: datetime) -> None:
    """Raises `ProviderRefused` when the same was said before."""
    await ProviderLogoutRow.delete().where(ProviderLogoutRow.heard_at < forget_before)
    with db.refusing({"provider_logout_once": _heard}):
        await ProviderLogoutRow.insert(ProviderLogoutRow(id=uuid4(), jti=jti, issuer=issuer, heard_at=at))


def _heard() -> ProviderRefused:
    return ProviderRefused("Cette déconnexion a déjà été dite.")


def _taken() -> NobodyHere:
    return NobodyHere("Ce compte est déjà celui d'une autre personne du fournisseur d'identité.")
