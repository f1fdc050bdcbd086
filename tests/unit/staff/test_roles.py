"""The table of roles: complete, least privilege, and what must stay apart stays apart."""

from importlib import import_module
from importlib.util import find_spec
from itertools import combinations

import pytest

from staff.domain.roles import (
    NEVER_TOGETHER,
    PERMISSIONS,
    ROLE_PERMISSIONS,
    Role,
    RolesIncompatible,
    RolesMissing,
    checked_roles,
    permissions_of,
)

MONEY_OR_PERSONS = (
    "households.",
    "contracts.",
    "payments.",
    "ledger.",
    "deposits.",
    "fees.",
    "claims.",
    "inspections.",
)


def test_every_role_has_its_row() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_no_role_has_a_permission_that_the_program_does_not_know() -> None:
    assert permissions_of(Role) <= PERMISSIONS


def test_every_permission_is_somebodys_but_those_of_the_service_occupancy() -> None:
    assert PERMISSIONS - permissions_of(Role) == {
        "presence.write", "bank_lines.claim", "bank_lines.erase", "people.lookup",
    }  # fmt: skip


@pytest.mark.parametrize("service", ["staff", "alt_units", "occupancy"])
def test_every_permission_that_a_handler_asks_for_exists(service: str) -> None:
    if find_spec(f"{service}.access") is None:
        pytest.skip(f"{service} has no access table")
    table = import_module(f"{service}.access").ACCESS
    asked = {row.permission for row in table.values() if row.permission}
    assert asked <= PERMISSIONS


POSTS = (
    ("takes money in", {Role.REGISSEUR}, "payments.write deposits.receive"),
    ("approves a refund", {Role.FINANCE, Role.MANAGER}, "deposits.refund"),
    ("asks for a deposit and says what is withheld", {Role.AGENT}, "deposits.request deposits.settle inspections.write"),
    ("calls fees", {Role.AGENT, Role.FINANCE}, "fees.charge"),
    ("undoes an entry, fixes a fee", {Role.FINANCE, Role.MANAGER}, "ledger.reverse fees.decide"),
    ("proposes to give up a debt, spreads it", {Role.SOCIAL_WORKER, Role.FINANCE}, "remissions.propose plans.write"),
    ("decides what is given up, closes a month", {Role.MANAGER}, "remissions.decide periods.close regies.write law.write"),
    ("proposes a month, claims, is paid, sends titles", {Role.FINANCE},
     "periods.propose claims.write funder_payments.write titles.write"),
    ("sends, corrects and closes a claim", {Role.FINANCE, Role.MANAGER}, "claims.submit"),
    ("follows what is owed", {Role.AGENT, Role.SOCIAL_WORKER, Role.FINANCE}, "arrears.write"),
    ("signs with the State", {Role.FINANCE, Role.MANAGER}, "conventions.write funding_law.write"),
    ("runs the park and its contracts", {Role.AGENT, Role.MANAGER}, "units.write contracts.write"),
    ("steps outside the rules, takes in files, destroys", {Role.MANAGER},
     "contracts.override commissions.decide park.import stays.import support_notes.destroy"),
    ("writes of a household", {Role.AGENT, Role.SOCIAL_WORKER}, "households.write"),
    ("follows a path", {Role.AGENT, Role.SOCIAL_WORKER, Role.MANAGER},
     "referrals.read referrals.write support.read sliding_leases.read sliding_leases.write particulars.read"),
    ("reads and writes what was confided", {Role.SOCIAL_WORKER}, "support.write support_notes.read"),
    ("opens accounts", {Role.ADMIN}, "staff.write"),
    ("erases", {Role.MANAGER, Role.DPO}, "privacy.decide privacy.read"),
    ("gives a person its data", {Role.DPO}, "privacy.export"),
    ("names a household", set(Role) - {Role.READER, Role.ADMIN, Role.DPO}, "households.read"),
    ("reads the journal, the bank", {Role.FINANCE, Role.MANAGER}, "journal.read bank_lines.read"),
    ("reads what came by transfer", {Role.REGISSEUR, Role.FINANCE, Role.MANAGER}, "transfers.read"),
)  # fmt: skip
"""Act by act, the posts that do it and no others: GOALS, 7, as this program cuts it up."""


@pytest.mark.parametrize(("act", "posts", "permissions"), POSTS, ids=[one[0] for one in POSTS])
def test_each_act_is_done_by_its_posts_and_by_no_other(act: str, posts: set[Role], permissions: str) -> None:
    for permission in permissions.split():
        assert {role for role in Role if permission in ROLE_PERMISSIONS[role]} == posts, f"{act}: {permission}"


def test_every_permission_that_changes_something_is_among_them() -> None:
    looked_at = {one for row in POSTS for one in row[2].split()}
    assert {one for one in permissions_of(Role) if not one.endswith(".read")} <= looked_at


def test_control_any_act_given_to_one_more_post_is_seen() -> None:
    def seen(permission: str, role: Role) -> bool:
        return any(permission in row[2].split() and role not in row[1] for row in POSTS)

    acts = {one for one in permissions_of(Role) if not one.endswith(".read")}
    missed = [(role, one) for role in Role for one in acts if one not in ROLE_PERMISSIONS[role] and not seen(one, role)]
    assert missed == []


def test_the_administrator_of_accounts_sees_neither_money_nor_persons() -> None:
    assert not [one for one in ROLE_PERMISSIONS[Role.ADMIN] if one.startswith(MONEY_OR_PERSONS)]


def test_the_reader_reads_everything_but_households_their_paths_the_journal_and_the_lines_of_bank_statements() -> None:
    held = ROLE_PERMISSIONS[Role.READER]
    assert all(one.endswith(".read") for one in held)
    assert {one for one in PERMISSIONS if one.endswith(".read")} - held == {
        "households.read",
        "particulars.read",
        "journal.read",
        "bank_lines.read",
        "transfers.read",
        "referrals.read",
        "support.read",
        "support_notes.read",
        "sliding_leases.read",
        "privacy.read",
    }


def test_the_direction_reads_all_that_agents_and_finance_read() -> None:
    read = {one for one in permissions_of([Role.AGENT, Role.FINANCE]) if one.endswith(".read")}
    assert read <= ROLE_PERMISSIONS[Role.MANAGER]


def test_no_role_alone_both_takes_money_in_and_approves_that_it_goes_out() -> None:
    for role, held in ROLE_PERMISSIONS.items():
        assert not [pair for pair in NEVER_TOGETHER if set(pair) <= held], role


@pytest.mark.parametrize("pair", [(Role.REGISSEUR, Role.FINANCE), (Role.REGISSEUR, Role.MANAGER)])
def test_nobody_is_both_regisseur_and_the_one_who_approves_refunds(pair: tuple[Role, Role]) -> None:
    with pytest.raises(RolesIncompatible) as refusal:
        checked_roles(pair)
    assert refusal.value.errors[0].field == "roles"


def test_all_other_pairs_of_roles_may_be_held_together() -> None:
    refused = set()
    for pair in combinations(Role, 2):
        try:
            checked_roles(pair)
        except RolesIncompatible:
            refused.add(pair)
    regisseur = {(Role.REGISSEUR, Role.FINANCE), (Role.REGISSEUR, Role.MANAGER)}
    assert refused == regisseur | {(Role.SOCIAL_WORKER, Role.MANAGER), (Role.FINANCE, Role.MANAGER)}


def test_an_account_has_at_least_one_role() -> None:
    with pytest.raises(RolesMissing):
        checked_roles([])


def test_roles_are_kept_once_and_in_the_order_of_the_table() -> None:
    assert checked_roles([Role.READER, Role.AGENT, Role.READER]) == (Role.AGENT, Role.READER)


GIVEN_UP_OR_SPREAD = (
    "prepare_plan", "prepare_plan_form", "sign_plan", "sign_plan_form", "cancel_plan", "propose_remission",
    "propose_remission_form", "decide_remission", "decide_remission_form", "reverse_event", "refund_deposit",
    "refuse_settlement", "close_period", "close_account",
)  # fmt: skip
"""The acts of money that no one at a till does: a plan, a sum given up or written off, what is undone or paid back."""


def opened_to(role: Role) -> list[str]:
    table = import_module("occupancy.access").ACCESS
    return [act for act in GIVEN_UP_OR_SPREAD if table[act].permission in ROLE_PERMISSIONS[role]]


def test_a_regisseur_spreads_gives_up_writes_off_and_undoes_nothing() -> None:
    assert opened_to(Role.REGISSEUR) == []


def test_control_each_of_these_acts_is_open_to_some_other_role() -> None:
    assert {act for role in Role for act in opened_to(role)} == set(GIVEN_UP_OR_SPREAD)
