"""The figures of the monitoring: there, few, without a person in them, on an internal address only."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import yaml

from kernel.clock import MovableClock
from kernel.db import Database
from kernel.http.counts import Requests
from kernel.settings import Settings, UnsafeSettings, read_settings
from palier.metrics import Figures, Metered
from tests.conftest import Machine
from tests.support.processes import free_port
from tests.support.site import a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed

MOST_SERIES = 300
ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "infra/monitoring"
TELLING = (ROOT / "services/palier/metrics.py", ROOT / "services/kernel/http/counts.py")


def faults(text: str) -> list[str]:
    """What makes an exposition unfit: no end, a series twice or without its type, too many of one service, an id in a label."""
    lines = text.splitlines()
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    found = [line for line in lines if not line.startswith("#")]
    names = [re.sub(r"_(total|bucket|count|sum)$", "", line.partition("{")[0].split()[0]) for line in found]
    keys = [line.rpartition(" ")[0] for line in found]
    wrong = [f"twice: {key}" for key in set(keys) if keys.count(key) > 1]
    wrong += [f"no type: {name}" for name in names if name not in typed]
    wrong += [f"an id: {line}" for line in found if re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|/\d+|@|\?", line)]
    wrong += [] if lines[-1] == "# EOF" else ["no end"]
    for service in ("staff", "alt_units", "occupancy"):
        own = [line for line in found if f'service="{service}"' in line]
        wrong += [] if 0 < len(own) <= MOST_SERIES else [f"{service}: {len(own)} series"]
    return wrong


async def asked(port: int, path: str) -> httpx.Response:
    transport = httpx.AsyncHTTPTransport(retries=8)  # the address may open a moment later
    async with httpx.AsyncClient(transport=transport) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_the_figures_are_few_name_nobody_and_are_told_on_their_own_address(
    machine: Machine, record_property: Callable[[str, object], None]
) -> None:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as town:
        ids = (await SmallTown(town).live()).ids
        agent = town.as_("agent")
        for service, app in town.site.apps.items():
            for route in app.routes:  # as if everything had failed slowly once
                app.state.requests.add("POST", getattr(route, "path_format", ""), 500, 2.0)
            await agent.get(f"/api/{service.replace('_', '-')}/health/ready")
        await agent.get(f"/api/occupancy/v1/households/{ids['household_id'][0]}?x=Exemple")
        figures = Figures(town.site.apps, town.settings, town.clock)
        text = await figures.text()
        assert faults(text) == []
        assert text.count("palier_up{") == 3
        assert "palier_journal_links" in text
        assert 'palier_outbox_rows{service="occupancy",what="presence_waiting"}' in text
        assert "Exemple" not in text
        record_property("n", max(text.count(f'service="{name}"') for name in town.site.apps))
        address = text.replace("(autres)", ids["household_id"][0])  # the control: an address instead of a template
        assert any(said.startswith("an id") for said in faults(address))
        port = free_port()
        stop = asyncio.Event()

        async def alive(scope: Any, receive: Any, send: Any) -> None:
            await stop.wait()

        task = asyncio.create_task(Metered(alive, figures, "127.0.0.1", port)({"type": "lifespan"}, None, None))
        answer = await asked(port, "/metrics")
        assert answer.headers["content-type"].startswith("application/openmetrics-text")
        assert faults(answer.text) == []
        assert (await asked(port, "/")).status_code == 404
        stop.set()
        await task
        assert (await agent.get("/metrics")).status_code == 404  # and nowhere on the address of the pages
    stores.give_back()


def test_control_a_figure_that_names_somebody_stands_twice_or_has_too_many_series_is_seen() -> None:
    """On an exposition made here: what the test above would say of a program that told so."""
    said = [
        "# TYPE palier_x gauge",
        *(f'palier_x{{service="{name}"}} 1' for name in ("staff", "alt_units", "occupancy")),
    ]
    fit = "\n".join([*said, "# EOF"])
    assert faults(fit) == []
    crowd = "\n".join(f'palier_x{{service="staff",what="w{number}"}} 1' for number in range(MOST_SERIES + 1))
    for more, seen in (
        ('palier_x{service="staff",route="/v1/units/0b0c1d2e-aaaa-bbbb-cccc-0123456789ab"} 1', "an id"),
        ('palier_x{service="staff",login="agent@exemple.fr"} 1', "an id"),
        ('palier_x{service="staff"} 2', "twice"),
        ('palier_y{service="staff"} 1', "no type"),
        (crowd, "staff: 302 series"),
    ):
        assert any(fault.startswith(seen) for fault in faults(fit.replace("# EOF", f"{more}\n# EOF"))), seen
    assert "no end" in faults("\n".join(said))


async def test_a_database_that_does_not_answer_is_said_and_a_backup_never_made_is_very_old(sqlite_url: str) -> None:
    db = Database(sqlite_url, [], Path("nowhere/migrations"))  # never opened
    app = SimpleNamespace(state=SimpleNamespace(db=db, requests=Requests()))
    settings = Settings(secret="x" * 40, backups=Path("nowhere"))
    text = await Figures({"staff": app}, settings, MovableClock(date(2026, 11, 21))).text()
    assert 'palier_up{service="staff"} 0' in text
    assert "palier_journal_links" not in text
    assert float(text.partition("\npalier_backup_age_seconds ")[2].split()[0]) > 1e9


def test_the_alerts_and_the_dashboard_ask_for_figures_that_are_told() -> None:
    """And every alert is explained in the runbook."""
    told = "".join(path.read_text(encoding="utf-8") for path in TELLING)
    rules = yaml.safe_load((MONITORING / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    panels = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    asked_for = [rule["expr"] for rule in rules] + [one["expr"] for panel in panels for one in panel["targets"]]
    names = {re.sub(r"_(total|bucket)$", "", name) for one in asked_for for name in re.findall(r"palier_\w+", one)}
    assert len(names) > 12
    assert [name for name in sorted(names) if f'"{name}"' not in told] == []
    runbook = (MONITORING.parent / "README.md").read_text(encoding="utf-8")
    assert [rule["alert"] for rule in rules if f"`{rule['alert']}`" not in runbook] == []


@pytest.mark.parametrize("address", ["0.0.0.0:9109", "9109", "127.0.0.1", "127.0.0.1:0", "8.8.8.8:9109", "127.0.0.1:x"])
def test_an_address_that_others_might_reach_is_refused(address: str) -> None:
    with pytest.raises(UnsafeSettings, match="PALIER_METRICS"):
        read_settings({"PALIER_SECRET": "0123456789abcdef" * 3, "PALIER_METRICS": address})
    kept = read_settings({"PALIER_SECRET": "0123456789abcdef" * 3, "PALIER_METRICS": "127.0.0.1:9109"})
    assert kept.metrics == "127.0.0.1:9109"
