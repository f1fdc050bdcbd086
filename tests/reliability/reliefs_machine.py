"""What the machine of money gives up, and what its oracle keeps of it: each decision and its claim, never a balance."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from kernel.clock import MovableClock
from kernel.db import Database
from kernel.period import Month
from occupancy.actions import remissions
from occupancy.domain.claims import Claim, open_claims
from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household
from occupancy.domain.ledger import HouseholdAccount, account
from occupancy.domain.remissions import RemissionKind
from occupancy.store import ledger
from tests.service.occupancy.money_town import FINANCE, act


class Relief:
    """A decision on one claim: it stands until it is undone. A fee that shrinks shrinks its reliefs, which do not grow again."""

    def __init__(self, kind: RemissionKind, claim: tuple[Any, ...], cents: int) -> None:
        self.kind, self.claim, self.cents, self.stands = kind, claim, cents, True

    def toggle(self) -> None:
        self.stands = not self.stands


class GivesUp:
    """The rule and the sums; the machine that has it undoes its decisions by their document."""

    db: Database
    clock: MovableClock
    holder: Household
    stays: list[Contract]
    reliefs: dict[UUID, Relief]
    run: Callable[[Awaitable[Any]], Any]
    pick: Callable[[Any, int], Any]

    @rule(
        index=st.integers(0, 5),
        cents=st.integers(1, 12000),
        kind=st.sampled_from(RemissionKind),
        is_granted=st.booleans(),
    )
    def give_up_a_claim(self, index: int, cents: int, kind: RemissionKind, is_granted: bool) -> None:
        claim = self.pick(open_claims(self.run(ledger.transfers_of(self.holder.id))), index)
        if claim is None:
            return
        today = self.clock.today()
        wanted = remissions.ProposeRemission(
            claim_id=claim.transfer_id, kind=kind, amount_cents=min(cents, claim.open_cents), reason="Ressources"
        )
        proposal = self.run(remissions.propose_remission(self.db, self.holder.id, wanted, act(today)))
        for who in (None, FINANCE):
            doing = act(today, who) if who else act(today)
            decided = remissions.decide_remission(self.db, proposal.id, "Décision", doing, is_granted=is_granted)
            decision = self.run(decided)
            assert (decision is None) == (who is None), "who proposes never decides"
        if is_granted:
            self.reliefs[proposal.id] = Relief(kind, _key(claim), wanted.amount_cents)

    def given_up(self, fee_of: Callable[[Contract, Month], int]) -> dict[str, int]:
        """What the decisions that stand take off, by the account that keeps it: no more than the fee as it is now."""
        names = {
            RemissionKind.WAIVED: "loss:waived",
            RemissionKind.EXTINGUISHED: "loss:extinguished",
            RemissionKind.WRITTEN_OFF: account(self.holder.id, HouseholdAccount.WRITTEN_OFF),
        }
        sums, room = dict.fromkeys(names.values(), 0), dict[tuple[Any, ...], int]()
        for one in self.reliefs.values():
            if one.stands:
                if len(one.claim) == 2:
                    stay = next(each for each in self.stays if each.id == one.claim[0])
                    left = room.setdefault(one.claim, fee_of(stay, one.claim[1]))
                    one.cents = min(one.cents, left)
                    room[one.claim] = left - one.cents
                sums[names[one.kind]] += one.cents
        return sums


def _key(claim: Claim) -> tuple[Any, ...]:
    """A fee by its stay and month, whatever row charges it now; anything else by its row."""
    if not claim.label.startswith("Redevance "):
        return (claim.transfer_id,)
    number, year = claim.label.removeprefix("Redevance ")[:7].split("/")
    return (claim.contract_id, Month(int(year), int(number)))
