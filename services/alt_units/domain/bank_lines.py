"""A bank line and what was decided of it. A line is never dropped: matched, proposed, in suspense, or set aside with a reason.

Ground: BNK-01 (never posted by itself: an agent validates), BNK-02 (the parts sum to the receipt), REC-01.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_anomalies import Anomaly
from alt_units.domain.bank_candidates import Candidate, Part
from kernel.errors import Blocker, Conflict, NotFound, RuleBroken
from kernel.money import euros


class BankLineNotFound(NotFound):
    """No bank line bears this identifier."""

    code, title = "bank-line-not-found", "Ligne de relevé introuvable"


class BankUploadNotFound(NotFound):
    """The file was imported or abandoned already."""

    code, title = "bank-upload-not-found", "Fichier en attente introuvable"


class BankLineAlreadyDecided(Conflict):
    """A line is decided once; to decide otherwise it is put back in suspense first."""

    code, title = "bank-line-already-decided", "Ligne de relevé déjà décidée"


class BankLineNotDecided(Conflict):
    """Only a decision can be undone."""

    code, title = "bank-line-not-decided", "Ligne de relevé encore en attente"


class BankLineNotExplained(RuleBroken):
    """The payments that a line becomes sum to the line, cent for cent, each with its sign (BNK-02)."""

    code, title = "bank-line-not-explained", "Le montant de la ligne n'est pas expliqué"


class BankLineMaybeKnown(Conflict):
    """A movement is counted once, whatever the formats that tell it: an agent says first that this is another one (BNK-01)."""

    code, title = "bank-line-maybe-known", "Cette ligne est peut-être déjà connue"


class BankLineReasonMissing(RuleBroken):
    """A line set aside, or a decision undone, says why."""

    code, title = "bank-line-reason-missing", "Motif obligatoire"


class BankLineOfStays(Conflict):
    """A line that the stays receipted is undone where it was done: there, by cancelling its receipt."""

    code, title = "bank-line-of-stays", "Ligne encaissée par les séjours"


class BankPaymentElsewhere(Conflict):
    """A payment recorded by hand explains one line, of its convention and its amount."""

    code, title = "bank-payment-elsewhere", "Ce versement ne peut pas expliquer la ligne"


class LineState(StrEnum):
    """Where a line stands. Proposed: in suspense too, with a match to accept. Collected: receipted by the stays."""

    SUSPENSE = "suspense"
    PROPOSED = "proposed"
    MATCHED = "matched"
    SET_ASIDE = "set_aside"
    COLLECTED = "collected"

    @property
    def is_open(self) -> bool:
        return self in (LineState.SUSPENSE, LineState.PROPOSED)


class DecisionKind(StrEnum):
    """What an agent decided. Reopened: back in suspense."""

    MATCHED = "matched"
    SET_ASIDE = "set_aside"
    COLLECTED = "collected"
    REOPENED = "reopened"


class Finding(Struct, frozen=True, kw_only=True):
    """What the last matching says of a line."""

    proposal: Candidate | None
    anomalies: tuple[Anomaly, ...]


class LineDecision(Struct, frozen=True, kw_only=True):
    """One decision about a line. `number`: 1, 2, 3…; odd ones decide, even ones undo."""

    id: UUID
    line_id: UUID
    number: int
    kind: DecisionKind
    reason: str
    decided_at: datetime
    decided_by: str


class ExplainingPayment(Struct, frozen=True, kw_only=True):
    """A payment that explains a line. `made`: recorded from the line itself."""

    decision_id: UUID
    line_id: UUID
    payment_id: UUID
    made: bool
    released: bool


class BankLine(Struct, frozen=True, kw_only=True):
    """One movement of the account, as the bank wrote it, with where it stands. `alike_id`: the known line that it may be."""

    id: UUID
    import_id: UUID
    account: str
    booked_on: date
    amount_cents: int
    reference: str
    sequence: int
    label: str
    payer: str
    file_row: int
    alike_id: UUID | None
    state: LineState
    finding: Finding
    decisions: tuple[LineDecision, ...]
    payments: tuple[ExplainingPayment, ...]

    def age(self, today: date) -> int:
        """Days since the bank booked it."""
        return (today - self.booked_on).days

    @property
    def said_reference(self) -> str:
        """The bank's reference, when it gave one."""
        return "" if self.reference.startswith("~") else self.reference

    @property
    def standing_payments(self) -> tuple[ExplainingPayment, ...]:
        return tuple(one for one in self.payments if not one.released)


def check_decidable(line: BankLine) -> None:
    """Raises `BankLineAlreadyDecided`."""
    if not line.state.is_open:
        raise BankLineAlreadyDecided("Une décision est déjà prise pour cette ligne : remettez-la d'abord en attente.")


def check_distinct(line: BankLine, *, distinct: bool) -> None:
    """`distinct`: the agent says that the line is not the known one that it looks like. Raises `BankLineMaybeKnown`."""
    if line.alike_id is not None and not distinct:
        blocker = Blocker(label="La ligne semblable", href=f"/logements/aides/releves/lignes/{line.alike_id}")
        detail = "Une ligne du même jour et du même montant est déjà connue : dites d'abord que c'en est une autre."
        raise BankLineMaybeKnown(detail, blocker=blocker)


def check_undoable(line: BankLine) -> None:
    """Raises `BankLineNotDecided`, `BankLineOfStays`."""
    if line.state.is_open:
        raise BankLineNotDecided("Cette ligne est encore en attente : il n'y a rien à défaire.")
    if line.state is LineState.COLLECTED:
        raise BankLineOfStays("Un reçu a été établi pour cette ligne : annulez-le, elle reviendra ici en attente.")


def check_reason(reason: str) -> str:
    """Raises `BankLineReasonMissing`."""
    if not reason.strip():
        raise BankLineReasonMissing("Dites pourquoi, en quelques mots.", field="reason")
    return reason.strip()


def check_parts(line: BankLine, parts: Sequence[Part]) -> None:
    """Raises `BankLineNotExplained`."""
    total = sum(part.amount_cents for part in parts)
    if not parts or any((part.amount_cents > 0) is not (line.amount_cents > 0) for part in parts):
        raise BankLineNotExplained("Chaque versement a le même signe que la ligne, sans jamais être nul.")
    if total != line.amount_cents:
        gap = euros(line.amount_cents - total)
        raise BankLineNotExplained(
            f"La ligne est de {euros(line.amount_cents)}, les versements de {euros(total)} : écart {gap}."
        )


def next_decision(
    line: BankLine, kind: DecisionKind, reason: str, *, new_id: UUID, at: datetime, by: str
) -> LineDecision:
    """The decision that follows those of the line."""
    number = len(line.decisions) + 1
    return LineDecision(
        id=new_id, line_id=line.id, number=number, kind=kind, reason=reason, decided_at=at, decided_by=by
    )
