"""What the API of bank files and lines says and accepts, version 1. Inputs refuse what they do not know."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.bank_sources import DescribeSource
from alt_units.api.payment_contract import ShareIn, ShareOut
from alt_units.domain.bank_anomalies import Anomaly
from alt_units.domain.bank_candidates import Candidate, MatchReason, Part
from alt_units.domain.bank_files import MOST_BYTES, FileFormat
from alt_units.domain.bank_imports import BankImport
from alt_units.domain.bank_lines import BankLine, DecisionKind, LineDecision, LineState
from alt_units.domain.bank_sources import BankSource, CsvMapping, DateFormat, DecimalMark, Encoding, Separator
from alt_units.domain.funder_payments import PaymentKind, Share
from kernel.intake.wire import base64_of, decoded
from kernel.money import Cents
from kernel.text import LINE, LINE_OR_NOTHING, TEXT

Heading = Annotated[str, Meta(max_length=80, pattern=LINE_OR_NOTHING)]
Why = Annotated[str, Meta(min_length=1, max_length=500, pattern=TEXT)]


class CsvMappingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which column of a CSV says what, by its heading; empty: there is none. Either `amount`, or `debit` and `credit`."""

    encoding: Encoding
    separator: Separator
    decimal: DecimalMark
    date_format: DateFormat
    booked_on: Heading
    label: Heading
    skipped_rows: Annotated[int, Meta(ge=0, le=50)] = 0
    amount: Heading = ""
    debit: Heading = ""
    credit: Heading = ""
    reference: Heading = ""
    payer: Heading = ""
    currency: Heading = ""


class BankSourceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where files come from. `mapping`: for a CSV, and only for it."""

    name: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
    format: FileFormat
    account: Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
    mapping: CsvMappingIn | None = None

    def command(self) -> DescribeSource:
        mapping = None if self.mapping is None else CsvMapping(**asdict(self.mapping))
        return DescribeSource(name=self.name, format=self.format, account=self.account, mapping=mapping)


class BankFileIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file, in base 64."""

    source_id: UUID
    file_name: Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
    content: Annotated[str, base64_of(MOST_BYTES)]

    def bytes_sent(self) -> bytes:
        """Raises `InvalidRequest`."""
        return decoded(self.content)


class PartIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The payment that a line, or a part of it, becomes; `payment_id`: it was recorded by hand already.

    `decision_reference`: required of an indu that is recorded from the line, refused of anything else.
    """

    convention_id: UUID
    kind: PaymentKind
    amount_cents: Cents
    shares: Annotated[list[ShareIn], Meta(max_length=500)] = []
    payment_id: UUID | None = None
    decision_reference: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""

    def part(self) -> Part:
        shares = tuple(Share(**asdict(one)) for one in self.shares)
        return Part(
            convention_id=self.convention_id,
            kind=self.kind,
            amount_cents=self.amount_cents,
            shares=shares,
            payment_id=self.payment_id,
            decision_reference=self.decision_reference.strip(),
        )


class MatchIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a line settles: its parts sum to the line. `distinct`: it is not the known line that it looks like (`alike_id`)."""

    parts: Annotated[list[PartIn], Meta(min_length=1, max_length=50)]
    distinct: bool = False


class WhyIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a line is set aside, or a decision undone."""

    reason: Why


class BankSourceOut(Struct, frozen=True, kw_only=True):
    """Where files come from."""

    id: UUID
    version: int
    name: str
    format: FileFormat
    account: str
    mapping: CsvMapping | None

    @classmethod
    def of(cls, source: BankSource) -> "BankSourceOut":
        return cls(**{name: getattr(source, name) for name in cls.__struct_fields__})


class BankSourcesOut(Struct, frozen=True, kw_only=True):
    """Every source, by name."""

    items: list[BankSourceOut]


class BankImportOut(Struct, frozen=True, kw_only=True):
    """A file that was imported: `read_lines` = `new_lines` + `known_lines`."""

    id: UUID
    source_id: UUID
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: str
    read_lines: int
    new_lines: int
    known_lines: int
    new_cents: int

    @classmethod
    def of(cls, imported: BankImport) -> "BankImportOut":
        return cls(**{name: getattr(imported, name) for name in cls.__struct_fields__})


class BankImportsOut(Struct, frozen=True, kw_only=True):
    """The last imports, latest first."""

    items: list[BankImportOut]


class PartOut(Struct, frozen=True, kw_only=True):
    """The payment that a line, or a part of it, would become."""

    convention_id: UUID
    kind: PaymentKind
    amount_cents: int
    shares: list[ShareOut]
    payment_id: UUID | None


class CandidateOut(Struct, frozen=True, kw_only=True):
    """One way to explain a line, with its score and the reasons of it. `exact`: to the cent."""

    score: int
    exact: bool
    reasons: list[MatchReason]
    parts: list[PartOut]

    @classmethod
    def of(cls, one: Candidate) -> "CandidateOut":
        parts = [
            PartOut(
                convention_id=part.convention_id,
                kind=part.kind,
                amount_cents=part.amount_cents,
                shares=[ShareOut(claim_line_id=x.claim_line_id, amount_cents=x.amount_cents) for x in part.shares],
                payment_id=part.payment_id,
            )
            for part in one.parts
        ]
        return cls(score=one.score, exact=one.exact, reasons=list(one.reasons), parts=parts)


class LineDecisionOut(Struct, frozen=True, kw_only=True):
    """What an agent decided, and when."""

    number: int
    kind: DecisionKind
    reason: str
    decided_at: datetime
    decided_by: str

    @classmethod
    def of(cls, one: LineDecision) -> "LineDecisionOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class BankLineOut(Struct, frozen=True, kw_only=True):
    """One movement of the account. `age_days`: since the bank booked it. `payment_ids`: the payments that explain it.

    `alike_id`: a known line of its day and amount that another file told otherwise: perhaps the same movement.
    """

    id: UUID
    import_id: UUID
    alike_id: UUID | None
    account: str
    booked_on: date
    amount_cents: int
    reference: str
    label: str
    payer: str
    state: LineState
    age_days: int
    anomalies: list[Anomaly]
    proposal: CandidateOut | None
    payment_ids: list[UUID]
    decisions: list[LineDecisionOut]

    @classmethod
    def of(cls, line: BankLine, today: date) -> "BankLineOut":
        same = ("id", "import_id", "alike_id", "account", "booked_on", "amount_cents", "label", "payer", "state")
        found = line.finding
        return cls(
            **{name: getattr(line, name) for name in same},
            reference=line.said_reference,
            age_days=line.age(today),
            anomalies=list(found.anomalies),
            proposal=CandidateOut.of(found.proposal) if found.proposal else None,
            payment_ids=[one.payment_id for one in line.standing_payments],
            decisions=[LineDecisionOut.of(one) for one in line.decisions],
        )


class BankLinesOut(Struct, frozen=True, kw_only=True):
    """Bank lines, oldest first. `next`: what to send as `after` for the following page."""

    items: list[BankLineOut]
    next: str | None


class CandidatesOut(Struct, frozen=True, kw_only=True):
    """What a line may settle today, best first. `anomalies`: what looks wrong about it."""

    anomalies: list[Anomaly]
    candidates: list[CandidateOut]


class MatchingRunOut(Struct, frozen=True, kw_only=True):
    """How many open lines have a proposal now."""

    proposed: int
