"""The lists of the bank pages, and the open points of a convention, as tables to take away."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from alt_units.documents.words import BANK_ANOMALIES, BANK_FORMATS, BANK_STATES, POINT_VALUES, STATUSES
from alt_units.domain.bank_anomalies import Missing
from alt_units.domain.bank_imports import BankImport
from alt_units.domain.bank_lines import BankLine
from alt_units.domain.bank_sources import BankSource
from alt_units.domain.conventions import Convention
from alt_units.domain.uncertain_points import Point
from kernel.sheets import Sheet, cents, day, month, text, whole


def bank_lines_sheet(
    name: str, lines: Iterable[BankLine], conventions: Mapping[UUID, Convention], today: date
) -> Sheet:
    """Each line as the bank wrote it, where it stands, what is proposed for it and what was decided last."""
    return Sheet(
        name=name,
        columns=(
            day("Date"),
            whole("Jours d'attente"),
            text("Compte", 30),
            text("Référence", 22),
            text("Libellé", 44),
            text("Payeur", 28),
            cents("Montant"),
            text("État", 14),
            text("Signalé", 34),
            text("Proposition", 28),
            whole("Points"),
            text("Décidé par", 20),
            text("Motif", 34),
        ),
        rows=tuple(
            (
                one.booked_on,
                one.age(today) if one.state.is_open else None,
                one.account,
                one.said_reference,
                one.label,
                one.payer,
                one.amount_cents,
                BANK_STATES[one.state],
                " ; ".join(BANK_ANOMALIES[kind] for kind in one.finding.anomalies),
                _proposed(one, conventions),
                one.finding.proposal.score if one.finding.proposal else None,
                one.decisions[-1].decided_by if one.decisions else "",
                one.decisions[-1].reason if one.decisions else "",
            )
            for one in lines
        ),
        notes=(f"État au {today:%d/%m/%Y}. Une proposition n'est pas une décision.",),
    )


def missing_sheet(missing: Iterable[Missing], conventions: Mapping[UUID, Convention], today: date) -> Sheet:
    """What was expected and did not come, oldest first."""
    return Sheet(
        name="Attendus et non reçus",
        columns=(
            text("Programme", 12),
            text("Convention", 18),
            text("Financeur", 30),
            month("Mois"),
            whole("N° du versement"),
            day("Attendu le"),
            whole("Jours de retard"),
            cents("Montant attendu"),
        ),
        rows=tuple(
            (
                conventions[one.convention_id].programme.value,
                conventions[one.convention_id].number,
                conventions[one.convention_id].funder,
                one.month,
                one.number or None,
                one.expected_on,
                one.days_late(today),
                one.amount_cents,
            )
            for one in missing
        ),
        notes=("Sans mois : un versement de l'échéancier de l'année.",),
    )


def bank_imports_sheets(imports: Iterable[BankImport], sources: Iterable[BankSource]) -> list[Sheet]:
    """The files imported, latest first; then where they come from."""
    known = {one.id: one for one in sources}
    files = Sheet(
        name="Relevés importés",
        columns=(
            day("Importé le"),
            text("Par", 20),
            text("Fichier", 30),
            text("Source", 26),
            text("Compte", 30),
            day("Première ligne"),
            day("Dernière ligne"),
            whole("Lignes lues"),
            whole("Nouvelles"),
            whole("Déjà connues"),
            cents("Total des nouvelles"),
            text("Empreinte (SHA-256)", 66),
        ),
        rows=tuple(
            (
                one.imported_at.date(),
                one.imported_by,
                one.file_name,
                known[one.source_id].name,
                known[one.source_id].account,
                one.report.first_day,
                one.report.last_day,
                one.read_lines,
                one.new_lines,
                one.known_lines,
                one.new_cents,
                one.sha256,
            )
            for one in imports
        ),
        notes=("Lignes lues = nouvelles + déjà connues.",),
    )
    columns = (text("Source", 26), text("Format", 24), text("Compte", 30))
    rows = tuple((one.name, BANK_FORMATS[one.format], one.account) for one in known.values())
    return [files, Sheet(name="Sources", columns=columns, rows=rows)]


def points_sheet(convention: Convention, points: Iterable[Point]) -> Sheet:
    """What the texts leave open, and what this convention retains."""
    return Sheet(
        name="Points à confirmer",
        columns=(
            text("Convention", 18),
            text("N°", 6),
            text("Point", 40),
            text("Retenu", 44),
            text("D'où cela vient", 50),
            text("Statut", 14),
        ),
        rows=tuple(
            (
                convention.number,
                one.number,
                one.question,
                POINT_VALUES.get(one.value, one.value),
                one.source.source,
                STATUSES[one.source.status],
            )
            for one in points
        ),
    )


def _proposed(line: BankLine, conventions: Mapping[UUID, Convention]) -> str:
    if line.finding.proposal is None:
        return ""
    named = [conventions[part.convention_id] for part in line.finding.proposal.parts]
    return " ; ".join(dict.fromkeys(f"{one.programme.value} n° {one.number}" for one in named))
