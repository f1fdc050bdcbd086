"""Bad input about claims and payments: a French refusal that names the field, never a 500, nothing changed."""

from typing import Any
from uuid import uuid4

import pytest

from tests.service.alt_units.claim_desk import good, key, payment_body, prepare, record, signed_convention, submitted
from tests.service.alt_units.conftest import Service

Park = dict[str, dict[str, Any]]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_cents", 2**63),
        ("amount_cents", 10**12 + 1),
        ("amount_cents", 12.5),
        ("received_on", "2015-02-30"),
        ("received_on", "0001-01-01"),
        ("kind", "don"),
        ("bank_reference", ""),
        ("bank_reference", "VIR\x00"),
        ("bank_reference", "V" * 81),
        ("label", "x" * 201),
        ("convention_id", "pas-un-identifiant"),
        ("surprise", 1),
    ],
)
async def test_a_badly_formed_payment_is_refused(service: Service, park: Park, field: str, value: object) -> None:
    body = {**payment_body({"id": str(uuid4())}, 100), field: value}
    answer = await service.api("POST", "/funder-payments", body, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request"), answer.text


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"amount_cents": 0}, "funder-payment-sign-wrong", "amount_cents"),
        ({"amount_cents": -1}, "funder-payment-sign-wrong", "amount_cents"),
        ({"amount_cents": 1, "kind": "indu", "decision_reference": "D"}, "funder-payment-sign-wrong", "amount_cents"),
        ({"amount_cents": -1, "kind": "indu"}, "indu-unreferenced", "decision_reference"),
        ({"decision_reference": "DEC-1"}, "decision-misplaced", "decision_reference"),
        ({"received_on": "2015-06-16"}, "funder-payment-in-future", "received_on"),
    ],
)
async def test_a_payment_that_breaks_a_rule_names_its_field(
    service: Service, park: Park, changes: dict[str, Any], code: str, field: str
) -> None:
    convention = await signed_convention(service, park)
    body = {**payment_body(convention, 100), **changes}
    answer = await service.api("POST", "/funder-payments", body, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_unknown_things_are_not_found(service: Service, park: Park) -> None:
    nobody = uuid4()
    for method, path, body in (
        ("GET", f"/claims/{nobody}", None),
        ("POST", f"/conventions/{nobody}/claims", {"month": "2015-01"}),
        ("POST", f"/claims/{nobody}/submission", None),
        ("GET", f"/funder-payments/{nobody}", None),
        ("GET", f"/funder-payments?after={nobody}", None),
        (
            "POST",
            f"/funder-payments/{nobody}/allocations",
            {"shares": [{"claim_line_id": str(nobody), "amount_cents": 1}]},
        ),
        ("GET", f"/conventions/{nobody}/payment-schedule", None),
    ):
        answer = await service.api(method, path, body, version=1, headers=key())
        assert answer.status_code == 404, (path, answer.text)


async def test_unreadable_addresses_and_bodies_are_refused(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    claim = await prepare(service, convention)
    line = f"/claims/{claim['id']}/lines/{claim['lines'][0]['id']}"
    for method, path, body in (
        ("GET", "/claims?year=1492", None),
        ("GET", "/claims?year=demain", None),
        ("GET", "/claims", None),
        ("GET", "/reconciliations/1492", None),
        ("GET", "/funder-payments?after=hier", None),
        ("GET", "/funder-payments?limit=0", None),
        ("POST", f"/conventions/{convention['id']}/claims", {"month": "2015-13"}),
        ("PUT", f"{line}/claimed", {"amount_cents": -1, "reason": "x"}),
        ("POST", f"{line}/adjustments", {"decided_on": "2015-06-01", "amount_cents": 0, "reason": "x"}),
        ("POST", f"/claims/{claim['id']}/notes", {"kind": "rumeur", "text": "x"}),
    ):
        answer = await service.api(method, path, body, version=claim["version"], headers=key())
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-request"), (path, answer.text)


async def test_a_line_of_another_claim_is_not_reached_through_this_one(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    january, february = await submitted(service, convention, "2015-01", "2015-02")
    path = f"/claims/{january['id']}/lines/{february['lines'][0]['id']}/adjustments"
    body = {"decided_on": "2015-06-01", "amount_cents": -1, "reason": "Erreur de ligne"}
    answer = await service.api("POST", path, body, version=january["version"], headers=key())
    assert (answer.status_code, answer.json()["code"]) == (404, "claim-line-not-found")


async def test_every_payment_is_listed_once_page_after_page(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    made = {(await record(service, convention, 100, received_on=f"2015-03-0{n % 3 + 1}"))["id"] for n in range(5)}
    seen: list[str] = []
    path = "/funder-payments?limit=2"
    while path:
        found = good(await service.api("GET", path))
        seen += [one["id"] for one in found["items"]]
        path = f"/funder-payments?limit=2&after={found['next']}" if found["next"] else ""
    assert (sorted(seen), len(seen)) == (sorted(made), 5)


async def test_another_service_reaches_no_money(service: Service, park: Park) -> None:
    for path in ("/claims?year=2015", "/funder-payments", "/reconciliations/2015"):
        assert (await service.api("GET", path, caller="occupancy")).status_code == 403
