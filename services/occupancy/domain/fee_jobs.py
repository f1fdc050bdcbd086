"""A monthly run too large for one answer: done in slices by the service, each committed with how far it went."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, Kind, Refusal

AT_ONCE = 500
"""How many contracts are charged in one transaction: above, the run is a job. About a second of work; no rule of the trade."""


class FeesBeingRun(Conflict):
    """A month is run by one job at a time."""

    code, title = "fees-being-run", "Appel de redevances déjà en cours"


class FeeJobMoved(Refusal):
    """Another replica did the slice in hand: what this one prepared is not written."""

    code, title, kind = "fee-job-moved", "Appel repris ailleurs", Kind.CONFLICT


class FeeJobState(StrEnum):
    """Under way or to be taken up again, finished, or stopped by an error."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class FeeJob(Struct, frozen=True, kw_only=True):
    """How far a run is. `last_contract`: the last one looked at, by id; `charged`, `charged_cents`: written so far."""

    id: UUID
    month: str
    state: FeeJobState
    asked_on: date
    asked_by: UUID
    asked_by_name: str
    total: int
    done: int
    last_contract: UUID | None
    charged: int
    charged_cents: int
    touched_at: datetime
    error: str

    @property
    def per_cent(self) -> int:
        """Whole per cents of the contracts looked at, for people: 100 only when the run is over."""
        if self.state is FeeJobState.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


def next_slice(contract_ids: Collection[UUID], after: UUID | None, size: int) -> Sequence[UUID]:
    """The contracts that come next, by id: whatever was signed meanwhile is left to the last step, which looks at all."""
    return sorted(one for one in contract_ids if after is None or one > after)[:size]
