"""Addresses of what is kept of people: the register, and each household's file of data."""

from uuid import UUID

DATA = "/sejours/donnees"
ASSESSMENT = f"{DATA}/analyse-d-impact"
ACCESS = f"{DATA}/acces"
AT_TERM = f"{DATA}/a-detruire"
HOLDS = f"{DATA}/suspensions"
READINGS = f"{DATA}/consultations"


def disclosures(household_id: UUID) -> str:
    """What was told of a household."""
    return f"/sejours/menages/{household_id}/communications"
