"""A place rebuilt from a backup by `infra/rebuild.py`, timed; and the control, a damaged backup that stops it (GOALS F9).

`-m tests.benchmarks.rebuild`: an empty town of three SQLite databases. The last line is the figures of the goal.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kernel.settings import Settings
from palier.backup import ORDER, back_up
from tests.support.site import SECRET
from tests.support.stores import Borrowed, SqliteStores, migrated

SCRIPT = Path(__file__).parents[2] / "infra" / "rebuild.py"
STEPS = ["install", "restore", "migrate", "invariants", "journals", "serve"]


def rebuild(backup: Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the script as an administrator would, in production: an empty embedded town would load the demonstration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PALIER_")}
    kept |= {"PALIER_MODE": "production", "PALIER_SECRET": SECRET}
    command = [sys.executable, str(SCRIPT), str(backup), "--data", str(data)]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False, timeout=600)


async def save(folder: Path) -> None:
    """A backup of an empty town."""
    stores = Borrowed(SqliteStores(folder))
    databases = {name: await migrated(stores, name) for name in ORDER}
    await back_up(Settings(databases=databases, secret=SECRET), folder / "saved")
    stores.give_back()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(save(folder))
        whole = rebuild(folder / "saved", folder / "new")
        print(whole.stderr, whole.stdout)
        said = json.loads(whole.stdout) if whole.returncode == 0 else {"failures": 1, "steps": {}, "seconds": 0}
        file = next(path for path in sorted((folder / "saved").iterdir()) if path.suffix != ".json")
        file.write_bytes(file.read_bytes()[:-10])
        damaged = rebuild(folder / "saved", folder / "other")
        stopped = damaged.returncode == 1 and "restore : arrêté" in damaged.stderr and not (folder / "other").exists()
    failures = said["failures"] + (list(said["steps"]) != STEPS)
    figure = f"{said['seconds']:.0f} s, installation comprise si elle manque"
    line = {"n": 1, "failures": failures, "controls": 1, "control_failures": int(stopped), "figure": figure}
    print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
