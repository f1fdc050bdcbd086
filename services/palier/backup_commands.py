"""The commands that save, restore, rehearse and remove. Imports are made inside each, so that the help is instant."""

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from palier.command import Add, Refused, settings

if TYPE_CHECKING:
    from pyrage.x25519 import Identity


def backup(asked: argparse.Namespace) -> int:
    """Save every database, in use or not, into a new folder, and verify the copies."""
    from palier.backup import BackupRefused, back_up

    try:
        manifest = asyncio.run(back_up(settings(), Path(asked.folder)))
    except BackupRefused as refusal:
        raise Refused(str(refusal)) from refusal
    for name, saved in manifest.services.items():
        print(f"{name} : {sum(saved.rows.values())} lignes, {saved.size} octets, vérifiée")
    print(f"Sauvegarde complète : {asked.folder}")
    return 0


def backup_key(asked: argparse.Namespace) -> int:
    """Make the key that opens backups, to be kept away from the server; print the public one, which the server needs."""
    from palier.encryption import KeyRefused, new_key

    try:
        public = new_key(Path(asked.file))
    except KeyRefused as refusal:
        raise Refused(str(refusal)) from refusal
    print(f"Clé privée écrite dans {asked.file} : gardez-la ailleurs que sur ce serveur, en deux exemplaires.")
    print("Sans elle, aucune sauvegarde ne s'ouvre. Réglage du serveur :")
    print(f"PALIER_BACKUP_KEYS={public}")
    return 0


def opening(asked: argparse.Namespace) -> "list[Identity]":
    """The private keys of the file that was named, if one was. Raises `Refused`."""
    from palier.encryption import KeyRefused, private_keys

    try:
        return private_keys(Path(asked.key)) if asked.key else []
    except KeyRefused as refusal:
        raise Refused(str(refusal)) from refusal


def prune_backups(asked: argparse.Namespace) -> int:
    """Remove the backups of a folder that have lived their time."""
    from datetime import UTC, datetime

    from palier.backup import BackupRefused
    from palier.pruning import prune

    if asked.days < 1:
        raise Refused("--days : un nombre de jours, au moins 1")
    try:
        gone = prune(Path(asked.folder), datetime.now(UTC), days=asked.days)
    except (BackupRefused, OSError) as refusal:
        raise Refused(str(refusal)) from refusal
    print(f"{len(gone)} sauvegarde(s) arrivée(s) à leur terme, supprimée(s) de {asked.folder}")
    return 0


def drill(asked: argparse.Namespace) -> int:
    """Rehearse a restoration of the newest backup, away from the data in use, and say what it took."""
    import msgspec

    from palier.backup import BackupRefused
    from palier.drill import rehearse

    try:
        found = asyncio.run(rehearse(settings(), Path(asked.folder), opening(asked)))
    except BackupRefused as refusal:
        raise Refused(str(refusal)) from refusal
    if asked.json:
        print(msgspec.json.encode(found).decode())
        return 1 if found.contradicted else 0
    print(f"Sauvegarde {found.backup}, du {found.made_at} : {found.rows} lignes.")
    print(f"Perte possible (RPO) : {found.age_seconds:.0f} s, l'âge de cette sauvegarde.")
    back = found.restore_seconds + found.verify_seconds
    print(f"Retour (RTO) : {back:.1f} s, dont {found.restore_seconds:.1f} s de remise et le reste de vérification.")
    print(f"{found.facts} faits vérifiés, {len(found.contradicted)} contredits.")
    for sentence in found.contradicted:
        print(f"  - {sentence}")
    return 1 if found.contradicted else 0


def restore(asked: argparse.Namespace) -> int:
    """Put a verified backup back, into an empty place only."""
    from palier.backup import BackupRefused
    from palier.restore import put_back

    try:
        manifest = asyncio.run(put_back(settings(), Path(asked.folder), opening(asked)))
    except BackupRefused as refusal:
        raise Refused(str(refusal)) from refusal
    for name, saved in manifest.services.items():
        print(f"{name} : {sum(saved.rows.values())} lignes remises et recomptées")
    print(f"Sauvegarde du {manifest.made_at} remise en place.")
    return 0


def add_backup_commands(add: Add) -> None:
    """The commands of this file and their options."""
    saving = add("backup", backup, "sauvegarde toutes les bases dans un dossier neuf, même en service")
    saving.add_argument("folder", metavar="DOSSIER", help="dossier à créer")
    restoring = add("restore", restore, "remet une sauvegarde vérifiée, là où il n'y a encore rien")
    restoring.add_argument("folder", metavar="DOSSIER", help="dossier de la sauvegarde")
    making = add("backup-key", backup_key, "fabrique la clé qui ouvre les sauvegardes chiffrées")
    making.add_argument("file", metavar="FICHIER", help="fichier à créer, à garder ailleurs que sur le serveur")
    rehearsing = add("drill", drill, "répète une restauration de la dernière sauvegarde, à part, et la mesure")
    rehearsing.add_argument("folder", metavar="DOSSIER", help="dossier qui contient les sauvegardes")
    rehearsing.add_argument("--json", action="store_true", help="une ligne JSON, pour la surveillance")
    for opened in (restoring, rehearsing):
        opened.add_argument("--key", metavar="FICHIER", help="clé privée, si la sauvegarde est chiffrée")
    pruning = add("prune-backups", prune_backups, "supprime les sauvegardes arrivées à leur terme")
    pruning.add_argument("folder", metavar="DOSSIER", help="dossier qui contient les sauvegardes")
    pruning.add_argument("--days", type=int, default=35, metavar="JOURS", help="durée de conservation (35 par défaut)")
