"""Words of the pages of referrals: labels, tones, and what each act will do."""

from typing import Any

from kernel.acts import Act
from kernel.web.formats import day
from occupancy.documents.referral_words import AUTHORITY, MOTIVE, OUTCOME, REFERRAL_STATUS, answer_words
from occupancy.domain.referral_acts import ReferralAct
from occupancy.domain.referral_decisions import Decision
from occupancy.domain.referrals import Referral, ReferralStatus, answer_due
from occupancy.web import paths

STATUS_TONE = {
    ReferralStatus.RECEIVED: "warn",
    ReferralStatus.STUDIED: "warn",
    ReferralStatus.WAITING: "info",
    ReferralStatus.REFUSED: "muted",
    ReferralStatus.RETAINED: "ok",
    ReferralStatus.AGREED: "ok",
    ReferralStatus.HOUSED: "ok",
    ReferralStatus.CLOSED: "muted",
}

PERMISSION = {
    ReferralAct.OPINION: "support.write",
    ReferralAct.AGENDA: "referrals.write",
    ReferralAct.DECIDE: "commissions.decide",
    ReferralAct.CALL: "referrals.write",
    ReferralAct.ANSWER: "referrals.write",
    ReferralAct.AGREE: "referrals.write",
    ReferralAct.PREPARE: "contracts.write",
    ReferralAct.CLOSE: "referrals.write",
}

WHO = {
    ReferralAct.OPINION: "le travail social",
    ReferralAct.DECIDE: "la direction, pour la commission ou son délégataire",
    ReferralAct.PREPARE: "l'accueil ou la direction",
}
"""Who does what the person who looks may not do."""

REFERRAL_VERB = {
    "referral-received": "Orientation reçue",
    "opinion-given": "Avis technique donné",
    "agenda-set": "Ordre du jour modifié",
    "referral-decided": "Décision enregistrée",
    "reserve-called": "Place proposée depuis la liste d'attente",
    "agreement-recorded": "Accord du ménage enregistré",
    "answer-sent": "Réponse envoyée",
    "referral-closed": "Orientation close",
    "commission-convened": "Séance prévue",
    "commission-held": "Présence à la séance enregistrée",
}

REFERRAL_DONE = {
    "referral-received": "Orientation enregistrée.",
    "opinion-given": "Avis technique enregistré.",
    "agenda-set": "Ordre du jour modifié.",
    "referral-decided": "Décision enregistrée. La réponse reste à envoyer.",
    "reserve-called": "Place proposée au ménage. Son accord reste à recueillir.",
    "agreement-recorded": "Accord enregistré. Le contrat peut être préparé.",
    "answer-sent": "Réponse enregistrée.",
    "referral-closed": "Orientation close. La place qu'elle tenait est libre.",
    "commission-convened": "Séance prévue.",
    "commission-held": "Présence enregistrée. La commission peut décider.",
    "decisions-reported": "Décisions marquées comme rapportées au conseil d'administration.",
}

LABEL = {
    ReferralAct.OPINION: "Donner l'avis technique",
    ReferralAct.AGENDA: "Inscrire à une commission",
    ReferralAct.DECIDE: "Enregistrer la décision",
    ReferralAct.CALL: "Proposer la place",
    ReferralAct.ANSWER: "Enregistrer l'envoi de la réponse",
    ReferralAct.AGREE: "Enregistrer l'accord du ménage",
    ReferralAct.PREPARE: "Préparer le contrat",
    ReferralAct.CLOSE: "Clore l'orientation",
}


def consequence(referral: Referral, act: ReferralAct) -> str:
    """What the act will do, in one sentence."""
    due = answer_due(referral)
    return {
        ReferralAct.OPINION: "La commission verra l'avis et les critères vérifiés, sans le nom du ménage."
        if referral.opinion is None
        else "Remplace l'avis donné, tant que rien n'est décidé.",
        ReferralAct.AGENDA: "Le ménage paraîtra sous une lettre dans la fiche comparative de la séance.",
        ReferralAct.DECIDE: "Une seule décision par orientation : elle ne se modifie plus.",
        ReferralAct.CALL: "Le ménage tiendra la place jusqu'à son accord ou à la clôture.",
        ReferralAct.ANSWER: f"À dire : {answer_words(*due)[0].lower()}{answer_words(*due)[1:]}." if due else "",
        ReferralAct.AGREE: "Le contrat pourra être préparé.",
        ReferralAct.PREPARE: "Le formulaire du contrat s'ouvre rempli : ménage, place, premier jour.",
        ReferralAct.CLOSE: "La place redevient libre ; la réponse correspondante sera à envoyer."
        if referral.holds_its_place
        else "L'orientation s'arrête ici ; la réponse correspondante sera à envoyer.",
    }[act]


def address_of(referral: Referral, act: ReferralAct) -> str:
    """The page of an act."""
    if act is ReferralAct.PREPARE:
        return paths.new_contract_from(referral.id)
    return paths.referral_act(referral.id, _WORD[act])


_WORD = {
    ReferralAct.OPINION: "avis",
    ReferralAct.AGENDA: "ordre-du-jour",
    ReferralAct.DECIDE: "decision",
    ReferralAct.CALL: "proposition",
    ReferralAct.ANSWER: "reponse",
    ReferralAct.AGREE: "accord",
    ReferralAct.CLOSE: "cloture",
}


def act_rows(referral: Referral, legal: tuple[ReferralAct, ...], act: Act) -> list[dict[str, Any]]:
    """The acts that this person may do, and the one that waits for somebody else."""
    return [
        {
            "label": LABEL[one],
            "href": address_of(referral, one),
            "consequence": consequence(referral, one),
            "danger": one is ReferralAct.CLOSE,
        }
        for one in legal
        if act.by.may(PERMISSION[one])
    ]


def waits_for(legal: tuple[ReferralAct, ...], act: Act) -> str:
    """Who must do the expected act when it is not the one who looks; nothing otherwise."""
    expected = next((one for one in legal if one is not ReferralAct.ANSWER), None)
    if expected is None or expected not in WHO or act.by.may(PERMISSION[expected]):
        return ""
    return f"{LABEL[expected]} : {WHO[expected]}."


def steps(referral: Referral) -> list[dict[str, str]]:
    """The path from the referral to the contract, with the days."""
    opinion, decision = referral.opinion, referral.decision
    done = [
        ("Orientation reçue", day(referral.received_on)),
        ("Avis technique", day(opinion.given_on) if opinion else ""),
        ("Décision", day(decision.decided_on) if decision else ""),
        ("Accord du ménage", day(referral.agreed_on) if referral.agreed_on else ""),
        ("Contrat signé", "oui" if referral.status is ReferralStatus.HOUSED else ""),
    ]
    stopped = referral.status in (ReferralStatus.REFUSED, ReferralStatus.CLOSED)
    expected = None if stopped else next((label for label, note in done if not note), None)
    return [
        {
            "label": label,
            "state": "done" if note else "now" if label == expected else "next",
            "note": "" if note == "oui" else note,
        }
        for label, note in done
    ]


def status_words(referral: Referral) -> tuple[str, str]:
    """The state of a referral and the tone of its badge; the rank on the reserve list."""
    words = REFERRAL_STATUS[referral.status]
    if referral.status is ReferralStatus.WAITING and referral.decision:
        words = f"{words}, rang {referral.decision.rank}"
    return words, STATUS_TONE[referral.status]


def decision_facts(decision: Decision) -> list[tuple[str, str]]:
    """What a decision says; nothing of what it does not have."""
    rows = [
        ("Décision", OUTCOME[decision.outcome]),
        ("Motif", MOTIVE[decision.motive] if decision.motive else ""),
        ("Rang", str(decision.rank) if decision.rank else ""),
        ("Inscription valable jusqu'au", day(decision.expires_on) if decision.expires_on else ""),
        ("Prise le", day(decision.decided_on)),
        ("Autorité", AUTHORITY[decision.authority]),
        ("Délibération", decision.deliberation_ref),
        ("Décideur", f"{decision.decider_name}, {decision.decider_function}"),
    ]
    if decision.is_delegated:
        reported = day(decision.reported_on) if decision.reported_on else "Pas encore"
        rows.append(("Rapportée au conseil d'administration", reported))
    return [(label, value) for label, value in rows if value]
