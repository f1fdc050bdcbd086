"""The staff of the demonstration town, and their sign-ins. Nobody exists."""

from uuid import UUID, uuid5

from msgspec import Struct

from kernel.acts import Staff

PASSWORD = "trois clefs sous le tapis"
"""The same for all: a demonstration, never a real installation."""

_NAMES = UUID("6f1d1c86-2d0e-5c7a-9a53-5d3f7a0f4a10")


class Person(Struct, frozen=True, kw_only=True):
    """A demonstration account."""

    login: str
    name: str
    role: str
    does: str

    @property
    def acting(self) -> Staff:
        """The person, as the loader names it when it acts for it."""
        return Staff(id=uuid5(_NAMES, self.login), name=self.name)


AGENT = Person(login="agent", name="Agent d'accueil (démonstration)", role="agent", does="séjours et états des lieux")
REGISSEUR = Person(login="regisseur", name="Régisseur (démonstration)", role="regisseur", does="encaissements")
FINANCE = Person(login="finance", name="Finances (démonstration)", role="finance", does="aides et rapprochement")
MANAGER = Person(login="direction", name="Direction (démonstration)", role="manager", does="décisions, conventions")
SOCIAL = Person(login="social", name="Travail social (démonstration)", role="social_worker", does="suivi des ménages")
READER = Person(login="lecture", name="Lecture seule (démonstration)", role="reader", does="consultation")
ADMIN = Person(login="admin", name="Administration (démonstration)", role="admin", does="comptes du personnel")
DPO = Person(login="dpo", name="Protection des données (démonstration)", role="dpo", does="registre et droits")

EVERYBODY = (AGENT, REGISSEUR, FINANCE, MANAGER, SOCIAL, READER, ADMIN, DPO)


def sign_ins() -> list[str]:
    """The lines that tell a visitor how to sign in."""
    width = max(len(person.login) for person in EVERYBODY)
    lines = [f"  {person.login:<{width}}  {person.does}" for person in EVERYBODY]
    return [f"Comptes de démonstration, mot de passe commun « {PASSWORD} » :", *lines]
