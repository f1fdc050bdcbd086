"""Insurance attestations."""

from piccolo.columns import UUID, Date, Integer, Varchar
from piccolo.table import Table


class InsuranceAttestationRow(Table, tablename="insurance_attestation"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    contract_id = UUID(default=None)
    insured = Varchar(10, default=None)
    capacity = Varchar(10, default=None)
    insurer = Varchar(120, default=None)
    valid_from = Date(default=None)
    valid_until = Date(default=None)
    received_on = Date(default=None)
    withdrawn_reason = Varchar(1000, null=True, default=None)


class InsuranceDemandRow(Table, tablename="insurance_demand"):
    id = UUID(primary_key=True, default=None)
    contract_id = UUID(default=None)
    number = Integer(default=None)
    sent_on = Date(default=None)
    channel = Varchar(20, default=None)


TABLES: tuple[type[Table], ...] = (InsuranceAttestationRow, InsuranceDemandRow)
