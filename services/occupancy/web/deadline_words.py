"""What pages say of a deadline: its badge, its owner, how its day was found, and where its next act is."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kernel.acts import Act
from kernel.law import Law, Status
from kernel.web.formats import days
from occupancy.domain.contracts import Contract
from occupancy.domain.deadline_rules import (
    DEPOSIT_PROPOSAL,
    DEPOSIT_RETURN,
    DEPOSIT_RETURN_DIFFERENT,
    ENTRY_INSPECTION,
    EXIT_INSPECTION,
    FEES_TO_CALL,
    INSURANCE_EXPIRY,
    LEAVING,
    NOTES_AT_TERM,
    PROVISION_RETURN,
    PROVISION_REVIEW,
    RENEWAL_DECISION,
    RULES,
    STANDING_RULES,
    TERM,
    TERM_FIRST_ALERT,
    TERM_LAST_ALERT,
    TERM_SECOND_ALERT,
    TO_PAY_OVER,
    TO_SIGN,
)
from occupancy.domain.deadlines import Owner, SubjectKind
from occupancy.domain.households import Household
from occupancy.domain.next_acts import NextAct
from occupancy.domain.referrals import referral_page
from occupancy.domain.work_tray import OpenDeadline, Urgency, explain, is_escalated, is_late, urgency
from occupancy.web import paths
from occupancy.web.stay_words import LABEL, PERMISSION, address_of, holder_words, place_words
from occupancy.web.support_words import LABEL as SUPPORT_LABEL
from occupancy.web.support_words import STEP as SUPPORT_STEP

TONE = {Urgency.LATE: "bad", Urgency.TODAY: "warn", Urgency.SOON: "warn", Urgency.LATER: "info"}

OWNER = {
    Owner.AGENT: "Agents",
    Owner.SOCIAL_WORKER: "Travailleurs sociaux",
    Owner.REGISSEUR: "Régie",
    Owner.FINANCE: "Finances",
    Owner.MANAGER: "Direction",
}

_ACT = {
    TO_SIGN.code: NextAct.SIGN,
    ENTRY_INSPECTION.code: NextAct.INSPECT_ENTRY,
    EXIT_INSPECTION.code: NextAct.INSPECT_EXIT,
    TERM_FIRST_ALERT.code: NextAct.ASK_RENEWAL,
    TERM_SECOND_ALERT.code: NextAct.ASK_RENEWAL,
    TERM_LAST_ALERT.code: NextAct.RENEW,
    TERM.code: NextAct.END,
    LEAVING.code: NextAct.INSPECT_EXIT,
    RENEWAL_DECISION.code: NextAct.RENEW,
}

_ON_DEPOSIT = {
    DEPOSIT_PROPOSAL.code: ("deposits.settle", "Proposer un solde"),
    DEPOSIT_RETURN.code: ("deposits.refund", "Approuver"),
    DEPOSIT_RETURN_DIFFERENT.code: ("deposits.refund", "Approuver"),
    PROVISION_REVIEW.code: ("deposits.settle", "Solder la provision"),
    PROVISION_RETURN.code: ("deposits.refund", "Approuver"),
}
"""On the page of the deposit: the permission that an act takes, and its words."""


_STANDING = tuple(rule.code for rule in STANDING_RULES)
"""What stands as long as its fact does: nobody takes such a line over, its post sees to it or who follows the stay."""


def row_of(
    one: OpenDeadline, law: Law, act: Act, holders: Mapping[UUID, Household], stays: Mapping[UUID, Contract]
) -> dict[str, Any]:
    """A line of the tray, for who is asking."""
    rule, subject = RULES[one.deadline.rule], one.subject
    household = holders.get(subject.household_id) if subject.household_id else None
    stay = stays.get(subject.id)
    href, step = _next(one, stay, act)
    used = one.deadline.used
    return {
        "id": one.id,
        "label": rule.label,
        "tone": TONE[urgency(one.deadline, law, act.today)],
        "when": when_words(one.deadline.due_on, act.today, is_late=is_late(one.deadline, act.today)),
        "who": holder_words(household, may_see=act.by.may("households.read")) if household else subject.reference,
        "where": place_words(stay) if stay else subject.reference if household else "",
        "about": _page(one),
        "due_on": one.deadline.due_on,
        "explained": explain(one.deadline),
        "source": used.source if used else "",
        "to_confirm": used is not None and used.status is Status.TO_VERIFY,
        "if_missed": rule.if_missed,
        "owner": one.owner_name or OWNER[one.owner_role],
        "is_mine": one.owner_id == act.by.id and one.deadline.rule not in _STANDING and not one.is_by_stay,
        "is_taken": _is_taken(one, act) or one.deadline.rule in _STANDING,
        "is_escalated": is_escalated(one, law, act.today),
        "href": href,
        "act": step,
    }


def _is_taken(one: OpenDeadline, act: Act) -> bool:
    """A line that follows its stay may still be taken over alone, by somebody else."""
    return one.owner_id == act.by.id if one.is_by_stay else one.owner_id is not None


def when_words(due_on: date, today: date, *, is_late: bool) -> str:
    """How far a day is: late, today, to come; an alert that was reached goes on."""
    left = (due_on - today).days
    if left < 0:
        return f"en retard de {days(-left)}" if is_late else "alerte en cours"
    return "aujourd’hui" if left == 0 else f"dans {days(left)}"


def _next(one: OpenDeadline, stay: Contract | None, act: Act) -> tuple[str, str]:
    """The next act, for those who may do it; the thing itself for the others."""
    if one.deadline.rule in _STANDING:
        return _next_standing(one, act)
    if stay is None:
        step = SUPPORT_STEP.get(one.deadline.rule)
        if step is not None and act.by.may("support.write"):
            return paths.support_act(one.subject.id, step), SUPPORT_LABEL[step]
        return _page(one), "Voir le dossier"
    if one.deadline.rule == INSURANCE_EXPIRY.code and act.by.may("contracts.write"):
        return paths.insurances(stay.id), "Enregistrer une attestation"
    if on_deposit := _ON_DEPOSIT.get(one.deadline.rule):
        permission, words = on_deposit
        if act.by.may("deposits.read"):
            return paths.deposit(stay.id), words if act.by.may(permission) else "Voir le dépôt"
    next_act = _ACT.get(one.deadline.rule)
    if next_act is not None and act.by.may(PERMISSION[next_act]):
        return address_of(stay, next_act), LABEL[next_act]
    return paths.contract(stay.id), "Voir le séjour"


def _next_standing(one: OpenDeadline, act: Act) -> tuple[str, str]:
    match one.deadline.rule:
        case FEES_TO_CALL.code:
            words = "Appeler les redevances" if act.by.may("fees.charge") else "Voir les redevances"
            return paths.fees_of(f"{one.deadline.anchor_on:%Y-%m}"), words
        case TO_PAY_OVER.code if act.by.may("payments.write"):
            return paths.record_pay_over(one.subject.id), "Verser au comptable"
        case NOTES_AT_TERM.code:
            return paths.NOTES_AT_TERM, "Voir le bordereau"
    return _page(one), "Voir la régie" if one.deadline.rule == TO_PAY_OVER.code else "Voir l'impayé"


def _page(one: OpenDeadline) -> str:
    """Where the thing is shown."""
    match one.subject.kind:
        case SubjectKind.CONTRACT:
            return paths.contract(one.subject.id)
        case SubjectKind.REFERRAL:
            return referral_page(one.subject.id)
        case SubjectKind.SLIDING_LEASE:
            return paths.sliding_lease(one.subject.id)
        case SubjectKind.HOUSEHOLD if one.deadline.rule in _STANDING:
            return paths.household_arrears(one.subject.id)
        case SubjectKind.HOUSEHOLD:
            return paths.household(one.subject.id)
        case SubjectKind.OFFICE if one.deadline.rule == TO_PAY_OVER.code:
            return paths.till(one.subject.id)
        case SubjectKind.OFFICE:
            return paths.NOTES_AT_TERM if one.deadline.rule == NOTES_AT_TERM.code else paths.FEES
        case SubjectKind.ATTRIBUTION:
            return paths.attribution(one.subject.id)
        case SubjectKind.SUPPORT_MEASURE:
            return paths.support(one.subject.id)
