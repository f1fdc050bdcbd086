"""The town's identity provider (OpenID Connect, code flow): whom it names, with which roles, and how surely.

A ProConnect-like provider tells who somebody is, not what they do here: roles are then those of the account that an administrator
opened under the person's address. A provider of the town itself may also tell groups, which a table turns into roles.

Ground: OpenID Connect Core 1.0, §§ 2, 3.1 and 5.1; RFC 8176 (`amr`); OWASP ASVS 5.0, 6.8 and 10.5.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from kernel.errors import Kind, Refusal
from staff.domain.roles import Role

LONGEST_SUBJECT = 255
"""OpenID Connect Core 1.0, § 2: `sub` has at most 255 characters."""


class ProviderRefused(Refusal):
    """The answer of the provider was not for us, not for this browser, too old, or not signed by it."""

    code, title, kind = "provider-refused", "Connexion par le fournisseur refusée", Kind.ANONYMOUS


class ProviderSilent(Refusal):
    """The provider does not answer."""

    code, title, kind = "provider-silent", "Fournisseur d'identité indisponible", Kind.SILENT


class NobodyHere(Refusal):
    """The provider vouches for a person whom no account of this house names."""

    code, title, kind = "provider-nobody-here", "Aucun compte pour vous ici", Kind.ANONYMOUS


class Provider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an installation says of its provider, in the file that `PALIER_SIGN_IN_PROVIDER` names.

    `roles`: from a value of the claim `roles_claim` to one of our roles; empty: roles are given here, by an administrator.
    `strong`: the `acr` values that count as a second factor; an `amr` that holds `mfa` does in any case.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid email profile"
    roles_claim: str = "roles"
    roles: dict[str, Role] = {}
    strong: list[str] = []


class Named(Struct, frozen=True, kw_only=True):
    """Somebody as the provider named them, checked. `roles` is None where the provider does not tell roles."""

    issuer: str
    subject: str
    email: str
    name: str
    roles: tuple[Role, ...] | None
    is_strong: bool
    sid: str = ""


class ProviderLink(Struct, frozen=True, kw_only=True):
    """The account of somebody whom the provider named once; later a new address of theirs changes nothing."""

    id: UUID
    account_id: UUID
    issuer: str
    subject: str
    linked_at: datetime


def named(provider: Provider, claims: Mapping[str, Any]) -> Named:
    """The person that checked claims name. An address that the provider did not verify names nobody.
    `sid`: the session over there, which a sign-out over there names.

    Raises `ProviderRefused`.
    """
    subject, email = claims.get("sub"), claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderRefused("Le fournisseur d'identité n'a nommé personne.")
    verified = claims.get("email_verified") is True and isinstance(email, str)
    parts = (claims.get("given_name"), claims.get("family_name") or claims.get("usual_name"))
    spoken = " ".join(part for part in parts if isinstance(part, str) and part.strip())
    whole = claims.get("name")
    amr, acr, sid = claims.get("amr"), claims.get("acr"), claims.get("sid")
    return Named(
        issuer=provider.issuer,
        subject=subject,
        email=str(email) if verified else "",
        name=(whole if isinstance(whole, str) and whole.strip() else spoken)[:100].strip(),
        roles=_roles(provider, claims.get(provider.roles_claim)) if provider.roles else None,
        is_strong=(isinstance(amr, list) and "mfa" in amr) or (isinstance(acr, str) and acr in provider.strong),
        sid=sid if isinstance(sid, str) and len(sid) <= LONGEST_SUBJECT else "",
    )


def _roles(provider: Provider, told: object) -> tuple[Role, ...]:
    groups = told if isinstance(told, list) else [told]
    held = {provider.roles[group] for group in groups if isinstance(group, str) and group in provider.roles}
    return tuple(role for role in Role if role in held)
