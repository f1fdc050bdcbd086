"""An entry or exit inspection as a paper: every field of what was signed, beside what the entry said when it is an exit.

Ground: décret n° 2016-382, art. 2 (mandatory contents), loi n° 89-462, art. 3-2.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import NONE, day, instant_in, thousands
from occupancy.documents.words import CHANGE, CONDITION, DWELLING, INSPECTION, KEY, METER, PARTY, PRESENCE
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_content import Condition, Content, Element, Meter, Party
from occupancy.domain.inspection_difference import Change, Difference, ElementChange, difference
from occupancy.domain.inspections import Inspection, InspectionKind

_MISSING = "à compléter"


class RoomTable(Struct, frozen=True, kw_only=True):
    """A room: one row per element. An exit has the state at entry and what changed between the two."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class InspectionPaper(Paper, frozen=True, kw_only=True):
    """All that `inspections.typ` lays out. `is_exit` adds the columns of the entry."""

    is_exit: bool
    facts: tuple[Fact, ...]
    parties: tuple[tuple[str, str, str, str], ...]
    rooms: tuple[RoomTable, ...]
    only_at_entry: tuple[tuple[str, str, str, str], ...]
    meters: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]
    remarks: str
    sha256: str | None
    signed_at: str
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
) -> InspectionPaper:
    """The paper of an inspection, marked while it is a draft. `entry`: the one that an exit is compared with."""
    is_exit = inspection.kind is InspectionKind.EXIT
    compared = difference(entry.content, inspection.content) if is_exit and entry else None
    known = _by_name(compared)
    rooms = tuple(
        RoomTable(name=room.name, rows=tuple(_row(room.name, one, known, is_exit=is_exit) for one in room.elements))
        for room in inspection.content.rooms
    )
    return InspectionPaper(
        title=INSPECTION[inspection.kind],
        organisation=organisation,
        reference=f"Contrat {contract.reference}",
        dated=f"Établi le {day(inspection.established_on)}",
        mark=None if inspection.is_signed else "Projet",
        mark_reason="cet état des lieux n'est pas signé et peut encore changer.",
        is_exit=is_exit,
        facts=_facts(inspection, contract, entry, holder),
        parties=tuple(_party(one) for one in inspection.content.parties),
        rooms=rooms,
        only_at_entry=tuple(_gone(one) for left in known.values() for one in left),
        meters=tuple(_meter(one, compared, is_exit=is_exit) for one in inspection.content.meters),
        keys=_keys(inspection.content, compared, is_exit=is_exit),
        remarks=inspection.content.remarks,
        sha256=inspection.sha256,
        signed_at=instant_in(ZoneInfo(zone))(inspection.signed_at),
        completion=day(completion) if completion and not is_exit else None,
    )


def _facts(inspection: Inspection, contract: Contract, entry: Inspection | None, holder: str) -> tuple[Fact, ...]:
    unit = contract.unit
    return facts(
        {
            "Établi le": day(inspection.established_on),
            "Logement": f"{unit.name} ({unit.reference}), {DWELLING[unit.dwelling_type]}",
            "Place": unit.place_name or "Logement entier",
            "Adresse": f"{unit.address}, {unit.postal_code} {unit.city}",
            "Ménage": holder,
            "Séjour": f"depuis le {day(contract.first_day)}",
            "État des lieux d'entrée": _entry(inspection, entry),
            "Nouvelle adresse": inspection.forwarding_address,
        }
    )


def _entry(inspection: Inspection, entry: Inspection | None) -> str | None:
    """An exit says with which entry it is compared."""
    if inspection.kind is InspectionKind.ENTRY:
        return None
    return f"établi le {day(entry.established_on)}" if entry else "aucun état des lieux d'entrée signé"


def _party(party: Party) -> tuple[str, str, str, str]:
    presence = PRESENCE[party.presence] if party.presence else _MISSING
    return PARTY[party.role], party.name or NONE, presence, party.remark


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
    if not is_exit:
        return element.name, state, element.remark
    waiting = known[room, element.name]
    change = waiting.pop(0) if waiting else None
    at_entry = _state(change.at_entry) if change and change.at_entry else NONE
    moved = change.change if change else Change.UNDECIDED
    return element.name, at_entry, state, "" if moved is Change.SAME else CHANGE[moved], element.remark


def _gone(change: ElementChange) -> tuple[str, str, str, str]:
    return change.room, change.element, _state(change.at_entry), change.entry_remark


def _state(condition: Condition | None) -> str:
    return CONDITION[condition] if condition else _MISSING


def _meter(meter: Meter, compared: Difference | None, *, is_exit: bool) -> tuple[str, ...]:
    head = (METER[meter.kind], meter.serial or NONE)
    reading = thousands(meter.reading)
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
    own = tuple((KEY[one.kind], str(one.quantity), one.remark) for one in content.keys)
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
