"""Every address of the staff pages, once."""

from urllib.parse import urlencode
from uuid import UUID

from alt_units.domain import units as rules

# --- units, conventions ---------------------------------------------------------------------------

UNITS = "/logements"
NEW_UNIT = "/logements/nouveau"
CONVENTIONS = "/logements/conventions"
SCALES = "/logements/baremes"
LAW = "/logements/regles"
NEW_CONVENTION = "/logements/conventions/nouvelle"


def law(key: str, act: str = "") -> str:
    """A value of the law, or one of its acts: `valeur`, `verification`."""
    return f"{LAW}/{key}" + (f"/{act}" if act else "")


def units_after(reference: str) -> str:
    """The list of units, from the one that follows this reference."""
    return f"{UNITS}?{urlencode({'after': reference})}"


def unit(unit_id: UUID, act: str = "") -> str:
    """The unit's page, or one of its acts: `modifier`, `places`, `programme`, `indisponibilites`…"""
    return rules.page(unit_id) + (f"/{act}" if act else "")


def place(unit_id: UUID, number: int) -> str:
    return f"{unit(unit_id)}/places/{number}"


def convention(convention_id: UUID, act: str = "") -> str:
    """The convention's page, or one of its acts: `modifier`, `lignes`, `signature`, `fin`."""
    return rules.convention_page(convention_id) + (f"/{act}" if act else "")


def amendment(convention_id: UUID, act: str = "") -> str:
    """The avenant in preparation, or one of its acts: `nouveau`, `modifier`, `lignes`, `signature`, `abandon`."""
    return f"{convention(convention_id)}/avenant" + (f"/{act}" if act else "")


def convention_paper(convention_id: UUID, paper_id: UUID) -> str:
    """Where a signed paper is read again."""
    return f"{convention(convention_id)}/papiers/{paper_id}"


def convention_document(convention_id: UUID, document_id: UUID, act: str = "") -> str:
    """A document that the funder expects, or its removal: `retrait`."""
    return f"{convention(convention_id)}/pieces/{document_id}" + (f"/{act}" if act else "")


def comparison(convention_id: UUID, before: int, after: int) -> str:
    """What changes from one version to another."""
    return f"{convention(convention_id)}/comparaison?de={before}&a={after}"


def line(convention_id: UUID, line_id: UUID, act: str = "") -> str:
    """A line's page, or its removal: `retrait`."""
    return f"{convention(convention_id)}/lignes/{line_id}" + (f"/{act}" if act else "")


# --- stock: voids, mobilisations, vacancies, planning ---------------------------------------------

VACANCIES = "/logements/vacances"
PLANNING = "/logements/planning"
OCCUPANCY = "/logements/occupation"


def planning(first: object, months: int) -> str:
    """The planning from a month on."""
    return f"{PLANNING}?{urlencode({'depuis': str(first), 'mois': months})}"


def vacancy(unit_id: UUID, number: int) -> str:
    """Where the vacancy of a place (0: the whole unit) is declared to the SIAO."""
    return f"{unit(unit_id, 'vacance')}/{number}"


def vacancy_cancellation(unit_id: UUID, declaration_id: UUID) -> str:
    """Where a declaration to the SIAO is taken back."""
    return f"{unit(unit_id, 'vacance')}/declarations/{declaration_id}/annulation"


def void(unit_id: UUID, void_id: UUID, act: str) -> str:
    """An act on a void: `fin`, `annulation`."""
    return f"{unit(unit_id, 'indisponibilites')}/{void_id}/{act}"


def mobilisation(unit_id: UUID, mobilisation_id: UUID, act: str = "") -> str:
    """The correction of a mobilisation, or its `fin`."""
    return f"{unit(unit_id, 'mobilisations')}/{mobilisation_id}" + (f"/{act}" if act else "")


# --- park imports ---------------------------------------------------------------------------------

PARK_IMPORTS = "/logements/import"
PARK_TEMPLATE_XLSX = f"{PARK_IMPORTS}/modele.xlsx"
PARK_TEMPLATE_CSV = f"{PARK_IMPORTS}/modele.zip"


def park_upload(upload_id: UUID) -> str:
    """The preview of a file that waits for its confirmation."""
    return f"{PARK_IMPORTS}/apercu/{upload_id}"


def park_import(import_id: UUID) -> str:
    """The report of an import."""
    return f"{PARK_IMPORTS}/{import_id}"


# --- claims, funder payments, reconciliation ------------------------------------------------------

CLAIMS = "/logements/aides"
FUNDER_PAYMENTS = f"{CLAIMS}/versements"
NEW_FUNDER_PAYMENT = f"{FUNDER_PAYMENTS}/nouveau"
RECONCILIATIONS = f"{CLAIMS}/rapprochement"


def claims(year: int) -> str:
    """The claims of a year, convention by convention."""
    return f"{CLAIMS}?annee={year}"


def claim(convention_id: UUID, month: object, act: str = "") -> str:
    """The claim of a month, or one of its acts: `preparation`, `recalcul`, `transmission`, `suivi`."""
    return f"{CLAIMS}/{convention_id}/{month}" + (f"/{act}" if act else "")


def claim_correction(convention_id: UUID, month: object, correction_id: UUID) -> str:
    """Where a proposed correction is confirmed, refused or taken back."""
    return f"{claim(convention_id, month)}/corrections/{correction_id}"


def claim_pdf(convention_id: UUID, month: object, number: int | None = None) -> str:
    return f"{claim(convention_id, month)}/demande.pdf" + (f"?exemplaire={number}" if number else "")


def claim_line(convention_id: UUID, month: object, line_id: UUID, act: str) -> str:
    """An act on one dwelling of a claim: `montant` while it is a draft, `ajustement` afterwards."""
    return f"{claim(convention_id, month)}/lignes/{line_id}/{act}"


def funder_payment(payment_id: UUID, act: str = "") -> str:
    """A payment's page, or its `affectation`."""
    return f"{FUNDER_PAYMENTS}/{payment_id}" + (f"/{act}" if act else "")


def allocation(payment_id: UUID, allocation_id: UUID) -> str:
    """Where an allocation is undone."""
    return f"{funder_payment(payment_id)}/affectations/{allocation_id}/annulation"


def reconciliation(year: int) -> str:
    return f"{RECONCILIATIONS}/{year}"


def reconciliation_pdf(year: int) -> str:
    return f"{reconciliation(year)}/rapprochement.pdf"


WORKSPACE = f"{CLAIMS}/suivi"
VACANCY = f"{CLAIMS}/vacance"
STAY_ALERTS = f"{CLAIMS}/alertes"


def workspace(annee: object, **wanted: object) -> str:
    """The months and dwellings of a year, as they are filtered."""
    return f"{WORKSPACE}?{urlencode({'annee': annee, **wanted})}"


def payment_schedule(convention_id: UUID) -> str:
    """When the year's payments of a convention are expected."""
    return f"{CLAIMS}/echeancier/{convention_id}"


# --- bank files -----------------------------------------------------------------------------------

BANK = f"{CLAIMS}/releves"
BANK_LINES = f"{BANK}/lignes"
BANK_ASIDE = f"{BANK_LINES}/mise-de-cote"
BANK_RUN = f"{BANK}/rapprochement"
NEW_BANK_SOURCE = f"{BANK}/sources/nouvelle"
SEND_BANK_FILE = f"{BANK}/fichiers/nouveau"


def bank_source(source_id: UUID, upload_id: UUID | None = None) -> str:
    """A source's page, trying it on a file that waits."""
    return f"{BANK}/sources/{source_id}" + (f"?fichier={upload_id}" if upload_id else "")


def bank_upload(upload_id: UUID, act: str = "") -> str:
    """A file that waits, or its `importation` or `abandon`."""
    return f"{BANK}/fichiers/{upload_id}" + (f"/{act}" if act else "")


def bank_import(import_id: UUID) -> str:
    """The report of an import."""
    return f"{BANK}/importations/{import_id}"


def bank_lines(state: str) -> str:
    """The lines in one state."""
    return f"{BANK_LINES}?etat={state}"


def bank_line(line_id: UUID, act: str = "") -> str:
    """A line's page, or its `rapprochement`, `choix`, `mise-de-cote`, `reprise`."""
    return f"{BANK_LINES}/{line_id}" + (f"/{act}" if act else "")


# --- reports --------------------------------------------------------------------------------------

COSTS = f"{CLAIMS}/couts"
NEW_COST = f"{COSTS}/nouveau"
RENTS = f"{COSTS}/loyers"
YEARLY_FILES = f"{CLAIMS}/dossier"
STATISTICS = f"{CLAIMS}/statistiques"
NEW_FIGURE = f"{STATISTICS}/chiffre"


def costs(year: int) -> str:
    return f"{COSTS}?annee={year}"


def rents(year: int) -> str:
    """The rents of a year that wait for an agent."""
    return f"{RENTS}?annee={year}"


def cost_cancellation(cost_id: UUID) -> str:
    return f"{COSTS}/{cost_id}/annulation"


def yearly_file(year: int) -> str:
    """What is missing, what it would say, and every file produced."""
    return f"{YEARLY_FILES}/{year}"


def yearly_file_paper(year: int, number: int, ending: str) -> str:
    """A file as it was produced: `pdf` or `xlsx`."""
    return f"{yearly_file(year)}/{number}/dossier.{ending}"


def statistics(year: int) -> str:
    return f"{STATISTICS}?annee={year}"


def declare_figure(year: int) -> str:
    return f"{NEW_FIGURE}?annee={year}"
