"""The accessibility statement, the plan over several years and the mention on every page, all from `portal/accessibility.toml`.

Ground: law 2005-102, art. 47; decree 2019-768; RGAA 4.1 (106 criteria). Conformity: all criteria that apply are met, « totale »;
at least half, « partielle »; less, or no audit in force, « non conforme ». An audit counts for three years.
"""

from collections import Counter
from datetime import date
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from portal.publishing import wording
from portal.publishing.publisher import Publisher, contact, publisher_of, told
from portal.publishing.sources import read_toml

CRITERIA_BY_THEME = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many criteria each of the thirteen themes of RGAA 4.1 holds."""
CRITERIA = tuple(f"{theme}.{n}" for theme, many in enumerate(CRITERIA_BY_THEME, 1) for n in range(1, many + 1))
MENTION = "../theme/partials/accessibility.html"
"""Where the mention of every page is written, beside `docs/`."""
YEARS_IN_FORCE = 3
HALF = 50


class Verdict(StrEnum):
    MET = "C"
    NOT_MET = "NC"
    DOES_NOT_APPLY = "NA"


class Look(StrEnum):
    """Who looked: a machine, which judges nothing, or a person, who judges every criterion."""

    AUTOMATIC = "automatic"
    AUDIT = "audit"


class Assessment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was looked at, when, by whom, with what."""

    kind: Look
    made_on: date
    made_by: str
    tools: tuple[str, ...]
    environments: tuple[str, ...]
    technologies: tuple[str, ...]
    pages: tuple[str, ...]
    done: tuple[str, ...]
    not_done: tuple[str, ...] = ()


class Fault(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is not accessible. `instead`: how to have the information otherwise."""

    what: str
    criterion: str = ""
    instead: str = ""
    why: str = ""


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    year: int
    what: str
    done: bool = False


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The commitments over three years at most."""

    first_year: int
    last_year: int
    referent: str
    policy: tuple[str, ...]
    action: tuple[Step, ...]


class Audit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    assessment: Assessment
    criteria: dict[str, Verdict]
    plan: Plan
    fault: tuple[Fault, ...] = ()
    derogation: tuple[Fault, ...] = ()
    exempt: tuple[Fault, ...] = ()

    @property
    def rate(self) -> int | None:
        """Criteria met for a hundred that apply, rounded down: 99,9 is not everything. None: nobody judged."""
        counts = Counter(self.criteria.values())
        judged = counts[Verdict.MET] + counts[Verdict.NOT_MET]
        return 100 * counts[Verdict.MET] // judged if judged else None

    @property
    def state(self) -> str:
        """The words of the mention."""
        if self.rate is None or self.rate < HALF:
            return "non conforme"
        return "totalement conforme" if self.rate == 100 else "partiellement conforme"

    @property
    def in_force_until(self) -> date:
        made = self.assessment.made_on
        return made.replace(year=made.year + YEARS_IN_FORCE, day=min(made.day, 28))


def audit_of(root: Path) -> Audit:
    """Raises `ValueError`, with what contradicts what, when the file says two things."""
    audit = read_toml(root / "portal/accessibility.toml", Audit)
    for sentence in _contradictions(audit):
        raise ValueError(f"portal/accessibility.toml : {sentence}")
    return audit


def _contradictions(audit: Audit) -> list[str]:
    found = []
    unknown = sorted(set(audit.criteria) - set(CRITERIA))
    missing = [one for one in CRITERIA if one not in audit.criteria]
    is_audit = audit.assessment.kind is Look.AUDIT
    failed = {one for one, verdict in audit.criteria.items() if verdict is Verdict.NOT_MET}
    told_of = {one.criterion for one in (*audit.fault, *audit.derogation) if one.criterion}
    if unknown:
        found.append(f"critères inconnus du RGAA 4.1 : {', '.join(unknown)}")
    if is_audit and missing:
        found.append(f"un audit juge les 106 critères ; manquent : {', '.join(missing)}")
    if not is_audit and audit.criteria:
        found.append("des critères jugés sans audit : un contrôle automatique ne juge aucun critère")
    if failed - told_of:
        found.append(f"critères non conformes sans explication : {', '.join(sorted(failed - told_of))}")
    if told_of - failed:
        found.append(f"défauts sur des critères qui ne sont pas non conformes : {', '.join(sorted(told_of - failed))}")
    if not 0 <= audit.plan.last_year - audit.plan.first_year < YEARS_IN_FORCE:
        found.append("un schéma couvre trois années au plus")
    if stray := [
        one.what for one in audit.plan.action if not audit.plan.first_year <= one.year <= audit.plan.last_year
    ]:
        found.append(f"action hors des années du schéma : {stray[0]}")
    return found


def write(root: Path) -> dict[str, str]:
    """The two pages."""
    audit, publisher = audit_of(root), publisher_of(root)
    return {"accessibilite.md": _statement(audit, publisher), "schema-accessibilite.md": _plan(audit, publisher)}


def mention(root: Path) -> str:
    """What the theme writes at the foot of every page."""
    return f"Accessibilité : {audit_of(root).state}\n"


def _statement(audit: Audit, publisher: Publisher) -> str:
    sections = (
        _opening(audit, publisher),
        _results(audit),
        _not_accessible(audit),
        _how(audit),
        _reaching(publisher),
    )
    return "\n".join(line for section in sections for line in section)


def _opening(audit: Audit, publisher: Publisher) -> list[str]:
    return [
        "# Accessibilité",
        "",
        f"**Accessibilité : {audit.state}.**",
        "",
        (
            f"{told(publisher.name, 'nom du CCAS')} doit rendre ce site accessible (article 47 de la loi n° 2005-102 du "
            "11 février 2005). Cette déclaration porte sur ce site : "
            f"{told(publisher.site, 'adresse du site')}."
        ),
        "",
        "[Ce qui est prévu pour les trois ans](schema-accessibilite.md)",
        "",
        "## État de conformité",
        "",
        *_why(audit),
        "",
    ]


def _why(audit: Audit) -> list[str]:
    if audit.rate is None:
        return [
            (
                "Ce site est **non conforme** au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) : "
                "aucun audit n’a été fait. Sans audit, un site est tenu pour non conforme."
            ),
            "",
            (
                "Des contrôles automatiques ont été passés. Une machine ne voit qu’une partie des défauts ; elle ne juge "
                "aucun des 106 critères à la place d’une personne."
            ),
        ]
    lead = {
        "totalement conforme": "Ce site est **totalement conforme** au",
        "partiellement conforme": "Ce site est **partiellement conforme** au",
        "non conforme": "Ce site est **non conforme** au",
    }[audit.state]
    return [
        f"{lead} référentiel général d’amélioration de l’accessibilité (RGAA 4.1), en raison des points énumérés plus bas."
        if audit.state != "totalement conforme"
        else f"{lead} référentiel général d’amélioration de l’accessibilité (RGAA 4.1).",
    ]


def _results(audit: Audit) -> list[str]:
    one = audit.assessment
    lines = ["## Résultats", ""]
    if audit.rate is not None:
        counts = Counter(audit.criteria.values())
        lines += [
            (
                f"L’audit du {wording.day(one.made_on)}, par {one.made_by}, montre que **{audit.rate} %** des critères "
                f"applicables sont respectés : {counts[Verdict.MET]} respectés, {counts[Verdict.NOT_MET]} non respectés, "
                f"{counts[Verdict.DOES_NOT_APPLY]} sans objet. Il vaut jusqu’au {wording.day(audit.in_force_until)} au plus tard."
            ),
            "",
        ]
    else:
        lines += [f"Contrôles du {wording.day(one.made_on)}. {one.made_by}.", ""]
    lines += ["Ce qui a été fait :", "", *(f"- {each}" for each in one.done), ""]
    if one.not_done:
        lines += ["Ce qui n’a pas été fait :", "", *(f"- {each}" for each in one.not_done), ""]
    return lines


def _not_accessible(audit: Audit) -> list[str]:
    def listed(title: str, faults: tuple[Fault, ...], none: str) -> list[str]:
        rows = [f"- {_told(one)}" for one in faults] or [none]
        return [f"### {title}", "", *rows, ""]

    return [
        "## Contenus non accessibles",
        "",
        *listed("Défauts connus", audit.fault, "Aucun défaut connu. Cela ne veut pas dire qu’il n’y en a pas."),
        *listed("Dérogations pour charge disproportionnée", audit.derogation, "Aucune."),
        *listed("Contenus qui ne sont pas soumis à l’obligation", audit.exempt, "Aucun."),
    ]


def _told(one: Fault) -> str:
    parts = [f"Critère {one.criterion} : {one.what}" if one.criterion else one.what]
    parts += [one.why] if one.why else []
    parts += [f"À la place : {one.instead[0].lower()}{one.instead[1:]}"] if one.instead else []
    return " ".join(parts)


def _how(audit: Audit) -> list[str]:
    one = audit.assessment
    return [
        "## Comment cette déclaration a été établie",
        "",
        f"- Établie le {wording.day(one.made_on)}.",
        f"- Technologies du site : {', '.join(one.technologies)}.",
        f"- Outils : {', '.join(one.tools)}.",
        *(f"- Environnement : {each}." for each in one.environments),
        f"- Pages regardées, une de chaque sorte : {', '.join(f'`{page}`' for page in one.pages)}.",
        "",
    ]


def _reaching(publisher: Publisher) -> list[str]:
    return [
        "## Une page vous pose problème ?",
        "",
        "Dites-le au CCAS : il doit vous donner l’information autrement.",
        "",
        *(f"- {line}" for line in contact(publisher)),
        "",
        "## Sans réponse",
        "",
        "La réponse ne vient pas, ou ne vous convient pas ? Vous pouvez saisir le Défenseur des droits :",
        "",
        "- par son formulaire, sur le site defenseurdesdroits.fr ;",
        "- par un délégué près de chez vous ;",
        "- par courrier, gratuit et sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
        "",
    ]


def _plan(audit: Audit, publisher: Publisher) -> str:
    plan = audit.plan
    lines = [
        f"# Schéma pluriannuel d’accessibilité {plan.first_year}–{plan.last_year}",
        "",
        f"Ce que {told(publisher.name, 'nom du CCAS')} s’engage à faire pour rendre accessibles ce site et les pages des agents.",
        "",
        f"Aujourd’hui : **{audit.state}**. [La déclaration](accessibilite.md) dit pourquoi.",
        "",
        "## Nos règles",
        "",
        *(f"- {one}" for one in plan.policy),
        "",
        f"Personne référente : {told(plan.referent, 'nom et fonction')}.",
        "",
    ]
    for year in range(plan.first_year, plan.last_year + 1):
        steps = [one for one in plan.action if one.year == year]
        lines += [f"## Plan d’action {year}", ""]
        lines += [f"- {one.what} : **{'fait' if one.done else 'à faire'}**." for one in steps] or ["Rien de prévu."]
        lines.append("")
    return "\n".join(lines)
