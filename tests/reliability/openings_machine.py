"""What the machine of money takes over from former books, and what its oracle keeps of it: each sum, while it stands."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import rule

from kernel.acts import Act, writing
from kernel.clock import MovableClock
from kernel.db import Database
from occupancy.actions.openings import take_over
from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household
from occupancy.domain.openings import Opening, OpeningKind
from occupancy.domain.stay_imports import StayImport, TakenOver
from occupancy.store import stay_imports
from tests.service.occupancy.money_town import act


class Taken:
    """A sum of the former books: it counts until its event is undone, and again when that is undone."""

    def __init__(self, opening: Opening) -> None:
        self.opening, self.stands = opening, True

    def toggle(self) -> None:
        self.stands = not self.stands


class TakesOver:
    """The rule and the sums; the machine that has it keeps each `Taken` among its causes."""

    db: Database
    clock: MovableClock
    holder: Household
    asked: set[UUID]
    causes: dict[UUID, Any]
    run: Callable[[Awaitable[Any]], Any]
    pick: Callable[[Any, int], Any]
    running: Callable[[], list[Contract]]

    @rule(
        index=st.integers(0, 5), kind=st.sampled_from(OpeningKind), cents=st.integers(1, 15000), days=st.integers(0, 40)
    )
    def take_a_sum_over(self, index: int, kind: OpeningKind, cents: int, days: int) -> None:
        is_deposit = kind is OpeningKind.DEPOSIT
        stay = self.pick([one for one in self.running() if not is_deposit or one.id not in self.asked], index)
        if stay is None:
            return
        today = self.clock.today()
        one = Opening(
            id=uuid4(),
            import_id=uuid4(),
            household_id=self.holder.id,
            contract_id=stay.id,
            kind=kind,
            amount_cents=cents,
            due_on=today - timedelta(days),
            month=None,
            reason="" if is_deposit or kind is OpeningKind.ADVANCE else "Ancien solde",
            payer="Ménage Exemple A" if is_deposit else "",
            former_reference="",
            opened_on=today,
            event_id=uuid4(),
        )
        if self.run(_bring_in(self.db, one, act(today))):
            self.causes[one.event_id] = Taken(one)
            self.asked.update([stay.id] if is_deposit else [])

    def taken_over(self) -> Iterable[Opening]:
        """What stands of it. One sum may be there under two events: the one that undoes it is kept with it."""
        known = {one.opening.id: one for one in self.causes.values() if isinstance(one, Taken)}
        return [one.opening for one in known.values() if one.stands]

    def owed_before(self) -> int:
        """What the former books say is owed, less what they say was paid ahead."""
        signs = {OpeningKind.ADVANCE: -1, OpeningKind.DEPOSIT: 0}
        return sum(signs.get(one.kind, 1) * one.amount_cents for one in self.taken_over())

    def held_before(self, contract_id: UUID) -> int:
        """The deposit of a stay that the former books held."""
        return sum(
            one.amount_cents
            for one in self.taken_over()
            if one.kind is OpeningKind.DEPOSIT and one.contract_id == contract_id
        )


async def _bring_in(db: Database, one: Opening, doing: Act) -> StayImport:
    """As an import does once its file was read: the report, the sum, the journal, in one act."""
    report = StayImport(
        id=one.import_id,
        at=doing.at,
        by_id=doing.by.id,
        by_name=doing.by.name,
        file_name="reprise.xlsx",
        sha256=sha256(str(one.id).encode()).hexdigest(),
        template_year=2027,
        unchanged=0,
        warnings=(),
        reason="",
        created=(),
    )
    taken = TakenOver(
        row=3,
        name="Ménage Exemple A",
        household_id=one.household_id,
        contract_id=one.contract_id,
        openings=(one,),
        called_until=None,
    )
    async with writing(db, doing) as tx:
        await stay_imports.insert_import(report)
        await take_over(tx, [taken], doing)
        await tx.journal("stays-imported", f"stay-import/{report.id}", after=report)
        return tx.keep(report)
