"""The template of a park: its sheets, each with what it holds. What people fill in is read by the same words."""

from alt_units.actions.park_convention_sheets import AMENDMENTS, CAPACITY, CONVENTIONS, LINES
from alt_units.actions.park_unit_sheets import PLACES, UNITS, VOIDS
from kernel.intake.columns import Model

TEMPLATE_YEAR = 2027
"""The version of the template: changed with its columns, so that an older file is refused and not half understood."""

PARK = Model(
    name="parc",
    year=TEMPLATE_YEAR,
    title=f"Modèle d'import du parc et des conventions, {TEMPLATE_YEAR}",
    intro=(
        "Remplissez une ligne par chose (logement, place, convention…) ; laissez vides les feuilles inutiles.",
        "Les deux premières lignes de chaque feuille restent comme elles sont ; la ligne d'exemple n'est jamais importée.",
        "Les titres marqués * sont obligatoires. Collez des valeurs, pas des formules.",
        "Un import ajoute : ce qui est déjà enregistré à l'identique est laissé, le reste est refusé avec sa cellule.",
    ),
    sheets=(UNITS, PLACES, VOIDS, CONVENTIONS, AMENDMENTS, LINES, CAPACITY),
)
