"""The account of a household as a paper: line by line, as it stood on a day. The deposit is listed apart (DEP-08)."""

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, euros
from occupancy.domain.households import Household
from occupancy.domain.repayment_plans import PlanStanding
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
    plain: tuple[str, ...]
    facts: tuple[Fact, ...]
    lines: tuple[AccountLine, ...]
    totals: tuple[str, str, str]
    due: tuple[tuple[str, str, str, str], ...]
    due_total: str
    deposit: tuple[tuple[str, str, str], ...]


def plain_words(account: Statement, plan: PlanStanding | None) -> tuple[str, ...]:
    """The account in short sentences: what was asked for, what was paid, what remains, the plan, whom to ask."""
    asked = sum(one.charged_cents for one in account.lines)
    due = sum(one.open_cents for one in account.due)
    return (
        f"Jusqu'au {day(account.on)}, {euros(asked)} vous ont été demandés en tout, corrections comprises.",
        _remains(account, due),
        *(_plan_words(plan) if plan and plan.is_live else ()),
        *(
            (f"{euros(account.written_off_cents)} ne vous sont plus réclamés, mais restent dus.",)
            if account.written_off_cents
            else ()
        ),
        "Une question, une erreur, une difficulté pour payer ? Parlez-en au CCAS : une aide ou un plan est possible.",
    )


def _remains(account: Statement, due: int) -> str:
    if due:
        return f"Il reste {euros(due)} à payer. Le détail est plus bas, somme par somme."
    if account.balance_cents < 0:
        return f"Vous ne devez rien. Vous avez payé {euros(-account.balance_cents)} d'avance : ils paieront la suite."
    return "Vous ne devez rien."


def _plan_words(standing: PlanStanding) -> tuple[str, ...]:
    coming = next((one.instalment for one in standing.checks if one.instalment.due_on >= standing.on), None)
    following = f" Prochaine échéance : {euros(coming.cents)} le {day(coming.due_on)}." if coming else ""
    left = euros(standing.left_cents)
    return (
        f"Un plan d'apurement (n° {standing.plan.number}) est en cours : il reste {left} à payer par ce plan.{following}",
    )


def statement_paper(
    account: Statement, household: Household, *, holder: str, organisation: str, plan: PlanStanding | None = None
) -> StatementPaper:
    """The paper of an account. `holder`: the name to print, or what stands for it. `plan`: the one that lives, if any."""
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
        plain=plain_words(account, plan),
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
