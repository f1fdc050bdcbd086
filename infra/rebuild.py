#!/usr/bin/env python3
"""From a bare machine to a verified service: the repository, a backup, one command. Standard library only.

    python3 infra/rebuild.py /media/backup/20261121T020000Z --data /var/lib/palier --key /media/key/palier.age

Installs the program, restores the backup (into `--data`, or into the empty databases of PALIER_…_DATABASE), verifies every fact
and every journal, starts the service on an address of the loopback, asks it, stops it, and prints one JSON line with what each
step took (GOALS F9: at most 60 minutes). `--without-journals` skips the journals, when their key was lost with the machine.
Nothing that exists is overwritten: a step that fails ends the script with its words.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PALIER = ROOT / ".venv" / "bin" / "palier"
ASKED = ("/api/staff/health/ready", "/api/alt-units/health/ready", "/api/occupancy/health/ready", "/connexion")
READY_SECONDS = 120


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description="Remet Palier en route sur une machine neuve, à partir d'une sauvegarde."
    )
    parser.add_argument("backup", type=Path, help="le dossier de la sauvegarde")
    parser.add_argument("--data", type=Path, required=True, help="le dossier des données, encore vide")
    parser.add_argument("--key", type=Path, help="la clé privée, si la sauvegarde est chiffrée")
    parser.add_argument(
        "--without-journals", action="store_true", help="ne vérifie pas les journaux (clé ou points perdus)"
    )
    asked = parser.parse_args(words)
    env = {**os.environ, "PALIER_DATA": str(asked.data.resolve())}
    key = ["--key", str(asked.key.resolve())] if asked.key else []
    took: dict[str, float] = {}
    steps: list[tuple[str, list[str]]] = [
        ("install", [sys.executable, str(ROOT / "do.py"), "palier", "--help"]),
        ("restore", [str(PALIER), "restore", str(asked.backup.resolve()), *key]),
        ("migrate", [str(PALIER), "migrate"]),
        ("invariants", [str(PALIER), "check-invariants"]),
    ]
    if not asked.without_journals:
        steps.append(("journals", [str(PALIER), "verify-journal"]))
    began = time.monotonic()
    for name, command in steps:
        print(f"· {name}", file=sys.stderr, flush=True)
        at = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        took[name] = round(time.monotonic() - at, 1)
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            print(f"· {name} : arrêté (code {done.returncode})", file=sys.stderr)
            return 1
    at = time.monotonic()
    answers = serve_and_ask(env)
    took["serve"] = round(time.monotonic() - at, 1)
    failures = sum(status != 200 for status in answers.values())
    print(
        json.dumps(
            {"goal": "F9", "n": 1, "failures": failures, "seconds": round(time.monotonic() - began, 1), "steps": took}
        )
    )
    for path, status in answers.items():
        if status != 200:
            print(f"· {path} : {status}", file=sys.stderr)
    return 1 if failures else 0


def serve_and_ask(env: dict[str, str]) -> dict[str, int]:
    """What the service answers, by address; 0 where it says nothing in time. It is stopped by the ordinary order."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [str(PALIER), "serve", "tout", "--port", str(port)], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and process.poll() is None and status(port, ASKED[0]) != 200:
            time.sleep(0.2)
        return {path: status(port, path) for path in ASKED}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def status(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
