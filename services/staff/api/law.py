"""The limits of sign-in and of sessions over the API: read, never recorded, for a release changes them and nobody else."""

from datetime import date

from litestar import get
from litestar.di import NamedDependency

from kernel.http.law import LawKeyOut, LawOut
from staff.law import KEYS, sign_in_rules


@get("/v1/law", operation_id="list_sign_in_rules", summary="Lire les règles de connexion", tags=["Connexion"])
async def list_sign_in_rules(today: NamedDependency[date]) -> LawOut:
    return LawOut(items=[LawKeyOut.of(one, KEYS.families, today) for one in sign_in_rules()])


HANDLERS = [list_sign_in_rules]
