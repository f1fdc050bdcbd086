"""The account of a household on a day, explained line by line: what was charged, what was paid, what remains.

Read from the ledger alone, as it was booked until that day; the deposit is listed apart (DEP-08). Debt outlives the stay.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from occupancy.domain.claims import Claim, open_claims
from occupancy.domain.ledger import HouseholdAccount, Transfer, account, balances, owed_accounts, standing


class Detail(Struct, frozen=True, kw_only=True):
    """One transfer of an event, in words."""

    label: str
    amount_cents: int


class StatementLine(Struct, frozen=True, kw_only=True):
    """One event of the account. `balance_cents` is what is owed after it. `undone`: reversed since."""

    event_id: UUID
    booked_on: date
    recorded_at: datetime
    label: str
    charged_cents: int
    paid_cents: int
    balance_cents: int
    document_kind: str
    document_id: UUID
    undone: bool
    details: tuple[Detail, ...]


class Statement(Struct, frozen=True, kw_only=True):
    """The account on a day. `balance_cents` is negative when the household has paid in advance.

    `written_off_cents`: admitted en non-valeur, still owed though no longer asked for.

    `advance_cents`: what no claim known on that day takes, even where a fee to come will; what is due less it is the balance.
    """

    household_id: UUID
    on: date
    balance_cents: int
    advance_cents: int
    deposit_due_cents: int
    deposit_held_cents: int
    written_off_cents: int
    lines: tuple[StatementLine, ...]
    deposit_lines: tuple[StatementLine, ...]
    due: tuple[Claim, ...]


def statement(transfers: Sequence[Transfer], household_id: UUID, on: date) -> Statement:
    """Fold one household's transfers booked until a day included."""
    known = [one for one in transfers if one.booked_on <= on]
    at_hand = balances(known)

    def held(name: HouseholdAccount) -> int:
        return at_hand.get(account(household_id, name), 0)

    names, due = owed_accounts(household_id), open_claims(known)
    balance = sum(one.effect_on(names) for one in known)
    deposit = (
        account(household_id, HouseholdAccount.DEPOSIT_HELD),
        account(household_id, HouseholdAccount.DEPOSIT_DUE),
    )
    return Statement(
        household_id=household_id,
        on=on,
        balance_cents=balance,
        advance_cents=sum(claim.open_cents for claim in due) - balance,
        deposit_due_cents=held(HouseholdAccount.DEPOSIT_DUE),
        deposit_held_cents=-held(HouseholdAccount.DEPOSIT_HELD),
        written_off_cents=held(HouseholdAccount.WRITTEN_OFF),
        lines=_lines(known, names),
        deposit_lines=_lines(known, deposit, running=deposit[:1], sign=-1),
        due=due,
    )


def _lines(
    known: Sequence[Transfer], names: tuple[str, ...], *, running: tuple[str, ...] = (), sign: int = 1
) -> tuple[StatementLine, ...]:
    """Events that touch these accounts, by day; `running` are those whose balance is carried (all of them by default)."""
    events: dict[UUID, list[Transfer]] = {}
    for one in sorted(known, key=lambda row: (row.booked_on, row.number)):
        if {one.debit_account, one.credit_account} & set(names):
            events.setdefault(one.event_id, []).append(one)
    counted, balance, found = standing(known), 0, []
    for event_id, rows in events.items():
        effects = [sign * row.effect_on(running or names) for row in rows]
        balance += sum(effects)
        found.append(_line(event_id, rows, effects, balance, undone=all(row.id not in counted for row in rows)))
    return tuple(found)


def _line(
    event_id: UUID, rows: Sequence[Transfer], effects: Sequence[int], balance: int, *, undone: bool
) -> StatementLine:
    first = rows[0]
    subject, _, _ = first.label.partition(" : ")
    shared = len(rows) > 1 and all(row.label.startswith(subject) for row in rows)
    several = len(rows) > 1 or first.document_kind == "allocation"
    return StatementLine(
        event_id=event_id,
        booked_on=first.booked_on,
        recorded_at=first.recorded_at,
        label=_event_label(first, subject if shared else first.label),
        charged_cents=sum(cents for cents in effects if cents > 0),
        paid_cents=-sum(cents for cents in effects if cents < 0),
        balance_cents=balance,
        document_kind=first.document_kind,
        document_id=first.document_id,
        undone=undone,
        details=tuple(Detail(label=row.label, amount_cents=row.amount_cents) for row in rows) if several else (),
    )


def _event_label(first: Transfer, label: str) -> str:
    return "Avance et redevances rapprochées" if first.document_kind == "allocation" else label
