"""Every address of the staff pages, once."""

from uuid import UUID

from alt_units.domain import units as rules

# --- units, conventions ---------------------------------------------------------------------------

UNITS = "/logements"
NEW_UNIT = "/logements/nouveau"
CONVENTIONS = "/logements/conventions"
NEW_CONVENTION = "/logements/conventions/nouvelle"


def unit(unit_id: UUID, act: str = "") -> str:
    """The unit's page, or one of its acts: `modifier`, `places`, `programme`, `mise-hors-service`…"""
    return rules.page(unit_id) + (f"/{act}" if act else "")


def place(unit_id: UUID, number: int) -> str:
    return f"{unit(unit_id)}/places/{number}"


def convention(convention_id: UUID, act: str = "") -> str:
    """The convention's page, or one of its acts: `modifier`, `lignes`, `signature`, `fin`."""
    return rules.convention_page(convention_id) + (f"/{act}" if act else "")


def line(convention_id: UUID, line_id: UUID, act: str = "") -> str:
    """A line's page, or its removal: `retrait`."""
    return f"{convention(convention_id)}/lignes/{line_id}" + (f"/{act}" if act else "")


# --- claims, funder payments, reconciliation ------------------------------------------------------
