"""The papers of the allowance: each amount with its facts, its rule and its source; the year with its totals."""

from datetime import date
from uuid import uuid4

from msgspec.structs import replace

from alt_units.documents.claims import ClaimPaper, claim_paper
from alt_units.documents.reconciliation import reconciliation_paper
from alt_units.domain.claims import Adjustment, Claim
from alt_units.domain.reconciliation_year import YearReconciliation, reconcile_year
from kernel.period import Month
from tests.unit.alt_units.claiming import drafted, founding_convention, in_service, submitted
from tests.unit.alt_units.park import LAW, T1

JANUARY = Month(2015, 1)
CONVENTION = founding_convention()
CLOSED_T1 = in_service(T1, (date(2014, 1, 1), date(2015, 1, 20)))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def paper(claim: Claim, *adjustments: Adjustment) -> ClaimPaper:
    return claim_paper(claim, CONVENTION, adjustments, organisation="CCAS Exemple", signer="", zone="Europe/Paris")


def year(*claims: Claim) -> YearReconciliation:
    return reconcile_year(LAW, 2015, [CONVENTION], claims, {}, [], {})


def test_a_claim_gives_the_four_amounts_of_each_dwelling_and_their_total() -> None:
    found = paper(submitted(CONVENTION, JANUARY))
    assert [(one.about.partition(",")[0], [plain(cents) for cents in one.amounts]) for one in found.lines] == [
        ("LOG-COLOC", ["357,95 €"] * 4),
        ("LOG-T1", ["311,27 €"] * 4),
        ("LOG-T3", ["357,95 €"] * 4),
    ]
    assert [plain(one) for one in found.totals] == ["1 027,17 €"] * 4
    assert (plain(found.claimed), plain(found.title)) == ("1 027,17 €", "Demande mensuelle d'aide, janvier 2015")
    assert found.mark is None


def test_a_dwelling_closed_part_of_the_month_says_why_nothing_is_claimed() -> None:
    line = paper(submitted(CONVENTION, JANUARY, CLOSED_T1)).lines[1]
    assert [plain(one) for one in line.amounts] == ["311,27 €", "0,00 €", "0,00 €", "0,00 €"]
    assert line.reasons == ("Indisponible une partie du mois", "Pas disponible tout le mois")
    assert line.days == "disponible 20, présence non reçue, sur 31"


def test_every_amount_names_its_rule_and_every_rule_its_source() -> None:
    found = paper(submitted(CONVENTION, JANUARY))
    numbers = {one.number for one in found.rules}
    assert len(found.details) == 9
    assert {number for one in found.details for number in one.rule.split(", ")} == numbers
    assert all(one.source for one in found.rules)
    whole_month = next(one for one in found.rules if one.step == "Selon la disponibilité")
    assert "pour la totalité du mois" in whole_month.source
    assert not whole_month.to_confirm
    assert next(one for one in found.rules if one.step == "Effectif").to_confirm


def test_a_claim_that_was_not_sent_is_marked() -> None:
    draft = paper(drafted(CONVENTION, JANUARY))
    assert (draft.mark, draft.dated, draft.submitted) == ("Projet", "Non transmise", "")


def test_adjustments_are_listed_with_what_is_due_after_them() -> None:
    claim = submitted(CONVENTION, JANUARY)
    first = claim.lines[0]
    less = Adjustment(
        id=uuid4(),
        claim_line_id=first.id,
        decided_on=date(2015, 6, 1),
        amount_cents=-1000,
        reason="Courrier du financeur",
        decided_by="Finances Exemple",
    )
    adjusted = replace(claim, lines=(replace(first, adjusted_cents=-1000), *claim.lines[1:]))
    found = paper(adjusted, less)
    assert [plain(one) for one in found.adjustments[0]] == [
        "01/06/2015",
        first.name,
        "−10,00 €",
        "Courrier du financeur",
        "Finances Exemple",
    ]
    assert plain(found.due) == "1 017,17 €"


def test_the_year_lists_every_dwelling_and_month_with_totals_that_add_up() -> None:
    months = [submitted(CONVENTION, JANUARY, CLOSED_T1), submitted(CONVENTION, Month(2015, 2))]
    found = reconciliation_paper(year(*months), today=date(2015, 6, 1), organisation="CCAS Exemple")
    (part,) = found.conventions
    assert [len(one.rows) for one in part.claims] == [3, 3]
    assert [plain(one.total[3]) for one in part.claims] == ["715,90 €", "1 027,17 €"]
    assert [plain(one) for one in part.total] == [
        "2 054,34 €",
        "1 743,07 €",
        "1 743,07 €",
        "1 743,07 €",
        "0,00 €",
        "0,00 €",
        "1 743,07 €",
    ]
    assert part.total == found.total
    assert plain(part.facts[1].value).startswith("mars 2015, avril 2015")
    assert [one.state for one in part.claims] == ["attendu", "attendu"]


def test_a_claim_in_preparation_is_not_in_the_year() -> None:
    found = reconciliation_paper(year(drafted(CONVENTION, JANUARY)), today=date(2015, 6, 1), organisation="CCAS")
    assert found.conventions[0].claims == ()
