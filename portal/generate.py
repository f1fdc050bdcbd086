"""Write the portal's Markdown from what the services state, check that it is up to date, build the site.

    python portal/generate.py write    Markdown in portal/docs/
    python portal/generate.py check    fails when what is committed is not what `write` would write
    python portal/generate.py build    write, then the static site in portal/site/ (nothing to do when no input changed)
    python portal/generate.py review   the pages and sheets that nobody has read against their sources for a year

`--settings FILE` after the command: tell the values of one CCAS, as `palier export-portal-settings FILE` wrote them.

The pages under `portal/docs/` are written by this program, the decision records apart. What to edit: `portal/pages/`,
`portal/procedures/`, `portal/*.toml`, the law files and refusals of the services.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run one command; what is wrong with an input is said on one line, without a trace."""
    try:
        return run(arguments)
    except (LookupError, RuntimeError, ValueError) as fault:
        print(f"Portail : {fault}", file=sys.stderr)
        return 1


def run(arguments: list[str]) -> int:
    """The exit code of a command: 0 done, 1 out of date, 2 not understood."""
    sys.path[:0] = [str(ROOT), str(ROOT / "services")]  # before anything that reads the services
    from kernel.clock import SystemClock
    from portal.publishing import build, pages, review

    settings = None
    if arguments[1:2] == ["--settings"] and len(arguments) == 3:
        arguments, settings = arguments[:1], Path(arguments[2])
    match arguments:
        case ["write"]:
            changed = pages.write(ROOT, settings)
            print(f"Portail : {changed} page(s) réécrite(s).")
            return 0
        case ["check"]:
            faults = pages.differences(ROOT, settings)
            for fault in faults:
                print(f"Portail : {fault}", file=sys.stderr)
            if faults:
                print("Portail : lancer « python portal/generate.py write ».", file=sys.stderr)
            return 1 if faults else 0
        case ["review"]:
            for late in review.late(ROOT, SystemClock().today()):
                print(f"À relire : {late}")
            return 0
        case ["build"]:
            print("Portail : " + ("site construit." if build.build(ROOT, settings) else "site à jour."))
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
