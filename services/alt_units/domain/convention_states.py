"""Where a convention stands on a day, and what somebody should look at.

Ground: ALT-06 (calendar year), ALT-10 (end with notice), U11 (approval: warned six months before), DEC-03 (missing documents
expose to termination). The delays of the warnings come from `law/`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from alt_units.domain.convention_papers import Document
from alt_units.domain.convention_versions import open_version
from alt_units.domain.conventions import Convention, EndKind
from kernel.calendar import add_months
from kernel.law import Law
from kernel.period import Month


class ConventionState(StrEnum):
    """From draft to ended. `ENDING`: the end is decided, and to come. `EXPIRED`: its calendar year is over."""

    DRAFT = "draft"
    SIGNED = "signed"
    ENDING = "ending"
    ENDED = "ended"
    NOT_RENEWED = "not_renewed"
    EXPIRED = "expired"


class Alert(Struct, frozen=True, kw_only=True):
    """What somebody should look at, and the day that matters. `act`: the part of the page where it is done."""

    code: str
    day: date
    act: str
    detail: str = ""


def state_on(convention: Convention, day: date) -> ConventionState:
    """Where the convention stands on a day."""
    if convention.is_draft:
        return ConventionState.DRAFT
    if convention.ended_on is not None:
        if convention.ended_on >= day:
            return ConventionState.ENDING
        return ConventionState.NOT_RENEWED if convention.end_kind is EndKind.NOT_RENEWED else ConventionState.ENDED
    return ConventionState.EXPIRED if convention.year < day.year else ConventionState.SIGNED


def alerts_on(
    law: Law,
    convention: Convention,
    day: date,
    *,
    is_renewed: bool,
    documents: Sequence[Document] = (),
) -> list[Alert]:
    """What to look at on a day, the nearest first. A convention that has ended asks for its documents only."""
    found = [
        Alert(code="document_late", day=one.due_on, act="pieces", detail=one.label)
        for one in documents
        if one.is_late(day) and one.due_on
    ]
    state = state_on(convention, day)
    if state is ConventionState.DRAFT and convention.first_month <= Month.of(day):
        found.append(Alert(code="signature_missing", day=convention.first_month.first_day, act="signature"))
    if (waiting := open_version(convention)) and waiting.facts.first_month <= Month.of(day):
        found.append(Alert(code="amendment_unsigned", day=waiting.facts.first_month.first_day, act="avenant"))
    if state is ConventionState.SIGNED:
        found += _while_signed(law, convention, day, is_renewed=is_renewed)
    return sorted(found, key=lambda one: one.day)


def _while_signed(law: Law, convention: Convention, day: date, *, is_renewed: bool) -> list[Alert]:
    last, found = date(convention.year, 12, 31), []
    if not is_renewed and day >= add_months(last, -law.at("convention_alert_months", day).number):
        found.append(Alert(code="expiring", day=last, act="reconduction"))
    ends_on = convention.approval.ends_on
    if ends_on and day >= add_months(ends_on, -law.at("approval_alert_months", day).number):
        code = "approval_expired" if ends_on < day else "approval_expiring"
        found.append(Alert(code=code, day=ends_on, act="agrement"))
    return found
