"""Literal stays for the tests of occupancy's rules. All households are fictitious."""

from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import replace

from occupancy.domain.contracts import Contract, ContractStatus, End, EndReason, FeeRecord
from occupancy.domain.terms import Term, TermPlan, initial_term
from occupancy.domain.units import DwellingType, Programme, UnitFacts
from occupancy.law import LAW

UNIT = UUID("00000000-0000-4000-8000-000000000001")
FACTS = UnitFacts(
    unit_version=1,
    reference="L-001",
    name="12 rue des Exemples",
    dwelling_type=DwellingType.T3,
    address="12 rue des Exemples",
    postal_code="77340",
    city="Ville d'exemple",
    zone="I",
    place_name=None,
    programme=Programme.ALT,
)


def contract(
    first_day: date,
    last_day: date,
    *,
    place: int = 0,
    status: ContractStatus = ContractStatus.SIGNED,
    unit_id: UUID = UNIT,
    persons: int = 1,
    household_id: UUID | None = None,
) -> Contract:
    return Contract(
        id=uuid4(),
        version=1,
        reference="C-2018-0001",
        household_id=household_id or uuid4(),
        unit_id=unit_id,
        place_number=place,
        programme=Programme.ALT,
        status=status,
        first_day=first_day,
        last_day=last_day,
        persons=persons,
        signed_on=first_day if status is not ContractStatus.DRAFT else None,
        unit=FACTS,
        fee=FeeRecord(cents=9000, scale_key="fee.grid", trace="{}", override_reason=None),
        override_reason=None,
        notice=None,
        end=None,
        cancel_reason=None,
    )


def ended(stay: Contract, on: date) -> Contract:
    end = End(ended_on=on, reason=EndReason.SOCIAL_HOUSING, note="", forwarding_address=None)
    return replace(stay, status=ContractStatus.ENDED, end=end)


def decided(plan: TermPlan) -> Term:
    return Term(
        id=uuid4(),
        contract_id=uuid4(),
        number=plan.number,
        first_day=plan.first_day,
        last_day=plan.last_day,
        decided_on=plan.first_day,
        reason="",
        override_reason=plan.override_reason,
        rule=plan.rule,
    )


def first_term(first_day: date, programme: Programme = Programme.ALT) -> Term:
    return decided(initial_term(LAW, programme, first_day, last_day=None, override_reason=None))
