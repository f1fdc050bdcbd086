"""The contract of temporary occupancy as a paper: what was agreed, with the rule and the source behind each figure.

Ground: rules OCC-05 and REG-00 of the domain notes. The words are those of an occupancy that answers an exceptional and
passing need: contrat or convention, redevance.
"""

from datetime import date

import msgspec

from kernel.documents.paper import Fact, Paper, Source, facts
from kernel.law import Law, LawValue, Status
from kernel.web.formats import count, day, euros
from occupancy.documents.words import DWELLING, FUNDING_SCHEME, LEGAL_REGIME, PROGRAMME, SITUATION
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deposits import DepositRequest, deposit_cap
from occupancy.domain.households import Household
from occupancy.domain.letterheads import Clause, Letterhead
from occupancy.domain.regime_effects import Answer, Point, answer
from occupancy.domain.regimes import SUBLEASES, LegalRegime
from occupancy.domain.terms import Term, TermRule, initial_term
from occupancy.domain.units import Programme

_MARKS = {
    ContractStatus.DRAFT: ("Projet", "ce contrat n'est pas signé : il n'engage personne et n'occupe aucune place."),
    ContractStatus.CANCELLED: ("Annulé", "ce contrat est annulé : la place n'a pas été occupée."),
}


_TITLES = {
    LegalRegime.COP: "Contrat d'occupation temporaire",
    LegalRegime.LOC40V: "Bail à titre exceptionnel et transitoire",
    LegalRegime.BAIL: "Bail",
}
"""What a paper is called; the others are sub-leases."""


class TermLine(msgspec.Struct, frozen=True, kw_only=True):
    """One period granted, and how its end was found."""

    name: str
    first_day: str
    last_day: str
    decided_on: str
    computation: str
    remarks: tuple[str, ...]
    sources: tuple[Source, ...]


class ContractPaper(Paper, frozen=True, kw_only=True):
    """All that `contracts.typ` lays out."""

    holder: str
    household: str
    is_sublease: bool
    has_convention: bool
    is_allowance: bool
    unit: tuple[Fact, ...]
    unit_copied: str
    terms: tuple[TermLine, ...]
    fee: tuple[Fact, ...]
    fee_sources: tuple[Source, ...]
    deposit: tuple[Fact, ...]
    deposit_sources: tuple[Source, ...]
    return_conform: str
    return_different: str
    completion: str | None
    completion_sources: tuple[Source, ...]
    regime: tuple[Fact, ...]
    has_right_to_remain: bool
    is_notice_of_1989: bool
    notice: str
    notice_reduced: str
    notice_sources: tuple[Source, ...]
    privacy_contact: str
    clauses: tuple[Clause, ...]
    signer: str
    signed_on: str | None


def contract_paper(
    law: Law,
    contract: Contract,
    household: Household,
    terms: tuple[Term, ...],
    asked: DepositRequest | None,
    *,
    holder: str,
    letterhead: Letterhead,
) -> ContractPaper:
    """The paper of a contract. `holder`: the name to print, or what stands for it. Drafts and cancelled ones are marked.

    `letterhead`: the version in force on the day of the signature, with the clauses of the town.
    """
    mark, reason = _MARKS.get(contract.status, (None, ""))
    first = contract.first_day
    cap = deposit_cap(law, contract.legal_regime, first)
    back, later = (law.at(f"deposit.{key}", first) for key in _RETURN)
    notices, proration = _notices(law, contract), law.at("fee.proration", first)
    completion = completion_days(law, first)
    return ContractPaper(
        title=_TITLES.get(contract.legal_regime or LegalRegime.COP, "Contrat de sous-location"),
        organisation=letterhead.name,
        reference=contract.reference,
        dated=f"Signé le {day(contract.signed_on)}" if contract.signed_on else "Non signé",
        mark=mark,
        mark_reason=reason,
        holder=holder,
        household=f"ménage {household.reference}, {count(contract.persons, 'personne')}",
        is_sublease=contract.legal_regime in SUBLEASES,
        has_convention=contract.legal_regime is LegalRegime.BG,
        is_allowance=contract.programme is Programme.ALT,
        unit=_unit(contract),
        unit_copied="Informations recopiées du parc le jour de la signature."
        if contract.signed_on
        else "Informations du parc à ce jour, recopiées à nouveau le jour de la signature.",
        terms=tuple(_term_line(one) for one in terms) or (_first_term(law, contract),),
        fee=_fee(contract),
        fee_sources=(_scale(contract), _source("Mois incomplets :", proration)),
        deposit=facts(
            {
                "Dépôt demandé": euros(asked.amount_cents) if asked else "Aucun dépôt n'est demandé à ce jour",
                "Demandé le": day(asked.asked_on) if asked else None,
                "Plafond appliqué": euros(asked.cap_cents) if asked else None,
                "Motif": asked.reason if asked else None,
            }
        ),
        deposit_sources=(
            _source("Montant :", cap),
            _source("Délai de restitution :", back),
            _source("Délai de restitution :", later),
        ),
        return_conform=_of_months(back.number),
        return_different=_of_months(later.number),
        completion=count(completion.number, "jour") if completion else None,
        completion_sources=(_source("Délai pour compléter :", completion),) if completion else (),
        regime=_regime(contract),
        has_right_to_remain=answer(contract.legal_regime, Point.RIGHT_TO_REMAIN) is Answer.LAW,
        is_notice_of_1989=len(notices) > 1,
        notice=_length(notices[0]),
        notice_reduced=_length(notices[-1]),
        notice_sources=tuple(_source("Préavis :", one) for one in notices),
        privacy_contact=letterhead.privacy_contact,
        clauses=letterhead.clauses,
        signer=letterhead.signer,
        signed_on=day(contract.signed_on) if contract.signed_on else None,
    )


_RETURN = ("return_months.conform", "return_months.different")


def _of_months(number: int) -> str:
    return "d'un mois" if number == 1 else f"de {number} mois"


def _regime(contract: Contract) -> tuple[Fact, ...]:
    regime = contract.legal_regime
    return facts(
        {
            "Régime juridique": LEGAL_REGIME[regime] if regime else "Choisi à la signature",
            "Financement": FUNDING_SCHEME[contract.funding_scheme] if contract.funding_scheme else None,
            "Remise en état après le départ": turnaround_words(contract),
        }
    )


def _notices(law: Law, contract: Contract) -> tuple[LawValue, ...]:
    """The full length of the household's notice, then the reduced one where there is one."""
    of_1989 = answer(contract.legal_regime, Point.TENANT_NOTICE) is Answer.LAW
    keys = ("notice.full_months", "notice.reduced_months") if of_1989 else ("stay.notice_days",)
    return tuple(law.at(key, contract.first_day) for key in keys)


def _length(value: LawValue) -> str:
    return f"{value.number} mois" if value.key.startswith("notice.") else count(value.number, "jour")


def _unit(contract: Contract) -> tuple[Fact, ...]:
    unit = contract.unit
    return facts(
        {
            "Logement": f"{unit.name} ({unit.reference})",
            "Place": f"{unit.place_name}, et l'usage des parties communes du logement"
            if unit.place_name
            else "Logement entier",
            "Type": DWELLING[unit.dwelling_type],
            "Adresse": f"{unit.address}, {unit.postal_code} {unit.city}",
            "Zone de l'aide au logement": unit.zone,
            "Programme": PROGRAMME[unit.programme],
        }
    )


def _first_term(law: Law, contract: Contract) -> TermLine:
    """A contract that is not signed has no term yet: the one that its signature would begin."""
    plan = initial_term(
        law,
        contract.programme,
        contract.first_day,
        last_day=contract.last_day,
        override_reason=contract.override_reason,
    )
    return _line(0, plan.last_day, plan.rule, None, plan.override_reason, "")


def _term_line(term: Term) -> TermLine:
    return _line(term.number, term.last_day, term.rule, term.decided_on, term.override_reason, term.reason)


def _line(
    number: int, last_day: date, rule: TermRule, decided_on: date | None, override_reason: str | None, reason: str
) -> TermLine:
    remarks = [f"Motif : {reason}."] if number and reason else []
    if last_day < rule.allowed_last_day:
        remarks.append("Durée plus courte que la règle ne le permet.")
    if override_reason:
        remarks.append(f"Dérogation motivée : {override_reason}")
    months, *others = rule.values
    return TermLine(
        name="Période initiale" if number == 0 else f"Renouvellement {number}",
        first_day=day(rule.anchor),
        last_day=day(last_day),
        decided_on=day(decided_on),
        computation=f"{rule.months} mois à compter du {day(rule.anchor)}, soit jusqu'au {day(rule.allowed_last_day)}"
        " au plus tard, premier et dernier jours compris.",
        remarks=tuple(remarks),
        sources=(
            Source(text="Durée :", source=months.source, to_confirm=months.status is Status.TO_VERIFY),
            *(
                Source(
                    text=f"Renouvellements possibles ({one.value}) :",
                    source=one.source,
                    to_confirm=one.status is Status.TO_VERIFY,
                )
                for one in others
            ),
        ),
    )


def _fee(contract: Contract) -> tuple[Fact, ...]:
    return facts(
        {
            "Redevance mensuelle": euros(contract.fee.cents),
            "Case du barème": _cell(contract.fee.scale_key) or "aucune : montant décidé",
            "Montant du barème": _scale_amount(contract),
            "Décision motivée": contract.fee.override_reason,
        }
    )


def _cell(key: str) -> str:
    """`fee.scale.single.t1`, in words."""
    *_, situation, dwelling = ("", "", *key.split("."))
    situations, dwellings = {str(k): v for k, v in SITUATION.items()}, {str(k): v for k, v in DWELLING.items()}
    if situation not in situations or dwelling not in dwellings:
        return key
    return f"{situations[situation]}, {dwellings[dwelling]}"


def _trace(contract: Contract) -> dict[str, object]:
    return msgspec.json.decode(contract.fee.trace, type=dict[str, object])


def _scale_amount(contract: Contract) -> str | None:
    cents = _trace(contract).get("cents")
    return euros(cents) if isinstance(cents, int) else None


def _scale(contract: Contract) -> Source:
    trace = _trace(contract)
    return Source(
        text="Barème :",
        source=str(trace.get("source") or "aucune case pour cette situation et ce type de logement"),
        to_confirm=trace.get("status") == Status.TO_VERIFY,
    )


def completion_days(law: Law, first_day: date) -> LawValue | None:
    """The right to complete the entry inspection (EDL-04), where it exists yet."""
    try:
        return law.at("inspection.completion_days", first_day)
    except LookupError:
        return None


def _source(text: str, value: LawValue) -> Source:
    return Source(text=text, source=value.source, to_confirm=value.status is Status.TO_VERIFY)


def turnaround_words(contract: Contract) -> str:
    """How long the place is put in order after the stay, and the day on which it can be given again."""
    after = contract.days_after
    if after is None:
        return "Aucune : la place peut être rendue dès le lendemain du départ"
    assert after.last_day is not None
    length = count(contract.turnaround_days, "jour ouvré", "jours ouvrés")
    return f"{length}, {'du' if contract.end else 'prévue du'} {day(after.first_day)} au {day(after.last_day)}"
