"""Titles to issue: what was asked for debts, handed to the finance software in bordereaux, and what the comptable says since.

Ground: FIN-01 (the CCAS issues, the comptable collects: a state comes from a document of his, never from an agent alone), FIN-02,
IMP-01, PES-01 to PES-06. Nothing here moves money: the debt stays in the ledger until it is paid or decided on.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.text import TEXT
from occupancy.domain.arrears_ladder import ArrearsAct
from occupancy.domain.claims import Claim
from occupancy.domain.contracts import Contract
from occupancy.domain.data_eliminations import ERASED
from occupancy.domain.households import Household
from occupancy.domain.ledger import HouseholdAccount


class TitleBatchNotFound(NotFound):
    """No bordereau has this id."""

    code, title = "title-batch-not-found", "Bordereau introuvable"


class TitleNotSent(NotFound):
    """The comptable speaks of titles that were handed over in a bordereau."""

    code, title = "title-not-sent", "Titre non transmis"


class NoTitleToSend(Conflict):
    """A bordereau has at least one title."""

    code, title = "no-title-to-send", "Aucun titre à transmettre"


class TitleSettingsMissing(Conflict):
    """The accounts of the budget are the town's: nothing is guessed on a document for the comptable."""

    code, title = "title-settings-missing", "Réglages des titres à remplir"


class TitleStateWrong(RuleBroken):
    """A state follows from what the comptable said, dated and after the bordereau (FIN-01)."""

    code, title = "title-state-wrong", "État du titre impossible"


class TitleAlreadySent(Conflict):
    """A title goes into one bordereau only."""

    code, title = "title-already-sent", "Titre déjà transmis"


class TitleState(StrEnum):
    """What the comptable said last. `sent`: nothing yet."""

    SENT = "sent"
    TAKEN = "taken"
    REJECTED = "rejected"
    HELD = "held"
    PAID = "paid"
    CANCELLED = "cancelled"


Code = Annotated[str, Meta(max_length=14, pattern=r"\A[0-9A-Za-z]*\Z")]
Word = Annotated[str, Meta(max_length=100, pattern=TEXT)]


class TitleSettings(Struct, frozen=True, kw_only=True):
    """What the town's budget says. The accounts are always needed; the rest only for the PES file (PES-02: read in the guide of
    the DGFiP, never guessed).
    """

    fee_account: Code
    damage_account: Code
    budget: Code = ""
    siret: Code = ""
    treasury: Code = ""
    collectivity: Code = ""
    issuer: Word = ""
    issuer_address: Word = ""
    file_type: Code = ""
    batch_type: Code = ""
    piece_type: Code = ""
    piece_nature: Code = ""
    third_party_category: Code = ""
    third_party_nature: Code = ""

    @property
    def has_exchange(self) -> bool:
        """True when a PES file can be made: every code of it is filled."""
        return all(
            getattr(self, name) for name in self.__struct_fields__ if name not in ("fee_account", "damage_account")
        )


class TitleLine(Struct, frozen=True, kw_only=True):
    """One sum of a title, with the account that it goes to."""

    label: str
    account: str
    cents: int


class Debtor(Struct, frozen=True, kw_only=True):
    """Whom a title is for. `reference`: the household's, never a number of the social security (PES-05).

    `address_to_check`: the address left at the departure could not be read part by part, the dwelling's is given instead.
    """

    reference: str
    last_name: str
    first_name: str
    address: str
    postal_code: str
    city: str
    address_to_check: bool


class Title(Struct, frozen=True, kw_only=True):
    """A title to issue. `act_id`: the line of the diary that asked for it. `number`: in its year, once in a bordereau."""

    act_id: UUID
    household_id: UUID
    asked_on: date
    debtor: Debtor
    object: str
    lines: tuple[TitleLine, ...]
    year: int = 0
    number: int = 0

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)

    @property
    def reference(self) -> str:
        """`T-2026-00012`."""
        return f"T-{self.year}-{self.number:05d}"


def nameless(title: Title) -> Title:
    """The title of a household that is erased: its number, its accounts and its sums, of nobody."""
    debtor = Debtor(
        reference=title.debtor.reference,
        last_name=ERASED,
        first_name=ERASED,
        address=ERASED,
        postal_code="",
        city=ERASED,
        address_to_check=False,
    )
    lines = tuple(replace(line, label=ERASED) for line in title.lines)
    return replace(title, debtor=debtor, object=ERASED, lines=lines)


class TitleBatch(Struct, frozen=True, kw_only=True):
    """A bordereau of titles, as it was made. `exchange`: its PES file, empty when the settings did not allow one."""

    id: UUID
    year: int
    number: int
    made_on: date
    titles: tuple[Title, ...]
    total_cents: int
    exchange: str
    made_by: UUID
    made_by_name: str

    @property
    def reference(self) -> str:
        """`B-2026-0003`."""
        return f"B-{self.year}-{self.number:04d}"


class TitleStatus(Struct, frozen=True, kw_only=True):
    """What the comptable said of a title on a day, and the document that says so. `cents`: received, for a payment."""

    id: UUID
    act_id: UUID
    state: TitleState
    on_day: date
    cents: int
    source: str
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str


_ADDRESS = re.compile(r"(?P<street>.+?)[\s,]+(?P<code>\d{5})\s+(?P<city>\D.*)", re.DOTALL)


def title_asked(
    act: ArrearsAct, claims: Sequence[Claim], household: Household, stay: Contract, settings: TitleSettings
) -> Title:
    """The title that a line of the diary asks for. `claims`: those that it names; `stay`: the last that owes one."""
    known = {one.transfer_id: one for one in claims}
    lines = []
    for one in act.claims:
        claim = known[one.claim_id]
        is_damage = claim.account.endswith(f":{HouseholdAccount.DAMAGE.value}")
        account = settings.damage_account if is_damage else settings.fee_account
        lines.append(TitleLine(label=claim.label, account=account, cents=one.cents))
    return Title(
        act_id=act.id,
        household_id=household.id,
        asked_on=act.done_on,
        debtor=debtor_of(household, stay),
        object=f"Logement temporaire, contrat {stay.reference}",
        lines=tuple(lines),
    )


def debtor_of(household: Household, stay: Contract) -> Debtor:
    """The holder and where to write: the address left at the departure when it can be read, else the dwelling's."""
    left = (stay.end.forwarding_address or "") if stay.end else ""
    found = _ADDRESS.fullmatch(left.strip())
    unit = stay.unit
    return Debtor(
        reference=household.reference,
        last_name=household.last_name,
        first_name=household.first_name,
        address=found["street"].strip() if found else unit.address,
        postal_code=found["code"] if found else unit.postal_code,
        city=found["city"].strip() if found else unit.city,
        address_to_check=stay.end is not None and found is None,
    )


def state_of(statuses: Sequence[TitleStatus]) -> TitleState:
    """What was said last. `statuses`: of one title, in the order of their days."""
    return statuses[-1].state if statuses else TitleState.SENT


def paid_cents(statuses: Sequence[TitleStatus]) -> int:
    """What the comptable received of a title, as he says."""
    return sum(one.cents for one in statuses)


def check_status(
    batch: TitleBatch, title: Title, known: Sequence[TitleStatus], status: TitleStatus, today: date
) -> None:
    """Raises `TitleStateWrong`."""
    if not batch.made_on <= status.on_day <= today:
        raise TitleStateWrong(f"Un jour du {batch.made_on:%d/%m/%Y} à aujourd'hui est attendu.", field="on_day")
    if not status.source.strip():
        raise TitleStateWrong("Nommez le document du comptable : avis, retour PES, P503, message.", field="source")
    if status.state is TitleState.SENT:
        raise TitleStateWrong(
            "Un titre est transmis par son bordereau : notez ce que le comptable en dit.", field="state"
        )
    last = state_of(known)
    if last in (TitleState.REJECTED, TitleState.CANCELLED):
        raise TitleStateWrong(
            "Ce titre est rejeté ou annulé : demandez-en un autre au journal du ménage.", field="state"
        )
    if status.state is TitleState.PAID:
        left = title.cents - paid_cents(known)
        if not 0 < status.cents <= left:
            raise TitleStateWrong("Le montant reçu ne dépasse pas ce qui reste du titre.", field="amount")
    elif status.cents:
        raise TitleStateWrong("Un montant ne se note que pour un paiement.", field="amount")
    if status.state is TitleState.REJECTED and paid_cents(known):
        raise TitleStateWrong("Un titre en partie payé n'est plus rejeté.", field="state")
