"""The Chromium of the browser journeys: found on the machine, else Debian's package where we may install it."""

import os
import shutil
import subprocess
import sys

from tests.support.needs import CannotBeHad

GIVEN = "PALIER_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BRING = "apt-get install chromium (ou : export PALIER_TEST_CHROMIUM=chemin)"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find() -> str | None:
    """The path of a Chromium: the given one, else the first on the path, else None. A given one must exist."""
    if given := os.environ.get(GIVEN):
        found = shutil.which(given)
        if not found:
            raise CannotBeHad(f"{GIVEN}={given} n'est pas un programme", BRING)
        return found
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def chromium_path() -> str:
    """The path of a Chromium. Raises `CannotBeHad`."""
    if found := find():
        return found
    raise CannotBeHad("aucun Chromium sur cette machine", BRING)


def install() -> None:
    """Install Debian's package when we are root and it is missing. A failure is left to the tests to report."""
    if find() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("· Chromium manque : installation du paquet Debian (une minute)", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "-qq"]
    package = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    for command in (update, package):
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"· {' '.join(command)} : {done.stderr.strip()[-300:]}", flush=True)


if __name__ == "__main__":
    try:
        install()
    except CannotBeHad as problem:
        print(f"· {problem}", flush=True)
    sys.exit(0)
