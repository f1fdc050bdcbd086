"""The bank statements of the demonstration: what finance finds in the morning, some of it explained, some of it not.

`releve-exemple.csv`, beside this file, may be imported by hand under the same source: everything in it is fictitious.
"""

from base64 import b64encode
from datetime import date
from typing import Any

from palier.demo.clerk import Desk
from palier.demo.park import T1_CENTS
from palier.demo.people import FINANCE

ACCOUNT = "FR7630001007941234567890185"
"""An account number that exists in manuals only."""
COLUMNS = {"booked_on": "Date", "label": "Libellé", "debit": "Débit", "credit": "Crédit", "reference": "Référence"}
ROWS = "Date;Libellé;Débit;Crédit;Référence;Émetteur"


async def import_statements(desk: Desk, conventions: dict[int, dict[str, Any]], *, today: date) -> None:
    """A source, and last year's statement: payments that were recorded by hand, the month that the State paid late, and what
    is not the payers' money. One line is set aside; the others wait for their agent."""
    desk.clock.move_to(today)
    mapping = {"encoding": "cp1252", "separator": "semicolon", "decimal": "comma", "date_format": "day_first"}
    source = {"name": "Compte de dépôt au Trésor (exemple)", "format": "csv", "account": ACCOUNT}
    body = source | {"mapping": {**mapping, **COLUMNS, "payer": "Émetteur"}}
    known = await desk.post(FINANCE, "alt_units/v1/bank-sources", body)
    content = await _statement(desk, conventions[today.year - 1], today)
    sent = {"source_id": known["id"], "file_name": f"releve-{today.year - 1}.csv"}
    await desk.post(FINANCE, "alt_units/v1/bank-imports", sent | {"content": b64encode(content).decode()})
    for line in (await desk.get(FINANCE, "alt_units/v1/bank-lines", limit=200))["items"]:
        if "EAU" in line["label"]:
            reason = {"reason": "Facture d'eau, sans rapport avec les aides"}
            await desk.post(FINANCE, f"alt_units/v1/bank-lines/{line['id']}/setting-aside", reason)


async def _statement(desk: Desk, convention: dict[str, Any], today: date) -> bytes:
    """The year of one convention as the bank tells it, up to today."""
    year, number = convention["year"], convention["number"]
    payments = (await desk.get(FINANCE, "alt_units/v1/funder-payments", limit=200))["items"]
    rows = [
        _row(date.fromisoformat(one["received_on"]), f"ALT CONV {number} {one['kind'].upper()}", one["amount_cents"])
        for one in payments
        if one["convention_id"] == convention["id"]
    ]
    rows += [
        _row(date(year + 1, 1, 28), f"RAPPEL ALT CONVENTION {number} 12/{year}", T1_CENTS),
        _row(date(year, 6, 3), "PRLV EAU LOGEMENTS TEMPORAIRES", -84_20, "REGIE DES EAUX"),
        _row(date(year, 6, 9), f"AIDE ALT CONV 999-{year}-007", 622_54),
        _row(date(year, 7, 2), "VIREMENT REDEVANCE LOGEMENT", 75_00, "MENAGE EXEMPLE"),
        _row(date(year, 11, 18), f"ALT CONV {number} ACOMPTE", 50_00),
    ]
    return "\r\n".join([ROWS, *(text for on, text in sorted(rows) if on <= today), ""]).encode("cp1252")


def _row(on: date, label: str, cents: int, payer: str = "DRFIP ILE DE FRANCE") -> tuple[date, str]:
    amount = f"{abs(cents) // 100},{abs(cents) % 100:02d}"
    debit, credit = (amount, "") if cents < 0 else ("", amount)
    return on, f"{on:%d/%m/%Y};{label};{debit};{credit};OP{on:%y%m%d}{abs(cents) % 1000:03d};{payer}"
