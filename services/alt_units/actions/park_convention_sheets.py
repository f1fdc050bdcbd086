"""The sheets of a park's conventions: the papers, their avenants, their lines and the capacity of their annex."""

from msgspec.structs import replace

from alt_units.actions.park_choices import PROGRAMMES, words_of
from alt_units.documents.words import (
    AML_PERIODS,
    BASES,
    CEILINGS,
    DWELLING_TYPES,
    END_KINDS,
    MODALITIES,
    PARTIAL_MONTH_RULES,
)
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.park_imports import ParkSheet
from kernel.intake.columns import Column, Holds, SheetModel
from kernel.web.formats import MONTHS

MOST_AMENDMENTS = 98
_YEAR = Column(
    name="year",
    title="Année",
    holds=Holds.WHOLE,
    least=FIRST_YEAR,
    most=LAST_YEAR,
    help="l'année civile",
    example="2026",
)

_ONLY_AML = "seulement pour une convention AML"
AML_COLUMNS = (
    Column(
        name="modality",
        title="Modalité AML",
        holds=Holds.CHOICE,
        required=False,
        choices=words_of(MODALITIES),
        help="obligatoire pour une convention AML",
    ),
    Column(
        name="max_units",
        title="Logements aidés au plus",
        holds=Holds.WHOLE,
        required=False,
        least=1,
        most=10_000,
        help="obligatoire pour une convention AML",
    ),
    Column(
        name="period_cents",
        title="Montant AML par logement",
        holds=Holds.CENTS,
        required=False,
        help=f"{_ONLY_AML}, pour la période dite à côté",
        usual="les montants sont dits ligne par ligne",
    ),
    Column(
        name="period",
        title="Période du montant AML",
        holds=Holds.CHOICE,
        required=False,
        choices=words_of(AML_PERIODS),
        help=_ONLY_AML,
        usual="par an",
    ),
    Column(
        name="advance_per_mille",
        title="Avance AML en pour mille",
        holds=Holds.WHOLE,
        required=False,
        most=1000,
        help=f"{_ONLY_AML} : 300 pour 30 %",
        usual="pas d'avance",
    ),
    Column(
        name="advance_threshold_per_mille",
        title="Seuil de l'avance en pour mille",
        holds=Holds.WHOLE,
        required=False,
        most=1000,
        help=f"{_ONLY_AML} : part des logements au plus à dépasser",
    ),
    Column(name="term_ends_on", title="Terme de la convention AML", holds=Holds.DAY, required=False, help=_ONLY_AML),
)

_END_COLUMNS = (
    Column(
        name="end_kind",
        title="Fin par",
        holds=Holds.CHOICE,
        required=False,
        choices=words_of(END_KINDS),
        help="seulement avec une date de fin",
        usual="d'un commun accord, sans préavis",
    ),
    Column(
        name="notified_on",
        title="Préavis reçu le",
        holds=Holds.DAY,
        required=False,
        help="le jour où l'autre partie a reçu la lettre ; obligatoire quand la fin demande un préavis",
    ),
)
APPROVAL_COLUMNS = (
    Column(
        name="approval_number",
        title="Agrément n°",
        required=False,
        longest=40,
        help="agrément d'intermédiation locative, s'il y en a un",
    ),
    Column(name="approved_on", title="Agréé le", holds=Holds.DAY, required=False),
    Column(name="approval_ends_on", title="Agrément jusqu'au", holds=Holds.DAY, required=False),
)

CONVENTIONS = SheetModel(
    title=ParkSheet.CONVENTIONS,
    about="une convention par ligne et par année civile",
    unique=("number", "programme", "year"),
    columns=(
        Column(name="number", title="Numéro", longest=40),
        Column(name="programme", title="Programme", holds=Holds.CHOICE, choices=PROGRAMMES, example="ALT"),
        _YEAR,
        Column(name="funder", title="Financeur", longest=120, example="État (DDETS)"),
        Column(
            name="first_month",
            title="Premier mois financé",
            holds=Holds.MONTH,
            required=False,
            usual="janvier de l'année",
            example="01/2026",
        ),
        Column(
            name="rule",
            title="Mois partiel",
            holds=Holds.CHOICE,
            required=False,
            choices=words_of(PARTIAL_MONTH_RULES),
            help="à confirmer par la convention",
            usual="la règle par défaut de l'année",
        ),
        Column(
            name="least_days",
            title="Nombre de jours",
            holds=Holds.WHOLE,
            required=False,
            least=1,
            most=31,
            help="seulement pour un mois compté à partir d'un nombre de jours",
        ),
        Column(
            name="basis",
            title="Base",
            holds=Holds.CHOICE,
            required=False,
            choices=words_of(BASES),
            help="à confirmer par la convention",
            usual="la base par défaut de l'année",
        ),
        Column(
            name="ceiling",
            title="Plafond",
            holds=Holds.CHOICE,
            required=False,
            choices=words_of(CEILINGS),
            help="à confirmer par la convention",
            usual="le plafond par défaut de l'année",
        ),
        Column(
            name="ceiling_cents",
            title="Montant du plafond",
            holds=Holds.CENTS,
            required=False,
            usual="le prévisionnel de ses lignes",
        ),
        Column(
            name="signed_on",
            title="Signée le",
            holds=Holds.DAY,
            required=False,
            usual="la convention reste en préparation",
            example="15/01/2026",
        ),
        Column(name="deliberation", title="Délibération", required=False, longest=120),
        Column(name="deliberated_on", title="Délibération du", holds=Holds.DAY, required=False),
        Column(name="signatories", title="Signataires", required=False, longest=500),
        *AML_COLUMNS,
        Column(name="ended_on", title="Fin le", holds=Holds.DAY, required=False, usual="elle court toute l'année"),
        Column(name="end_reason", title="Motif de la fin", required=False, help="obligatoire avec une date de fin"),
        *_END_COLUMNS,
        *APPROVAL_COLUMNS,
        Column(
            name="renews",
            title="Fait suite au numéro",
            required=False,
            longest=40,
            help="la convention de l'année d'avant qu'elle reconduit : les années consécutives se comptent",
            usual="une première année",
        ),
        Column(name="note", title="Remarque", required=False, longest=2000),
    ),
)

AMENDMENT_OF_A_ROW = Column(
    name="amendment",
    title="Avenant",
    holds=Holds.WHOLE,
    required=False,
    least=1,
    most=MOST_AMENDMENTS,
    help="le numéro de l'avenant qui le dit",
    usual="la convention elle-même",
)

LINES = SheetModel(
    title=ParkSheet.LINES,
    about="un logement d'une convention par ligne ; un logement n'a qu'une ligne par mois ; un avenant redit toutes ses lignes",
    unique=("number", "programme", "year", "amendment", "unit", "first_month"),
    columns=(
        Column(name="number", title="Numéro de la convention", longest=40),
        Column(name="programme", title="Programme", holds=Holds.CHOICE, choices=PROGRAMMES, example="ALT"),
        _YEAR,
        Column(name="unit", title="Logement", longest=40, help="la référence du logement", example="LOG-12"),
        Column(
            name="dwelling_type",
            title="Type retenu",
            holds=Holds.CHOICE,
            required=False,
            choices=words_of(DWELLING_TYPES),
            usual="le type du logement",
        ),
        Column(
            name="first_month",
            title="Premier mois",
            holds=Holds.MONTH,
            required=False,
            usual="le premier mois financé de la convention, ou celui de l'avenant",
        ),
        Column(name="last_month", title="Dernier mois", holds=Holds.MONTH, required=False, usual="décembre de l'année"),
        Column(
            name="monthly_cents",
            title="Montant par mois",
            holds=Holds.CENTS,
            required=False,
            help="celui de la convention ; au-dessus du barème, un avertissement",
            usual="le montant du barème",
            example="357,95",
        ),
        AMENDMENT_OF_A_ROW,
    ),
)

_CHANGED_BY_AMENDMENT = frozenset(
    (
        "funder",
        "rule",
        "least_days",
        "basis",
        "ceiling",
        "ceiling_cents",
        "deliberation",
        "deliberated_on",
        "signatories",
        "note",
        *(one.name for one in AML_COLUMNS),
    )
)
AMENDMENTS = SheetModel(
    title=ParkSheet.AMENDMENTS,
    about="un avenant par ligne, numéroté à partir de 1 ; sans ligne ni capacité à son numéro, il reprend celles d'avant",
    unique=("number", "programme", "year", "amendment"),
    columns=(
        Column(name="number", title="Numéro de la convention", longest=40),
        Column(name="programme", title="Programme", holds=Holds.CHOICE, choices=PROGRAMMES, example="ALT"),
        _YEAR,
        Column(name="amendment", title="Avenant", holds=Holds.WHOLE, least=1, most=MOST_AMENDMENTS, example="1"),
        Column(
            name="first_month",
            title="Premier mois de l'avenant",
            holds=Holds.MONTH,
            help="à partir duquel il remplace ce qui précède",
            example="07/2026",
        ),
        Column(
            name="signed_on",
            title="Signé le",
            holds=Holds.DAY,
            required=False,
            usual="l'avenant reste en préparation",
            example="18/06/2026",
        ),
        *(
            replace(one, required=False, usual="comme avant l'avenant", example="")
            for one in CONVENTIONS.columns
            if one.name in _CHANGED_BY_AMENDMENT
        ),
    ),
)

MONTH_COLUMNS = tuple(f"month_{number:02}" for number in range(1, 13))
CAPACITY = SheetModel(
    title=ParkSheet.CAPACITY,
    about="la capacité prévue par l'annexe, un type de logement par ligne, mois par mois ; sinon, celle des lignes compte",
    unique=("number", "programme", "year", "amendment", "dwelling_type"),
    columns=(
        Column(name="number", title="Numéro de la convention", longest=40),
        Column(name="programme", title="Programme", holds=Holds.CHOICE, choices=PROGRAMMES, example="ALT"),
        _YEAR,
        Column(
            name="dwelling_type",
            title="Type de logement",
            holds=Holds.CHOICE,
            choices=words_of(DWELLING_TYPES),
            example="T2",
        ),
        *(
            Column(
                name=name,
                title=month.capitalize(),
                holds=Holds.WHOLE,
                required=False,
                most=10_000,
                help="nombre de logements",
                usual="aucun",
                example="3",
            )
            for name, month in zip(MONTH_COLUMNS, MONTHS, strict=True)
        ),
        AMENDMENT_OF_A_ROW,
    ),
)
