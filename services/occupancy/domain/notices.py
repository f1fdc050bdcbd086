"""Notice: who leaves says so, and the last day that it leads to.

Ground, BG-20: under the loi of 1989 (art. 15 I) the tenant's notice is of three months, or of one month when a ground of that
article is stated and proved with the letter; it is sent by registered letter, served by a commissaire de justice, or handed
over against receipt, and runs from its receipt. Outside that law (COP), the contract says it: days, a dated local value. The
months end on the same day number (TIME-01); the last day is not put off to a working day: the household would pay longer.

The CCAS gives notice by the contract where the household has no right to remain. Where it has one, only a loss of that right
(BG-21), each one an event with its proof, never inferred; and a lease between landlord and household is not the CCAS's to end.
Which applies where: the effects matrix (`regime_effects`).
"""

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import RuleBroken
from kernel.law import Law
from occupancy.domain.regime_effects import Answer, Point, answer
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.terms import RuleUsed


class NoticeBy(StrEnum):
    """Who gave notice."""

    HOUSEHOLD = "household"
    CCAS = "ccas"


class NoticeChannel(StrEnum):
    """How it came: the three forms of art. 15 I."""

    REGISTERED_LETTER = "registered_letter"
    BAILIFF = "bailiff"
    HAND_DELIVERY = "hand_delivery"


class NoticeGround(StrEnum):
    """What shortens the household's notice to one month, when it is proved with the letter; or what the CCAS states.

    The grounds that would tell of health or of a benefit are one: seen on the paper, not kept (RGPD-06).
    """

    TENSE_ZONE = "tense_zone"
    WORK = "work"
    SOCIAL_DWELLING = "social_dwelling"
    SEEN_ON_PAPER = "seen_on_paper"
    # What makes a household lose the right to remain: for a notice of the CCAS.
    OFFER_REFUSED = "offer_refused"
    UPSTREAM_ENDED = "upstream_ended"
    CONDITIONS_LOST = "conditions_lost"


LOSSES = frozenset({NoticeGround.OFFER_REFUSED, NoticeGround.UPSTREAM_ENDED, NoticeGround.CONDITIONS_LOST})


class NoticeChannelMissing(RuleBroken):
    """Under the loi of 1989 the notice has one of three forms; without it, it does not run."""

    code, title = "notice-channel-missing", "Forme du congé manquante"


class NoticeReceivedWrong(RuleBroken):
    """A notice is received on the day it is given, or later."""

    code, title = "notice-received-wrong", "Date de réception du congé incohérente"


class NoticeGroundWrong(RuleBroken):
    """A household has the grounds of art. 15 I; the CCAS those that make the right to remain end."""

    code, title = "notice-ground-wrong", "Motif de congé qui n'est pas de cette partie"


class RightToRemain(RuleBroken):
    """CCH L442-8-2: a sub-tenant remains, save for a loss of that right, stated and proved (BG-21)."""

    code, title = "right-to-remain", "Le ménage a un droit au maintien dans les lieux"


class NotTheLandlord(RuleBroken):
    """A lease between the landlord and the household is not ended by the CCAS."""

    code, title = "not-the-landlord", "Le CCAS n'est pas le bailleur"


class NoticeFacts(Struct, frozen=True, kw_only=True):
    """What is said of a notice. `received_on` None: the day it was given."""

    given_on: date
    by: NoticeBy
    received_on: date | None = None
    channel: NoticeChannel | None = None
    ground: NoticeGround | None = None
    has_proof: bool = False


class Notice(Struct, frozen=True, kw_only=True):
    """Notice given, and the last day that it leads to, with the rule that gave it (TIME-02)."""

    given_on: date
    by: NoticeBy
    last_day: date
    rule: RuleUsed
    received_on: date | None = None
    channel: NoticeChannel | None = None
    ground: NoticeGround | None = None
    has_proof: bool = False


def notice(facts: NoticeFacts, regime: LegalRegime | None, law: Law) -> Notice:
    """The notice, with the day that its length leads to.

    Raises `NoticeChannelMissing`, `NoticeReceivedWrong`, `NoticeGroundWrong`, `RightToRemain`, `NotTheLandlord`.
    """
    received = facts.received_on or facts.given_on
    if received < facts.given_on:
        raise NoticeReceivedWrong("La réception ne peut précéder l'envoi.", field="received_on")
    if facts.ground is not None and (facts.ground in LOSSES) != (facts.by is NoticeBy.CCAS):
        raise NoticeGroundWrong("Ce motif n'est pas celui de la partie qui donne congé.", field="ground")
    if facts.by is NoticeBy.CCAS:
        check_ccas_notice(facts, regime)
    of_1989 = facts.by is NoticeBy.HOUSEHOLD and answer(regime, Point.TENANT_NOTICE) is Answer.LAW
    if of_1989 and facts.channel is None:
        raise NoticeChannelMissing(
            "Lettre recommandée, commissaire de justice ou remise contre récépissé (loi de 1989, art. 15).",
            field="channel",
        )
    if of_1989:
        is_short = facts.ground is not None and facts.has_proof
        value = law.at("notice.reduced_months" if is_short else "notice.full_months", received)
        last_day = add_months(received, value.number)
    else:
        value = law.at("stay.notice_days", received)
        last_day = received + timedelta(days=value.number)
    return Notice(
        given_on=facts.given_on,
        by=facts.by,
        last_day=last_day,
        rule=RuleUsed(key=value.key, value=value.value, source=value.source, status=value.status),
        received_on=received,
        channel=facts.channel,
        ground=facts.ground,
        has_proof=facts.has_proof,
    )


def check_ccas_notice(facts: NoticeFacts, regime: LegalRegime | None) -> None:
    """Raises `NotTheLandlord`, `RightToRemain`."""
    if answer(regime, Point.OWNER_NOTICE) is Answer.LAW:
        raise NotTheLandlord("Le bail lie le bailleur et le ménage : le congé vient du bailleur.", field="by")
    if answer(regime, Point.RIGHT_TO_REMAIN) is Answer.LAW and not (facts.ground in LOSSES and facts.has_proof):
        raise RightToRemain(
            "Un congé du CCAS suppose une offre de relogement définitive refusée, la fin du bail principal, ou la perte"
            " des conditions écrites au contrat, avec la preuve.",
            field="ground" if facts.ground not in LOSSES else "has_proof",
        )
