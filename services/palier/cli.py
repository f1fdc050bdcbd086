"""The `palier` command: serve, migrate, show, check, save and restore. French, because a clerk may type it.

Imports are made inside each command, so that the help is instant. Those of backups stand in `backup_commands`.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from palier.backup_commands import add_backup_commands
from palier.command import Command, Refused, settings
from palier.key_commands import add_key_commands
from palier.privacy_commands import add_privacy_commands
from palier.server_commands import add_server_commands
from palier.supply_commands import add_supply_commands

if TYPE_CHECKING:
    from kernel.settings import Settings

SERVICES = {"staff": "staff", "alt-units": "alt_units", "occupancy": "occupancy"}
"""The name typed, and the package."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. 0: done. 1: something is wrong in the data. 2: refused."""
    os.umask(0o077)  # databases, the secret, backups: for the account that runs the program, for nobody else
    asked = parser().parse_args(words)
    command: Command = asked.command
    try:
        return command(asked)
    except Refused as refusal:
        return refuse(str(refusal))
    except KeyboardInterrupt:
        print("\nArrêté.")
        return 0
    except Exception as error:
        from kernel.migrations import MigrationRefused

        if isinstance(error, MigrationRefused):
            return refuse(str(error))
        raise


def refuse(why: str) -> int:
    print(f"Refusé : {why}", file=sys.stderr)
    return 2


def one_service(name: str, chosen: "Settings") -> Any:
    """The app of one service, not started."""
    from kernel.clock import SystemClock
    from palier.site import create_one

    return create_one(SERVICES[name], chosen, SystemClock(chosen.zone))


# --- Commands --------------------------------------------------------------------------------------------------------


def serve(asked: argparse.Namespace) -> int:
    """Answer requests until told to stop. Requests under way are finished first.

    After SIGTERM the process ends by that signal (exit code 143): that is its normal end.
    """
    from palier.serving import PortTaken, serve_until_stopped

    chosen = settings()
    host, port = asked.host or chosen.host, asked.port or chosen.port
    try:
        serve_until_stopped(chosen, service=SERVICES.get(asked.service), host=host, port=port)
    except PortTaken as taken:
        raise Refused(f"le port {port} de {host} est déjà pris ; choisissez-en un autre avec --port") from taken
    return 0


def migrate(asked: argparse.Namespace) -> int:
    """Bring every database to the level of this program."""
    from kernel.migrations import MigrationRefused

    chosen = settings()
    for name in SERVICES:
        try:
            applied = asyncio.run(one_service(name, chosen).state.db.migrate(chosen.owners.get(SERVICES[name], "")))
        except MigrationRefused as refusal:
            raise Refused(f"{name} : {refusal}") from refusal
        print(f"{name} : {', '.join(applied) if applied else 'déjà à jour'}")
    return 0


def first_account(asked: argparse.Namespace) -> int:
    """Open the account of the first administrator; the password is asked for, never typed on the command line."""
    from kernel.errors import Refusal
    from palier.first_account import ask_password, open_administrator

    chosen = settings()
    try:
        account = asyncio.run(open_administrator(chosen, login=asked.login, name=asked.name, password=ask_password()))
    except Refusal as refusal:
        raise Refused(refusal.detail) from refusal
    print(f"Compte ouvert : {account.login}, administrateur des comptes. Connectez-vous pour ouvrir les suivants.")
    return 0


def confirm_role(asked: argparse.Namespace) -> int:
    """The second pair of eyes where there is one administrator only: the keeper of the machine."""
    from kernel.errors import Refusal
    from palier.first_account import confirm_roles

    chosen = settings()
    try:
        account, roles = asyncio.run(confirm_roles(chosen, asked.login))
    except Refusal as refusal:
        raise Refused(refusal.detail) from refusal
    if not roles:
        print(f"Aucun rôle n'attend pour {account.login}.")
        return 0
    print(f"Rôles de {account.login} confirmés, et inscrits au journal : {', '.join(roles)}.")
    return 0


def reset_second_factor(asked: argparse.Namespace) -> int:
    """For the last administrator, who lost their telephone and their codes: nobody else could do it from the pages."""
    from kernel.errors import Refusal
    from palier.first_account import reset_factor_of

    chosen = settings()
    try:
        account = asyncio.run(reset_factor_of(chosen, asked.login))
    except Refusal as refusal:
        raise Refused(refusal.detail) from refusal
    print(
        f"Second facteur de {account.login} remis à zéro, et inscrit au journal. La prochaine connexion en installe un."
    )
    return 0


def show_demo(asked: argparse.Namespace) -> int:
    """Load the demonstration town into empty databases, and print its acceptance figures."""
    from palier import demo

    chosen = settings()
    if asyncio.run(demo.load_when_empty(chosen)):
        print("Commune de démonstration chargée.")
    for line in asyncio.run(demo.figures(chosen)):
        print(line)
    return 0


def check_invariants(asked: argparse.Namespace) -> int:
    """Verify in every database what must always be true."""
    from palier.invariants import broken_facts

    chosen, broken = settings(), 0
    for name, package in SERVICES.items():
        checked, found = asyncio.run(broken_facts(package, one_service(name, chosen).state.db))
        print(f"{name} : {checked} faits vérifiés, {len(found)} contredits")
        for sentence in found:
            print(f"  - {sentence}")
        broken += len(found)
    return 1 if broken else 0


def verify_journal(asked: argparse.Namespace) -> int:
    """Follow the chain of every journal to its end, and compare it with its checkpoints. Says the first fault of each."""
    from palier.journals import verify_service

    chosen, broken = settings(), 0
    for name, package in SERVICES.items():
        folder = Path(asked.checkpoints) if asked.checkpoints else chosen.checkpoints
        found = asyncio.run(verify_service(package, one_service(name, chosen).state.db, chosen, folder))
        compared = (
            f"{found.checkpoints} points de contrôle" if folder else "AUCUN POINT DE CONTRÔLE (PALIER_CHECKPOINTS)"
        )
        print(f"{name} : {found.sealed} écritures scellées, {found.waiting} en attente, {compared}")
        for at in found.restored_at:
            print(f"  - sauvegarde remise en place le {at:%d/%m/%Y à %H:%M} UTC : est-ce attendu ?")
        if found.fault:
            print(f"  - FAUTE : {found.fault.words}{found.fault.where}")
            broken += 1
    print(
        "Journal conforme."
        if not broken
        else "Journal NON CONFORME : ne rien réparer, prévenir, garder une copie de tout."
    )
    return 1 if broken else 0


def export_openapi(asked: argparse.Namespace) -> int:
    """Write the OpenAPI document of each service beside its code, or say which ones are out of date."""
    from palier.openapi import documents

    stale = []
    for path, text in documents():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if asked.check:
            stale.append(path.parent.name)
            continue
        path.write_text(text, encoding="utf-8")
        print(f"écrit : {path.parent.name}/{path.name}")
    if stale:
        print(f"À récrire (palier export-openapi) : {', '.join(stale)}", file=sys.stderr)
    return 1 if stale else 0


def export_portal_settings(asked: argparse.Namespace) -> int:
    """Write the values of this installation that its public portal tells."""
    from kernel.clock import SystemClock
    from palier.portal_settings import exported

    chosen, file = settings(), Path(asked.file)
    text = asyncio.run(exported(chosen, SystemClock(chosen.zone).today()))
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{file} ne peut pas être écrit") from error
    print(f"Réglages du portail écrits dans {file}. Construire : python portal/generate.py build --settings {file}")
    return 0


def export_open_data(asked: argparse.Namespace) -> int:
    """Write the open data of a year that is over, small counts hidden."""
    from kernel.clock import SystemClock
    from kernel.errors import Refusal
    from palier.open_data import export_open_data as export

    chosen = settings()
    db, today = one_service("alt-units", chosen).state.db, SystemClock(chosen.zone).today()
    try:
        written = asyncio.run(export(db, asked.year, Path(asked.folder), publisher=chosen.organisation, today=today))
    except Refusal as refusal:
        raise Refused(refusal.detail) from refusal
    for path in written:
        print(f"écrit : {path}")
    return 0


def verify_inspection(asked: argparse.Namespace) -> int:
    """Check a sealed inspection by its files alone: no database, no network, no setting."""
    import hashlib

    from kernel.errors import Refusal
    from occupancy.domain.inspection_seals import check_seal, read_seal

    try:
        seal = read_seal(Path(asked.seal).read_bytes())
        pdf = hashlib.sha256(Path(asked.pdf).read_bytes()).hexdigest() if asked.pdf else None
    except OSError as error:
        raise Refused(f"{error.filename} ne peut pas être lu") from error
    except Refusal as refusal:
        raise Refused(refusal.detail) from refusal
    found = check_seal(seal, pdf_sha256=pdf, keys=tuple(asked.key or ()))
    for words, holds in (
        ("texte scellé", found.record),
        ("sceau", found.seal),
        ("document PDF", found.pdf),
        ("clé du CCAS", found.key),
    ):
        print(f"{words} : {'non comparé' if holds is None else 'conforme' if holds else 'NON CONFORME'}")
    if found.key is None:
        print(f"À comparer à la clé que publie le CCAS : {seal.public_key}")
    return 0 if found.holds else 1


# --- What is typed ---------------------------------------------------------------------------------------------------


class FrenchParser(argparse.ArgumentParser):
    """A parser whose own words are French."""

    def __init__(self, **given: Any) -> None:
        super().__init__(add_help=False, formatter_class=FrenchHelp, **given)
        self._positionals.title, self._optionals.title = "Commandes et arguments", "Options"
        self.add_argument("-h", "--help", action="help", help="montre cette aide")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"Commande mal formée ({message}).\nAide : {self.prog} --help\n")


class FrenchHelp(argparse.HelpFormatter):
    """Says « Usage » the French way."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Usage : " if prefix is None else prefix)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = FrenchParser(
        prog="palier",
        description="Gestion du logement temporaire d'un CCAS : parc, séjours, aide ALT.",
        epilog="Les réglages viennent de l'environnement (PALIER_…) ; aucun n'est nécessaire pour essayer.",
    )
    commands = top.add_subparsers(required=True, metavar="COMMANDE", parser_class=FrenchParser)

    def add(name: str, command: Command, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
        made.set_defaults(command=command)
        return made

    serving = add("serve", serve, "sert les pages et les API : tout sur une adresse, ou un seul service")
    serving.add_argument("service", nargs="?", default="tout", choices=["tout", *SERVICES], metavar="SERVICE",
                         help=f"tout (par défaut), {', '.join(SERVICES)}")  # fmt: skip
    serving.add_argument("--host", metavar="ADRESSE", help="adresse d'écoute (PALIER_HOST, sinon 127.0.0.1)")
    serving.add_argument("--port", type=int, metavar="PORT", help="port d'écoute (PALIER_PORT, sinon 8000)")
    add("migrate", migrate, "met les bases au niveau de ce programme")
    first = add("first-account", first_account, "ouvre le compte du premier administrateur d'une installation neuve")
    first.add_argument("login", metavar="IDENTIFIANT", help="ce qu'il tapera pour se connecter")
    first.add_argument("name", metavar="NOM", help="prénom et nom, entre guillemets")
    confirming = add(
        "confirm-role",
        confirm_role,
        "confirme les rôles proposés pour un compte, là où il n'y a pas de second administrateur",
    )
    confirming.add_argument("login", metavar="IDENTIFIANT", help="le compte, par son identifiant")
    resetting = add(
        "reset-second-factor",
        reset_second_factor,
        "remet à zéro le second facteur d'un compte (téléphone et codes perdus)",
    )
    resetting.add_argument("login", metavar="IDENTIFIANT", help="le compte, par son identifiant")
    add("demo", show_demo, "charge la commune de démonstration si les bases sont vides, et montre ses chiffres")
    add("check-invariants", check_invariants, "vérifie ce qui doit toujours être vrai dans les bases")
    following = add("verify-journal", verify_journal, "vérifie que rien n'a été changé, ajouté ou retiré des journaux")
    following.add_argument(
        "--checkpoints", metavar="DOSSIER", help="les points de contrôle à comparer (sinon ceux de PALIER_CHECKPOINTS)"
    )
    verifying = add(
        "verify-inspection", verify_inspection, "vérifie un état des lieux scellé, par ses fichiers seulement"
    )
    verifying.add_argument("seal", metavar="SCEAU", help="le fichier .sceau.json remis avec le document")
    verifying.add_argument("--pdf", metavar="PDF", help="le document, pour le comparer à celui qui a été scellé")
    verifying.add_argument(
        "--key", metavar="CLÉ", action="append", help="la clé publique du CCAS (plusieurs possibles)"
    )
    exporting = add("export-openapi", export_openapi, "écrit le document OpenAPI de chaque service")
    exporting.add_argument("--check", action="store_true", help="n'écrit rien : dit seulement s'ils sont à jour")
    telling = add(
        "export-portal-settings", export_portal_settings, "écrit les règles et l'en-tête que le portail public montre"
    )
    telling.add_argument("file", metavar="FICHIER", help="fichier à écrire (TOML)")
    opening = add(
        "export-open-data", export_open_data, "écrit les données ouvertes d'une année terminée (CSV et schéma)"
    )
    opening.add_argument("year", metavar="ANNÉE", type=int, help="année civile")
    opening.add_argument(
        "folder", metavar="DOSSIER", help="dossier où écrire, par exemple portal/docs/donnees-ouvertes"
    )
    add_backup_commands(add)
    add_key_commands(add)
    add_server_commands(add)
    add_privacy_commands(add)
    add_supply_commands(add)
    return top


if __name__ == "__main__":
    sys.exit(main())
