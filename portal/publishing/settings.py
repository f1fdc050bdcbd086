"""What one CCAS exported of itself (`palier export-portal-settings`): its name, and the values that it recorded."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from kernel.law import LawValue


class Town(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who publishes the portal, as on the papers of its households. Empty: nobody yet."""

    name: str = ""
    address: str = ""
    contact: str = ""
    privacy_contact: str = ""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`exported_on` None: no CCAS, the values are those shipped with the program. `values`: by service, what was recorded."""

    exported_on: date | None = None
    town: Town = Town()
    values: dict[str, list[LawValue]] = {}


def read_settings(file: Path | None) -> Settings:
    """Raises `ValueError` when the file cannot be read or does not fit."""
    if file is None:
        return Settings()
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Settings)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise ValueError(f"{file} : {fault}") from fault
