"""The papers of a sliding lease, as PDF: convention tripartite, convocation, minutes. Each has the permission of the dossier."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.web.formats import day
from occupancy import documents
from occupancy.documents.sliding_papers import Tenants, convention_paper, convocation_letter, minutes_paper
from occupancy.domain.contracts import Contract
from occupancy.domain.members import is_minor, present
from occupancy.domain.particulars import ParticularKind, holding
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.sliding_leases import NotASublease, SlidingLease, SlidingLeaseStepWrong
from occupancy.domain.sliding_reviews import Review, due_on, reviews_of
from occupancy.store import contracts, households
from occupancy.store import sliding_leases as store
from occupancy.store.law import law_in_force
from occupancy.store.members import members_of
from occupancy.store.particulars import particulars_of
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import kept
from occupancy.web.stay_words import holder_words, place_words

_FOLDER = Path(documents.__file__).parent
_TEMPLATE = _FOLDER / "sliding_papers.typ"
_REVIEW = paths.SLIDING_LEASES + "/{lease_id:uuid}/examens/{number:int}"


@get("/sejours/contrats/{contract_id:uuid}/convention-tripartite.pdf")
async def tripartite_convention_pdf(
    contract_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The annex of a sub-lease: to be signed, then as it was signed."""
    contract = await contracts.find_contract(contract_id)
    if contract.legal_regime is not LegalRegime.BG:
        raise NotASublease(f"Le contrat {contract.reference} n'est pas une sous-location en bail glissant.")
    lease = await store.sliding_lease_of_contract(contract_id)
    reviews = await _reviews(lease, act.today) if lease else ()
    tenants = await _tenants(contract, act)
    on = contract.signed_on or contract.first_day
    under = await papers.letterhead_on(on)
    paper = convention_paper(contract, lease, reviews, tenants, organisation=under.name)
    name = f"convention-tripartite-{paper.reference}"
    subject = _kept(lease, act) if act.by.may("particulars.read") else ""
    return await papers.give(_TEMPLATE, paper, on=on, name=name, subject=subject, kind="convention")


@get(f"{_REVIEW}/convocation.pdf")
async def review_convocation_pdf(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """The letter to the landlord and to the household."""
    lease = await store.find_sliding_lease(lease_id)
    review = await _review(lease, number, act.today)
    if review.convened is None:
        raise SlidingLeaseStepWrong("Cet examen n'est pas encore convoqué.")
    holder, place = await _named(lease, act)
    on = review.convened.sent_on
    under = await papers.letterhead_on(on)
    paper = convocation_letter(lease, review, review.convened, holder=holder, place=place, organisation=under.name)
    name = f"convocation-{lease.reference}-{number}"
    kind = f"convocation-{number}"
    return await papers.give(_FOLDER / "letters.typ", paper, on=on, name=name, subject=_kept(lease, act), kind=kind)


@get(f"{_REVIEW}/compte-rendu.pdf")
async def review_minutes_pdf(
    lease_id: FromPath[UUID],
    number: FromPath[int],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """The contradictory minutes, or the form to fill in at the table."""
    lease = await store.find_sliding_lease(lease_id)
    review = await _review(lease, number, act.today)
    holder, place = await _named(lease, act)
    on = review.minutes.held_on if review.minutes else review.due_on
    under = await papers.letterhead_on(on)
    paper = minutes_paper(lease, review, holder=holder, place=place, organisation=under.name)
    name = f"compte-rendu-{lease.reference}-{number}"
    return await papers.give(_TEMPLATE, paper, on=on, name=name, subject=_kept(lease, act), kind=f"minutes-{number}")


def _kept(lease: SlidingLease | None, act: Act) -> str:
    """Whose paper it is, for those who see all that it says."""
    return kept(f"sliding-lease/{lease.id}", act) if lease else ""


async def _reviews(lease: SlidingLease, today: date) -> tuple[Review, ...]:
    return reviews_of(lease, await store.minutes_of(lease.id), await law_in_force(), today=today)


async def _review(lease: SlidingLease, number: int, today: date) -> Review:
    """Raises `SlidingLeaseStepWrong` when the calendar has none of this number."""
    due_on(lease, number, await law_in_force())
    return next(one for one in await _reviews(lease, today) if one.number == number)


async def _named(lease: SlidingLease, act: Act) -> tuple[str, str]:
    """The household as this person may see it, and the dwelling."""
    household = await households.find_household(lease.household_id)
    contract = await contracts.find_contract(lease.contract_id)
    return holder_words(household, may_see=act.by.may("households.read")), place_words(contract)


async def _tenants(contract: Contract, act: Act) -> Tenants:
    """The adults of the day of signature, and the number of their demand, for those who may see them."""
    household = await households.find_household(contract.household_id)
    may_see = act.by.may("households.read")
    holder = holder_words(household, may_see=may_see)
    if not may_see:
        return Tenants(holder=holder, adults=(), demand=None)
    law, on = await law_in_force(), contract.signed_on or contract.first_day
    adults = [one for one in present(await members_of(household.id), on) if not is_minor(one, on, law)]
    known = holding(await particulars_of(household.id), on) if act.by.may("particulars.read") else ()
    return Tenants(
        holder=holder,
        adults=tuple(f"{one.name}, né(e) le {day(one.born_on)}" if one.born_on else one.name for one in adults),
        demand=next((one.reference for one in known if one.kind is ParticularKind.DEMAND), None),
    )


HANDLERS = [tripartite_convention_pdf, review_convocation_pdf, review_minutes_pdf]
