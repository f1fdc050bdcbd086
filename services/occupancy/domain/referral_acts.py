"""What may be done next with a referral: the legal acts only, the expected one first."""

from enum import StrEnum

from occupancy.domain.contracts import ContractStatus
from occupancy.domain.referrals import Referral, ReferralStatus, answer_due


class ReferralAct(StrEnum):
    """An act on a referral."""

    OPINION = "opinion"
    AGENDA = "agenda"
    DECIDE = "decide"
    CALL = "call"
    ANSWER = "answer"
    AGREE = "agree"
    PREPARE = "prepare"
    CLOSE = "close"


_ACTS: dict[ReferralStatus, tuple[ReferralAct, ...]] = {
    ReferralStatus.RECEIVED: (ReferralAct.OPINION, ReferralAct.CLOSE),
    ReferralStatus.STUDIED: (ReferralAct.DECIDE, ReferralAct.AGENDA, ReferralAct.OPINION, ReferralAct.CLOSE),
    ReferralStatus.WAITING: (ReferralAct.CALL, ReferralAct.CLOSE),
    ReferralStatus.RETAINED: (ReferralAct.AGREE, ReferralAct.CLOSE),
    ReferralStatus.AGREED: (ReferralAct.PREPARE, ReferralAct.CLOSE),
}


def next_acts(referral: Referral, contract: ContractStatus | None) -> tuple[ReferralAct, ...]:
    """`contract`: how the contract prepared from it stands, if there is one. The answer to send comes first."""
    legal = _ACTS.get(referral.status, ())
    if referral.status is ReferralStatus.HOUSED and contract is ContractStatus.CANCELLED:
        legal = (ReferralAct.CLOSE,)
    if contract is not None and contract is not ContractStatus.CANCELLED:
        legal = tuple(one for one in legal if one not in (ReferralAct.PREPARE, ReferralAct.CLOSE))
    due = (ReferralAct.ANSWER,) if answer_due(referral) else ()
    return (*due, *legal)
