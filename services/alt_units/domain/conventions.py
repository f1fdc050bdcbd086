"""Conventions: the paper that funds units, one calendar year at a time, and its lines, one dwelling each.

Ground: R. 851-2 and R. 851-6 CSS (calendar year, month by month, number and types of dwellings, forecast amount); rules
ALT-06, ALT-07, ALT-11, CAL-05, CAL-13. The line's amount is what counts; the table of `scales` only warns. What is done with
a convention: `convention_acts`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.aml import AmlTerms, month_cents
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.units import DwellingType, Programme
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.period import Month

FIRST_YEAR, LAST_YEAR = 1993, 2099
"""The years that a convention may bear: the allowance dates from 1993."""


class ConventionNotFound(NotFound):
    """No such convention."""

    code, title = "convention-not-found", "Convention introuvable"


class ConventionNumberTaken(Conflict):
    """A number stands once for a year of a programme."""

    code, title = "convention-number-taken", "Ce numéro de convention existe déjà pour cette année"


class ConventionSigned(Conflict):
    """What is signed is changed by an avenant, not by editing the paper."""

    code, title = "convention-signed", "La convention est signée"


class ConventionNotSigned(Conflict):
    """Only a signed convention can end."""

    code, title = "convention-not-signed", "La convention n'est pas signée"


class ConventionEnded(Conflict):
    """A convention ends once."""

    code, title = "convention-ended", "La convention a déjà pris fin"


class ConventionClaimedLater(Conflict):
    """A month that was claimed is owed by the convention: the claim is adjusted before the convention ends earlier."""

    code, title = "convention-claimed-later", "Une aide a été demandée après cette fin"


class ConventionEmpty(RuleBroken):
    """A convention lists the dwellings that it funds (R. 851-2)."""

    code, title = "convention-empty", "La convention n'a aucune ligne"


class LineOutsideYear(RuleBroken):
    """The months of a line lie in the convention's year (R. 851-2: calendar year)."""

    code, title = "line-outside-year", "Les mois de la ligne sortent de l'année de la convention"


class LeastDaysMissing(RuleBroken):
    """The rule « occupied at least N days » needs its N."""

    code, title = "least-days-missing", "Nombre de jours manquant"


class ConventionDateImpossible(RuleBroken):
    """A signature is not in the future; an end is in the year and not before the signature."""

    code, title = "convention-date-impossible", "Date impossible pour cette convention"


class LineFacts(Struct, frozen=True, kw_only=True, gc=False):
    """One dwelling, its type as conventioned, its months, its amount per month."""

    unit_id: UUID
    dwelling_type: DwellingType
    first_month: Month
    last_month: Month
    monthly_cents: int


class Line(LineFacts, frozen=True, kw_only=True, gc=False):
    """A line. `holds_until`: the last month in which it holds its dwelling; earlier than `last_month` once ended, or once an
    avenant took its place. `from_version`: the version of the convention that says it.
    """

    id: UUID
    holds_until: Month
    from_version: int = 1

    def covers(self, month: Month) -> bool:
        """True when the month is one of those written in the line."""
        return self.first_month <= month <= self.last_month


class EndKind(StrEnum):
    """Who ends the convention, and how."""

    AGREEMENT = "agreement"
    BY_CCAS = "by_ccas"
    BY_FUNDER = "by_funder"
    FORMAL_NOTICE = "formal_notice"
    NOT_RENEWED = "not_renewed"


class Approval(Struct, frozen=True, kw_only=True):
    """The organisation's approval for rental mediation (CCH L. 365-4), kept beside the paper: it is renewed on its own days.

    An empty number: none is recorded; whether a CCAS needs one for dwellings of the town is not settled (IML-01).
    """

    number: str = ""
    approved_on: date | None = None
    ends_on: date | None = None


class Capacity(Struct, frozen=True, kw_only=True):
    """How many dwellings of a type the paper foresees for a month (R. 851-2: month by month, number and types)."""

    month: Month
    dwelling_type: DwellingType
    units: int


class ConventionFacts(Struct, frozen=True, kw_only=True):
    """What staff record while the convention is being prepared: what will be signed.

    `least_days` serves OCCUPE_AU_MOINS_N_JOURS only; `ceiling_cents` None: the ceiling is the forecast of the lines; `aml`
    None: outside AML, or an AML convention whose amounts stand on its lines; `capacity` empty: as its lines say.
    """

    programme: Programme
    number: str
    funder: str
    year: int
    first_month: Month
    rule: PartialMonthRule
    least_days: int | None
    basis: Basis
    ceiling: CeilingScope
    ceiling_cents: int | None
    note: str
    aml: AmlTerms | None
    capacity: tuple[Capacity, ...]
    deliberation: str
    deliberated_on: date | None
    signatories: str


class Version(Struct, frozen=True, kw_only=True):
    """A version of the whole convention: 1 is the paper first signed, each later one an avenant.

    `facts.first_month`: the month from which it holds. `lines`: as they are written in it.
    """

    number: int
    facts: ConventionFacts
    signed_on: date | None
    lines: tuple[Line, ...]


class Convention(ConventionFacts, frozen=True, kw_only=True):
    """A convention for one year: draft until signed. `first_month` is the month of effect once signed.

    Its own facts are those of the paper first signed; `at` gives those in force in a month, `latest` the last ones signed.
    `lines`: what is in force, month by month. `versions`: every version as written; empty without an avenant.
    `regime` is the one of the year's rights, kept for reading; None outside ALT.
    """

    id: UUID
    version: int
    regime: Regime | None
    signed_on: date | None
    ended_on: date | None
    end_reason: str
    end_kind: EndKind | None
    notified_on: date | None
    renews_id: UUID | None
    approval: Approval
    lines: tuple[Line, ...]
    versions: tuple[Version, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.signed_on is None

    @property
    def label(self) -> str:
        return f"la convention {self.programme} n° {self.number} ({self.year})"

    @property
    def last_month(self) -> Month:
        """The last month that is paid: payment stops on the first day of the month after the end (R. 851-7 I)."""
        return Month.of(self.ended_on) if self.ended_on else Month(self.year, 12)

    @property
    def latest(self) -> "Convention":
        """With the facts of the last version that was signed."""
        return self.at(Month(self.year, 12))

    def at(self, month: Month) -> "Convention":
        """With the facts in force in a month. A ceiling of the year is always the one last signed."""
        signed = [one.facts for one in self.versions if one.signed_on]
        held = [one for one in signed if one.first_month <= month]
        if not held:
            return self
        facts, last = held[-1], signed[-1]
        if facts.ceiling is last.ceiling is CeilingScope.ANNUEL:
            facts = replace(facts, ceiling_cents=last.ceiling_cents)
        return replace(self, **facts_by_name(facts) | {"first_month": self.first_month})

    @property
    def max_units(self) -> int | None:
        """How many units may be aided in one month (AML-02); None: no maximum beside the lines."""
        return self.aml.max_units if self.aml else None

    def line_cents(self, line: LineFacts, month: Month) -> int:
        """What a line is worth for one of its months: its own amount, or its part of the AML period's amount."""
        part = month_cents(self.aml, month) if self.aml else None
        return line.monthly_cents if part is None else part

    def of_unit(self, unit_id: UUID) -> "Convention":
        """The same convention, as far as it concerns one unit."""
        return replace(self, lines=tuple(line for line in self.lines if line.unit_id == unit_id))

    def is_in_effect(self, month: Month) -> bool:
        """True when a signed convention pays for the month."""
        return not self.is_draft and self.first_month <= month <= self.last_month


def amounts_in_effect(conventions: Sequence[Convention], month: Month) -> dict[UUID, int]:
    """What signed conventions pay for a month, in cents by unit, were every dwelling available."""
    return {
        line.unit_id: one.at(month).line_cents(line, month)
        for one in conventions
        if one.is_in_effect(month)
        for line in one.lines
        if line.covers(month) and month <= line.holds_until
    }


def month_forecast(convention: Convention, month: Month) -> int:
    """What the lines foresee for a month, in cents (montant prévisionnel of the month): for AML, within the maximum of units
    (AML-02, AML-03), the best paid first.
    """
    held = convention.at(month)
    part = month_cents(held.aml, month) if held.aml else None
    covering = [line for line in convention.lines if line.first_month <= month <= line.last_month]
    amounts = [line.monthly_cents if part is None else part for line in covering]
    if held.max_units is None:
        return sum(amounts)
    return sum(sorted(amounts, reverse=True)[: held.max_units])


def year_forecast(convention: Convention) -> int:
    """What the lines foresee from the month of effect to December, in cents."""
    months = [Month(convention.year, number) for number in range(convention.first_month.number, 13)]
    return sum(month_forecast(convention, month) for month in months)


def line_amount(facts: ConventionFacts, line: LineFacts) -> int:
    """The amount kept on a line: the convention's own for the line's first month where it says one for all, else its own."""
    part = month_cents(facts.aml, line.first_month) if facts.aml else None
    return line.monthly_cents if part is None else part


def facts_of(facts: ConventionFacts) -> ConventionFacts:
    """The bare facts of whatever carries them."""
    return ConventionFacts(**facts_by_name(facts))


def in_force(versions: Sequence[Version]) -> tuple[Line, ...]:
    """What the signed versions say together: each one's lines until the month before the next one takes effect."""
    signed, lines = [one for one in versions if one.signed_on], []
    for version, follower in zip(signed, [*signed[1:], None], strict=True):
        for line in version.lines:
            last = min(line.last_month, follower.facts.first_month.plus(-1)) if follower else line.last_month
            if line.first_month <= last:
                lines.append(replace(line, last_month=last, holds_until=min(line.holds_until, last)))
    return tuple(sorted(lines, key=lambda one: (one.first_month, one.id)))


def check_draft(convention: Convention) -> None:
    """Raises `ConventionSigned`."""
    if not convention.is_draft:
        raise ConventionSigned("Une convention signée se modifie par avenant.")


def facts_by_name(facts: ConventionFacts) -> dict[str, Any]:
    """The facts by name, whatever the kind of thing that carries them."""
    return {name: getattr(facts, name) for name in ConventionFacts.__struct_fields__}
