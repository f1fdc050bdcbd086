"""The addresses of what is done about debts: acts, plans, remissions, titles, closed months."""

from uuid import UUID

HAND_OVER = "/sejours/encaissements/impayes/comptable"
HAND_OVER_PDF = f"{HAND_OVER}/liste.pdf"
PLANS = "/sejours/plans"
PERIODS = "/sejours/clotures"
REMISSIONS = "/sejours/remises"
TITLES = "/sejours/titres"
TITLE_FILES = "/sejours/titres/fichiers"
TITLE_SOURCES = "/sejours/titres/fichiers/sources"
UNTITLED_RECEIPTS = "/sejours/titres/apres-encaissement"
TITLE_SETTINGS = "/sejours/titres/reglages"
TITLE_BATCHES = "/sejours/titres/bordereaux"


def account_closure(household_id: UUID) -> str:
    return f"/sejours/menages/{household_id}/compte/cloture"


def household_arrears(household_id: UUID) -> str:
    return f"/sejours/menages/{household_id}/impaye"


def household_plans(household_id: UUID) -> str:
    return f"{household_arrears(household_id)}/plans"


def fsl_requests(household_id: UUID) -> str:
    return f"{household_arrears(household_id)}/fsl"


def fsl_decision(household_id: UUID, request_id: UUID) -> str:
    return f"{fsl_requests(household_id)}/{request_id}"


def reminder_pdf(household_id: UUID) -> str:
    return f"{household_arrears(household_id)}/rappel.pdf"


def meeting_pdf(household_id: UUID) -> str:
    return f"{household_arrears(household_id)}/rendez-vous.pdf"


def plan_pdf(plan_id: UUID) -> str:
    return f"{PLANS}/{plan_id}/plan.pdf"


def plan_signature(plan_id: UUID) -> str:
    return f"{PLANS}/{plan_id}/signature"


def plan_cancellation(plan_id: UUID) -> str:
    return f"{PLANS}/{plan_id}/annulation"


def remissions(household_id: UUID) -> str:
    return f"/sejours/menages/{household_id}/remises"


def remission_decision(remission_id: UUID) -> str:
    return f"{REMISSIONS}/{remission_id}/decision"


def period(period_id: UUID) -> str:
    return f"{PERIODS}/{period_id}"


def title_batch(batch_id: UUID) -> str:
    return f"{TITLE_BATCHES}/{batch_id}"


def title_exchange(batch_id: UUID) -> str:
    return f"{title_batch(batch_id)}/pes.xml"


def title_status(act_id: UUID) -> str:
    return f"{TITLES}/etats/{act_id}"


def title_source(source_id: UUID) -> str:
    return f"{TITLE_SOURCES}/{source_id}"


def title_upload(source_id: UUID, upload_id: UUID) -> str:
    return f"{title_source(source_id)}/fichiers/{upload_id}"


def untitled_receipt(receipt_id: UUID) -> str:
    return f"{UNTITLED_RECEIPTS}/{receipt_id}"
