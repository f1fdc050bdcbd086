"""The limits of sign-in and of sessions, with their source: anybody signed in may read what holds for them."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from kernel.web.export import Export
from kernel.web.law import LawPlace, law_list
from staff.law import KEYS, sign_in_rules
from staff.web import paths

PLACE = LawPlace(
    page="",
    crumbs=(("Équipe", paths.TEAM),),
    lead="Ce que le programme applique à chaque connexion, avec sa date et sa source. Une nouvelle version du programme peut "
    "changer ces valeurs, jamais un agent.",
)


@get(paths.SIGN_IN_RULES)
async def sign_in_rules_page(today: NamedDependency[date], export: NamedDependency[Export]) -> Response[Any]:
    return await law_list(PLACE, sign_in_rules(), KEYS.families, export, today=today, months=None)


HANDLERS = [sign_in_rules_page]
