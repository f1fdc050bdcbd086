"""The dated legal values of the service, as shipped: read once, when the service starts."""

from importlib.resources import files

from alt_units.domain.scales import Scales
from kernel.law import Law


def read_law() -> Law:
    """The regimes: who pays, how a month counts, until when papers are due."""
    return Law.parse(_text("regimes.toml"))


def read_scales() -> Scales:
    """The tables of the allowance."""
    return Scales.parse(_text("scales.toml"))


def _text(name: str) -> str:
    return files("alt_units.law").joinpath(name).read_text(encoding="utf-8")
