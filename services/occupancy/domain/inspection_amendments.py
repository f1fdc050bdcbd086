"""Avenants: what the household asks to add to its entry inspection, within ten days, or for the heating in its first month.

Ground: loi n° 89-462, art. 3-2, al. 4 and 5 (LIFECYCLE EDL-04, EDL-05). What was signed never changes; an avenant stands beside
it, dated and signed. A request that comes late may still be recorded when the CCAS agrees, and says so.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.calendar import Territory, last_day_after
from kernel.errors import Conflict, FieldError, RuleBroken
from kernel.law import Law
from kernel.text import LINE
from occupancy.domain.deadline_rules import COMPLETION_RIGHT, HEATING_RIGHT
from occupancy.domain.deadlines import Deadline, deadline, next_working_day
from occupancy.domain.inspection_content import Condition, Content, Element, Photos, Remark, Room, Short, Words
from occupancy.domain.inspection_photos import check_shown
from occupancy.domain.inspection_signatures import InspectionSignature, missing_both, missing_sheet
from occupancy.domain.inspections import Inspection, InspectionIncomplete, InspectionKind, completion_until

MOST = 99


class AmendmentGround(StrEnum):
    """On which right the request rests."""

    COMPLETION = "completion"
    HEATING = "heating"


class InspectionNotAmendable(Conflict):
    """Only a signed entry inspection is completed; a draft is simply changed, an exit has no such right."""

    code, title = "inspection-not-amendable", "Pas d'avenant à cet état des lieux"


class AmendmentLate(RuleBroken):
    """After the delay the household has no right to it: the CCAS may agree, or the commission de conciliation be asked."""

    code, title = "amendment-late", "Demande hors délai"


class AmendmentWrongDay(RuleBroken):
    """Asked after the inspection, established once asked, neither in the future."""

    code, title = "amendment-wrong-day", "Date impossible"


class AmendmentItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing to add: where, what, what is seen. `id`: what its photos show.

    What was signed before a field existed reads, and is hashed, without it.
    """

    room: Short
    element: Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
    observation: Annotated[Remark, Meta(min_length=1)]
    condition: Condition | None = None
    id: UUID | None = None
    photos: Photos = ()


class AmendmentRequest(Struct, frozen=True, kw_only=True):
    """What is asked, and the avenant that answers it. `is_agreed`: the CCAS accepts it although it is late."""

    ground: AmendmentGround
    requested_on: date
    established_on: date
    items: tuple[AmendmentItem, ...]
    signatures: tuple[InspectionSignature, ...]
    is_agreed: bool
    signed_sheets: Photos = ()
    no_sheet_reason: Words = ""


class Amendment(Struct, frozen=True, kw_only=True):
    """An avenant. `until_on`: the last day of the right on which it rests; `is_late`: « hors délai, accord du CCAS »."""

    id: UUID
    inspection_id: UUID
    number: int
    ground: AmendmentGround
    requested_on: date
    until_on: date | None
    is_late: bool
    established_on: date
    items: tuple[AmendmentItem, ...]
    signatures: tuple[InspectionSignature, ...]
    sha256: str
    public_key: str
    signature: str
    recorded_at: datetime
    recorded_by: str
    signed_sheets: Photos = ()
    no_sheet_reason: Words = ""


def photos_shown(items: Iterable[AmendmentItem], sheets: Photos, inspection_id: UUID) -> dict[UUID, UUID]:
    """Every photo of an avenant, with what it shows: an addition, or the inspection for a sheet signed by hand."""
    shown = {photo: item.id for item in items if item.id for photo in item.photos}
    return {**shown, **dict.fromkeys(sheets, inspection_id)}


def as_amended(entry: Inspection, amendments: Iterable[Amendment]) -> Inspection:
    """The entry as its avenants complete it: what an exit is compared with. What was signed stays as it was signed.

    An addition without a condition leaves none: whether the exit is worse is then for people to say.
    """
    content = entry.content
    for amendment in amendments:
        for item in amendment.items:
            content = _with_item(content, item, f"Avenant n° {amendment.number} : {item.observation}")
    return replace(entry, content=content)


def _with_item(content: Content, item: AmendmentItem, words: str) -> Content:
    rooms, where, found = list(content.rooms), item.room or "Logement", False
    for number, room in enumerate(rooms):
        if room.name != where:
            continue
        elements = list(room.elements)
        for rank, one in enumerate(elements):
            if one.name == item.element and not found:
                remark = "\n".join(said for said in (one.remark, words) if said)
                elements[rank], found = replace(one, condition=item.condition, remark=remark), True
        if not found:
            elements.append(Element(name=item.element, condition=item.condition, remark=words))
        rooms[number] = replace(room, elements=tuple(elements))
        return replace(content, rooms=tuple(rooms))
    added = Element(name=item.element, condition=item.condition, remark=words)
    return replace(content, rooms=(*rooms, Room(name=where, elements=(added,))))


def until(inspection: Inspection, ground: AmendmentGround, law: Law, territory: Territory) -> date | None:
    """The last day on which the household may ask, put off to a working day; None where the right did not exist yet."""
    if ground is AmendmentGround.COMPLETION:
        return completion_until(inspection, law, territory)
    last = _heating_month_end(inspection, law)
    return next_working_day(last, territory) if last else None


def _heating_month_end(inspection: Inspection, law: Law) -> date | None:
    try:
        months = law.at("inspection.heating_months", inspection.established_on).number
        month = law.at("inspection.heating_from_month", inspection.established_on).number
        day = law.at("inspection.heating_from_day", inspection.established_on).number
    except LookupError:
        return None
    for year in (inspection.established_on.year - 1, inspection.established_on.year):
        last = last_day_after(date(year, month, day), months=months)
        if last >= inspection.established_on:
            return last
    return last_day_after(date(inspection.established_on.year + 1, month, day), months=months)


def amendment_deadlines(entry: Inspection, law: Law, territory: Territory) -> tuple[Deadline, ...]:
    """The last day of each right, from a signed entry inspection; a right that did not exist yet gives none."""
    found = []
    if until(entry, AmendmentGround.COMPLETION, law, territory) is not None:
        found.append(deadline(COMPLETION_RIGHT, entry.established_on, law, territory))
    if (last := _heating_month_end(entry, law)) is not None:
        found.append(deadline(HEATING_RIGHT, last, law, territory))
    return tuple(found)


def check_request(
    inspection: Inspection, request: AmendmentRequest, law: Law, territory: Territory, today: date
) -> tuple[date | None, bool]:
    """The last day of the right, and whether the request is late.

    Raises `InspectionNotAmendable`, `AmendmentWrongDay`, `AmendmentLate`.
    """
    if inspection.kind is not InspectionKind.ENTRY or not inspection.is_signed:
        raise InspectionNotAmendable("Seul un état des lieux d'entrée signé se complète par un avenant.")
    for field, day, first in (
        ("requested_on", request.requested_on, inspection.established_on),
        ("established_on", request.established_on, request.requested_on),
    ):
        if day > today:
            raise AmendmentWrongDay("La date ne peut pas être à venir.", field=field)
        if day < first:
            raise AmendmentWrongDay("La demande suit l'état des lieux, et l'avenant suit la demande.", field=field)
    last = until(inspection, request.ground, law, territory)
    is_late = last is None or request.requested_on > last
    if is_late and not request.is_agreed:
        said = (
            f"La demande pouvait être faite jusqu'au {last:%d/%m/%Y}. "
            if last
            else "Ce droit n'existait pas ce jour-là. "
        )
        raise AmendmentLate(
            said + "Pour l'enregistrer, cochez l'accord du CCAS.",
            errors=(FieldError(field="is_agreed", message="L'accord du CCAS est nécessaire hors délai."),),
        )
    return last, is_late


def check_signed(request: AmendmentRequest, inspection_id: UUID, received: Mapping[UUID, UUID]) -> None:
    """Signed by both, on screen or on paper, with the sheet; every photo there. `received`: what each photo shows.

    Raises `InspectionIncomplete`, naming each thing.
    """
    missing = [
        *missing_both(request.signatures),
        *missing_sheet(request.signatures, request.signed_sheets, request.no_sheet_reason),
    ]
    if missing:
        raise InspectionIncomplete(
            "Compléter les points signalés avant d'enregistrer l'avenant.", errors=tuple(missing)
        )
    check_shown(photos_shown(request.items, request.signed_sheets, inspection_id), received)


def amendment_text(
    inspection: Inspection, request: AmendmentRequest, number: int, *, until_on: date | None, is_late: bool
) -> bytes:
    """What is signed, in one canonical form, bound to the inspection by its hash."""
    signed: dict[str, object] = {
        "inspection_id": inspection.id,
        "inspection_sha256": inspection.sha256,
        "number": number,
        "ground": request.ground,
        "requested_on": request.requested_on,
        "until_on": until_on,
        "is_late": is_late,
        "established_on": request.established_on,
        "items": request.items,
        "signatures": request.signatures,
    }
    if request.signed_sheets or request.no_sheet_reason:
        signed |= {"signed_sheets": request.signed_sheets, "no_sheet_reason": request.no_sheet_reason}
    return msgspec.json.encode(signed, order="sorted")


def fingerprint(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
