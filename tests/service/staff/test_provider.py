"""People come in through a real OpenID provider: named by it, held to their account here, and by nobody else's answer."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec.structs import replace

from kernel.acts import Staff
from kernel.clock import SystemClock
from kernel.http.identity import COOKIE
from kernel.settings import SecondFactor, UnsafeSettings
from staff.actions.accounts import OpenAccount, open_account
from staff.actions.hashing import Hashing
from staff.actions.role_grants import end_grant
from staff.app import way_in
from staff.clients.provider import ProviderClient
from staff.domain.providers import Provider, ProviderRefused, named
from staff.domain.role_grants import GrantOutcome
from staff.domain.roles import Role
from staff.store.role_grants import grants_waiting
from staff.tables import AccountRow, ProviderLinkRow
from staff.web.provider import NOTE
from tests.conftest import Machine
from tests.service.staff.conftest import (
    PASSWORD,
    QUICK,
    House,
    account_of,
    act_of,
    address_of,
    is_in,
    open_house,
    prepare,
    settings_of,
    sign_in,
    version_of,
)  # fmt: skip
from tests.service.staff.test_second_factor import enrolled, show
from tests.support.identity_provider import SECRET, answering
from tests.support.needs import CannotBeHad, go_without
from tests.support.stores import Borrowed

HOME = "https://palier.test"
BACK, LEFT = f"{HOME}/connexion/retour", f"{HOME}/connexion"
PEOPLE: dict[str, dict[str, Any]] = {
    "known": {"email": "Agente.Exemple@ccas.example", "email_verified": True, "name": "Agente Exemple"},
    "unverified": {"email": "agente.exemple@ccas.example", "email_verified": False},
    "twin": {"email": "agente.exemple@ccas.example", "email_verified": True},
    "stranger": {"email": "inconnu@ccas.example", "email_verified": True},
    "grouped": {
        "email": "finances@ccas.example",
        "email_verified": True,
        "name": "Finances Exemple",
        "roles": ["g-fin"],
    },
    "groupless": {"email": "personne@ccas.example", "email_verified": True, "roles": ["g-autre"]},
}
DESCRIBED = 'name = "Connexion Ville"\nclient_id = "palier"\n'


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    try:
        with answering(PEOPLE, back=BACK, left=LEFT) as address:
            yield address
    except CannotBeHad as problem:
        go_without("un fournisseur d'identité", problem)


def described(folder: Path, issuer: str, more: str = "") -> Path:
    file = folder / "provider.toml"
    file.write_text(f'{DESCRIBED}client_secret = "{SECRET}"\nissuer = "{issuer}"\n{more}')
    return file


async def with_address(url: str) -> None:
    """The usual accounts, and one whose login is its holder's electronic address."""
    await prepare(url)
    async with open_house(url) as house:
        command = OpenAccount(
            login="agente.exemple@ccas.example", name="Agente Exemple", roles=(Role.AGENT,), password=PASSWORD
        )
        admin = (await AccountRow.select().where(AccountRow.login == "admin.un"))[0]
        by = act_of(Staff(id=admin["id"], name="Administration Exemple A"))
        opened = await open_account(house.db, command, by, hashing=Hashing(**QUICK))
        other = (await AccountRow.select().where(AccountRow.login == "admin.deux"))[0]
        second = act_of(Staff(id=other["id"], name="Administration Exemple B"))
        for grant in await grants_waiting(second.today, [opened.id]):
            await end_grant(house.db, grant.id, GrantOutcome.CONFIRMED, second)


@asynccontextmanager
async def provided_house(
    stores: Borrowed, file: Path, second_factor: SecondFactor = SecondFactor.OPTIONAL
) -> AsyncIterator[House]:
    url = await stores.copy("staff with an address", with_address)
    async with open_house(url, second_factor, provider=file) as house:
        house.clock.move_to(SystemClock().now())  # the provider keeps the time of the machine
        yield house


async def leave(browser: httpx.AsyncClient, suite: str = "") -> str:
    """The provider's address to which the browser is sent."""
    answer = await browser.get("/connexion/fournisseur", params={"suite": suite})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def at_the_provider(address: str, person: str, cookies: httpx.Cookies | None = None) -> str:
    """Type a name there, agree, and read where the provider sends the browser back: path and question.

    `cookies`: those of the browser, which then keeps its session over there.
    """
    async with httpx.AsyncClient(trust_env=False, cookies=cookies) as there:
        answer = await there.get(address)
        for _ in range(12):
            if answer.is_redirect:
                onwards = str(answer.next_request.url) if answer.next_request else ""
                if onwards.startswith(HOME):
                    if cookies is not None:
                        cookies.update(there.cookies)
                    parts = urlsplit(onwards)
                    return urlunsplit(("", "", parts.path, parts.query, ""))
                answer = await there.get(onwards)
                continue
            action = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            assert action, answer.text
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert prompt, answer.text
            answer = await there.post(action[1], data={"prompt": prompt[1], "login": person, "password": "x"})
    raise AssertionError("the provider never sent the browser back")


async def come_in(browser: httpx.AsyncClient, person: str, suite: str = "") -> httpx.Response:
    return await browser.get(await at_the_provider(await leave(browser, suite), person))


async def test_somebody_comes_in_by_the_address_of_their_account_and_stays_that_account(
    stores: Borrowed, issuer: str, tmp_path: Path
) -> None:
    async with provided_house(stores, described(tmp_path, issuer)) as house:
        browser = await house.browser()
        assert "Connexion Ville" in (await browser.get("/connexion")).text
        entered = await come_in(browser, "known", "/equipe/moi")
        assert entered.status_code == 200, entered.text
        assert 'content="0;url=/equipe/moi"' in entered.text
        assert (await browser.get("/api/staff/v1/session")).json()["roles"] == ["agent"]
        assert NOTE not in browser.cookies

        thief = await house.browser()
        refused = await come_in(thief, "twin")  # the same address, told of somebody else
        assert refused.status_code == 401, refused.text
        assert not await is_in(thief)
        assert await ProviderLinkRow.count() == 1
        left = await browser.get("/connexion", params={"fait": "signed-out"})
        assert left.status_code == 303, "the session is still open"


@pytest.mark.parametrize("person", ["unverified", "stranger"])
async def test_whom_no_account_names_does_not_come_in(
    stores: Borrowed, issuer: str, tmp_path: Path, person: str
) -> None:
    async with provided_house(stores, described(tmp_path, issuer)) as house:
        browser = await house.browser()
        refused = await come_in(browser, person)
        assert refused.status_code == 401, refused.text
        assert not await is_in(browser)
        assert await ProviderLinkRow.count() == 0


async def test_an_answer_serves_the_browser_that_asked_and_once(stores: Borrowed, issuer: str, tmp_path: Path) -> None:
    async with provided_house(stores, described(tmp_path, issuer)) as house:
        browser, other = await house.browser(), await house.browser()
        back = await at_the_provider(await leave(browser), "known")
        await leave(other)
        for stolen in (other, await house.browser()):
            assert (await stolen.get(back)).status_code == 401
            assert not await is_in(stolen)
        note = browser.cookies[NOTE]
        changed = {"state": "x" * 43, "code": parse_qs(urlsplit(back).query)["code"][0]}
        assert (await browser.get("/connexion/retour", params=changed)).status_code == 401
        assert (await browser.get(back)).status_code == 200, "the control: untouched, the same answer opens"
        again = await house.browser()
        again.cookies.set(NOTE, note)
        assert (await again.get(back)).status_code == 401
        late = await house.browser()
        back = await at_the_provider(await leave(late), "known")
        house.later(minutes=11)
        assert (await late.get(back)).status_code == 401


async def test_a_second_factor_set_up_here_is_still_asked(stores: Borrowed, issuer: str, tmp_path: Path) -> None:
    file = described(tmp_path, issuer)
    async with provided_house(stores, file, SecondFactor.REQUIRED) as house:
        _, telephone, _ = await enrolled(house, "agente.exemple@ccas.example")
        house.clock.move_to(SystemClock().now())
        browser = await house.browser()
        entered = await come_in(browser, "known", "/equipe/moi")
        assert 'content="0;url=/connexion/verification?suite=/equipe/moi"' in entered.text
        said = (await browser.get("/api/staff/v1/session")).json()
        assert (said["awaits_factor"], said["permissions"]) == (True, [])
        browser.headers["x-csrf-token"] = said["csrf"]
        assert (await show(browser, telephone.code(1))).status_code == 200


async def test_groups_of_the_town_give_roles_and_take_them_away(stores: Borrowed, issuer: str, tmp_path: Path) -> None:
    groups = '[roles]\n"g-fin" = "finance"\n"g-lect" = "reader"\n'
    async with provided_house(stores, described(tmp_path, issuer, groups)) as house:
        browser = await house.browser()
        assert (await come_in(browser, "grouped")).status_code == 200
        assert (await browser.get("/api/staff/v1/session")).json()["roles"] == ["finance"]
        admin = await house.signed_in("admin.un")
        account = await account_of(admin, "finances@ccas.example")
        amended = {"name": "Finances Exemple", "roles": ["reader"]}
        done = await admin.put(address_of(account), json=amended, headers=version_of(account))
        assert done.status_code == 200, done.text
        assert not await is_in(browser)
        again = await house.browser()
        assert (await come_in(again, "grouped")).status_code == 200
        assert (await again.get("/api/staff/v1/session")).json()["roles"] == ["finance"]
        nobody = await house.browser()
        assert (await come_in(nobody, "groupless")).status_code == 401


async def test_a_closed_account_stays_closed(stores: Borrowed, issuer: str, tmp_path: Path) -> None:
    async with provided_house(stores, described(tmp_path, issuer)) as house:
        browser = await house.browser()
        assert (await come_in(browser, "known")).status_code == 200
        admin = await house.signed_in("admin.un")
        account = await account_of(admin, "agente.exemple@ccas.example")
        assert (await admin.post(address_of(account, "deactivation"), headers=version_of(account))).status_code == 200
        assert not await is_in(browser)
        refused = await come_in(await house.browser(), "known")
        assert refused.status_code == 401


async def test_whoever_signs_out_is_told_of_the_session_over_there(
    stores: Borrowed, issuer: str, tmp_path: Path
) -> None:
    async with provided_house(stores, described(tmp_path, issuer)) as house:
        text = (await (await house.browser()).get("/connexion", params={"fait": "signed-out"})).text
        assert f"{issuer}/session/end?client_id=palier" in text


async def test_a_provider_that_signs_all_it_tells_is_understood_too(machine: Machine, tmp_path: Path) -> None:
    stores = Borrowed(machine.sqlite)
    with answering(PEOPLE, back=BACK, left=LEFT, signed=True) as issuer:
        async with provided_house(stores, described(tmp_path, issuer)) as house:
            browser = await house.browser()
            assert (await come_in(browser, "known")).status_code == 200
            assert (await come_in(await house.browser(), "stranger")).status_code == 401
    stores.give_back()


async def test_a_silent_provider_leaves_the_password(stores: Borrowed, tmp_path: Path) -> None:
    async with provided_house(stores, described(tmp_path, "http://localhost:9")) as house:
        browser = await house.browser()
        silent = await browser.get("/connexion/fournisseur")
        assert silent.status_code == 503
        assert (await sign_in(browser, "agent")).status_code == 201


async def test_without_a_provider_there_is_no_such_door(house: House) -> None:
    browser = await house.browser()
    assert (await browser.get("/connexion/fournisseur")).status_code == 404
    assert (await browser.get("/connexion/retour?code=x&state=y")).status_code == 404
    assert COOKIE not in browser.cookies


PROVIDER = Provider(
    name="Ville", issuer="https://id.example", client_id="palier", client_secret="x", roles={}, strong=["acr-2"]
)


@pytest.mark.parametrize(
    ("claims", "strong"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "acr-2"}, True),
        ({"acr": "acr-1", "amr": ["pwd"]}, False),
        ({"amr": "mfa"}, False),
        ({}, False),
    ],
)
def test_the_provider_s_second_factor_counts_when_it_says_so(claims: dict[str, Any], strong: bool) -> None:
    assert named(PROVIDER, {"sub": "1", **claims}).is_strong is strong


@pytest.mark.parametrize("subject", [None, "", 7, "x" * 256])
def test_claims_that_name_nobody_are_refused(subject: object) -> None:
    with pytest.raises(ProviderRefused):
        named(PROVIDER, {"sub": subject})


async def test_a_token_signed_by_somebody_else_or_for_somebody_else_is_refused(issuer: str) -> None:
    """A forged token never passes; the real provider's own keys are the ones looked at."""
    now = SystemClock().now().timestamp()
    mine = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client = ProviderClient(
        Provider(name="Ville", issuer=issuer, client_id="palier", client_secret=SECRET),
        back=BACK, left=LEFT, clock=SystemClock(),
    )  # fmt: skip
    claims = {"iss": issuer, "aud": "palier", "sub": "known", "iat": now, "exp": now + 60}
    kid = (await keys_of(issuer))[0]["kid"]
    forged = jwt.encode(claims, mine, algorithm="RS256", headers={"kid": kid})
    unsigned = jwt.encode(claims, None, algorithm="none", headers={"kid": kid})
    shared = jwt.encode(claims, SECRET, algorithm="HS256", headers={"kid": kid})
    for token in (forged, unsigned, shared, "a.b.c", ""):
        with pytest.raises(ProviderRefused):
            await client._checked(token)


async def keys_of(issuer: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(trust_env=False) as there:
        keys: list[dict[str, Any]] = json.loads((await there.get(f"{issuer}/jwks")).text)["keys"]
        return keys


def test_an_installation_that_describes_its_provider_badly_does_not_start(tmp_path: Path) -> None:
    clock = SystemClock()
    good = settings_of("sqlite:x")
    for text in ("issuer = 1", "", DESCRIBED, f'{DESCRIBED}client_secret = "x"\nissuer = "http://ville.example"\n'):
        file = tmp_path / "provider.toml"
        file.write_text(text)
        with pytest.raises(UnsafeSettings, match="PALIER_SIGN_IN_PROVIDER"):
            way_in(replace(good, sign_in_provider=file), clock)
