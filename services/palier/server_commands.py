"""The commands that save a whole PostgreSQL server and bring it back to any second. Imports are made inside each."""

import argparse
import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from palier.backup_commands import opening
from palier.command import Add, Refused

if TYPE_CHECKING:
    from pyrage.x25519 import Recipient


def closing() -> "list[Recipient]":
    """The public keys of the environment; these backups are always encrypted. Raises `Refused`."""
    from kernel.settings import listed
    from palier.encryption import KeyRefused, public_keys

    words = listed(os.environ.get("PALIER_BACKUP_KEYS", ""))
    if not words:
        raise Refused("PALIER_BACKUP_KEYS : une clé publique est nécessaire (« palier backup-key »)")
    try:
        return public_keys(words)
    except KeyRefused as refusal:
        raise Refused(str(refusal)) from refusal


def base_backup(asked: argparse.Namespace) -> int:
    """Save the PostgreSQL server, in use, into a new folder."""
    from palier.backup import BackupRefused
    from palier.base_backup import back_up_server

    server = os.environ.get("PALIER_SERVER", "")
    if not server.startswith("postgresql://"):
        raise Refused(
            "PALIER_SERVER : l'adresse du serveur est attendue (postgresql://compte:mot@hôte/), d'un compte REPLICATION"
        )
    try:
        made = asyncio.run(back_up_server(server, Path(asked.folder), closing()))
    except BackupRefused as refusal:
        raise Refused(str(refusal)) from refusal
    print(f"Serveur sauvegardé et vérifié : {asked.folder}, {made.size} octets.")
    return 0


def ship_log(asked: argparse.Namespace) -> int:
    """Take the archived segments of PostgreSQL's log, encrypted, to where backups are kept."""
    from palier.base_backup import ship_log as ship

    try:
        count = ship(Path(asked.archive), Path(asked.kept), closing())
    except OSError as error:
        raise Refused(f"{error.filename} : {error.strerror}") from error
    print(f"{count} segment(s) chiffré(s) dans {asked.kept}")
    return 0


def restore_server(asked: argparse.Namespace) -> int:
    """Prepare an empty data folder that PostgreSQL, once started on it, brings to the wanted second."""
    from datetime import datetime

    from palier.backup import BackupRefused
    from palier.base_backup import put_server_back

    try:
        to = datetime.fromisoformat(asked.to) if asked.to else None
    except ValueError:
        raise Refused("--to : un instant est attendu, comme 2026-11-27T14:31:59+01:00") from None
    if to is not None and to.tzinfo is None:
        raise Refused("--to : dites aussi le décalage, comme 2026-11-27T14:31:59+01:00")
    log = Path(asked.log) if asked.log else None
    try:
        made = asyncio.run(put_server_back(Path(asked.folder), Path(asked.data), opening(asked), log=log, to=to))
    except BackupRefused as refusal:
        raise Refused(str(refusal)) from refusal
    print(
        f"Serveur du {made.made_at} remis dans {asked.data} ; donnez le dossier au compte de PostgreSQL, puis démarrez-le."
    )
    print("Ensuite : « palier check-invariants » et « palier verify-journal ».")
    return 0


def add_server_commands(add: Add) -> None:
    """The commands of this file and their options."""
    saving = add(
        "base-backup", base_backup, "sauvegarde tout le serveur PostgreSQL (PALIER_SERVER), chiffré et vérifié"
    )
    saving.add_argument("folder", metavar="DOSSIER", help="dossier à créer")
    shipping = add("ship-log", ship_log, "chiffre les segments archivés du journal de PostgreSQL et les met à l'abri")
    shipping.add_argument("archive", metavar="ARCHIVE", help="dossier où archive_command les dépose")
    shipping.add_argument("kept", metavar="DOSSIER", help="dossier où les garder")
    restoring = add("restore-server", restore_server, "remet un serveur PostgreSQL, à la seconde voulue")
    restoring.add_argument("folder", metavar="DOSSIER", help="dossier de la sauvegarde du serveur")
    restoring.add_argument("data", metavar="DONNÉES", help="dossier de données, vide ou à créer")
    restoring.add_argument("--key", metavar="FICHIER", required=True, help="clé privée qui ouvre les sauvegardes")
    restoring.add_argument("--log", metavar="DOSSIER", help="dossier des segments mis à l'abri")
    restoring.add_argument("--to", metavar="INSTANT", help="instant voulu ; sinon, le plus récent possible")
