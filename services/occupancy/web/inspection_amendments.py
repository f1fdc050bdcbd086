"""Avenants to an entry inspection: recorded with photos, signed on screen or on paper; its paper, its seal."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound, PermissionMissing, Refusal
from kernel.intake.pictures import LARGEST_PICTURE, cleaned_in_turn
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from kernel.web.pdf import sent
from occupancy.actions.inspection_amendments import TEMPLATE, JoinedPhoto, amend_inspection
from occupancy.actions.inspection_photos import SavePhoto
from occupancy.documents.inspection_amendments import amendment_paper
from occupancy.documents.inspections import photo_file
from occupancy.domain.inspection_amendments import (
    Amendment,
    AmendmentGround,
    AmendmentItem,
    AmendmentRequest,
    InspectionNotAmendable,
    photos_shown,
    until,
)
from occupancy.domain.inspection_content import Condition, PartyRole, Photos
from occupancy.domain.inspection_signatures import InspectionSignature, SignatureMethod, Strokes
from occupancy.domain.inspections import Inspection, InspectionKind
from occupancy.store import contracts, households, inspection_photos, inspection_seals, inspections
from occupancy.store import inspection_amendments as store
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.inspection_seals import seal_answer
from occupancy.web.inspections import read_kind
from occupancy.web.paper_desk import StayPapers
from occupancy.web.stay_words import holder_words, place_words

_ONE = "/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/avenants"
LINES = range(4)
"""Things that one avenant adds through the page; the API takes twenty."""
PHOTOS = range(2)
"""Photos of each, and sheets signed by hand, through the page."""
_LARGEST_REQUEST = 48 * 1024 * 1024
_SIGNERS = (PartyRole.HOUSEHOLD, PartyRole.CCAS)


@get(_ONE + "/nouveau")
async def amendment_page(contract_id: FromPath[UUID], word: FromPath[str], act: NamedDependency[Act]) -> Page:
    """What is asked, when, and who signs."""
    inspection = await _entry(contract_id, word)
    may_see = act.by.may("households.read")
    holder = next((one.name for one in inspection.content.parties if one.role is PartyRole.HOUSEHOLD), "")
    start = {"requested_on": act.today, "established_on": act.today, "ground": AmendmentGround.COMPLETION}
    named = {"name.household": holder if may_see else "", "name.ccas": act.by.name}
    form = Form.blank(**start, **named, **{f"method.{role}": SignatureMethod.DRAWN for role in _SIGNERS})
    return await _draw(form, contract_id, inspection, act)


@post(_ONE + "/nouveau", request_max_body_size=_LARGEST_REQUEST)
async def amendment_form(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Record it, signed, with its photos."""
    inspection = await _entry(contract_id, word)
    photos: dict[UUID, JoinedPhoto] = {}
    items = [await _read_item(form, n, photos, act) for n in LINES if n == 0 or _is_filled(form, n)]
    sheets = await _read_photos(form, "sheet", inspection.id, photos, act)
    request = _read(form, act, tuple(items), sheets)
    if form.ok:
        with form.refusals():
            adding = amend_inspection(db, inspection.id, request, act, settings=settings, photos=photos)
            await once(act, Amendment, adding)
            return see(paths.inspection(contract_id, InspectionKind.ENTRY), done="inspection-amended")
    return await _draw(form, contract_id, inspection, act)


@get(_ONE + "/{number:int}/avenant.pdf")
async def amendment_pdf(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    number: FromPath[int],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """The avenant as it was signed."""
    contract = await contracts.find_contract(contract_id)
    inspection = await _entry(contract_id, word)
    found = await _find(inspection, number, act)
    name = f"avenant-{number}-etat-des-lieux-{contract.reference}"
    sealed = None if papers.is_page else await inspection_seals.sealed_amendment_paper(found.id)
    if sealed is not None:
        return sent(sealed, name)
    household = await households.find_household(contract.household_id)
    letterhead = await papers.letterhead_on(found.recorded_at)
    paper = amendment_paper(
        found,
        inspection,
        contract,
        holder=household.name,
        organisation=letterhead.name,
        zone=papers.zone,
    )
    named = photos_shown(found.items, found.signed_sheets, inspection.id)
    images = {photo_file(one): await inspection_photos.image_of(inspection.id, one, small=True) for one in named}
    return await papers.drawn_under(letterhead.head, TEMPLATE, paper, on=found.recorded_at, name=name, images=images)


@get(_ONE + "/{number:int}/sceau.json")
async def amendment_seal_file(
    contract_id: FromPath[UUID], word: FromPath[str], number: FromPath[int], act: NamedDependency[Act]
) -> Response[bytes]:
    """The seal of an avenant, handed over with its paper like that of the inspection."""
    if not act.by.may("households.read"):
        raise PermissionMissing("Le sceau porte le nom des personnes : votre rôle ne permet pas de le lire.")
    found = await _find(await _entry(contract_id, word), number, act)
    reference = (await contracts.find_contract(contract_id)).reference
    seal = await inspection_seals.find_amendment_seal(found.id)
    return seal_answer(seal, f"avenant-{number}-etat-des-lieux-{reference}")


async def _entry(contract_id: UUID, word: str) -> Inspection:
    """Raises `InspectionNotFound`, `InspectionNotAmendable`."""
    kind = read_kind(word)
    if kind is not InspectionKind.ENTRY:
        raise InspectionNotAmendable("Seul un état des lieux d'entrée signé se complète par un avenant.")
    return await inspections.find_inspection(contract_id, kind)


async def _find(inspection: Inspection, number: int, act: Act) -> Amendment:
    found = next((one for one in await store.amendments_of(inspection.id) if one.number == number), None)
    if found is None or not act.by.may("households.read"):
        raise NotFound("Cet avenant n'existe pas, ou votre rôle ne permet pas de le lire.")
    return found


def _is_filled(form: Form, n: int) -> bool:
    return any(form.value(f"item.{n}.{part}") for part in ("room", "element", "observation", "condition")) or any(
        f"item.{n}.photo.{rank}" in form.files and form.files[f"item.{n}.photo.{rank}"].content for rank in PHOTOS
    )


async def _read_item(form: Form, n: int, photos: dict[UUID, JoinedPhoto], act: Act) -> AmendmentItem:
    own = uuid4()
    return AmendmentItem(
        room=form.text(f"item.{n}.room", 80, required=False),
        element=form.text(f"item.{n}.element", 80) or "?",
        condition=form.maybe_choice(f"item.{n}.condition", Condition, required=True),
        observation=form.text(f"item.{n}.observation", 500) or "?",
        id=own,
        photos=await _read_photos(form, f"item.{n}.photo", own, photos, act),
    )


async def _read_photos(form: Form, name: str, subject_id: UUID, photos: dict[UUID, JoinedPhoto], act: Act) -> Photos:
    """The photos that were joined under a name, drawn again; one that cannot be is refused beside its field."""
    kept = []
    for field, content in _joined(form, name):
        if len(content) > LARGEST_PICTURE:
            form.wrong(field, f"La photo dépasse {LARGEST_PICTURE // 1024 // 1024} Mo.")
            continue
        try:
            picture = await cleaned_in_turn(content)
        except Refusal as refused:
            form.wrong(field, refused.detail)
            continue
        kept.append(uuid4())
        sent_photo = SavePhoto(
            subject_id=subject_id, taken_at=act.at, content=content, sent_sha256=sha256(content).hexdigest()
        )
        photos[kept[-1]] = JoinedPhoto(sent=sent_photo, picture=picture)
    return tuple(kept)


def _joined(form: Form, name: str) -> Iterator[tuple[str, bytes]]:
    for rank in PHOTOS:
        found = form.files.get(f"{name}.{rank}")
        if found is not None and found.content:
            yield f"{name}.{rank}", found.content


def _read_signature(form: Form, role: PartyRole, act: Act) -> InspectionSignature:
    method = form.choice(f"method.{role}", SignatureMethod)
    strokes: Strokes = ()
    if method is SignatureMethod.DRAWN:
        try:
            strokes = msgspec.json.decode(form.value(f"strokes.{role}") or "[]", type=Strokes)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            form.wrong(f"signature.{role}", "Cette signature ne peut pas être lue : signez à nouveau.")
    return InspectionSignature(
        role=role,
        name=form.text(f"name.{role}", 120) or "?",
        method=method,
        signed_at=act.at,
        reason=form.text(f"reason.{role}", 300, required=False) if method is SignatureMethod.NONE else "",
        strokes=strokes,
    )


def _read(form: Form, act: Act, items: tuple[AmendmentItem, ...], sheets: Photos) -> AmendmentRequest:
    signatures = tuple(_read_signature(form, role, act) for role in _SIGNERS)
    return AmendmentRequest(
        ground=form.choice("ground", AmendmentGround),
        requested_on=form.date("requested_on"),
        established_on=form.date("established_on"),
        items=items,
        signatures=signatures,
        is_agreed=form.checked("is_agreed"),
        signed_sheets=sheets,
        no_sheet_reason=form.text("no_sheet_reason", 300, required=False),
    )


async def _draw(form: Form, contract_id: UUID, inspection: Inspection, act: Act) -> Page:
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    law = await law_in_force()
    return page(
        "inspections/amendment.html",
        status=form.status,
        form=form,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        lines=LINES,
        limits=[
            (labels.AMENDMENT_GROUND[ground], until(inspection, ground, law, contract.territory))
            for ground in AmendmentGround
        ],
        grounds=list(labels.AMENDMENT_GROUND.items()),
        conditions=list(labels.CONDITION.items()),
        methods=list(labels.SIGNATURE_METHOD.items()),
        photos=PHOTOS,
        signers=_SIGNERS,
    )


HANDLERS = [amendment_page, amendment_form, amendment_pdf, amendment_seal_file]
