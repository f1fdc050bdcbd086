"""The household's own housing aid (AL or APL): since when, until when. Only a count of households ever leaves this service.

Ground: ALT-04 and OCC-02: a unit-month held by a household that receives AL/APL is not counted for the ALT allowance.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from kernel.errors import FieldError, RuleBroken
from kernel.period import Period


class AidKind(StrEnum):
    """The housing allowance (AL), or the personalised one of conventioned dwellings (APL)."""

    AL = "AL"
    APL = "APL"


class HousingAidWrong(RuleBroken):
    """A household receives one housing aid at a time: each period ends before the next one starts."""

    code, title = "housing-aid-wrong", "Périodes d'aide au logement incohérentes"


class HousingAid(Struct, frozen=True, kw_only=True):
    """Days for which the household receives the aid. `last_day` None: still running."""

    kind: AidKind
    first_day: date
    last_day: date | None

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


def in_order(aids: Iterable[HousingAid]) -> tuple[HousingAid, ...]:
    """The periods, first one first. Raises `HousingAidWrong`, naming each field as the form does."""
    found = list(aids)
    wrong = [
        FieldError(field=f"last_day.{number}", message="La fin précède le début.")
        for number, one in enumerate(found)
        if one.last_day is not None and one.last_day < one.first_day
    ]
    if not wrong:
        rows = sorted(enumerate(found), key=lambda row: row[1].first_day)
        wrong = [
            FieldError(field=f"first_day.{number}", message="Cette période commence avant la fin d'une autre.")
            for (_, before), (number, after) in pairwise(rows)
            if before.period.overlaps(after.period)
        ]
    if wrong:
        raise HousingAidWrong("Un ménage perçoit une seule aide à la fois.", errors=tuple(wrong))
    return tuple(sorted(found, key=lambda one: one.first_day))
