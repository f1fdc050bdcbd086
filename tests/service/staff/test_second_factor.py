"""A password alone opens nothing: the second factor is set up, shown, used once, recovered, reset by somebody else."""

import asyncio
import base64
from datetime import timedelta

import httpx
import pytest

from kernel.http.identity import COOKIE
from staff.domain.factors import accepted_step, code_of, step_at
from staff.store import factors as store
from staff.tables import AuthenticatorRow, RecoveryCodeRow, SessionRow
from tests.service.staff.conftest import (
    PASSWORD,
    House,
    account_of,
    address_of,
    is_in,
    sign_in,
    version_of,
)

HERE = "/api/staff/v1/session"
AUTHENTICATOR, SHOW = f"{HERE}/authenticator", f"{HERE}/second-factor"


class Telephone:
    """Somebody's application: shows the code of the moment."""

    def __init__(self, house: House, secret: str) -> None:
        self.house, self.secret = house, base64.b32decode(secret.replace(" ", ""))

    def code(self, apart: int = 0) -> str:
        return code_of(self.secret, step_at(self.house.clock.now()) + apart)

    def wrong_code(self) -> str:
        now = self.house.clock.now()
        wrong = (f"{number:06d}" for number in range(1_000_000))
        return next(one for one in wrong if accepted_step(self.secret, one, now, last_step=0) is None)


async def propose(house: House, browser: httpx.AsyncClient) -> Telephone:
    answer = await browser.get(AUTHENTICATOR)
    assert answer.status_code == 200, answer.text
    return Telephone(house, answer.json()["secret"])


async def half_way(house: House, login: str, address: str = "192.0.2.1") -> httpx.AsyncClient:
    """A browser in which only the password was typed."""
    browser = await house.browser(address)
    answer = await sign_in(browser, login)
    assert (answer.status_code, answer.json()["awaits_factor"]) == (201, True), answer.text
    return browser


async def enrolled(
    house: House, login: str, address: str = "192.0.2.1"
) -> tuple[httpx.AsyncClient, Telephone, list[str]]:
    """Somebody after their first sign-in: their browser, their telephone, their recovery codes. Half a minute later."""
    browser = await half_way(house, login, address)
    telephone = await propose(house, browser)
    answer = await browser.put(AUTHENTICATOR, json={"code": telephone.code()})
    assert answer.status_code == 200, answer.text
    browser.headers["x-csrf-token"] = answer.json()["session"]["csrf"]
    house.later(seconds=30)
    return browser, telephone, answer.json()["recovery_codes"]


async def show(browser: httpx.AsyncClient, code: str) -> httpx.Response:
    answer = await browser.post(SHOW, json={"code": code})
    if answer.status_code == 200:
        browser.headers["x-csrf-token"] = answer.json()["csrf"]
    return answer


async def test_a_password_alone_gives_no_permission_and_opens_no_page(strict_house: House) -> None:
    browser = await half_way(strict_house, "admin.un")
    said = (await browser.get(HERE)).json()
    assert (said["name"], said["permissions"]) == ("Administration Exemple A", [])
    refused = await browser.get("/api/staff/v1/accounts")
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-missing")
    led = await browser.get("/equipe")
    assert (led.status_code, led.headers["location"]) == (303, "/connexion/verification?suite=/equipe")


async def test_the_first_sign_in_sets_up_an_application_and_goes_on_under_a_new_token(strict_house: House) -> None:
    browser = await half_way(strict_house, "agent")
    before = browser.cookies[COOKIE]
    telephone = await propose(strict_house, browser)
    answer = await browser.put(AUTHENTICATOR, json={"code": telephone.code()})
    assert "units.write" in answer.json()["session"]["permissions"]
    assert len(set(answer.json()["recovery_codes"])) == 10
    assert browser.cookies[COOKIE] != before
    planted = await strict_house.browser("198.51.100.9")
    planted.cookies.set(COOKIE, before)
    assert not await is_in(planted)
    ended = {row["end_reason"] for row in await SessionRow.select() if row["ended_at"]}
    assert ended == {"stepped_up"}


async def test_nothing_readable_of_a_second_factor_is_stored(strict_house: House) -> None:
    _, telephone, codes = await enrolled(strict_house, "agent")
    kept = str(await AuthenticatorRow.select()) + str(await RecoveryCodeRow.select())
    journal = str(await strict_house.db.run("select * from journal"))
    answers = str(await strict_house.db.run("select * from answered_request"))
    secret = telephone.secret
    for readable in (secret.hex(), base64.b32encode(secret).decode(), str(secret), *codes):
        assert readable not in kept + journal + answers


async def test_a_wrong_first_code_sets_up_nothing(strict_house: House) -> None:
    browser = await half_way(strict_house, "agent")
    telephone = await propose(strict_house, browser)
    answer = await browser.put(AUTHENTICATOR, json={"code": telephone.wrong_code()})
    assert (answer.status_code, answer.json()["code"]) == (422, "second-factor-refused")
    assert answer.json()["errors"][0]["field"] == "code"
    assert await AuthenticatorRow.count() == await RecoveryCodeRow.count() == 0


async def test_the_same_session_is_shown_the_same_key_and_another_session_another_one(strict_house: House) -> None:
    browser, other = await half_way(strict_house, "agent"), await half_way(strict_house, "agent", "203.0.113.5")
    one = (await browser.get(AUTHENTICATOR)).json()
    assert (await browser.get(AUTHENTICATOR)).json() == one
    assert (await other.get(AUTHENTICATOR)).json()["secret"] != one["secret"]


async def test_every_later_sign_in_asks_for_the_code(strict_house: House) -> None:
    await enrolled(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    refused = await browser.get(AUTHENTICATOR)
    assert (refused.status_code, refused.json()["code"]) == (409, "second-factor-already-set")


async def test_whoever_knows_the_password_cannot_put_their_own_telephone_in_the_place(strict_house: House) -> None:
    thief = await half_way(strict_house, "agent", "198.51.100.9")
    known_before = await propose(strict_house, thief)
    await enrolled(strict_house, "agent")
    for code in (known_before.code(), known_before.code(1)):
        answer = await thief.put(AUTHENTICATOR, json={"code": code})
        assert answer.status_code in (401, 409), answer.text  # setting up ended the sessions that waited
    assert await AuthenticatorRow.count() == 1


async def test_the_code_opens_the_session_under_a_new_token(strict_house: House) -> None:
    _, telephone, _ = await enrolled(strict_house, "agent")
    browser = await half_way(strict_house, "agent")
    before = browser.cookies[COOKIE]
    answer = await show(browser, telephone.code())
    assert answer.status_code == 200, answer.text
    assert "units.write" in answer.json()["permissions"]
    assert browser.cookies[COOKIE] != before
    old = await strict_house.browser()
    old.cookies.set(COOKIE, before)
    assert not await is_in(old)


async def test_a_code_is_accepted_once_whoever_shows_it_and_however_many_at_a_time(strict_house: House) -> None:
    _, telephone, _ = await enrolled(strict_house, "agent")
    browsers = [await half_way(strict_house, "agent") for _ in range(5)]
    code = telephone.code()
    statuses = [one.status_code for one in await asyncio.gather(*(show(browser, code) for browser in browsers))]
    assert sorted(statuses) == [200, 422, 422, 422, 422]
    strict_house.later(seconds=30)
    again = await half_way(strict_house, "agent")
    assert (await show(again, code)).status_code in (422, 429)


async def test_control_without_the_guarded_step_the_same_code_would_come_in_again(
    strict_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def always(*_: object) -> bool:
        return True

    monkeypatch.setattr(store, "use_step", always)
    _, telephone, _ = await enrolled(strict_house, "agent")
    code = telephone.code()
    for _ in range(2):
        assert (await show(await half_way(strict_house, "agent"), code)).status_code == 200


async def test_five_wrong_codes_then_wait_a_quarter_of_an_hour_at_most(strict_house: House) -> None:
    _, telephone, codes = await enrolled(strict_house, "agent")
    browser = await half_way(strict_house, "agent", "198.51.100.9")
    for _ in range(5):
        assert (await show(browser, telephone.wrong_code())).status_code == 422
    for code in (telephone.code(), codes[0], telephone.wrong_code()):
        waits = await show(browser, code)
        assert (waits.status_code, waits.json()["code"]) == (429, "too-many-sign-ins")
        assert 0 < int(waits.headers["retry-after"]) <= 900
    strict_house.later(minutes=15)
    browser = await half_way(strict_house, "agent", "198.51.100.9")
    assert (await show(browser, telephone.code())).status_code == 200


async def test_a_thief_of_the_password_does_not_lock_the_agent_out_of_a_familiar_desk(strict_house: House) -> None:
    _, telephone, _ = await enrolled(strict_house, "agent")
    thief = await half_way(strict_house, "agent", "198.51.100.9")
    for _ in range(6):
        last = await show(thief, telephone.wrong_code())
    assert last.status_code == 429
    assert (await show(await half_way(strict_house, "agent"), telephone.code())).status_code == 200


async def test_a_right_password_without_its_code_makes_no_address_familiar(strict_house: House) -> None:
    await enrolled(strict_house, "agent")
    await half_way(strict_house, "agent", "198.51.100.9")
    assert await strict_house.db.run("select count(*) as n from familiar_address") == [{"n": 1}]


async def test_a_recovery_code_opens_once_and_is_counted(strict_house: House) -> None:
    _, _, codes = await enrolled(strict_house, "agent")
    account = (await AuthenticatorRow.select())[0]["account_id"]
    typed = codes[3].upper().replace("-", " ")
    answer = await show(await half_way(strict_house, "agent"), typed)
    assert answer.status_code == 200, answer.text
    assert await store.count_unused_codes(account) == 9
    assert (await show(await half_way(strict_house, "agent"), codes[3])).status_code == 422
    assert {row["factor"] for row in await SessionRow.select() if not row["ended_at"]} >= {"recovery_code"}


async def test_a_recovery_code_belongs_to_one_account(strict_house: House) -> None:
    _, _, codes = await enrolled(strict_house, "agent")
    await enrolled(strict_house, "regie")
    assert (await show(await half_way(strict_house, "regie"), codes[0])).status_code == 422


async def test_new_recovery_codes_ask_for_the_password_and_end_the_old_ones(strict_house: House) -> None:
    browser, _, codes = await enrolled(strict_house, "agent")
    path = f"{HERE}/recovery-codes"
    wrong = await browser.post(path, json={"password": "gravier lanterne soupe"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong-current-password")
    renewed = (await browser.post(path, json={"password": PASSWORD})).json()["recovery_codes"]
    assert not set(renewed) & set(codes)
    waiting = await half_way(strict_house, "agent")
    assert (await show(waiting, codes[0])).status_code == 422
    assert (await show(waiting, renewed[0])).status_code == 200


async def test_another_telephone_asks_for_the_password_and_ends_the_other_sessions(strict_house: House) -> None:
    browser, old, _ = await enrolled(strict_house, "agent")
    home = await half_way(strict_house, "agent", "203.0.113.5")
    assert (await show(home, old.code())).status_code == 200
    new = await propose(strict_house, browser)
    without = await browser.put(AUTHENTICATOR, json={"code": new.code()})
    assert (without.status_code, without.json()["code"]) == (422, "wrong-current-password")
    answer = await browser.put(AUTHENTICATOR, json={"code": new.code(), "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    assert await is_in(browser)
    assert not await is_in(home)
    strict_house.later(seconds=30)
    waiting = await half_way(strict_house, "agent")
    assert (await show(waiting, old.code())).status_code == 422
    assert (await show(waiting, new.code())).status_code == 200


async def test_an_administrator_resets_the_second_factor_of_another_person_and_it_is_written_down(
    strict_house: House,
) -> None:
    admin, _, _ = await enrolled(strict_house, "admin.un")
    office, telephone, codes = await enrolled(strict_house, "agent")
    agent = await account_of(admin, "agent")
    assert agent["has_factor"] is True
    answer = await admin.post(address_of(agent, "second-factor-reset"), headers=version_of(agent))
    assert (answer.status_code, answer.json()["has_factor"]) == (200, False), answer.text
    assert not await is_in(office)
    again = await half_way(strict_house, "agent")
    for code in (telephone.code(), codes[0]):
        assert (await show(again, code)).json()["code"] == "second-factor-not-set"
    written = await strict_house.db.run("select actor_name, verb from journal where verb = {}", "second-factor-reset")
    assert written == [{"actor_name": "Administration Exemple A", "verb": "second-factor-reset"}]
    own = await account_of(admin, "admin.un")
    refused = await admin.post(address_of(own, "second-factor-reset"), headers=version_of(own))
    assert refused.json()["code"] == "own-account"
    empty = await account_of(admin, "regie")
    refused = await admin.post(address_of(empty, "second-factor-reset"), headers=version_of(empty))
    assert refused.json()["code"] == "second-factor-not-set"


async def test_a_new_password_from_a_colleague_keeps_the_second_factor(strict_house: House) -> None:
    admin, _, _ = await enrolled(strict_house, "admin.un")
    await enrolled(strict_house, "agent")
    agent = await account_of(admin, "agent")
    await admin.put(address_of(agent, "password"), json={"password": "sentier cuivre orage"}, headers=version_of(agent))
    browser = await strict_house.browser()
    answer = await sign_in(browser, "agent", "sentier cuivre orage")
    assert answer.json()["awaits_factor"] is True
    assert (await browser.get(AUTHENTICATOR)).status_code == 409


async def test_changing_ones_password_goes_on_with_the_second_factor_already_shown(strict_house: House) -> None:
    browser, _, _ = await enrolled(strict_house, "agent")
    answer = await browser.put(f"{HERE}/password", json={"current": PASSWORD, "new": "sentier cuivre orage"})
    assert (answer.status_code, answer.json()["awaits_factor"]) == (200, False), answer.text
    assert (await browser.get("/equipe/regles")).status_code == 200


async def test_where_it_is_optional_only_who_chose_a_second_factor_shows_it(house: House) -> None:
    browser = await house.signed_in("agent")
    telephone = await propose(house, browser)
    answer = await browser.put(AUTHENTICATOR, json={"code": telephone.code(), "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    house.later(seconds=30)
    assert (await show(await half_way(house, "agent"), telephone.code())).status_code == 200
    assert await is_in(await house.signed_in("regie"))


async def test_a_session_that_waits_ends_after_a_quarter_of_an_hour(strict_house: House) -> None:
    browser = await half_way(strict_house, "agent")
    strict_house.later(minutes=14)
    assert await is_in(browser)
    strict_house.later(minutes=1)
    assert not await is_in(browser)


async def test_closing_all_ones_sessions_counts_in_every_browser_at_once(strict_house: House) -> None:
    office, telephone, _ = await enrolled(strict_house, "agent")
    home = await half_way(strict_house, "agent", "203.0.113.5")
    assert (await show(home, telephone.code())).status_code == 200
    regie, _, _ = await enrolled(strict_house, "regie")
    assert (await home.delete("/api/staff/v1/sessions")).status_code == 204
    assert not await is_in(office)
    assert not await is_in(home)
    assert await is_in(regie)


async def test_the_pages_set_up_show_print_and_reset(strict_house: House) -> None:
    """What the API does, by the pages: the same acts, in French."""
    from tests.service.staff.test_pages import hidden

    browser = await strict_house.browser()
    sent = {"login": "agent", "password": PASSWORD, "suite": "/equipe/moi"}
    answer = await browser.post("/connexion", data=sent)
    assert answer.headers["location"] == "/connexion/verification?suite=/equipe/moi"
    led = await browser.get(answer.headers["location"])
    assert led.headers["location"] == "/connexion/second-facteur?suite=/equipe/moi"
    form = await browser.get(led.headers["location"])
    assert "data:image/svg+xml" in form.text
    secret = form.text.partition("<code>")[2].partition("</code>")[0]
    telephone = Telephone(strict_house, secret)
    wrong = await browser.post("/connexion/second-facteur", data={**hidden(form), "code": telephone.wrong_code()})
    assert wrong.status_code == 422
    assert secret in wrong.text
    codes = await browser.post("/connexion/second-facteur", data={**hidden(form), "code": telephone.code()})
    assert codes.status_code == 200, codes.text
    assert codes.text.count("<li><code>") == 10
    assert 'href="/equipe/moi">Je les ai notés' in codes.text
    own = await browser.get("/equipe/moi")
    assert "Codes de secours inutilisés" in own.text
    renew = await browser.get("/equipe/moi/codes-de-secours")
    renewed = await browser.post("/equipe/moi/codes-de-secours", data={**hidden(renew), "password": PASSWORD})
    assert renewed.text.count("<li><code>") == 10
    out = await browser.post("/equipe/moi/deconnexion-partout", data=hidden(own))
    assert out.headers["location"] == "/connexion?fait=signed-out-everywhere"

    strict_house.later(seconds=30)
    await browser.post("/connexion", data=sent)
    form = await browser.get("/connexion/verification?suite=/equipe/moi")
    wrong = await browser.post("/connexion/verification", data={**hidden(form), "code": "abc"})
    assert wrong.status_code == 422
    assert "il a déjà servi" in wrong.text
    shown = await browser.post("/connexion/verification", data={**hidden(form), "code": telephone.code()})
    assert (shown.status_code, shown.headers["location"]) == (303, "/equipe/moi")

    admin, _, _ = await enrolled(strict_house, "admin.un")
    agent = await account_of(admin, "agent")
    page = await admin.get(f"/equipe/{agent['id']}")
    assert "reconnu Agent Exemple en personne" in page.text
    done = await admin.post(
        f"/equipe/{agent['id']}/second-facteur",
        data={"_csrf": admin.headers["x-csrf-token"], "version": str(agent["version"])},
    )
    assert done.headers["location"] == f"/equipe/{agent['id']}?fait=second-factor-reset"


async def test_the_key_of_one_account_moved_to_another_opens_nothing(strict_house: House) -> None:
    _, agent_telephone, _ = await enrolled(strict_house, "agent")
    await enrolled(strict_house, "regie")
    rows = await AuthenticatorRow.select().order_by(AuthenticatorRow.added_at)
    await strict_house.db.run(
        "update authenticator set sealed_secret = {} where account_id = {}",
        rows[0]["sealed_secret"],
        rows[1]["account_id"],
    )
    strict_house.clock.move_to(strict_house.clock.now() + timedelta(seconds=30))
    answer = await show(await half_way(strict_house, "regie"), agent_telephone.code())
    assert (answer.status_code, answer.json()["code"]) == (409, "second-factor-unreadable")
