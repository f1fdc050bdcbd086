"""Notice: who leaves says so, and the last day that it leads to.

Ground, BG-20: under the loi of 1989 (art. 15 I) the tenant's notice is of three months, or of one month when a ground of that
article is stated and proved with the letter; it is sent by registered letter, served by a commissaire de justice, or handed
over against receipt, and runs from its receipt. Outside that law (COP), the contract says it: days, a dated local value. The
months end on the same day number (TIME-01); the last day is not put off to a working day: the household would pay longer.
"""

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import RuleBroken
from kernel.law import Law
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.terms import RuleUsed

LAW_OF_1989 = frozenset(
    {
        LegalRegime.LOC40V,
        LegalRegime.SL_HLM,
        LegalRegime.SL_CONV,
        LegalRegime.SL_PRIV,
        LegalRegime.BG,
        LegalRegime.BAIL,
    }
)
"""The regimes under which the tenant's notice is that of art. 15 I (effects matrix, LIFECYCLE §1.2)."""


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
    """What shortens the notice to one month, when it is proved with the letter.

    The grounds that would tell of health or of a benefit are one: seen on the paper, not kept (RGPD-06).
    """

    TENSE_ZONE = "tense_zone"
    WORK = "work"
    SOCIAL_DWELLING = "social_dwelling"
    SEEN_ON_PAPER = "seen_on_paper"


class NoticeChannelMissing(RuleBroken):
    """Under the loi of 1989 the notice has one of three forms; without it, it does not run."""

    code, title = "notice-channel-missing", "Forme du congé manquante"


class NoticeReceivedWrong(RuleBroken):
    """A notice is received on the day it is given, or later."""

    code, title = "notice-received-wrong", "Date de réception du congé incohérente"


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
    """The notice, with the day that its length leads to. Raises `NoticeChannelMissing`, `NoticeReceivedWrong`."""
    received = facts.received_on or facts.given_on
    if received < facts.given_on:
        raise NoticeReceivedWrong("La réception ne peut précéder l'envoi.", field="received_on")
    of_1989 = regime in LAW_OF_1989 and facts.by is NoticeBy.HOUSEHOLD
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
