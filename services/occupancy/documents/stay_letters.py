"""Letters of a stay: the answer to a request to renew, what follows a notice, the demand for an attestation of insurance.

Ground: SIAO-03, SIAO-10 (renewals, decided by somebody named, REG-04); BG-20, BG-21 (notice); BG-19 (insurance); REG-03 (nobody
is made to leave without a court).
"""

from datetime import date

from kernel.documents.paper import facts
from kernel.law import Law, Status
from kernel.web.formats import count, day, euros, long_day
from occupancy.documents.referral_letters import HELLO, LetterPaper
from occupancy.documents.referral_words import AUTHORITY
from occupancy.documents.regime_words import insurance_demand_words
from occupancy.domain.contracts import Contract
from occupancy.domain.deadline_rules import INSURANCE_DEMAND
from occupancy.domain.deadlines import deadline
from occupancy.domain.decisions import DecidedBy
from occupancy.domain.letterheads import Letterhead
from occupancy.domain.notices import Notice, NoticeBy
from occupancy.domain.regime_effects import Answer, Point, effects_of
from occupancy.domain.renewals import RenewalRequest, RequestStatus

_NOBODY = "Personne n'est contraint de quitter un logement sans décision de justice."


def renewal_letter(request: RenewalRequest, contract: Contract, *, holder: str, letterhead: Letterhead) -> LetterPaper:
    """Granted or denied, with who decided and why; only for a request that was decided."""
    assert request.decided is not None
    granted = request.status is RequestStatus.GRANTED
    fee = euros(contract.fee.cents)
    said = (
        f"Votre contrat d'occupation est renouvelé du {day(request.first_day)} au {day(request.last_day)}.",
        f"Les autres conditions ne changent pas : votre redevance reste de {fee} par mois.",
    )
    refused = (
        "Vous avez demandé à prolonger votre séjour. Votre demande n'est pas acceptée.",
        f"Votre contrat prend fin le {day(contract.last_day)}.",
        "Prenez rendez-vous avec le CCAS dès maintenant pour préparer la suite : recherche de logement, demandes, aides.",
        _NOBODY,
    )
    return _letter(
        contract,
        letterhead,
        holder=holder,
        on=request.decided.decided_on,
        title="Renouvellement accordé" if granted else "Renouvellement refusé",
        subject="Objet : votre demande de renouvellement",
        paragraphs=said if granted else refused,
        rows={
            "Demande du": day(request.asked_on),
            "Période demandée": f"du {day(request.first_day)} au {day(request.last_day)}",
            "Motif de la décision": request.decision_reason,
            **_decision(request.decided),
        },
        signer=f"{request.decided.decider_name}, {request.decided.decider_function}",
    )


def notice_letter(contract: Contract, law: Law, *, holder: str, letterhead: Letterhead) -> LetterPaper:
    """What a notice leads to: the last day and how it is found, the keys, the deposit. Only for a contract under notice."""
    notice = contract.notice
    assert notice is not None
    received = notice.received_on or notice.given_on
    months = law.at("deposit.return_months.conform", notice.last_day)
    theirs = notice.by is NoticeBy.HOUSEHOLD
    first = (
        f"Nous avons reçu votre congé le {day(received)}."
        if theirs
        else f"Le CCAS met fin à votre contrat d'occupation. Ce congé vous est parvenu le {day(received)}."
    )
    paragraphs = [
        first,
        f"Votre séjour prend fin au plus tard le {long_day(notice.last_day)}. Vous pouvez rendre les clés plus tôt : dites-le.",
        "Nous fixons ensemble la date de l'état des lieux de sortie.",
        "Ce jour-là, vous rendez toutes les clés et vous donnez votre nouvelle adresse.",
        f"Si la sortie est conforme à l'entrée, votre dépôt vous est rendu dans les {months.number} mois qui suivent les clés."
        if months.number > 1
        else "Si la sortie est conforme à l'entrée, votre dépôt vous est rendu dans le mois qui suit les clés.",
    ]
    if not theirs:
        paragraphs.append(_NOBODY)
    return _letter(
        contract,
        letterhead,
        holder=holder,
        on=received,
        title="Votre congé" if theirs else "Congé donné par le CCAS",
        subject="Objet : la fin de votre séjour",
        paragraphs=tuple(paragraphs),
        rows={"Congé donné le": day(notice.given_on), "Reçu le": day(received), "Préavis": _length(notice)},
        signer=letterhead.signer,
    )


def insurance_letter(
    contract: Contract, law: Law, *, on: date, ended_on: date | None, holder: str, letterhead: Letterhead
) -> LetterPaper:
    """The mise en demeure for an attestation of insurance (BG-19): by the law for a lease or a sub-lease, else by the rules.

    `ended_on`: of the attestation that had expired on that day, if there had been one.
    """
    months = law.at("insurance.demand_months", on)
    until = deadline(INSURANCE_DEMAND, on, law, contract.territory).due_on
    by_law = effects_of(contract.legal_regime)[Point.INSURANCE].answer is Answer.LAW
    first = (
        f"L'attestation d'assurance de votre logement a pris fin le {day(ended_on)}. Nous n'avons pas reçu la suivante."
        if ended_on
        else "Nous n'avons pas reçu l'attestation d'assurance de votre logement."
    )
    paragraphs = (
        first,
        "La loi demande au locataire et au sous-locataire d'assurer le logement et d'en remettre l'attestation chaque année."
        if by_law
        else "Le règlement de fonctionnement demande à chaque ménage d'assurer le logement et d'en remettre l'attestation.",
        f"Par cette lettre, nous vous mettons en demeure de remettre une attestation au CCAS au plus tard le {long_day(until)}.",
        "Passé ce jour, le CCAS peut prendre une assurance pour votre compte. Son prix vous est alors demandé par douzièmes,"
        " avec votre redevance."
        if by_law
        else "Passé ce jour, le CCAS ne peut prendre une assurance pour votre compte que si le règlement le prévoit.",
        "Si vous avez du mal à trouver ou à payer une assurance, prenez rendez-vous : nous cherchons une solution avec vous.",
    )
    _, source = insurance_demand_words(contract.legal_regime, months)
    confirm = " (à confirmer)" if months.status is Status.TO_VERIFY else ""
    return _letter(
        contract,
        letterhead,
        holder=holder,
        on=on,
        title="Mise en demeure : attestation d'assurance",
        subject="Objet : l'assurance de votre logement",
        paragraphs=paragraphs,
        rows={"Délai": f"{months.value} mois à compter de l'envoi{confirm}", "Fondement": source},
        signer=letterhead.signer,
    )


def _letter(
    contract: Contract,
    letterhead: Letterhead,
    *,
    holder: str,
    on: date,
    title: str,
    subject: str,
    paragraphs: tuple[str, ...],
    rows: dict[str, str | None],
    signer: str,
) -> LetterPaper:
    unit = contract.unit
    return LetterPaper(
        title=title,
        organisation=letterhead.name,
        reference=f"Contrat {contract.reference}",
        dated=f"Le {long_day(on)}",
        mark=None,
        mark_reason="",
        to=(holder,),
        subject=subject,
        paragraphs=(HELLO, *paragraphs),
        facts=facts({"Logement": f"{unit.name}, {unit.address}, {unit.postal_code} {unit.city}", **rows}),
        closing="Nous restons à votre disposition pour toute question.",
        signer=signer,
    )


def _decision(decided: DecidedBy) -> dict[str, str | None]:
    return {
        "Décision du": day(decided.decided_on),
        "Prise par": AUTHORITY.get(decided.authority),
        "En vertu de": decided.deliberation_ref or None,
    }


def _length(notice: Notice) -> str:
    length = int(notice.rule.value)
    unit = f"{length} mois" if notice.rule.key.startswith("notice.") else count(length, "jour")
    return f"{unit} à compter de la réception ({notice.rule.source.rstrip('.')})"
