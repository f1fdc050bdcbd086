"""The French words of the staff pages: roles, statuses, messages after an act."""

from collections.abc import Iterable

from kernel.sheets import Sheet, text
from staff.domain.accounts import Account
from staff.domain.roles import Role

ROLES = {
    Role.AGENT: "Agent d'accueil et de logement",
    Role.SOCIAL_WORKER: "Travailleur social",
    Role.REGISSEUR: "Régisseur",
    Role.FINANCE: "Finances",
    Role.MANAGER: "Direction",
    Role.ADMIN: "Administrateur des comptes",
    Role.READER: "Lecture seule",
    Role.DPO: "Délégué à la protection des données",
}

ROLE_NOTES = {
    Role.AGENT: "tient les logements, les ménages, les contrats et les états des lieux ; appelle les redevances",
    Role.SOCIAL_WORKER: "suit les ménages, lit leurs contrats, états des lieux et comptes",
    Role.REGISSEUR: "encaisse les redevances et les dépôts de garantie, délivre les reçus",
    Role.FINANCE: "tient les conventions et les demandes d'aide ; décide des redevances et des remboursements",
    Role.MANAGER: "lit tout, décide des dérogations, des redevances et des remboursements, tient les régies",
    Role.ADMIN: "ouvre et ferme les comptes ; ne voit ni l'argent ni les personnes",
    Role.DPO: "lit le registre, remet ses données à qui les demande, décide de ce qui est détruit",
    Role.READER: "consulte sans rien modifier ; ne voit ni les ménages ni le journal",
}

ROLE_OPTIONS = [(role.value, f"{ROLES[role]} : {ROLE_NOTES[role]}") for role in Role]

DONE = {
    "account-opened": "Le compte est ouvert. Remettez le mot de passe provisoire à la personne ; ses rôles restent à confirmer.",
    "role-confirmed": "Le rôle est confirmé ; il vaut à la prochaine connexion de la personne.",
    "role-refused": "Le rôle est refusé.",
    "role-withdrawn": "La proposition est retirée.",
    "account-amended": "Le compte est modifié. Un rôle ajouté reste à confirmer par un autre administrateur.",
    "account-deactivated": "Le compte est désactivé ; ses sessions sont fermées.",
    "account-reactivated": "Le compte est de nouveau actif.",
    "password-set": "Le mot de passe provisoire est enregistré ; les sessions du compte sont fermées.",
    "password-changed": "Votre mot de passe est changé. Vos autres sessions sont fermées.",
    "signed-out": "Vous êtes déconnecté.",
    "signed-out-everywhere": "Toutes vos sessions sont fermées, ici et ailleurs.",
    "second-factor-reset": "Le second facteur est remis à zéro ; la personne en installe un à sa prochaine connexion.",
    "passkey-added": "La clé d'accès est enregistrée. Elle sera proposée à la prochaine connexion.",
    "passkey-removed": "La clé d'accès est retirée : elle n'ouvre plus rien.",
    "recovery-code-used": "Connecté par un code de secours. Si le téléphone est perdu, changez d'application ci-dessous.",
}
"""The message shown after an act, by its code."""


def status(account: Account) -> tuple[str, str]:
    """The state of an account in words, and its tone."""
    if not account.is_active:
        return "Désactivé", "muted"
    if account.password_is_temporary:
        return "Mot de passe provisoire", "warn"
    return "Actif", "ok"


def factor(account: Account) -> str:
    """What the account shows beside the password, in words."""
    return "En place" if account.has_factor else "Aucun"


def roles(account: Account) -> str:
    """The roles of an account, in words."""
    return ", ".join(ROLES[role] for role in account.roles) or "Aucun rôle pour l'instant"


def accounts_sheet(found: Iterable[Account]) -> Sheet:
    """The accounts, by login."""
    return Sheet(
        name="Comptes",
        columns=(
            text("Nom", 32),
            text("Identifiant", 20),
            text("Rôles", 44),
            text("Second facteur", 30),
            text("État", 14),
        ),
        rows=tuple((one.name, one.login, roles(one), factor(one), status(one)[0]) for one in found),
    )
