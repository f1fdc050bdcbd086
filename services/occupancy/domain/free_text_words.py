"""The words that make a note worth reading again, by what they speak of. Data: French, singular, as the dictionary writes them.

Ground: RGPD-06 (what must not be kept) and RGPD-08 (a list on the server that asks for confirmation). The choice of the
words is the software's own default, to be reviewed with the data protection officer: it is no text of law and finds no
more than it lists. Words with an everyday sense in housing are left out on purpose (« peine », « condamnée » of a door,
« noir », « traitement » alone).
"""

from datetime import date

CHECKED_ON = date(2026, 11, 26)

HEALTH = """
addiction; alcool; alcoolique; alcoolisme; alcoolisé; alcoolisée; autisme; autiste; bipolaire; cancer;
chimiothérapie; dépressif;
dépression; dépressive; diabète; diabétique; diagnostic médical; dialyse; drogue; drogué; droguée; enceinte; épilepsie;
épileptique; grossesse; handicap; handicapé; handicapée; hépatite; hospitalisation; hospitalisé;
hospitalisée; malade; maladie; médicament;
méthadone; psychiatre; psychiatrie; psychiatrique; psychique; psychose; psychotique; schizophrène; schizophrénie; séropositif;
séropositive; sida; sous traitement; suicidaire; suicide; toxicomane; toxicomanie; traitement médical; trouble du comportement;
trouble mental; tuberculose; vih
"""

ORIGIN = """
africain; africaine; algérien; algérienne; arabe; asiatique; ethnie; ethnique; gitan; gitane; haïtien; haïtienne; maghrébin;
maghrébine; marocain; marocaine; nationalité; pays d'origine; roms; tsigane; tunisien; tunisienne
"""

RELIGION = """
athée; bouddhiste; catholique; chrétien; chrétienne; hindou; hindoue; islam; juif; juive; mosquée; musulman; musulmane;
pratiquant; pratiquante; protestant; protestante; ramadan; religieuse; religieux; religion; synagogue;
témoin de jéhovah; voile islamique
"""

OPINION = """
adhérent d'un parti; extrême droite; extrême gauche; militant; militante; opinion politique; parti politique; syndicaliste;
syndicat de salariés
"""

PRIVATE_LIFE = """
bisexuel; bisexuelle; gay; homosexualité; homosexuel; homosexuelle; lesbienne; transgenre; transsexuel; transsexuelle
"""

OFFENCE = """
bracelet électronique; casier judiciaire; condamnation pénale; contrôle judiciaire; délinquance; délinquant;
délinquante; détenu;
détenue; ex-détenu; ex-détenue; garde à vue; incarcération; incarcéré; incarcérée; prison; probation; sortant de prison
"""

IDENTIFIER = "nir; numéro de sécu; numéro de sécurité sociale"
