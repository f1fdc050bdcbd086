#!/usr/bin/env python3
"""Everything one does with a clone, with nothing but Python 3.11: `python3 do.py help`.

Standard library only. The Makefile forwards here. What is installed goes to .venv/ and .tools/, nowhere else, and no
address of a package registry is written anywhere: where packages come from is this machine's own configuration.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - said plainly, before anything of 3.11 is read
    raise SystemExit(f"Python 3.11 ou plus récent est nécessaire ; celui-ci est {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TOOLS = ROOT / ".tools"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".stamp"
PORTAL = ROOT / "portal"
SITE = PORTAL / "site"
PICTURES = PORTAL / "docs/guide/images"
RECIPE = "1"
"""Raise it when the way of installing changes: every environment is then made anew."""

Command = list[str | Path]


def say(text: str) -> None:
    """One line of progress, seen at once."""
    print(f"· {text}", flush=True)


def run(command: Command, *, env: Mapping[str, str] | None = None) -> None:
    """Run a command in the project. Raises `CalledProcessError` when it fails."""
    subprocess.run(command, cwd=ROOT, env={**os.environ, **(env or {})}, check=True)


# --- The local environment -------------------------------------------------------------------------------------------


def split_lock(lock: str) -> tuple[str, str]:
    """The lock's entry for uv, which installs the rest, and the rest."""
    found = re.search(r"^uv==.*\n(?:[ \t].*\n)*", lock, re.MULTILINE)
    if not found:
        raise SystemExit("requirements.lock ne contient pas uv : python3 do.py lock")
    return found[0], lock.replace(found[0], "")


def wanted_stamp() -> str:
    """What the environment is made from: the recipe below, the lock, this Python, this place."""
    parts = (RECIPE.encode(), LOCK.read_bytes(), sys.version.encode(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def ensure() -> None:
    """Bring .venv/ to what the lock says. Instant when it already is."""
    stamp = wanted_stamp()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    began = time.monotonic()
    say("installation de l'environnement local (.venv) : une minute au plus, la première fois seulement")
    STAMP.unlink(missing_ok=True)
    TOOLS.mkdir(exist_ok=True)
    uv_lock, rest = split_lock(LOCK.read_text())
    (TOOLS / "uv.lock.txt").write_text(uv_lock)
    (TOOLS / "packages.lock.txt").write_text(rest)
    try:
        install_with_uv()
    except (OSError, subprocess.CalledProcessError) as problem:
        say(f"uv ne convient pas ici ({problem}) ; on continue avec pip, plus lent")
        install_with_pip()
    add_project()
    STAMP.write_text(stamp)
    say(f"environnement prêt en {time.monotonic() - began:.0f} s")


def install_with_uv() -> None:
    """The quick way. Raises `CalledProcessError` or `OSError` when uv cannot be had or cannot reach the packages."""
    uv = TOOLS / "bin" / "uv"
    if os.environ.get("PALIER_WITHOUT_UV") or not find_spec("pip"):
        raise OSError("PALIER_WITHOUT_UV est posé, ou ce Python n'a pas pip")
    wanted = TOOLS / "uv.lock.txt"
    fetched = TOOLS / "uv.fetched.txt"
    if not (uv.exists() and fetched.exists() and fetched.read_text() == wanted.read_text()):
        say("uv, l'installeur")
        shutil.rmtree(TOOLS / "bin", ignore_errors=True)
        pip("install", "--target", TOOLS, "--upgrade", "--no-deps", "--require-hashes", "-r", wanted)
        shutil.copyfile(wanted, fetched)
    run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], env=uv_environment())
    say("les paquets, compilés à l'installation")
    sync: Command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--python", PYTHON]
    run([*sync, TOOLS / "packages.lock.txt"], env=uv_environment())


def uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration: hand it the mirror that this machine uses, if any."""
    env = {"UV_PYTHON_DOWNLOADS": "never"}
    if "UV_DEFAULT_INDEX" not in os.environ and "UV_INDEX_URL" not in os.environ:
        command: Command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
        mirror = os.environ.get("PIP_INDEX_URL") or found
        if mirror:
            env["UV_DEFAULT_INDEX"] = mirror
    return env


def install_with_pip() -> None:
    """The slow way, which works wherever pip does, also without ensurepip (Debian without python3-venv)."""
    # The lock is whole; pip would take the extra of a dependency, `pydantic[email]`, for a package of its own, without a hash.
    wanted: Command = ["install", "--no-deps", "--require-hashes", "-r", TOOLS / "packages.lock.txt"]
    say("les paquets (patience : une à deux minutes)")
    if find_spec("pip"):
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
        pip("--python", PYTHON, *wanted)
    else:
        run([sys.executable, "-m", "venv", "--clear", VENV])
        pip(*wanted, python=PYTHON)


def pip(*words: str | Path, python: str | Path = sys.executable) -> None:
    """A Python's pip, quietly."""
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_USER": "0"}
    run([python, "-m", "pip", "--quiet", *words], env=quiet)


def add_project() -> None:
    """Put services/ on the environment's path and the `palier` command in its bin/: editable, without a build."""
    found = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    (Path(found.stdout.strip()) / "palier.pth").write_text(f"{ROOT / 'services'}\n")
    command = VENV / "bin" / "palier"
    command.write_text(f"#!{PYTHON}\nimport sys\n\nfrom palier.cli import main\n\nsys.exit(main())\n")
    command.chmod(0o755)
    run([PYTHON, "-m", "compileall", "-q", "services"])


# --- The public portal -----------------------------------------------------------------------------------------------


def build_portal() -> None:
    """Write the public portal when something that it says has changed; PALIER_PORTAL_SETTINGS: the values of one CCAS."""
    if (PORTAL / "generate.py").exists():
        own = os.environ.get("PALIER_PORTAL_SETTINGS")
        run([PYTHON, PORTAL / "generate.py", "build", *(["--settings", own] if own else [])])
    else:
        say("portail : rien à construire (portal/generate.py absent)")


# --- Commands --------------------------------------------------------------------------------------------------------


def do_run(words: list[str]) -> None:
    """Installe, construit le portail, sert tout sur http://127.0.0.1:8000 (options de « palier serve » admises)."""
    ensure()
    build_portal()
    os.execv(PYTHON, [str(PYTHON), "-m", "palier.cli", "serve", *words])  # noqa: S606 - our own interpreter


def do_test(words: list[str]) -> None:
    """Installe, cherche PostgreSQL et Chromium, passe les tests (options de pytest admises : -k, un chemin…)."""
    ensure()
    run([PYTHON, "-m", "tests.support.chromium"])
    cores = str(min(4, os.cpu_count() or 1))
    # In the order of the folders: the journeys, long and few, come first, and no core waits at the end for the last of them.
    shared = ["-n", cores, "--dist", "loadfile", "--no-loadscope-reorder"]
    side_by_side = [] if {"-n", "--pdb", "-s"} & set(words) else shared
    run([PYTHON, "-m", "pytest", *side_by_side, *words])


def do_bench(words: list[str]) -> None:
    """Mesure le démarrage et les lectures sur la commune de démonstration, sur les deux bases ; imprime des chiffres."""
    ensure()
    path = os.pathsep.join([str(ROOT), str(ROOT / "services")])
    for bench in words or ["start", "reads"]:
        run([PYTHON, "-m", f"tests.benchmarks.{bench}"], env={**os.environ, "PYTHONPATH": path})


def do_nightly(words: list[str]) -> None:
    """Mesure les engagements du programme (« --size ci » : en quelques minutes) et écrit portal/goals.jsonl."""
    ensure()
    path = os.pathsep.join([str(ROOT), str(ROOT / "services")])
    run([PYTHON, "-m", "tests.nightly.run", *words], env={**os.environ, "PYTHONPATH": path})


def do_check(words: list[str]) -> None:
    """Vérifie forme, types, contrats d'import et fichiers générés ; ne change rien."""
    ensure()
    steps: list[tuple[str, Command]] = [
        ("forme (ruff format)", [VENV / "bin" / "ruff", "format", "--check", "--quiet", "."]),
        ("règles (ruff check)", [VENV / "bin" / "ruff", "check", "--quiet", "."]),
        ("types (mypy)", [PYTHON, "-m", "mypy", "--no-error-summary"]),
        ("contrats d'import", [VENV / "bin" / "lint-imports", "--no-cache"]),
        ("documents OpenAPI", [PYTHON, "-m", "palier.cli", "export-openapi", "--check"]),
        ("pages générées du portail", [PYTHON, PORTAL / "generate.py", "check"]),
    ]
    failed = [name for name, command in steps if not passes(name, command)]
    if failed:
        raise SystemExit(f"À corriger : {', '.join(failed)}. « python3 do.py fmt » remet la forme.")
    say("tout est en ordre")


def passes(name: str, command: Command) -> bool:
    """Run one check and say how it went, with what it printed only when it failed."""
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    say(f"{name} : {'bien' if done.returncode == 0 else 'À CORRIGER'}")
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def do_fmt(words: list[str]) -> None:
    """Remet le code en forme."""
    ensure()
    run([VENV / "bin" / "ruff", "check", "--fix", "--quiet", "--exit-zero", "."])
    run([VENV / "bin" / "ruff", "format", "."])


def do_generate(words: list[str]) -> None:
    """Récrit les fichiers générés : documents OpenAPI, pages du portail."""
    ensure()
    run([PYTHON, "-m", "palier.cli", "export-openapi"])
    run([PYTHON, PORTAL / "generate.py", "write"])


def do_pictures(words: list[str]) -> None:
    """Refait les images des guides en passant les parcours dans un vrai navigateur (plusieurs minutes)."""
    ensure()
    run([PYTHON, "-m", "tests.support.chromium"])
    run([PYTHON, "-m", "pytest", "-q", "tests/journeys", *words], env={"PALIER_PICTURES": str(PICTURES)})


def do_portal(words: list[str]) -> None:
    """Construit le portail public dans portal/site."""
    ensure()
    build_portal()


def do_lock(words: list[str]) -> None:
    """Récrit requirements.lock à partir de pyproject.toml (« --upgrade » pour les dernières versions)."""
    ensure()
    if not (TOOLS / "bin" / "uv").exists():
        raise SystemExit("uv n'a pas pu être installé sur cette machine.")
    plain = ["--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    plain += ["--custom-compile-command", "python3 do.py lock"]
    wide = ["--all-extras", "--universal", "--python-version", "3.11", "--generate-hashes"]
    compile_: Command = [TOOLS / "bin" / "uv", "pip", "compile", "--quiet", *wide, *plain, *words]
    run([*compile_, "pyproject.toml", "-o", "requirements.lock"], env=uv_environment())


def do_palier(words: list[str]) -> None:
    """Passe la commande à « palier » : python3 do.py palier demo."""
    ensure()
    os.execv(PYTHON, [str(PYTHON), "-m", "palier.cli", *words])  # noqa: S606 - our own interpreter


def do_clean(words: list[str]) -> None:
    """Enlève ce qui se refait (.venv, .tools, caches, portail construit) ; jamais les données."""
    made = [
        VENV,
        TOOLS,
        SITE,
        *(ROOT / name for name in (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")),
    ]
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    for top in ("services", "tests", "portal"):
        for folder in (ROOT / top).rglob("__pycache__"):
            shutil.rmtree(folder, ignore_errors=True)
    say("enlevé ; data/ est intact")


def do_help(words: list[str]) -> None:
    """Montre cette liste."""
    print("python3 do.py COMMANDE [options]   (ou : make COMMANDE)\n")
    for name, command in COMMANDS.items():
        print(f"  {name:<9} {(command.__doc__ or '').splitlines()[0]}")


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "run": do_run,
    "test": do_test,
    "check": do_check,
    "bench": do_bench,
    "nightly": do_nightly,
    "fmt": do_fmt,
    "generate": do_generate,
    "pictures": do_pictures,
    "portal": do_portal,
    "palier": do_palier,
    "lock": do_lock,
    "clean": do_clean,
    "help": do_help,
}


def main(words: list[str]) -> int:
    """Run one command; what it runs decides the exit code."""
    name, *rest = words or ["help"]
    command = COMMANDS.get({"-h": "help", "--help": "help"}.get(name, name))
    if command is None:
        print(f"Commande inconnue : {name}\n")
        do_help([])
        return 2
    try:
        command(rest)
    except subprocess.CalledProcessError as problem:
        return problem.returncode if problem.returncode > 0 else 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
