"""Addresses of the dossiers that run beside a stay and lead out of it: support, sliding leases, attributions."""

from urllib.parse import urlencode
from uuid import UUID

from occupancy.domain.attribution_sessions import operation_page
from occupancy.domain.attributions import attribution_page
from occupancy.domain.contracts import contract_page
from occupancy.domain.sliding_leases import sliding_lease_page
from occupancy.domain.support_measures import support_page

# --- social support -------------------------------------------------------------------------------

SUPPORTS = "/sejours/accompagnements"
NEW_SUPPORT = "/sejours/accompagnements/nouveau"
NOTES_AT_TERM = "/sejours/accompagnements/notes-a-detruire"
SUPPORT_OPERATORS = "/sejours/accompagnements/operateurs"
NEW_SUPPORT_OPERATOR = "/sejours/accompagnements/operateurs/nouveau"


def support(measure_id: UUID) -> str:
    return support_page(measure_id)


def new_support_of(household_id: UUID) -> str:
    return f"{NEW_SUPPORT}?menage={household_id}"


def supports_view(view: str, kind: str = "", after: str = "") -> str:
    asked = {"vue": view, "type": kind, "after": after}
    return f"{SUPPORTS}?{urlencode({name: value for name, value in asked.items() if value})}"


def support_act(measure_id: UUID, step: str) -> str:
    return f"{support(measure_id)}/actes/{step}"


def support_diagnosis(measure_id: UUID) -> str:
    return f"{support(measure_id)}/diagnostic"


def support_notes(measure_id: UUID) -> str:
    return f"{support(measure_id)}/notes"


def support_duration(measure_id: UUID) -> str:
    return f"{support(measure_id)}/duree"


def support_paper(measure_id: UUID, name: str) -> str:
    return f"{support(measure_id)}/{name}.pdf"


def support_operator(operator_id: UUID) -> str:
    return f"{SUPPORT_OPERATORS}/{operator_id}"


# --- sliding leases -------------------------------------------------------------------------------

SLIDING_LEASES = "/sejours/baux-glissants"
NEW_SLIDING_LEASE = "/sejours/baux-glissants/nouveau"


def sliding_lease(lease_id: UUID) -> str:
    return sliding_lease_page(lease_id)


def sliding_act(lease_id: UUID, step: str) -> str:
    return f"{sliding_lease(lease_id)}/actes/{step}"


def sliding_minutes(lease_id: UUID, number: int) -> str:
    return f"{sliding_lease(lease_id)}/examens/{number}"


def sliding_review_pdf(lease_id: UUID, number: int, paper: str) -> str:
    return f"{sliding_minutes(lease_id, number)}/{paper}.pdf"


def tripartite_convention_pdf(contract_id: UUID) -> str:
    return f"{contract_page(contract_id)}/convention-tripartite.pdf"


# --- attributions (LLTS) --------------------------------------------------------------------------

ATTRIBUTIONS = "/sejours/attributions"
NEW_ATTRIBUTION = "/sejours/attributions/nouveau"
OPERATIONS = "/sejours/attributions/programmes"
NEW_OPERATION = "/sejours/attributions/programmes/nouveau"
ATTRIBUTION_SESSIONS = "/sejours/attributions/seances"


def attribution(attribution_id: UUID) -> str:
    return attribution_page(attribution_id)


def attribution_act(attribution_id: UUID, milestone: str) -> str:
    return f"{attribution(attribution_id)}/actes/{milestone}"


def data_requests(household_id: UUID) -> str:
    return f"/sejours/menages/{household_id}/demandes-acces"


def new_attribution_of(household_id: UUID) -> str:
    return f"{NEW_ATTRIBUTION}?menage={household_id}"


def operation(operation_id: UUID) -> str:
    return operation_page(operation_id)


def new_session(operation_id: UUID) -> str:
    return f"{operation(operation_id)}/seances"


def attribution_session(session_id: UUID) -> str:
    return f"{ATTRIBUTION_SESSIONS}/{session_id}"


def session_closure(session_id: UUID) -> str:
    return f"{attribution_session(session_id)}/cloture"
