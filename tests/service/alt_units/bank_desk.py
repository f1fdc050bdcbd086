"""A clerk and bank files over HTTP, in a few words. Everything is fictitious."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from typing import Any

from alt_units.domain.bank_files import FileFormat
from tests.service.alt_units.claim_desk import good, key
from tests.service.alt_units.conftest import Service
from tests.support.bank_files import IBAN, MAPPING, Movement, as_csv

Body = dict[str, Any]

JANUARY = Movement(
    on=date(2015, 2, 12), cents=102717, reference="VIR-1", label="AIDE ALT CONV ALT-2015 01/2015", payer="PREFECTURE"
)
OTHER = Movement(on=date(2015, 2, 3), cents=-4250, reference="PRLV-9", label="PRLV EAU", payer="REGIE DES EAUX")
BOTH = [OTHER, JANUARY]


async def a_source(service: Service, kind: FileFormat = FileFormat.CSV, name: str = "Compte exemple") -> Body:
    mapping = {name: getattr(MAPPING, name) for name in MAPPING.__struct_fields__} if kind is FileFormat.CSV else None
    body = {"name": name, "format": kind.value, "account": IBAN, "mapping": mapping}
    return good(await service.api("POST", "/bank-sources", body))


async def import_bytes(service: Service, source: Body, content: bytes, **sent: Any) -> Any:
    body = {"source_id": source["id"], "file_name": "releve.csv", "content": b64encode(content).decode()}
    return await service.api("POST", "/bank-imports", body, **sent)


async def imported(service: Service, source: Body, movements: Sequence[Movement] = BOTH) -> Body:
    return good(await import_bytes(service, source, as_csv(movements)))


async def lines(service: Service, state: str = "") -> list[Body]:
    asked = f"?state={state}" if state else ""
    return good(await service.api("GET", f"/bank-lines{asked}"))["items"]


async def line_of(service: Service, reference: str) -> Body:
    return next(one for one in await lines(service) if one["reference"] == reference)


async def accept(service: Service, line: Body) -> Any:
    """Accept what is proposed, as it is proposed."""
    return await match(service, line, line["proposal"]["parts"])


async def match(service: Service, line: Body, parts: list[Body]) -> Any:
    return await service.api("POST", f"/bank-lines/{line['id']}/match", {"parts": parts}, headers=key())


async def set_aside(service: Service, line: Body, reason: str = "Facture d'eau") -> Any:
    return await service.api("POST", f"/bank-lines/{line['id']}/setting-aside", {"reason": reason})


async def reopen(service: Service, line: Body, reason: str = "Mauvaise convention") -> Any:
    return await service.api("POST", f"/bank-lines/{line['id']}/reopening", {"reason": reason}, headers=key())
