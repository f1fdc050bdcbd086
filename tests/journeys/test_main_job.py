"""The main job, as people do it: from the unit to the reconciled allowance, in a real browser, on the founding figures.

The household comes as in the seed: a free place, the SIAO, the commission, the contract, a renewal, the exit.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from kernel.clock import SystemClock
from kernel.period import Month
from tests.journeys.house import new_house
from tests.journeys.visitor import Visitor, visiting

TODAY = SystemClock().today()
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
LAST = Month.of(TODAY).plus(-1)
"""The month that is claimed: the last whole one. The convention is that month's year's."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with new_house(tmp_path_factory.mktemp("house")) as address:
        yield address


def french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def register_unit(visitor: Visitor, reference: str, name: str, dwelling_type: str, places: str = "") -> None:
    visitor.open("/logements/nouveau")
    visitor.fill(
        {
            "Référence": reference,
            "Nom": name,
            "Type de logement": dwelling_type,
            "Zone APL": "Zone I",
            "Numéro et voie": "1 allée des Exemples",
            "Code postal": "77000",
            "Commune": "Commune-Exemple",
            "Premier jour en service": date(LAST.year, 1, 1).isoformat(),
            "Programme": "ALT",
            "Places": places,
        }
    )
    visitor.tick("Point d'eau et WC", "Chauffage adapté")
    visitor.press("Enregistrer le logement")
    visitor.title(name)


def open_regie(visitor: Visitor) -> None:
    visitor.open("/sejours/reglages/regies/nouvelle")
    visitor.fill({"Code": "LT", "Nom": "Régie des logements temporaires", "Acte constitutif": "Décision n° 1"})
    visitor.tick("Les redevances", "Les dépôts")
    visitor.fill({"Ouverte le": date(LAST.year, 1, 1).isoformat()})
    visitor.press("Enregistrer")
    visitor.sees("Régie des logements temporaires")


def sign_convention(visitor: Visitor) -> None:
    visitor.open("/logements/conventions/nouvelle")
    visitor.fill({"Programme": "ALT", "Numéro": "ALT-1", "Financeur": "État (DDETS)", "Année": str(LAST.year)})
    visitor.fill({"Premier mois financé": f"{LAST.year}-01"})
    visitor.press("Enregistrer la convention")
    for unit, amount in (("ALT-01", "357,95"), ("ALT-02", "331,27"), ("ALT-03", "357,95")):
        visitor.follow("Ajouter une ligne")
        visitor.fill({"Logement": unit, "Premier mois": f"{LAST.year}-01", "Dernier mois": f"{LAST.year}-12"})
        visitor.fill({"Montant par mois": amount})
        visitor.press("Enregistrer la ligne")
    visitor.sees("1\u202f047,17\u00a0€", "+20,00")
    visitor.follow("Enregistrer la signature")
    visitor.fill({"Signée le": (date(LAST.year, 1, 1) - timedelta(days=15)).isoformat()})
    visitor.press("Enregistrer la signature")


def register_household(visitor: Visitor) -> None:
    visitor.open("/sejours/menages/nouveau")
    visitor.fill({"Nom": "Lavande", "Prénom": "(exemple)", "Situation": "Personne seule", "Orientation": "SIAO"})
    visitor.fill({"Adultes": "1", "Enfants": "0"})
    visitor.press("Enregistrer")
    visitor.title("Lavande (exemple)")


def before(days: int) -> str:
    return (LAST.first_day - timedelta(days=days)).isoformat()


def declare_vacancy(visitor: Visitor) -> None:
    """The free place is announced to the SIAO before the SIAO orients anybody."""
    visitor.open("/logements/vacances")
    visitor.follow("Déclarer au SIAO ALT-01, Chambre bleue")
    visitor.fill({"Déclarée le": before(13), "Précision": "Fiche n° 1"})
    visitor.press("Enregistrer la déclaration")
    visitor.sees("Déjà déclarées", "Fiche n° 1")


def receive_referral(visitor: Visitor) -> str:
    """The SIAO orients the household to a place that is free; the page of the referral."""
    visitor.open(f"/sejours/places-libres?du={LAST.first_day}&mois=3&personnes=1")
    visitor.sees("Chambre bleue")
    visitor.open("/sejours/orientations/nouvelle")
    visitor.fill({"Ménage": "Lavande", "Place": "Chambre bleue", "Premier jour possible": LAST.first_day.isoformat()})
    visitor.fill({"Orienté par": "SIAO", "Reçue le": before(12)})
    visitor.press("Enregistrer l’orientation")
    return visitor.page.url.partition("?")[0].removeprefix(visitor.base)


def step(visitor: Visitor, referral: str, act: str, **answers: str) -> None:
    visitor.open(referral)
    visitor.follow(act)
    visitor.fill({label.replace("_", " "): value for label, value in answers.items()})
    visitor.press(act)


def convene(visitor: Visitor, referral: str) -> str:
    """The referral on the agenda of the commission; the page of the session."""
    visitor.open("/sejours/orientations/commissions")
    visitor.page.locator("#held_on").fill(before(8))
    visitor.press("Prévoir la séance")
    session = visitor.page.url.partition("?")[0].removeprefix(visitor.base)
    step(visitor, referral, "Inscrire à une commission", Commission=french(LAST.first_day - timedelta(days=8)))
    return session


def decide(visitor: Visitor, referral: str, session: str) -> None:
    """Who sat, then the decision of the commission: a separate act."""
    visitor.open(session)
    visitor.page.locator('[name="present.0"]').check()
    visitor.tick("Le quorum fixé par le CCAS est atteint")
    visitor.press("Enregistrer la présence")
    decider = {"Délibération": "Délibération n° 1", "Nom_du_décideur": "Élue Exemple", "Fonction": "Vice-présidente"}
    step(visitor, referral, "Enregistrer la décision", **decider, Décision="Retenu")


def prepare_contract(visitor: Visitor, referral: str) -> None:
    step(visitor, referral, "Enregistrer l'envoi de la réponse", Envoyée_le=before(7))
    step(visitor, referral, "Enregistrer l'accord du ménage", Le_ménage_a_accepté_le=before(6))
    visitor.open(referral)
    visitor.follow("Préparer le contrat")
    visitor.press("Préparer le contrat")


def renew(agent: Visitor, direction: Visitor, stay: str) -> None:
    """Asked at the desk, granted by somebody named, with what it changes shown first."""
    step(
        agent,
        stay,
        "Demander un renouvellement",
        Demandé_par="Le ménage",
        Demandé_le=TODAY.isoformat(),
        Motif_de_la_demande="Relogement en cours",
    )
    direction.open(stay)
    direction.follow("Renouveler")
    direction.fill({"Motif du renouvellement": "Relogement en cours", "Décidé le": TODAY.isoformat()})
    direction.fill({"Décidé par": "Président", "Nom": "Élue Exemple", "Fonction": "Vice-présidente"})
    direction.fill({"Délibération": "Délibération n° 1"})
    direction.press("Voir les conséquences")
    direction.press("Confirmer le renouvellement")
    direction.sees("Renouvel")


def inspect(visitor: Visitor, link: str, *, water: str, broken: bool = False) -> None:
    """Fill the whole form the way it is seen: everything good, and at the exit one wall spoilt."""
    visitor.follow(link)
    visitor.fill({"Établi le": (LAST.first_day if link.endswith("entrée") else LAST.last_day).isoformat()})
    for choice in visitor.page.locator("main select").all():
        name = choice.get_attribute("name") or ""
        if name.endswith(".condition"):
            choice.select_option(label="Bon")
        elif name.endswith("presence"):
            choice.select_option(label="Présent")
    if broken:
        visitor.field("Murs").select_option(label="Mauvais")
        visitor.fill({"Remarque : Murs": "Trou derrière la porte"})
    visitor.fill({"Eau froide : numéro": "EF-1", "Eau froide : relevé": water, "Porte du logement : nombre": "2"})
    for box, name in zip(visitor.page.get_by_label("Nom de la personne").all(), ("Lavande", "Agent"), strict=False):
        box.fill(name)
    visitor.fill({"Adresse ou siège": "Place de l'Exemple, 77000 Commune-Exemple"})
    if link.endswith("sortie"):
        visitor.fill({"Nouvelle adresse du ménage": "3 chemin de la Suite"})
    visitor.fill({"Pourquoi la feuille signée n’est pas jointe": "Gardée au dossier"})
    visitor.press("Signer et figer")


def receive(visitor: Visitor, amount: str, purpose: str, contract: str = "") -> None:
    """Find the household, enter the amount, look at what it pays, then the receipt."""
    visitor.open("/sejours/encaissements")
    visitor.fill({"Ménage": "lavan"})
    visitor.press("Chercher")
    visitor.page.locator("main td a, main li a", has_text="Encaisser").first.click()
    visitor.fill({"Montant reçu": amount, "Régie": "Régie des"})
    visitor.tick("Espèces", purpose)
    if contract:
        visitor.fill({"Contrat du dépôt": contract})
    visitor.press("Voir l'imputation")


def month_words(month: Month) -> str:
    return MONTHS.split()[month.number - 1] + f"\u00a0{month.year}"


def pay(visitor: Visitor, amount: str) -> None:
    """The State pays, less than was claimed; the program proposes which lines it settles."""
    visitor.open("/logements/aides/versements/nouveau")
    visitor.fill({"Convention": "ALT-1", "Date de réception": TODAY.isoformat(), "Montant": amount})
    visitor.fill({"Nature": "Acompte", "Référence bancaire": "VIR-1"})
    visitor.press("Enregistrer le versement")
    visitor.press("Enregistrer l'affectation")


def test_from_the_unit_to_the_reconciled_allowance(browser: Browser, base: str) -> None:
    with visiting(browser, base, "direction") as direction:
        register_unit(direction, "ALT-01", "Colocation des Tilleuls", "T3", "Chambre bleue\nChambre verte")
        register_unit(direction, "ALT-02", "Studio des Tilleuls", "T1 et T1 bis")
        register_unit(direction, "ALT-03", "Trois-pièces du Lavoir", "T3")
        open_regie(direction)

    with visiting(browser, base, "finance") as finance:
        sign_convention(finance)
        finance.sees("Signée")

    with visiting(browser, base, "direction") as direction:
        declare_vacancy(direction)
    with visiting(browser, base, "agent") as agent:
        register_household(agent)
        referral = receive_referral(agent)
        with visiting(browser, base, "social") as social:
            step(social, referral, "Donner l'avis technique", Adhère="Oui", Avis="Favorable", Donné_le=before(9))
        session = convene(agent, referral)
        with visiting(browser, base, "direction") as direction:
            decide(direction, referral, session)
        prepare_contract(agent, referral)
        agent.follow("Signer")
        agent.fill({"Signé par les deux parties le": LAST.first_day.isoformat()})
        agent.press("Signer")
        stay = agent.page.url.partition("?")[0].removeprefix(base)
        inspect(agent, "État des lieux d'entrée", water="100")
        agent.open(f"{stay}/depot")
        agent.fill({"Montant": "75"})
        agent.press("Demander le dépôt")
        agent.open(f"/sejours/redevances?mois={LAST}")
        agent.press("Appeler 110,00\u00a0€ de redevances")
        agent.open(stay)
        agent.sees("Appelée")
        agent.picture("sejour")
        with visiting(browser, base, "direction") as direction:
            renew(agent, direction, stay)

    with visiting(browser, base, "regisseur") as regisseur:
        receive(regisseur, "300,01", "Redevances")
        regisseur.sees("Au plus 300,00")
        receive(regisseur, "75", "Dépôt de garantie", "C-")
        regisseur.press("Valider et établir le reçu")
        regisseur.title("0001")
        receive(regisseur, "110", "Redevances")
        regisseur.press("Valider et établir le reçu")
        regisseur.title("0002")
        regisseur.picture("recu")

    with visiting(browser, base, "agent") as agent:
        agent.open(stay)
        agent.follow("Enregistrer le départ")
        agent.fill({"Dernier jour": LAST.last_day.isoformat(), "Motif": "Relogement dans le parc social"})
        agent.press("Voir les conséquences")
        agent.press("Confirmer le départ")
        inspect(agent, "État des lieux de sortie", water="112", broken=True)
        agent.follow("Comparer entrée et sortie")
        agent.sees("Murs", "Mauvais", "Trou derrière la porte")
        agent.picture("comparaison")
        agent.open(f"{stay}/depot")
        agent.fill({"Clés rendues le": LAST.last_day.isoformat(), "À rendre à": "Lavande (exemple)"})
        first = agent.page.get_by_role("group", name="Retenue 1")
        first.get_by_label("Nature").select_option(label="Dégradation")
        first.get_by_label("Motif").fill("Reprise du mur")
        first.get_by_label("Élément").fill("Murs")
        first.get_by_label("Justificatif").fill("Facture n° 1")
        first.get_by_label("Montant").fill("30")
        agent.press("Proposer ce solde")
        agent.sees("30,00", "45,00", "En attente d'approbation")

    with visiting(browser, base, "finance") as finance:
        finance.open(f"{stay}/depot")
        finance.fill({"Rendu le": TODAY.isoformat()})
        finance.press("Approuver et enregistrer la restitution")
        finance.sees("45,00", "Finances (démonstration)")
        finance.open(f"/logements/aides?annee={LAST.year}")
        row = finance.page.locator("tr", has_text=month_words(LAST))
        row.get_by_role("button", name="Préparer").click()
        finance.sees("En préparation", "1\u202f047,17")
        finance.page.locator("summary", has_text="357,95").first.click()
        finance.sees("à confirmer", "R. 851-5")
        finance.picture("demande-aide")
        finance.page.locator("summary", has_text="Transmettre la demande").click()
        finance.press("Transmettre maintenant")
        finance.sees("Transmise par Finances (démonstration)")
        pay(finance, "715,90")
        finance.open(f"/logements/aides/rapprochement/{LAST.year}")
        finance.sees("1\u202f047,17", "715,90", "331,27")
        finance.picture("rapprochement")
        finance.page.locator("td a, th a", has_text=month_words(LAST)).first.click()
        finance.tick("L'explication de l'écart")
        finance.fill({"Texte": "Le mois du T1 est réclamé à la DDETS"})
        finance.press("Enregistrer la note")
        finance.sees("justifié", "réclamé à la DDETS")
