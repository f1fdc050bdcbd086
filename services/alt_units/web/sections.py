"""The second bar: what each part of the service offers, in the order of use."""

from alt_units.web import paths
from kernel.web.page import Entry

STOCK = (
    Entry("Parc", paths.UNITS, "units.read"),
    Entry("Planning", paths.PLANNING, "units.read"),
    Entry("Vacances", paths.VACANCIES, "units.read"),
    Entry("Occupation", paths.OCCUPANCY, "units.read"),
    Entry("Qui peut entrer où ?", "/sejours/places-libres", "contracts.read"),
    Entry("Conventions", paths.CONVENTIONS, "conventions.read"),
    Entry("Barèmes", paths.SCALES, "units.read"),
    Entry("Import", paths.PARK_IMPORTS, "park.import"),
    Entry("Règles et paramètres", paths.LAW, "law.read"),
)
"""The dwellings and the papers that fund them."""

ALLOWANCE = (
    Entry("Demandes", paths.CLAIMS, "claims.read"),
    Entry("Suivi", paths.WORKSPACE, "claims.read"),
    Entry("Versements", paths.FUNDER_PAYMENTS, "claims.read"),
    Entry("Relevés", paths.BANK, "bank_lines.read"),
    Entry("En attente", paths.BANK_LINES, "bank_lines.read"),
    Entry("Rapprochement", paths.RECONCILIATIONS, "claims.read"),
    Entry("Dépenses", paths.COSTS, "claims.read"),
    Entry("Dossier annuel", paths.YEARLY_FILES, "claims.read"),
    Entry("Statistiques", paths.STATISTICS, "claims.read"),
    Entry("Alertes", paths.STAY_ALERTS, "claims.read"),
    Entry("Logement vide", paths.VACANCY, "claims.read"),
)
"""The money of the funders."""

SECTIONS = (STOCK, ALLOWANCE)
