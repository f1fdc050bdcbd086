"""What may be done to an account, and by whom."""

from uuid import UUID

import pytest

from staff.domain.accounts import (
    Account,
    AlreadyActive,
    AlreadyInactive,
    LastAdmin,
    LoginMalformed,
    OwnAccount,
    amend,
    chosen_password,
    deactivate,
    given_password,
    open_account,
    reactivate,
)
from staff.domain.roles import Role

ADMIN, COLLEAGUE = UUID(int=1), UUID(int=2)


def account(*roles: Role, account_id: UUID = COLLEAGUE) -> Account:
    return open_account(account_id, login="agent.exemple", name="Agent Exemple", roles=roles, temporary=False)


def test_a_login_is_kept_in_small_letters_without_spaces_around() -> None:
    opened = open_account(COLLEAGUE, login=" Agent.Exemple ", name="Agent Exemple", roles=[Role.AGENT], temporary=True)
    assert (opened.login, opened.version, opened.password_is_temporary) == ("agent.exemple", 1, True)


@pytest.mark.parametrize("login", ["", "a", "agent exemple", "agént", "-agent", "x" * 61, "agent\x00exemple"])
def test_a_login_that_could_be_mistyped_is_refused(login: str) -> None:
    with pytest.raises(LoginMalformed):
        open_account(COLLEAGUE, login=login, name="Agent Exemple", roles=[Role.AGENT], temporary=True)


def test_an_administrator_changes_the_roles_of_a_colleague() -> None:
    both = account(Role.AGENT, Role.READER)
    amended = amend(both, name="Agent Exemple", roles=[Role.AGENT, Role.FINANCE], by=ADMIN, other_admins=1)
    assert (amended.roles, amended.version) == ((Role.AGENT,), 2), (
        "what is taken away goes at once, the rest is proposed"
    )


def test_nobody_changes_their_own_roles() -> None:
    mine = account(Role.ADMIN, account_id=ADMIN)
    with pytest.raises(OwnAccount):
        amend(mine, name="Administration Exemple", roles=[Role.ADMIN, Role.MANAGER], by=ADMIN, other_admins=1)


def test_everybody_may_correct_their_own_name() -> None:
    mine = account(Role.ADMIN, account_id=ADMIN)
    assert amend(mine, name="Autre Exemple", roles=[Role.ADMIN], by=ADMIN, other_admins=0).name == "Autre Exemple"


def test_nobody_closes_their_own_account() -> None:
    with pytest.raises(OwnAccount):
        deactivate(account(Role.ADMIN, account_id=ADMIN), by=ADMIN, other_admins=1)


def test_the_last_active_administrator_cannot_be_deactivated() -> None:
    with pytest.raises(LastAdmin):
        deactivate(account(Role.ADMIN), by=ADMIN, other_admins=0)


def test_the_last_active_administrator_keeps_the_role() -> None:
    with pytest.raises(LastAdmin):
        amend(account(Role.ADMIN), name="Agent Exemple", roles=[Role.AGENT], by=ADMIN, other_admins=0)


def test_an_administrator_goes_when_another_stays() -> None:
    assert not deactivate(account(Role.ADMIN), by=ADMIN, other_admins=1).is_active


def test_an_account_is_closed_once_and_opened_again_once() -> None:
    closed = deactivate(account(Role.AGENT), by=ADMIN, other_admins=1)
    with pytest.raises(AlreadyInactive):
        deactivate(closed, by=ADMIN, other_admins=1)
    opened = reactivate(closed, by=ADMIN)
    assert opened.is_active
    with pytest.raises(AlreadyActive):
        reactivate(opened, by=ADMIN)


def test_a_password_that_a_colleague_chose_is_temporary_until_its_holder_chooses() -> None:
    given = given_password(account(Role.AGENT), by=ADMIN)
    assert given.password_is_temporary
    assert not chosen_password(given).password_is_temporary


def test_nobody_gives_themselves_a_password_without_proving_the_old_one() -> None:
    with pytest.raises(OwnAccount):
        given_password(account(Role.ADMIN, account_id=ADMIN), by=ADMIN)
