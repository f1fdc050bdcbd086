"""The trace of a claim's amounts, in the words that a finance clerk reads beside them."""

from msgspec import Struct

from alt_units.domain.aml import AmlPeriod
from alt_units.domain.claim_readings import Readings, SharedAided
from alt_units.domain.claim_terms import Reason, Room, UnitMonth
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


class Days(Struct, frozen=True, kw_only=True, gc=False):
    """The days of a dwelling's month. `turnaround`: those on which it was being made ready again, counted or not."""

    month: int
    available: int
    occupied: int
    turnaround: int


class Origins(Struct, frozen=True, kw_only=True):
    """Where the rules of a month come from: read once for all its dwellings."""

    rule: Sourced
    basis: Sourced
    ceiling: Sourced
    effect: str
    end: str


def origins_of(law: Law, month: Month, convention: Convention) -> Origins:
    """The sources of a convention's rules in a month."""
    return Origins(
        rule=_origin(law, "partial_month_rule", month, convention),
        basis=_origin(law, "basis", month, convention),
        ceiling=_origin(law, "ceiling", month, convention),
        effect=law.at("convention_effect", convention.first_month.first_day).source,
        end=law.at("convention_end", month.first_day).source,
    )


def planned_step(
    origins: Origins, convention: Convention, unit: UnitMonth, month: Month, planned: int, barred: Reason | None
) -> Step:
    rule, source = {
        None: ("Montant inscrit dans la convention pour ce logement et ce mois.", f"Convention n° {convention.number}"),
        Reason.BEFORE_EFFECT: ("Rien avant le premier mois d'effet de la convention.", origins.effect),
        Reason.AFTER_END: (
            "Rien à partir du premier jour du mois qui suit la fin de la convention.",
            origins.end,
        ),
    }[barred]
    if barred is None and convention.aml and convention.aml.period_cents is not None:
        rule = "Part du mois dans le montant par logement de la convention, au centime ; le dernier mois solde."
    inputs = [
        fact("Convention", f"n° {convention.number}, {_signature(convention)}"),
        *_version(convention, unit),
        *_amount(convention, unit, month),
        fact("Mois de la ligne", f"de {_month(unit.line.first_month)} à {_month(unit.line.last_month)}"),
        fact("Premier mois d'effet", _month(convention.first_month)),
    ]
    if convention.ended_on is not None:
        inputs.append(fact("Fin de la convention", f"{convention.ended_on:%d/%m/%Y}"))
    return Step(
        about="planned",
        amount_cents=planned,
        rule=rule,
        inputs=tuple(inputs),
        source=source,
        status=Status.VERIFIED,
    )


def availability_steps(
    origins: Origins, convention: Convention, unit: UnitMonth, days: Days, amounts: tuple[int, int]
) -> tuple[Step, Step]:
    """The amount by availability, then by occupation."""
    words = RULES[convention.rule].format(least=convention.least_days)
    available = [fact("Jours disponibles", f"{days.available} sur {days.month}")]
    if days.turnaround:
        available.append(fact("Dont remise en état", days.turnaround))
    occupied = fact("Jours d'occupation", "présence non reçue" if unit.days_occupied is None else unit.days_occupied)
    by_availability, by_occupation = amounts
    source, status = origins.rule.source, origins.rule.status
    return (
        Step(
            about="by_availability",
            amount_cents=by_availability,
            rule=words,
            inputs=tuple(available),
            source=source,
            status=status,
        ),
        Step(
            about="by_occupation",
            amount_cents=by_occupation,
            rule=words,
            inputs=(*available, occupied),
            source=source,
            status=status,
        ),
    )


def aided_step(readings: Readings, unit: UnitMonth, effective: int) -> Step:
    """What the households with AL or APL change (CSS L. 851-1 al. 3)."""
    every = unit.aided_households >= unit.households
    origin = readings.aided if every else readings.shared_aided_source
    rules = {
        SharedAided.EXCLURE: "Logement partagé dont une partie des ménages a l'AL ou l'APL : le mois n'est pas demandé.",
        SharedAided.DEMANDER: "Logement partagé dont une partie des ménages a l'AL ou l'APL : le mois reste demandé.",
        SharedAided.DECIDER: "Logement partagé dont une partie des ménages a l'AL ou l'APL : le service décide, avec motif.",
    }
    whole = "Tous les ménages du mois ont l'AL ou l'APL : le mois n'est pas demandé."
    return Step(
        about="aided",
        amount_cents=effective,
        rule=whole if every else rules[readings.shared_aided],
        inputs=(
            fact("Ménages du mois", unit.households),
            fact("Dont titulaires de l'AL ou de l'APL", unit.aided_households),
        ),
        source=origin.source,
        status=origin.status,
    )


def effective_step(origins: Origins, convention: Convention, effective: int, amounts: tuple[int, int]) -> Step:
    """The amount that the convention's basis keeps, households with AL or APL set apart."""
    return Step(
        about="effective",
        amount_cents=effective,
        rule=f"Base retenue : {BASES[convention.basis]}.",
        inputs=_both(*amounts),
        source=origins.basis.source,
        status=origins.basis.status,
    )


class ClaimableTrace:
    """The last step of each dwelling of a month: the effective amount, within what the ceiling leaves. Its words and the
    facts that do not change from one dwelling to the next are made once.
    """

    def __init__(self, origins: Origins, convention: Convention, room: Room) -> None:
        scope = "du mois" if convention.ceiling is CeilingScope.MENSUEL else "de l'année"
        self.origin = origins.ceiling
        self.rule = f"Montant effectif, dans la limite du plafond {scope}."
        self.room = (
            fact(f"Plafond {scope}", euros(room.ceiling_cents)),
            fact("Déjà demandé par ailleurs sous ce plafond", euros(room.used_cents)),
        )
        self.most_units = _most_units(convention)
        self.effective: dict[int, Input] = {}

    def step(self, *, left_cents: int, effective_cents: int) -> Step:
        effective = self.effective.get(effective_cents)
        if effective is None:
            effective = self.effective[effective_cents] = fact("Montant effectif", euros(effective_cents))
        return Step(
            about="claimable",
            amount_cents=min(effective_cents, left_cents),
            rule=self.rule,
            inputs=(effective, *self.room, fact("Reste pour ce logement", euros(left_cents)), *self.most_units),
            source=self.origin.source,
            status=self.origin.status,
        )


def _version(convention: Convention, unit: UnitMonth) -> tuple[Input, ...]:
    """The avenant that says the line, when it is not the paper first signed."""
    found = next((one for one in convention.versions if one.number == unit.line.from_version > 1), None)
    if found is None or found.signed_on is None:
        return ()
    return (fact("Version", f"avenant n° {found.number - 1}, signé le {found.signed_on:%d/%m/%Y}"),)


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
