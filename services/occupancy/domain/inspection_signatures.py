"""Signatures of an inspection: drawn on a screen or made on paper, by whom, in which capacity, when; or why there is none.

Ground: décret n° 2016-382, art. 2 (signatures of the parties or of those whom they mandated), LIFECYCLE §4.3. A drawing is
kept as its strokes: nothing to decode, nothing hidden in it. The time is that of the device, off line perhaps.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from kernel.errors import FieldError
from occupancy.domain.inspection_content import Content, Instant, Party, PartyRole, Photos, Presence, Short, Words

WIDTH, HEIGHT = 600, 200
"""The frame in which a signature is drawn, in its own units."""
_LEAST_POINTS = 4
"""A dot is no signature."""

Stroke = Annotated[tuple[Annotated[int, Meta(ge=0, le=WIDTH)], ...], Meta(min_length=2, max_length=2000)]
"""x, y, x, y… of one movement of the pen, inside the frame."""
Strokes = Annotated[tuple[Stroke, ...], Meta(max_length=60)]


class SignatureMethod(StrEnum):
    """How a party signed; `none`: it refused, or was not there."""

    DRAWN = "drawn"
    PAPER = "paper"
    NONE = "none"


class InspectionSignature(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One party's signature, or why it is missing."""

    role: PartyRole
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    method: SignatureMethod
    signed_at: Instant
    capacity: Short = ""
    reason: Words = ""
    strokes: Strokes = ()


def on_paper(content: Content, at: datetime) -> tuple[InspectionSignature, ...]:
    """What the parties' presence says when the sheet itself is signed: each who was there signed it."""
    return tuple(
        InspectionSignature(
            role=party.role,
            name=party.represented_by or party.name,
            capacity=party.mandate[:80] if party.represented_by else party.capacity,
            method=SignatureMethod.PAPER if _signs(party) else SignatureMethod.NONE,
            reason="" if _signs(party) else party.remark[:300],
            signed_at=at,
        )
        for party in content.parties
        if party.name and party.presence
    )


def missing_sheet(signatures: tuple[InspectionSignature, ...], sheets: Photos, reason: str) -> list[FieldError]:
    """What was signed on paper is photographed, or it is said why not. The household's own copy never waits for it."""
    if sheets or reason or all(one.method is not SignatureMethod.PAPER for one in signatures):
        return []
    message = "Signé sur papier : joindre la photo de la feuille signée, ou dire pourquoi il n'y en a pas."
    return [FieldError(field="no_sheet_reason", message=message)]


def missing_both(signatures: tuple[InspectionSignature, ...]) -> list[FieldError]:
    """The household and the CCAS, once each: signed, or the reason why not."""
    missing = [
        FieldError(field=f"signature.{role}", message="Une signature, ou pourquoi il n'y en a pas.")
        for role in (PartyRole.HOUSEHOLD, PartyRole.CCAS)
        if sum(one.role is role for one in signatures) != 1
    ]
    for one in signatures:
        if _is_empty(one):
            missing.append(FieldError(field=f"signature.{one.role}", message=f"{one.name} : la signature est vide."))
        elif one.method is SignatureMethod.NONE and not one.reason:
            missing.append(FieldError(field=f"signature.{one.role}", message=f"{one.name} : motif à noter."))
    return missing


def _is_empty(one: InspectionSignature) -> bool:
    return one.method is SignatureMethod.DRAWN and sum(len(stroke) for stroke in one.strokes) < 2 * _LEAST_POINTS


def missing_signatures(content: Content, signatures: tuple[InspectionSignature, ...]) -> list[FieldError]:
    """What each party's line lacks. A party that was there signs; one that refused or was away has its reason."""
    left = list(signatures)
    missing = []
    for number, party in enumerate(content.parties):
        if not party.presence or not party.name:
            continue  # already named among what the content lacks
        own = next((one for one in left if one.role is party.role), None)
        if own is None:
            missing.append(
                FieldError(field=f"signature.{number}", message=f"{party.name} : signature ou refus à noter.")
            )
            continue
        left.remove(own)
        if _is_empty(own):
            missing.append(FieldError(field=f"signature.{number}", message=f"{own.name} : la signature est vide."))
        elif own.method is SignatureMethod.NONE and _signs(party):
            missing.append(
                FieldError(field=f"signature.{number}", message=f"{own.name} : une personne présente signe, ou refuse.")
            )
    missing += [
        FieldError(field="signatures", message=f"{one.name} : cette signature n'est celle d'aucune partie.")
        for one in left
    ]
    return missing + missing_sheet(signatures, content.signed_sheets, content.no_sheet_reason)


def _signs(party: Party) -> bool:
    return party.presence in (Presence.PRESENT, Presence.REPRESENTED)
