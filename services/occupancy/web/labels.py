"""French words for what the code names in English: states, reasons, messages."""

from occupancy.documents.words import AMENDMENT_GROUND as AMENDMENT_GROUND
from occupancy.documents.words import BOOK as BOOK
from occupancy.documents.words import CATEGORY as CATEGORY
from occupancy.documents.words import CHANGE as CHANGE
from occupancy.documents.words import CONDITION as CONDITION
from occupancy.documents.words import COPY_CHANNEL as COPY_CHANNEL
from occupancy.documents.words import DELIVERY_WAY as DELIVERY_WAY
from occupancy.documents.words import DWELLING as DWELLING
from occupancy.documents.words import FUNDING_SCHEME as FUNDING_SCHEME
from occupancy.documents.words import INSPECTION as INSPECTION
from occupancy.documents.words import KEY as KEY
from occupancy.documents.words import LEGAL_REGIME as LEGAL_REGIME
from occupancy.documents.words import LINE_KIND as LINE_KIND
from occupancy.documents.words import MEANS as MEANS
from occupancy.documents.words import METER as METER
from occupancy.documents.words import OFFICE as OFFICE
from occupancy.documents.words import ORIENTATION as ORIENTATION
from occupancy.documents.words import PARTY as PARTY
from occupancy.documents.words import PAYMENT_KIND as PAYMENT_KIND
from occupancy.documents.words import PRESENCE as PRESENCE
from occupancy.documents.words import RECEIPT_MODE as RECEIPT_MODE
from occupancy.documents.words import ROOM_TYPE as ROOM_TYPE
from occupancy.documents.words import SAFETY as SAFETY
from occupancy.documents.words import SAFETY_STATE as SAFETY_STATE
from occupancy.documents.words import SIGNATURE_METHOD as SIGNATURE_METHOD
from occupancy.documents.words import SITUATION as SITUATION
from occupancy.documents.words import THIRD_PARTY as THIRD_PARTY
from occupancy.documents.words import VISIT_ACT as VISIT_ACT
from occupancy.documents.words import WORKING as WORKING
from occupancy.domain.arrears import Step
from occupancy.domain.arrears_ladder import ActKind
from occupancy.domain.bank_collections import Ground
from occupancy.domain.charges import Outcome
from occupancy.domain.contracts import ContractStatus, EndReason
from occupancy.domain.deposit_stages import DepositStage
from occupancy.domain.fsl_requests import PaidTo
from occupancy.domain.housing_aids import AidKind
from occupancy.domain.inspection_difference import Change
from occupancy.domain.repayment_plans import PlanState
from occupancy.domain.settlements import Beneficiary, NoticeChannel
from occupancy.domain.title_files import DayForm, DecimalForm, FileKind, Verdict
from occupancy.domain.titles import TitleState
from occupancy.domain.units import OwnerKind
from occupancy.domain.vacancies import Misfit
from occupancy.law import KEYS
from occupancy.web.household_words import HOUSEHOLD_VERB

# --- stays ----------------------------------------------------------------------------------------

CONTRACT_STATUS = {
    ContractStatus.DRAFT: "En préparation",
    ContractStatus.SIGNED: "Signé",
    ContractStatus.ENDED: "Terminé",
    ContractStatus.CANCELLED: "Annulé",
}

END_REASON = {
    EndReason.SOCIAL_HOUSING: "Relogement dans le parc social",
    EndReason.PRIVATE_HOUSING: "Relogement dans le parc privé",
    EndReason.OTHER_TEMPORARY: "Autre hébergement ou logement temporaire",
    EndReason.WITH_RELATIVES: "Chez un proche",
    EndReason.TERM_REACHED: "Échéance sans renouvellement",
    EndReason.RULES_BROKEN: "Manquement au contrat",
    EndReason.LEFT_WITHOUT_NOTICE: "Départ sans prévenir",
    EndReason.DEATH: "Décès",
    EndReason.SLID: "Bail glissé : le ménage devient titulaire",
    EndReason.OTHER: "Autre",
}

OWNER_KIND = {
    OwnerKind.TOWN: "Commune",
    OwnerKind.CCAS: "CCAS",
    OwnerKind.HLM: "Bailleur HLM",
    OwnerKind.PRIVATE: "Propriétaire privé",
    OwnerKind.OTHER: "Autre propriétaire",
}

MISFIT = {
    Misfit.TOO_SMALL: "Trop petit",
    Misfit.NOT_ACCESSIBLE: "Non accessible",
    Misfit.OTHER_PROGRAMME: "Autre programme",
    Misfit.TOO_LONG: "Plus long que la règle : dérogation",
    Misfit.PROMISED: "Promise à un ménage retenu",
}

AID_KIND = {AidKind.AL: "AL (allocation de logement)", AidKind.APL: "APL (aide personnalisée au logement)"}

CONTRACT_TONE = {
    ContractStatus.DRAFT: "info",
    ContractStatus.SIGNED: "ok",
    ContractStatus.ENDED: "muted",
    ContractStatus.CANCELLED: "muted",
}

CHANGE_TONE = {Change.SAME: "muted", Change.WORSE: "bad", Change.BETTER: "ok", Change.UNDECIDED: "warn"}

STAY_VERB = {
    "contract-prepared": "Contrat préparé",
    "draft-days-corrected": "Dates du contrat en préparation corrigées",
    "contract-signed": "Contrat signé",
    "contract-renewed": "Contrat renouvelé",
    "renewal-asked": "Renouvellement demandé",
    "renewal-denied": "Renouvellement refusé",
    "overstay-allowed": "Dépassement autorisé",
    "notice-given": "Congé donné",
    "notice-taken-back": "Congé retiré",
    "insurance-recorded": "Attestation d'assurance enregistrée",
    "insurance-demanded": "Mise en demeure d'assurance enregistrée",
    "insurance-withdrawn": "Attestation d'assurance retirée",
    "contract-ended": "Fin de séjour enregistrée",
    "contract-cancelled": "Contrat annulé",
    "turnaround-set": "Remise en état modifiée",
    "housing-aid-recorded": "Aide au logement du ménage enregistrée",
    "inspection-saved": "État des lieux : brouillon enregistré",
    "sheet-joined": "État des lieux : feuille signée jointe",
    "photo-joined": "État des lieux : photo jointe",
    "inspection-signed": "État des lieux signé",
    "inspection-prepared": "État des lieux préparé pour la tablette",
    "inspection-amended": "Avenant à l’état des lieux d’entrée",
    "photo-received": "Photo reçue",
    "photo-sent-again": "Photo déjà reçue",
    "visit-set-aside": "Visite mise de côté : l’état des lieux avait changé",
    "visit-sent-again": "Visite déjà reçue",
    "household-registered": "Ménage enregistré",
    "household-amended": "Ménage modifié",
    "presence-resent": "Envois de présence relancés",
    "deadline-taken": "Échéance prise en charge",
    "stay-followed": "Suivi du séjour pris",
    "stay-unfollowed": "Suivi du séjour rendu",
    "deadline-handed-back": "Échéance rendue",
    "calendar-opened": "Adresse de calendrier créée",
    "calendar-taken-back": "Adresse de calendrier retirée",
    "support-opened": "Accompagnement : mesure ouverte",
    "support-diagnosed": "Accompagnement : diagnostic enregistré",
    "data-requested": "Données : demande d'accès reçue",
    "data-answered": "Données : réponse à une demande d'accès",
    "household-data-given": "Données : remises à la personne",
    "data-disclosed": "Données : communication à un tiers",
    "data-hold-opened": "Données : effacement suspendu",
    "data-hold-lifted": "Données : suspension levée",
    "data-elimination-proposed": "Dossiers : bordereau d'élimination proposé",
    "data-erased": "Dossiers : détruits après le visa des archives",
    "data-erased-again": "Dossiers : détruits de nouveau après une restauration",
    "support-notes-given": "Données : notes sociales remises au ménage",
    "notes-elimination-proposed": "Notes sociales : bordereau d'élimination proposé",
    "notes-destroyed": "Notes sociales : détruites après le visa des archives",
    "support-notes-opened": "Accompagnement : notes ouvertes avec un motif",
    "support-note-written": "Accompagnement : note écrite",
    "support-joined": "Accompagnement : adhésion signée",
    "support-submitted": "Accompagnement : demande envoyée",
    "support-duration-allowed": "Accompagnement : autre durée admise par la direction",
    "support-decided": "Accompagnement : décision enregistrée",
    "support-notified": "Accompagnement : décision notifiée",
    "support-started": "Accompagnement : mesure commencée",
    "support-known": "Accompagnement : mesure du département enregistrée",
    "support-withdrawn": "Accompagnement : demande sans suite",
    "support-contract-signed": "Accompagnement : contrat signé",
    "support-met": "Accompagnement : rencontre",
    "support-meeting-taken-back": "Accompagnement : rencontre retirée, enregistrée par erreur",
    "support-reviewed": "Accompagnement : bilan tenu",
    "support-renewal-requested": "Accompagnement : reconduction demandée",
    "support-renewed": "Accompagnement : mesure reconduite",
    "support-not-renewed": "Accompagnement : reconduction refusée",
    "support-landlord-told": "Accompagnement : bailleur informé",
    "support-ended": "Accompagnement : fin de la mesure",
    "support-reported": "Accompagnement : bilan de fin signé",
    "support-closed": "Accompagnement : mesure close",
    "support-operator-registered": "Opérateur inscrit dans l'annuaire",
    "support-operator-amended": "Opérateur modifié",
    "sliding-lease-opened": "Bail glissant : convention tripartite signée",
    "sliding-review-minuted": "Bail glissant : compte rendu d'examen",
    "sliding-review-convened": "Bail glissant : examen convoqué",
    "sliding-convocation-proved": "Bail glissant : preuve de la convocation",
    "sliding-review-not-held": "Bail glissant : examen non tenu",
    "sliding-paper-recorded": "Bail glissant : document enregistré",
    "slide-proposed": "Bail glissant : glissement proposé",
    "landlord-answered": "Bail glissant : position du bailleur",
    "cal-decided": "Bail glissant : décision de la CAL",
    "slide-scheduled": "Bail glissant : glissement prévu",
    "sliding-lease-extended": "Bail glissant : période prolongée",
    "sliding-lease-left": "Bail glissant : autre issue",
    "lease-slid": "Bail glissé : le ménage est titulaire",
}

STAY_DONE = {
    "household-registered": "Ménage enregistré.",
    "household-amended": "Ménage modifié.",
    "contract-prepared": "Contrat préparé. Il n'occupe la place qu'une fois signé.",
    "draft-days-corrected": "Dates corrigées. La place n'est occupée qu'une fois le contrat signé.",
    "contract-signed": "Contrat signé. La place est occupée sur toute la période.",
    "contract-renewed": "Renouvellement enregistré à la suite de la période précédente.",
    "renewal-asked": "Demande enregistrée. Elle attend sa décision.",
    "renewal-denied": "Refus enregistré. L'échéance ne change pas.",
    "overstay-allowed": "Dépassement autorisé et enregistré.",
    "notice-given": "Congé enregistré.",
    "notice-taken-back": "Congé retiré.",
    "insurance-recorded": "Attestation d'assurance enregistrée.",
    "insurance-demanded": "Mise en demeure enregistrée : son délai est dans « À faire ».",
    "insurance-withdrawn": "Attestation d'assurance retirée. Elle reste au dossier.",
    "contract-ended": "Fin de séjour enregistrée. La place est libre après sa remise en état.",
    "turnaround-set": "Remise en état modifiée.",
    "housing-aid-recorded": "Aide au logement du ménage enregistrée.",
    "contract-cancelled": "Contrat annulé.",
    "inspection-saved": "État des lieux enregistré en brouillon.",
    "sheet-joined": "Feuille signée jointe au brouillon.",
    "photo-joined": "Photo jointe au brouillon.",
    "inspection-signed": "État des lieux signé et figé.",
    "inspection-amended": "Avenant enregistré.",
    "presence-resent": "Envoi relancé.",
    "deadline-taken": "Vous vous en chargez.",
    "stay-followed": "Vous suivez ce séjour : ce qui l’attend est dans « Pour moi ».",
    "stay-unfollowed": "Personne ne suit plus ce séjour : ce qui l’attend revient à ses postes.",
    "deadline-handed-back": "Rendue à son service.",
    "calendar-taken-back": "Adresse retirée : elle n'ouvre plus rien.",
}

# --- money ----------------------------------------------------------------------------------------

MONEY_VERB = {
    "regie-created": "Régie créée",
    "regie-amended": "Régie modifiée",
    "fees-run": "Redevances du mois appelées",
    "fees-run-asked": "Appel de redevances demandé",
    "fees-charged": "Redevances appelées par lot",
    "receipt-issued": "Reçu établi",
    "receipt-cancelled": "Reçu annulé",
    "receipt-delivered": "Reçu remis ou envoyé",
    "till-closed": "Caisse arrêtée",
    "paid-over": "Versement au comptable",
    "pay-over-cancelled": "Versement annulé",
    "cheques-remitted": "Chèques remis",
    "regisseur-appointed": "Régisseur nommé",
    "regisseur-term-ended": "Fin de fonctions d'un régisseur",
    "handover-proposed": "Remise de service signée par qui remet",
    "handover-accepted": "Remise de service signée par qui reçoit",
    "deposit-requested": "Dépôt de garantie demandé",
    "deposit-settled": "Solde du dépôt proposé",
    "document-issued": "Document remis",
    "letterhead-saved": "En-tête des papiers enregistré",
    "settlement-told": "Ménage informé du solde du dépôt",
    "settlement-refused": "Solde du dépôt refusé",
    "settlement-lapsed": "Solde du dépôt caduc",
    "wear-grid-imported": "Grille de vétusté importée",
    "wear-grid-withdrawn": "Grille de vétusté retirée",
    "wear-grid-agreed": "Grille de vétusté fixée",
    "deposit-refunded": "Solde du dépôt approuvé",
    "event-reversed": "Écriture annulée",
    "arrears-act-recorded": "Acte sur l'impayé",
    "fsl-asked": "Aide demandée au FSL",
    "fsl-decided": "Réponse du FSL notée",
    "plan-prepared": "Plan d'apurement préparé",
    "plan-signed": "Plan d'apurement signé",
    "plan-cancelled": "Plan d'apurement annulé",
    "remission-proposed": "Remise ou non-valeur proposée",
    "remission-granted": "Remise ou non-valeur décidée",
    "remission-refused": "Remise ou non-valeur refusée",
    "period-proposed": "Clôture d'un mois proposée",
    "period-closed": "Mois clos",
}

OUTCOME = {
    Outcome.CHARGE: ("À appeler", "info"),
    Outcome.ADJUST: ("À corriger", "warn"),
    Outcome.SAME: ("Déjà appelée", "ok"),
    Outcome.DECIDED: ("Annulée par décision", "muted"),
    Outcome.NOTHING: ("Rien à appeler", "muted"),
}

LAW_LABEL = {key.key: key.label for key in KEYS.all()}
"""The name of each dated value, as its own page gives it."""

TITLE_STATE = {
    TitleState.SENT: ("Transmis", "info"),
    TitleState.TAKEN: ("Pris en charge", "info"),
    TitleState.REJECTED: ("Rejeté", "bad"),
    TitleState.HELD: ("En attente chez le comptable", "warn"),
    TitleState.PAID: ("Payé, en tout ou partie", "ok"),
    TitleState.CANCELLED: ("Annulé", "muted"),
}

ARREARS_STEP = {
    Step.WAIT: ("Attendre", "muted"),
    Step.REMIND: ("Rappeler", "info"),
    Step.MEET: ("Proposer un rendez-vous", "warn"),
    Step.TITLE: ("Préparer un titre", "bad"),
    Step.GROUP: ("Grouper avec le prochain titre", "warn"),
    Step.RELAUNCH: ("Relancer", "warn"),
    Step.HAND_OVER: ("Remettre au comptable", "bad"),
}
"""What the default ladder advises."""

ARREARS_ACT = {
    ActKind.REMINDED: "Rappel fait",
    ActKind.MEETING_OFFERED: "Rendez-vous proposé",
    ActKind.TITLE_ASKED: "Titre demandé",
    ActKind.RELAUNCHED: "Relance faite",
    ActKind.HANDED_OVER: "Remis au comptable",
    ActKind.PAUSED: "Pause des relances",
    ActKind.FSL_ASKED: "Dossier FSL déposé avec le ménage",
    ActKind.CAF_TOLD: "Impayé signalé à la CAF",
    ActKind.CONTESTED: "Comptable : titre contesté",
    ActKind.CONTEST_ENDED: "Comptable : contestation terminée",
    ActKind.SATD_NOTIFIED: "Comptable : saisie (SATD) notifiée",
    ActKind.SATD_LIFTED: "Comptable : saisie (SATD) levée",
}

FSL_PAID_TO = {PaidTo.CCAS: "au CCAS", PaidTo.HOUSEHOLD: "au ménage"}

PLAN_STATE = {
    PlanState.PREPARED: ("À signer", "info"),
    PlanState.LIVE: ("En cours", "ok"),
    PlanState.BREACHED: ("Rompu", "bad"),
    PlanState.COMPLETED: ("Terminé, payé", "ok"),
    PlanState.CANCELLED: ("Annulé", "muted"),
}

DEPOSIT_STAGE = {
    DepositStage.DUE: ("Dû", "warn"),
    DepositStage.PARTIAL: ("Reçu en partie", "warn"),
    DepositStage.HELD: ("Détenu", "ok"),
    DepositStage.TO_RETURN: ("À rendre", "info"),
    DepositStage.PROVISION: ("Provision conservée", "info"),
    DepositStage.RETURNED: ("Rendu", "muted"),
    DepositStage.UNDONE: ("Demande annulée", "muted"),
}

BENEFICIARY = {
    Beneficiary.PAYER: "À qui l’a payé",
    Beneficiary.HEIRS: "Aux héritiers",
    Beneficiary.CONSIGNED: "En consignation",
    Beneficiary.OTHER: "À une autre personne",
}

NOTICE_CHANNEL = {
    NoticeChannel.REGISTERED_LETTER: "Lettre recommandée avec avis de réception",
    NoticeChannel.IN_HAND: "Remise en main propre contre récépissé",
    NoticeChannel.LETTER: "Lettre simple",
    NoticeChannel.EMAIL: "Courriel",
}

DOCUMENT = {
    "charge": "Redevance",
    "recharge": "Correction de redevance",
    "receipt": "Reçu",
    "receipt_cancellation": "Annulation de reçu",
    "pay_over": "Versement",
    "pay_over_cancellation": "Annulation de versement",
    "cheque_remittance": "Remise de chèques",
    "till_closing": "Arrêté de caisse",
    "deposit_request": "Demande de dépôt",
    "deposit_refund": "Solde du dépôt",
    "reversal": "Annulation décidée",
    "allocation": "Imputation",
    "remission": "Décision sur une somme due",
    "stay_import": "Reprise du registre précédent",
}

OPENING = {
    "fees": "Redevances dues",
    "damage": "Dégradations dues",
    "advance": "Avances des ménages",
    "deposit": "Dépôts détenus",
}

TITLE_FILE_KIND = {FileKind.STATES: "États de nos titres", FileKind.P503: "P503, recettes sans titre"}
DAY_FORM = {
    DayForm.DAY_FIRST: "21/11/2026",
    DayForm.YEAR_FIRST: "2026-11-21",
    DayForm.COMPACT: "20261121",
}
DECIMAL_FORM = {DecimalForm.COMMA: "Virgule : 1 047,17", DecimalForm.POINT: "Point : 1047.17"}
TITLE_VERDICT = {
    Verdict.NEW: ("À noter", "ok"),
    Verdict.KNOWN: ("Déjà noté", "muted"),
    Verdict.OTHER: ("Pas à nous", "muted"),
    Verdict.WRONG: ("Impossible", "bad"),
}

LINE_GROUND = {
    Ground.REFERENCE: "référence citée",
    Ground.FULL_NAME: "nom et prénom reconnus",
    Ground.NAME: "nom reconnu",
    Ground.AMOUNT: "doit ce montant",
}

MONEY_DONE = {
    "title-source-recorded": "Source enregistrée.",
    "title-file-imported": "Fichier du comptable importé et gardé.",
    "title-file-nothing": "Fichier gardé : tout ce qu'il dit était déjà noté.",
    "later-title-recorded": "Titre après encaissement noté.",
    "account-closed": "Compte clos : plus rien n'est dû, ni par le ménage ni au ménage.",
    "dft-statement-recorded": "Solde du relevé enregistré et comparé au livre.",
    "bank-line-receipted": "Virement encaissé, reçu établi.",
    "receipt-issued": "Encaissement enregistré, reçu établi.",
    "receipt-cancelled": "Reçu annulé. Son numéro est conservé et les sommes redeviennent dues.",
    "fees-run": "Redevances du mois appelées.",
    "fees-run-asked": "Appel demandé. Il avance sans vous : la page montre où il en est.",
    "deposit-requested": "Dépôt de garantie demandé.",
    "letterhead-saved": "Nouvelle version des papiers enregistrée.",
    "deposit-settled": "Solde proposé. Une autre personne doit maintenant l'approuver.",
    "settlement-told": "Envoi du détail noté.",
    "settlement-refused": "Solde refusé. Un autre peut être proposé.",
    "wear-grid-imported": "Grille importée.",
    "wear-grid-withdrawn": "Grille retirée.",
    "wear-grid-agreed": "Grille de vétusté fixée sur le contrat.",
    "deposit-refunded": "Solde approuvé et enregistré.",
    "event-reversed": "Écriture annulée par son exact contraire.",
    "arrears-act-recorded": "Acte noté au journal de l'impayé.",
    "titles-sent": "Bordereau fait. Ses fichiers sont prêts pour le logiciel financier.",
    "title-status-recorded": "État du titre noté.",
    "title-settings-recorded": "Réglages enregistrés. Ils servent au prochain bordereau.",
    "fsl-asked": "Demande au FSL notée.",
    "fsl-decided": "Réponse du FSL notée.",
    "plan-prepared": "Plan préparé : imprimez-le, faites-le signer.",
    "plan-signed": "Plan signé : les relances attendent.",
    "plan-cancelled": "Plan annulé : la dette est inchangée.",
    "remission-proposed": "Proposition enregistrée : une autre personne décide.",
    "remission-granted": "Décision enregistrée sur le compte.",
    "remission-refused": "Refus enregistré : rien n'a changé sur le compte.",
    "period-proposed": "Clôture proposée : une autre personne la prononce.",
    "period-closed": "Mois clos : rien ne s'y écrit plus.",
    "regie-created": "Régie créée.",
    "regie-amended": "Régie modifiée.",
    "receipt-delivered": "Remise du reçu notée.",
    "receipt-sent": "Reçu envoyé au ménage ; l'envoi est noté.",
    "till-closed": "Caisse arrêtée. Plus rien ne s'écrit à cette date.",
    "paid-over": "Versement enregistré.",
    "pay-over-cancelled": "Versement annulé par son exact contraire.",
    "cheques-remitted": "Mouvement de chèques enregistré.",
    "regisseur-appointed": "Nomination enregistrée.",
    "regisseur-term-ended": "Fin de fonctions enregistrée.",
    "handover-proposed": "Remise signée. La personne qui reçoit doit maintenant signer à son tour.",
    "handover-accepted": "Remise de service signée par les deux personnes.",
}

VERB = {**STAY_VERB, **HOUSEHOLD_VERB, **MONEY_VERB}

DONE = {**STAY_DONE, **MONEY_DONE}
