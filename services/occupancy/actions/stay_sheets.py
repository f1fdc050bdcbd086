"""The template of current households and stays: its sheets and columns, with what each one holds."""

from kernel.intake.columns import Choice, Column, Holds, Model, SheetModel
from occupancy.documents.words import GENDER, ORIENTATION, RELATION, SITUATION
from occupancy.domain.stay_imports import HOUSEHOLDS, MEMBERS

TEMPLATE_YEAR = 2026
"""The version of the template: changed with its columns, so that an older file is refused and not half understood."""

HOUSEHOLD_SHEET = SheetModel(
    title=HOUSEHOLDS,
    about="un ménage par ligne, avec son séjour en cours s'il en a un",
    unique=("key",),
    columns=(
        Column(
            name="key", title="Repère", longest=20, help="un repère à vous, pour relier la feuille Membres", example="1"
        ),
        Column(name="last_name", title="Nom du titulaire", longest=120, example="Ménage Exemple"),
        Column(name="first_name", title="Prénom du titulaire", longest=120, example="Exemple"),
        Column(
            name="situation",
            title="Situation",
            holds=Holds.CHOICE,
            choices=tuple(Choice(words, one) for one, words in SITUATION.items()),
            example="Famille monoparentale",
        ),
        Column(name="adults", title="Adultes", holds=Holds.WHOLE, least=1, most=20, example="1"),
        Column(name="children", title="Enfants", holds=Holds.WHOLE, most=20, example="2"),
        Column(
            name="orientation",
            title="Orientation",
            holds=Holds.CHOICE,
            choices=tuple(Choice(words, one) for one, words in ORIENTATION.items()),
            example="SIAO",
        ),
        Column(name="phone", title="Téléphone", required=False, longest=30),
        Column(name="email", title="Courriel", required=False, longest=200),
        Column(
            name="unit",
            title="Logement",
            required=False,
            longest=40,
            help="la référence du logement dans Palier",
            usual="le ménage n'a pas de séjour en cours",
            example="LOG-12",
        ),
        Column(
            name="place",
            title="Place",
            required=False,
            longest=120,
            help="le nom de la place d'un logement partagé",
            usual="tout le logement",
        ),
        Column(
            name="first_day",
            title="Premier jour",
            holds=Holds.DAY,
            required=False,
            help="l'entrée dans le logement ; obligatoire avec un logement",
            example="01/09/2026",
        ),
        Column(
            name="last_day",
            title="Échéance",
            holds=Holds.DAY,
            required=False,
            help="le dernier jour du contrat, renouvellements compris ; obligatoire avec un logement."
            " Les périodes passées se déduisent de la règle du programme",
            example="30/11/2026",
        ),
        Column(name="signed_on", title="Signé le", holds=Holds.DAY, required=False, usual="le premier jour du séjour"),
        Column(
            name="fee_cents",
            title="Redevance mensuelle",
            holds=Holds.CENTS,
            required=False,
            usual="celle du barème",
        ),
    ),
)

MEMBER_SHEET = SheetModel(
    title=MEMBERS,
    about="facultative : une personne par ligne, le titulaire compris",
    unique=("key", "last_name", "first_name"),
    columns=(
        Column(name="key", title="Repère", longest=20, help="celui du ménage", example="1"),
        Column(
            name="relation",
            title="Lien",
            holds=Holds.CHOICE,
            choices=tuple(Choice(words, one) for one, words in RELATION.items()),
            example="Titulaire",
        ),
        Column(name="last_name", title="Nom", longest=120, example="Ménage Exemple"),
        Column(name="first_name", title="Prénom", required=False, longest=120, example="Exemple"),
        Column(name="born_on", title="Né(e) le", holds=Holds.DAY, required=False),
        Column(
            name="birth_year",
            title="Année de naissance",
            holds=Holds.WHOLE,
            required=False,
            least=1900,
            most=2099,
            help="quand la date n'est pas connue",
        ),
        Column(
            name="gender",
            title="Femme ou homme",
            holds=Holds.CHOICE,
            required=False,
            choices=tuple(Choice(words, one) for one, words in GENDER.items()),
            help="facultatif : sert seulement à compter femmes et hommes dans le bilan annuel",
        ),
        Column(
            name="joined_on",
            title="Dans le ménage depuis",
            holds=Holds.DAY,
            required=False,
            usual="le premier jour du séjour",
        ),
    ),
)

STAYS = Model(
    name="séjours",
    year=TEMPLATE_YEAR,
    title="Ménages et séjours en cours",
    intro=(
        "Une ligne par ménage. Le logement doit déjà être dans Palier : importez d'abord le parc.",
        "Les redevances passées, les dépôts détenus et les dettes ne s'importent pas ici.",
        "Ni santé, ni origine, ni opinion : aucune colonne n'en demande.",
    ),
    sheets=(HOUSEHOLD_SHEET, MEMBER_SHEET),
)
