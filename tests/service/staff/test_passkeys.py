"""A passkey stands beside the password: made, shown, counted, refused when forged, taken away."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.http.identity import COOKIE
from staff.actions.passkeys import NewCredential, PasskeyDesk, ShownCredential
from staff.domain.accounts import open_account
from staff.domain.passkeys import Passkey, PasskeyRefused, PasskeysNotOffered
from staff.domain.roles import Role
from staff.store import passkeys as store
from staff.tables import PasskeyRow
from tests.service.staff.conftest import MORNING, PASSWORD, House, account_of, address_of, is_in, sign_in, version_of
from tests.service.staff.test_second_factor import half_way, propose, show
from tests.support.soft_key import SoftKey, encoded

PASSKEYS, SHOW = "/api/staff/v1/session/passkeys", "/api/staff/v1/session/second-factor/passkey"


async def options(browser: httpx.AsyncClient, purpose: str) -> dict[str, Any]:
    answer = await browser.get(f"{PASSKEYS}/{purpose}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def add(
    browser: httpx.AsyncClient, key: SoftKey, *, password: str = "", name: str = "Ordinateur d'essai", **changed: str
) -> httpx.Response:
    made = key.make(await options(browser, "proposal"), **changed)
    answer = await browser.post(PASSKEYS, json={"name": name, "password": password, **made})
    if answer.status_code == 201:
        browser.headers["x-csrf-token"] = answer.json()["session"]["csrf"]
    return answer


async def with_key(house: House, login: str) -> tuple[httpx.AsyncClient, SoftKey, list[str]]:
    """Somebody whose only factor is a passkey: their browser, their key, their recovery codes."""
    browser, key = await half_way(house, login), SoftKey()
    answer = await add(browser, key)
    assert answer.status_code == 201, answer.text
    return browser, key, answer.json()["recovery_codes"]


async def test_a_first_key_opens_the_session_and_brings_recovery_codes(strict_house: House) -> None:
    browser, _, codes = await with_key(strict_house, "agent")
    assert "units.write" in (await browser.get("/api/staff/v1/session")).json()["permissions"]
    assert len(set(codes)) == 10


async def test_the_key_is_shown_after_the_password_and_the_session_goes_on_under_a_new_token(
    strict_house: House,
) -> None:
    _, key, _ = await with_key(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    before = browser.cookies[COOKIE]
    answer = await browser.post(SHOW, json=key.show(await options(browser, "challenge")))
    assert answer.status_code == 200, answer.text
    assert "units.write" in answer.json()["permissions"]
    assert browser.cookies[COOKIE] != before
    planted = await strict_house.browser("198.51.100.9")
    planted.cookies.set(COOKIE, before)
    assert not await is_in(planted)


async def test_an_answer_of_a_key_serves_once(strict_house: House) -> None:
    _, key, _ = await with_key(strict_house, "agent")
    first, second = await half_way(strict_house, "agent"), await half_way(strict_house, "agent")
    told = key.show(await options(first, "challenge"))
    stolen = await second.post(SHOW, json=told)
    assert (stolen.status_code, stolen.json()["code"]) == (422, "passkey-refused")
    answers = await asyncio.gather(*(first.post(SHOW, json=told) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers)[:1] == [200]
    assert [answer.status_code for answer in answers].count(200) == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"origin": "https://palier.test.attaque.example"}, "another site"),
        ({"site": "attaque.example"}, "another site's key"),
        ({"challenge": "A" * 43}, "another challenge"),
    ],
)
async def test_what_was_signed_for_somebody_else_is_refused(
    strict_house: House, changed: dict[str, str], why: str
) -> None:
    _, key, _ = await with_key(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    told = await options(browser, "challenge")
    refused = await browser.post(SHOW, json=key.show(told, **changed))
    assert (refused.status_code, refused.json()["code"]) == (422, "passkey-refused"), why
    assert (await browser.get("/api/staff/v1/session")).json()["permissions"] == []
    good = await browser.post(SHOW, json=key.show(told))
    assert good.status_code == 200, "the control: the very same key, rightly asked, opens"


async def test_a_stranger_s_key_and_a_changed_signature_are_refused(strict_house: House) -> None:
    _, key, _ = await with_key(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    told = await options(browser, "challenge")
    assert (await browser.post(SHOW, json=SoftKey().show(told))).status_code == 422
    mine, other = key.show(told), SoftKey().show(told)
    assert (await browser.post(SHOW, json={**mine, "signature": other["signature"]})).status_code == 422


async def test_a_key_that_counts_backwards_is_refused_as_copied(strict_house: House) -> None:
    _, key, _ = await with_key(strict_house, "agent")
    key.count = 0
    browser = await half_way(strict_house, "agent")
    refused = await browser.post(SHOW, json=key.show(await options(browser, "challenge")))
    assert (refused.status_code, "copiée" in refused.json()["detail"]) == (422, True)


async def test_a_shared_key_that_never_counts_is_accepted_every_time(strict_house: House) -> None:
    browser, key = await half_way(strict_house, "agent"), SoftKey(counts=False)
    assert (await add(browser, key)).status_code == 201
    for _ in range(2):
        again = await half_way(strict_house, "agent")
        assert (await again.post(SHOW, json=key.show(await options(again, "challenge")))).status_code == 200


async def test_a_password_alone_adds_no_factor_beside_the_one_that_is_there(strict_house: House) -> None:
    await with_key(strict_house, "agent")
    thief = await half_way(strict_house, "agent", "198.51.100.9")
    for address in (f"{PASSKEYS}/proposal", "/api/staff/v1/session/authenticator"):
        refused = await thief.get(address)
        assert (refused.status_code, refused.json()["code"]) == (409, "second-factor-already-set")
    led = await thief.get("/connexion/second-facteur")
    assert (led.status_code, led.headers["location"]) == (303, "/connexion/verification")


async def test_a_recovery_code_opens_once_when_the_device_is_lost(strict_house: House) -> None:
    _, _, codes = await with_key(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    assert (await show(browser, codes[0])).status_code == 200
    again = await half_way(strict_house, "agent")
    assert (await show(again, codes[0])).status_code == 422


async def test_a_second_key_asks_for_the_password_and_keeps_the_recovery_codes(strict_house: House) -> None:
    browser, key, codes = await with_key(strict_house, "agent")
    refused = await add(browser, SoftKey(), password="pas celui-ci du tout")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "password")
    added = await add(browser, SoftKey(), password=PASSWORD, name="Clé USB d'essai")
    assert (added.status_code, added.json()["recovery_codes"]) == (201, [])
    twice = await add(browser, key, password=PASSWORD)
    assert (twice.status_code, twice.json()["code"]) == (422, "passkey-refused")
    later = await half_way(strict_house, "agent")
    assert (await show(later, codes[1])).status_code == 200


async def test_a_key_is_taken_away_but_never_the_last_factor(strict_house: House) -> None:
    browser, key, _ = await with_key(strict_house, "agent")
    first = (await browser.get(PASSKEYS)).json()["items"][0]["id"]
    removal = f"{PASSKEYS}/{first}/removal"
    last = await browser.post(removal, json={"password": PASSWORD})
    assert (last.status_code, last.json()["code"]) == (409, "last-factor")
    assert (await add(browser, SoftKey(), password=PASSWORD)).status_code == 201
    assert (await browser.post(removal, json={"password": "une autre phrase"})).status_code == 422
    assert (await browser.post(removal, json={"password": PASSWORD})).status_code == 204
    later = await half_way(strict_house, "agent")
    refused = await later.post(SHOW, json=key.show(await options(later, "challenge")))
    assert refused.status_code == 422


async def test_nobody_sees_or_removes_a_colleague_s_key(strict_house: House) -> None:
    browser, _, _ = await with_key(strict_house, "agent")
    colleague, _, _ = await with_key(strict_house, "regie")
    theirs = (await browser.get(PASSKEYS)).json()["items"][0]["id"]
    assert theirs not in str((await colleague.get(PASSKEYS)).json())
    refused = await colleague.post(f"{PASSKEYS}/{theirs}/removal", json={"password": PASSWORD})
    assert (refused.status_code, refused.json()["code"]) == (404, "passkey-not-found")
    assert (await colleague.get(f"/equipe/moi/cles/{theirs}/retrait")).status_code == 404


async def test_an_authenticator_joins_a_key_and_either_opens(strict_house: House) -> None:
    browser, key, _ = await with_key(strict_house, "agent")
    telephone = await propose(strict_house, browser)
    added = await browser.put(
        "/api/staff/v1/session/authenticator", json={"code": telephone.code(), "password": PASSWORD}
    )
    assert added.status_code == 200, added.text
    strict_house.later(seconds=30)
    by_code, by_key = await half_way(strict_house, "agent"), await half_way(strict_house, "agent")
    assert (await show(by_code, telephone.code())).status_code == 200
    assert (await by_key.post(SHOW, json=key.show(await options(by_key, "challenge")))).status_code == 200


async def test_a_reset_by_an_administrator_forgets_every_key(strict_house: House) -> None:
    await with_key(strict_house, "agent")
    admin, _, _ = await with_key(strict_house, "admin.un")
    account = await account_of(admin, "agent")
    reset = await admin.post(address_of(account, "second-factor-reset"), headers=version_of(account))
    assert reset.status_code == 200, reset.text
    assert await PasskeyRow.count() == 1
    again = await half_way(strict_house, "agent")
    assert (await again.get(f"{PASSKEYS}/proposal")).status_code == 200


async def test_two_showings_at_once_write_one_count(strict_house: House) -> None:
    await with_key(strict_house, "agent")
    one = (await store.list_passkeys((await PasskeyRow.select())[0]["account_id"]))[0]
    assert await store.use_passkey(one, one.sign_count + 1, MORNING)
    assert not await store.use_passkey(one, one.sign_count + 2, MORNING), "the row has moved on"


def desk(address: str = "https://palier.test") -> PasskeyDesk:
    return PasskeyDesk("only-for-tests-0123456789-abcdefghij", address=address, name="Palier Exemple")


ACCOUNT = open_account(UUID(int=7), login="exemple", name="Exemple", roles=[Role.AGENT], temporary=False)


def kept(key: SoftKey) -> Passkey:
    proposal = desk().options_for_new("t", ACCOUNT, [])
    told = {"site": proposal.site, "origin": proposal.origin, "challenge": proposal.challenge}
    found, count = desk().read_new("t", ACCOUNT, NewCredential(**key.make(told)))
    return Passkey(
        id=ACCOUNT.id,
        account_id=ACCOUNT.id,
        name="x",
        credential_id=encoded(found.credential_id),
        credential=encoded(bytes(found)),
        sign_count=count,
        added_at=MORNING,
    )


KNOWN = kept(SoftKey())


@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=80))
def test_any_bytes_of_a_device_are_refused_and_never_an_accident(client: bytes, data: bytes, signature: bytes) -> None:
    shown = ShownCredential(
        credential_id=KNOWN.credential_id,
        client_data=encoded(client),
        authenticator_data=encoded(data),
        signature=encoded(signature),
    )
    with pytest.raises(PasskeyRefused):
        desk().read_shown("t", shown, [KNOWN])
    with pytest.raises(PasskeyRefused):
        desk().read_new("t", ACCOUNT, NewCredential(client_data=encoded(client), attestation=encoded(data)))


def test_an_installation_that_has_not_said_its_address_offers_no_key() -> None:
    closed = desk("")
    with pytest.raises(PasskeysNotOffered):
        closed.options("t", [])
    assert not closed.is_open
    assert desk().is_open


async def test_the_pages_offer_the_key_first_and_a_code_below(strict_house: House) -> None:
    await with_key(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    text = (await browser.get("/connexion/verification")).text
    assert text.index("Utiliser ma clé") < text.index("code de secours")
    csrf = browser.headers["x-csrf-token"]
    silent = await browser.post("/connexion/verification/cle", data={"_csrf": csrf, "credential": "{}"})
    assert (silent.status_code, "rien répondu" in silent.text) == (422, True)


async def test_a_first_sign_in_may_choose_a_key_instead_of_an_application(strict_house: House) -> None:
    browser = await strict_house.browser()
    await sign_in(browser, "agent")
    assert "/connexion/cle-d-acces" in (await browser.get("/connexion/second-facteur")).text
    assert (await browser.get("/connexion/cle-d-acces")).status_code == 200
