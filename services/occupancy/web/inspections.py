"""Pages of inspections: filled in on a tablet, saved as a draft, signed once; and the difference between the two."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.formats import day
from kernel.web.page import Page, page, see
from occupancy.actions import inspections as actions
from occupancy.clients.alt_units import AltUnits
from occupancy.documents.inspections import visit_times
from occupancy.domain.contracts import Contract
from occupancy.domain.households import Household
from occupancy.domain.inspection_amendments import Amendment
from occupancy.domain.inspection_content import Content, Copy, KeyKind, MeterKind, PartyRole
from occupancy.domain.inspection_difference import Change, difference
from occupancy.domain.inspection_forms import StartFrom, named
from occupancy.domain.inspection_visits import differences
from occupancy.domain.inspections import (
    Inspection,
    InspectionKind,
    InspectionNotFound,
    check_inspectable,
    without_names,
)
from occupancy.law.inspection_templates import template_on
from occupancy.store import contracts, households, inspection_amendments, inspection_seals, inspection_visits
from occupancy.store import inspections as store
from occupancy.web import labels, paths
from occupancy.web.inspection_reading import (
    fields_of,
    fields_of_inspection,
    lines,
    photos_by_field,
    read_inspection,
    shape,
    subjects,
)
from occupancy.web.stay_words import holder_words, place_words

_ONE = "/sejours/contrats/{contract_id:uuid}"
_WORDS = {word: InspectionKind(kind) for kind, word in paths.INSPECTION_WORDS.items()}


@get(_ONE + "/etat-des-lieux/{word:str}")
async def inspection_page(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    act: NamedDependency[Act],
    settings: NamedDependency[Settings],
    depart: FromQuery[str] = "",
) -> Page:
    """The draft to fill in, or the signed inspection to read. `?depart=template`: a first draft begins from the template."""
    kind, start = read_kind(word), read_start(depart)
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    inspection = await store.maybe_inspection(contract_id, kind)
    may_see = act.by.may("households.read")
    if inspection is not None and not may_see:
        inspection = without_names(inspection)
    if inspection is not None and inspection.is_signed:
        amendments = await inspection_amendments.amendments_of(inspection.id)
        known = await inspection_seals.sealed_amendments([one.id for one in amendments])
        sealed = {one.number for one in amendments if one.id in known}
        aside = await _aside(inspection) if may_see else []
        visit = visit_times(inspection.content, ZoneInfo(settings.zone))
        return _signed(contract, household, inspection, act, aside, amendments, sealed, visit)
    check_inspectable(contract, kind)
    if inspection is not None:
        form = fields_of_inspection(inspection, ZoneInfo(settings.zone))
        aside = await _aside(inspection) if may_see else []
        return await _draw(
            contract, household, kind, form, inspection.version, act, inspection.content, aside, inspection
        )
    content = named(
        await actions.content_to_start_from(contract, kind, on=act.today, start=start),
        household=household.name if may_see else "",
        agent=act.by.name,
        seat=settings.organisation_address,
    )
    form = fields_of(content, zone=ZoneInfo(settings.zone), established_on=act.today, start_from=start)
    return await _draw(contract, household, kind, form, actions.NOT_BEGUN, act, content)


@post(_ONE + "/etat-des-lieux/{word:str}")
async def inspection_form(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Save the draft, or sign what is on the page."""
    kind, version = read_kind(word), form.version()
    contract = await contracts.find_contract(contract_id)
    base = await _drawn_from(contract, kind, act, read_start(form.value("start_from")))
    command = read_inspection(form, base, template_on(act.today), ZoneInfo(settings.zone))
    if form.ok:
        with form.refusals():
            if form.value("do") == "sign":
                signing = actions.sign_inspection(
                    db, contract_id, kind, act, expected=version, alt_units=alt_units, settings=settings, latest=command
                )
                await once(act, Inspection, signing)
                return see(paths.contract(contract_id), done="inspection-signed")
            saving = actions.save_inspection(db, contract_id, kind, command, act, expected=version)
            await once(act, Inspection, saving)
            return see(paths.inspection(contract_id, kind), done="inspection-saved")
    household = await households.find_household(contract.household_id)
    draft = await store.maybe_inspection(contract_id, kind)
    return await _draw(contract, household, kind, form, version, act, base, (), draft)


@get(_ONE + "/etats-des-lieux/difference")
async def difference_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """What changed between entry and exit, changes first in sight."""
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    entry = await inspection_amendments.with_amendments(await store.find_inspection(contract_id, InspectionKind.ENTRY))
    exit_ = await store.find_inspection(contract_id, InspectionKind.EXIT)
    found = difference(entry.content, exit_.content)
    return page(
        "inspections/difference.html",
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        entry=entry,
        exit=exit_,
        difference=found,
        changed=[one for one in found.elements if one.is_changed],
        same=[one for one in found.elements if not one.is_changed],
        worse=sum(one.change is Change.WORSE for one in found.elements),
        missing=found.missing,
    )


async def _drawn_from(contract: Contract, kind: InspectionKind, act: Act, start: StartFrom) -> Content:
    """The content that the page showed: the draft, or what a first one starts from."""
    draft = await store.maybe_inspection(contract.id, kind)
    return draft.content if draft else await actions.content_to_start_from(contract, kind, on=act.today, start=start)


async def draft_page(draft: Inspection, act: Act, sheet_form: Form, zone: ZoneInfo) -> Page:
    """The page of a draft, to which a sheet could not be joined."""
    contract = await contracts.find_contract(draft.contract_id)
    household = await households.find_household(contract.household_id)
    shown = draft if act.by.may("households.read") else without_names(draft)
    fields = fields_of_inspection(shown, zone)
    return await _draw(
        contract, household, draft.kind, fields, draft.version, act, draft.content, (), draft, sheet_form
    )


def read_start(text: str) -> StartFrom:
    """What a first draft begins from; anything else than the template is what was signed last."""
    return StartFrom.TEMPLATE if text == StartFrom.TEMPLATE else StartFrom.LAST


def read_kind(word: str) -> InspectionKind:
    """`entree` or `sortie`, as addresses say it. Raises `InspectionNotFound`."""
    if word not in _WORDS:
        raise InspectionNotFound("Un état des lieux est d'entrée ou de sortie.")
    return _WORDS[word]


async def _draw(
    contract: Contract,
    household: Household,
    kind: InspectionKind,
    form: Form,
    version: int,
    act: Act,
    drawn: Content,
    aside: Sequence[dict[str, Any]] = (),
    draft: Inspection | None = None,
    sheet_form: Form | None = None,
) -> Page:
    before = None if draft else await actions.inspection_before(contract, kind)
    return page(
        "inspections/edit.html",
        status=(sheet_form or form).status,
        form=form,
        version=version,
        kind=kind,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        may_write=act.by.may("inspections.write"),
        aside=aside,
        rooms=shape(form),
        meters=lines(form, "meter", MeterKind),
        keys=lines(form, "key", KeyKind),
        draft=draft,
        photos=photos_by_field(draft.content) if draft else {},
        subjects=subjects(draft.content) if draft else [],
        sheet_form=sheet_form or Form.blank(),
        starts=_starts(before) if version == actions.NOT_BEGUN else [],
        party_choices=list(labels.PARTY.items()),
        safety=[(f"safety.{n}", labels.SAFETY[one.kind]) for n, one in enumerate(drawn.safety)],
        furnishings=[(f"furnishings.{n}", one.name) for n, one in enumerate(drawn.furnishings)],
        roles=[role for role in PartyRole if role is not PartyRole.LANDLORD or kind is InspectionKind.EXIT],
        list_of=template_on(act.today),
        conditions=list(labels.CONDITION.items()),
        presences=list(labels.PRESENCE.items()),
    )


def _starts(before: Inspection | None) -> list[tuple[StartFrom, str]]:
    """What a first draft may begin from, for its page; nothing to choose without an earlier inspection."""
    if before is None:
        return []
    which = labels.INSPECTION[before.kind].lower()
    return [
        (StartFrom.LAST, f"{which} du {day(before.established_on)}"),
        (StartFrom.TEMPLATE, "le modèle du type de logement"),
    ]


async def _aside(inspection: Inspection) -> list[dict[str, Any]]:
    """The visits of other tablets that wait for a person, each with what it says differently."""
    return [
        {
            "visit": one,
            "differences": [difference.message for difference in differences(one.visit.content, inspection.content)],
        }
        for one in await inspection_visits.set_aside_of(inspection.id)
    ]


def _copy_words(copy: Copy) -> str:
    how = labels.COPY_CHANNEL[copy.channel].lower()
    when = f" le {day(copy.given_on)}" if copy.given_on else ""
    return f"{labels.PARTY[copy.role]} : {how}{when}{f' ({copy.proof})' if copy.proof else ''}"


def _signed(
    contract: Contract,
    household: Household,
    inspection: Inspection,
    act: Act,
    aside: Sequence[dict[str, Any]],
    amendments: Sequence[Amendment],
    sealed: set[int],
    visit: str,
) -> Page:
    return page(
        "inspections/show.html",
        inspection=inspection,
        aside=aside,
        amendments=amendments,
        sealed=sealed,
        visit=visit,
        copies=" ; ".join(_copy_words(one) for one in inspection.content.copies),
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
    )


HANDLERS = [inspection_page, inspection_form, difference_page]
