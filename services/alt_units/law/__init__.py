"""The dated legal values of the service, as shipped: read once. What applies on a day is asked of `alt_units.store.law`."""

from importlib.resources import files

from alt_units.domain.scales import Scales
from kernel.law import Law
from kernel.law_keys import LawKeys


def read_law() -> Law:
    """The regimes, conventions and mediation aid; how silent texts are read; what the program does of its own and asks about."""
    names = ("regimes", "conventions", "aml", "readings", "review", "matching", "vacancies", "open_data")
    return Law.parse(*(_text(f"{name}.toml") for name in names))


def read_scales() -> Scales:
    """The tables of the allowance."""
    return Scales.parse(_text("scales.toml"))


def read_keys() -> LawKeys:
    """What each value is, and what may be recorded."""
    return LawKeys.parse(_text("keys.toml"))


def _text(name: str) -> str:
    return files("alt_units.law").joinpath(name).read_text(encoding="utf-8")
