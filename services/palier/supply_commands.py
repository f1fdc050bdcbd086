"""The commands about what this program is made of."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from palier.command import Add, Refused

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"


def sbom(asked: argparse.Namespace) -> int:
    """Write the inventory of what is installed."""
    from palier.supply import packages_that_run

    document = msgspec.json.format(msgspec.json.encode(packages_that_run(_lock())), indent=1).decode() + "\n"
    if asked.file:
        Path(asked.file).write_text(document, encoding="utf-8")
    else:
        print(document, end="")
    return 0


def check_audit(asked: argparse.Namespace) -> int:
    """Say whether a report is of this lock, fresh, and without anything that nobody accepted."""
    from palier.supply import audit_faults

    try:
        report = Path(asked.report).read_bytes()
    except OSError as error:
        raise Refused(f"{asked.report} ne peut pas être lu") from error
    faults = audit_faults(report, _lock(), datetime.now(UTC))
    for fault in faults:
        print(f"À traiter : {fault}")
    print("Audit : rien à traiter" if not faults else f"Audit : {len(faults)} point(s) à traiter")
    return 1 if faults else 0


def _lock() -> str:
    try:
        return LOCK.read_text(encoding="utf-8")
    except OSError as error:
        raise Refused("requirements.lock n'est pas à côté du programme") from error


def add_supply_commands(add: Add) -> None:
    """Tell the parser of them."""
    listing = add("sbom", sbom, "écrit l'inventaire des paquets installés (CycloneDX)")
    listing.add_argument("file", nargs="?", metavar="FICHIER", help="fichier à écrire (sinon à l'écran)")
    auditing = add("check-audit", check_audit, "vérifie qu'un rapport d'audit vaut pour ces paquets, et ce qu'il dit")
    auditing.add_argument("report", metavar="RAPPORT", help="le rapport (JSON), voir infra/README.md")
