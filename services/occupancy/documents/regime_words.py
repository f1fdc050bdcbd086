"""What a regime implies, in words: each line of the matrix with its dated value, its source, and whether it is to confirm."""

from datetime import date

from msgspec import Struct

from kernel.law import Law, LawValue, Status
from occupancy.domain.regime_effects import Answer, Effect, Point, effects_of
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


def insurance_demand_words(regime: LegalRegime | None, months: LawValue) -> tuple[str, str]:
    """What a mise en demeure for an attestation leads to, and on what ground: art. 7 g for a lease or a sub-lease, else the
    rules of the CCAS, which alone bind an occupant who is no tenant.
    """
    effect = effects_of(regime)[Point.INSURANCE]
    if effect.answer is Answer.LAW:
        said = (
            f"Le ménage a {months.value} mois pour remettre une attestation ; ensuite, l'assurance peut être "
            "prise pour son compte et récupérée par douzièmes."
        )
        return said, months.source
    said = (
        f"Le règlement de fonctionnement demande cette attestation : le ménage a {months.value} mois pour la remettre. "
        "L'assurance n'est prise pour son compte que si le règlement le prévoit."
    )
    return (
        said,
        "Règlement de fonctionnement : l'article 7 g de la loi de 1989 ne vise que les locataires et sous-locataires",
    )


def _line(point: Point, effect: Effect, law: Law, on: date) -> EffectLine:
    words, to_confirm = effect.words, effect.status is Status.TO_VERIFY
    if effect.key is not None:
        value = law.at(effect.key, on)
        words = words.format(value=value.value)
        to_confirm = to_confirm or value.status is Status.TO_VERIFY
    return EffectLine(point=point, label=POINT[point], words=words, source=effect.source, to_confirm=to_confirm)
