"""What the page of components shows: plainly fictitious values, one for each pattern."""

from datetime import date
from typing import Any

from kernel.errors import Blocker, Conflict
from kernel.web.form import Form


def samples() -> dict[str, Any]:
    """The facts of `templates/components.html`."""
    return {"form": _wrong(), "good": _good(), "rows": ROWS, "events": EVENTS, "steps": STEPS}


def _good() -> Form:
    return Form.blank(
        name="T1 des Tilleuls", entry=date(2026, 11, 21), fee="75,00", kind="t1", furnished=True, zone="II"
    )


def _wrong() -> Form:
    form = Form({"name": [""], "entry": ["31/02/2026"], "fee": ["soixante"], "persons": ["2"], "kind": ["igloo"]})
    form.text("name")
    form.date("entry")
    form.euros("fee")
    form.wrong("kind", "Choisissez une valeur de la liste")
    blocker = Blocker(label="Séjour du Ménage Exemple A, du 01/02/2026 au 30/04/2026", href="#listes")
    form.refuse(Conflict("Cette place est déjà occupée pendant ces jours.", blocker=blocker))
    return form


ROWS = (
    {"name": "T1 des Tilleuls", "state": "occupé", "tone": "info", "months": ("ok", "ok", "warn"), "cents": 38_075},
    {"name": "T3 du Port", "state": "en travaux", "tone": "warn", "months": ("ok", "bad", "bad"), "cents": 66_642},
    {"name": "Chambre bleue", "state": "libre", "tone": "ok", "months": ("muted", "muted", "ok"), "cents": 0},
)
EVENTS = (
    {
        "on": "01/02/2026",
        "title": "Contrat signé",
        "text": "Pour trois mois, jusqu'au 30/04/2026",
        "href": "#",
        "tone": "ok",
    },
    {"on": "03/02/2026", "title": "État des lieux d'entrée", "tone": "info"},
    {
        "on": "10/03/2026",
        "title": "Participation de février payée en partie",
        "text": "Reste dû : 20,00 €",
        "tone": "warn",
    },
    {"on": "16/04/2026", "title": "Fin du séjour annoncée"},
)
STEPS = (
    {"label": "Ménage", "state": "done", "note": "01/02/2026"},
    {"label": "Contrat", "state": "done", "note": "01/02/2026"},
    {"label": "État des lieux d'entrée", "state": "now", "note": "à faire avant le 05/02/2026"},
    {"label": "Séjour", "state": "next"},
    {"label": "Sortie", "state": "next"},
)
