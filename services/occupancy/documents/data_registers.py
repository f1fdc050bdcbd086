"""The register of processing, the impact assessment and the whole data map as one workbook, from the files of `kernel.privacy`.

Ground: RGPD art. 30 and 35. Durations are those of the dated rules in force; those of another service are named only.
"""

import re
from collections.abc import Callable

from kernel.law import Law, LawSilent, Status
from kernel.privacy import data_map
from kernel.privacy.data_map import End
from kernel.sheets import Sheet, text
from kernel.web.law_words import quantity

OF_OCCUPANCY = "occupancy:"
ENDS = {
    End.KEPT: "gardée, ne désigne plus personne",
    End.BLANKED: "vidée",
    End.UNTOUCHED: "suit la durée de son traitement",
    End.DELETED: "détruite avec la ligne",
}
APPLIED = {"program": "le programme le propose ou le fait", "ccas": "le CCAS le fait"}
STATES = {"program": "Prérempli", "ccas": "À compléter"}
_PLACE = re.compile(r"\{\{\s*([\w.:]+)\s*\}\}")

Told = Callable[[str], str]
"""The words of a duration from the key of its rule."""


def told_by(law: Law, today: object) -> Told:
    """Durations in words: `24 mois (à confirmer)`."""

    def told(key: str) -> str:
        if not key.startswith(OF_OCCUPANCY):
            return f"la durée de la règle « {key} »"
        try:
            value = law.at(key.removeprefix(OF_OCCUPANCY), today)  # type: ignore[arg-type]
        except LawSilent:
            return f"la durée de la règle « {key} »"
        return quantity(value.number, value.unit) + (" (à confirmer)" if value.status is Status.TO_VERIFY else "")

    return told


def filled(sentence: str, told: Told) -> str:
    """A sentence of the register with its durations."""
    return _PLACE.sub(lambda place: told(place[1]), sentence)


def kept_words(name: str, told: Told) -> str:
    """A term in words: `24 mois après le dernier contact avec le ménage`."""
    kept = data_map.rules().kept[name]
    return f"{told(kept.law)} {kept.words}" if kept.law else kept.words


def register_book(told: Told) -> list[Sheet]:
    """Processings, terms, columns, files, fields of the log, impact assessment."""
    return [_processings(told), _columns(told), _files(told), _log(), assessment_sheet()]


def _processings(told: Told) -> Sheet:
    rows = tuple(
        (
            one.name,
            one.purpose,
            one.basis,
            " ; ".join(one.people),
            " ; ".join(one.data),
            " ; ".join(one.recipients),
            " ; ".join(f"{each.data} : {filled(each.kept, told)} ({APPLIED[each.applied]})" for each in one.retention),
        )
        for one in data_map.register().processing
    )
    titles = ("Traitement", "Finalité", "Base légale", "Personnes", "Données", "Destinataires", "Durées")
    return Sheet(
        name="Registre",
        columns=tuple(text(title, 34) for title in titles),
        rows=rows,
        notes=(f"Registre relu le {data_map.register().checked_on:%d/%m/%Y}.",),
    )


def _columns(told: Told) -> Sheet:
    processings = _names()
    known = data_map.rules().category
    rows = tuple(
        (
            one.service,
            one.table,
            one.column,
            known[one.category].words,
            processings[one.processing],
            _basis()[one.processing],
            kept_words(one.kept, told),
            ENDS[one.end],
            "oui" if one.export else "non",
        )
        for service in data_map.SERVICES
        for one in data_map.labels(service)
    )
    return Sheet(
        name="Colonnes",
        columns=(
            text("Service", 12),
            text("Table", 26),
            text("Colonne", 24),
            text("Catégorie", 34),
            text("Traitement", 34),
            text("Base légale", 34),
            text("Conservation", 44),
            text("À l'effacement", 30),
            text("Remise à la personne", 12),
        ),
        rows=rows,
    )


def _files(told: Told) -> Sheet:
    processings, known = _names(), data_map.rules()
    return Sheet(
        name="Fichiers",
        columns=(text("Fichier", 44), text("Lieu", 40), text("Catégorie", 34), text("Traitement", 34), text("Conservation", 44)),
        rows=tuple(
            (
                one.words,
                one.where,
                known.category[one.category].words,
                processings[one.processing],
                kept_words(one.kept, told),
            )
            for one in known.file.values()
        ),
    )  # fmt: skip


def _log() -> Sheet:
    known = data_map.rules().category
    return Sheet(
        name="Journal technique",
        columns=(text("Champ", 16), text("Catégorie", 44)),
        rows=tuple((name, known[category].words) for name, category in data_map.log_fields().items()),
    )


def assessment_sheet() -> Sheet:
    """The impact assessment, what the CCAS has to complete marked as such."""
    found = data_map.assessment()
    return Sheet(
        name="Analyse d'impact",
        columns=(text("Sujet", 28), text("Question", 40), text("Réponse", 90), text("État", 16)),
        rows=tuple((one.topic, one.asked, one.answer, STATES[one.state]) for one in found.question),
        notes=(found.why,),
    )


def _names() -> dict[str, str]:
    return {data_map.NOBODY: "Aucune personne", **{one.id: one.name for one in data_map.register().processing}}


def _basis() -> dict[str, str]:
    return {data_map.NOBODY: "Sans objet", **{one.id: one.basis for one in data_map.register().processing}}
