"""Letters of a stay and the sheet in easy French: the figures of this contract, the law of its days, nothing else."""

from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from kernel.law import Status
from occupancy.documents.plain_sheets import plain_sheet
from occupancy.documents.stay_letters import insurance_letter, notice_letter, renewal_letter
from occupancy.domain.contracts import ContractStatus
from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.notices import Notice, NoticeBy
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.renewals import RenewalRequest, RequestStatus
from occupancy.domain.terms import RuleUsed
from occupancy.law import LAW
from tests.unit.occupancy.test_documents import ASKED, HEAD, STAY

DECIDED = DecidedBy(
    decided_on=date(2026, 4, 2),
    authority=Authority.VICE_PRESIDENT,
    decider_name="A. Exemple",
    decider_function="vice-présidente",
    deliberation_ref="Délibération n° 3",
)
ASKED_FOR = RenewalRequest(
    id=uuid4(),
    contract_id=STAY.id,
    number=1,
    asked_by=NoticeBy.HOUSEHOLD,
    asked_on=date(2026, 3, 20),
    first_day=date(2026, 4, 12),
    last_day=date(2026, 7, 11),
    reason="Recherche en cours",
    status=RequestStatus.GRANTED,
    decided=DECIDED,
)


def plain(*texts):
    return " ".join(texts).replace("\u00a0", " ").replace("\u202f", " ")


def renewal(**changed):
    return renewal_letter(replace(ASKED_FOR, **changed), STAY, holder="Ménage Exemple A", letterhead=HEAD)


def notice(by, **rule):
    used = RuleUsed(key="stay.notice_days", value=8, source="Contrat type", status=Status.TO_VERIFY)
    given = Notice(given_on=date(2026, 2, 2), by=by, last_day=date(2026, 2, 10), rule=replace(used, **rule))
    contract = replace(STAY, notice=given)
    return notice_letter(contract, LAW, holder="Ménage Exemple A", letterhead=HEAD)


def test_a_renewal_that_is_granted_says_its_days_and_the_same_fee():
    letter = renewal()
    assert letter.title == "Renouvellement accordé"
    said = plain(*letter.paragraphs)
    assert "du 12/04/2026 au 11/07/2026" in said
    assert "90,00 €" in said
    assert letter.signer == "A. Exemple, vice-présidente"


def test_a_renewal_that_is_denied_says_why_when_the_stay_ends_and_that_nobody_is_made_to_leave_without_a_court():
    letter = renewal(status=RequestStatus.DENIED, decision_reason="Une offre est acceptée")
    said = plain(*letter.paragraphs)
    assert "prend fin le 11/04/2026" in said
    assert "sans décision de justice" in said
    assert "Une offre est acceptée" in [one.value for one in letter.facts]


@pytest.mark.parametrize(
    ("rule", "said"),
    [({}, "8 jours à compter"), ({"key": "notice.full_months", "value": 3}, "3 mois à compter")],
)
def test_a_letter_on_a_notice_says_the_last_day_and_the_length_it_comes_from(rule, said):
    letter = notice(NoticeBy.HOUSEHOLD, **rule)
    assert "mardi 10 février 2026" in plain(*letter.paragraphs)
    assert said in plain(*(one.value for one in letter.facts))
    assert "justice" not in plain(*letter.paragraphs)


def test_a_notice_of_the_ccas_says_that_nobody_is_made_to_leave_without_a_court():
    assert "sans décision de justice" in plain(*notice(NoticeBy.CCAS).paragraphs)


def sheet(contract=STAY, asked=ASKED):
    found = plain_sheet(LAW, contract, asked, letterhead=HEAD)
    return found, plain(*(line for part in found.parts for line in part.lines))


def test_the_easy_sheet_has_the_figures_of_the_contract_and_the_law_of_its_days():
    found, said = sheet()
    assert found.mark is None
    for words in (
        "du lundi 12 janvier 2026 au samedi 11 avril 2026",
        "90,00 € par mois",
        "10 jours",
        "1 mois",
        "2 mois",
    ):
        assert words in said
    assert "3 mois avant" in sheet(replace(STAY, legal_regime=LegalRegime.BG))[1]


def test_the_easy_sheet_speaks_of_no_deposit_where_none_is_asked_and_is_marked_before_the_signature():
    found, said = sheet(replace(STAY, status=ContractStatus.DRAFT, signed_on=None), None)
    assert found.mark == "Projet"
    assert "dépôt de garantie, c'est" not in said
    assert "au début : c'est le dépôt" not in said


def test_no_sentence_of_the_easy_sheet_is_long():
    found, _ = sheet()
    sentences = [one for part in found.parts for line in part.lines for one in line.split(". ")]
    assert max(len(one.split()) for one in sentences) <= 22


def insurance(regime, ended_on=None):
    contract = replace(STAY, legal_regime=regime)
    letter = insurance_letter(
        contract, LAW, on=date(2026, 1, 31), ended_on=ended_on, holder="Ménage Exemple A", letterhead=HEAD
    )
    return letter, plain(*letter.paragraphs, *(one.value for one in letter.facts))


def test_a_demand_for_an_attestation_stands_on_the_law_for_a_sub_lease_and_says_its_day_and_what_follows():
    letter, said = insurance(LegalRegime.SL_CONV)
    assert letter.title == "Mise en demeure : attestation d'assurance"
    assert "Nous n'avons pas reçu l'attestation" in said
    assert "au plus tard le lundi 2 mars 2026" in said  # 28 February is a Saturday
    assert "La loi demande au locataire" in said
    assert "par douzièmes" in said
    assert "art. 7 g" in said
    assert "(à confirmer)" in said


def test_a_demand_to_an_occupant_stands_on_the_rules_alone_and_threatens_with_nothing_that_they_do_not_say():
    _, said = insurance(LegalRegime.COP, ended_on=date(2026, 1, 15))
    assert "a pris fin le 15/01/2026" in said
    assert "Le règlement de fonctionnement demande" in said
    assert "que si le règlement le prévoit" in said
    assert "La loi demande" not in said
    assert "douzièmes" not in said
