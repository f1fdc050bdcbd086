"""The park and conventions of the founding case: three ALT dwellings for up to four households, ten units with AML.

Source: UNCCAS sheet « Dispositif logement ALT », Pontault-Combault: one shared T1/T3, one T1, one T3; 331,27 € for a T1 and
357,95 € for a T3. The town itself and its addresses are invented.
"""

from datetime import date
from typing import Any

from msgspec import Struct

from palier.demo.clerk import Desk
from palier.demo.people import FINANCE, MANAGER
from palier.demo.spreadsheet import import_units

TOWN = {"postal_code": "77000", "city": "Commune-Exemple", "zone": "I"}
RIGHTS: dict[str, dict[str, Any]] = {
    "ALT": {"kind": "owned", "owner_kind": "town", "landlord": "Commune-Exemple"},
    "AML": {"kind": "head_lease", "owner_kind": "hlm", "landlord": "Bailleur Exemple", "reference": "Bail cadre 3",
            "rent_cents": 41250},
}  # fmt: skip
"""By what right the town's CCAS has the dwellings of each programme."""
T1_CENTS = 33127
T3_CENTS = 35795
GROUND_FLOOR = ("ALT-03", "AML-02")
"""Step-free, usable in a wheelchair."""


class Dwelling(Struct, frozen=True, kw_only=True):
    """A unit of the demonstration park."""

    reference: str
    name: str
    dwelling_type: str
    programme: str
    address: str
    surface_dm2: int
    places: tuple[str, ...] = ()


PARK = (
    Dwelling(reference="ALT-01", name="Colocation des Tilleuls", dwelling_type="t3", programme="ALT",
             address="1 allée des Exemples", surface_dm2=6200, places=("Chambre bleue", "Chambre verte")),
    Dwelling(reference="ALT-02", name="Studio des Tilleuls", dwelling_type="t1", programme="ALT",
             address="1 allée des Exemples", surface_dm2=2800),
    Dwelling(reference="ALT-03", name="Trois-pièces du Lavoir", dwelling_type="t3", programme="ALT",
             address="2 place de la Démonstration", surface_dm2=5900),
    *(
        Dwelling(reference=f"AML-0{number}", name=name, dwelling_type=dwelling_type, programme="AML",
                 address=f"{number} rue du Modèle", surface_dm2=2700 if dwelling_type == "t1" else 6000)
        for number, (name, dwelling_type) in enumerate(
            [("Studio de la Gare", "t1"), ("Studio du Canal", "t1"), ("Trois-pièces du Parc", "t3"),
             ("Trois-pièces des Écoles", "t3"), ("Studio du Marché", "t1"), ("Trois-pièces du Moulin", "t3"),
             ("Trois-pièces de la Poste", "t3")],
            start=1,
        )
    ),
)  # fmt: skip


async def register_park(desk: Desk, first_day: date) -> dict[str, dict[str, Any]]:
    """Every unit, in service and in its programme from `first_day`, by reference: the ALT ones typed, the AML ones imported."""
    imported = []
    for dwelling in PARK:
        body, right = _body(dwelling, first_day), RIGHTS[dwelling.programme] | {"first_day": first_day.isoformat()}
        if dwelling.programme == "AML":
            imported.append((body, right))
            continue
        unit = await desk.post(MANAGER, "alt_units/v1/units", body)
        path = f"alt_units/v1/units/{unit['id']}/mobilisations"
        await desk.post(MANAGER, path, right, version=unit["version"])
    await import_units(desk, imported)
    listed = await desk.get(MANAGER, "alt_units/v1/units")
    return {unit["reference"]: unit for unit in listed["items"]}


def _body(dwelling: Dwelling, first_day: date) -> dict[str, Any]:
    return {
        **TOWN,
        "reference": dwelling.reference,
        "name": dwelling.name,
        "dwelling_type": dwelling.dwelling_type,
        "programme": dwelling.programme,
        "address": dwelling.address,
        "surface_dm2": dwelling.surface_dm2,
        "water_and_wc": True,
        "heating": True,
        "persons_max": 2 if dwelling.dwelling_type == "t1" else 5,
        "accessible": dwelling.reference in GROUND_FLOOR,
        "floor": 0 if dwelling.reference in GROUND_FLOOR else 2,
        "turnaround_days": 2,
        "places": list(dwelling.places),
        "first_day": first_day.isoformat(),
    }


async def declare_first_vacancy(desk: Desk) -> None:
    """The place that has been empty for longest was told to the SIAO; the others are still to be."""
    found = (await desk.get(MANAGER, "alt_units/v1/vacancies"))["items"]
    for one in found[:1]:
        told = {"place_number": one["place_number"], "declared_on": desk.clock.today().isoformat(), "note": "Fiche 12"}
        await desk.post(MANAGER, f"alt_units/v1/units/{one['unit_id']}/vacancy-declarations", told)


async def sign_alt_convention(desk: Desk, year: int, units: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The ALT convention of a year, with the amounts of the founding case as its partners wrote them."""
    desk.clock.move_to(date(year - 1, 12, 15))
    body = {
        "programme": "ALT",
        "number": f"ALT-{year}-DEMO",
        "funder": "État (DDETS)",
        "year": year,
        "first_month": f"{year}-01",
        "rule": "MOIS_ENTIER",
        "basis": "DISPONIBILITE",
        "ceiling": "ANNUEL",
        "note": "Montants du cas fondateur ; communes et personnes fictives.",
    }
    convention = await desk.post(FINANCE, "alt_units/v1/conventions", body)
    path = f"alt_units/v1/conventions/{convention['id']}"
    for reference, cents in (("ALT-01", T3_CENTS), ("ALT-02", T1_CENTS), ("ALT-03", T3_CENTS)):
        line = {
            "unit_id": units[reference]["id"],
            "first_month": f"{year}-01",
            "last_month": f"{year}-12",
            "monthly_cents": cents,
        }
        convention = await desk.post(FINANCE, f"{path}/lines", line, version=convention["version"])
    signed = {"signed_on": date(year - 1, 12, 15).isoformat()}
    return dict(await desk.post(FINANCE, f"{path}/signature", signed, version=convention["version"]))
