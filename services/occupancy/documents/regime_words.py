"""What a regime implies, in words: each line of the matrix with its dated value, its source, and whether it is to confirm."""

from datetime import date

from msgspec import Struct

from kernel.law import Law, Status
from occupancy.domain.regime_effects import Effect, Point, effects_of
from occupancy.domain.regimes import LegalRegime

POINT = {
    Point.INSPECTION: "États des lieux",
    Point.DEPOSIT_CAP: "Plafond du dépôt",
    Point.DEPOSIT_RETURN: "Restitution du dépôt",
    Point.RECEIPTS: "Quittances et reçus",
    Point.INSURANCE: "Assurance",
    Point.TENANT_NOTICE: "Préavis du ménage",
    Point.OWNER_NOTICE: "Durée minimale, congé du bailleur",
    Point.HOUSING_AID: "AL et APL",
    Point.RIGHT_TO_REMAIN: "Maintien dans les lieux",
    Point.PRESCRIPTION: "Prescription des sommes dues",
    Point.COURT: "Départ forcé",
}


class EffectLine(Struct, frozen=True, kw_only=True):
    """One line, as it is shown."""

    point: Point
    label: str
    words: str
    source: str
    to_confirm: bool


def effect_lines(regime: LegalRegime | None, law: Law, on: date) -> tuple[EffectLine, ...]:
    """The lines of a regime, with the values in force on a day."""
    return tuple(_line(point, effect, law, on) for point, effect in effects_of(regime).items())


def _line(point: Point, effect: Effect, law: Law, on: date) -> EffectLine:
    words, to_confirm = effect.words, effect.status is Status.TO_VERIFY
    if effect.key is not None:
        value = law.at(effect.key, on)
        words = words.format(value=value.value)
        to_confirm = to_confirm or value.status is Status.TO_VERIFY
    return EffectLine(point=point, label=POINT[point], words=words, source=effect.source, to_confirm=to_confirm)
