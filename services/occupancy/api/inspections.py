"""Inspections over the API."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.settings import Settings
from occupancy.actions import inspections as actions
from occupancy.api.contract import InspectionIn, InspectionOut
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.inspection_content import Content
from occupancy.domain.inspection_difference import Difference, difference
from occupancy.domain.inspection_forms import StartFrom, named
from occupancy.domain.inspections import Inspection, InspectionKind, InspectionNotFound, without_names
from occupancy.store import contracts
from occupancy.store import inspections as store
from occupancy.store.inspection_amendments import with_amendments

_ONE = "/v1/contracts/{contract_id:uuid}/inspections/{kind:str}"


def _kind(text: str) -> InspectionKind:
    try:
        return InspectionKind(text)
    except ValueError:
        raise InspectionNotFound("Un état des lieux est d'entrée ou de sortie.") from None


@get(_ONE, operation_id="get_inspection", summary="Lire un état des lieux", tags=["États des lieux"])
async def get_inspection(
    contract_id: FromPath[UUID], kind: FromPath[str], act: NamedDependency[Act]
) -> Response[InspectionOut]:
    """`kind`: `entry` or `exit`."""
    inspection = await store.find_inspection(contract_id, _kind(kind))
    shown = inspection if act.by.may("households.read") else without_names(inspection)
    return versioned(InspectionOut.of(shown), inspection.version)


@get(
    _ONE + "/form",
    operation_id="get_inspection_form",
    summary="Lire le formulaire vierge ou prérempli",
    tags=["États des lieux"],
)
async def get_inspection_form(
    contract_id: FromPath[UUID],
    kind: FromPath[str],
    act: NamedDependency[Act],
    settings: NamedDependency[Settings],
    start: FromQuery[StartFrom] = StartFrom.LAST,
) -> Content:
    """The rooms and elements of what was signed last (for an exit, the entry), avenants included; or of the template."""
    contract = await contracts.find_contract(contract_id)
    content = await actions.content_to_start_from(contract, _kind(kind), on=act.today, start=start)
    return named(content, household="", agent="", seat=settings.organisation_address)


@put(_ONE, operation_id="save_inspection", summary="Enregistrer le brouillon", tags=["États des lieux"])
async def save_inspection(
    contract_id: FromPath[UUID],
    kind: FromPath[str],
    data: JSONBody[InspectionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[InspectionOut]:
    """The whole draft; `If-Match: "0"` begins it."""
    saving = actions.save_inspection(db, contract_id, _kind(kind), data.command(), act, expected=expected_version)
    inspection = await once(act, Inspection, saving)
    return versioned(InspectionOut.of(inspection), inspection.version)


@post(
    _ONE + "/signature",
    operation_id="sign_inspection",
    summary="Signer un état des lieux",
    tags=["États des lieux"],
    status_code=200,
)
async def sign_inspection(
    contract_id: FromPath[UUID],
    kind: FromPath[str],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    settings: NamedDependency[Settings],
) -> Response[InspectionOut]:
    """Frozen from now on, with the hash of what was signed."""
    signing = actions.sign_inspection(
        db, contract_id, _kind(kind), act, expected=expected_version, alt_units=alt_units, settings=settings
    )
    inspection = await once(act, Inspection, signing)
    return versioned(InspectionOut.of(inspection), inspection.version)


@get(
    "/v1/contracts/{contract_id:uuid}/inspections-difference",
    operation_id="get_difference",
    summary="Comparer l'entrée et la sortie",
    tags=["États des lieux"],
)
async def get_difference(contract_id: FromPath[UUID]) -> Difference:
    """Element by element, meters and keys; the entry as its avenants complete it."""
    entry = await with_amendments(await store.find_inspection(contract_id, InspectionKind.ENTRY))
    exit_ = await store.find_inspection(contract_id, InspectionKind.EXIT)
    return difference(entry.content, exit_.content)


HANDLERS = [
    get_inspection,
    get_inspection_form,
    save_inspection,
    sign_inspection,
    get_difference,
]
