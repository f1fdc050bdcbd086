"""A wrong password for a login that exists, and for one that does not: the same answer, and after the same time (GOALS D10).

Goal: of 500 pairs of sign-ins, one of each, the median difference is 10 ms at most; a busy machine
widens the interval in which it lies, and does not move it. The control is a program that answers at once
when nobody has the login: it must differ by more. The work is that of the shipped parameters of Argon2id, in one process.

`-m tests.benchmarks.login_timing [how many of each]`.
"""

import asyncio
import json
import sys
import tempfile
import time
from datetime import timedelta
from math import sqrt
from pathlib import Path
from statistics import median

import httpx

from kernel.acts import Staff
from kernel.clock import MovableClock
from staff.actions.accounts import OpenAccount, open_account
from staff.actions.hashing import Hashing
from staff.app import create_app, database
from staff.domain.accounts import SYSTEM
from staff.domain.roles import Role
from tests.service.staff.conftest import MORNING, PASSWORD, act_of, settings_of
from tests.support.apps import running

GOAL_MS = 10.0
KNOWN, UNKNOWN = "agent", "agens"
LEAST = 5
"""Of the control, that shows its difference at once."""


class AtOnce(Hashing):
    """The broken variant: no work where nobody has the login."""

    async def matches(self, password: str, kept: str | None) -> bool:
        return kept is not None and await super().matches(password, kept)


def main() -> None:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:{Path(folder) / 'staff.sqlite'}"
        asyncio.run(an_account(url))
        found, odd = asyncio.run(differences(url, Hashing(), each))
        broken, _ = asyncio.run(differences(url, AtOnce(), max(LEAST, each // 50)))
    low, high = interval(found)
    print(
        f"{each} pairs: median difference {median(found):+.1f} ms, between {low:+.1f} and {high:+.1f} with 95 % confidence"
        f" (goal {GOAL_MS:.0f} ms), {odd} answers not alike (goal 0)"
    )
    print(f"control, a program that answers at once for an unknown login: {median(broken):+.1f} ms")
    said = {
        "n": 2 * each,
        "failures": int(is_apart(found)) + odd,
        "controls": 1,
        "control_failures": int(is_apart(broken)),
        "figure": f"écart médian de {abs(median(found)):.1f} ms, de {low:.1f} à {high:.1f} ms à 95 %",
    }
    print(json.dumps(said, ensure_ascii=False))


def interval(found: list[float]) -> tuple[float, float]:
    """Where the median is, with 95 % confidence, whatever else the machine does: by the ranks of the differences."""
    ordered, reach = sorted(found), 0.98 * sqrt(len(found))
    first, last = int(len(found) / 2 - reach), int(len(found) / 2 + reach)
    return ordered[max(0, first)], ordered[min(len(found) - 1, last)]


def is_apart(found: list[float]) -> bool:
    """A difference of more than the goal that is no noise."""
    low, high = interval(found)
    return low > GOAL_MS or high < -GOAL_MS


async def an_account(url: str) -> None:
    """The login that exists, its password hashed as a shipped program hashes it."""
    db = database(settings_of(url))
    await db.open()
    command = OpenAccount(login=KNOWN, name="Agent Exemple", roles=(Role.AGENT,), password=PASSWORD)
    await open_account(db, command, act_of(Staff(id=SYSTEM, name="Palier")), hashing=Hashing())
    await db.close()


async def differences(url: str, hashing: Hashing, each: int) -> tuple[list[float], int]:
    """Known less unknown, in milliseconds; and how many pairs of answers were not alike.

    The clock of the program goes on by an hour after each pair, so that no throttle answers in the place of the password.
    """
    clock = MovableClock(MORNING)
    app, took, odd = create_app(settings_of(url), clock, hashing=hashing), {KNOWN: [], UNKNOWN: []}, 0
    async with running(app):
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="https://palier.test") as client:
            for number in range(each + 1):
                answers = {}
                for login in (KNOWN, UNKNOWN) if number % 2 else (UNKNOWN, KNOWN):
                    typed = {"login": login, "password": "mauvais lanterne brume"}
                    began = time.perf_counter()
                    answer = await client.post("/api/staff/v1/sessions", json=typed)
                    if number:  # the first pair warms up
                        took[login].append(time.perf_counter() - began)
                    answers[login] = (answer.status_code, without_its_number(answer.json()))
                odd += answers[KNOWN] != answers[UNKNOWN] or answers[KNOWN][0] != 401
                clock.move_to(clock.now() + timedelta(hours=1))
    return [(one - other) * 1000 for one, other in zip(took[KNOWN], took[UNKNOWN], strict=True)], odd


def without_its_number(body: dict[str, object]) -> dict[str, object]:
    """The answer but for the number of the request, which is never the same."""
    return {name: value for name, value in body.items() if name not in ("instance", "request_id")}


if __name__ == "__main__":
    main()
