"""Every handler of the service, walked by everybody who may not: no answer but the refusal."""

from typing import Any
from uuid import UUID

import httpx

from staff.access import ACCESS
from staff.domain.roles import Role, permissions_of
from tests.service.staff.conftest import House


def routes(house: House) -> list[tuple[str, str, str]]:
    """Handler name, method and address of each handler in the access table of the service."""
    found = []
    for route in house.app.routes:
        for handler in getattr(route, "route_handlers", []):
            if handler.handler_name in ACCESS:
                path = route.path.replace("{account_id:uuid}", str(UUID(int=7)))
                method = next(iter(set(handler.http_methods) - {"HEAD", "OPTIONS"}))
                found.append((handler.handler_name, method, path))
    assert {name for name, _, _ in found} == set(ACCESS)
    return found


async def answer(browser: httpx.AsyncClient, method: str, path: str) -> Any:
    sent: dict[str, Any] = {}
    if method in ("POST", "PUT"):
        sent = {"json": {}} if path.startswith("/api/") else {"data": {}}
    return await browser.request(method, path, headers={"if-match": '"1"'}, **sent)


async def test_nobody_comes_further_than_the_sign_in_without_signing_in(house: House) -> None:
    stranger = await house.browser()
    for name, method, path in routes(house):
        if ACCESS[name].open:
            continue
        refused = await answer(stranger, method, path)
        if method == "GET" and not path.startswith("/api/"):
            assert refused.headers.get("location") == f"/connexion?suite={path}", name
        else:
            assert refused.status_code == 401, name


async def test_a_role_without_the_permission_is_refused_everywhere(house: House) -> None:
    agent = await house.signed_in("agent")
    held = permissions_of([Role.AGENT])
    walked = 0
    for name, method, path in routes(house):
        permission = ACCESS[name].permission
        if permission and permission not in held:
            assert (await answer(agent, method, path)).status_code == 403, name
            walked += 1
    assert walked == sum(bool(row.permission) for row in ACCESS.values())


async def test_the_administrator_passes_every_guard_of_the_team(house: House) -> None:
    admin = await house.signed_in("admin.un")
    for name, method, path in routes(house):
        if ACCESS[name].permission:
            assert (await answer(admin, method, path)).status_code not in (401, 403, 500), name


async def test_no_write_goes_through_without_the_form_token(house: House) -> None:
    admin = await house.signed_in("admin.un")
    del admin.headers["x-csrf-token"]
    for name, method, path in routes(house):
        if method != "GET" and not ACCESS[name].open:
            refused = await answer(admin, method, path)
            assert refused.status_code == 403, name
            assert "forged-request" in refused.text, name
