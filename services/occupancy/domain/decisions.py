"""Who decides for the CCAS, and by what right.

Ground: REG-04. CASF R123-21: the conseil d'administration decides and may delegate to its president or vice-president; R123-22:
the delegate reports at each meeting.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.errors import RuleBroken


class Authority(StrEnum):
    """Who decides: the board in its commission, or its president or vice-president by delegation."""

    BOARD = "board"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"


class DecidedInFuture(RuleBroken):
    """A decision is recorded once it has been taken."""

    code, title = "decided-in-future", "Date de décision à venir"


class DelegationMissing(RuleBroken):
    """The president and vice-president decide by delegation: the délibération that gives it is named (R123-21)."""

    code, title = "delegation-missing", "Délibération de délégation manquante"


class DecidedBy(Struct, frozen=True, kw_only=True):
    """A decision: when, by what right, by whom."""

    decided_on: date
    authority: Authority
    decider_name: str
    decider_function: str
    deliberation_ref: str


def check_decided(by: DecidedBy, *, today: date) -> None:
    """Raises `DecidedInFuture`, `DelegationMissing`."""
    if by.decided_on > today:
        raise DecidedInFuture("Une décision s'enregistre une fois prise.", field="decided_on")
    if by.authority is not Authority.BOARD and not by.deliberation_ref:
        raise DelegationMissing("Indiquer la délibération qui donne délégation.", field="deliberation_ref")
