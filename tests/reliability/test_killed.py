"""Two services in two processes, killed without warning again and again: every stay told, none told twice.

The clerk's program repeats each request with its key until it is answered. SIGKILL strikes either side at random moments.
"""

import os
import random
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kernel.acts import Staff
from kernel.calendar import last_day_after
from kernel.clock import SystemClock
from kernel.http.tokens import sign_token
from kernel.period import Month, Period
from tests.support.processes import Process
from tests.support.site import SECRET
from tests.support.stores import Borrowed

CLERK = Staff(id=UUID(int=11), name="Agent Exemple")
SEED = 20261121
STAYS, KILLS, UNITS = int(os.environ.get("PALIER_KILLED_STAYS", "18")), int(os.environ.get("PALIER_KILLS", "5")), 3


class Insistent:
    """A client that never gives up: same request, same key, until somebody answers."""

    def __init__(self, http: httpx.Client, processes: dict[str, Process]) -> None:
        self._http, self._processes = http, processes
        self.repeats = 0

    def send(self, method: str, service: str, path: str, body: Any = None, version: int | None = None) -> Any:
        key = uuid4().hex
        for _ in range(400):
            token = sign_token(SECRET, SystemClock(), caller="demo", called=service, person=CLERK)
            headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
            if version is not None:
                headers["if-match"] = f'"{version}"'
            try:
                url = f"{self._processes[service].url}/api/{service.replace('_', '-')}{path}"
                answer = self._http.request(method, url, json=body, headers=headers)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code < 300:
                return answer.json()
            if answer is not None and answer.status_code not in (409, 502, 503):
                raise AssertionError(f"{path}: {answer.status_code} {answer.text}")
            if answer is not None and answer.status_code == 409 and "in-flight" not in answer.text:
                raise AssertionError(answer.text)
            self.repeats += 1
            time.sleep(0.1)
        raise TimeoutError(path)


def unit(number: int) -> dict[str, Any]:
    return {
        "reference": f"L-{number}",
        "name": f"Logement {number}",
        "dwelling_type": "t1",
        "zone": "I",
        "address": "1 allée des Exemples",
        "postal_code": "77000",
        "city": "Commune-Exemple",
        "water_and_wc": True,
        "heating": True,
        "first_day": "2020-01-01",
        "programme": "ALT",
    }


def household(number: int) -> dict[str, Any]:
    who = {"last_name": f"Ménage {number}", "first_name": "(exemple)", "situation": "single"}
    return {**who, "adults": 1, "children": 0, "orientation": "siao"}


def strike(processes: list[Process], stop: threading.Event, chance: random.Random) -> None:
    for _ in range(KILLS):
        if stop.wait(chance.uniform(0.2, 1.2)):
            return
        victim = chance.choice(processes)
        victim.kill()
        time.sleep(chance.uniform(0, 0.4))
        victim.start()


def days_of(periods: list[Period]) -> dict[str, int]:
    """Days occupied by month, counted one by one."""
    days: dict[str, int] = {}
    for period in periods:
        assert period.last_day
        for number in range(period.days):
            month = str(Month.of(period.first_day + timedelta(days=number)))
            days[month] = days.get(month, 0) + 1
    return days


def live_in(clerk: Insistent, units: list[dict[str, Any]]) -> dict[str, list[Period]]:
    """Sign stays that follow one another in each unit; the days of each, by unit."""
    lived: dict[str, list[Period]] = {one["id"]: [] for one in units}
    free = dict.fromkeys(lived, date(2030, 1, 5))
    for number in range(STAYS):
        unit_id = units[number % UNITS]["id"]
        first_day = free[unit_id]
        who = clerk.send("POST", "occupancy", "/v1/households", household(number))
        wanted = {"household_id": who["id"], "unit_id": unit_id, "place_number": 0, "first_day": f"{first_day}"}
        draft = clerk.send("POST", "occupancy", "/v1/contracts", wanted)
        path = f"/v1/contracts/{draft['id']}/signature"
        clerk.send("POST", "occupancy", path, {"signed_on": f"{SystemClock().today()}"}, draft["version"])
        last_day = last_day_after(first_day, 3)
        lived[unit_id].append(Period(first_day, last_day))
        free[unit_id] = last_day + timedelta(days=4)
    return lived


def told_of(clerk: Insistent, unit_id: str, wanted: dict[str, int]) -> dict[str, int]:
    """What the stock knows of a unit's months, once it is what is wanted or half a minute has passed."""
    found: dict[str, int] = {}
    for _ in range(300):
        told = clerk.send("GET", "alt_units", f"/v1/units/{unit_id}/presence")["items"]
        found = {one["month"]: one["days_occupied"] for one in told if one["days_occupied"]}
        if found == wanted:
            break
        time.sleep(0.1)
    return found


@pytest.mark.slow
def test_no_stay_is_lost_or_told_twice_when_either_side_is_killed(
    stores: Borrowed, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    common = {"PALIER_SECRET": SECRET, "PALIER_DATA": str(tmp_path), "PALIER_MODE": "embedded"}
    alt_units = Process("alt-units", {**common, "PALIER_ALT_UNITS_DATABASE": stores.empty()})
    where = {"PALIER_OCCUPANCY_DATABASE": stores.empty(), "PALIER_ALT_UNITS_URL": alt_units.url}
    occupancy = Process("occupancy", {**common, **where})
    stop = threading.Event()
    striking = threading.Thread(target=strike, args=([alt_units, occupancy], stop, random.Random(SEED)))
    with alt_units, occupancy, httpx.Client(timeout=10) as http:
        clerk = Insistent(http, {"alt_units": alt_units, "occupancy": occupancy})
        units = [clerk.send("POST", "alt_units", "/v1/units", unit(number)) for number in range(UNITS)]
        striking.start()
        try:
            lived = live_in(clerk, units)
        except BaseException:
            stop.set()  # nobody starts a service again behind the test's back
            raise
        finally:
            striking.join()
        assert clerk.repeats, f"nobody was interrupted (seed {SEED})"
        record_property("n", KILLS)
        record_property("seed", SEED)
        assert len(clerk.send("GET", "occupancy", "/v1/contracts?limit=200")["items"]) == STAYS
        for unit_id, periods in lived.items():
            wanted = days_of(periods)
            assert told_of(clerk, unit_id, wanted) == wanted, f"seed {SEED}"
