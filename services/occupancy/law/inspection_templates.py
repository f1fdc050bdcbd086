"""What to look at in a dwelling, as shipped: the dated templates of inspections, read once."""

import tomllib
from datetime import date
from importlib.resources import files

import msgspec

from occupancy.domain.inspection_forms import Template

TEMPLATES: tuple[Template, ...] = msgspec.convert(
    tomllib.loads(files("occupancy.law").joinpath("inspection_templates.toml").read_text(encoding="utf-8"))["template"],
    tuple[Template, ...],
)


def template_on(day: date) -> Template:
    """The template in use on a day; the first one for a day before it."""
    begun = [one for one in TEMPLATES if one.since <= day]
    return max(begun or TEMPLATES[:1], key=lambda one: one.since)
