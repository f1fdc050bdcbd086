"""The template of a park: its sheets and columns, with what each one holds. What people fill in is read by the same words."""

from enum import Enum

from alt_units.documents.words import (
    AML_PERIODS,
    BASES,
    CEILINGS,
    DWELLING_TYPES,
    MOBILISATION_KINDS,
    MODALITIES,
    OWNER_KINDS,
    PARTIAL_MONTH_RULES,
    TERRITORIES,
)
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.park_imports import ParkSheet
from alt_units.domain.units import Programme, Zone
from kernel.intake.columns import Choice, Column, Holds, Model, SheetModel, choices_of

TEMPLATE_YEAR = 2026
"""The version of the template: changed with its columns, so that an older file is refused and not half understood."""

_PROGRAMMES = tuple(Choice(one.value, one) for one in Programme)
_ZONES = tuple(Choice(one.value, one) for one in Zone)


def _words(words: object) -> tuple[Choice, ...]:
    known: dict[Enum, str] = dict(words)  # type: ignore[call-overload]
    return choices_of(known)


_WITH_KIND = "seulement avec un mode de mobilisation"
MOBILISATION_COLUMNS = (
    Column(
        name="kind",
        title="Mode de mobilisation",
        holds=Holds.CHOICE,
        required=False,
        choices=_words(MOBILISATION_KINDS),
        help="à quel titre le CCAS dispose du logement",
        usual="à dire plus tard sur la page du logement",
    ),
    Column(
        name="owner_kind",
        title="Propriétaire",
        holds=Holds.CHOICE,
        required=False,
        choices=_words(OWNER_KINDS),
        help="obligatoire avec un mode de mobilisation",
    ),
    Column(name="landlord", title="Bailleur", required=False, longest=120, help=f"{_WITH_KIND} : son nom"),
    Column(name="upstream", title="Contrat amont", required=False, longest=80, help=f"{_WITH_KIND} : sa référence"),
    Column(name="rent_cents", title="Loyer dû au bailleur", holds=Holds.CENTS, required=False, help="par mois"),
    Column(
        name="mobilised_since",
        title="Mobilisé depuis",
        holds=Holds.DAY,
        required=False,
        usual="depuis le premier jour en service",
    ),
    Column(
        name="mobilised_until", title="Mobilisé jusqu'au", holds=Holds.DAY, required=False, usual="sans terme connu"
    ),
)

UNITS = SheetModel(
    title=ParkSheet.UNITS,
    about="un logement par ligne",
    unique=("reference",),
    columns=(
        Column(name="reference", title="Référence", longest=40, help="courte et unique, par exemple LOG-12"),
        Column(name="name", title="Nom", longest=120, help="celui que l'équipe emploie", example="Studio des Tilleuls"),
        Column(
            name="dwelling_type",
            title="Type de logement",
            holds=Holds.CHOICE,
            choices=_words(DWELLING_TYPES),
            help="les types du barème de l'aide",
            example="T2",
        ),
        Column(
            name="zone",
            title="Zone APL",
            holds=Holds.CHOICE,
            choices=_ZONES,
            help="zonage du 17 mars 1978 ; « 1 bis » compte en zone I, l'outre-mer en zone II",
            example="II",
        ),
        Column(name="address", title="Numéro et voie", example="1 allée des Exemples"),
        Column(name="postal_code", title="Code postal", holds=Holds.DIGITS, most=5, example="77000"),
        Column(name="city", title="Commune", longest=120, example="Commune-Exemple"),
        Column(
            name="surface_dm2",
            title="Surface en m²",
            holds=Holds.HUNDREDTHS,
            required=False,
            least=1,
            most=9_999_99,
            example="45,50",
        ),
        Column(
            name="water_and_wc",
            title="Point d'eau et WC",
            holds=Holds.YES_NO,
            help="à proximité immédiate : condition d'une convention ALT",
            example="oui",
        ),
        Column(
            name="heating",
            title="Chauffage",
            holds=Holds.YES_NO,
            help="adapté au climat : condition d'une convention ALT",
            example="oui",
        ),
        Column(
            name="persons_max",
            title="Personnes au plus",
            holds=Holds.WHOLE,
            required=False,
            least=1,
            most=50,
            usual="autant que le ménage en compte",
        ),
        Column(
            name="accessible",
            title="Accessible en fauteuil",
            holds=Holds.YES_NO,
            required=False,
            help="de plain-pied et utilisable en fauteuil roulant",
            usual="non",
        ),
        Column(
            name="floor",
            title="Étage",
            holds=Holds.WHOLE,
            required=False,
            least=-5,
            most=60,
            help="0 pour le rez-de-chaussée",
        ),
        Column(name="has_lift", title="Ascenseur", holds=Holds.YES_NO, required=False, usual="non"),
        Column(
            name="turnaround_days",
            title="Remise en état en jours ouvrés",
            holds=Holds.WHOLE,
            required=False,
            most=60,
            help="gardés après chaque départ",
            usual="aucun",
        ),
        Column(
            name="territory",
            title="Territoire",
            holds=Holds.CHOICE,
            required=False,
            choices=_words(TERRITORIES),
            help="ses jours fériés comptent pour la remise en état",
            usual="d'après le code postal",
        ),
        Column(name="first_day", title="Premier jour en service", holds=Holds.DAY, example="01/01/2026"),
        Column(
            name="programme",
            title="Programme",
            holds=Holds.CHOICE,
            required=False,
            choices=_PROGRAMMES,
            help="un logement relève d'un seul programme à la fois",
            usual="aucun programme",
            example="ALT",
        ),
        Column(
            name="programme_since",
            title="Dans le programme depuis",
            holds=Holds.DAY,
            required=False,
            usual="depuis le premier jour en service",
        ),
        *MOBILISATION_COLUMNS,
        Column(name="note", title="Remarque", required=False, longest=2000),
    ),
)

PLACES = SheetModel(
    title=ParkSheet.PLACES,
    about="une place par ligne, seulement pour les logements partagés, dans l'ordre de leurs numéros",
    unique=("unit", "name"),
    columns=(
        Column(name="unit", title="Logement", longest=40, help="la référence du logement"),
        Column(name="name", title="Nom de la place", longest=80, example="Chambre bleue"),
        Column(
            name="persons_max",
            title="Personnes au plus",
            holds=Holds.WHOLE,
            required=False,
            least=1,
            most=50,
            usual="autant que le ménage en compte",
        ),
    ),
)

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
        choices=_words(MODALITIES),
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
        choices=_words(AML_PERIODS),
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

CONVENTIONS = SheetModel(
    title=ParkSheet.CONVENTIONS,
    about="une convention par ligne et par année civile",
    unique=("number", "programme", "year"),
    columns=(
        Column(name="number", title="Numéro", longest=40),
        Column(name="programme", title="Programme", holds=Holds.CHOICE, choices=_PROGRAMMES, example="ALT"),
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
            choices=_words(PARTIAL_MONTH_RULES),
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
            choices=_words(BASES),
            help="à confirmer par la convention",
            usual="la base par défaut de l'année",
        ),
        Column(
            name="ceiling",
            title="Plafond",
            holds=Holds.CHOICE,
            required=False,
            choices=_words(CEILINGS),
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
        Column(name="note", title="Remarque", required=False, longest=2000),
    ),
)

LINES = SheetModel(
    title=ParkSheet.LINES,
    about="un logement d'une convention par ligne ; un logement n'a qu'une ligne par mois",
    unique=("number", "programme", "year", "unit", "first_month"),
    columns=(
        Column(name="number", title="Numéro de la convention", longest=40),
        Column(name="programme", title="Programme", holds=Holds.CHOICE, choices=_PROGRAMMES, example="ALT"),
        _YEAR,
        Column(name="unit", title="Logement", longest=40, help="la référence du logement", example="LOG-12"),
        Column(
            name="dwelling_type",
            title="Type retenu",
            holds=Holds.CHOICE,
            required=False,
            choices=_words(DWELLING_TYPES),
            usual="le type du logement",
        ),
        Column(
            name="first_month",
            title="Premier mois",
            holds=Holds.MONTH,
            required=False,
            usual="le premier mois financé de la convention",
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
    ),
)

PARK = Model(
    name="parc",
    year=TEMPLATE_YEAR,
    title=f"Modèle d'import du parc et des conventions, {TEMPLATE_YEAR}",
    intro=(
        "Remplissez une ligne par logement, place, convention et ligne de convention ; laissez vides les feuilles inutiles.",
        "Les deux premières lignes de chaque feuille restent comme elles sont ; la ligne d'exemple n'est jamais importée.",
        "Les titres marqués * sont obligatoires. Collez des valeurs, pas des formules.",
        "Un import ajoute : ce qui est déjà enregistré à l'identique est laissé, le reste est refusé avec sa cellule.",
    ),
    sheets=(UNITS, PLACES, CONVENTIONS, LINES),
)
