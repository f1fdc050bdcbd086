"""The fee of a contract: what the scale says, or another amount by decision, with what explains it."""

from datetime import date

import msgspec

from kernel.law import Law
from occupancy.domain.contracts import FeeRecord
from occupancy.domain.fees import FeeNotInScale, check_fee, scale_fee
from occupancy.domain.households import Situation
from occupancy.domain.units import DwellingType


def choose_fee(
    law: Law,
    situation: Situation,
    dwelling_type: DwellingType,
    day: date,
    *,
    cents: int | None,
    reason: str | None,
    may_decide: bool,
) -> FeeRecord:
    """The scale's amount when none is given. Raises `FeeNotInScale`, `FeeOutsideScale`, `FeeDecisionNotAllowed`."""
    try:
        choice = scale_fee(law, situation, dwelling_type, day)
    except FeeNotInScale:
        if cents is None:
            raise
        choice = None
    chosen = choice.cents if cents is None and choice else cents or 0
    check_fee(law, chosen, day, reason, may_decide=may_decide)
    return FeeRecord(
        cents=chosen,
        scale_key=choice.cell if choice else "",
        trace=msgspec.json.encode(choice).decode() if choice else "{}",
        override_reason=reason or None,
    )
