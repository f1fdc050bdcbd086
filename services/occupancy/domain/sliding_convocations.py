"""The convocation to an examination: a dated act of the CCAS, then the proof that each of the two others got it.

Ground: décret n° 2010-1564 (the interview is organised on the initiative of the principal tenant), CCH L442-8-3 (contradictory
examination); LIFECYCLE §2.4 (the delay is the one of the convention), BG-10 (planned, convened, held).
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from kernel.errors import RuleBroken
from kernel.law import Law
from occupancy.domain.sliding_leases import (
    Convocation,
    ConvocationProof,
    SlidingLease,
    SlidingLeaseDayWrong,
    SlidingLeaseStepWrong,
    check_past,
)
from occupancy.domain.sliding_reviews import Minutes, check_number

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ConvocationTooLate(RuleBroken):
    """The three agreed on a delay between the convocation and the examination: it is left to them whole (§2.4)."""

    code, title = "convocation-too-late", "Convocation trop tardive"


def convene(
    lease: SlidingLease, known: Sequence[Minutes], convocation: Convocation, law: Law, *, today: date
) -> SlidingLease:
    """The landlord and the household are convened; a new convocation to the same examination takes the place of the last.

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`, `ReviewAlreadyMinuted`, `ConvocationTooLate`.
    """
    check_number(lease, known, convocation.number, law)
    check_past(convocation.sent_on, "sent_on", today=today)
    if convocation.sent_on < lease.sublease_signed_on:
        raise SlidingLeaseDayWrong("La convocation suit la signature de la sous-location.", field="sent_on")
    if not _TIME.fullmatch(convocation.meeting_at):
        raise SlidingLeaseDayWrong("Une heure comme 14:30 est attendue.", field="meeting_at")
    days = lease.convention.convocation_days
    soonest = convocation.sent_on + timedelta(days=days)
    if convocation.meeting_on < soonest:
        raise ConvocationTooLate(
            f"La convention laisse {days} jours : l'examen se tient au plus tôt le {soonest:%d/%m/%Y}.",
            field="meeting_on",
        )
    return replace(lease, convocations=(*lease.convocations, convocation))


def prove(lease: SlidingLease, number: int, proof: ConvocationProof, *, today: date) -> SlidingLease:
    """How it is known that both got it. Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`."""
    convened = lease.convocation(number)
    if convened is None:
        raise SlidingLeaseStepWrong("Cet examen n'est pas encore convoqué.")
    if convened.proof is not None:
        raise SlidingLeaseStepWrong("La preuve de cette convocation est déjà enregistrée.")
    check_past(proof.received_on, "received_on", today=today)
    if proof.received_on < convened.sent_on:
        raise SlidingLeaseDayWrong(f"La convocation est partie le {convened.sent_on:%d/%m/%Y}.", field="received_on")
    proved = replace(convened, proof=proof)
    return replace(lease, convocations=tuple(proved if one is convened else one for one in lease.convocations))
