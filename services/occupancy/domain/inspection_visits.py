"""A visit finished on a tablet, off line perhaps: received once, on the draft that it was begun from, or set aside.

Two tablets may have gone to the same flat, or the office may have changed the draft meanwhile. Nothing is merged by guess and
nothing is lost: the second is kept beside, and each element that differs is named for a person.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from kernel.errors import Conflict, FieldError
from kernel.text import TEXT
from occupancy.domain.inspection_content import Content, Element, Instant
from occupancy.domain.inspection_signatures import InspectionSignature


class VisitKnownOtherwise(Conflict):
    """Another content came under the same identifier: neither replaces the other."""

    code, title = "visit-known-otherwise", "Cette visite est déjà reçue, autrement"


class VisitSetAside(Conflict):
    """The inspection changed since the tablet took it along: what was sent is kept beside, a person decides."""

    code, title = "visit-set-aside", "Visite mise de côté"


class VisitOutcome(StrEnum):
    """What became of a visit."""

    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"


class Visit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a tablet sends in the end. `base_version`: the draft that it took along. `is_final`: signed, to be frozen."""

    base_version: Annotated[int, Meta(ge=1, le=10**9)]
    established_on: date
    content: Content
    forwarding_address: Annotated[str, Meta(max_length=300, pattern=TEXT)] | None
    signatures: Annotated[tuple[InspectionSignature, ...], Meta(max_length=8)]
    is_final: bool
    finished_at: Instant


class KeptVisit(Struct, frozen=True, kw_only=True):
    """A visit as it was received."""

    id: UUID
    inspection_id: UUID
    outcome: VisitOutcome
    base_version: int
    sent_sha256: str
    body: str
    finished_at: datetime
    received_at: datetime
    received_by: str

    @property
    def visit(self) -> Visit:
        return msgspec.json.decode(self.body, type=Visit)


class VisitReceipt(Struct, frozen=True, kw_only=True):
    """What the device waits for: the same id, the same hash. `differences` only when it was set aside."""

    id: UUID
    sha256: str
    is_new: bool
    outcome: VisitOutcome
    differences: tuple[FieldError, ...] = ()


def receipt_again(known: KeptVisit, inspection_id: UUID, sent_sha256: str, now: Content) -> VisitReceipt:
    """The receipt of a visit that came before. Raises `VisitKnownOtherwise`."""
    if known.inspection_id != inspection_id or known.sent_sha256 != sent_sha256:
        raise VisitKnownOtherwise("Une autre visite a déjà été reçue sous cet identifiant.")
    aside = known.outcome is VisitOutcome.SET_ASIDE
    return VisitReceipt(
        id=known.id,
        sha256=sent_sha256,
        is_new=False,
        outcome=known.outcome,
        differences=differences(known.visit.content, now) if aside else (),
    )


def differences(sent: Content, kept: Content) -> tuple[FieldError, ...]:
    """Each thing that the two say differently, by its identifier: what the tablet says, what is kept."""
    here, there = dict(_things(sent)), dict(_things(kept))
    return tuple(
        FieldError(field=key, message=f"{_named(here.get(key), there.get(key))} : {_said(key, here, there)}")
        for key in dict.fromkeys([*here, *there])
        if here.get(key) != there.get(key)
    )


_Thing = tuple[str, Any]


def _things(content: Content) -> Iterator[tuple[str, _Thing]]:
    for room in content.rooms:
        for element in room.elements:
            yield f"element.{element.id}", (f"{room.name}, {element.name}", element)
    for meter in content.meters:
        yield f"meter.{meter.id}", ("Compteur", meter)
    for key in content.keys:
        yield f"key.{key.id}", ("Clé ou moyen d'accès", key)
    for thing in content.furnishings:
        yield f"furnishings.{thing.id}", (thing.name, thing)
    for number, party in enumerate(content.parties):
        yield f"party.{number}", (party.name or "Partie", party)
    for safety in content.safety:
        yield f"safety.{safety.kind}", ("Sécurité", safety)
    yield "remarks", ("Remarques", content.remarks)


def _named(here: _Thing | None, there: _Thing | None) -> str:
    return (here or there or ("?", None))[0]


def _said(key: str, here: dict[str, _Thing], there: dict[str, _Thing]) -> str:
    if key not in here:
        return "seulement dans ce qui est enregistré."
    if key not in there:
        return "seulement sur la tablette."
    sent, kept = here[key][1], there[key][1]
    if isinstance(sent, Element) and isinstance(kept, Element) and sent.condition is not kept.condition:
        return "l'état n'est pas le même sur la tablette et dans ce qui est enregistré."
    return "pas la même chose sur la tablette et dans ce qui est enregistré."
