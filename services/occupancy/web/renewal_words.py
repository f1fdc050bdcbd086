"""French words of renewals, overstays, notices and insurance."""

from occupancy.documents.referral_words import AUTHORITY as DECIDED_BY
from occupancy.domain.decisions import Authority
from occupancy.domain.insurances import Capacity, Insured
from occupancy.domain.notices import Notice, NoticeBy, NoticeChannel, NoticeGround
from occupancy.domain.renewals import RequestStatus

NOTICE_BY = {NoticeBy.HOUSEHOLD: "Le ménage", NoticeBy.CCAS: "Le CCAS"}

CHANNEL = {
    NoticeChannel.REGISTERED_LETTER: "Lettre recommandée avec accusé de réception",
    NoticeChannel.BAILIFF: "Commissaire de justice",
    NoticeChannel.HAND_DELIVERY: "Remise en main propre contre récépissé",
}

GROUND = {
    NoticeGround.TENSE_ZONE: "Logement en zone tendue",
    NoticeGround.WORK: "Emploi : premier, mutation, perte, nouveau",
    NoticeGround.SOCIAL_DWELLING: "Attribution d'un logement conventionné",
    NoticeGround.SEEN_ON_PAPER: "Autre motif de l'article 15, vu sur justificatif et non conservé",
    NoticeGround.OFFER_REFUSED: "CCAS : offre de relogement définitif refusée",
    NoticeGround.UPSTREAM_ENDED: "CCAS : fin du bail principal",
    NoticeGround.CONDITIONS_LOST: "CCAS : conditions écrites au contrat perdues",
}

AUTHORITY = {**DECIDED_BY, Authority.BOARD: "Conseil d'administration"}
"""A renewal needs no session of the commission: the board is named alone."""

REQUEST_STATUS = {
    RequestStatus.PENDING: ("En attente de décision", "warn"),
    RequestStatus.GRANTED: ("Accordée", "ok"),
    RequestStatus.DENIED: ("Refusée", "bad"),
    RequestStatus.DROPPED: ("Sans suite", "muted"),
}

INSURED = {Insured.HOUSEHOLD: "Le ménage", Insured.CCAS: "Le CCAS"}

CAPACITY = {Capacity.OCCUPANT: "Occupant ou sous-locataire", Capacity.TENANT: "Locataire"}


def rule_words(notice: Notice) -> str:
    """The length of a notice, with its unit."""
    unit = "mois" if notice.rule.key.startswith("notice.") else "jours"
    return f"{notice.rule.value} {unit} – {notice.rule.source}"
