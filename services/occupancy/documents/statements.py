"""The account of a household as a paper: line by line, as it stood on a day. The deposit is listed apart (DEP-08)."""

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, euros
from occupancy.domain.households import Household
from occupancy.domain.statements import Statement, StatementLine


class AccountLine(Struct, frozen=True, kw_only=True):
    """One event of the account, in words."""

    booked_on: str
    label: str
    details: tuple[str, ...]
    charged: str
    paid: str
    balance: str


class StatementPaper(Paper, frozen=True, kw_only=True):
    """All that `statements.typ` lays out."""

    on: str
    facts: tuple[Fact, ...]
    lines: tuple[AccountLine, ...]
    totals: tuple[str, str, str]
    due: tuple[tuple[str, str, str, str], ...]
    due_total: str
    deposit: tuple[tuple[str, str, str], ...]


def statement_paper(account: Statement, household: Household, *, holder: str, organisation: str) -> StatementPaper:
    """The paper of an account. `holder`: the name to print, or what stands for it."""
    owes = account.balance_cents >= 0
    charged = sum(one.charged_cents for one in account.lines)
    paid = sum(one.paid_cents for one in account.lines)
    return StatementPaper(
        title="Relevé de compte",
        organisation=organisation,
        reference=household.reference,
        dated=f"Compte au {day(account.on)}",
        mark=None,
        mark_reason="",
        on=day(account.on),
        facts=facts(
            {
                "Ménage": holder,
                "Référence": household.reference,
                "Reste dû" if owes else "Payé d'avance": euros(abs(account.balance_cents)),
                "Admis en non-valeur, encore dû": euros(account.written_off_cents)
                if account.written_off_cents
                else None,
                "Dépôt de garantie détenu": euros(account.deposit_held_cents),
                "Dépôt de garantie à recevoir": euros(account.deposit_due_cents) if account.deposit_due_cents else None,
            }
        ),
        lines=tuple(_line(one) for one in account.lines),
        totals=(euros(charged), euros(paid), euros(account.balance_cents)),
        due=tuple((one.label, day(one.due_on), euros(one.amount_cents), euros(one.open_cents)) for one in account.due),
        due_total=euros(sum(one.open_cents for one in account.due)),
        deposit=tuple((day(one.booked_on), _label(one), euros(one.balance_cents)) for one in account.deposit_lines),
    )


def _line(line: StatementLine) -> AccountLine:
    return AccountLine(
        booked_on=day(line.booked_on),
        label=_label(line),
        details=tuple(f"{_short(one.label, line.label)} : {euros(one.amount_cents)}" for one in line.details),
        charged=euros(line.charged_cents) if line.charged_cents else "",
        paid=euros(line.paid_cents) if line.paid_cents else "",
        balance=euros(line.balance_cents),
    )


def _label(line: StatementLine) -> str:
    return f"{line.label} (annulée depuis)" if line.undone else line.label


def _short(label: str, of: str) -> str:
    """A detail without the words of its line."""
    return label.removeprefix(f"{of} : ")
