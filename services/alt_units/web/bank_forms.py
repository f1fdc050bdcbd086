"""The form of a source of bank files: field by field to a command, and back."""

from alt_units.actions.bank_sources import DescribeSource
from alt_units.domain.bank_files import FileFormat
from alt_units.domain.bank_sources import BankSource, CsvMapping, DateFormat, DecimalMark, Encoding, Separator
from kernel.web.form import Form

COLUMNS = ("booked_on", "label", "amount", "debit", "credit", "reference", "payer", "currency")
USUAL = {
    "format": FileFormat.CSV,
    "encoding": Encoding.CP1252,
    "separator": Separator.SEMICOLON,
    "decimal": DecimalMark.COMMA,
    "date_format": DateFormat.DAY_FIRST,
    "skipped_rows": 0,
}


def blank(source: BankSource | None, **more: object) -> Form:
    """The form of a new source, or of one that is known."""
    if source is None:
        return Form.blank(**USUAL, **more)
    said = (
        {} if source.mapping is None else {name: getattr(source.mapping, name) for name in CsvMapping.__struct_fields__}
    )
    known = {"name": source.name, "format": source.format, "account": source.account}
    return Form.blank(**{**USUAL, **said, **known, **more})


def read(form: Form) -> DescribeSource:
    """The source as described; a CSV has its mapping, the others none."""
    kind = form.choice("format", FileFormat)
    return DescribeSource(
        name=form.text("name", 80),
        format=kind,
        account=form.text("account", 40),
        mapping=_mapping(form) if kind is FileFormat.CSV else None,
    )


def _mapping(form: Form) -> CsvMapping:
    return CsvMapping(
        encoding=form.choice("encoding", Encoding),
        separator=form.choice("separator", Separator),
        decimal=form.choice("decimal", DecimalMark),
        date_format=form.choice("date_format", DateFormat),
        skipped_rows=form.integer("skipped_rows", 0, 50),
        **{name: form.text(name, 80, required=False) for name in COLUMNS},
    )
