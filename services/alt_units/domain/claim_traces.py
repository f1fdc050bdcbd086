"""The trace of a claim's amounts, in the words that a finance clerk reads beside them."""

from alt_units.domain.aml import AmlPeriod
from alt_units.domain.claim_terms import Reason, Room, UnitMonth, available_days, out_of_force
from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Sourced, chosen
from alt_units.domain.traces import Input, Step, fact
from alt_units.domain.units import Programme
from kernel.law import Law, Status
from kernel.money import euros
from kernel.period import Month

RULES = {
    PartialMonthRule.MOIS_ENTIER: "Mois entier : le mois compte si le logement est retenu tous les jours, sinon rien.",
    PartialMonthRule.PRORATA_JOURS: "Au prorata des jours : montant × jours retenus ÷ jours du mois, au centime.",
    PartialMonthRule.MOIS_ENTAME: "Mois entamé : un seul jour retenu suffit pour le mois entier.",
    PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS: "Occupé au moins {least} jours dans le mois : le mois entier, sinon rien.",
}
PERIODS = {AmlPeriod.MONTH: "mois", AmlPeriod.QUARTER: "trimestre", AmlPeriod.YEAR: "an"}
BASES = {
    Basis.DISPONIBILITE: "jours de disponibilité du logement",
    Basis.OCCUPATION: "jours d'occupation du logement",
}


def planned_step(law: Law, month: Month, convention: Convention, unit: UnitMonth, planned: int) -> Step:
    barred = out_of_force(convention, month)
    effect = law.at("convention_effect", convention.first_month.first_day)
    end = law.at("convention_end", month.first_day)
    rules = {
        None: "Montant inscrit dans la convention pour ce logement et ce mois.",
        Reason.BEFORE_EFFECT: "Rien avant le premier mois d'effet de la convention.",
        Reason.AFTER_END: "Rien à partir du premier jour du mois qui suit la fin de la convention.",
    }
    sources = {
        None: f"Convention n° {convention.number}",
        Reason.BEFORE_EFFECT: effect.source,
        Reason.AFTER_END: end.source,
    }
    if barred is None and convention.aml and convention.aml.period_cents is not None:
        rules[None] = "Part du mois dans le montant par logement de la convention, au centime ; le dernier mois solde."
    inputs = [
        fact("Convention", f"n° {convention.number}, {_signature(convention)}"),
        *_amount(convention, unit, month),
        fact("Mois de la ligne", f"de {_month(unit.line.first_month)} à {_month(unit.line.last_month)}"),
        fact("Premier mois d'effet", _month(convention.first_month)),
    ]
    if convention.ended_on is not None:
        inputs.append(fact("Fin de la convention", f"{convention.ended_on:%d/%m/%Y}"))
    return Step(
        about="planned",
        amount_cents=planned,
        rule=rules[barred],
        inputs=tuple(inputs),
        source=sources[barred],
        status=Status.VERIFIED,
    )


def effective_steps(
    law: Law, month: Month, convention: Convention, unit: UnitMonth, amounts: tuple[int, int]
) -> tuple[Step, Step, Step]:
    """The amount by availability, by occupation, and the one that the convention's basis keeps."""
    rule = _origin(law, "partial_month_rule", month, convention)
    basis = _origin(law, "basis", month, convention)
    words = RULES[convention.rule].format(least=convention.least_days)
    available = fact("Jours disponibles", f"{available_days(month, unit)} sur {month.days}")
    occupied = fact("Jours d'occupation", "présence non reçue" if unit.days_occupied is None else unit.days_occupied)
    by_availability, by_occupation = amounts
    kept = by_availability if convention.basis is Basis.DISPONIBILITE else by_occupation
    steps = (
        ("by_availability", by_availability, words, (available,), rule),
        ("by_occupation", by_occupation, words, (available, occupied), rule),
        ("effective", kept, f"Base retenue : {BASES[convention.basis]}.", _both(by_availability, by_occupation), basis),
    )
    first, second, third = (
        Step(about=about, amount_cents=cents, rule=text, inputs=inputs, source=origin.source, status=origin.status)
        for about, cents, text, inputs, origin in steps
    )
    return first, second, third


def claimable_step(
    law: Law, month: Month, convention: Convention, room: Room, *, left_cents: int, effective_cents: int
) -> Step:
    """The effective amount, within what the ceiling leaves."""
    origin = _origin(law, "ceiling", month, convention)
    scope = "du mois" if convention.ceiling is CeilingScope.MENSUEL else "de l'année"
    return Step(
        about="claimable",
        amount_cents=min(effective_cents, left_cents),
        rule=f"Montant effectif, dans la limite du plafond {scope}.",
        inputs=(
            fact("Montant effectif", euros(effective_cents)),
            fact(f"Plafond {scope}", euros(room.ceiling_cents)),
            fact("Déjà demandé par ailleurs sous ce plafond", euros(room.used_cents)),
            fact("Reste pour ce logement", euros(left_cents)),
            *_most_units(convention),
        ),
        source=origin.source,
        status=origin.status,
    )


def _amount(convention: Convention, unit: UnitMonth, month: Month) -> tuple[Input, ...]:
    """The amount of the line as the convention writes it."""
    aml = convention.aml
    if aml is None or aml.period_cents is None:
        return (fact("Montant mensuel conventionné", euros(unit.line.monthly_cents)),)
    return (
        fact(f"Montant par logement et par {PERIODS[aml.period]}", euros(aml.period_cents)),
        fact("Part de ce mois", euros(convention.line_cents(unit.line, month))),
    )


def _most_units(convention: Convention) -> tuple[Input, ...]:
    most = convention.max_units
    return () if most is None else (fact("Logements aidés au plus, par mois", most),)


def _origin(law: Law, key: str, month: Month, convention: Convention) -> Sourced:
    """Where the rule comes from. AML has no national text: its convention alone says."""
    value = {"partial_month_rule": convention.rule, "basis": convention.basis, "ceiling": convention.ceiling}[key]
    if convention.programme is Programme.AML:
        return Sourced(text=value, source=f"Convention n° {convention.number}", status=Status.VERIFIED)
    return chosen(law, key, month, value, convention.number)


def _both(by_availability: int, by_occupation: int) -> tuple[Input, Input]:
    return (
        fact("Selon la disponibilité", euros(by_availability)),
        fact("Selon l'occupation", euros(by_occupation)),
    )


def _signature(convention: Convention) -> str:
    return f"signée le {convention.signed_on:%d/%m/%Y}" if convention.signed_on else "en préparation"


def _month(month: Month) -> str:
    return f"{month.number:02d}/{month.year}"
