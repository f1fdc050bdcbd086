"""What this program is made of: an inventory of the packages that run (CycloneDX), and whether somebody audited just these.

Both without network: the inventory reads what is installed; an audit is a report that a connected machine made, bound to the
fingerprint of `requirements.lock`, and worth a week (GOALS D14).
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.metadata import Distribution, distributions
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import msgspec
from msgspec import Struct

AUDIT_LASTS = timedelta(days=7)
_HASHED = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\\n]+?))?\s*\\?$")


class Locked(Struct, frozen=True, kw_only=True):
    """One entry of the lock: a package at one version, on the machines that `marker` describes, and the files it may be."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


class Vulnerability(Struct, frozen=True, kw_only=True):
    """One line of a report."""

    id: str
    package: str
    version: str


class Audit(Struct, frozen=True, kw_only=True):
    """A report: which lock it looked at, when, what it found, and what was accepted with its reason."""

    lock_sha256: str
    made_at: datetime
    found: list[Vulnerability]
    accepted: dict[str, str] = {}


def plain(name: str) -> str:
    """A package's name as all tools compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> list[Locked]:
    """The entries of a lock file. Raises `ValueError` for one without a fingerprint."""
    found: list[Locked] = []
    for part in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        first, _, rest = part.partition("\n")
        entry = _ENTRY.match(first.strip())
        if not entry:
            continue
        hashes = tuple(_HASHED.findall(rest))
        if not hashes:
            raise ValueError(f"{entry[1]} n'a pas d'empreinte dans requirements.lock")
        found.append(Locked(name=plain(entry[1]), version=entry[2], marker=entry[3] or "", hashes=hashes))
    return found


def packages_that_run(lock: str, installed: Iterable[Distribution] | None = None) -> dict[str, Any]:
    """CycloneDX 1.5 of what is installed, with the fingerprints that the lock admits. The same set gives the same document."""
    known = {(one.name, one.version): one for one in locked(lock)}
    present = sorted({(plain(one.name), one.version) for one in (distributions() if installed is None else installed)})
    parts = []
    for name, version in present:
        purl = f"pkg:pypi/{name}@{version}"
        part: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
        if entry := known.get((name, version)):
            part["hashes"] = [{"alg": "SHA-256", "content": one} for one in entry.hashes]
        parts.append(part)
    fingerprint = hashlib.sha256(lock.encode()).hexdigest()
    said = "|".join(f"{name}=={version}" for name, version in present)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, fingerprint + said)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "palier", "name": "palier"},
            "properties": [{"name": "palier:requirements.lock:sha256", "value": fingerprint}],
        },
        "components": parts,
    }


def differences(
    lock: str, document: dict[str, Any], *, holds: Any, elsewhere: frozenset[str] = frozenset()
) -> list[str]:
    """Where an inventory and the lock disagree, in French. `holds(marker)`: whether an entry is for this machine."""
    entries = [one for one in locked(lock) if one.name not in elsewhere]
    wanted = {(one.name, one.version) for one in entries if not one.marker or holds(one.marker)}
    present = {(part["name"], part["version"]) for part in document["components"]}
    missing = [f"{name} {version} est scellé, pas installé" for name, version in sorted(wanted - present)]
    return missing + [f"{name} {version} est installé, pas scellé" for name, version in sorted(present - wanted)]


def audit_faults(report: bytes, lock: str, now: datetime) -> list[str]:
    """Why a report is worth nothing today, or what it found that nobody accepted; in French, empty when all is well."""
    try:
        audit = msgspec.json.decode(report, type=Audit)
    except msgspec.MsgspecError as error:
        return [f"le rapport ne se lit pas ({error})"]
    faults = []
    if audit.lock_sha256 != hashlib.sha256(lock.encode()).hexdigest():
        faults.append("le rapport porte sur un autre requirements.lock")
    if not timedelta() <= now - audit.made_at <= AUDIT_LASTS:
        faults.append(f"le rapport date du {audit.made_at:%d/%m/%Y} : il vaut sept jours")
    return faults + [
        f"{one.package} {one.version} : {one.id}" for one in audit.found if not audit.accepted.get(one.id, "").strip()
    ]
