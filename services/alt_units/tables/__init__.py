"""Every table of alt_units, a page by noun. Columns only: constraints live in the migrations."""

from piccolo.table import Table

from alt_units.tables import bank, claims, conventions, imports, law, papers, park, reports

TABLES: tuple[type[Table], ...] = (
    *park.TABLES,
    *conventions.TABLES,
    *claims.TABLES,
    *imports.TABLES,
    *bank.TABLES,
    *reports.TABLES,
    *papers.TABLES,
    *law.TABLES,
)
