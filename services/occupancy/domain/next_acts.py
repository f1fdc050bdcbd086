"""What may be done now with a contract: the only acts that its page offers."""

from datetime import date
from enum import StrEnum

from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.inspections import Inspection


class NextAct(StrEnum):
    """An act that is legal now."""

    SIGN = "sign"
    CORRECT_DAYS = "correct_days"
    INSPECT_ENTRY = "inspect_entry"
    ASK_RENEWAL = "ask_renewal"
    RENEW = "renew"
    DENY_RENEWAL = "deny_renewal"
    ALLOW_OVERSTAY = "allow_overstay"
    GIVE_NOTICE = "give_notice"
    TAKE_NOTICE_BACK = "take_notice_back"
    INSPECT_EXIT = "inspect_exit"
    END = "end"
    COMPARE = "compare"
    CANCEL = "cancel"


def next_acts(
    contract: Contract,
    entry: Inspection | None,
    exit_: Inspection | None,
    *,
    renewable: bool,
    today: date,
    is_asked: bool = False,
) -> tuple[NextAct, ...]:
    """The legal acts, the most expected first. Whether the person may do them is decided elsewhere.

    `renewable`: a renewal is left, or this person may override the rule. `is_asked`: a request to renew waits.
    """
    has_entered = entry is not None and entry.is_signed
    has_left = exit_ is not None and exit_.is_signed
    if contract.status is ContractStatus.DRAFT:
        return (NextAct.SIGN, NextAct.CORRECT_DAYS, NextAct.CANCEL)
    if contract.status is ContractStatus.CANCELLED:
        return ()
    acts: list[NextAct] = []
    if contract.is_running:
        if not has_entered:
            acts.append(NextAct.INSPECT_ENTRY)
        acts += _of_the_term(contract, renewable=renewable, is_asked=is_asked, today=today)
    if contract.first_day <= today and not has_left:
        acts.append(NextAct.INSPECT_EXIT)
    if has_entered and has_left:
        acts.append(NextAct.COMPARE)
    if contract.is_running and not has_entered:
        acts.append(NextAct.CANCEL)
    return tuple(acts)


def _of_the_term(contract: Contract, *, renewable: bool, is_asked: bool, today: date) -> list[NextAct]:
    """Who stays on, and who leaves."""
    acts = []
    if is_asked:
        acts = [NextAct.RENEW, NextAct.DENY_RENEWAL] if renewable else [NextAct.DENY_RENEWAL]
    elif contract.notice is None:
        acts = [NextAct.RENEW, NextAct.ASK_RENEWAL] if renewable else [NextAct.ASK_RENEWAL]
    elif renewable:
        acts = [NextAct.RENEW]
    if contract.first_day <= today:
        acts.append(NextAct.GIVE_NOTICE if contract.notice is None else NextAct.TAKE_NOTICE_BACK)
        acts.append(NextAct.END)
    if contract.last_day < today:
        acts.insert(0, NextAct.ALLOW_OVERSTAY)
    return acts
