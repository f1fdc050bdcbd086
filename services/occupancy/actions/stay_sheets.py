"""The template of current households and stays: its sheets and columns, with what each one holds."""

from kernel.intake.columns import Choice, Column, Holds, Model, SheetModel
from occupancy.documents.words import GENDER, ORIENTATION, RELATION, SITUATION
from occupancy.domain.openings import OpeningKind
from occupancy.domain.stay_imports import DEBTS, HOUSEHOLDS, MEMBERS

TEMPLATE_YEAR = 2027
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
        Column(
            name="called_until",
            title="Redevances appelées jusqu'à",
            holds=Holds.MONTH,
            required=False,
            help="le dernier mois appelé par votre registre précédent : Palier n'appelle rien pour ce mois ni avant",
            usual="le dernier mois de la feuille Dettes",
            example="10/2026",
        ),
        Column(
            name="advance_cents",
            title="Avance",
            holds=Holds.CENTS,
            required=False,
            least=1,
            help="ce que le ménage a payé d'avance et qui n'est imputé à aucun mois",
        ),
        Column(
            name="deposit_cents",
            title="Dépôt détenu",
            holds=Holds.CENTS,
            required=False,
            least=1,
            help="le dépôt de garantie reçu et non rendu",
            example="100,00",
        ),
        Column(
            name="deposit_received_on",
            title="Dépôt reçu le",
            holds=Holds.DAY,
            required=False,
            help="obligatoire avec un dépôt",
            example="01/09/2026",
        ),
        Column(name="deposit_payer", title="Dépôt versé par", required=False, longest=120, usual="le titulaire"),
        Column(
            name="deposit_receipt",
            title="Reçu du dépôt",
            required=False,
            longest=40,
            help="le numéro du reçu dans votre registre précédent ; Palier n'en établit pas",
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

DEBT_SHEET = SheetModel(
    title=DEBTS,
    about="facultative : ce qui reste dû au jour de la reprise, mois par mois ou en une somme avec sa date et son motif",
    unique=("key", "kind", "month", "due_on", "reason"),
    columns=(
        Column(name="key", title="Repère", longest=20, help="celui du ménage, qui a un logement", example="1"),
        Column(
            name="kind",
            title="Nature",
            holds=Holds.CHOICE,
            choices=(Choice("Redevance", OpeningKind.FEES), Choice("Dégradations", OpeningKind.DAMAGE)),
            example="Redevance",
        ),
        Column(
            name="month",
            title="Mois",
            holds=Holds.MONTH,
            required=False,
            help="pour une redevance reprise mois par mois",
            example="10/2026",
        ),
        Column(
            name="due_on",
            title="Dû depuis le",
            holds=Holds.DAY,
            required=False,
            help="obligatoire sans mois",
            usual="le premier jour du mois",
        ),
        Column(
            name="cents",
            title="Reste dû",
            holds=Holds.CENTS,
            least=1,
            help="ce qui reste à payer de cette somme",
            example="100,00",
        ),
        Column(
            name="reason",
            title="Motif",
            required=False,
            longest=200,
            help="ce que le relevé de compte en dira ; obligatoire sans mois",
        ),
        Column(
            name="title",
            title="Titre émis",
            required=False,
            longest=40,
            help="le numéro du titre de recettes, s'il est déjà émis : Palier n'en demandera pas un second",
        ),
    ),
)

STAYS = Model(
    name="séjours",
    year=TEMPLATE_YEAR,
    title="Ménages et séjours en cours",
    intro=(
        "Une ligne par ménage. Le logement doit déjà être dans Palier : importez d'abord le parc.",
        "Les dépôts détenus, les dettes et les avances se reprennent au jour de la reprise, sans reçu de votre régie.",
        "Les redevances déjà payées ne s'importent pas.",
        "Ni santé, ni origine, ni opinion : aucune colonne n'en demande.",
    ),
    sheets=(HOUSEHOLD_SHEET, MEMBER_SHEET, DEBT_SHEET),
)
