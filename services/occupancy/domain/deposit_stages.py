"""Where each deposit stands, from its request to its return, and the day by which it is returned.

Ground: loi n° 89-462, art. 22, applied by analogy (DEP-01 to DEP-03): asked once, held during the stay, returned after the keys.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.law import Law
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import DepositRequest, DepositState
from occupancy.domain.settlements import (
    DepositRefund,
    Settlement,
    has_left,
    keeps_provision,
    provision_review,
    return_deadline,
)


class DepositStage(StrEnum):
    """Nothing received, a part, all of it, to be returned, returned save a provision, returned; or its request was undone."""

    DUE = "due"
    PARTIAL = "partial"
    HELD = "held"
    TO_RETURN = "to_return"
    PROVISION = "provision"
    RETURNED = "returned"
    UNDONE = "undone"


class FollowedDeposit(Struct, frozen=True, kw_only=True):
    """A deposit and where it stands. `return_by`: the last day to return it; `to_confirm`: no settlement fixes it yet."""

    request: DepositRequest
    contract: Contract
    state: DepositState
    stage: DepositStage
    return_by: date | None
    to_confirm: bool
    settlement: Settlement | None
    refund: DepositRefund | None

    def is_late(self, today: date) -> bool:
        return self.return_by is not None and self.return_by < today


def follow(
    law: Law,
    request: DepositRequest,
    contract: Contract,
    state: DepositState,
    settlement: Settlement | None,
    refund: DepositRefund | None,
) -> FollowedDeposit:
    """`settlement`: the last one proposed; `refund`: its approval. A refund that was undone holds the money again."""
    stage = _stage(contract, state, settlement, refund)
    return_by, to_confirm = None, False
    if stage is DepositStage.TO_RETURN and settlement is not None:
        return_by = settlement.due_on
    elif stage is DepositStage.TO_RETURN and contract.end is not None:
        return_by, to_confirm = return_deadline(law, contract.end.ended_on, exit_conforms=True)[0], True
    elif stage is DepositStage.PROVISION and settlement is not None:
        return_by, to_confirm = provision_review(law, settlement), True
    return FollowedDeposit(
        request=request,
        contract=contract,
        state=state,
        stage=stage,
        return_by=return_by,
        to_confirm=to_confirm,
        settlement=settlement,
        refund=refund if stage is DepositStage.RETURNED else None,
    )


def _stage(
    contract: Contract, state: DepositState, settlement: Settlement | None, refund: DepositRefund | None
) -> DepositStage:
    if keeps_provision(settlement, state.held_cents):
        return DepositStage.PROVISION
    if state.held_cents > 0:
        if has_left(contract):
            return DepositStage.TO_RETURN
        return DepositStage.PARTIAL if state.due_cents > 0 else DepositStage.HELD
    if refund is not None:
        return DepositStage.RETURNED
    return DepositStage.DUE if state.due_cents > 0 else DepositStage.UNDONE
