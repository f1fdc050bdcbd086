"""Places: no two stays share a day on one place, and a whole-unit contract excludes the unit's places.

The database refuses it too (`contract_no_overlap`).
"""

from datetime import date

from kernel.errors import Blocker, Conflict
from occupancy.domain.contracts import Contract, contract_page
from occupancy.domain.units import WHOLE_UNIT


class PlaceAlreadyTaken(Conflict):
    """Two stays cannot share a day on one place; a whole-unit stay takes all places."""

    code, title = "place-already-taken", "Place déjà occupée sur la période"


class PlaceNotReturned(Conflict):
    """The previous household is past its term and has not left: its stay must be ended or renewed first."""

    code, title = "place-not-returned", "Place non rendue"


def same_place(one: int, other: int) -> bool:
    """True when two contracts of one unit compete for a place: equal numbers, or either has the whole unit."""
    return one == other or WHOLE_UNIT in (one, other)


def clashes(one: Contract, other: Contract) -> bool:
    """True when both occupy one place on a common day."""
    return (
        one.id != other.id
        and one.is_occupying
        and other.is_occupying
        and one.unit_id == other.unit_id
        and same_place(one.place_number, other.place_number)
        and one.stay.overlaps(other.stay)
    )


def check_free(contract: Contract, others: tuple[Contract, ...]) -> None:
    """Raises `PlaceAlreadyTaken`, with the contract in the way."""
    for other in others:
        if clashes(contract, other):
            raise taken_by(other)


def taken_by(other: Contract) -> PlaceAlreadyTaken:
    """The refusal that names the contract in the way."""
    return PlaceAlreadyTaken(
        f"Le contrat {other.reference} occupe déjà la place du {other.stay.first_day:%d/%m/%Y}"
        f" au {other.stay.last_day:%d/%m/%Y}.",
        blocker=Blocker(label=f"Contrat {other.reference}", href=contract_page(other.id)),
    )


def check_returned(contract: Contract, others: tuple[Contract, ...], *, today: date) -> None:
    """Nobody is past their term on the place. Raises `PlaceNotReturned`, with the contract in the way."""
    for other in others:
        if (
            other.id != contract.id
            and other.is_running
            and other.last_day < min(today, contract.first_day)
            and same_place(other.place_number, contract.place_number)
        ):
            raise PlaceNotReturned(
                f"Le contrat {other.reference} a pris fin le {other.last_day:%d/%m/%Y}"
                " et le départ du ménage n'est pas enregistré.",
                blocker=Blocker(label=f"Contrat {other.reference}", href=contract_page(other.id)),
            )
