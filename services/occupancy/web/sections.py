"""The second bar: what each part of the service offers, in the order of use."""

from kernel.web.page import Entry
from occupancy.web import data_paths, paths

STAYS = (
    Entry("Séjours", paths.STAYS, "contracts.read"),
    Entry("Qui peut entrer où ?", paths.VACANCIES, "contracts.read"),
    Entry("Ménages", paths.HOUSEHOLDS, "households.read"),
    Entry("Dépôts", paths.DEPOSITS, "deposits.read"),
    Entry("Orientations", paths.REFERRALS, "referrals.read"),
    Entry("Accompagnements", paths.SUPPORTS, "support.read"),
    Entry("Baux glissants", paths.SLIDING_LEASES, "sliding_leases.read"),
    Entry("Attributions", paths.ATTRIBUTIONS, "referrals.read"),
    Entry("Papiers", paths.LETTERHEADS, "law.read"),
    Entry("Règles et paramètres", paths.LAW, "law.read"),
)
"""Who lives where, until when."""

DESK = (
    Entry("Encaissements", paths.RECEIPTS_DESK, "payments.read"),
    Entry("Virements", paths.BANK_LINES, "transfers.read"),
    Entry("Redevances du mois", paths.FEES, "fees.read"),
    Entry("Impayés", paths.ARREARS, "ledger.read", also=(paths.PLANS, paths.REMISSIONS, paths.PERIODS)),
    Entry("Titres", paths.TITLES, "ledger.read"),
    Entry("Réglages des régies", paths.SETTINGS, "payments.read"),
)
"""The money of the households."""

DATA = (
    Entry("Registre", data_paths.DATA, "register.read"),
    Entry("Analyse d’impact", data_paths.ASSESSMENT, "register.read"),
    Entry("Dossiers à détruire", data_paths.AT_TERM, "privacy.read"),
    Entry("Qui a ouvert un dossier", data_paths.READINGS, "privacy.read"),
    Entry("Remettre ses données", data_paths.ACCESS, "privacy.export"),
)
"""What is kept of people."""

SECTIONS = (STAYS, DESK, DATA)
