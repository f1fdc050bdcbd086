"""What a legal regime implies, over the API: the effects matrix, line by line, with the dated values and their sources."""

from datetime import date

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from kernel.acts import Act
from kernel.errors import NotFound
from occupancy.documents.regime_words import EffectLine, effect_lines
from occupancy.domain.regime_effects import Answer, Point, answer
from occupancy.domain.regimes import LegalRegime
from occupancy.store.law import law_in_force


class RegimeEffectOut(Struct, frozen=True, kw_only=True):
    """One line. `answer`: by the text itself, by the rules of the CCAS, or not at all; `to_confirm`: nobody has read it again."""

    point: Point
    label: str
    answer: Answer
    words: str
    source: str
    to_confirm: bool

    @classmethod
    def of(cls, line: EffectLine, regime: LegalRegime) -> "RegimeEffectOut":
        return cls(
            point=line.point,
            label=line.label,
            answer=answer(regime, line.point),
            words=line.words,
            source=line.source,
            to_confirm=line.to_confirm,
        )


class RegimeEffectsOut(Struct, frozen=True, kw_only=True):
    """The lines of a regime on a day."""

    regime: LegalRegime
    on: date
    items: list[RegimeEffectOut]


@get(
    "/v1/regimes/{regime:str}/effects",
    operation_id="get_regime_effects",
    summary="Lire ce qu'un régime juridique implique",
    tags=["Contrats"],
)
async def get_regime_effects(regime: FromPath[str], act: NamedDependency[Act]) -> RegimeEffectsOut:
    """With the values in force today. `regime`: COP, LOC40V, SL_HLM, SL_CONV, SL_PRIV, BG or BAIL."""
    asked = _regime(regime)
    lines = effect_lines(asked, await law_in_force(), act.today)
    return RegimeEffectsOut(regime=asked, on=act.today, items=[RegimeEffectOut.of(one, asked) for one in lines])


def _regime(text: str) -> LegalRegime:
    try:
        return LegalRegime(text)
    except ValueError:
        raise NotFound("Ce régime juridique n'existe pas.") from None


HANDLERS = [get_regime_effects]
