"""An entry or exit inspection as a paper: every field of what was signed, beside what the entry said when it is an exit.

Ground: décret n° 2016-382, art. 2 (mandatory contents), loi n° 89-462, art. 3-2.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import NONE, day, euros, instant_in, thousands
from occupancy.documents.words import (
    CHANGE,
    CONDITION,
    COPY_CHANNEL,
    DWELLING,
    INSPECTION,
    KEY,
    METER,
    PARTY,
    PRESENCE,
    SAFETY,
    SAFETY_STATE,
    SIGNATURE_METHOD,
    VISIT_ACT,
    WORKING,
)
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_content import Condition, Content, Copy, Element, Furnishing, Key, Meter, Party
from occupancy.domain.inspection_difference import Change, Difference, ElementChange, difference
from occupancy.domain.inspection_signatures import HEIGHT, WIDTH, InspectionSignature
from occupancy.domain.inspections import Inspection, InspectionKind

_MISSING = "à compléter"


class PaperPhoto(Struct, frozen=True, kw_only=True):
    """A photo under its room: the file that holds it, and what it shows."""

    file: str
    shows: str


class RoomTable(Struct, frozen=True, kw_only=True):
    """A room: one row per element. An exit has the state at entry and what changed between the two."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    photos: tuple[PaperPhoto, ...]


class PaperSignature(Struct, frozen=True, kw_only=True):
    """A frame: whose, how and when; `drawing` is what was drawn, empty for a frame to sign by hand."""

    who: str
    how: str
    drawing: str


class InspectionPaper(Paper, frozen=True, kw_only=True):
    """All that `inspections.typ` lays out. `is_exit` adds the columns of the entry. `seal_key`: checks its seal."""

    is_exit: bool
    facts: tuple[Fact, ...]
    parties: tuple[tuple[str, str, str, str], ...]
    rooms: tuple[RoomTable, ...]
    only_at_entry: tuple[tuple[str, str, str, str], ...]
    meters: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]
    safety: tuple[tuple[str, str, str], ...]
    furnishings: tuple[tuple[str, str, str, str], ...]
    other_photos: tuple[PaperPhoto, ...]
    remarks: str
    understood: str
    signatures: tuple[PaperSignature, ...]
    no_sheet_reason: str
    sha256: str | None
    signed_at: str
    seal_key: str
    completion: str | None


def inspection_paper(
    inspection: Inspection,
    contract: Contract,
    entry: Inspection | None,
    *,
    holder: str,
    completion: date | None,
    organisation: str,
    zone: str,
    with_photos: bool = False,
    seal_key: str = "",
) -> InspectionPaper:
    """The paper of an inspection, marked while it is a draft. `entry`: the one that an exit is compared with."""
    content, is_exit = inspection.content, inspection.kind is InspectionKind.EXIT
    compared = difference(entry.content, content) if is_exit and entry else None
    known = _by_name(compared)
    instant = instant_in(ZoneInfo(zone))
    rooms = tuple(
        RoomTable(
            name=room.name,
            rows=tuple(_row(room.name, one, known, is_exit=is_exit) for one in room.elements),
            photos=_photos(room.elements) if with_photos else (),
        )
        for room in content.rooms
    )
    return InspectionPaper(
        title=INSPECTION[inspection.kind],
        organisation=organisation,
        reference=f"Contrat {contract.reference}",
        dated=f"Établi le {day(inspection.established_on)}",
        mark=None if inspection.is_signed else "Projet",
        mark_reason="cet état des lieux n'est pas signé et peut encore changer.",
        is_exit=is_exit,
        facts=_facts(inspection, contract, entry, holder, ZoneInfo(zone)),
        parties=tuple(_party(one) for one in content.parties),
        rooms=rooms,
        only_at_entry=tuple(_gone(one) for left in known.values() for one in left),
        meters=tuple(_meter(one, compared, is_exit=is_exit) for one in content.meters),
        keys=_keys(content, compared, is_exit=is_exit),
        safety=tuple((SAFETY[one.kind], SAFETY_STATE[one.state], one.remark) for one in content.safety if one.state),
        furnishings=tuple(_thing(one) for one in content.furnishings) if content.is_furnished else (),
        other_photos=_other_photos(content) if with_photos else (),
        remarks=content.remarks,
        understood=_understood(content),
        signatures=tuple(paper_signature(one, instant) for one in inspection.signatures),
        no_sheet_reason=content.no_sheet_reason,
        sha256=inspection.sha256,
        signed_at=instant(inspection.signed_at),
        seal_key=seal_key,
        completion=day(completion) if completion and not is_exit else None,
    )


def photo_file(photo: UUID) -> str:
    """The name under which the paper finds a photo."""
    return f"{photo}.jpg"


def _photos(things: Iterable[Element | Furnishing]) -> tuple[PaperPhoto, ...]:
    return tuple(PaperPhoto(file=photo_file(photo), shows=one.name) for one in things for photo in one.photos)


def _other_photos(content: Content) -> tuple[PaperPhoto, ...]:
    """Meters, furniture, and the sheet that was signed by hand."""
    meters = tuple(
        PaperPhoto(file=photo_file(photo), shows=f"Compteur : {METER[one.kind]}")
        for one in content.meters
        for photo in one.photos
    )
    sheets = tuple(PaperPhoto(file=photo_file(photo), shows="Feuille signée") for photo in content.signed_sheets)
    return (*meters, *_photos(content.furnishings), *sheets)


def _thing(thing: Furnishing) -> tuple[str, str, str, str]:
    number = _MISSING if thing.quantity is None else str(thing.quantity)
    state = CONDITION[thing.condition] if thing.condition else ""
    return thing.name, number, state, _joined(thing.remark, thing.serial and f"n° {thing.serial}")


def _understood(content: Content) -> str:
    said = content.understanding
    return _joined(
        said.interpreter and f"interprète : {said.interpreter}",
        said.plain_language and "fiche en langage simple remise",
        said.read_aloud and "lu à voix haute",
        *(_copy(one) for one in content.copies),
    )


def _copy(copy: Copy) -> str:
    given = f", le {day(copy.given_on)}" if copy.given_on else ""
    proof = f" ({copy.proof})" if copy.proof else ""
    return f"copie remise à : {PARTY[copy.role].lower()}, {COPY_CHANNEL[copy.channel].lower()}{given}{proof}"


def paper_signature(one: InspectionSignature, instant: Callable[[datetime | None], str]) -> PaperSignature:
    """The frame of a signature."""
    who = _joined(f"{PARTY[one.role]} : {one.name}", one.capacity, apart=", ")
    reason = f" : {one.reason}" if one.reason else ""
    how = f"{SIGNATURE_METHOD[one.method]}{reason}, le {instant(one.signed_at)}"
    return PaperSignature(who=who, how=how, drawing=_drawing(one.strokes))


def _drawing(strokes: tuple[tuple[int, ...], ...]) -> str:
    """The strokes as an image made of lines: whole numbers only, nothing that anybody typed."""
    if not strokes:
        return ""
    lines = "".join(f'<polyline points="{" ".join(map(str, stroke))}"/>' for stroke in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g fill="none" stroke="black" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    )


def _joined(*parts: str | bool, apart: str = " ; ") -> str:
    return apart.join(one for one in parts if isinstance(one, str) and one)


def visit_times(content: Content, zone: ZoneInfo) -> str:
    """When the visit began and ended, in the time of the territory."""
    began, ended = (one.astimezone(zone) if one else None for one in (content.started_at, content.ended_at))
    words = (("de" if ended else "à partir de", began), ("à" if began else "jusqu'à", ended))
    return " ".join(f"{before} {at.hour} h {at:%M}" for before, at in words if at)


def _facts(
    inspection: Inspection, contract: Contract, entry: Inspection | None, holder: str, zone: ZoneInfo
) -> tuple[Fact, ...]:
    unit = contract.unit
    return facts(
        {
            "Établi le": day(inspection.established_on),
            "Visite": visit_times(inspection.content, zone),
            "Logement": f"{unit.name} ({unit.reference}), {DWELLING[unit.dwelling_type]}",
            "Place": unit.place_name or "Logement entier",
            "Adresse": f"{unit.address}, {unit.postal_code} {unit.city}",
            "Dans l'immeuble": _where(inspection.content),
            "La même visite sert à": ", ".join(VISIT_ACT[act] for act in inspection.content.acts),
            "Ménage": holder,
            "Séjour": f"depuis le {day(contract.first_day)}",
            "État des lieux d'entrée": _entry(inspection, entry),
            "Nouvelle adresse": inspection.forwarding_address
            or ("non donnée par le ménage" if inspection.content.address_refused else None),
        }
    )


def _entry(inspection: Inspection, entry: Inspection | None) -> str | None:
    """An exit says with which entry it is compared."""
    if inspection.kind is InspectionKind.ENTRY:
        return None
    if entry is None and inspection.content.entry_established_on:
        return f"établi le {day(inspection.content.entry_established_on)}, hors du programme"
    reason = inspection.content.no_entry_reason
    missing = "aucun état des lieux d'entrée signé" + (f" : {reason}" if reason else "")
    return f"établi le {day(entry.established_on)}" if entry else missing


def _where(content: Content) -> str:
    place = content.location
    named = {"bâtiment": place.building, "escalier": place.stair, "étage": place.floor, "porte": place.door}
    return ", ".join(f"{name} {value}" for name, value in named.items() if value)


def _party(party: Party) -> tuple[str, str, str, str]:
    presence = PRESENCE[party.presence] if party.presence else _MISSING
    capacity = f", {party.capacity}" if party.capacity else ""
    by = _joined(party.represented_by and f"par {party.represented_by}", party.representative_address, party.mandate)
    return PARTY[party.role], f"{party.name or NONE}{capacity}", presence, _joined(party.address, by, party.remark)


_Known = defaultdict[tuple[str, str], list[ElementChange]]


def _by_name(compared: Difference | None) -> _Known:
    """The changes by room and element, namesakes in order."""
    known: _Known = defaultdict(list)
    for one in compared.elements if compared else ():
        known[one.room, one.element].append(one)
    return known


def _row(room: str, element: Element, known: _Known, *, is_exit: bool) -> tuple[str, ...]:
    """One element; what is found among `known` is taken from it, so that only what the entry alone says is left there."""
    state = _state(element.condition)
    notes = _notes(element)
    if not is_exit:
        return element.name, state, notes
    waiting = known[room, element.name]
    change = waiting.pop(0) if waiting else None
    at_entry = _state(change.at_entry) if change and change.at_entry else NONE
    moved = change.change if change else Change.UNDECIDED
    return element.name, at_entry, state, "" if moved is Change.SAME else CHANGE[moved], notes


def _notes(element: Element) -> str:
    """All that is said of an element beside its state."""
    by = f" ({PARTY[element.reserved_by].lower()})" if element.reserved_by else ""
    return _joined(
        element.remark,
        _joined(element.material, element.colour, apart=", "),
        element.works is not None and WORKING[element.works].lower(),
        element.quantity is not None and f"nombre : {element.quantity}",
        element.last_renewed_on is not None and f"refait le {day(element.last_renewed_on)}",
        element.renewal_proof,
        element.reservation and f"réserve{by} : {element.reservation}",
    )


def _gone(change: ElementChange) -> tuple[str, str, str, str]:
    return change.room, change.element, _state(change.at_entry), change.entry_remark


def _state(condition: Condition | None) -> str:
    return CONDITION[condition] if condition else _MISSING


def _meter(meter: Meter, compared: Difference | None, *, is_exit: bool) -> tuple[str, ...]:
    head = (METER[meter.kind], _joined(meter.serial, meter.point and f"PDL/PCE {meter.point}") or NONE)
    reading = meter.unread_reason if meter.reading is None and meter.unread_reason else thousands(meter.reading)
    if not is_exit:
        return *head, reading
    found = [one for one in compared.meters if (one.kind, one.serial) == (meter.kind, meter.serial)] if compared else []
    before = found[0] if found else None
    return (
        *head,
        thousands(before.at_entry if before else None),
        reading,
        thousands(before.consumed if before else None),
    )


def _keys(content: Content, compared: Difference | None, *, is_exit: bool) -> tuple[tuple[str, ...], ...]:
    own = tuple((_key(one), str(one.quantity), _lost(one)) for one in content.keys)
    if not is_exit:
        return own
    remarks: dict[str, str] = {}
    for one in content.keys:
        remarks[one.kind] = " ; ".join(filter(None, (remarks.get(one.kind, ""), one.remark)))
    counted: Sequence[tuple[str, ...]] = [
        (KEY[one.kind], str(one.given), str(one.returned), str(one.missing or ""), remarks.get(one.kind, ""))
        for one in (compared.keys if compared else ())
    ]
    return tuple(counted) or tuple((name, NONE, number, "", remark) for name, number, remark in own)


def _key(key: Key) -> str:
    return _joined(KEY[key.kind], key.destination, key.serial and f"n° {key.serial}", apart=", ")


def _lost(key: Key) -> str:
    cost = key.lost_cost_cents is not None and f"si perdue : {euros(key.lost_cost_cents)}"
    return _joined(key.remark, cost)
