"""The commands of data protection. Imports are made inside each, so that the help is instant."""

import argparse
import asyncio
from pathlib import Path

from palier.command import Add, Refused, settings


def export_person(asked: argparse.Namespace) -> int:
    """Write all that is kept of a household into one file, for the person who asked; the journal keeps that it was done."""
    from kernel.clock import SystemClock
    from kernel.errors import Refusal
    from palier.privacy import person_file

    chosen = settings()
    try:
        content = asyncio.run(person_file(chosen, SystemClock(chosen.zone), asked.reference))
        with Path(asked.file).open("xb") as file:
            file.write(content)
    except Refusal as refusal:
        raise Refused(refusal.detail) from refusal
    except OSError as error:
        raise Refused(f"{asked.file} ne peut pas être écrit, ou existe déjà") from error
    print(f"Données de {asked.reference} écrites dans {asked.file}. À remettre à la personne, puis à supprimer d'ici.")
    return 0


def add_privacy_commands(add: Add) -> None:
    """Tell the parser of them."""
    exporting = add(
        "export-person", export_person, "écrit tout ce qui est gardé d'un ménage, pour la personne qui le demande"
    )
    exporting.add_argument("reference", metavar="MÉNAGE", help="la référence du ménage, par exemple M-2026-0001")
    exporting.add_argument("file", metavar="FICHIER", help="le fichier à écrire (ZIP) ; il ne doit pas exister")
