"""The bytes of a bank file, by the format of its source, as the statements of its account with their balances checked."""

from alt_units.domain.bank_files import BankFile, FileFormat, check_balances, of_account
from alt_units.domain.bank_sources import BankSource
from alt_units.parsers.bank_camt import read_camt
from alt_units.parsers.bank_cfonb import read_cfonb
from alt_units.parsers.bank_csv import read_csv
from alt_units.parsers.bank_ofx import read_ofx


def read_bank_file(content: bytes, source: BankSource) -> BankFile:
    """Raises `BankFileRejected`, and nothing else whatever the bytes are."""
    if source.format is FileFormat.CSV:
        assert source.mapping is not None
        found = read_csv(content, source.mapping)
    elif source.format is FileFormat.CAMT053:
        found = read_camt(content)
    elif source.format is FileFormat.CFONB120:
        found = read_cfonb(content)
    else:
        found = read_ofx(content)
    return check_balances(of_account(found, source.account))
