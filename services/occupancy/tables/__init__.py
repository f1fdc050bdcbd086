"""Every table of occupancy, a page by noun. Columns only: constraints live in the migrations."""

from piccolo.table import Table

from occupancy.tables import (
    attributions,
    contracts,
    deadlines,
    households,
    inspections,
    insurances,
    law,
    members,
    money,
    outbox,
    papers,
    particulars,
    privacy,
    referrals,
    renewals,
    sliding_leases,
    stay_imports,
    support,
    tills,
    wear,
)

TABLES: tuple[type[Table], ...] = (
    *households.TABLES,
    *members.TABLES,
    *particulars.TABLES,
    *stay_imports.TABLES,
    *contracts.TABLES,
    *wear.TABLES,
    *inspections.TABLES,
    *renewals.TABLES,
    *insurances.TABLES,
    *deadlines.TABLES,
    *referrals.TABLES,
    *attributions.TABLES,
    *support.TABLES,
    *privacy.TABLES,
    *sliding_leases.TABLES,
    *papers.TABLES,
    *outbox.TABLES,
    *money.TABLES,
    *tills.TABLES,
    *law.TABLES,
)
