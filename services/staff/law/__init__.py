"""Dated values, each with its source."""

from importlib.resources import files

from kernel.law import Law
from kernel.law_keys import LawKeys
from kernel.law_records import LawHistory, histories, shipped_versions


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


LAW = Law.parse(_text("sessions.toml"))
KEYS = LawKeys.parse(_text("keys.toml"))


def sign_in_rules() -> list[LawHistory]:
    """Every value with its versions: rules of the program, that a release changes and nobody else."""
    return histories(KEYS, shipped_versions(LAW, KEYS), (), ())
