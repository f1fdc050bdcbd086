"""What is told of a household outside: to whom, what, on what ground, the household told of it or not; and who reads its file.

Ground: RGPD-12 (CASF L121-6-2: what is strictly necessary, between professionals; a landlord is none and never learns the
situation of the household), RGPD-10 (who read what, without a word of it).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import RuleBroken


class LandlordToldTooMuch(RuleBroken):
    """A landlord gets contract, payments, inspection, incident, agreed conclusions; never the situation of the household."""

    code, title = "landlord-told-too-much", "Le bailleur n'a pas à le savoir"


class DisclosureDayWrong(RuleBroken):
    """It is recorded once done."""

    code, title = "disclosure-day-wrong", "Date de communication impossible"


class RecipientKind(StrEnum):
    """Who was told."""

    LANDLORD = "landlord"
    SOCIAL = "social"
    SIAO = "siao"
    PAYER = "payer"
    ACCOUNTANT = "accountant"
    AUTHORITY = "authority"


class What(StrEnum):
    """What was told. There is no word for notes of social workers: they are never told."""

    CONTRACT = "contract"
    PAYMENTS = "payments"
    INSPECTION = "inspection"
    INCIDENT = "incident"
    REVIEW = "review"
    SITUATION = "situation"


class Purpose(StrEnum):
    """What somebody opens a file for, by their post."""

    SUPPORT = "support"
    STAY = "stay"
    COLLECTION = "collection"
    DECISION = "decision"
    CONSULTATION = "consultation"


class Disclosure(Struct, frozen=True, kw_only=True):
    """One thing told. `told_on`: when the household was told of it; None: it was not."""

    id: UUID
    household_id: UUID
    recipient_kind: RecipientKind
    recipient: str
    what: What
    detail: str
    basis: str
    disclosed_on: date
    told_on: date | None
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str


class FileReading(Struct, frozen=True, kw_only=True):
    """One person opened the file of one household on one day, for one purpose."""

    household_id: UUID
    person_name: str
    purpose: Purpose
    read_on: date


def check_disclosure(one: Disclosure) -> None:
    """Raises `LandlordToldTooMuch`, `DisclosureDayWrong`."""
    if one.recipient_kind is RecipientKind.LANDLORD and one.what is What.SITUATION:
        raise LandlordToldTooMuch("Un bailleur ne reçoit jamais la situation du ménage.", field="what")
    if one.disclosed_on > one.recorded_on:
        raise DisclosureDayWrong("La communication s'enregistre une fois faite.", field="disclosed_on")
    if one.told_on and one.told_on > one.recorded_on:
        raise DisclosureDayWrong("La date n'est pas à venir.", field="told_on")


def purpose_of(permissions: frozenset[str]) -> Purpose:
    """By what the permissions of a post let it do, the most telling first."""
    told = {
        "support_notes.read": Purpose.SUPPORT,
        "payments.write": Purpose.COLLECTION,
        "commissions.decide": Purpose.DECISION,
        "contracts.write": Purpose.STAY,
    }
    return next((purpose for right, purpose in told.items() if right in permissions), Purpose.CONSULTATION)
