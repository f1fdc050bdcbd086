"""Where bank files come from: the account, the format and, for a CSV, which column says what. Said once, kept.

Ground: REC-03 and U7 (no public layout of the payers' and Treasury's exports: a mapping, never an invented parser);
a year of two digits is read only where the source says which century is meant.
"""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.bank_files import FileFormat, account_key
from kernel.errors import Conflict, NotFound, RuleBroken


class BankSourceNotFound(NotFound):
    """No source of bank files bears this identifier."""

    code, title = "bank-source-not-found", "Source de relevés introuvable"


class BankSourceNameTaken(Conflict):
    """A source is chosen by its name."""

    code, title = "bank-source-name-taken", "Une source porte déjà ce nom"


class BankMappingIncomplete(RuleBroken):
    """A CSV is read once it is said where its date, label and amount stand: one signed column, or debit and credit."""

    code, title = "bank-mapping-incomplete", "Correspondance de colonnes incomplète"


class BankAccountInvalid(RuleBroken):
    """An account number holds letters and figures."""

    code, title = "bank-account-invalid", "Numéro de compte attendu"


class Encoding(StrEnum):
    """How the letters of a CSV are written."""

    UTF8 = "utf-8"
    CP1252 = "cp1252"


class Separator(StrEnum):
    """What stands between two columns."""

    SEMICOLON = "semicolon"
    COMMA = "comma"
    TAB = "tab"
    BAR = "bar"

    @property
    def character(self) -> str:
        return {"semicolon": ";", "comma": ",", "tab": "\t", "bar": "|"}[self.value]


class DecimalMark(StrEnum):
    """What stands before the cents."""

    COMMA = "comma"
    POINT = "point"

    @property
    def character(self) -> str:
        return {"comma": ",", "point": "."}[self.value]


class DateFormat(StrEnum):
    """How a day is written. `DAY_FIRST_SHORT` states that the years of two digits are those of the century 2000."""

    DAY_FIRST = "day_first"
    YEAR_FIRST = "year_first"
    COMPACT = "compact"
    DAY_FIRST_SHORT = "day_first_short"


class CsvMapping(Struct, frozen=True, kw_only=True):
    """Which column of a CSV says what, by its heading. An empty name: the file has no such column.

    `skipped_rows`: rows above the headings. Either `amount`, signed, or `debit` and `credit`.
    """

    encoding: Encoding
    separator: Separator
    decimal: DecimalMark
    date_format: DateFormat
    skipped_rows: int
    booked_on: str
    label: str
    amount: str
    debit: str
    credit: str
    reference: str
    payer: str
    currency: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings that the file must have."""
        named = (self.booked_on, self.label, self.amount, self.debit, self.credit)
        return tuple(one for one in (*named, self.reference, self.payer, self.currency) if one)


class BankSource(Struct, frozen=True, kw_only=True):
    """One account at one bank, as one format gives it. `mapping`: for a CSV only."""

    id: UUID
    version: int
    name: str
    format: FileFormat
    account: str
    mapping: CsvMapping | None


def check_source(source: BankSource) -> None:
    """Raises `BankAccountInvalid`, `BankMappingIncomplete`."""
    if len(account_key(source.account)) < 5:
        raise BankAccountInvalid("Recopiez l'IBAN ou le numéro du compte, en lettres et chiffres.", field="account")
    if (source.format is FileFormat.CSV) is not (source.mapping is not None):
        raise BankMappingIncomplete(
            "Un relevé CSV demande une correspondance de colonnes, et lui seul.", field="format"
        )
    if source.mapping is not None:
        _check_mapping(source.mapping)


def _check_mapping(mapping: CsvMapping) -> None:
    for name, value in (("booked_on", mapping.booked_on), ("label", mapping.label)):
        if not value:
            raise BankMappingIncomplete("Indiquez l'en-tête de cette colonne.", field=name)
    two = bool(mapping.debit), bool(mapping.credit)
    if bool(mapping.amount) is any(two) or any(two) is not all(two):
        detail = "Indiquez soit une colonne de montant signé, soit une colonne de débit et une de crédit."
        raise BankMappingIncomplete(detail, field="amount")
    if len(set(mapping.columns)) < len(mapping.columns):
        raise BankMappingIncomplete("La même colonne est indiquée deux fois.", field="booked_on")
