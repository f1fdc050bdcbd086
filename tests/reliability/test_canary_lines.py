"""The service that keeps bank statements forgets the payer too, to the last byte; days and sums stay (GOALS E3)."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import alt_units
from alt_units.actions.bank_erasures import erase_bank_lines
from alt_units.domain.bank_erasures import LineErasure
from alt_units.tables import TABLES
from alt_units.tables.bank import (
    BankCollectionRow,
    BankDecisionRow,
    BankFollowUpRow,
    BankImportRow,
    BankLineRow,
    BankSourceRow,
)
from kernel.acts import housekeeping
from kernel.db import Database
from tests.reliability.test_canaries import raw_marks
from tests.service.occupancy.money_town import SECRET, act
from tests.support.planted import MARK, insert
from tests.support.stores import Borrowed

DAY, LATER = date(2020, 3, 1), date(2031, 6, 1)
AT = datetime(2020, 3, 1, tzinfo=UTC)


async def a_line(import_id: Any, number: int) -> Any:
    """Collected for a household, with a mark in each of its texts."""
    line_id, said = uuid4(), [f"{MARK}-{number}0{one}" for one in range(4)]
    await BankLineRow.insert(
        BankLineRow(id=line_id, import_id=import_id, account="FR76", booked_on=DAY, amount_cents=12000 + number,
                    reference=said[0], sequence=1, label=said[1], payer=said[2], file_row=1, alike_id=None)
    )  # fmt: skip
    await BankFollowUpRow.insert(BankFollowUpRow(id=line_id, state="collected", booked_on=DAY, score=0, proposal=""))
    decision = {"id": uuid4(), "line_id": line_id, "number": 1, "kind": "collected", "reason": said[3]}
    await BankDecisionRow.insert(BankDecisionRow(**decision, decided_at=AT, decided_by="Agent Exemple"))
    claim = {"id": uuid4(), "line_id": line_id, "decision_id": decision["id"], "reference": said[3]}
    await BankCollectionRow.insert(BankCollectionRow(**claim, returned=False))
    return line_id


async def test_a_line_of_an_erased_household_leaves_no_mark_and_keeps_its_sum_and_the_next_line_keeps_all(
    stores: Borrowed,
) -> None:
    db = Database(stores.empty(), list(TABLES), Path(alt_units.__file__).parent / "migrations", secret=SECRET)
    await db.open()
    async with housekeeping(db):
        source = {"id": uuid4(), "version": 1, "name": "Exemple", "format": "ofx", "account": "FR76", "mapping": None}
        await BankSourceRow.insert(BankSourceRow(**source))
        file = {"id": uuid4(), "source_id": source["id"], "file_name": "r.ofx", "sha256": "0" * 64, "imported_at": AT}
        file |= {"imported_by": "Agent Exemple", "read_lines": 2, "new_lines": 2, "known_lines": 0, "new_cents": 2}
        await BankImportRow.insert(BankImportRow(**file, report="{}"))
        gone, stays = await a_line(file["id"], 1), await a_line(file["id"], 2)
    answer = {"actor_id": uuid4(), "request_key": "k", "fingerprint": "0" * 64, "outcome": "result"}
    await insert(db, [("answered_request", answer | {"answer": f"{MARK}-104", "at": AT})])
    there = set().union(*(await raw_marks(db)).values())
    assert {f"{MARK}-10{one}" for one in range(5)} <= there
    under = LineErasure(
        elimination="BORD-2031-0001", visa="Visa 1", visa_on=LATER, line_ids=(gone, uuid4()), answers_before=LATER
    )
    assert (await erase_bank_lines(db, under, act(LATER))).erased == (gone,)
    assert (await erase_bank_lines(db, under, act(LATER))).erased == (gone,)
    left = set().union(*(await raw_marks(db)).values())
    assert left == {f"{MARK}-20{one}" for one in range(4)}, "control: the next line is found by the same search"
    kept = await BankLineRow.select(BankLineRow.id, BankLineRow.amount_cents).order_by(BankLineRow.amount_cents)
    assert [(one["id"], one["amount_cents"]) for one in kept] == [(gone, 12001), (stays, 12002)]
    await db.close()
