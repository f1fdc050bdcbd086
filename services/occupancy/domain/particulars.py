"""What is known of a household beyond its members, each thing from a closed list, dated, and nothing that must not be kept.

Ground: LIFECYCLE RGPD-06 (a protection measure is a type and a contact; a right of residence is a kind of document, the day it
was checked and until when, without copy or number; a need of a dwelling is never a medical reason), §2.4 (numéro unique),
§3.3 (protection measures), ALT-AML §6 (resources at entry). Nothing is rewritten: what has changed has an end and is followed
by another one; what was wrong is withdrawn with its reason.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory, add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from occupancy.domain.deadline_rules import DEMAND_RENEWAL, RESIDENCE_END
from occupancy.domain.deadlines import Deadline, Subject, SubjectKind, deadline
from occupancy.domain.households import Household

DEMAND_MONTHS = "household.demand_months"


class ParticularKind(StrEnum):
    """What a particular is about."""

    CONTACT = "contact"
    PROTECTION = "protection"
    RESIDENCE = "residence"
    RESOURCES = "resources"
    NEED = "need"
    DEMAND = "demand"


CODES: dict[ParticularKind, tuple[str, ...]] = {
    ParticularKind.CONTACT: ("relative", "social_service", "forwarding_address", "other_service"),
    ParticularKind.PROTECTION: (
        "sauvegarde",
        "curatelle",
        "tutelle",
        "habilitation_familiale",
        "masp",
        "maj",
        "mjagbf",
    ),
    ParticularKind.RESIDENCE: ("identity_document", "residence_permit", "permit_receipt", "other_document"),
    ParticularKind.RESOURCES: (
        "none",
        "salary",
        "unemployment",
        "rsa",
        "aah",
        "pension",
        "family_benefits",
        "other",
    ),
    ParticularKind.NEED: ("accessible", "ground_floor_or_lift", "more_rooms", "near_school", "near_work"),
    ParticularKind.DEMAND: ("social_housing",),
}
"""The closed list of each kind."""

TOLD_BY_NAME = (ParticularKind.CONTACT, ParticularKind.PROTECTION)
"""Those that name somebody to reach."""
SEVERAL = (ParticularKind.CONTACT, ParticularKind.PROTECTION, ParticularKind.RESIDENCE, ParticularKind.NEED)
"""Those of which a household may have several at a time; of the others the last one counts."""


class ParticularNotFound(NotFound):
    """No particular has this id."""

    code, title = "particular-not-found", "Renseignement introuvable"


class ParticularIncomplete(RuleBroken):
    """Each kind of particular asks for its own fields, and only those."""

    code, title = "particular-incomplete", "Renseignement incomplet"


class ParticularDaysWrong(RuleBroken):
    """A particular holds at least one day, and a check is not recorded before it is made."""

    code, title = "particular-days-wrong", "Dates du renseignement incohérentes"


class ParticularWithdrawn(Conflict):
    """What was withdrawn no longer changes."""

    code, title = "particular-withdrawn", "Renseignement déjà retiré"


class Particular(Struct, frozen=True, kw_only=True):
    """One thing known of a household.

    `since`, `until`: the days on which it holds; of a right of residence, the day it was checked and the last day the document
    gives; of a demand, the day it was registered or renewed. `recorded_by`: who checked it. `member_id`: whom it is about.
    """

    id: UUID
    version: int
    household_id: UUID
    kind: ParticularKind
    code: str
    since: date
    until: date | None
    member_id: UUID | None
    name: str
    organisation: str
    phone: str
    email: str
    monthly_cents: int | None
    reference: str
    recorded_by: str
    withdrawn_reason: str | None = None

    def holds(self, day: date) -> bool:
        return self.withdrawn_reason is None and self.since <= day and (self.until is None or day <= self.until)


def check_particular(one: Particular, *, today: date) -> None:
    """Raises `ParticularIncomplete`, `ParticularDaysWrong`."""
    if one.code not in CODES[one.kind]:
        raise ParticularIncomplete("Choisissez une valeur de la liste.", field="code")
    if one.until is not None and one.until < one.since:
        raise ParticularDaysWrong("La fin précède le début.", field="until")
    if one.kind in (ParticularKind.RESIDENCE, ParticularKind.DEMAND) and one.since > today:
        raise ParticularDaysWrong("Ce qui est vérifié ou enregistré ne l'est pas à une date à venir.", field="since")
    if one.kind in TOLD_BY_NAME and not (one.name or one.organisation):
        raise ParticularIncomplete("Indiquez un nom ou un organisme.", field="name")
    if one.kind is ParticularKind.CONTACT and not (one.phone or one.email):
        raise ParticularIncomplete("Indiquez un téléphone ou un courriel.", field="phone")
    if one.kind is ParticularKind.DEMAND and not one.reference:
        raise ParticularIncomplete("Indiquez le numéro unique de la demande.", field="reference")
    _nothing_more(one)


def _nothing_more(one: Particular) -> None:
    """A field that its kind does not ask for is refused rather than kept unseen."""
    named = one.kind in TOLD_BY_NAME
    asked = {
        "name": named,
        "organisation": named,
        "phone": named,
        "email": named,
        "monthly_cents": one.kind is ParticularKind.RESOURCES,
        "reference": one.kind is ParticularKind.DEMAND,
        "member_id": one.kind in (ParticularKind.PROTECTION, ParticularKind.RESIDENCE, ParticularKind.RESOURCES),
    }
    for field, is_asked in asked.items():
        if not is_asked and getattr(one, field) not in ("", None):
            raise ParticularIncomplete("Ce renseignement ne comporte pas ce champ.", field=field)


def end(one: Particular, last_day: date) -> Particular:
    """It holds until that day. Raises `ParticularWithdrawn`, `ParticularDaysWrong`."""
    if one.withdrawn_reason is not None:
        raise ParticularWithdrawn("Ce renseignement a été retiré.")
    if last_day < one.since:
        raise ParticularDaysWrong("La fin précède le début.", field="until")
    return replace(one, until=last_day)


def withdraw(one: Particular, reason: str) -> Particular:
    """It was wrong: it stays in the file and does not count. Raises `ParticularWithdrawn`."""
    if one.withdrawn_reason is not None:
        raise ParticularWithdrawn("Ce renseignement a déjà été retiré.")
    return replace(one, withdrawn_reason=reason)


def holding(known: Iterable[Particular], day: date) -> tuple[Particular, ...]:
    """What holds on a day, by kind; of resources and of the demand only the latest."""
    there = sorted(
        (one for one in known if one.holds(day)), key=lambda it: (list(ParticularKind).index(it.kind), it.since)
    )
    latest = {(one.kind, one.member_id): one for one in there}
    return tuple(one for one in there if one.kind in SEVERAL or latest[(one.kind, one.member_id)] is one)


def household_subject(household: Household) -> Subject:
    """The household, named by its reference."""
    return Subject(
        kind=SubjectKind.HOUSEHOLD, id=household.id, reference=household.reference, household_id=household.id
    )


def household_deadlines(
    known: Sequence[Particular], law: Law, territory: Territory, *, is_followed: bool
) -> tuple[Deadline, ...]:
    """The days to see to: before a right of residence ends, before a demand of social housing lapses.

    `is_followed`: the household is housed or about to be; once it is gone nothing of it waits. The last check of each member
    and the last demand count.
    """
    if not is_followed:
        return ()
    counting = sorted((one for one in known if one.withdrawn_reason is None), key=lambda it: it.since)
    checks = {one.member_id: one for one in counting if one.kind is ParticularKind.RESIDENCE}
    ends = [one.until for one in checks.values() if one.until is not None]
    found = [
        replace(deadline(RESIDENCE_END, last, law, territory), number=number)
        for number, last in enumerate(sorted(ends), start=1)
    ]
    demand = last_demand(known)
    if demand is not None:
        found.append(deadline(DEMAND_RENEWAL, demand_ends_on(demand, law), law, territory))
    return tuple(found)


def last_demand(known: Iterable[Particular]) -> Particular | None:
    """The demand of social housing that counts: the one registered or renewed last."""
    demands = [one for one in known if one.kind is ParticularKind.DEMAND and one.withdrawn_reason is None]
    return max(demands, key=lambda it: it.since, default=None)


def demand_ends_on(demand: Particular, law: Law) -> date:
    """The day on which a demand lapses: the anniversary of its registration or renewal, unless its end is known."""
    return demand.until or add_months(demand.since, law.at(DEMAND_MONTHS, demand.since).number)
