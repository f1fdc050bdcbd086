"""Facts that must always hold about stays, one function each: the sentences of what is wrong, none when all is well."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import combinations, pairwise, permutations
from uuid import UUID

from kernel.availability import compete
from kernel.db import Database
from kernel.period import Month
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_seals import check_seal
from occupancy.domain.inspections import fingerprint
from occupancy.domain.places import clashes
from occupancy.domain.presence import is_told, presence
from occupancy.domain.terms import Term
from occupancy.store import contracts, inspection_seals, inspections, members, outbox, sliding_leases


async def no_two_stays_share_a_place(db: Database) -> list[str]:
    """Counted pair by pair, without the help of the constraint."""
    return [
        f"Contrats {one.reference} et {other.reference} : un même jour sur une même place."
        for stays in (await _by_unit()).values()
        for one, other in combinations(stays, 2)
        if clashes(one, other)
    ]


async def no_stay_begins_during_a_turnaround(db: Database) -> list[str]:
    """Counted pair by pair: the days to put a place in order are over before the next household comes in."""
    return [
        f"Contrat {other.reference} : il commence pendant la remise en état qui suit le contrat {one.reference}."
        for stays in (await _by_unit()).values()
        for one, other in permutations(stays, 2)
        if compete(one.place_number, other.place_number)
        and one.days_after is not None
        and one.days_after.overlaps(other.stay)
    ]


async def terms_follow_each_other(db: Database) -> list[str]:
    """The terms of a contract run without gap from its first day to its contractual end."""
    return [
        f"Contrat {one.reference} : ses périodes ne se suivent pas de son début à son échéance."
        for stays in (await _by_unit()).values()
        for one in stays
        if not _follow(one, await contracts.terms_of(one.id))
    ]


async def signed_inspections_are_what_was_signed(db: Database) -> list[str]:
    """The hash kept at signature is still that of the content."""
    return [
        f"État des lieux {one.id} : son contenu ne correspond plus à son empreinte."
        for one, text in await inspections.signed_inspections()
        if one.sha256 != fingerprint(one, text)
    ]


async def seals_hold(db: Database) -> list[str]:
    """What was sealed is still what is kept: its text, and the hash of what was signed in it."""
    return [
        f"État des lieux ou avenant {sealed_id} : son sceau ne correspond plus à ce qui est gardé."
        for sealed_id, seal, paper_sha256 in await inspection_seals.all_seals()
        if not check_seal(seal, pdf_sha256=paper_sha256).holds
    ]


async def the_last_presence_written_says_what_the_contracts_say(db: Database) -> list[str]:
    """For each unit and month ever told, the newest row of the outbox is the presence that the contracts give."""
    units, named = await _by_unit(), await members.all_members()
    return [
        f"Logement {one.unit_id}, {one.month} : la présence à transmettre n'est pas celle des contrats et des membres."
        for one in await outbox.newest()
        if not is_told(one.presence, presence(tuple(units.get(one.unit_id, ())), Month.parse(one.month), named))
    ]


async def _by_unit() -> dict[UUID, list[Contract]]:
    units: dict[UUID, list[Contract]] = defaultdict(list)
    for one in await contracts.all_occupying():
        units[one.unit_id].append(one)
    return units


def _follow(contract: Contract, terms: tuple[Term, ...]) -> bool:
    if not terms or terms[0].first_day != contract.first_day or terms[-1].last_day != contract.last_day:
        return False
    return all(after.first_day == before.last_day + timedelta(days=1) for before, after in pairwise(terms))


async def who_slid_holds_the_lease_the_next_day(db: Database) -> list[str]:
    """A stay that ended as slid is followed by the household's own lease; the schema holds the other way round."""
    return [
        f"Contrat {one} : terminé par un glissement, sans bail direct le lendemain."
        for one in await sliding_leases.slid_without_lease()
    ]


STAY_INVARIANTS: Sequence[Callable[[Database], Awaitable[list[str]]]] = (
    no_two_stays_share_a_place,
    no_stay_begins_during_a_turnaround,
    terms_follow_each_other,
    signed_inspections_are_what_was_signed,
    seals_hold,
    the_last_presence_written_says_what_the_contracts_say,
    who_slid_holds_the_lease_the_next_day,
)
