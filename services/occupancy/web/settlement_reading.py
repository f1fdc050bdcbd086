"""The withholding lines of a settlement as fields of a form: read, and filled in from a proposal."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kernel.web.form import Form
from kernel.web.formats import amount
from occupancy.actions.deposits import ProposeSettlement
from occupancy.domain.settlement_proposals import MOST_LINES
from occupancy.domain.settlements import Beneficiary, Settlement
from occupancy.domain.withholdings import CLAIMED, LineDraft, LineKind, SettlementLine

_FIELDS = ("kind", "reason", "element", "cost", "amount", "proof", "wear_row", "since", "since_proof")
"""A line counts as soon as one of them is filled."""
_FREE = 2
"""Empty lines offered after those that are filled."""


def read_settlement(form: Form, contract_id: UUID) -> ProposeSettlement:
    """What is proposed, as it was typed; errors stay in the form, whose lines move up to fill the empty ones."""
    _close_ranks(form)
    return ProposeSettlement(
        contract_id=contract_id,
        keys_returned_on=form.date("keys_returned_on"),
        exit_conforms=form.checked("exit_conforms"),
        lines=tuple(_line(form, rank) for rank in _filled(form)),
        refund_to=form.text("refund_to"),
        address_known_on=form.maybe_date("address_known_on"),
        accounts_approved_on=form.maybe_date("accounts_approved_on"),
        beneficiary=form.choice("beneficiary", Beneficiary),
        refund_to_reason=form.text("refund_to_reason", max_length=500, required=False),
        refund_reference=form.text("refund_reference", max_length=120, required=False),
    )


def ranks_shown(form: Form) -> range:
    """The lines to draw: those that are filled, then some empty ones, and never more than allowed."""
    return range(1, min(MOST_LINES, max(_filled(form), default=0) + _FREE) + 1)


def fields_of_lines(lines: Sequence[LineDraft]) -> dict[str, Any]:
    """The fields of lines to complete."""
    fields: dict[str, Any] = {}
    for rank, line in enumerate(lines, 1):
        fields |= {
            f"kind_{rank}": line.kind,
            f"reason_{rank}": line.reason,
            f"element_{rank}": line.element,
            f"proof_{rank}": line.proof,
            f"quantity_{rank}": line.quantity,
            f"cost_{rank}": _amount(line.cost_cents),
            f"wear_row_{rank}": line.wear_row,
            f"since_{rank}": line.since,
            f"since_proof_{rank}": line.since_proof,
            f"amount_{rank}": _amount(line.amount_cents),
        }
    return fields


def fields_of_settlement(settlement: Settlement) -> Form:
    """A proposal, to be replaced by another."""
    return Form.blank(
        keys_returned_on=settlement.keys_returned_on,
        address_known_on=settlement.address_known_on,
        exit_conforms=settlement.exit_conforms,
        refund_to=settlement.refund_to,
        accounts_approved_on=settlement.accounts_approved_on,
        beneficiary=settlement.beneficiary,
        refund_to_reason=settlement.refund_to_reason,
        refund_reference=settlement.refund_reference,
        **fields_of_lines([_draft(one) for one in settlement.lines]),
    )


def _draft(line: SettlementLine) -> LineDraft:
    wear = line.wear
    return LineDraft(
        kind=line.kind,
        reason=line.reason,
        element=line.element,
        proof=line.proof,
        quantity=line.quantity,
        cost_cents=line.cost_cents,
        wear_row=wear.row.element if wear else "",
        since=wear.since if wear else None,
        since_proof=wear.since_proof if wear else "",
        amount_cents=line.amount_cents,
    )


def _filled(form: Form) -> list[int]:
    ranks = range(1, MOST_LINES + 1)
    return [rank for rank in ranks if any(form.value(f"{name}_{rank}").strip() for name in _FIELDS)]


def _close_ranks(form: Form) -> None:
    """The lines are numbered as they are read, so that an error stands beside its own line."""
    for rank, found in enumerate(_filled(form), 1):
        if rank != found:
            for name in (*_FIELDS, "quantity"):
                form.values[f"{name}_{rank}"] = form.values.pop(f"{name}_{found}", [])


def _line(form: Form, rank: int) -> LineDraft:
    kind = form.choice(f"kind_{rank}", LineKind)
    return LineDraft(
        kind=kind,
        reason=form.text(f"reason_{rank}"),
        element=form.text(f"element_{rank}", max_length=120, required=kind in CLAIMED),
        proof=form.text(f"proof_{rank}"),
        quantity=form.maybe_integer(f"quantity_{rank}", 1, 50) or 1,
        cost_cents=form.maybe_euros(f"cost_{rank}"),
        wear_row=form.text(f"wear_row_{rank}", max_length=120, required=False),
        since=form.maybe_date(f"since_{rank}"),
        since_proof=form.text(f"since_proof_{rank}", required=False),
        amount_cents=form.maybe_euros(f"amount_{rank}"),
    )


def _amount(cents: int | None) -> str:
    return "" if cents is None else amount(cents)
