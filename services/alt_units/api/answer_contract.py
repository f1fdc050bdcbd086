"""What the API of the payer's answers says and accepts, version 1. Inputs refuse what they do not know."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from alt_units.actions.claim_answers import AnswerClaim
from alt_units.api.claim_contract import Explanation, check_claim_day
from alt_units.domain.claim_answers import Answer, LineAnswer, Said
from alt_units.domain.claim_readings import InduReturn, RecordedReadings, SharedAided, StatementForm, Turnaround
from alt_units.domain.claim_terms import Verdict
from kernel.money import DueCents
from kernel.text import TEXT

Reference = Annotated[str, Meta(min_length=1, max_length=80, pattern=TEXT)]
Stay = Annotated[int, Meta(ge=1, le=120)]


class SaidIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the payer says of a line. `granted_cents` goes with a reduction; `reason` with anything but an acceptance."""

    line_id: UUID
    verdict: Verdict
    granted_cents: DueCents | None = None
    reason: Explanation = ""


class AnswerIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer of the payer, for some lines. `rest_accepted`: every line without an answer, and not named, is accepted."""

    answered_on: date
    reference: Reference
    lines: Annotated[list[SaidIn], Meta(max_length=10_000)] = []
    rest_accepted: bool = False

    def __post_init__(self) -> None:
        check_claim_day(self.answered_on)

    def command(self) -> AnswerClaim:
        said = tuple(
            Said(line_id=one.line_id, verdict=one.verdict, granted_cents=one.granted_cents, reason=one.reason)
            for one in self.lines
        )
        return AnswerClaim(
            answered_on=self.answered_on, reference=self.reference, said=said, rest_accepted=self.rest_accepted
        )


class AnswerOut(Struct, frozen=True, kw_only=True):
    """An answer as it was recorded."""

    id: UUID
    answered_on: date
    reference: str
    recorded_by: str
    recorded_at: datetime
    lines: tuple[LineAnswer, ...]

    @classmethod
    def of(cls, answer: Answer) -> "AnswerOut":
        return cls(**{name: getattr(answer, name) for name in cls.__struct_fields__})


class AnswersOut(Struct, frozen=True, kw_only=True):
    """The answers about a claim, first to last."""

    items: list[AnswerOut]


class ReadingsIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the organisation reads a silent convention. None: the default of the law."""

    shared_aided: SharedAided | None = None
    turnaround: Turnaround | None = None
    long_stay_months: Stay | None = None
    justification_months: Annotated[int, Meta(ge=1, le=24)] | None = None
    statement_form: StatementForm | None = None
    retention_months: Annotated[int, Meta(ge=1, le=600)] | None = None
    indu_return: InduReturn | None = None
    note: Explanation = ""

    def command(self, convention_id: UUID, version: int) -> RecordedReadings:
        return RecordedReadings(
            convention_id=convention_id,
            version=version,
            shared_aided=self.shared_aided,
            turnaround=self.turnaround,
            long_stay_months=self.long_stay_months,
            justification_months=self.justification_months,
            statement_form=self.statement_form,
            retention_months=self.retention_months,
            indu_return=self.indu_return,
            note=self.note,
        )


class ReadingsOut(Struct, frozen=True, kw_only=True):
    """What was recorded. Version 0: nothing was, the law's defaults apply."""

    convention_id: UUID
    version: int
    shared_aided: SharedAided | None
    turnaround: Turnaround | None
    long_stay_months: int | None
    justification_months: int | None
    statement_form: StatementForm | None
    retention_months: int | None
    indu_return: InduReturn | None
    note: str

    @classmethod
    def of(cls, readings: RecordedReadings) -> "ReadingsOut":
        return cls(**{name: getattr(readings, name) for name in cls.__struct_fields__})
