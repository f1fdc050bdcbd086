"""What may be done now with a contract: the only acts that its page offers."""

from datetime import date
from enum import StrEnum

from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.inspections import Inspection


class NextAct(StrEnum):
    """An act that is legal now."""

    SIGN = "sign"
    INSPECT_ENTRY = "inspect_entry"
    RENEW = "renew"
    GIVE_NOTICE = "give_notice"
    INSPECT_EXIT = "inspect_exit"
    END = "end"
    COMPARE = "compare"
    CANCEL = "cancel"


def next_acts(
    contract: Contract, entry: Inspection | None, exit_: Inspection | None, *, renewable: bool, today: date
) -> tuple[NextAct, ...]:
    """The legal acts, the most expected first. Whether the person may do them is decided elsewhere.

    `renewable`: a renewal is left, or this person may override the rule.
    """
    has_entered = entry is not None and entry.is_signed
    has_left = exit_ is not None and exit_.is_signed
    if contract.status is ContractStatus.DRAFT:
        return (NextAct.SIGN, NextAct.CANCEL)
    if contract.status is ContractStatus.CANCELLED:
        return ()
    acts: list[NextAct] = []
    if contract.is_running:
        if not has_entered:
            acts.append(NextAct.INSPECT_ENTRY)
        if renewable:
            acts.append(NextAct.RENEW)
        if contract.first_day <= today:
            if contract.notice is None:
                acts.append(NextAct.GIVE_NOTICE)
            acts.append(NextAct.END)
    if contract.first_day <= today and not has_left:
        acts.append(NextAct.INSPECT_EXIT)
    if has_entered and has_left:
        acts.append(NextAct.COMPARE)
    if contract.is_running and not has_entered:
        acts.append(NextAct.CANCEL)
    return tuple(acts)
