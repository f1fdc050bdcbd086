"""How the organisation reads a convention where the text and the paper are silent: AL/APL in a shared dwelling, days of
turnaround, long stays, the payer's own form, how long the figures are kept, how an indu is given back. Each reading has a
default of the dated law, and may be recorded convention by convention.

Ground: CSS L. 851-1 al. 3 (ALT-04), R. 851-5 (CAL-12), circular of 22 January 1998 (OCC-02), uncertain points U7, U12 and
U13 of the domain notes; all to be confirmed.
"""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Sourced, chosen
from alt_units.domain.units import Programme
from kernel.law import Law, Status
from kernel.period import Month


class SharedAided(StrEnum):
    """A month in which some of the households of a dwelling hold AL or APL, and others do not."""

    DECIDER = "DECIDER"
    EXCLURE = "EXCLURE"
    DEMANDER = "DEMANDER"


class Turnaround(StrEnum):
    """Whether the days on which a dwelling is made ready again count as available."""

    DISPONIBLE = "DISPONIBLE"
    INDISPONIBLE = "INDISPONIBLE"


class StatementForm(StrEnum):
    """On what the claims are sent: the plain statement of the programme, or a form of the payer on which it is copied (U7)."""

    ETAT_NEUTRE = "ETAT_NEUTRE"
    FORMULAIRE = "FORMULAIRE"


class InduReturn(StrEnum):
    """How an indu goes back to the payer (U13): paid back, or kept by the payer from a later payment. Never by the programme."""

    REMBOURSE = "REMBOURSE"
    RETENU = "RETENU"


class RecordedReadings(Struct, frozen=True, kw_only=True):
    """What was recorded for a convention. None: the default of the law. Version 0: nothing was recorded."""

    convention_id: UUID
    version: int = 0
    shared_aided: SharedAided | None = None
    turnaround: Turnaround | None = None
    long_stay_months: int | None = None
    justification_months: int | None = None
    statement_form: StatementForm | None = None
    retention_months: int | None = None
    indu_return: InduReturn | None = None
    note: str = ""


class Readings(Struct, frozen=True, kw_only=True):
    """The readings applied to a month, each with where it comes from. AML excludes nobody: its occupants may hold AL or
    APL (BG-03).
    """

    excludes_aided: bool
    aided: Sourced
    shared_aided: SharedAided
    shared_aided_source: Sourced
    turnaround: Turnaround
    turnaround_source: Sourced


def readings_of(law: Law, convention: Convention, month: Month, recorded: RecordedReadings | None = None) -> Readings:
    """What applies to a month: what was recorded, else the default of the law."""
    aided = law.at("aided_unit_month", month.first_day)
    shared = _pick(law, "shared_aided", month, convention, recorded.shared_aided if recorded else None)
    turnaround = _pick(law, "turnaround", month, convention, recorded.turnaround if recorded else None)
    return Readings(
        excludes_aided=convention.programme is Programme.ALT,
        aided=Sourced(text=aided.text, source=aided.source, status=aided.status),
        shared_aided=SharedAided(shared.text),
        shared_aided_source=shared,
        turnaround=Turnaround(turnaround.text),
        turnaround_source=turnaround,
    )


def long_stay_months(law: Law, convention: Convention, month: Month, recorded: RecordedReadings | None) -> Sourced:
    """After how many months without a break AL or APL should be asked for instead of ALT (OCC-02)."""
    return _months(law, "long_stay_months", convention, month, recorded.long_stay_months if recorded else None)


def justification_months(law: Law, convention: Convention, month: Month, recorded: RecordedReadings | None) -> Sourced:
    """How many months the organisation has, once a month is over, to justify it (R. 851-5): no text gives a delay."""
    return _months(law, "justification_months", convention, month, recorded.justification_months if recorded else None)


def statement_form(law: Law, convention: Convention, month: Month, recorded: RecordedReadings | None) -> Sourced:
    """On what the claims are sent (U7): no official model was found."""
    return _pick(law, "statement_form", month, convention, recorded.statement_form if recorded else None)


def retention_months(law: Law, convention: Convention, month: Month, recorded: RecordedReadings | None) -> Sourced:
    """How many months after its last one the figures of a convention are kept (U12)."""
    return _months(law, "retention_months", convention, month, recorded.retention_months if recorded else None)


def indu_return(law: Law, convention: Convention, month: Month, recorded: RecordedReadings | None) -> Sourced:
    """How an indu goes back to the payer (U13): no procedure is written for ALT since 2017."""
    return _pick(law, "indu_return", month, convention, recorded.indu_return if recorded else None)


def _months(law: Law, key: str, convention: Convention, month: Month, wanted: int | None) -> Sourced:
    default = law.at(key, month.first_day)
    if wanted is None or wanted == default.number:
        return Sourced(text=str(default.number), source=default.source, status=default.status)
    return Sourced(text=str(wanted), source=f"Convention n° {convention.number}", status=Status.VERIFIED)


def _pick(law: Law, key: str, month: Month, convention: Convention, wanted: StrEnum | None) -> Sourced:
    value = wanted.value if wanted is not None else law.at(key, month.first_day).text
    return chosen(law, key, month, value, convention.number)
