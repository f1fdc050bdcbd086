"""What the decree wants on an inspection and is not there yet, each thing named with its field.

Ground: décret n° 2016-382, art. 2 (LIFECYCLE §4.2 a to l); loi n° 89-462, art. 3-2. What a CCAS adds for itself (§4.3) is never
asked here: it helps, and its absence stops nobody.
"""

from collections.abc import Iterator

from kernel.errors import FieldError
from occupancy.domain.inspection_content import (
    Content,
    Key,
    KeyKind,
    Meter,
    Party,
    PartyRole,
    Presence,
    VisitAct,
)

_OPENS_WHAT = (KeyKind.BADGE, KeyKind.REMOTE, KeyKind.CODE)
"""Means of access whose kind does not say what they open."""
_OF_THE_LANDLORD = (VisitAct.HEAD_LEASE_EXIT, VisitAct.DIRECT_LEASE_ENTRY)
_WORDS = {PartyRole.HOUSEHOLD: "le ménage", PartyRole.CCAS: "le CCAS", PartyRole.LANDLORD: "le bailleur"}


def missing_content(content: Content) -> list[FieldError]:
    """What both an entry and an exit must say: c to h."""
    return [*_rooms(content), *_meters(content.meters), *_parties(content)]


def missing_at_entry(content: Content) -> list[FieldError]:
    """g: what is handed over to come in with."""
    return [*_keys(content.keys, handed=True)]


def missing_at_exit(content: Content, forwarding_address: str | None, *, entry_known: bool) -> list[FieldError]:
    """g, j, k: what came back, where the household goes, which entry it is compared with."""
    missing = [*_keys(content.keys, handed=False)]
    if not forwarding_address and not content.address_refused:
        missing.append(
            FieldError(
                field="forwarding_address", message="Nouvelle adresse du ménage, ou noter qu'il ne la donne pas."
            )
        )
    if not entry_known and not content.entry_established_on and not content.no_entry_reason:
        missing.append(
            FieldError(
                field="entry_established_on",
                message="Date de l'état des lieux d'entrée, ou pourquoi il n'y en a pas.",
            )
        )
    return missing


def _rooms(content: Content) -> Iterator[FieldError]:
    if not content.rooms:
        yield FieldError(field="rooms", message="Au moins une pièce.")
    for r, room in enumerate(content.rooms):
        for e, element in enumerate(room.elements):
            if element.condition is None:
                message = f"{room.name}, {element.name} : état à indiquer."
                yield FieldError(field=f"element.{r}.{e}.condition", message=message)
    if content.is_furnished:
        for n, thing in enumerate(content.furnishings):
            if thing.quantity is None:
                yield FieldError(field=f"furnishings.{n}.quantity", message=f"{thing.name} : nombre, même zéro.")
            elif thing.quantity and thing.condition is None:
                yield FieldError(field=f"furnishings.{n}.condition", message=f"{thing.name} : état à indiquer.")


def _meters(meters: tuple[Meter, ...]) -> Iterator[FieldError]:
    for m, meter in enumerate(meters):
        if meter.reading is None and not meter.unread_reason:
            message = "Index relevé, ou pourquoi il n'a pas pu l'être."
            yield FieldError(field=f"meter.{m}.reading", message=message)


def _keys(keys: tuple[Key, ...], *, handed: bool) -> Iterator[FieldError]:
    if not any(key.quantity for key in keys) and (handed or not any(key.remark for key in keys)):
        yield FieldError(
            field="key.0.quantity",
            message="Au moins une clé ou un autre moyen d'accès." if handed else "Clés rendues, ou une remarque.",
        )
    for k, key in enumerate(keys):
        if key.kind in _OPENS_WHAT and key.quantity and not key.destination and not key.remark:
            yield FieldError(field=f"key.{k}.destination", message="Dire ce que ce moyen d'accès ouvre.")


def _parties(content: Content) -> Iterator[FieldError]:
    wanted = [PartyRole.HOUSEHOLD, PartyRole.CCAS]
    if any(act in _OF_THE_LANDLORD for act in content.acts):
        wanted.append(PartyRole.LANDLORD)
    for role in wanted:
        party = next((one for one in content.parties if one.role is role), None)
        yield from _party(party, role)
    for role in PartyRole:
        for other in [one for one in content.parties if one.role is role][1:]:
            yield from _party(other, role)


def _party(party: Party | None, role: PartyRole) -> Iterator[FieldError]:
    field, who = f"party.{role}", _WORDS[role]
    if party is None or party.presence is None:
        yield FieldError(field=f"{field}.presence", message=f"Dire si {who} était là.")
    elif not party.name:
        yield FieldError(field=f"{field}.name", message=f"Nom : {who}.")
    elif party.presence in (Presence.ABSENT, Presence.REFUSED_TO_SIGN) and not party.remark:
        yield FieldError(field=f"{field}.remark", message="Dire pourquoi la partie est absente ou refuse de signer.")
    elif party.presence is Presence.REPRESENTED:
        if not party.represented_by and not party.remark:
            yield FieldError(field=f"{field}.represented_by", message="Nom de la personne mandatée.")
        elif party.represented_by and not party.representative_address:
            yield FieldError(field=f"{field}.representative_address", message="Adresse de la personne mandatée.")
    if party is not None and role is not PartyRole.HOUSEHOLD and not party.address:
        yield FieldError(field=f"{field}.address", message="Adresse ou siège de qui loue ou héberge.")
