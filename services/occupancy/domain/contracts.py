"""Contracts of temporary occupancy: prepared, signed, renewed, ended or cancelled.

A contract gives a household one place, or a whole unit, for days that are counted inclusively. What was signed never
changes; a stay goes on by a renewal, stops by an end. Who may have a place on which days: `places`.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.availability import Turnaround
from kernel.calendar import Territory
from kernel.errors import Blocker, Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.period import Period
from occupancy.domain.housing_aids import HousingAid
from occupancy.domain.notices import Notice, NoticeFacts, notice
from occupancy.domain.regimes import FundingScheme, LegalRegime, Regime
from occupancy.domain.terms import TermPlan
from occupancy.domain.units import OwnerKind, Programme, UnitFacts

MOST_TURNAROUND_DAYS = 60
"""Working days, about a quarter: a bound of the form, not a rule."""
LONGEST_TURNAROUND = 150
"""Days, more than that many working days ever take."""


class ContractStatus(StrEnum):
    """Only signed and ended contracts occupy a place."""

    DRAFT = "draft"
    SIGNED = "signed"
    ENDED = "ended"
    CANCELLED = "cancelled"


class EndReason(StrEnum):
    """Where the household goes, or why the stay stops."""

    SOCIAL_HOUSING = "social_housing"
    PRIVATE_HOUSING = "private_housing"
    OTHER_TEMPORARY = "other_temporary"
    WITH_RELATIVES = "with_relatives"
    TERM_REACHED = "term_reached"
    RULES_BROKEN = "rules_broken"
    LEFT_WITHOUT_NOTICE = "left_without_notice"
    DEATH = "death"
    SLID = "slid"
    OTHER = "other"


class ContractNotFound(NotFound):
    """No contract has this id."""

    code, title = "contract-not-found", "Contrat introuvable"


class ContractNotDraft(Conflict):
    """What was signed, ended or cancelled is not signed again."""

    code, title = "contract-not-draft", "Le contrat n'est plus en préparation"


class ContractNotRunning(Conflict):
    """Only a signed contract that has not ended is renewed, given notice or ended."""

    code, title = "contract-not-running", "Le contrat n'est pas en cours"


class ContractNotSigned(Conflict):
    """Only a stay that has taken place, or is taking place, has a turnaround and a housing aid."""

    code, title = "contract-not-signed", "Le contrat n'est pas signé"


class TurnaroundOutOfBounds(RuleBroken):
    """Zero is a legal length; a place is not put in order for months: that is a void of the unit."""

    code, title = "turnaround-out-of-bounds", "Durée de remise en état hors bornes"


class SignedInFuture(RuleBroken):
    """A signature is recorded once it has been given."""

    code, title = "signed-in-future", "Date de signature à venir"


class NoticeOutsideStay(RuleBroken):
    """Notice is given between the first day of the stay and today."""

    code, title = "notice-outside-stay", "Date de congé hors du séjour"


class NoNoticeGiven(Conflict):
    """Only a notice that was recorded is taken back."""

    code, title = "no-notice-given", "Aucun congé enregistré"


class NoticeAlreadyGiven(Conflict):
    """Notice is given once for a term: the day it leads to is not moved by another one. A renewal takes it away."""

    code, title = "notice-already-given", "Congé déjà enregistré"


class EndedInFuture(RuleBroken):
    """An end is recorded once the household has left; what is to come is a notice."""

    code, title = "ended-in-future", "Date de fin à venir"


class EndedBeforeStart(RuleBroken):
    """A stay has at least one day; a household that never came in has its contract cancelled."""

    code, title = "ended-before-start", "Fin avant le début du séjour"


class OverstayUnexplained(RuleBroken):
    """A household that stayed beyond its term and beyond the days it was allowed: the reason is recorded."""

    code, title = "overstay-unexplained", "Dépassement de l'échéance sans explication"


class AlreadyEntered(Conflict):
    """A contract whose entry inspection is signed was lived in: it is ended, not cancelled."""

    code, title = "already-entered", "Le ménage est entré dans les lieux"


class FeeRecord(Struct, frozen=True, kw_only=True):
    """The monthly fee and where it comes from. `trace` is the decision of the scale, as JSON."""

    cents: Annotated[int, Meta(ge=0, le=10**8)]
    scale_key: str
    trace: str
    override_reason: str | None


class End(Struct, frozen=True, kw_only=True):
    """The last day really spent, and why the stay stopped."""

    ended_on: date
    reason: EndReason
    note: str
    forwarding_address: str | None


class Contract(Struct, frozen=True, kw_only=True):
    """A contract. `last_day` is the contractual end, renewals included; `end` is the real one.

    `allowed_until`: the last day of the overstays that were authorised.
    """

    id: UUID
    version: int
    reference: str
    household_id: UUID
    unit_id: UUID
    place_number: int
    programme: Programme
    status: ContractStatus
    first_day: date
    last_day: date
    persons: int
    signed_on: date | None
    unit: UnitFacts
    fee: FeeRecord
    override_reason: str | None
    notice: Notice | None
    end: End | None
    cancel_reason: str | None
    # What contracts did not keep before migration 0004: read as not known.
    turnaround_days: int = 0
    territory: Territory = Territory.METROPOLE
    legal_regime: LegalRegime | None = None
    owner_kind: OwnerKind | None = None
    upstream_contract_id: UUID | None = None
    funding_scheme: FundingScheme | None = None
    housing_aids: tuple[HousingAid, ...] = ()
    allowed_until: date | None = None

    @property
    def stay(self) -> Period:
        """The days it occupies the place: to its real end, else to its contractual end."""
        return Period(self.first_day, self.end.ended_on if self.end else self.last_day)

    @property
    def there(self) -> Period:
        """The days on which the household is there: the stay, and beyond the term an authorised overstay, until its real end."""
        if self.end is not None or self.allowed_until is None:
            return self.stay
        return Period(self.first_day, max(self.last_day, self.allowed_until))

    @property
    def turnaround(self) -> Turnaround:
        """How long its place is put in order once the household has left: working days of its territory."""
        return Turnaround(working_days=self.turnaround_days, territory=self.territory)

    @property
    def days_after(self) -> Period | None:
        """The days of its turnaround, after the last day on which the household is there; None when it has none."""
        assert self.there.last_day is not None
        return self.turnaround.after(self.there.last_day)

    @property
    def is_occupying(self) -> bool:
        return self.status in (ContractStatus.SIGNED, ContractStatus.ENDED)

    @property
    def is_running(self) -> bool:
        return self.status is ContractStatus.SIGNED


def without_address(contract: Contract) -> Contract:
    """For those who may not see persons: the address where the household went is left out."""
    return replace(contract, end=replace(contract.end, forwarding_address=None)) if contract.end else contract


def contract_reference(year: int, number: int) -> str:
    """`C-2026-0001`: one count per year."""
    return f"C-{year}-{number:04d}"


def contract_page(contract_id: UUID) -> str:
    """Where the contract is shown: refusals link to it."""
    return f"/sejours/contrats/{contract_id}"


def sign(
    contract: Contract, *, unit: UnitFacts, regime: Regime, signed_on: date, persons: int, today: date
) -> Contract:
    """The contract, signed, with the facts of the unit, its regime and the size of the household as they are that day.

    Raises `ContractNotDraft`, `SignedInFuture`.
    """
    check_draft(contract)
    if signed_on > today:
        raise SignedInFuture("La signature s'enregistre le jour où elle est donnée, ou après.", field="signed_on")
    return replace(
        contract,
        status=ContractStatus.SIGNED,
        signed_on=signed_on,
        unit=unit,
        programme=unit.programme,
        persons=persons,
        legal_regime=regime.legal_regime,
        owner_kind=regime.owner_kind,
        upstream_contract_id=regime.upstream_contract_id,
        funding_scheme=regime.funding_scheme,
    )


def renew(contract: Contract, plan: TermPlan) -> Contract:
    """The contract with its end moved to the end of the new term, and no notice. Raises `ContractNotRunning`."""
    check_running(contract)
    return replace(contract, last_day=plan.last_day, notice=None)


def give_notice(contract: Contract, law: Law, facts: NoticeFacts, *, today: date) -> Contract:
    """The contract with the notice and the day it leads to: never after the contractual end.

    Raises `ContractNotRunning`, `NoticeAlreadyGiven`, `NoticeOutsideStay`, and what `notice` raises.
    """
    check_running(contract)
    if contract.notice:
        raise NoticeAlreadyGiven(
            f"Un congé a été donné le {contract.notice.given_on:%d/%m/%Y} :"
            f" il mène au {contract.notice.last_day:%d/%m/%Y}.",
            blocker=Blocker(label=f"Contrat {contract.reference}", href=contract_page(contract.id)),
        )
    for name in ("given_on", "received_on"):
        day = getattr(facts, name)
        if day is not None and not contract.first_day <= day <= today:
            raise NoticeOutsideStay(
                f"Le congé se donne entre le {contract.first_day:%d/%m/%Y} et aujourd'hui.", field=name
            )
    given = notice(facts, contract.legal_regime, law)
    received = given.received_on or given.given_on
    return replace(contract, notice=replace(given, last_day=min(given.last_day, max(contract.last_day, received))))


def take_notice_back(contract: Contract) -> Contract:
    """The contract without its notice: recorded by mistake, or given up by both. Raises `NoNoticeGiven`."""
    check_running(contract)
    if contract.notice is None:
        raise NoNoticeGiven("Aucun congé n'est enregistré sur ce contrat.")
    return replace(contract, notice=None)


def end(contract: Contract, ending: End, *, today: date) -> Contract:
    """The contract, ended on the last day really spent: before its term, on it, or after it with an explanation.

    Raises `ContractNotRunning`, `EndedInFuture`, `EndedBeforeStart`, `OverstayUnexplained`.
    """
    check_running(contract)
    if ending.ended_on > today:
        raise EndedInFuture("Le départ s'enregistre une fois qu'il a eu lieu.", field="ended_on")
    if ending.ended_on < contract.first_day:
        raise EndedBeforeStart(f"Le séjour commence le {contract.first_day:%d/%m/%Y}.", field="ended_on")
    until = contract.there.last_day
    assert until is not None
    if ending.ended_on > until and not ending.note:
        raise OverstayUnexplained(f"Le départ suit l'échéance du {until:%d/%m/%Y} : indiquer pourquoi.", field="note")
    return replace(contract, status=ContractStatus.ENDED, end=ending)


def set_turnaround(contract: Contract, turnaround_days: int) -> Contract:
    """The contract with another turnaround after its departure; none is a legal length.

    Raises `ContractNotSigned`, `TurnaroundOutOfBounds`.
    """
    check_occupying(contract)
    if not 0 <= turnaround_days <= MOST_TURNAROUND_DAYS:
        raise TurnaroundOutOfBounds(
            f"Un nombre de jours ouvrés entre 0 et {MOST_TURNAROUND_DAYS} est attendu.", field="turnaround_days"
        )
    return replace(contract, turnaround_days=turnaround_days)


def record_housing_aids(contract: Contract, aids: tuple[HousingAid, ...]) -> Contract:
    """The contract with the days for which its household receives AL or APL. Raises `ContractNotSigned`."""
    check_occupying(contract)
    return replace(contract, housing_aids=aids)


def cancel(contract: Contract, *, reason: str, has_entered: bool) -> Contract:
    """The contract, cancelled: it never occupied the place. Raises `ContractNotRunning`, `AlreadyEntered`."""
    if contract.status not in (ContractStatus.DRAFT, ContractStatus.SIGNED):
        raise ContractNotRunning(f"Le contrat {contract.reference} est déjà terminé ou annulé.")
    if has_entered:
        raise AlreadyEntered("L'état des lieux d'entrée est signé : enregistrer la fin du séjour.")
    return replace(contract, status=ContractStatus.CANCELLED, cancel_reason=reason)


def correct_days(draft: Contract, plan: TermPlan, *, unit: UnitFacts, fee: FeeRecord, persons: int) -> Contract:
    """The draft on other days, with the programme, the fee and the size of the household of its new first day."""
    check_draft(draft)
    return replace(
        draft,
        first_day=plan.first_day,
        last_day=plan.last_day,
        override_reason=plan.override_reason,
        programme=unit.programme,
        unit=unit,
        fee=fee,
        persons=persons,
    )


def check_draft(contract: Contract) -> None:
    """Raises `ContractNotDraft`."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(f"Le contrat {contract.reference} n'est plus en préparation.")


def check_running(contract: Contract) -> None:
    """Raises `ContractNotRunning`."""
    if not contract.is_running:
        raise ContractNotRunning(f"Le contrat {contract.reference} n'est pas en cours.")


def check_occupying(contract: Contract) -> None:
    """Raises `ContractNotSigned`."""
    if not contract.is_occupying:
        raise ContractNotSigned(f"Le contrat {contract.reference} n'est pas signé, ou a été annulé.")
