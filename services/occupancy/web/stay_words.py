"""Sentences about a stay: how much of it is left, and what each act would do. Written for people, computed from facts."""

from datetime import date, timedelta

from kernel.law import Law
from kernel.web.formats import day, days
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.households import Household
from occupancy.domain.next_acts import NextAct
from occupancy.domain.terms import RenewedTooOften, Term, renewal
from occupancy.web import paths

PERMISSION = {
    NextAct.SIGN: "contracts.write",
    NextAct.CORRECT_DAYS: "contracts.write",
    NextAct.INSPECT_ENTRY: "inspections.write",
    NextAct.ASK_RENEWAL: "contracts.write",
    NextAct.RENEW: "contracts.write",
    NextAct.DENY_RENEWAL: "contracts.write",
    NextAct.ALLOW_OVERSTAY: "contracts.override",
    NextAct.GIVE_NOTICE: "contracts.write",
    NextAct.TAKE_NOTICE_BACK: "contracts.write",
    NextAct.INSPECT_EXIT: "inspections.write",
    NextAct.END: "contracts.write",
    NextAct.COMPARE: "inspections.read",
    NextAct.CANCEL: "contracts.write",
}

LABEL = {
    NextAct.SIGN: "Signer",
    NextAct.CORRECT_DAYS: "Corriger les dates",
    NextAct.INSPECT_ENTRY: "État des lieux d'entrée",
    NextAct.ASK_RENEWAL: "Demander un renouvellement",
    NextAct.RENEW: "Renouveler",
    NextAct.DENY_RENEWAL: "Refuser le renouvellement",
    NextAct.ALLOW_OVERSTAY: "Autoriser un dépassement",
    NextAct.GIVE_NOTICE: "Enregistrer un congé",
    NextAct.TAKE_NOTICE_BACK: "Retirer le congé",
    NextAct.INSPECT_EXIT: "État des lieux de sortie",
    NextAct.END: "Enregistrer le départ",
    NextAct.COMPARE: "Comparer entrée et sortie",
    NextAct.CANCEL: "Annuler le contrat",
}

CONFIRM = {
    NextAct.CORRECT_DAYS: "Confirmer les dates",
    NextAct.RENEW: "Confirmer le renouvellement",
    NextAct.ALLOW_OVERSTAY: "Confirmer le dépassement",
    NextAct.GIVE_NOTICE: "Confirmer le congé",
    NextAct.END: "Confirmer le départ",
}
"""The acts that tell their consequences first, and the button that confirms them."""


def time_left(law: Law, contract: Contract, today: date) -> tuple[str, str]:
    """How the stay stands today, in words, and the tone of its badge."""
    if contract.status is ContractStatus.DRAFT:
        return "Pas encore signé : la place reste libre", "info"
    if contract.status is ContractStatus.CANCELLED:
        return "Annulé : la place n'a pas été occupée", "muted"
    if contract.end is not None:
        return f"Parti le {day(contract.end.ended_on)}", "muted"
    if today < contract.first_day:
        return f"Commence dans {days((contract.first_day - today).days)}", "info"
    left = (contract.last_day - today).days
    if left < 0:
        return f"Échéance dépassée de {days(-left)}", "bad"
    if left == 0:
        return "Dernier jour aujourd'hui", "warn"
    tone = "warn" if left <= law.at("stay.alert_days", today).number else "ok"
    return f"Il reste {days(left)}", tone


def address_of(contract: Contract, act: NextAct) -> str:
    """The page of an act."""
    return {
        NextAct.SIGN: paths.signature(contract.id),
        NextAct.CORRECT_DAYS: paths.draft_days(contract.id),
        NextAct.INSPECT_ENTRY: paths.inspection(contract.id, "entry"),
        NextAct.ASK_RENEWAL: paths.renewal_request(contract.id),
        NextAct.RENEW: paths.renewal(contract.id),
        NextAct.DENY_RENEWAL: paths.renewal_denial(contract.id),
        NextAct.ALLOW_OVERSTAY: paths.overstay(contract.id),
        NextAct.TAKE_NOTICE_BACK: paths.notice_withdrawal(contract.id),
        NextAct.GIVE_NOTICE: paths.notice(contract.id),
        NextAct.INSPECT_EXIT: paths.inspection(contract.id, "exit"),
        NextAct.END: paths.end(contract.id),
        NextAct.COMPARE: paths.difference(contract.id),
        NextAct.CANCEL: paths.cancellation(contract.id),
    }[act]


def consequence(law: Law, contract: Contract, act: NextAct, terms: tuple[Term, ...]) -> str:
    """What the act will do, in one sentence."""
    return {
        NextAct.SIGN: f"La place sera occupée du {day(contract.first_day)} au {day(contract.last_day)}"
        " et le contenu du contrat ne changera plus.",
        NextAct.CORRECT_DAYS: "Le contrat en préparation change de dates ; la redevance et la durée suivent les règles du nouveau"
        " premier jour. Une fois signé, il ne se corrige plus ainsi.",
        NextAct.INSPECT_ENTRY: "Une fois signé, il est figé et servira de référence à la sortie.",
        NextAct.ASK_RENEWAL: "La demande attend sa décision ; l'échéance ne bouge pas. Une seule demande attend à la fois.",
        NextAct.RENEW: _renewal_words(law, contract, terms),
        NextAct.DENY_RENEWAL: "La demande est refusée avec son motif et le nom de qui décide ; l'échéance ne bouge pas.",
        NextAct.ALLOW_OVERSTAY: "Le ménage reste au-delà de l'échéance, avec un motif, une fin et un projet de relogement.",
        NextAct.TAKE_NOTICE_BACK: "Le congé ne compte plus ; l'historique le garde avec le motif.",
        NextAct.GIVE_NOTICE: "Le jour de départ prévu sera calculé ; la place reste occupée jusqu'au départ réel.",
        NextAct.INSPECT_EXIT: "Il reprend l'entrée pièce par pièce ; une fois signé, il est figé.",
        NextAct.END: "La place sera remise en état puis libre après le dernier jour, et les redevances seront recalculées.",
        NextAct.COMPARE: "Montre ce qui a changé entre l'entrée et la sortie.",
        NextAct.CANCEL: "Le contrat n'aura jamais occupé la place : à réserver au ménage qui n'est pas entré.",
    }[act]


def place_words(contract: Contract) -> str:
    """The unit, and the place when it is shared."""
    return f"{contract.unit.name}, {contract.unit.place_name}" if contract.unit.place_name else contract.unit.name


def holder_words(household: Household, *, may_see: bool) -> str:
    """The household's name for those who may see it, else its reference."""
    return household.name if may_see else household.reference


def _renewal_words(law: Law, contract: Contract, terms: tuple[Term, ...]) -> str:
    if not terms:
        return ""
    first_day = terms[-1].last_day + timedelta(days=1)
    try:
        plan = renewal(law, contract.programme, terms, last_day=None, override_reason=None)
    except RenewedTooOften:
        return (
            f"Les renouvellements prévus sont épuisés : une dérogation motivée est nécessaire dès le {day(first_day)}."
        )
    return f"Une période du {day(plan.first_day)} au {day(plan.last_day)} s'ajoutera ; les précédentes restent telles quelles."
