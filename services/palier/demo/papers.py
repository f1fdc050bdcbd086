"""What the demonstration town puts on its papers, and the wear grid its contracts take."""

import base64
from datetime import date
from pathlib import Path

from palier.demo.clerk import Desk
from palier.demo.people import MANAGER

_GRID = Path(__file__).parent / "grille-exemple.csv"
_LOGO = Path(__file__).parent / "logo-exemple.png"
_RULES = """# Visites
Les visites sont libres entre 8 heures et 22 heures.
# Entretien
Chacun entretient le logement qu'il occupe et signale sans attendre ce qui ne marche pas.
# Tri des déchets
Les bacs jaunes sont sortis le mardi soir, les bacs verts le jeudi soir.
# Absences
Toute absence de plus de huit jours est annoncée au CCAS."""


async def write_papers(desk: Desk, day: date) -> None:
    """The head, the clauses and the rules of the house, then the grid, both before the first contract."""
    letterhead = {
        "since": day.isoformat(),
        "name": "CCAS de démonstration",
        "address": "1 place de l'Exemple, 77340 Ville-Exemple",
        "contact": "01 00 00 00 00, logement@exemple.invalid",
        "privacy_contact": "dpd@exemple.invalid",
        "signatory": "Personne fictive",
        "signatory_title": "vice-présidente, par délégation",
        "clauses": [
            {
                "title": "Animaux",
                "text": "Un animal domestique est admis s'il est tenu et ne trouble pas le voisinage.",
            }
        ],
        "rules": _RULES,
        "logo": base64.b64encode(_LOGO.read_bytes()).decode(),
        "logo_alt": "Une maison en haut de trois marches",
    }
    await desk.post(MANAGER, "occupancy/v1/letterheads", letterhead)
    grid = {
        "name": "Grille de démonstration",
        "version": "1",
        "effective_from": day.isoformat(),
        "source": "Valeurs publiées par l'UFC-Que Choisir de Moselle-Est ; ce n'est pas un accord collectif",
        "file_name": _GRID.name,
        "content": base64.b64encode(_GRID.read_bytes()).decode(),
    }
    await desk.post(MANAGER, "occupancy/v1/wear-grids", grid)
