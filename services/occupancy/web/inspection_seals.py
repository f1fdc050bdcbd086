"""The seal of an inspection: the file that goes with its paper, and the page where anybody checks both."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.errors import PermissionMissing
from kernel.sealing import public_key
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import Page, page
from kernel.web.uploads import Upload
from occupancy.domain.inspection_seals import FORMAT, SealFile, check_seal, digest, read_record, read_seal
from occupancy.store import contracts, inspections
from occupancy.store import inspection_seals as store
from occupancy.web import paths
from occupancy.web.inspections import read_kind

LARGEST_COPY = 48 * 1024 * 1024
"""A seal and a paper with all its photos: what anybody may send to be checked."""


@get("/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/sceau.json")
async def seal_file(contract_id: FromPath[UUID], word: FromPath[str], act: NamedDependency[Act]) -> Response[bytes]:
    """The seal, to be handed over with the paper: all that was signed, its hashes, the signature of both."""
    if not act.by.may("households.read"):
        raise PermissionMissing("Le sceau porte le nom des personnes : votre rôle ne permet pas de le lire.")
    inspection = await inspections.find_inspection(contract_id, read_kind(word))
    found = await store.find_seal(inspection.id)
    reference = (await contracts.find_contract(contract_id)).reference
    return seal_answer(found, f"etat-des-lieux-{word}-{reference}")


def seal_answer(seal: SealFile, name: str) -> Response[bytes]:
    """A seal as a file to keep."""
    headers = {
        "content-disposition": f'attachment; filename="{name}.sceau.json"',
        "cache-control": "private, no-store",
    }
    return Response(msgspec.json.encode(seal), media_type="application/json", headers=headers)


@get(paths.VERIFICATION)
async def verification_page(settings: NamedDependency[Settings]) -> Page:
    """Open to all: the household, a judge. With script the files stay on the visitor's machine; only the keys come from here."""
    return await _verification(settings, Form.blank())


@post(paths.VERIFICATION, request_max_body_size=LARGEST_COPY)
async def verification_form(form: NamedDependency[Form], settings: NamedDependency[Settings]) -> Page:
    """The same without script: the files are compared and forgotten. They must come from the keys of this CCAS."""
    seal = form.file("seal")
    if form.ok:
        with form.refusals():
            return await _verification(settings, form, read_seal(seal.content), form.files.get("pdf"))
    return await _verification(settings, form)


async def _verification(
    settings: Settings, form: Form, seal: SealFile | None = None, pdf: Upload | None = None
) -> Page:
    keys = tuple(dict.fromkeys([public_key(settings.secret), *(await store.sealing_keys())]))
    verdict = None
    if seal is not None:
        verdict = check_seal(seal, pdf_sha256=digest(pdf.content) if pdf and pdf.content else None, keys=keys)
    return page(
        "inspections/verification.html",
        status=form.status,
        form=form,
        keys=keys,
        sealed_as=FORMAT,
        verdict=verdict,
        record=read_record(seal) if seal is not None and verdict is not None and verdict.record else None,
        sealed_on=seal.sealed_at.date() if seal is not None else None,
    )


HANDLERS = [seal_file, verification_page, verification_form]
