"""A stock that speaks alt_units' HTTP contract and can be made to fail: the other side of occupancy's outbox in tests."""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx

Fault = Callable[[str, str], Awaitable[httpx.Response | None]]
"""Asked with `before` or `after` the effect, and the path; may raise, or answer instead."""


def unit(number: int, *, places: int = 0, programme: str = "ALT", dwelling_type: str = "t3") -> dict[str, Any]:
    """A unit of the fictitious stock, in service and in its programme since 2000."""
    return {
        "id": str(UUID(int=number)),
        "version": 1,
        "reference": f"L-{number:03d}",
        "name": f"Logement {number}",
        "dwelling_type": dwelling_type,
        "programme": programme,
        "programmes": [{"programme": programme, "first_day": "2000-01-01", "last_day": None}],
        "address": f"{number} rue des Exemples",
        "postal_code": "77340",
        "city": "Ville d'exemple",
        "zone": "I",
        "surface_dm2": None,
        "places": [{"number": n, "name": f"Chambre {n}", "persons_max": None} for n in range(1, places + 1)],
        "service_periods": [{"first_day": "2000-01-01", "last_day": None, "reason": ""}],
        "retired_on": None,
        "persons_max": None,
        "accessible": False,
        "floor": None,
        "has_lift": False,
        "turnaround_days": 0,
        "territory": "metropole",
        "mobilisations": [],
        "voids": [],
    }


class Stock(httpx.AsyncBaseTransport):
    """Answers `GET units` and applies `PUT presence` by revision, as the contract says. `effects` counts what was applied."""

    def __init__(self, *units: dict[str, Any]) -> None:
        self.units = {one["id"]: one for one in units}
        self.presence: dict[tuple[str, str], dict[str, Any]] = {}
        self.received: list[tuple[str, str, int]] = []
        self.effects: list[tuple[str, str, int]] = []
        self.activity: dict[int, dict[str, Any]] = {}
        self.vacancies: list[dict[str, Any]] = []
        self.slides: list[tuple[str, str, str]] = []
        self.claimed: set[str] = set()
        self.letterheads: dict[str, dict[str, Any]] = {}
        self.fault: Fault | None = None
        self.keeps_revisions = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if answer := await self._fail("before", path):
            return answer
        answer = self._answer(request.method, path, await request.aread())
        if instead := await self._fail("after", path):
            return instead
        return answer

    async def _fail(self, moment: str, path: str) -> httpx.Response | None:
        return await self.fault(moment, path) if self.fault else None

    def _answer(self, method: str, path: str, body: bytes) -> httpx.Response:
        if path.startswith("/api/alt-units/v1/activity/"):
            return self._activity(int(path.rpartition("/")[2]), json.loads(body))
        if path.startswith("/api/alt-units/v1/letterheads/"):
            return self._letterhead(path.rpartition("/")[2], json.loads(body))
        if path == "/api/alt-units/v1/vacancies":
            return httpx.Response(200, json={"items": self.vacancies})
        parts = path.removeprefix("/api/alt-units/v1/units").strip("/").split("/")
        if method == "GET" and parts == [""]:
            return httpx.Response(200, json={"items": list(self.units.values()), "next": None})
        if parts[0] not in self.units:
            return httpx.Response(404, json={"code": "unit-not-found"})
        if parts[1:] == ["claimed-months"]:
            return httpx.Response(200, json={"items": sorted(self.claimed)})
        if method == "GET":
            return httpx.Response(200, json=self.units[parts[0]])
        told = json.loads(body)
        if parts[1] == "mobilisations":
            slid = (parts[0], parts[2], told["last_day"])
            self.received.append((parts[0], "slide", 0))
            if slid not in self.slides:
                self.slides.append(slid)
            return httpx.Response(200, json=self.units[parts[0]])
        key, revision = (parts[0], parts[2]), told["revision"]
        self.received.append((*key, revision))
        kept = self.presence.get(key)
        if kept is None or not self.keeps_revisions or revision > kept["revision"]:
            self.presence[key] = told
            self.effects.append((*key, revision))
        return httpx.Response(200, json=self.presence[key])

    def _letterhead(self, letterhead_id: str, told: dict[str, Any]) -> httpx.Response:
        if self.letterheads.setdefault(letterhead_id, told) != told:
            return httpx.Response(409, json={"code": "letterhead-kept"})
        return httpx.Response(200, json={"id": letterhead_id})

    def _activity(self, year: int, told: dict[str, Any]) -> httpx.Response:
        if year not in self.activity or told["revision"] > self.activity[year]["revision"]:
            self.activity[year] = told
        return httpx.Response(200, json=self.activity[year])
