"""Whoever signs out at the identity provider is out here too; what does not come from it ends nobody's session.

The real provider sends its token to a listener of the test, which hands it on; what it would never sign is signed by a key that
the client is made to know. Ground: OpenID Connect Back-Channel Logout 1.0, §§ 2.4 to 2.8; OWASP ASVS 5.0, 10.5.5.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from kernel.acts import Staff
from kernel.vault import Vault
from staff.actions.provider_logout import hear_sign_out
from staff.actions.provider_sign_in import WayIn
from staff.clients.provider import Discovered, ProviderClient
from staff.domain.accounts import SYSTEM
from staff.domain.providers import Provider, ProviderLink, ProviderRefused
from staff.store import provider_links
from staff.tables import AccountRow, SessionRow
from tests.conftest import Machine
from tests.service.staff.conftest import MORNING, House, act_of, is_in, sign_in
from tests.service.staff.test_provider import BACK, LEFT, PEOPLE, at_the_provider, described, leave, provided_house
from tests.support.identity_provider import answering
from tests.support.needs import CannotBeHad, go_without
from tests.support.processes import free_port
from tests.support.stores import Borrowed

EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}
ISSUER, SECRET = "https://id.example", "only-for-tests-0123456789-abcdefghij"
MINE, STRANGER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
TOLD = "/connexion/fournisseur/fin"


@asynccontextmanager
async def listening(port: int, house: House, heard: list[tuple[str, int]]) -> AsyncIterator[None]:
    """Stands where the provider reaches us: hands on what it sends, and keeps it with our answer."""

    async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1]) if length else 0)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        answer = await (await house.browser("192.0.2.9")).post(TOLD, content=body, headers=kind)
        heard.append((parse_qs(body.decode())["logout_token"][0], answer.status_code))
        writer.write(f"HTTP/1.1 {answer.status_code} OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hand_on, "127.0.0.1", port)
    async with server:
        yield


async def sign_out_there(issuer: str, cookies: httpx.Cookies) -> None:
    """As a person does who closes their session at the provider."""
    async with httpx.AsyncClient(trust_env=False, cookies=cookies) as there:
        asked = await there.get(f"{issuer}/session/end", params={"client_id": "palier"})
        secret = re.search(r'name="xsrf" value="(\w+)"', asked.text)
        assert secret, asked.text
        done = await there.post(f"{issuer}/session/end/confirm", data={"xsrf": secret[1], "logout": "yes"})
        assert done.status_code in (302, 303), done.text


async def test_whoever_signs_out_at_the_provider_is_out_here_in_the_browser_that_came_from_there(
    machine: Machine, tmp_path: Path
) -> None:
    stores, port = Borrowed(machine.sqlite), free_port()
    over = f"http://127.0.0.1:{port}/fin"
    try:
        with answering(PEOPLE, back=BACK, left=LEFT, over=over) as issuer:
            async with provided_house(stores, described(tmp_path, issuer)) as house:
                browser, cookies, heard = await house.browser(), httpx.Cookies(), list[tuple[str, int]]()
                back = await at_the_provider(await leave(browser), "known", cookies)
                assert (await browser.get(back)).status_code == 200
                other = await house.signed_in("agent")
                async with listening(port, house, heard):
                    assert await is_in(browser)
                    await sign_out_there(issuer, cookies)
                    assert [status for _, status in heard] == [200], heard
                assert not await is_in(browser)
                assert await is_in(other)
                ended = await SessionRow.select().where(SessionRow.end_reason == "provider")
                assert [row["provider_sid"] != "" for row in ended] == [True]
                again = await (await house.browser()).post(TOLD, data={"logout_token": heard[0][0]})
                assert (again.status_code, again.headers["cache-control"]) == (400, "no-store")
                assert again.json()["error"] == "invalid_request"
    except CannotBeHad as problem:
        go_without("un fournisseur d'identité", problem)
    stores.give_back()


def way(house: House) -> WayIn:
    """A provider that signs with a key of the test, known without asking."""
    provider = Provider(name="Ville", issuer=ISSUER, client_id="palier", client_secret="x")
    client = ProviderClient(provider, back=BACK, left=LEFT, clock=house.clock)
    address = f"{ISSUER}/x"
    client._found = Discovered(issuer=ISSUER, authorization_endpoint=address, token_endpoint=address, jwks_uri=address)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(MINE.public_key(), as_dict=True)
    client._keys = jwt.PyJWKSet.from_dict({"keys": [public | {"kid": "mine", "use": "sig"}]}).keys

    async def same_keys(url: str) -> dict[str, Any]:
        return {"keys": [public | {"kid": "mine", "use": "sig"}]}

    client._read = same_keys  # type: ignore[method-assign]  # nobody answers at that address
    return WayIn(client=client, vault=Vault(SECRET, "test"))


def saying(house: House, key: Any = MINE, kind: str = "logout+jwt", **changed: Any) -> str:
    """A good token, but for what is changed; None takes a claim away."""
    now = house.clock.now().timestamp()
    claims = {
        "iss": ISSUER,
        "aud": "palier",
        "iat": now,
        "exp": now + 120,
        "jti": uuid4().hex,
        "sub": "7",
        "events": EVENT,
    }
    claims = {name: value for name, value in (claims | changed).items() if value is not None}
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "mine", "typ": kind})


async def linked(house: House) -> None:
    """The agent's account is that of person 7 of the provider."""
    agent = (await AccountRow.select().where(AccountRow.login == "agent"))[0]["id"]
    await provider_links.add_link(
        house.db, ProviderLink(id=uuid4(), account_id=agent, issuer=ISSUER, subject="7", linked_at=MORNING)
    )


async def test_a_person_named_without_a_session_is_out_in_all_browsers_and_others_stay(house: House) -> None:
    await linked(house)
    browsers = [await house.signed_in("agent"), await house.signed_in("agent", "192.0.2.2")]
    other, act = await house.signed_in("regie"), act_of(Staff(id=SYSTEM, name="Ville"))
    assert await hear_sign_out(house.db, way(house), saying(house, sub="8"), act) == 0, "nobody here"
    assert await hear_sign_out(house.db, way(house), saying(house, sid="of-another-session"), act) == 0
    assert [await is_in(one) for one in browsers] == [True, True]
    assert await hear_sign_out(house.db, way(house), saying(house), act) == 2
    assert [await is_in(one) for one in (*browsers, other)] == [False, False, True]


async def test_what_is_forged_late_for_another_replayed_or_no_logout_token_ends_nothing(house: House) -> None:
    await linked(house)
    browser, act = await house.signed_in("agent"), act_of(Staff(id=SYSTEM, name="Ville"))
    past = (house.clock.now() - timedelta(minutes=10)).timestamp()
    bad = {
        "forged": saying(house, STRANGER),
        "another's": saying(house, aud="autre"),
        "of another issuer": saying(house, iss="https://autre.example"),
        "late": saying(house, iat=past, exp=past + 120),
        "without an end": saying(house, exp=None),
        "with a nonce": saying(house, nonce="x"),
        "an id token": saying(house, kind="JWT", events=None),
        "of another type": saying(house, kind="JWT"),
        "another event": saying(house, events={"https://autre.example": {}}),
        "no object": saying(house, events={next(iter(EVENT)): "x"}),
        "without a number": saying(house, jti=None),
        "about nobody": saying(house, sub=None),
        "unsigned": jwt.encode({"sub": "7"}, None, algorithm="none"),
        "nothing": "",
    }
    for what, token in bad.items():
        with pytest.raises(ProviderRefused):
            await hear_sign_out(house.db, way(house), token, act)
        assert await is_in(browser), what
    good = saying(house)
    assert await hear_sign_out(house.db, way(house), good, act) == 1, "the control: unchanged, the same token ends it"
    back = await house.browser()
    assert (await sign_in(back, "agent")).status_code == 201
    with pytest.raises(ProviderRefused):
        await hear_sign_out(house.db, way(house), good, act)
    assert await is_in(back)


async def test_without_a_provider_nobody_is_heard(house: House) -> None:
    assert (await (await house.browser()).post(TOLD, data={"logout_token": "x"})).status_code == 404
