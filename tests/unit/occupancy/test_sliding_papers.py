"""The convocation to an examination at its limits, and the papers of a sliding lease, before and after they are signed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from kernel.documents.paper import Fact
from occupancy.documents.contracts import contract_paper
from occupancy.documents.sliding_papers import (
    SlidingPaper,
    Tenants,
    convention_paper,
    convocation_letter,
    minutes_paper,
)
from occupancy.domain.regimes import SUBLEASES, LegalRegime
from occupancy.domain.sliding_convocations import ConvocationTooLate, convene, prove
from occupancy.domain.sliding_leases import (
    Convocation,
    ConvocationProof,
    SentBy,
    SlidingLease,
    SlidingLeaseDayWrong,
    SlidingLeaseStepWrong,
)
from occupancy.domain.sliding_reviews import (
    CheckedReview,
    Indicators,
    Met,
    Minutes,
    PartyOfThree,
    PartyPosition,
    Recommendation,
    Review,
    ReviewCriterion,
    Signature,
    reviews_of,
)
from occupancy.law import LAW
from tests.unit.occupancy import stays
from tests.unit.occupancy.test_documents import HEAD, HOUSE
from tests.unit.occupancy.test_sliding_leases import dossier, sublease

SENT = date(2026, 9, 10)
PROOF = ConvocationProof(received_on=date(2026, 9, 12), landlord="Accusé de lecture", household="Récépissé n° 4")
HOME = Tenants(holder="Ménage Exemple A", adults=("Exemple Ada, né(e) le 29/02/1996", "Exemple Bo"), demand="077-EX-1")


def sent(meeting_on: date, sent_on: date = SENT, *, number: int = 1, at: str = "14:30") -> Convocation:
    return Convocation(
        number=number,
        meeting_on=meeting_on,
        meeting_at=at,
        place="Salle des Exemples",
        sent_on=sent_on,
        landlord_by=SentBy.EMAIL,
        household_by=SentBy.HAND_DELIVERED,
    )


def convened(one: Convocation, *, signed_on: date = date(2026, 3, 31), today: date | None = None) -> SlidingLease:
    return convene(dossier(signed_on), (), one, LAW, today=today or one.sent_on)


def minutes(lease: SlidingLease) -> Minutes:
    return Minutes(
        id=uuid4(),
        sliding_lease_id=lease.id,
        number=1,
        due_on=date(2026, 9, 30),
        held_on=date(2026, 9, 30),
        positions=(
            PartyPosition(party=PartyOfThree.LANDLORD, position="Favorable", signature=Signature.SIGNED),
            PartyPosition(party=PartyOfThree.CCAS, position="Favorable", signature=Signature.SIGNED),
            PartyPosition(party=PartyOfThree.HOUSEHOLD, position="", signature=Signature.ABSENT),
        ),
        household_words="Je souhaite rester.",
        criteria=tuple(CheckedReview(criterion=one, met=Met.MET) for one in ReviewCriterion),
        indicators=Indicators(
            paid_months=6, arrears_cents=6200, insured_until=None, founded_incidents=0, last_visit_on=None
        ),
        recommendation=Recommendation.CONTINUE,
        recorded_by="Agent Exemple",
    )


def review(lease: SlidingLease, *known: Minutes) -> Review:
    return next(one for one in reviews_of(lease, known, LAW, today=SENT) if one.number == 1)


def words(paper: SlidingPaper) -> str:
    """All that a paper says, on one line."""
    said = [paper.lead, paper.closing, *paper.parties]
    for one in paper.clauses:
        said += [one.title, *one.paragraphs, *_facts(one.facts), *(cell for row in one.rows for cell in row)]
    return " ".join(said).replace("\u00a0", " ").replace("\u202f", " ")


def _facts(rows: tuple[Fact, ...]) -> list[str]:
    return [f"{row.label} : {row.value}" for row in rows]


@pytest.mark.parametrize("sent_on", [SENT, date(2026, 10, 11), date(2027, 3, 14)])
def test_a_convocation_leaves_the_delay_of_the_convention_whole(sent_on: date):
    """Fifteen days, also over both changes of the clocks."""
    with pytest.raises(ConvocationTooLate) as refused:
        convened(sent(sent_on + timedelta(days=14), sent_on))
    assert refused.value.errors[0].field == "meeting_on"
    for days in (15, 16):
        lease = convened(sent(sent_on + timedelta(days=days), sent_on))
        assert lease.convocation(1) is not None


def test_the_delay_passes_through_29_february():
    signed_on, sent_on = date(2027, 9, 1), date(2028, 2, 15)
    with pytest.raises(ConvocationTooLate):
        convened(sent(date(2028, 2, 29), sent_on), signed_on=signed_on)
    assert convened(sent(date(2028, 3, 1), sent_on), signed_on=signed_on).convocations


def test_a_convocation_has_left_it_has_an_hour_and_its_examination_is_in_the_calendar():
    meeting = SENT + timedelta(days=20)
    with pytest.raises(SlidingLeaseDayWrong):
        convened(sent(meeting), today=SENT - timedelta(days=1))
    with pytest.raises(SlidingLeaseDayWrong) as refused:
        convened(sent(meeting, at="25:00"))
    assert refused.value.errors[0].field == "meeting_at"
    with pytest.raises(SlidingLeaseStepWrong):
        convened(sent(meeting, number=9))


def test_another_convocation_to_the_same_examination_takes_the_place_of_the_last():
    once = convened(sent(SENT + timedelta(days=20)))
    again = convene(once, (), sent(SENT + timedelta(days=30)), LAW, today=SENT)
    assert len(again.convocations) == 2
    assert review(again).convened == again.convocations[1]


def test_the_proof_follows_the_sending_and_is_kept_once():
    lease = convened(sent(SENT + timedelta(days=20)))
    with pytest.raises(SlidingLeaseStepWrong):
        prove(dossier(), 1, PROOF, today=PROOF.received_on)
    early = replace(PROOF, received_on=SENT - timedelta(days=1))
    with pytest.raises(SlidingLeaseDayWrong):
        prove(lease, 1, early, today=SENT)
    proved = prove(lease, 1, replace(PROOF, received_on=SENT), today=SENT)
    assert proved.convocations[0].proof is not None
    with pytest.raises(SlidingLeaseStepWrong):
        prove(proved, 1, PROOF, today=PROOF.received_on)


def test_the_convention_to_be_signed_leaves_blank_what_nobody_recorded():
    paper = convention_paper(sublease(), None, (), HOME, organisation="CCAS")
    assert (paper.mark, paper.dated) == ("Projet", "Non signée")
    assert "Bailleur : …" in words(paper)
    assert "Numéro unique de la demande : 077-EX-1" in words(paper)


def test_the_convention_signed_says_its_parties_its_calendar_and_its_conditions():
    lease = dossier()
    reviews = reviews_of(lease, (), LAW, today=SENT)
    paper = convention_paper(sublease(), lease, reviews, HOME, organisation="CCAS")
    said = words(paper)
    assert (paper.mark, paper.dated) == (None, "Signée le 31/03/2026")
    for part in ("Office Exemple", "30/09/2026", "31/12/2026", "31/03/2027", "pendant 6 mois de suite", "15 jours"):
        assert part in said
    assert paper.parties == ("Le bailleur", "Le CCAS", "Le ménage : Exemple Ada", "Le ménage : Exemple Bo")
    assert "aucune note sociale" in said


def test_the_convocation_says_when_where_and_why_to_both():
    lease = convened(sent(date(2026, 9, 30)))
    letter = convocation_letter(
        lease, review(lease), lease.convocations[0], holder="Ménage Exemple A", place="T1", organisation="CCAS"
    )
    assert letter.to == ("Ménage Exemple A", "Office Exemple, à l'attention de Référente Exemple")
    assert any("30 septembre 2026 à 14:30" in one.replace("\u00a0", " ") for one in letter.paragraphs)
    assert {row.label: row.value for row in letter.facts}["Envoi au ménage"] == "Remise en main propre contre récépissé"


def test_minutes_are_a_form_before_the_examination_and_its_record_after():
    lease = prove(convened(sent(date(2026, 9, 30))), 1, PROOF, today=PROOF.received_on)
    names = {"holder": "Ménage Exemple A", "place": "T1", "organisation": "CCAS"}
    before = minutes_paper(lease, review(lease), **names)
    assert before.mark == "Projet"
    assert "□ Rempli" in words(before)
    after = minutes_paper(lease, review(lease, minutes(lease)), **names)
    said = words(after)
    assert after.mark is None
    for part in ("Je souhaite rester.", "62,00 €", "Absent.", "Récépissé n° 4", "Continuer la sous-location."):
        assert part in said
    assert after.parties[2] == "Ménage : absent"


def test_a_sub_lease_is_titled_as_one_and_a_convention_of_occupation_is_not():
    def title(regime: LegalRegime | None) -> str:
        stay, first = replace(sublease(), legal_regime=regime), stays.first_term(date(2026, 3, 31))
        return contract_paper(LAW, stay, HOUSE, (first,), None, holder="Ménage Exemple A", letterhead=HEAD).title

    assert {title(one) for one in SUBLEASES} == {"Contrat de sous-location"}
    assert title(LegalRegime.COP) == title(None) == "Contrat d'occupation temporaire"
