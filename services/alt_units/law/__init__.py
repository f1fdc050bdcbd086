"""The dated legal values of the service, as shipped: read once. What applies on a day is asked of `alt_units.store.law`."""

from importlib.resources import files

from alt_units.domain.scales import Scales
from kernel.law import Law
from kernel.law_keys import LawKeys


def read_law() -> Law:
    """Who pays, how a month counts, until when papers are due; how conventions run and end; the rental mediation aid."""
    return Law.parse(*(_text(f"{name}.toml") for name in ("regimes", "conventions", "aml", "review")))


def read_scales() -> Scales:
    """The tables of the allowance."""
    return Scales.parse(_text("scales.toml"))


def read_keys() -> LawKeys:
    """What each value is, and what may be recorded."""
    return LawKeys.parse(_text("keys.toml"))


def _text(name: str) -> str:
    return files("alt_units.law").joinpath(name).read_text(encoding="utf-8")
