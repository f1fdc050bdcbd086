"""Terms: the periods for which a stay is granted — the first one, then each renewal.

A term is added, never rewritten: a renewal leaves the period before it as it was signed. Durations are local rules
(`law/stay.toml`: ALT 3 months renewable once, AML 6 months renewable), counted by rule TIME-03: a term of n months ends on
the day before the same day number n months later, and a renewal starts on the following day.
"""

from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from kernel.calendar import last_day_after
from kernel.errors import RuleBroken
from kernel.law import Law, Status
from occupancy.domain.units import Programme


class TermTooLong(RuleBroken):
    """Longer than the programme allows: needs a reasoned override."""

    code, title = "term-too-long", "Durée supérieure à la règle du programme"


class DayOutOfReach(RuleBroken):
    """Rules are known from 2000 on; a day beyond this century is a slip of the keyboard."""

    code, title = "day-out-of-reach", "Date hors des années gérées"


class TermEndsBeforeStart(RuleBroken):
    """A term has at least one day."""

    code, title = "term-ends-before-start", "La fin précède le début"


class RenewedTooOften(RuleBroken):
    """All renewals of the programme have been used: one more needs a reasoned override (AC-31)."""

    code, title = "renewed-too-often", "Nombre de renouvellements dépassé"


class RuleUsed(Struct, frozen=True, kw_only=True):
    """A dated value that a decision relied on, kept with the decision so that it can be explained later."""

    key: str
    value: int | str
    source: str
    status: Status


class TermRule(Struct, frozen=True, kw_only=True):
    """How the end of a term was found: from which day, how many months, by which values (TIME-02)."""

    anchor: date
    months: int
    allowed_last_day: date
    values: tuple[RuleUsed, ...]


class Term(Struct, frozen=True, kw_only=True):
    """One period for which the stay is granted. Number 0 is the contract's first; 1, 2… are its renewals."""

    id: UUID
    contract_id: UUID
    number: int
    first_day: date
    last_day: date
    decided_on: date
    reason: str
    override_reason: str | None
    rule: TermRule


class TermPlan(Struct, frozen=True, kw_only=True):
    """A term as the rules allow it, before anybody decided it."""

    number: int
    first_day: date
    last_day: date
    rule: TermRule
    override_reason: str | None


def initial_term(
    law: Law, programme: Programme, first_day: date, *, last_day: date | None, override_reason: str | None
) -> TermPlan:
    """The first term of a stay; shorter than the rule freely, longer only with an override reason.

    Raises `DayOutOfReach`, `TermTooLong`, `TermEndsBeforeStart`.
    """
    check_reach(first_day)
    rule = _rule(law, programme, first_day, "initial_months")
    return _plan(0, rule, last_day, override_reason)


def has_renewal_left(law: Law, programme: Programme, terms: tuple[Term, ...]) -> bool:
    """Whether the programme's rule allows one more renewal without an override."""
    if not terms:
        return True
    next_day = terms[-1].last_day + timedelta(days=1)
    return terms[-1].number < law.at(_key(programme, "max_renewals"), next_day).number


def renewal(
    law: Law,
    programme: Programme,
    terms: tuple[Term, ...],
    *,
    last_day: date | None,
    override_reason: str | None,
) -> TermPlan:
    """The next term: starts the day after the last one. More renewals than the rule only with an override reason.

    Raises `RenewedTooOften`, `TermTooLong`, `TermEndsBeforeStart`.
    """
    previous = terms[-1]
    first_day = previous.last_day + timedelta(days=1)
    rule = _rule(law, programme, first_day, "renewal_months", "max_renewals")
    most = law.at(_key(programme, "max_renewals"), first_day)
    if not has_renewal_left(law, programme, terms) and not override_reason:
        raise RenewedTooOften(
            f"{programme} : {most.number} renouvellement(s) au plus. Une dérogation motivée est nécessaire.",
            field="override_reason",
        )
    return _plan(previous.number + 1, rule, last_day, override_reason)


def check_reach(day: date, field: str = "first_day") -> None:
    """Raises `DayOutOfReach`."""
    if not 2000 <= day.year < 2099:
        raise DayOutOfReach("Une date entre 2000 et 2098 est attendue.", field=field)


def _plan(number: int, rule: TermRule, last_day: date | None, override_reason: str | None) -> TermPlan:
    chosen = last_day or rule.allowed_last_day
    if chosen < rule.anchor:
        raise TermEndsBeforeStart(f"La période commence le {rule.anchor:%d/%m/%Y}.", field="last_day")
    if chosen > rule.allowed_last_day and not override_reason:
        raise TermTooLong(
            f"{rule.months} mois au plus, soit jusqu'au {rule.allowed_last_day:%d/%m/%Y}."
            " Au-delà, une dérogation motivée est nécessaire.",
            field="override_reason",
        )
    return TermPlan(
        number=number, first_day=rule.anchor, last_day=chosen, rule=rule, override_reason=override_reason or None
    )


def _rule(law: Law, programme: Programme, anchor: date, months_name: str, *others: str) -> TermRule:
    found = [law.at(_key(programme, name), anchor) for name in (months_name, *others)]
    months = found[0].number
    return TermRule(
        anchor=anchor,
        months=months,
        allowed_last_day=last_day_after(anchor, months),
        values=tuple(RuleUsed(key=v.key, value=v.value, source=v.source, status=v.status) for v in found),
    )


def _key(programme: Programme, name: str) -> str:
    return f"stay.{programme.lower()}.{name}"
