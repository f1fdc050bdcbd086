"""The seal of an inspection: the file that goes with its paper, and the page where anybody checks both, on their own machine."""

from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.errors import PermissionMissing
from kernel.sealing import public_key
from kernel.settings import Settings
from kernel.web.page import Page, page
from occupancy.domain.inspection_seals import FORMAT
from occupancy.store import contracts, inspections
from occupancy.store import inspection_seals as store
from occupancy.web import paths
from occupancy.web.inspections import read_kind


@get("/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/sceau.json")
async def seal_file(contract_id: FromPath[UUID], word: FromPath[str], act: NamedDependency[Act]) -> Response[bytes]:
    """The seal, to be handed over with the paper: all that was signed, its hashes, the signature of both."""
    if not act.by.may("households.read"):
        raise PermissionMissing("Le sceau porte le nom des personnes : votre rôle ne permet pas de le lire.")
    inspection = await inspections.find_inspection(contract_id, read_kind(word))
    found = await store.find_seal(inspection.id)
    reference = (await contracts.find_contract(contract_id)).reference
    headers = {
        "content-disposition": f'attachment; filename="etat-des-lieux-{word}-{reference}.sceau.json"',
        "cache-control": "private, no-store",
    }
    return Response(msgspec.json.encode(found), media_type="application/json", headers=headers)


@get(paths.VERIFICATION)
async def verification_page(settings: NamedDependency[Settings]) -> Page:
    """Open to all: the household, a judge. What is checked stays on the visitor's machine; only the keys come from here."""
    keys = dict.fromkeys([public_key(settings.secret), *(await store.sealing_keys())])
    return page("inspections/verification.html", keys=list(keys), sealed_as=FORMAT)


HANDLERS = [seal_file, verification_page]
