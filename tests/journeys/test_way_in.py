"""The path of the founding case, as its clerks walk it in a real browser: vacancy, SIAO, commission, contract, renewal, exit."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from kernel.clock import SystemClock
from tests.journeys.house import new_house
from tests.journeys.visitor import Visitor, visiting

TODAY = SystemClock().today()
DELIBERATION = {
    "Délibération": "Délibération n° 2",
    "Nom du décideur": "Élue Exemple",
    "Fonction": "Vice-présidente du CCAS",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with new_house(tmp_path_factory.mktemp("house")) as address:
        yield address


def register_unit(visitor: Visitor) -> None:
    visitor.open("/logements/nouveau")
    visitor.fill({"Référence": "ALT-03", "Nom": "Trois-pièces du Lavoir", "Type de logement": "T3"})
    visitor.fill({"Zone APL": "Zone I", "Numéro et voie": "2 place des Exemples", "Code postal": "77000"})
    visitor.fill({"Commune": "Commune-Exemple", "Programme": "ALT"})
    visitor.fill({"Premier jour en service": (TODAY - timedelta(days=20)).isoformat()})
    visitor.tick("Point d'eau et WC", "Chauffage adapté")
    visitor.press("Enregistrer le logement")


def tell_the_siao(visitor: Visitor) -> None:
    visitor.open("/logements/vacances")
    visitor.page.locator("#a-declarer").get_by_role("link", name="Déclarer au SIAO").click()
    visitor.press("Enregistrer la déclaration")
    visitor.sees("La déclaration au SIAO est enregistrée")


def refer(visitor: Visitor, name: str) -> str:
    """A household proposed by the SIAO for the place; the address of its referral."""
    visitor.open("/sejours/menages/nouveau")
    visitor.fill({"Nom": name, "Prénom": "(exemple)", "Situation": "Personne seule", "Orientation": "SIAO"})
    visitor.fill({"Adultes": "1", "Enfants": "0"})
    visitor.press("Enregistrer")
    visitor.follow("Enregistrer une orientation")
    visitor.fill({"Ménage": name, "Place": "Trois-pièces", "Premier jour possible": TODAY.isoformat()})
    visitor.tick("Proche du travail ou de la formation")
    visitor.press("Enregistrer l’orientation")
    visitor.sees("Vacance déclarée au SIAO", "Répondre au SIAO", "le travail social")
    return visitor.page.url.partition("?")[0].removeprefix(visitor.base)


def study(visitor: Visitor, referral: str, opinion: str, complete: str) -> None:
    visitor.open(referral)
    visitor.follow("Donner l'avis technique")
    visitor.fill({"Adhère à l'accompagnement proposé": "Oui", "Dossier complet": complete, "Avis": opinion})
    visitor.press("Donner l'avis technique")
    visitor.sees("Avis technique enregistré")


def convene(visitor: Visitor, referrals: list[str]) -> str:
    """A session of today with these on its agenda; its address."""
    visitor.open("/sejours/orientations/commissions")
    visitor.press("Prévoir la séance")
    session = visitor.page.url.partition("?")[0].removeprefix(visitor.base)
    for referral in referrals:
        visitor.open(referral)
        visitor.follow("Inscrire à une commission")
        visitor.fill({"Commission": "CO-"})
        visitor.press("Inscrire à une commission")
    return session


def decide(visitor: Visitor, session: str, candidate: str, **decision: str) -> None:
    """From the page of the session, for the candidate of that letter."""
    visitor.open(session)
    visitor.follow(f"Enregistrer la décision sur le candidat {candidate}")
    visitor.fill(DELIBERATION)
    group = visitor.page.get_by_role("group", name="Décision", exact=True)
    group.get_by_label("Décision", exact=True).select_option(label=decision["outcome"])
    visitor.press("Enregistrer la décision")
    visitor.sees("Décision enregistrée")


def test_from_the_vacancy_to_the_exit(browser: Browser, base: str) -> None:
    with visiting(browser, base, "direction") as direction:
        register_unit(direction)
    with visiting(browser, base, "agent") as agent:
        tell_the_siao(agent)
        first, second = refer(agent, "Lavande"), refer(agent, "Mimosa")
    with visiting(browser, base, "social") as social:
        study(social, first, "Favorable", "Oui")
        study(social, second, "Réservé", "Non")
    with visiting(browser, base, "agent") as agent:
        session = convene(agent, [first, second])
        agent.open(session)
        agent.sees("La comparaison ne montre ni nom ni référence", "Réservé", "Dossier incomplet")
        assert "Lavande" not in agent.page.locator("main").inner_text()
        agent.picture("commission")

    with visiting(browser, base, "direction") as direction:
        direction.open(session)
        direction.page.get_by_label("Présent").first.check()
        direction.tick("Le quorum fixé par le CCAS est atteint")
        direction.press("Enregistrer la présence")
        decide(direction, session, "A", outcome="Retenu")
        decide(direction, session, "B", outcome="Liste d'attente")
        direction.sees("Liste d'attente, rang 1")

    with visiting(browser, base, "agent") as agent:
        agent.open(first)
        agent.follow("Enregistrer l'envoi de la réponse")
        agent.press("Enregistrer l'envoi de la réponse")
        agent.follow("Enregistrer l'accord du ménage")
        agent.press("Enregistrer l'accord du ménage")
        agent.picture("orientation")
        agent.follow("Préparer le contrat")
        agent.sees("Lavande (exemple)")
        agent.press("Préparer le contrat")
        agent.follow("Signer")
        agent.fill({"Signé par les deux parties le": TODAY.isoformat()})
        agent.press("Signer")
        stay = agent.page.url.partition("?")[0].removeprefix(base)
        agent.open(first)
        agent.sees("Contrat signé")
        agent.open(stay)
        agent.sees("O-")
        agent.follow("Demander un renouvellement")
        agent.fill({"Motif de la demande": "Relogement en cours"})
        agent.press("Demander un renouvellement")
        agent.sees("En attente de décision")
        agent.follow("Renouveler")
        agent.fill({"Décidé par": "Président, par délégation", "Nom": "Élue Exemple", "Fonction": "Présidente"})
        agent.fill({"Délibération": "Délibération n° 1"})
        agent.press("Voir les conséquences")
        agent.press("Confirmer le renouvellement")
        agent.sees("Renouvellement 1")
        agent.follow("Enregistrer le départ")
        agent.fill({"Dernier jour": TODAY.isoformat(), "Motif": "Relogement dans le parc social"})
        agent.press("Voir les conséquences")
        agent.press("Confirmer le départ")
        agent.sees("Terminé")
        agent.open(second)
        agent.follow("Proposer la place")
        agent.fill({"Premier jour possible": (TODAY + timedelta(days=1)).isoformat()})
        agent.press("Proposer la place")
        agent.sees("Retenue", "Enregistrer l'accord du ménage")
