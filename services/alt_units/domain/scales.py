"""The allowance table: what a dwelling may be worth per month, by type and zone, from which day.

Ground: R. 851-5 I CSS (rent ceiling plus a fixed supplement for charges), CAL-01 to CAL-06. The table is a control: the
amount written in the convention is what counts, and prefects may set it below (ALT-11). Values are stored as published,
rent and charges apart, each rounded to the cent on its own; nothing is ever revalued at the moment of a claim.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec
from msgspec import Struct

from alt_units.domain.units import DwellingType, Zone
from kernel.law import Status
from kernel.law_records import LawVersion
from kernel.money import euros

ALLOWANCE = "allowance_scale"
"""The key of the table in the book of law; its cells are `t1.I`, `t1.II`, `t1.III` and `t1.charges`."""

_CHARGES = "charges"


class Currency(StrEnum):
    """Tables before the euro are in francs; they are shown, never compared with euros."""

    EUR = "EUR"
    FRF = "FRF"


class ScaleRow(Struct, frozen=True, kw_only=True):
    """One dwelling type of one table, in hundredths of the table's currency. `charges` None: not found."""

    dwelling_type: DwellingType
    rent: dict[Zone, int]
    charges: int | None = None


class ScaleValue(Struct, frozen=True, kw_only=True):
    """The value of one type in one zone, with what is needed to explain it years later."""

    version: str
    since: date
    source: str
    status: Status
    note: str
    currency: Currency
    dwelling_type: DwellingType
    zone: Zone
    rent: int
    charges: int | None

    @property
    def total(self) -> int | None:
        """Rent and charges in hundredths of the currency, or None when the charges are not known (AC-06)."""
        return None if self.charges is None else self.rent + self.charges

    @property
    def ceiling_cents(self) -> int | None:
        """The monthly ceiling in euro cents, or None when it is undetermined."""
        return self.total if self.currency is Currency.EUR else None


class Scale(Struct, frozen=True, kw_only=True):
    """One published table. `last_day`: the day before a later table started, even one whose figures were not found."""

    version: str
    since: date
    source: str
    status: Status
    currency: Currency
    rows: tuple[ScaleRow, ...]
    last_day: date | None = None
    note: str = ""
    checked_on: date | None = None

    def value(self, dwelling_type: DwellingType, zone: Zone) -> ScaleValue:
        """The value of a type in a zone. Raises `LookupError` when the table has no such row."""
        row = next((one for one in self.rows if one.dwelling_type is dwelling_type), None)
        if row is None or zone not in row.rent:
            raise LookupError(f"scale {self.version} has no {dwelling_type} in zone {zone}")
        return ScaleValue(
            version=self.version,
            since=self.since,
            source=self.source,
            status=self.status,
            note=self.note,
            currency=self.currency,
            dwelling_type=dwelling_type,
            zone=zone,
            rent=row.rent[zone],
            charges=row.charges,
        )


class Scales:
    """Every table, in order of its first day."""

    def __init__(self, scales: list[Scale]) -> None:
        self._scales = sorted(scales, key=lambda one: one.since)
        for scale in self._scales:
            for dwelling_type in DwellingType:
                for zone in Zone:
                    scale.value(dwelling_type, zone)

    @classmethod
    def parse(cls, text: str) -> "Scales":
        """Read the TOML text. Raises `msgspec.ValidationError` on a bad row, `LookupError` on a missing one."""
        read = tomllib.loads(text)
        checked = {"checked_on": read["checked_on"]} if "checked_on" in read else {}
        return cls(msgspec.convert([{**checked, **row} for row in read["scale"]], list[Scale]))

    def joined(self, recorded: Iterable[Scale]) -> "Scales":
        """These tables with those that staff recorded. Of two tables of one day, the recorded one is in force."""
        found = list(recorded)
        days = {one.since for one in found}
        return Scales([*(one for one in self._scales if one.since not in days), *found]) if found else self

    def at(self, day: date) -> Scale | None:
        """The table in force on a day, or None when its figures are not known."""
        running = [one for one in self._scales if one.since <= day]
        if not running or (running[-1].last_day is not None and running[-1].last_day < day):
            return None
        return running[-1]

    def value_at(self, day: date, dwelling_type: DwellingType, zone: Zone) -> ScaleValue | None:
        """The value of a type in a zone on a day, or None when the table of that day is not known."""
        scale = self.at(day)
        return scale.value(dwelling_type, zone) if scale else None

    def all(self) -> list[Scale]:
        """Every table, oldest first: what is published."""
        return list(self._scales)


def version_of(scale: Scale) -> LawVersion | None:
    """A shipped table as a version of the book of law; None when it is in francs or not complete."""
    if scale.currency is not Currency.EUR or any(row.charges is None for row in scale.rows):
        return None
    cells = {f"{row.dwelling_type}.{zone}": cents for row in scale.rows for zone, cents in row.rent.items()}
    cells |= {f"{row.dwelling_type}.{_CHARGES}": row.charges or 0 for row in scale.rows}
    return LawVersion(
        id=None,
        key=ALLOWANCE,
        since=scale.since,
        content=cells,
        source=scale.source,
        status=scale.status,
        note=scale.note,
        checked_on=scale.checked_on,
    )


def recorded_scale(version: LawVersion) -> Scale:
    """A recorded version as the table that controls amounts, named by its first day. Nothing is computed (U1)."""
    assert isinstance(version.content, dict)
    cells = version.content
    return Scale(
        version=f"{version.since:%d/%m/%Y}",
        since=version.since,
        source=version.source,
        status=version.status,
        currency=Currency.EUR,
        rows=tuple(
            ScaleRow(
                dwelling_type=kind,
                rent={zone: cells[f"{kind}.{zone}"] for zone in Zone},
                charges=cells[f"{kind}.{_CHARGES}"],
            )
            for kind in DwellingType
        ),
        note=version.note,
        checked_on=version.checked_on,
    )


class AmountCheck(Struct, frozen=True, kw_only=True):
    """What the table says about an entered amount. It warns and never changes the amount (AC-04).

    `applies` False: the amount is not one of the ALT, of which alone the table speaks (BG-03).
    """

    monthly_cents: int
    value: ScaleValue | None
    applies: bool = True

    @property
    def excess_cents(self) -> int:
        """By how much the amount is above the ceiling; 0 at or below it, or when the ceiling is undetermined."""
        ceiling = self.value.ceiling_cents if self.value else None
        return 0 if ceiling is None else max(0, self.monthly_cents - ceiling)

    @property
    def warning(self) -> str:
        """The French sentence for staff, empty when there is nothing to say."""
        if not self.applies:
            return ""
        if self.value is None:
            return "barème de cette date non disponible : montant non contrôlé"
        ceiling = self.value.ceiling_cents
        if ceiling is None:
            return "barème incomplet à cette date : plafond indéterminé, montant non contrôlé"
        if not self.excess_cents:
            return ""
        return f"supérieur au plafond {euros(ceiling)} : +{euros(self.excess_cents)}"


def check_amount(monthly_cents: int, value: ScaleValue | None) -> AmountCheck:
    """The entered amount beside the table's value."""
    return AmountCheck(monthly_cents=monthly_cents, value=value)
