"""Recorded law."""

from piccolo.table import Table

from kernel.law_book import LawVersionColumns


class LawVersionRow(LawVersionColumns, Table, tablename="law_version"):
    """A version of a legal value that staff recorded. Append-only."""


TABLES: tuple[type[Table], ...] = (LawVersionRow,)
