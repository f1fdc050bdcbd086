"""Régisseurs: named by the direction, handing the régie over between themselves."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.tills import hold_regie
from occupancy.domain.regisseurs import (
    Handover,
    HandoverAcceptance,
    Office,
    RegisseurTerm,
    SignedHandover,
    check_acceptance,
    check_handover,
    check_term,
)
from occupancy.store import regies, regisseurs, tills


class AppointRegisseur(Struct, frozen=True, kw_only=True):
    """Whom the act names, as what, from when until when."""

    staff_name: Annotated[str, Meta(min_length=1, max_length=120)]
    office: Office
    appointing_act: Annotated[str, Meta(min_length=1, max_length=300)]
    first_day: date
    last_day: date | None


class ProposeHandover(Struct, frozen=True, kw_only=True):
    """To whom the régie goes, and whether who gives it leaves for good."""

    to_name: Annotated[str, Meta(min_length=1, max_length=120)]
    leaving: bool


async def appoint_regisseur(db: Database, regie_id: UUID, command: AppointRegisseur, act: Act) -> RegisseurTerm:
    """Raises `RegieNotFound`, `TermDaysReversed`, `TermOverlap`."""
    term = RegisseurTerm(
        id=uuid4(),
        version=1,
        regie_id=regie_id,
        staff_name=" ".join(command.staff_name.split()),
        office=command.office,
        appointing_act=command.appointing_act,
        first_day=command.first_day,
        last_day=command.last_day,
    )
    async with writing(db, act) as tx:
        await tx.lock("regie", regie_id)
        await regies.find_regie(regie_id)
        check_term(term, await regisseurs.terms_of(regie_id))
        await regisseurs.add_term(term)
        await tx.journal("regisseur-appointed", f"regie/{regie_id}", after=term)
        return tx.keep(term)


async def end_term(
    db: Database, term_id: UUID, last_day: date | None, act: Act, *, expected_version: int
) -> RegisseurTerm:
    """Set the last day of an appointment, or take it away. Raises `TermNotFound`, `TermDaysReversed`, `TermOverlap`,
    `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await regisseurs.find_term(term_id)
        await tx.lock("regie", before.regie_id)
        after = replace(before, last_day=last_day)
        check_term(after, await regisseurs.terms_of(before.regie_id))
        saved = await regisseurs.save_term(after, expected_version)
        await tx.journal("regisseur-term-ended", f"regie/{before.regie_id}", before=before, after=saved)
        return tx.keep(saved)


async def propose_handover(db: Database, regie_id: UUID, command: ProposeHandover, act: Act) -> Handover:
    """Sign the handing over, on the cash counted and the books closed today.

    Raises `RegieNotFound`, `NotRegisseur`, `HandoverNotReady`.
    """
    async with writing(db, act) as tx:
        await hold_regie(tx, regie_id, act)
        terms = await regisseurs.terms_of(regie_id)
        closing = check_handover(
            terms,
            command.to_name,
            await tills.held_by(regie_id),
            await tills.last_closing(regie_id),
            last_entry=await tills.last_entry_day(db, regie_id),
            leaving=command.leaving,
            day=act.today,
            giver=act.by.name,
        )
        named = next(one.staff_name for one in terms if one.is_of(command.to_name))
        handover = Handover(
            id=uuid4(), regie_id=regie_id, closing_id=closing.id, from_id=act.by.id, from_name=act.by.name,
            to_name=named, leaving=command.leaving, proposed_on=act.today,
        )  # fmt: skip
        await regisseurs.add_handover(db, handover)
        await tx.journal("handover-proposed", f"regie/{regie_id}", after=handover)
        return tx.keep(handover)


async def accept_handover(db: Database, handover_id: UUID, act: Act) -> HandoverAcceptance:
    """Sign as the one who takes the régie: the balance counted is the one that this person starts from.

    Raises `HandoverNotFound`, `HandoverAlreadyAccepted`, `NotRegisseur`, `HandoverNotReady`.
    """
    async with writing(db, act) as tx:
        regie_id = (await regisseurs.find_handover(handover_id)).handover.regie_id
        await tx.lock("regie", regie_id)
        signed = await regisseurs.find_handover(handover_id)
        closing = await tills.find_closing(signed.handover.closing_id)
        check_acceptance(signed, act.by.name, await tills.held_by(regie_id), closing)
        acceptance = HandoverAcceptance(
            id=uuid4(), handover_id=handover_id, from_id=signed.handover.from_id,
            accepted_by=act.by.id, accepted_by_name=act.by.name, accepted_on=act.today,
        )  # fmt: skip
        await regisseurs.add_acceptance(db, acceptance)
        if signed.handover.leaving:
            await _end_terms(signed)
        await tx.journal("handover-accepted", f"regie/{regie_id}", before=signed.handover, after=acceptance)
        return tx.keep(acceptance)


async def _end_terms(signed: SignedHandover) -> None:
    """Who leaves for good is régisseur no longer than the day of the handing over."""
    gone = signed.handover
    for term in await regisseurs.terms_of(gone.regie_id):
        if term.is_of(gone.from_name) and term.runs_on(gone.proposed_on):
            await regisseurs.save_term(replace(term, last_day=gone.proposed_on), term.version)
