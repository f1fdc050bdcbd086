"""The real service over ASGI, on each engine in turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from alt_units.app import create_app
from kernel.acts import Staff
from kernel.clock import MovableClock
from kernel.http.tokens import sign_token
from kernel.settings import Settings
from tests.support.apps import Made, Pool
from tests.support.stores import Borrowed

SECRET = "un-secret-de-test-assez-long-0123456789"
CLERK = Staff(id=UUID(int=9), name="Agente de test")
COLLEAGUE = Staff(id=UUID(int=10), name="Collègue de test")


class Service:
    """A client of the running service; `as_` gives one that speaks for another calling service."""

    def __init__(self, app: Any, clock: MovableClock) -> None:
        self.app, self.clock = app, clock
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url="http://test"
        )

    async def call(
        self,
        method: str,
        path: str,
        *,
        caller: str = "demo",
        version: int | None = None,
        person: Staff = CLERK,
        **request: Any,
    ) -> Any:
        token = sign_token(SECRET, self.clock, caller=caller, called="alt_units", person=person)
        headers = {"authorization": f"Bearer {token}", **request.pop("headers", {})}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        return await self.http.request(method, path, headers=headers, **request)

    async def api(self, method: str, path: str, body: Any = None, **request: Any) -> Any:
        extra = {} if body is None else {"json": body}
        return await self.call(method, f"/api/alt-units/v1{path}", **extra, **request)

    async def page(self, path: str) -> str:
        answer = await self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def send(self, path: str, *, person: Staff = CLERK, **fields: Any) -> Any:
        """Send a form as the page would."""
        return await self.call("POST", path, person=person, data={"_key": uuid4().hex, **fields})


@asynccontextmanager
async def running(url: str) -> AsyncIterator[Service]:
    async with APPS.lend(Settings(secret=SECRET, databases={"alt_units": url}), date(2015, 6, 15)) as made:
        service = Service(made.apps["alt_units"], made.clock)
        try:
            yield service
        finally:
            await service.http.aclose()


APPS = Pool(lambda settings, clock: Made({"alt_units": create_app(settings, clock)}, clock))


@pytest.fixture
async def service(stores: Borrowed) -> AsyncIterator[Service]:
    async def prepare(url: str) -> None:
        async with running(url):
            pass

    async with running(await stores.copy("alt_units", prepare)) as service:
        yield service


def unit_body(reference: str = "LOG-T1", dwelling_type: str = "t1", **changes: Any) -> dict[str, Any]:
    return {
        "reference": reference,
        "name": f"Logement {reference}",
        "dwelling_type": dwelling_type,
        "zone": "I",
        "address": "1 rue de l'Exemple",
        "postal_code": "77340",
        "city": "Ville-Exemple",
        "water_and_wc": True,
        "heating": True,
        "first_day": "2014-01-01",
        "programme": "ALT",
        **changes,
    }


def convention_body(year: int = 2015, **changes: Any) -> dict[str, Any]:
    return {
        "programme": "ALT",
        "number": f"ALT-{year}",
        "funder": "Préfecture",
        "year": year,
        "first_month": f"{year}-01",
        "rule": "MOIS_ENTIER",
        "basis": "DISPONIBILITE",
        "ceiling": "MENSUEL",
        **changes,
    }


@pytest.fixture
async def park(service: Service) -> dict[str, dict[str, Any]]:
    """The founding case: a shared dwelling with two places, a T1, a T3."""
    made = {}
    for name, body in {
        "shared": unit_body("LOG-COLOC", "t3", places=["Chambre bleue", "Chambre verte"]),
        "t1": unit_body("LOG-T1", "t1"),
        "t3": unit_body("LOG-T3", "t3"),
    }.items():
        answer = await service.api("POST", "/units", body)
        assert answer.status_code == 201, answer.text
        made[name] = answer.json()
    return made


async def make_convention(service: Service, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = await service.api("POST", "/conventions", convention_body(**changes))
    assert answer.status_code == 201, answer.text
    convention = answer.json()
    for line in lines:
        answer = await service.api(
            "POST", f"/conventions/{convention['id']}/lines", line, version=convention["version"]
        )
        assert answer.status_code == 201, answer.text
        convention = answer.json()
    return convention


def line_body(unit: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"unit_id": unit["id"], "first_month": "2015-01", "last_month": "2015-12", **changes}
