"""The sheets of a park's dwellings: units, places, and the days on which they cannot be lived in."""

from alt_units.actions.park_choices import PROGRAMMES, words_of
from alt_units.documents.words import (
    COST_BEARERS,
    DWELLING_TYPES,
    MOBILISATION_KINDS,
    OWNER_KINDS,
    TERRITORIES,
    VOID_REASONS,
)
from alt_units.domain.park_imports import ParkSheet
from alt_units.domain.units import Zone
from kernel.intake.columns import Choice, Column, Holds, SheetModel

_ZONES = tuple(Choice(one.value, one) for one in Zone)


_WITH_KIND = "seulement avec un mode de mobilisation"
MOBILISATION_COLUMNS = (
    Column(
        name="kind",
        title="Mode de mobilisation",
        holds=Holds.CHOICE,
        required=False,
        choices=words_of(MOBILISATION_KINDS),
        help="à quel titre le CCAS dispose du logement",
        usual="à dire plus tard sur la page du logement",
    ),
    Column(
        name="owner_kind",
        title="Propriétaire",
        holds=Holds.CHOICE,
        required=False,
        choices=words_of(OWNER_KINDS),
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
            choices=words_of(DWELLING_TYPES),
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
            choices=words_of(TERRITORIES),
            help="ses jours fériés comptent pour la remise en état",
            usual="d'après le code postal",
        ),
        Column(name="first_day", title="Premier jour en service", holds=Holds.DAY, example="01/01/2026"),
        Column(
            name="programme",
            title="Programme",
            holds=Holds.CHOICE,
            required=False,
            choices=PROGRAMMES,
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

VOIDS = SheetModel(
    title=ParkSheet.VOIDS,
    about="une indisponibilité par ligne : travaux, dégâts… ; un jour n'est indisponible que pour un motif",
    unique=("unit", "place", "first_day"),
    columns=(
        Column(name="unit", title="Logement", longest=40, help="la référence du logement"),
        Column(
            name="place",
            title="Place",
            required=False,
            longest=80,
            help="le nom de la place d'un logement partagé",
            usual="tout le logement",
        ),
        Column(
            name="reason",
            title="Motif",
            holds=Holds.CHOICE,
            choices=words_of(VOID_REASONS),
            help="« Autre » demande une remarque",
            example="Travaux",
        ),
        Column(
            name="bearer",
            title="À la charge de",
            holds=Holds.CHOICE,
            required=False,
            choices=words_of(COST_BEARERS),
            usual="à déterminer",
            example="CCAS",
        ),
        Column(name="first_day", title="Premier jour", holds=Holds.DAY, example="02/03/2026"),
        Column(
            name="last_day",
            title="Dernier jour",
            holds=Holds.DAY,
            required=False,
            usual="sans fin connue",
            example="20/03/2026",
        ),
        Column(
            name="reference", title="Référence", required=False, longest=80, help="devis, bon de commande, sinistre"
        ),
        Column(name="note", title="Remarque", required=False, longest=500),
    ),
)
