"""The deadlines of a deposit once the household has left: a settlement proposed, approved and paid, a provision settled.

Ground: loi n° 89-462, art. 22, applied by analogy (DEP-03, DEP-06). The delay runs from the keys; until a settlement says when
they came back and in what state the dwelling was found, it runs from the end of the stay, by the shorter one.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.law import Law
from occupancy.domain.contracts import Contract
from occupancy.domain.deadline_rules import DEPOSIT_PROPOSAL, PROVISION_RETURN, PROVISION_REVIEW
from occupancy.domain.deadlines import Deadline, DeadlineRule, deadline
from occupancy.domain.settlements import Settlement, earliest_keys_day, has_left, is_conform, return_rule


class DepositFacts(Struct, frozen=True, kw_only=True):
    """What is held for a contract, the settlements proposed, first to last, and the day of each refund that stands."""

    held_cents: int = 0
    settlements: tuple[Settlement, ...] = ()
    refunded_on: Mapping[UUID, date] = {}


def deposit_deadlines(contract: Contract, facts: DepositFacts, law: Law) -> tuple[Deadline, ...]:
    """All that the deposit has, those met included; none while the household stays, nor when nothing is held."""
    if not has_left(contract):
        return ()
    found: list[Deadline] = []

    def add(rule: DeadlineRule, anchor_on: date, met_on: date | None = None) -> None:
        found.append(deadline(rule, anchor_on, law, contract.territory, met_on=met_on))

    if not facts.settlements:
        if facts.held_cents:
            add(DEPOSIT_PROPOSAL, contract.end.ended_on if contract.end else earliest_keys_day(contract))
        return tuple(found)
    first, last = facts.settlements[0], facts.settlements[-1]
    refunded_on = facts.refunded_on.get(last.id)
    add(DEPOSIT_PROPOSAL, first.keys_returned_on, first.proposed_on)
    if refunded_on is None and not facts.held_cents:
        return tuple(found)
    if last.accounts_approved_on is not None:
        add(PROVISION_REVIEW, last.keys_returned_on, last.proposed_on)
        add(PROVISION_RETURN, last.accounts_approved_on, refunded_on)
        return tuple(found)
    rule = return_rule(exit_conforms=is_conform(last.exit_conforms, last.lines))
    add(rule, last.keys_returned_on, refunded_on)
    if refunded_on is not None and last.provision_cents:
        add(PROVISION_REVIEW, last.keys_returned_on)
    return tuple(found)
