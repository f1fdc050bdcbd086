"""What another service may ask of a person who is not there: their roles and permissions now, while their account is active."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from kernel.errors import NotFound
from kernel.http.identity import SessionOut
from staff.actions.sessions import staff_of
from staff.api.contract import session_out
from staff.store.accounts import find_account


@get(
    "/v1/people/{person_id:uuid}", operation_id="get_person", summary="Droits actuels d'une personne", tags=["Sessions"]
)
async def get_person(person_id: FromPath[UUID]) -> SessionOut:
    """For services only: what is read in a person's name follows their rights. A deactivated account is not found."""
    account = await find_account(person_id)
    if not account.is_active:
        raise NotFound("Cette personne n'a plus de compte actif.")
    return session_out(staff_of(account))


HANDLERS = [get_person]
