"""What the workspace says of a row that needs nothing more."""

from uuid import UUID

import pytest

from alt_units.documents.words import work_state
from alt_units.domain.workspace import WorkRow, WorkState
from kernel.period import Month


@pytest.mark.parametrize(
    ("claimed", "adjusted", "paid", "state", "words"),
    [
        (0, 0, 0, WorkState.PAID, "rien à demander"),
        (311_27, -311_27, 0, WorkState.PAID, "soldée"),
        (311_27, 0, 311_27, WorkState.PAID, "payée"),
        (0, 0, 0, WorkState.CLOSED, "close"),
        (0, None, None, WorkState.PREPARED, "préparée"),
    ],
)
def test_a_row_on_which_nothing_was_paid_is_never_said_to_be_paid(
    claimed: int, adjusted: int | None, paid: int | None, state: WorkState, words: str
) -> None:
    row = WorkRow(
        month=Month(2015, 3),
        convention_id=UUID(int=1),
        line_id=UUID(int=2),
        unit_id=UUID(int=3),
        reference="LOG-T1",
        name="T1",
        planned_cents=311_27,
        claimed_cents=claimed,
        adjusted_cents=adjusted,
        paid_cents=paid,
        state=state,
    )
    assert work_state(row) == words
