"""A role is given by two persons: one administrator proposes it, another confirms it (GOALS D4). Taking it away needs one.

What the machine's keeper gives from the command line, and what the town's identity provider says, is given at once: there the
other pair of eyes is theirs. A proposal that nobody confirms lapses.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound
from kernel.law import Law
from staff.domain.accounts import Account, OwnAccount
from staff.domain.roles import Role, checked_roles


class GrantNotFound(NotFound):
    """No proposal has this identifier."""

    code, title = "role-grant-not-found", "Proposition de rôle introuvable"


class GrantEnded(Conflict):
    """A proposal is decided once."""

    code, title = "role-grant-ended", "Rôle déjà confirmé, refusé ou retiré"


class GrantLapsed(Conflict):
    """A proposal that nobody confirmed in time gives nothing any more."""

    code, title = "role-grant-lapsed", "Proposition de rôle échue"


class ConfirmerIsProposer(Conflict):
    """Who proposes a role does not confirm it (D4)."""

    code, title = "confirmer-is-proposer", "La même personne ne peut pas proposer un rôle et le confirmer"


class GrantSource(StrEnum):
    """Whose word gives the role."""

    PERSON = "person"
    MACHINE = "machine"
    PROVIDER = "provider"


class GrantOutcome(StrEnum):
    """How a proposal ended: by another administrator, or taken back by who made it."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RoleGrant(Struct, frozen=True, kw_only=True):
    """One role proposed for one account. After `lapses_on` it is not confirmed any more."""

    id: UUID
    account_id: UUID
    role: Role
    source: GrantSource
    proposed_by: UUID
    proposed_by_name: str
    proposed_at: datetime
    lapses_on: date


class GrantEnd(Struct, frozen=True, kw_only=True):
    """What became of a proposal."""

    id: UUID
    grant_id: UUID
    proposed_by: UUID
    outcome: GrantOutcome
    ended_at: datetime
    ended_by: UUID
    ended_by_name: str


def lapse_day(law: Law, today: date) -> date:
    """The last day on which what is proposed today may be confirmed."""
    return today + timedelta(days=law.at("role_grant_days", today).number)


def to_propose(wanted: Iterable[Role], account: Account, waiting: Iterable[RoleGrant]) -> tuple[Role, ...]:
    """The roles that are neither held nor proposed already."""
    known = {*account.roles, *(one.role for one in waiting)}
    return tuple(role for role in wanted if role not in known)


def check_end(grant: RoleGrant, account: Account, outcome: GrantOutcome, *, by: UUID, today: date) -> None:
    """May this person end the proposal so, today?

    Raises `ConfirmerIsProposer`, `OwnAccount`, `GrantLapsed`, and `RolesIncompatible` when the role no longer goes with the
    others of the account.
    """
    own = by == grant.proposed_by
    if own and outcome is not GrantOutcome.WITHDRAWN:
        raise ConfirmerIsProposer("Vous avez proposé ce rôle : un autre administrateur le confirme ou le refuse.")
    if not own and outcome is GrantOutcome.WITHDRAWN:
        raise ConfirmerIsProposer(f"Seule la personne qui l'a proposé ({grant.proposed_by_name}) le retire.")
    if outcome is not GrantOutcome.CONFIRMED:
        return
    if by == account.id:
        raise OwnAccount("Vous ne pouvez pas confirmer votre propre rôle : demandez à un collègue.")
    if today > grant.lapses_on:
        raise GrantLapsed(
            f"Ce rôle pouvait être confirmé jusqu'au {grant.lapses_on:%d/%m/%Y} : proposez-le de nouveau."
        )
    checked_roles((*account.roles, grant.role))
