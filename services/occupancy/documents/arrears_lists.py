"""The list of arrears as a table to take away."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from kernel.documents.paper import facts
from kernel.sheets import Sheet, cents, day, text, whole
from kernel.web.formats import day as in_french
from kernel.web.formats import euros
from occupancy.documents.tills import TillPaper, TillTable
from occupancy.domain.arrears import BANDS, Arrears
from occupancy.domain.arrears_ladder import ActKind, ArrearsAct
from occupancy.domain.remissions import Remission, RemissionDecision, RemissionKind
from occupancy.domain.repayment_plans import PlanStanding, PlanState


def band_titles() -> tuple[str, ...]:
    """« jusqu'à 30 jours », « 31 à 60 jours », …, « plus de 90 jours »."""
    middle = [f"{start + 1} à {end} jours" for start, end in pairwise(BANDS)]
    return (f"Jusqu'à {BANDS[0]} jours", *middle, f"Plus de {BANDS[-1]} jours")


def arrears_sheet(rows: Iterable[tuple[Arrears, str, str]], today: date) -> Sheet:
    """Each household with its debt by age, the oldest day, and what the ladder advises. `rows`: arrears, household, step."""
    known = tuple(rows)
    totals = [sum(one.bands[rank] for one, _, _ in known) for rank in range(len(BANDS) + 1)]
    return Sheet(
        name="Impayés",
        columns=(
            text("Ménage", 28),
            *(cents(title) for title in band_titles()),
            cents("Total dû"),
            day("Depuis le"),
            whole("Jours"),
            text("Étape conseillée", 28),
        ),
        rows=tuple((holder, *one.bands, one.cents, one.oldest_on, one.days, step) for one, holder, step in known),
        totals=("Total", *totals, sum(totals), None, None, None),
        notes=(f"État au {today:%d/%m/%Y}, échéances échues seulement. L'étape est un conseil, sans effet juridique.",),
    )


def plans_sheet(plans: Iterable[PlanStanding], states: dict[PlanState, tuple[str, str]]) -> Sheet:
    """The instalments of each plan of a household, and how each was kept."""
    return Sheet(
        name="Plans",
        columns=(
            whole("Plan"),
            text("État", 16),
            day("Échéance"),
            cents("Montant"),
            cents("Attendu en tout"),
            cents("Payé alors"),
            text("Tenue", 12),
        ),
        rows=tuple(
            (
                one.plan.number,
                states[one.state][0],
                check.instalment.due_on,
                check.instalment.cents,
                check.expected_cents,
                check.paid_cents,
                "à venir" if check.paid_cents is None else "manquée" if check.is_missed else "tenue",
            )
            for one in plans
            for check in one.checks
        ),
        notes=("Le plan ne change pas ce qui est dû : voir le compte.",),
    )


def running_plans_sheet(
    rows: Iterable[tuple[PlanStanding, str]], states: dict[PlanState, tuple[str, str]], today: date
) -> Sheet:
    """A line for each plan of each household. `rows`: the plan today, the household."""
    known = tuple(rows)
    return Sheet(
        name="Plans d'apurement",
        columns=(
            text("Ménage", 28),
            whole("Plan"),
            text("État", 16),
            day("Préparé le"),
            day("Signé le"),
            cents("Montant du plan"),
            cents("Encore dû"),
            day("Prochaine échéance"),
            cents("Montant de l'échéance"),
            whole("Échéances manquées"),
        ),
        rows=tuple(
            (
                holder,
                one.plan.number,
                states[one.state][0],
                one.plan.prepared_on,
                one.plan.signature.signed_on if one.plan.signature else None,
                one.plan.total_cents,
                one.left_cents,
                one.next.due_on if one.next and one.is_running else None,
                one.next.cents if one.next and one.is_running else None,
                one.missed,
            )
            for one, holder in known
        ),
        totals=("Total", None, None, None, None, sum(one.plan.total_cents for one, _ in known),
                sum(one.left_cents for one, _ in known), None, None, None),
        notes=(f"État au {today:%d/%m/%Y}. Un plan ne change pas ce qui est dû.",),
    )  # fmt: skip


def remissions_sheet(
    rows: Iterable[tuple[Remission, RemissionDecision | None, str, str]], words: dict[RemissionKind, str], year: int
) -> Sheet:
    """What was proposed and decided on claims. `rows`: the proposal, the decision, the household, what is due."""
    known = tuple(rows)
    granted = sum(one.amount_cents for one, decision, _, _ in known if decision and decision.is_granted)
    return Sheet(
        name="Remises et non-valeurs",
        columns=(
            text("Ménage", 28),
            text("Nature", 24),
            text("Somme due", 36),
            cents("Montant proposé"),
            cents("Montant accordé"),
            day("Proposé le"),
            text("Proposé par", 20),
            text("Décision", 12),
            day("Décidé le"),
            text("Décidé par", 20),
            text("Référence", 36),
        ),
        rows=tuple(
            (
                holder,
                words[one.kind],
                label,
                one.amount_cents,
                one.amount_cents if decision and decision.is_granted else 0,
                one.proposed_on,
                one.proposed_by_name,
                "à décider" if decision is None else "accordée" if decision.is_granted else "refusée",
                decision.decided_on if decision else None,
                decision.decided_by_name if decision else "",
                decision.decision_ref if decision else "",
            )
            for one, decision, holder, label in known
        ),
        totals=("Total", None, None, sum(one.amount_cents for one, _, _, _ in known), granted, *[None] * 6),
        notes=(f"Décisions de {year}, et ce qui attend une décision.",),
    )


_TRIED = (ActKind.REMINDED, ActKind.MEETING_OFFERED, ActKind.TITLE_ASKED, ActKind.RELAUNCHED)


def _days(diary: tuple[ArrearsAct, ...]) -> tuple[date | None, ...]:
    """The last day of each amicable step that was tried."""
    return tuple(max((one.done_on for one in diary if one.kind is kind), default=None) for kind in _TRIED)


def hand_over_paper(rows: Iterable[tuple[Arrears, str, tuple[ArrearsAct, ...]]], today: date) -> TillPaper:
    """The same list as a paper to sign and hand over."""
    known = tuple(rows)
    total = sum(debt.cents for debt, _, _ in known)
    table = TillTable(
        heading="",
        head=("Ménage", "Somme due", "À payer depuis le", "Rappel", "Rendez-vous", "Titre", "Relance", "Reste dû"),
        rows=tuple(
            (holder, claim.label, in_french(claim.due_on), *(in_french(one) for one in _days(diary)),
             euros(claim.open_cents))
            for debt, holder, diary in known
            for claim in debt.claims
        ),
        totals=(("Total", "", "", "", "", "", "", euros(total)),),
        wide=1,
        numbers=1,
    )  # fmt: skip
    return TillPaper(
        title="Créances remises au comptable",
        organisation="",
        reference="",
        dated=f"État au {in_french(today)}",
        mark=None,
        mark_reason="",
        facts=facts({"Ménages": str(len(known)), "Sommes dues": euros(total)}),
        tables=(table,),
        words=("Les démarches amiables sont faites ; un titre est demandé et la relance est restée sans effet.",),
        signatories=("Pour l'ordonnateur", "Le comptable, reçu le"),
    )


def hand_over_sheet(rows: Iterable[tuple[Arrears, str, tuple[ArrearsAct, ...]]], today: date) -> Sheet:
    """For the comptable: each sum, and the days of what was tried amicably. `rows`: arrears, household, diary."""
    titles = ("Rappel le", "Rendez-vous le", "Titre demandé le", "Relance le")
    return Sheet(
        name="Remise au comptable",
        columns=(
            text("Ménage", 28),
            text("Somme due", 36),
            day("À payer depuis le"),
            cents("Reste dû"),
            *(day(title) for title in titles),
        ),
        rows=tuple(
            (holder, claim.label, claim.due_on, claim.open_cents, *_days(diary))
            for debt, holder, diary in rows
            for claim in debt.claims
        ),
        notes=(f"État au {today:%d/%m/%Y}.",),
    )
