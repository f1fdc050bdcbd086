"""A new installation: one account from the command line, and no second one that way."""

import pytest

from kernel.settings import SecondFactor
from palier.first_account import open_administrator, reset_factor_of
from staff.actions.accounts import HouseAlreadyOpen
from staff.domain.accounts import AccountNotFound
from staff.domain.factors import SecondFactorNotSet
from staff.domain.passwords import PasswordTooCommon
from tests.service.staff.conftest import PASSWORD, account_of, open_house, settings_of, sign_in
from tests.service.staff.test_second_factor import enrolled, half_way


async def test_the_first_administrator_signs_in_and_opens_the_next_account(database_url: str) -> None:
    settings = settings_of(database_url)
    await open_administrator(settings, login="admin", name="Administration Exemple", password=PASSWORD)
    async with open_house(database_url) as house:
        browser = await house.browser()
        assert (await sign_in(browser, "admin")).json()["permissions"] == ["register.read", "staff.read", "staff.write"]
        assert not (await account_of(browser, "admin"))["password_is_temporary"]
        rows = await house.db.run("select actor_name from journal where verb = {}", "account-opened")
        assert [row["actor_name"] for row in rows] == ["Palier"]


async def test_the_command_opens_no_second_way_in(database_url: str) -> None:
    settings = settings_of(database_url)
    await open_administrator(settings, login="admin", name="Administration Exemple", password=PASSWORD)
    with pytest.raises(HouseAlreadyOpen):
        await open_administrator(settings, login="autre", name="Autre Exemple", password=PASSWORD)


async def test_the_first_password_is_no_easier_than_the_others(database_url: str) -> None:
    with pytest.raises(PasswordTooCommon):
        await open_administrator(
            settings_of(database_url), login="admin", name="Administration Exemple", password="administration2026"
        )


async def test_the_keeper_of_the_machine_gives_the_last_administrator_a_way_in_again(database_url: str) -> None:
    settings = settings_of(database_url, SecondFactor.REQUIRED)
    await open_administrator(settings, login="admin", name="Administration Exemple", password=PASSWORD)
    async with open_house(database_url, SecondFactor.REQUIRED) as house:
        await enrolled(house, "admin")
    with pytest.raises(AccountNotFound):
        await reset_factor_of(settings, "personne")
    await reset_factor_of(settings, "Admin ")
    with pytest.raises(SecondFactorNotSet):
        await reset_factor_of(settings, "admin")
    async with open_house(database_url, SecondFactor.REQUIRED) as house:
        browser = await half_way(house, "admin")
        assert (await browser.get("/api/staff/v1/session/authenticator")).status_code == 200
        rows = await house.db.run("select actor_name from journal where verb = {}", "second-factor-reset")
        assert [row["actor_name"] for row in rows] == ["Palier"]
