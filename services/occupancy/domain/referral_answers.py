"""What the SIAO is answered, from closed lists, and the refusals counted by motive.

Ground: SIAO-05 (decrees of 6 November 2015: the SIAO is told what became of its proposals), SIAO-07 (a closed list of motives:
never income alone, never origin, never health).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.errors import Conflict


class AnswerKind(StrEnum):
    """What became of the proposal (SIAO-05)."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    HOUSEHOLD_REFUSED = "household_refused"
    NO_ANSWER = "no_answer"
    UNIT_NO_LONGER_AVAILABLE = "unit_no_longer_available"


class Motive(StrEnum):
    """Why a proposal leads to no stay (SIAO-07). There is no other."""

    COMPOSITION = "composition"
    UNIT_NOT_ADAPTED = "unit_not_adapted"
    HOUSEHOLD_REFUSAL = "household_refusal"
    SHARED_SAFETY = "shared_safety"
    FILE_INCOMPLETE = "file_incomplete"
    ALREADY_SOLVED = "already_solved"


DECIDED_MOTIVES = tuple(one for one in Motive if one is not Motive.HOUSEHOLD_REFUSAL)
"""Those on which a refusal may be decided: that a household refuses is its own act."""


class NothingToAnswer(Conflict):
    """An answer follows from what was decided, and is sent once."""

    code, title = "nothing-to-answer", "Aucune réponse à envoyer"


class Answer(Struct, frozen=True, kw_only=True):
    """An answer sent: to the one who referred the household, and to the household itself when it was told."""

    number: int
    kind: AnswerKind
    motive: Motive | None
    sent_on: date
    household_told_on: date | None


class RefusalCount(Struct, frozen=True, kw_only=True):
    """How many proposals of a year ended that way. `motive` None: the answer has none."""

    year: int
    kind: AnswerKind
    motive: Motive | None
    count: int


def refusals_by_motive(answers: Iterable[Answer]) -> tuple[RefusalCount, ...]:
    """Every answer that is no acceptance, counted by year of sending, kind and motive, the latest year first."""
    counted = Counter(
        (one.sent_on.year, one.kind, one.motive) for one in answers if one.kind is not AnswerKind.ACCEPTED
    )
    ordered = sorted(counted.items(), key=lambda item: (-item[0][0], item[0][1], item[0][2] or ""))
    return tuple(
        RefusalCount(year=year, kind=kind, motive=motive, count=count) for (year, kind, motive), count in ordered
    )
