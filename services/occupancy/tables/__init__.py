"""Every table of occupancy, a page by noun. Columns only: constraints live in the migrations."""

from piccolo.table import Table

from occupancy.tables import (
    attributions,
    contracts,
    deadlines,
    households,
    insurances,
    law,
    members,
    money,
    outbox,
    particulars,
    referrals,
    renewals,
    sliding_leases,
    support,
)

TABLES: tuple[type[Table], ...] = (
    *households.TABLES,
    *members.TABLES,
    *particulars.TABLES,
    *contracts.TABLES,
    *renewals.TABLES,
    *insurances.TABLES,
    *deadlines.TABLES,
    *referrals.TABLES,
    *attributions.TABLES,
    *support.TABLES,
    *sliding_leases.TABLES,
    *outbox.TABLES,
    *money.TABLES,
    *law.TABLES,
)
