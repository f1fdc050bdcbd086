"""Each service starts and answers with the packages of the others absent."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import SERVICES

ALL = ("staff", "alt_units", "occupancy")
START = """
import asyncio, sys
from pathlib import Path

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())

async def main():
    import httpx
    from importlib import import_module
    from kernel.clock import SystemClock
    from kernel.settings import Settings
    {extra}
    settings = Settings(data=Path({data!r}), secret="long enough and only for this test 0123456789")
    app = import_module("{service}.app").create_app(settings, SystemClock())
    async with app.lifespan(), httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://alone") as http:
        answer = await http.get("/api/{prefix}/health/ready")
        assert answer.status_code == 200, answer.text
    print("answered")

asyncio.run(main())
"""


def start(service: str, folder: Path, *, extra: str = "") -> subprocess.CompletedProcess[str]:
    """Start a service in a process where the other services, and the composition, cannot be imported."""
    absent = {*ALL, "palier"} - {service}
    script = START.format(
        absent=absent, data=str(folder), service=service, prefix=service.replace("_", "-"), extra=extra
    )
    return subprocess.run(
        [sys.executable, "-c", script], cwd=SERVICES, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("service", ALL)
def test_a_service_starts_with_the_others_absent(service: str, tmp_path: Path) -> None:
    done = start(service, tmp_path)
    assert done.stdout.strip() == "answered", done.stderr[-2000:]


def test_an_import_of_another_service_would_stop_it(tmp_path: Path) -> None:
    done = start("occupancy", tmp_path, extra="import alt_units.domain")
    assert "No module named 'alt_units" in done.stderr
    assert done.returncode == 1
