"""What each legal regime implies: the effects matrix, cell by cell, each with its source. Code asks it, never the scheme's name.

Ground: LIFECYCLE §1.2, BG-20, BG-21, REG-03. A cell that rests on a choice of the program, or on a text that was not read again,
is `to_verify` and is shown as such. The private sub-let has no column in the matrix: it is read as the other sub-lets, to verify.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from kernel.law import Status
from occupancy.domain.regimes import LegalRegime


class Point(StrEnum):
    """The lines of the matrix."""

    INSPECTION = "inspection"
    DEPOSIT_CAP = "deposit_cap"
    DEPOSIT_RETURN = "deposit_return"
    RECEIPTS = "receipts"
    INSURANCE = "insurance"
    TENANT_NOTICE = "tenant_notice"
    OWNER_NOTICE = "owner_notice"
    HOUSING_AID = "housing_aid"
    RIGHT_TO_REMAIN = "right_to_remain"
    PRESCRIPTION = "prescription"
    COURT = "court"


class Answer(StrEnum):
    """By the text itself, by the rules or the contract of the CCAS, or not at all."""

    LAW = "law"
    RULES = "rules"
    NO = "no"


class Effect(Struct, frozen=True, kw_only=True):
    """One cell. `key`: the dated value that takes the place of `{value}` in the words."""

    answer: Answer
    words: str
    source: str
    status: Status
    key: str | None = None


_LAW_89 = "Loi n° 89-462 du 6 juillet 1989"
_DEFAULT = "Valeur par défaut du logiciel, à reprendre du règlement"


def _law(words: str, source: str, *, key: str | None = None, status: Status = Status.VERIFIED) -> Effect:
    return Effect(answer=Answer.LAW, words=words, source=source, status=status, key=key)


def _rules(words: str, *, key: str | None = None) -> Effect:
    return Effect(answer=Answer.RULES, words=words, source=_DEFAULT, status=Status.TO_VERIFY, key=key)


def _no(words: str, source: str, *, status: Status = Status.VERIFIED) -> Effect:
    return Effect(answer=Answer.NO, words=words, source=source, status=status)


_COP: Mapping[Point, Effect] = {
    Point.INSPECTION: _rules("États des lieux d'entrée et de sortie, par le règlement"),
    Point.DEPOSIT_CAP: _rules("{value} redevance mensuelle au plus, par le règlement", key="deposit.cap_fees"),
    Point.DEPOSIT_RETURN: _rules("Délais et majoration de l'article 22 de la loi de 1989, par le règlement"),
    Point.RECEIPTS: _rules("Quittance sur demande, gratuite ; reçu pour un paiement partiel"),
    Point.INSURANCE: _rules("Attestation à la remise des clés, puis chaque année, par le règlement"),
    Point.TENANT_NOTICE: _rules("{value} jours, par le contrat", key="stay.notice_days"),
    Point.OWNER_NOTICE: _no(
        "Ni durée minimale ni congé du bailleur : le terme et le contrat",
        "Convention d'occupation temporaire, UNCCAS",
        status=Status.TO_VERIFY,
    ),
    Point.HOUSING_AID: _no(
        "Pas d'AL ni d'APL pour les mois payés par l'ALT",
        "Fiche ALT du projet RELOREF, 2008 : l'ALT est pour qui n'a pas accès à l'aide personnelle",
        status=Status.TO_VERIFY,
    ),
    Point.RIGHT_TO_REMAIN: _no(
        "Aucun droit au maintien dans les lieux",
        "Convention d'occupation temporaire, UNCCAS",
        status=Status.TO_VERIFY,
    ),
    Point.PRESCRIPTION: _law(
        "{value} ans", "Code civil, art. 2224", key="prescription.civil_years", status=Status.TO_VERIFY
    ),
    Point.COURT: _law(
        "Jamais sans décision de justice : juge administratif",
        "Jurislogement, 2015 : l'hébergement par un CCAS se lit comme un contrat administratif",
        status=Status.TO_VERIFY,
    ),
}

_OF_1989: Mapping[Point, Effect] = {
    Point.INSPECTION: _law(
        "États des lieux d'entrée et de sortie, contradictoires", f"{_LAW_89}, art. 3-2 ; décret n° 2016-382"
    ),
    Point.DEPOSIT_CAP: _law(
        "{value} mois de loyer en principal",
        f"{_LAW_89}, art. 22 (meublé : art. 25-6)",
        key="deposit.lease_cap_fees",
        status=Status.TO_VERIFY,
    ),
    Point.DEPOSIT_RETURN: _law("Un ou deux mois, majoration par mois commencé", f"{_LAW_89}, art. 22"),
    Point.RECEIPTS: _law("Quittance sur demande, gratuite ; reçu pour un paiement partiel", f"{_LAW_89}, art. 21"),
    Point.INSURANCE: _law("Attestation à la remise des clés, puis chaque année", f"{_LAW_89}, art. 7 g"),
    Point.TENANT_NOTICE: _law(
        "{value} mois, un mois avec un motif justifié", f"{_LAW_89}, art. 15 I", key="notice.full_months"
    ),
    Point.OWNER_NOTICE: _no("Ni durée minimale ni congé du bailleur", f"{_LAW_89}, art. 40 V : art. 10 et 15 exclus"),
    Point.HOUSING_AID: _law("AL ou APL possible", f"{_LAW_89}, art. 40 V", status=Status.TO_VERIFY),
    Point.RIGHT_TO_REMAIN: _no(
        "Aucun droit au maintien connu", "Point non tranché par les textes lus", status=Status.TO_VERIFY
    ),
    Point.PRESCRIPTION: _law("{value} ans", f"{_LAW_89}, art. 7-1", key="prescription.lease_years"),
    Point.COURT: _law("Jamais sans décision de justice : juge judiciaire", f"{_LAW_89} ; CPCE L411-1"),
}

_SUBLET: Mapping[Point, Effect] = {
    **_OF_1989,
    Point.DEPOSIT_CAP: _law(
        "{value} mois de loyer ; conventionné : plafond de la convention APL ; HLM non conventionné : article 22",
        f"{_LAW_89}, art. 22 et 40 III",
        key="deposit.lease_cap_fees",
        status=Status.TO_VERIFY,
    ),
    Point.OWNER_NOTICE: _no("Pas de congé du bailleur de l'article 15", f"{_LAW_89}, art. 40 I et III"),
    Point.HOUSING_AID: _law("AL ou APL comme sous-locataire", "CCH L442-8-2, al. 2"),
    Point.RIGHT_TO_REMAIN: _law(
        "Maintien dans les lieux, sauf offre définitive refusée, fin du bail principal, ou conditions du contrat perdues",
        "CCH L442-8-2",
    ),
}

_CONVENTIONED = "CCH L353-20, d'après le rapport du Sénat sur la loi de 1998"
_SUBLET_CONVENTIONED: Mapping[Point, Effect] = {
    **_SUBLET,
    Point.HOUSING_AID: replace(_SUBLET[Point.HOUSING_AID], source=_CONVENTIONED, status=Status.TO_VERIFY),
    Point.RIGHT_TO_REMAIN: replace(_SUBLET[Point.RIGHT_TO_REMAIN], source=_CONVENTIONED, status=Status.TO_VERIFY),
}

_DIRECT: Mapping[Point, Effect] = {
    **_SUBLET,
    Point.OWNER_NOTICE: _law(
        "Congé donné par le bailleur, règles du logement social", f"{_LAW_89}, art. 40", status=Status.TO_VERIFY
    ),
    Point.HOUSING_AID: _law("AL ou APL comme locataire", "CCH L442-8-2", status=Status.TO_VERIFY),
}


def _all_to_verify(effects: Mapping[Point, Effect]) -> Mapping[Point, Effect]:
    return {point: replace(one, status=Status.TO_VERIFY) for point, one in effects.items()}


EFFECTS: Mapping[LegalRegime, Mapping[Point, Effect]] = {
    LegalRegime.COP: _COP,
    LegalRegime.LOC40V: _OF_1989,
    LegalRegime.SL_HLM: _SUBLET,
    LegalRegime.SL_CONV: _SUBLET_CONVENTIONED,
    LegalRegime.SL_PRIV: _all_to_verify(_SUBLET),
    LegalRegime.BG: _SUBLET,
    LegalRegime.BAIL: _DIRECT,
}


def effects_of(regime: LegalRegime | None) -> Mapping[Point, Effect]:
    """The effects of a regime. One that was not kept, before migration 0004, is read as a convention d'occupation."""
    return EFFECTS[regime or LegalRegime.COP]


def answer(regime: LegalRegime | None, point: Point) -> Answer:
    """What the matrix answers, for code that decides."""
    return effects_of(regime)[point].answer
