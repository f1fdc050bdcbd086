"""The commands of the keys of sealed columns. Imports are made inside each, so that the help is instant."""

import argparse
import asyncio
from pathlib import Path

from palier.command import Add, Refused, settings


def new_key(asked: argparse.Namespace) -> int:
    """Put a new key in front of the others, in the file of the keys; make the file when there is none. Shows no key."""
    import base64
    import os

    from kernel.key_ring import KEY_BYTES, KeysUnreadable, key_id, read_keys

    path, key = Path(asked.file), os.urandom(KEY_BYTES)
    try:
        if path.exists():
            read_keys(path)
        known = path.read_text(encoding="ascii") if path.exists() else ""
        fresh = path.with_name(f"{path.name}.nouveau")
        with fresh.open("x", encoding="ascii") as file:
            file.write(f"{base64.b64encode(key).decode()}\n{known}")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except KeysUnreadable as unreadable:
        raise Refused(f"{path} : {unreadable}") from unreadable
    except OSError as error:
        raise Refused(f"{path} ne peut pas être écrit") from error
    print(f"Clé {key_id(key)} ajoutée en tête de {path}. Gardez une copie du fichier ailleurs que les sauvegardes.")
    print("Redémarrez chaque processus, puis : palier rotate-keys")
    return 0


def rotate_keys(asked: argparse.Namespace) -> int:
    """Seal what is still in clear, and bring all under the current key. The services go on; stopped, it goes on later."""
    from kernel.clock import SystemClock
    from kernel.key_ring import KeyUnknown
    from kernel.vault import VaultBroken
    from palier.key_rotation import rotate_all

    chosen = settings()
    try:
        told = asyncio.run(rotate_all(chosen, SystemClock(chosen.zone), lambda words: print(words, flush=True)))
    except KeyUnknown as unknown:
        raise Refused(str(unknown)) from unknown
    except VaultBroken as broken:
        print(f"FAUTE : {broken} ne s'ouvre pas : changé hors du programme, ou déplacé. Rien de plus n'a été fait.")
        return 1
    left = 0
    for service, done in told.items():
        older = {key: rows for key, rows in done.under.items() if key != done.current}
        left += sum(older.values()) + done.in_clear
        print(
            f"{service} : {done.sealed} ligne(s) scellée(s), {done.rewrapped} passée(s) sous la clé {done.current} ; "
            f"{sum(older.values())} sous une clé d'avant, {done.in_clear} en clair"
        )
    if left:
        print("Un processus qui n'a pas la nouvelle clé écrit encore : redémarrez-le, et recommencez.")
        return 1
    print(
        "Plus rien ne dépend d'une clé d'avant : elle peut être retirée du fichier, partout, puis chaque processus redémarré."
    )
    print("Les sauvegardes faites avant l'exigent encore : gardez-la hors ligne jusqu'à leur terme.")
    return 0


def add_key_commands(add: Add) -> None:
    """Tell the parser of them."""
    making = add("new-key", new_key, "met une nouvelle clé en tête du fichier des clés des données scellées")
    making.add_argument("file", metavar="FICHIER", help="le fichier de PALIER_KEYS ; il est créé s'il manque")
    add("rotate-keys", rotate_keys, "scelle ce qui est encore en clair, et passe tout sous la clé courante, en service")
