"""Presence pushed by occupancy: applied once, whatever is repeated, late or racing."""

import asyncio
from typing import Any

from tests.service.alt_units.conftest import Service

Park = dict[str, dict[str, Any]]


def body(revision: int, days: int = 31, places: list[dict[str, int]] | None = None) -> dict[str, Any]:
    return {"revision": revision, "days_occupied": days, "households": 1, "persons": 2, "places": places or []}


async def push(
    service: Service, unit: dict[str, Any], month: str, content: dict[str, Any], caller: str = "occupancy"
) -> Any:
    return await service.api("PUT", f"/units/{unit['id']}/presence/{month}", content, caller=caller)


async def journal_rows(service: Service) -> int:
    rows = await service.app.state.db.run("select count(*) as n from journal where verb = 'presence-recorded'")
    return int(rows[0]["n"])


async def test_a_month_is_stored_and_a_repeat_changes_nothing(service: Service, park: Park) -> None:
    content = body(4, 20, [{"number": 1, "days_occupied": 20}, {"number": 2, "days_occupied": 5}])
    first = await push(service, park["shared"], "2015-03", content)
    again = await push(service, park["shared"], "2015-03", content)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert await journal_rows(service) == 1


async def test_a_later_revision_replaces_and_an_earlier_one_is_acknowledged_without_effect(
    service: Service, park: Park
) -> None:
    await push(service, park["t1"], "2015-03", body(7, 10))
    late = await push(service, park["t1"], "2015-03", body(6, 31))
    assert (late.status_code, late.json()["revision"], late.json()["days_occupied"]) == (200, 7, 10)
    newer = await push(service, park["t1"], "2015-03", body(8, 31))
    assert (newer.json()["revision"], newer.json()["days_occupied"]) == (8, 31)


async def test_racing_revisions_end_on_the_highest(service: Service, park: Park) -> None:
    answers = await asyncio.gather(
        *(push(service, park["t1"], "2015-03", body(revision, revision)) for revision in (3, 9, 1, 7, 5, 9, 2))
    )
    assert {one.status_code for one in answers} == {200}
    stored = (await service.api("GET", f"/units/{park['t1']['id']}/presence")).json()["items"]
    assert [(one["revision"], one["days_occupied"]) for one in stored] == [(9, 9)]


async def test_more_days_than_the_month_has_are_refused(service: Service, park: Park) -> None:
    answer = await push(service, park["t1"], "2015-02", body(1, 29))
    assert (answer.status_code, answer.json()["code"]) == (422, "presence-impossible")
    unknown = await push(service, park["t1"], "2015-01", body(1, 31, [{"number": 4, "days_occupied": 1}]))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "presence-impossible")


async def test_a_month_that_is_not_one_is_refused(service: Service, park: Park) -> None:
    for month in ("2015-13", "2015-3", "mars", "0000-01"):
        assert (await push(service, park["t1"], month, body(1))).status_code == 400, month


async def test_only_occupancy_pushes_presence(service: Service, park: Park) -> None:
    assert (await push(service, park["t1"], "2015-03", body(1), caller="staff")).status_code == 401
