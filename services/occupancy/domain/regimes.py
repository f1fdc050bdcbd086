"""Under which law a household lives there: four separate facts kept by each contract, never one guessed from another.

Ground: LIFECYCLE §1.1 and §1.2, rules REG-01 (four fields) and REG-02 (a running occupancy never changes its regime: it
is closed and another one is signed). The regime proposed follows the right by which the unit is held; the person who
signs may choose another.
"""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from occupancy.domain.units import Mobilisation, MobilisationKind, OwnerKind, Programme


class LegalRegime(StrEnum):
    """The codes of LIFECYCLE §1.1."""

    COP = "COP"
    LOC40V = "LOC40V"
    SL_HLM = "SL_HLM"
    SL_CONV = "SL_CONV"
    SL_PRIV = "SL_PRIV"
    BG = "BG"
    BAIL = "BAIL"


SUBLEASES = (LegalRegime.SL_HLM, LegalRegime.SL_CONV, LegalRegime.SL_PRIV, LegalRegime.BG)
"""The household is the sub-tenant of the CCAS, which is the tenant of the landlord."""


class FundingScheme(StrEnum):
    """What pays for the place."""

    ALT = "ALT"
    AML = "AML"
    FSL = "FSL"
    NONE = "none"


class Regime(Struct, frozen=True, kw_only=True):
    """The four facts of REG-01. None: not known when it was signed."""

    legal_regime: LegalRegime | None
    owner_kind: OwnerKind | None
    upstream_contract_id: UUID | None
    funding_scheme: FundingScheme


_LEASED_FROM = {
    OwnerKind.TOWN: LegalRegime.COP,
    OwnerKind.CCAS: LegalRegime.COP,
    OwnerKind.HLM: LegalRegime.SL_HLM,
    OwnerKind.PRIVATE: LegalRegime.SL_PRIV,
    OwnerKind.OTHER: LegalRegime.SL_PRIV,
}


def proposed_regime(mobilisation: Mobilisation | None, programme: Programme) -> Regime:
    """What a contract starts from. A unit of an HLM landlord let to the CCAS is sub-let, even « as ALT » (LIFECYCLE §1.1).

    Without a recorded mobilisation: the CCAS has the use of the unit, a convention d'occupation (COP).
    """
    scheme = FundingScheme(programme.value)
    if mobilisation is None:
        return Regime(legal_regime=LegalRegime.COP, owner_kind=None, upstream_contract_id=None, funding_scheme=scheme)
    match mobilisation.kind:
        case MobilisationKind.SLIDING_LEASE:
            regime = LegalRegime.BG
        case MobilisationKind.HEAD_LEASE:
            regime = _LEASED_FROM[mobilisation.owner_kind]
        case MobilisationKind.OWNED | MobilisationKind.MANDATE:
            regime = LegalRegime.COP
    return Regime(
        legal_regime=regime,
        owner_kind=mobilisation.owner_kind,
        upstream_contract_id=mobilisation.id,
        funding_scheme=scheme,
    )
