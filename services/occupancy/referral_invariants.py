"""Facts that must always hold about referrals, one function each: the sentences of what is wrong, none when all is well."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import combinations

from kernel.db import Database
from occupancy.domain.contracts import ContractStatus
from occupancy.domain.referrals import ReferralStatus, answer_due
from occupancy.store import contracts, referrals

_EVERY = 1_000_000


async def no_two_households_are_promised_one_place(db: Database) -> list[str]:
    """Counted pair by pair, without the help of the constraint."""
    return [
        f"Orientations {one.reference} et {other.reference} : deux ménages retenus pour une même place."
        for one, other in combinations(await referrals.all_holding(), 2)
        if one.place.unit_id == other.place.unit_id and one.competes(other.place.place_number, other.days)
    ]


async def a_decision_follows_an_opinion(db: Database) -> list[str]:
    """Two acts, in their order (SIAO-02)."""
    return [
        f"Orientation {one.reference} : décidée sans avis technique, ou avant lui."
        for one in await referrals.list_referrals(limit=_EVERY)
        if one.decision and (one.opinion is None or one.decision.decided_on < one.opinion.given_on)
    ]


async def who_is_housed_has_a_signed_contract(db: Database) -> list[str]:
    """The contract holds the place in the stead of the referral: it was signed."""
    housed = await referrals.list_referrals(statuses=[ReferralStatus.HOUSED], limit=_EVERY)
    found = []
    for one in housed:
        assert one.contract_id is not None
        if (await contracts.find_contract(one.contract_id)).status is ContractStatus.DRAFT:
            found.append(f"Orientation {one.reference} : dite logée, son contrat n'est pas signé.")
    return found


async def answers_say_what_was_decided(db: Database) -> list[str]:
    """An answer of acceptance is never the last word on a refusal."""
    refused = await referrals.list_referrals(statuses=[ReferralStatus.REFUSED], limit=_EVERY)
    return [
        f"Orientation {one.reference} : la réponse envoyée n'est pas celle de la décision."
        for one in refused
        if one.answers and answer_due(one) is not None
    ]


REFERRAL_INVARIANTS: Sequence[Callable[[Database], Awaitable[list[str]]]] = (
    no_two_households_are_promised_one_place,
    a_decision_follows_an_opinion,
    who_is_housed_has_a_signed_contract,
    answers_say_what_was_decided,
)
