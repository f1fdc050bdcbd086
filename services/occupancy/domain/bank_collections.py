"""Transfers of households seen on a bank statement: whose they are, and the receipts that one line becomes.

Ground: BNK-01 (never posted by itself: a match is proposed, an agent validates), BNK-02 (the parts sum to the line). The
statement is read once, by the stock's service; a line is reserved there before its receipt is drawn up here, and given back when
none stands.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import euros
from occupancy.domain.households import Household, fold
from occupancy.domain.payments import ThirdParty
from occupancy.domain.regies import PaymentKind
from occupancy.domain.tills import Means

MOST_PARTS = 6
_NUMBERED = UUID("7d0f3c52-4b1e-5d0a-9a3b-2f0f6f3b8a11")
"""The name space of the numbers told to alt_units: the same line and attempt always give the same number."""


class BankLineUnknown(NotFound):
    """The stock's service knows no such line."""

    code, title = "bank-line-unknown", "Ligne de relevé introuvable"


class BankLineTaken(Conflict):
    """A line makes its receipts once; they are cancelled before it makes others."""

    code, title = "bank-line-taken", "Virement déjà affecté"


class BankLineNotExplained(RuleBroken):
    """The receipts of a line sum to the line, cent for cent (BNK-02)."""

    code, title = "bank-line-parts-wrong", "Le montant du virement n'est pas réparti"


class CollectionOver(Conflict):
    """The reservation of a line does not last: the receipt comes at once, or the line goes back to everybody."""

    code, title = "bank-line-reservation-over", "Réservation du virement terminée"


class CollectionState(StrEnum):
    """Where a line stands here. Returning: no receipt stands, alt_units is still to be told."""

    ASKED = "asked"
    RECEIPTED = "receipted"
    RETURNING = "returning"
    RETURNED = "returned"


class BankLine(Struct, frozen=True, kw_only=True):
    """One movement of the account, as alt_units tells it. `alike_id`: a known line that it may repeat."""

    id: UUID
    alike_id: UUID | None
    account: str
    booked_on: date
    amount_cents: int
    reference: str
    label: str
    payer: str
    state: str

    @property
    def is_open(self) -> bool:
        return self.state in ("suspense", "proposed")


def holding(lines: Iterable[BankLine], search: str) -> tuple[BankLine, ...]:
    """The lines whose label, payer or reference holds these words, or whose amount is written so (`120,50`)."""
    wanted = fold(search)
    typed = search.replace(" ", "").replace("\u00a0", "").replace("€", "").replace(".", ",")
    return tuple(
        one
        for one in lines
        if wanted in fold(f"{one.label} {one.payer} {one.reference}")
        or typed == f"{one.amount_cents // 100},{one.amount_cents % 100:02d}"
    )


class Share(Struct, frozen=True, kw_only=True):
    """What one household gets of a line. `contract_id`: only for a deposit."""

    household_id: UUID
    kind: PaymentKind
    contract_id: UUID | None
    amount_cents: int


class BankCollection(Struct, frozen=True, kw_only=True):
    """A line taken to be receipted, with what the bank said of it. `id`: the number told to alt_units."""

    id: UUID
    line_id: UUID
    attempt: int
    state: CollectionState
    regie_id: UUID
    account: str
    booked_on: date
    amount_cents: int
    reference: str
    label: str
    payer: str
    asked_at: datetime
    asked_by: UUID
    asked_by_name: str
    asked_key: str
    reason: str
    tries: int
    next_try_at: datetime | None


class Ground(StrEnum):
    """Why a household may be the one. The order is that of their weight."""

    REFERENCE = "reference"
    FULL_NAME = "full_name"
    NAME = "name"
    AMOUNT = "amount"


class Candidate(Struct, frozen=True, kw_only=True):
    """A household that a line may be of, with what it owes today."""

    household: Household
    due_cents: int
    grounds: tuple[Ground, ...]


class NamedHousehold(Struct, frozen=True, kw_only=True):
    """What a line is compared with: a household's reference and those of its stays, its names as words."""

    household_id: UUID
    references: tuple[str, ...]
    last_name: tuple[str, ...]
    first_name: tuple[str, ...]


def collection_number(line_id: UUID, attempt: int) -> UUID:
    """The number of the n-th time that a line is taken."""
    return uuid5(_NUMBERED, f"{line_id}/{attempt}")


def check_shares(line: BankLine, shares: Sequence[Share]) -> None:
    """Raises `BankLineTaken`, `BankLineNotExplained`."""
    if not line.is_open:
        raise BankLineTaken("Cette ligne est déjà affectée, rapprochée ou mise de côté.")
    if line.amount_cents <= 0:
        raise BankLineNotExplained("Cette ligne est une somme qui sort du compte.", field="amount_1")
    if not shares or any(one.amount_cents <= 0 for one in shares):
        raise BankLineNotExplained("Chaque ménage reçoit au moins un centime.", field="amount_1")
    given = {(one.household_id, one.kind, one.contract_id) for one in shares}
    if len(given) < len(shares):
        raise BankLineNotExplained("Un ménage n'apparaît qu'une fois par objet.", field="household_1")
    total = sum(one.amount_cents for one in shares)
    if total != line.amount_cents:
        gap = euros(line.amount_cents - total)
        raise BankLineNotExplained(
            f"Le virement est de {euros(line.amount_cents)}, les parts font {euros(total)} : écart {gap}.",
            field="amount_1",
        )


_REFERENCE = re.compile(r"(?<![a-z0-9])([a-z])[\s./-]?(\d{4})[\s./-]?(\d{1,6})(?!\d)")
_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> tuple[str, ...]:
    """The words of a name or label, as they are compared: small letters, without accents or signs."""
    return tuple(_WORD.findall(fold(text)))


def references_in(text: str) -> frozenset[str]:
    """The references of households and contracts that a label quotes, however they were typed: `m2026 12` is `M-2026-12`."""
    return frozenset(f"{kind.upper()}-{year}-{int(number)}" for kind, year, number in _REFERENCE.findall(fold(text)))


def short_reference(reference: str) -> str:
    """`M-2026-0012` as `references_in` says it; empty when it has another shape."""
    return next(iter(references_in(reference)), "")


def named_by(line: BankLine, known: Collection[NamedHousehold]) -> dict[UUID, tuple[Ground, ...]]:
    """The households that a line quotes or names, and how. An amount alone names nobody."""
    said = f"{line.label} {line.reference} {line.payer}"
    quoted, told = references_in(said), set(words(said))
    found: dict[UUID, tuple[Ground, ...]] = {}
    for one in known:
        grounds = []
        if quoted & set(one.references):
            grounds.append(Ground.REFERENCE)
        if one.last_name and told.issuperset(one.last_name):
            is_full = bool(one.first_name) and told.issuperset(one.first_name)
            grounds.append(Ground.FULL_NAME if is_full else Ground.NAME)
        if grounds:
            found[one.household_id] = tuple(grounds)
    return found


def rank(
    line: BankLine, named: Mapping[UUID, tuple[Ground, ...]], known: Mapping[UUID, tuple[Household, int]]
) -> tuple[Candidate, ...]:
    """The candidates of a line, best first. `known`: each household that may be one, and what it owes; one that is not named
    stays only when it owes the amount to the cent.
    """
    found = []
    for household_id, (household, due_cents) in known.items():
        grounds = named.get(household_id, ())
        if due_cents == line.amount_cents:
            grounds = (*grounds, Ground.AMOUNT)
        if grounds:
            found.append(Candidate(household=household, due_cents=due_cents, grounds=grounds))
    return tuple(sorted(found, key=lambda one: (_weight(one.grounds), one.household.reference)))


def proposed(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one candidate that stands out: named or quoted, and better than the next. Nothing when two are alike."""
    if not candidates or candidates[0].grounds == (Ground.AMOUNT,):
        return None
    if len(candidates) > 1 and _weight(candidates[0].grounds) == _weight(candidates[1].grounds):
        return None
    return candidates[0]


def payer_of(line: BankLine) -> tuple[Means, ThirdParty | None]:
    """How the money came: by a third party that the line names, else by a transfer of the household's."""
    told = f" {' '.join(words(f'{line.payer} {line.label}'))} "
    for third_party, names in _THIRD_PARTIES.items():
        if any(f" {name} " in told for name in names):
            return Means.THIRD_PARTY, third_party
    return Means.TRANSFER, None


_THIRD_PARTIES = {
    ThirdParty.CAF: ("caf", "allocations familiales", "alloc familiales", "msa"),
    ThirdParty.FSL: ("fsl", "fonds de solidarite", "fonds solidarite logement"),
    ThirdParty.ACTION_LOGEMENT: ("action logement",),
    ThirdParty.GUARDIAN: ("udaf", "tutelle", "curatelle", "mandataire", "mjpm"),
}


def _weight(grounds: tuple[Ground, ...]) -> tuple[bool, ...]:
    """Sorts what has the strongest ground first."""
    return tuple(ground not in grounds for ground in Ground)
