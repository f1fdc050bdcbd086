"""The template of a wear grid, and what is read of a filled-in one."""

from kernel.intake.columns import Column, Holds, Model, SheetModel
from kernel.intake.files import read_file
from kernel.intake.rows import CellProblem, CellsWrong, Row, read_model
from occupancy.domain.wear_grids import WearRow, row_faults

ROWS = SheetModel(
    title="Grille",
    about="un élément par ligne, comme dans l'accord",
    unique=("element",),
    columns=(
        Column(name="element", title="Élément", longest=120, example="Peinture, papiers peints"),
        Column(name="life_years", title="Durée de vie (années)", holds=Holds.WHOLE, least=1, most=100, example="7"),
        Column(name="franchise_years", title="Franchise (années)", holds=Holds.WHOLE, most=100, example="2"),
        Column(
            name="abatement",
            title="Abattement par an (%)",
            holds=Holds.HUNDREDTHS,
            most=100_00,
            help="18 pour 18 % ; une décimale au plus",
            example="18",
        ),
        Column(
            name="residual",
            title="Part résiduelle (%)",
            holds=Holds.HUNDREDTHS,
            most=100_00,
            help="ce qui reste à la charge du ménage en fin de vie ; une décimale au plus",
            example="10",
        ),
        Column(
            name="words",
            title="Éléments de l'état des lieux",
            required=False,
            help="les noms pour lesquels proposer cette ligne, séparés par des points-virgules",
            usual="la ligne n'est jamais proposée, mais reste à choisir",
            example="murs ; plafond",
        ),
    ),
)

GRID = Model(
    name="grille de vétusté",
    year=2026,
    title="Grille de vétusté",
    intro=(
        "Recopiez la grille de votre accord collectif, sans rien y changer.",
        "L'origine de la grille (accord, signataires, date) se dit sur la page d'import.",
    ),
    sheets=(ROWS,),
)
"""Its year is its version: an older file is refused, never half understood."""


def read_grid(content: bytes) -> tuple[WearRow, ...]:
    """Raises the refusals of `kernel.intake`, and `CellsWrong` with every fault, cell by cell."""
    filled = read_model(GRID, read_file(content))
    problems = list(filled.problems)
    found = []
    for row in filled.rows[ROWS.title]:
        if row.ok:
            one, faults = _row(row)
            problems += faults
            found.append(one)
    if problems:
        raise CellsWrong(problems)
    return tuple(found)


def _row(row: Row) -> tuple[WearRow, list[CellProblem]]:
    faults = []
    for name in ("abatement", "residual"):
        hundredths = row.whole(name)
        if 0 < hundredths < 100:
            faults.append(row.problem(name, "moins de 1 % : écrivez 18 pour 18 %, sans format pourcentage"))
        elif hundredths % 10:
            faults.append(row.problem(name, "une décimale au plus est attendue"))
    one = WearRow(
        element=row.text("element"),
        life_years=row.whole("life_years"),
        franchise_years=row.whole("franchise_years"),
        abatement_per_mille=row.whole("abatement") // 10,
        residual_per_mille=row.whole("residual") // 10,
        words=tuple(word.strip() for word in row.text("words").split(";") if word.strip()),
    )
    columns = {"abatement_per_mille": "abatement", "franchise_years": "franchise_years"}
    faults += [row.problem(columns[name], message) for name, message in row_faults(one)]
    return one, faults
