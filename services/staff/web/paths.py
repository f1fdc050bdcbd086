"""Every address of the staff pages, once, and where to go after signing in."""

from urllib.parse import quote, urlsplit
from uuid import UUID

from kernel.acts import Staff
from kernel.web.page import BAR

SIGN_IN = "/connexion"
SIGN_OUT = "/deconnexion"
TEAM = "/equipe"
NEW_ACCOUNT = "/equipe/nouveau"
OWN_ACCOUNT = "/equipe/moi"
SHOW_FACTOR = "/connexion/verification"
AUTHENTICATOR = "/connexion/second-facteur"
SHOW_PASSKEY = "/connexion/verification/cle"
PASSKEY = "/connexion/cle-d-acces"
REMOVE_PASSKEY = "/equipe/moi/cles/{passkey_id:uuid}/retrait"
PROVIDER = "/connexion/fournisseur"
PROVIDER_BACK = "/connexion/retour"
PROVIDER_LOGOUT = "/connexion/fournisseur/fin"
RECOVERY_CODES = "/equipe/moi/codes-de-secours"
EVERYWHERE = "/equipe/moi/deconnexion-partout"
ROLE_GRANT = "/equipe/roles/{grant_id:uuid}/decision"
SIGN_IN_RULES = "/equipe/regles"


def account(account_id: UUID, act: str = "") -> str:
    """The account's page, or one of its acts: `modifier`, `mot-de-passe`, `second-facteur`, `desactivation`…"""
    return f"{TEAM}/{account_id}" + (f"/{act}" if act else "")


def role_grant(grant_id: UUID) -> str:
    """Where a proposed role is confirmed, refused or taken back."""
    return ROLE_GRANT.replace("{grant_id:uuid}", str(grant_id))


def passkey_removal(passkey_id: UUID) -> str:
    """Where one takes away one's own passkey."""
    return REMOVE_PASSKEY.replace("{passkey_id:uuid}", str(passkey_id))


def accounts_after(login: str | None) -> str:
    """The next page of the list, or nothing."""
    return f"{TEAM}?after={quote(login)}" if login else ""


def with_suite(path: str, address: str) -> str:
    """A page on the way in, with where to go after it."""
    return f"{path}?suite={quote(local(address))}" if local(address) else path


def start_of(staff: Staff) -> str:
    """Where this person's work begins: the first entry of the bar that asks for one of their permissions."""
    mine = (entry.href for entry in BAR if entry.permission and staff.may(entry.permission))
    return next(mine, OWN_ACCOUNT)


def local(address: str) -> str:
    """The address when it is a page of this site, else nothing: a sign-in never sends anybody elsewhere."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    if not plain or not address.startswith("/") or address.startswith("//"):
        return ""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path == SIGN_OUT or parts.path.startswith(("/api/", SIGN_IN)):
        return ""
    return address
