"""Who the régisseurs are, and the régies handed over from one to the next."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from kernel.db import Database, read
from kernel.errors import Refusal, StaleVersion
from occupancy.domain.regisseurs import (
    Handover,
    HandoverAcceptance,
    HandoverAlreadyAccepted,
    HandoverNotFound,
    HandoverNotReady,
    RegisseurTerm,
    SignedHandover,
    TermNotFound,
)
from occupancy.store.ledger import as_values
from occupancy.tables.tills import HandoverAcceptanceRow, HandoverRow, RegisseurTermRow

_TERMS = (
    f"select {', '.join(RegisseurTerm.__struct_fields__)} from regisseur_term where regie_id = {{}}"  # noqa: S608
    " order by first_day, staff_name"
)
_IN_CHARGE = (
    f"select {', '.join(RegisseurTerm.__struct_fields__)}, (select to_name from handover"  # noqa: S608  names of ours
    " where regie_id = {} and id in (select handover_id from handover_acceptance) order by proposed_on desc limit 1)"
    " as holder from regisseur_term where regie_id = {} order by first_day, staff_name"
)
"""Read for each payment: building it took longer than its answer."""


async def terms_of(regie_id: UUID) -> tuple[RegisseurTerm, ...]:
    """The appointments of a régie, first one first."""
    return tuple(msgspec.convert(row, RegisseurTerm) for row in await read(RegisseurTermRow, _TERMS, regie_id))


async def in_charge(regie_id: UUID) -> tuple[tuple[RegisseurTerm, ...], str | None]:
    """The appointments of a régie, and who holds it since the last handing over that both signed; None before the first."""
    found = await read(RegisseurTermRow, _IN_CHARGE, regie_id, regie_id)
    return tuple(msgspec.convert(row, RegisseurTerm) for row in found), found[0]["holder"] if found else None


async def find_term(term_id: UUID) -> RegisseurTerm:
    """Raises `TermNotFound`."""
    found = await RegisseurTermRow.select().where(RegisseurTermRow.id == term_id).first()
    if found is None:
        raise TermNotFound()
    return msgspec.convert(found, RegisseurTerm)


async def add_term(term: RegisseurTerm) -> None:
    await RegisseurTermRow.insert(RegisseurTermRow(**as_values(term)))


async def save_term(term: RegisseurTerm, expected_version: int) -> RegisseurTerm:
    """The appointment with its next version. Raises `StaleVersion`."""
    saved = msgspec.structs.replace(term, version=expected_version + 1)
    values = {getattr(RegisseurTermRow, name): value for name, value in as_values(saved).items() if name != "id"}
    done = (
        await RegisseurTermRow.update(values)
        .where(RegisseurTermRow.id == term.id, RegisseurTermRow.version == expected_version)
        .returning(RegisseurTermRow.version)
    )
    if not done:
        raise StaleVersion("Cette nomination a été modifiée entre-temps. Rechargez la page.")
    return saved


async def handovers_of(regie_id: UUID) -> tuple[SignedHandover, ...]:
    """The handings over of a régie, in the order of the closings they stand on."""
    rows = await HandoverRow.select().where(HandoverRow.regie_id == regie_id).order_by(HandoverRow.proposed_on)
    return await _signed(rows)


async def find_handover(handover_id: UUID) -> SignedHandover:
    """Raises `HandoverNotFound`."""
    found = await HandoverRow.select().where(HandoverRow.id == handover_id).first()
    if found is None:
        raise HandoverNotFound()
    return (await _signed([found]))[0]


async def add_handover(db: Database, handover: Handover) -> None:
    """Raises `HandoverNotReady`."""
    again = "Cette caisse arrêtée a déjà servi à une remise de service."
    with db.refusing({"handover_of_closing": lambda: HandoverNotReady(again)}):
        await HandoverRow.insert(HandoverRow(**as_values(handover)))


async def add_acceptance(db: Database, acceptance: HandoverAcceptance) -> None:
    """Raises `HandoverAlreadyAccepted`, `HandoverNotReady`."""
    alone = "La même personne ne peut pas remettre et prendre la régie."
    refusals: dict[str, Callable[[], Refusal]] = {
        "handover_accepted_once": HandoverAlreadyAccepted,
        "handover_two_persons": lambda: HandoverNotReady(alone),
    }
    with db.refusing(refusals):
        await HandoverAcceptanceRow.insert(HandoverAcceptanceRow(**as_values(acceptance)))


async def _signed(rows: list[dict[str, object]]) -> tuple[SignedHandover, ...]:
    if not rows:
        return ()
    accepted = {
        row["handover_id"]: msgspec.convert(row, HandoverAcceptance)
        for row in await HandoverAcceptanceRow.select().where(
            HandoverAcceptanceRow.handover_id.is_in([row["id"] for row in rows])
        )
    }
    return tuple(
        SignedHandover(handover=msgspec.convert(row, Handover, strict=False), acceptance=accepted.get(row["id"]))
        for row in rows
    )
