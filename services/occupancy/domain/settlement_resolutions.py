"""How a proposed return of a deposit ends: paid, refused by another person, replaced, or lapsed when nobody decided in time.

Ground: a pending movement resolves at most once (L6). A proposal that lapses takes nothing from the household: what is held
stays held, and the day by which it is to be returned does not move (DEP-03).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import Conflict
from kernel.law import Law
from occupancy.domain.settlements import Settlement

LAPSE_MONTHS = "deposit.proposal_months"
PROGRAM = "Palier"


class SettlementResolved(Conflict):
    """A proposal is approved, refused, replaced or lapsed once (L6)."""

    code, title = "settlement-resolved", "Proposition de solde déjà close"


class SettlementOutcome(StrEnum):
    """How a proposal ended."""

    PAID = "paid"
    REFUSED = "refused"
    REPLACED = "replaced"
    LAPSED = "lapsed"


class SettlementResolution(Struct, frozen=True, kw_only=True):
    """The end of a proposal. `reason`: said by whoever refuses, or the delay that lapsed; `resolved_by`: nil for the program."""

    id: UUID
    settlement_id: UUID
    proposed_by: UUID
    outcome: SettlementOutcome
    resolved_on: date
    reason: str
    resolved_by: UUID
    resolved_by_name: str


def resolution(
    proposal: Settlement, outcome: SettlementOutcome, on: date, by: UUID, name: str, *, reason: str = ""
) -> SettlementResolution:
    """The end of a proposal, by somebody, on a day."""
    return SettlementResolution(
        id=uuid4(),
        settlement_id=proposal.id,
        proposed_by=proposal.proposed_by,
        outcome=outcome,
        resolved_on=on,
        reason=reason,
        resolved_by=by,
        resolved_by_name=name,
    )


def last_day_to_approve(law: Law, proposal: Settlement) -> date:
    """Until when, that day included, a proposal can be approved: a delay of the CCAS, by its date of proposal."""
    return add_months(proposal.proposed_on, law.at(LAPSE_MONTHS, proposal.proposed_on).number)


def has_lapsed(law: Law, proposal: Settlement, today: date) -> bool:
    """True from the day after the last one to approve it."""
    return today > last_day_to_approve(law, proposal)


def lapse_reason(law: Law, proposal: Settlement) -> str:
    """Why the program closed it, in words kept with it."""
    months = law.at(LAPSE_MONTHS, proposal.proposed_on)
    return f"Sans décision au {last_day_to_approve(law, proposal):%d/%m/%Y} ({months.number} mois). {months.source}."


def check_pending(found: SettlementResolution | None, law: Law, proposal: Settlement, today: date) -> None:
    """Whoever comes first decides; nobody decides on a proposal that lapsed. Raises `SettlementResolved`."""
    words = {
        SettlementOutcome.PAID: "Ce solde a déjà été approuvé une fois et son versement annulé",
        SettlementOutcome.REFUSED: "Ce solde a été refusé",
        SettlementOutcome.REPLACED: "Ce solde a été remplacé",
        SettlementOutcome.LAPSED: "Ce solde est caduc, faute de décision à temps",
    }
    if found is not None:
        raise SettlementResolved(f"{words[found.outcome]} : proposez un nouveau solde.")
    if has_lapsed(law, proposal, today):
        raise SettlementResolved(f"{words[SettlementOutcome.LAPSED]} : proposez un nouveau solde.")
