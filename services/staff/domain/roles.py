"""Who may do what: the one table of roles and permissions of the whole program.

Ground: separation of the ordonnateur and the comptable (no role both takes money in and approves that it goes out), least
privilege: the administrator of accounts sees neither money nor persons, and nobody is granted more than the table says.
"""

from collections.abc import Iterable
from enum import StrEnum

from kernel.errors import RuleBroken


class RolesIncompatible(RuleBroken):
    """One person would both receive payments and approve refunds of deposits."""

    code, title = "roles-incompatible", "Rôles incompatibles"


class RolesMissing(RuleBroken):
    """An account without a role could do nothing; it is deactivated instead."""

    code, title = "roles-missing", "Aucun rôle"


class Role(StrEnum):
    """The posts of a housing service, as far as the program tells them apart."""

    AGENT = "agent"
    SOCIAL_WORKER = "social_worker"
    REGISSEUR = "regisseur"
    FINANCE = "finance"
    MANAGER = "manager"
    ADMIN = "admin"
    READER = "reader"
    DPO = "dpo"


def _named(text: str) -> frozenset[str]:
    return frozenset(text.split())


PERMISSIONS = _named("""
    units.read units.write conventions.read conventions.write claims.read claims.write claims.submit funder_payments.write
    bank_lines.read presence.write households.read households.write particulars.read contracts.read contracts.write
    contracts.override inspections.read inspections.write fees.read fees.charge fees.decide payments.read payments.write
    ledger.read ledger.reverse deposits.read deposits.request deposits.receive deposits.settle deposits.refund
    regies.write law.read law.write funding_law.write staff.read staff.write journal.read park.import stays.import
    referrals.read referrals.write commissions.decide support.read support.write support_notes.read
    support_notes.destroy sliding_leases.read sliding_leases.write people.lookup
    remissions.propose remissions.decide periods.propose periods.close arrears.write plans.write titles.write
    transfers.read bank_lines.claim bank_lines.erase
    register.read privacy.read privacy.export privacy.decide
    """)
"""Every permission of the program. `presence.write`, `bank_lines.claim`, `bank_lines.erase` and `people.lookup` belong to the
service occupancy, to no person.
"""

_AGENT = _named("""
    units.read units.write conventions.read households.read households.write particulars.read contracts.read contracts.write
    inspections.read inspections.write fees.read fees.charge payments.read ledger.read
    deposits.read deposits.request deposits.settle law.read
    referrals.read referrals.write support.read sliding_leases.read sliding_leases.write arrears.write
    """)

_FINANCE = _named("""
    units.read conventions.read conventions.write claims.read claims.write claims.submit funder_payments.write
    bank_lines.read households.read contracts.read fees.read fees.charge fees.decide payments.read ledger.read ledger.reverse
    deposits.read deposits.refund law.read funding_law.write journal.read
    remissions.propose periods.propose arrears.write plans.write titles.write transfers.read
    """)

_MANAGER_ACTS = _named("""
    units.write conventions.write claims.submit contracts.write contracts.override fees.decide ledger.reverse
    deposits.refund regies.write law.write funding_law.write
    remissions.decide periods.close
    journal.read staff.read park.import stays.import referrals.write commissions.decide sliding_leases.write
    support_notes.destroy
    register.read privacy.read privacy.decide
    """)


def _reads(permissions: Iterable[str]) -> frozenset[str]:
    return frozenset(one for one in permissions if one.endswith(".read"))


ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.AGENT: _AGENT,
    Role.SOCIAL_WORKER: _named("""
        units.read households.read households.write particulars.read contracts.read inspections.read fees.read ledger.read
        law.read referrals.read referrals.write support.read support.write support_notes.read
        sliding_leases.read sliding_leases.write remissions.propose arrears.write plans.write
        """),
    Role.REGISSEUR: _named("""
        units.read households.read contracts.read fees.read payments.read payments.write ledger.read
        deposits.read deposits.receive law.read transfers.read
        """),
    Role.FINANCE: _FINANCE,
    Role.MANAGER: _reads(_AGENT | _FINANCE) | _MANAGER_ACTS,
    Role.ADMIN: frozenset({"staff.read", "staff.write", "register.read"}),
    Role.READER: _reads(PERMISSIONS)
    - _named(
        "households.read particulars.read journal.read bank_lines.read transfers.read referrals.read support.read"
        " support_notes.read"
        " sliding_leases.read privacy.read"
    ),
    Role.DPO: _named("register.read privacy.read privacy.export privacy.decide"),
}

NEVER_TOGETHER = (
    ("payments.write", "deposits.refund"),
    ("deposits.receive", "deposits.refund"),
    ("remissions.propose", "remissions.decide"),
)
"""Pairs that no single person holds, whatever their roles."""


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """What the roles allow together."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def in_order(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The roles in the order of the table, each once."""
    chosen = set(roles)
    return tuple(role for role in Role if role in chosen)


def checked_roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The roles in the order of the table, each once.

    Raises `RolesMissing` when there is none, `RolesIncompatible` when they would join what must stay apart.
    """
    chosen = set(roles)
    if not chosen:
        raise RolesMissing("Choisissez au moins un rôle.", field="roles")
    held = permissions_of(chosen)
    if any(first in held and second in held for first, second in NEVER_TOGETHER):
        raise RolesIncompatible(
            "La même personne ne peut ni encaisser et autoriser le remboursement d'un dépôt, "
            "ni proposer une remise et la décider.",
            field="roles",
        )
    return in_order(chosen)
