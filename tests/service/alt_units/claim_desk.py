"""The finance clerk's acts over HTTP, in a few words."""

from typing import Any
from uuid import uuid4

from kernel.acts import Staff
from tests.service.alt_units.conftest import CLERK, COLLEAGUE, Service, line_body, make_convention

Body = dict[str, Any]


def key() -> dict[str, str]:
    return {"idempotency-key": uuid4().hex}


def good(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def signed_convention(service: Service, park: dict[str, Body], **changes: Any) -> Body:
    """The founding case at 1 027,17 € a month, in force from January 2015."""
    lines = [line_body(park[name]) for name in ("shared", "t1", "t3")]
    convention = await make_convention(service, *lines, **changes)
    path = f"/conventions/{convention['id']}/signature"
    return good(await service.api("POST", path, {"signed_on": "2014-12-10"}, version=convention["version"]))


async def prepare(service: Service, convention: Body, month: str = "2015-01") -> Body:
    return good(await service.api("POST", f"/conventions/{convention['id']}/claims", {"month": month}))


async def submit(service: Service, claim: Body) -> Body:
    path = f"/claims/{claim['id']}/submission"
    return good(await service.api("POST", path, version=claim["version"], headers=key()))


async def submitted(service: Service, convention: Body, *months: str) -> list[Body]:
    return [await submit(service, await prepare(service, convention, month)) for month in months or ("2015-01",)]


async def propose(service: Service, claim: Body, amount_cents: int, *, line: int = 0) -> Any:
    """The clerk proposes a correction."""
    body = {"decided_on": "2015-06-01", "amount_cents": amount_cents, "reason": "Courrier du financeur"}
    path = f"/claims/{claim['id']}/lines/{claim['lines'][line]['id']}/adjustments"
    return await service.api("POST", path, body, version=claim["version"], headers=key())


async def end(service: Service, correction: Body, outcome: str, reason: str = "", *, person: Staff = COLLEAGUE) -> Any:
    path = f"/claim-corrections/{correction['id']}/decision"
    return await service.api("POST", path, {"outcome": outcome, "reason": reason}, headers=key(), person=person)


async def adjust(service: Service, claim: Body, amount_cents: int, *, line: int = 0) -> Any:
    """The clerk proposes, a colleague confirms; the claim as it is then, or what was refused."""
    proposed = await propose(service, claim, amount_cents, line=line)
    if proposed.status_code != 201:
        return proposed
    good(await end(service, proposed.json(), "confirmed"))
    return await service.api("GET", f"/claims/{claim['id']}")


async def note(service: Service, claim: Body, kind: str, text: str = "", *, person: Staff = CLERK) -> Any:
    path = f"/claims/{claim['id']}/notes"
    return await service.api("POST", path, {"kind": kind, "text": text}, version=claim["version"], person=person)


def payment_body(convention: Body, amount_cents: int, **changes: Any) -> Body:
    return {
        "convention_id": convention["id"],
        "received_on": "2015-03-02",
        "amount_cents": amount_cents,
        "kind": "versement",
        "bank_reference": f"VIR-{uuid4().hex[:8]}",
        "decision_reference": "DEC-2015-7" if changes.get("kind") == "indu" else "",
        **changes,
    }


async def record(service: Service, convention: Body, amount_cents: int, **changes: Any) -> Body:
    body = payment_body(convention, amount_cents, **changes)
    return good(await service.api("POST", "/funder-payments", body, headers=key()))


async def allocate(service: Service, payment: Body, shares: list[Body]) -> Any:
    path = f"/funder-payments/{payment['id']}/allocations"
    return await service.api("POST", path, {"shares": shares}, headers=key())


async def allocate_as_proposed(service: Service, payment: Body) -> Body:
    proposal = good(await service.api("GET", f"/funder-payments/{payment['id']}/proposal"))
    return good(await allocate(service, payment, proposal["shares"]))


async def claim_again(service: Service, claim: Body) -> Body:
    return good(await service.api("GET", f"/claims/{claim['id']}"))


async def state(service: Service, claim: Body, year: int = 2015) -> str:
    """Where the follow-up of the claim stands, as the yearly reconciliation says."""
    found = good(await service.api("GET", f"/reconciliations/{year}"))
    return next(
        one["state"] for part in found["conventions"] for one in part["claims"] if one["claim_id"] == claim["id"]
    )
