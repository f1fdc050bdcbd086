"""What staff type about a unit, read field by field."""

import re

from alt_units.actions.units import RegisterUnit
from alt_units.domain.territories import territory_of
from alt_units.domain.units import DwellingType, Programme, Unit, UnitFacts, Zone
from kernel.calendar import Territory
from kernel.web.form import Form

_SURFACE = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")


def read_facts(form: Form) -> UnitFacts:
    """The facts of a unit; the form knows what is wrong with them."""
    postal_code = _postal_code(form)
    return UnitFacts(
        reference=form.text("reference", 40),
        name=form.text("name", 120),
        dwelling_type=form.choice("dwelling_type", DwellingType),
        zone=form.choice("zone", Zone),
        address=form.text("address"),
        postal_code=postal_code,
        city=form.text("city", 120),
        surface_dm2=_surface(form),
        water_and_wc=form.checked("water_and_wc"),
        heating=form.checked("heating"),
        note=form.text("note", 2000, required=False),
        persons_max=form.maybe_integer("persons_max", 1, 50),
        accessible=form.checked("accessible"),
        floor=form.maybe_integer("floor", -5, 60),
        has_lift=form.checked("has_lift"),
        turnaround_days=form.maybe_integer("turnaround_days", 0, 60) or 0,
        territory=form.maybe_choice("territory", Territory) or territory_of(postal_code),
    )


def read_registration(form: Form) -> RegisterUnit:
    """A whole new unit."""
    names = [name.strip() for name in form.text("places", 2000, required=False).splitlines() if name.strip()]
    if any(len(name) > 80 for name in names):
        form.wrong("places", "Un nom de place fait 80 caractères au plus")
    if len(names) > 20:
        form.wrong("places", "20 places au plus")
    return RegisterUnit(
        facts=read_facts(form),
        place_names=tuple(names),
        programme=form.maybe_choice("programme", Programme),
        first_day=form.date("first_day"),
    )


def filled(unit: Unit) -> Form:
    """The form of an existing unit."""
    surface = unit.surface_dm2
    facts = {name: getattr(unit, name) for name in UnitFacts.__struct_fields__ if name != "surface_dm2"}
    return Form.blank(**facts, surface="" if surface is None else f"{surface // 100},{surface % 100:02d}")


def _postal_code(form: Form) -> str:
    text = form.text("postal_code", 5)
    if text and not re.fullmatch(r"[0-9]{5}", text):
        form.wrong("postal_code", "Cinq chiffres sont attendus, par exemple 77340")
    return text


def _surface(form: Form) -> int | None:
    text = form.text("surface", 10, required=False).replace(" ", "").removesuffix("m²")
    if not text:
        return None
    found = _SURFACE.fullmatch(text)
    square = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
    if not square:
        form.wrong("surface", "Surface en m² attendue, par exemple 45 ou 45,50")
        return None
    return square
