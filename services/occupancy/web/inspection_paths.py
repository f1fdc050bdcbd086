"""The addresses of inspections: at the office, on the tablet, of their papers."""

from uuid import UUID

from occupancy.domain.contracts import contract_page

INSPECTION_WORDS = {"entry": "entree", "exit": "sortie"}


def inspection(contract_id: UUID, kind: str) -> str:
    return f"{contract_page(contract_id)}/etat-des-lieux/{INSPECTION_WORDS[kind]}"


TABLETS = "/sejours/etats-des-lieux"
"""The pages that work without a network: the worker that keeps them answers for these addresses only."""


def inspection_tablet(inspection_id: UUID) -> str:
    return f"{TABLETS}/{inspection_id}"


def inspection_photo(inspection_id: UUID, photo_id: UUID) -> str:
    return f"{inspection_tablet(inspection_id)}/photos/{photo_id}"


def inspection_sheets(contract_id: UUID, kind: str) -> str:
    return f"{inspection(contract_id, kind)}/feuilles"


def inspection_photos(contract_id: UUID, kind: str) -> str:
    return f"{inspection(contract_id, kind)}/photos"


VERIFICATION = "/sejours/verification"


def inspection_seal(contract_id: UUID, kind: str) -> str:
    return f"{inspection(contract_id, kind)}/sceau.json"


def inspection_pdf(contract_id: UUID, kind: str) -> str:
    return f"{inspection(contract_id, kind)}/etat-des-lieux.pdf"


def inspection_amendment(contract_id: UUID, number: int | None = None) -> str:
    """Where an avenant is recorded, or the paper of one."""
    entry = inspection(contract_id, "entry")
    return f"{entry}/avenants/{number}/avenant.pdf" if number else f"{entry}/avenants/nouveau"


def inspection_amendment_seal(contract_id: UUID, number: int) -> str:
    return f"{inspection(contract_id, 'entry')}/avenants/{number}/sceau.json"
