"""Every address of the staff pages of occupancy."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from occupancy.domain.contracts import contract_page
from occupancy.domain.referrals import referral_page
from occupancy.web.arrears_paths import HAND_OVER as HAND_OVER
from occupancy.web.arrears_paths import HAND_OVER_PDF as HAND_OVER_PDF
from occupancy.web.arrears_paths import PERIODS as PERIODS
from occupancy.web.arrears_paths import PLANS as PLANS
from occupancy.web.arrears_paths import REMISSIONS as REMISSIONS
from occupancy.web.arrears_paths import TITLE_BATCHES as TITLE_BATCHES
from occupancy.web.arrears_paths import TITLE_FILES as TITLE_FILES
from occupancy.web.arrears_paths import TITLE_SETTINGS as TITLE_SETTINGS
from occupancy.web.arrears_paths import TITLE_SOURCES as TITLE_SOURCES
from occupancy.web.arrears_paths import TITLES as TITLES
from occupancy.web.arrears_paths import UNTITLED_RECEIPTS as UNTITLED_RECEIPTS
from occupancy.web.arrears_paths import account_closure as account_closure
from occupancy.web.arrears_paths import fsl_decision as fsl_decision
from occupancy.web.arrears_paths import fsl_requests as fsl_requests
from occupancy.web.arrears_paths import household_arrears as household_arrears
from occupancy.web.arrears_paths import household_plans as household_plans
from occupancy.web.arrears_paths import meeting_pdf as meeting_pdf
from occupancy.web.arrears_paths import period as period
from occupancy.web.arrears_paths import plan_cancellation as plan_cancellation
from occupancy.web.arrears_paths import plan_pdf as plan_pdf
from occupancy.web.arrears_paths import plan_signature as plan_signature
from occupancy.web.arrears_paths import reminder_pdf as reminder_pdf
from occupancy.web.arrears_paths import remission_decision as remission_decision
from occupancy.web.arrears_paths import remissions as remissions
from occupancy.web.arrears_paths import title_batch as title_batch
from occupancy.web.arrears_paths import title_exchange as title_exchange
from occupancy.web.arrears_paths import title_source as title_source
from occupancy.web.arrears_paths import title_status as title_status
from occupancy.web.arrears_paths import title_upload as title_upload
from occupancy.web.arrears_paths import untitled_receipt as untitled_receipt
from occupancy.web.deposit_paths import deposit as deposit
from occupancy.web.deposit_paths import deposit_refund as deposit_refund
from occupancy.web.deposit_paths import deposit_request as deposit_request
from occupancy.web.deposit_paths import deposit_settlement as deposit_settlement
from occupancy.web.deposit_paths import settlement_notice as settlement_notice
from occupancy.web.deposit_paths import settlement_pdf as settlement_pdf
from occupancy.web.deposit_paths import settlement_refusal as settlement_refusal
from occupancy.web.dossier_paths import ATTRIBUTION_SESSIONS as ATTRIBUTION_SESSIONS
from occupancy.web.dossier_paths import ATTRIBUTIONS as ATTRIBUTIONS
from occupancy.web.dossier_paths import NEW_ATTRIBUTION as NEW_ATTRIBUTION
from occupancy.web.dossier_paths import NEW_OPERATION as NEW_OPERATION
from occupancy.web.dossier_paths import NEW_SLIDING_LEASE as NEW_SLIDING_LEASE
from occupancy.web.dossier_paths import NEW_SUPPORT as NEW_SUPPORT
from occupancy.web.dossier_paths import NEW_SUPPORT_OPERATOR as NEW_SUPPORT_OPERATOR
from occupancy.web.dossier_paths import NOTES_AT_TERM as NOTES_AT_TERM
from occupancy.web.dossier_paths import OPERATIONS as OPERATIONS
from occupancy.web.dossier_paths import SLIDING_LEASES as SLIDING_LEASES
from occupancy.web.dossier_paths import SUPPORT_OPERATORS as SUPPORT_OPERATORS
from occupancy.web.dossier_paths import SUPPORTS as SUPPORTS
from occupancy.web.dossier_paths import attribution as attribution
from occupancy.web.dossier_paths import attribution_act as attribution_act
from occupancy.web.dossier_paths import attribution_session as attribution_session
from occupancy.web.dossier_paths import data_requests as data_requests
from occupancy.web.dossier_paths import new_attribution_of as new_attribution_of
from occupancy.web.dossier_paths import new_session as new_session
from occupancy.web.dossier_paths import new_support_of as new_support_of
from occupancy.web.dossier_paths import operation as operation
from occupancy.web.dossier_paths import session_closure as session_closure
from occupancy.web.dossier_paths import sliding_act as sliding_act
from occupancy.web.dossier_paths import sliding_lease as sliding_lease
from occupancy.web.dossier_paths import sliding_minutes as sliding_minutes
from occupancy.web.dossier_paths import sliding_review_pdf as sliding_review_pdf
from occupancy.web.dossier_paths import support as support
from occupancy.web.dossier_paths import support_act as support_act
from occupancy.web.dossier_paths import support_diagnosis as support_diagnosis
from occupancy.web.dossier_paths import support_duration as support_duration
from occupancy.web.dossier_paths import support_notes as support_notes
from occupancy.web.dossier_paths import support_operator as support_operator
from occupancy.web.dossier_paths import support_paper as support_paper
from occupancy.web.dossier_paths import supports_view as supports_view
from occupancy.web.dossier_paths import tripartite_convention_pdf as tripartite_convention_pdf
from occupancy.web.inspection_paths import INSPECTION_WORDS as INSPECTION_WORDS
from occupancy.web.inspection_paths import TABLETS as TABLETS
from occupancy.web.inspection_paths import VERIFICATION as VERIFICATION
from occupancy.web.inspection_paths import inspection as inspection
from occupancy.web.inspection_paths import inspection_amendment as inspection_amendment
from occupancy.web.inspection_paths import inspection_amendment_seal as inspection_amendment_seal
from occupancy.web.inspection_paths import inspection_pdf as inspection_pdf
from occupancy.web.inspection_paths import inspection_photo as inspection_photo
from occupancy.web.inspection_paths import inspection_photos as inspection_photos
from occupancy.web.inspection_paths import inspection_seal as inspection_seal
from occupancy.web.inspection_paths import inspection_sheets as inspection_sheets
from occupancy.web.inspection_paths import inspection_tablet as inspection_tablet
from occupancy.web.receipt_paths import RECEIPTS as RECEIPTS
from occupancy.web.receipt_paths import receipt as receipt
from occupancy.web.receipt_paths import receipt_cancellation as receipt_cancellation
from occupancy.web.receipt_paths import receipt_delivery as receipt_delivery
from occupancy.web.receipt_paths import receipt_pdf as receipt_pdf
from occupancy.web.receipt_paths import receipt_sending as receipt_sending
from occupancy.web.till_paths import BANK_LINES as BANK_LINES
from occupancy.web.till_paths import BOOK_WORDS as BOOK_WORDS
from occupancy.web.till_paths import CLOSINGS as CLOSINGS
from occupancy.web.till_paths import HANDOVERS as HANDOVERS
from occupancy.web.till_paths import PAY_OVERS as PAY_OVERS
from occupancy.web.till_paths import TERMS as TERMS
from occupancy.web.till_paths import TILLS as TILLS
from occupancy.web.till_paths import bank_line as bank_line
from occupancy.web.till_paths import bank_lines_after as bank_lines_after
from occupancy.web.till_paths import close_till as close_till
from occupancy.web.till_paths import closing_pdf as closing_pdf
from occupancy.web.till_paths import dft_statements as dft_statements
from occupancy.web.till_paths import handover as handover
from occupancy.web.till_paths import handover_acceptance as handover_acceptance
from occupancy.web.till_paths import handover_pdf as handover_pdf
from occupancy.web.till_paths import pay_over_cancellation as pay_over_cancellation
from occupancy.web.till_paths import pay_over_pdf as pay_over_pdf
from occupancy.web.till_paths import record_pay_over as record_pay_over
from occupancy.web.till_paths import regisseurs as regisseurs
from occupancy.web.till_paths import remit_cheques as remit_cheques
from occupancy.web.till_paths import term_end as term_end
from occupancy.web.till_paths import till as till
from occupancy.web.till_paths import till_book as till_book
from occupancy.web.till_paths import till_book_pdf as till_book_pdf
from occupancy.web.till_paths import till_receipts as till_receipts
from occupancy.web.till_paths import till_receipts_pdf as till_receipts_pdf

# --- stays ----------------------------------------------------------------------------------------

STAYS = "/sejours"
TO_DO = "/sejours/a-faire"
CALENDAR = "/sejours/calendrier"
HOUSEHOLDS = "/sejours/menages"
NEW_HOUSEHOLD = "/sejours/menages/nouveau"
STAY_IMPORTS = "/sejours/menages/import"
STAY_TEMPLATE_XLSX = f"{STAY_IMPORTS}/modele.xlsx"
STAY_TEMPLATE_CSV = f"{STAY_IMPORTS}/modele.zip"
NEW_CONTRACT = "/sejours/contrats/nouveau"
DEPOSITS = "/sejours/depots"
VACANCIES = "/sejours/places-libres"
LETTERHEADS = "/sejours/papiers"
RULES = f"{LETTERHEADS}/reglement.pdf"
WEAR_GRIDS = "/sejours/grilles-de-vetuste"
NEW_WEAR_GRID = f"{WEAR_GRIDS}/nouvelle"
WEAR_TEMPLATE_XLSX = f"{WEAR_GRIDS}/modele.xlsx"
WEAR_TEMPLATE_CSV = f"{WEAR_GRIDS}/modele.zip"


def issued_document(document_id: UUID) -> str:
    return f"/sejours/documents/{document_id}/document.pdf"


def wear_grid(grid_id: UUID) -> str:
    return f"{WEAR_GRIDS}/{grid_id}"


def wear_grid_withdrawal(grid_id: UUID) -> str:
    return f"{wear_grid(grid_id)}/retrait"


def wear_agreement(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/grille-de-vetuste"


def calendar(secret: str) -> str:
    return f"{CALENDAR}/{secret}.ics"


def household(household_id: UUID) -> str:
    return f"{HOUSEHOLDS}/{household_id}"


def households_after(search: str, reference: str) -> str:
    return f"{HOUSEHOLDS}?{urlencode({'recherche': search, 'after': reference})}"


def household_edit(household_id: UUID) -> str:
    return f"{household(household_id)}/modification"


def new_member(household_id: UUID) -> str:
    return f"{household(household_id)}/membres/nouveau"


def member(member_id: UUID) -> str:
    return f"/sejours/menages/membres/{member_id}"


def member_removal(member_id: UUID) -> str:
    return f"{member(member_id)}/retrait"


def particulars_of(household_id: UUID) -> str:
    return f"{household(household_id)}#renseignements"


def new_particular(household_id: UUID, kind: str) -> str:
    return f"{household(household_id)}/renseignements/nouveau?rubrique={kind}"


def particular(particular_id: UUID) -> str:
    return f"/sejours/menages/renseignements/{particular_id}"


def particular_end(particular_id: UUID) -> str:
    return f"{particular(particular_id)}/fin"


def particular_withdrawal(particular_id: UUID) -> str:
    return f"{particular(particular_id)}/retrait"


def stay_upload(upload_id: UUID) -> str:
    return f"{STAY_IMPORTS}/apercu/{upload_id}"


def stay_import(import_id: UUID) -> str:
    return f"{STAY_IMPORTS}/{import_id}"


def new_contract(household_id: UUID) -> str:
    return f"{NEW_CONTRACT}?menage={household_id}"


def new_contract_in(place: str, first_day: date, last_day: date | None) -> str:
    """The same form, for a place and days found by a search."""
    days = {"du": str(first_day), **({"au": str(last_day)} if last_day else {})}
    return f"{NEW_CONTRACT}?{urlencode({'place': place, **days})}"


def contract(contract_id: UUID) -> str:
    return contract_page(contract_id)


def contract_pdf(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/contrat.pdf"


def draft_days(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/dates"


def plain_sheet(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/fiche-facile-a-lire.pdf"


def notice_letter(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/conge.pdf"


def renewal_letter(contract_id: UUID, number: int) -> str:
    return f"{contract(contract_id)}/demandes-de-renouvellement/{number}/reponse.pdf"


def signature(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/signature"


def renewal(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/renouvellement"


def renewal_request(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/demande-de-renouvellement"


def renewal_denial(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/refus-de-renouvellement"


def overstay(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/depassement"


def notice_withdrawal(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/retrait-du-conge"


def following(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/suivi"


def insurances(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/assurances"


def insurance_demand(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/mise-en-demeure-assurance"


def insurance_letter(contract_id: UUID, number: int) -> str:
    return f"{contract(contract_id)}/mises-en-demeure-assurance/{number}/lettre.pdf"


def insurance_withdrawal(attestation_id: UUID) -> str:
    return f"/sejours/assurances/{attestation_id}/retrait"


def notice(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/conge"


def end(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/fin"


def cancellation(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/annulation"


def turnaround(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/remise-en-etat"


def housing_aid(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/aide-au-logement"


def difference(contract_id: UUID) -> str:
    return f"{contract(contract_id)}/etats-des-lieux/difference"


def unit_page(unit_id: UUID) -> str:
    """The page of alt_units that shows the unit."""
    return f"/logements/{unit_id}"


# --- referrals and commissions --------------------------------------------------------------------

REFERRALS = "/sejours/orientations"
NEW_REFERRAL = "/sejours/orientations/nouvelle"
REFERRAL_REFUSALS = "/sejours/orientations/refus"
COMMISSIONS = "/sejours/orientations/commissions"
DELEGATED = "/sejours/orientations/delegations"
DELEGATED_PDF = "/sejours/orientations/delegations/compte-rendu.pdf"


def referral(referral_id: UUID) -> str:
    return referral_page(referral_id)


def new_referral_of(household_id: UUID) -> str:
    return f"{NEW_REFERRAL}?menage={household_id}"


def new_referral_to(place: str) -> str:
    """The form, for a place found by a search."""
    return f"{NEW_REFERRAL}?{urlencode({'place': place})}"


def referral_act(referral_id: UUID, word: str) -> str:
    return f"{referral(referral_id)}/{word}"


def household_letter(referral_id: UUID) -> str:
    return f"{referral(referral_id)}/lettre-au-menage.pdf"


def siao_letter(referral_id: UUID) -> str:
    return f"{referral(referral_id)}/lettre-au-siao.pdf"


def new_contract_from(referral_id: UUID) -> str:
    """The form of a contract, filled in from a referral."""
    return f"{NEW_CONTRACT}?{urlencode({'orientation': str(referral_id)})}"


def commission(commission_id: UUID) -> str:
    return f"{COMMISSIONS}/{commission_id}"


def attendance(commission_id: UUID) -> str:
    return f"{commission(commission_id)}/presence"


def comparison_pdf(commission_id: UUID) -> str:
    return f"{commission(commission_id)}/comparaison.pdf"


def minutes_pdf(commission_id: UUID) -> str:
    return f"{commission(commission_id)}/proces-verbal.pdf"


# --- overruns -------------------------------------------------------------------------------------

OVERRUNS = "/sejours/depassements"
FORCED_LEAVING = "/sejours/depart-force"

# --- money ----------------------------------------------------------------------------------------

CONTRACTS = "/sejours/contrats"
RECEIPTS_DESK = "/sejours/encaissements"
FEES = "/sejours/redevances"
FEES_PROGRESS = "/sejours/redevances/avancement"
ARREARS = "/sejours/encaissements/impayes"
SETTINGS = "/sejours/reglages"
LAW = "/sejours/regles"
REGIES = "/sejours/reglages/regies"
NEW_REGIE = "/sejours/reglages/regies/nouvelle"
LEDGER_EVENTS = "/sejours/ecritures"


def receive(household_id: UUID) -> str:
    return f"{RECEIPTS_DESK}/menages/{household_id}"


def receive_deposit(household_id: UUID, contract_id: UUID) -> str:
    """The same form, ready for the deposit of a contract."""
    return f"{receive(household_id)}?{urlencode({'depot': str(contract_id)})}"


def account(household_id: UUID) -> str:
    return f"{household(household_id)}/compte"


def account_pdf(household_id: UUID, on: date) -> str:
    return f"{account(household_id)}/releve.pdf?au={on}"


def ledger_event(event_id: UUID) -> str:
    return f"{LEDGER_EVENTS}/{event_id}"


def fees_progress(month: str) -> str:
    return f"{FEES_PROGRESS}?mois={month}"


def fees_of(month: str) -> str:
    return f"{FEES}?mois={month}"


def fee_notice(contract_id: UUID, month: str) -> str:
    return f"{contract(contract_id)}/redevances/{month}/avis.pdf"


def quittance(contract_id: UUID, month: str) -> str:
    return f"{contract(contract_id)}/redevances/{month}/quittance.pdf"


def regie(regie_id: UUID) -> str:
    return f"{REGIES}/{regie_id}"
