"""The payers' money through the real service, on both engines."""

import asyncio
from typing import Any

import pytest

from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import (
    adjust,
    allocate,
    allocate_as_proposed,
    claim_again,
    good,
    key,
    note,
    payment_body,
    record,
    signed_convention,
    state,
    submitted,
)
from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_claims import raw, store_of

Park = dict[str, dict[str, Any]]


async def test_a_payment_is_allocated_oldest_month_first(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    february, january = await submitted(service, convention, "2015-02", "2015-01")
    payment = await allocate_as_proposed(service, await record(service, convention, 150000))
    assert payment["left_cents"] == 0
    assert (await claim_again(service, january))["paid_cents"] == 102717
    assert (await claim_again(service, february))["paid_cents"] == 47283


async def test_what_nobody_claimed_stays_to_be_allocated(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    payment = await allocate_as_proposed(service, await record(service, convention, 110000))
    assert payment["left_cents"] == 7283


async def test_a_short_paid_claim_is_followed_to_its_end(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await allocate_as_proposed(service, await record(service, convention, 100000))
    claim = await claim_again(service, claim)
    assert (claim["difference_cents"], await state(service, claim)) == (2717, "different")
    assert claim["lines"][2]["reasons"] == ["underpaid"]
    adjusted = good(await adjust(service, claim, -1717, line=2))
    assert await state(service, adjusted) == "different"
    rest = await record(service, convention, 1000, kind="rappel")
    await allocate_as_proposed(service, rest)
    settled = await claim_again(service, adjusted)
    assert (settled["difference_cents"], await state(service, settled)) == (0, "received")
    good(await note(service, settled, "closing"))
    assert await state(service, settled) == "closed"
    year = good(await service.api("GET", "/reconciliations/2015"))
    amounts = year["amounts"]
    assert (amounts["claimed_cents"], amounts["adjusted_cents"], amounts["paid_cents"]) == (102717, -1717, 101000)
    assert amounts["paid_cents"] + amounts["difference_cents"] == amounts["claimed_cents"] + amounts["adjusted_cents"]
    assert year["received_cents"] == 101000


async def test_an_indu_given_back_clears_what_was_overpaid(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    await allocate_as_proposed(service, await record(service, convention, 102717))
    adjusted = good(await adjust(service, await claim_again(service, claim), -2000))
    assert adjusted["lines"][0]["reasons"] == ["adjusted", "overpaid"]
    back = await allocate_as_proposed(service, await record(service, convention, -2000, kind="indu"))
    assert (back["left_cents"], back["decision_reference"]) == (0, "DEC-2015-7")
    assert await state(service, claim) == "received"
    for page in ("/logements/aides/rapprochement/2015", f"/logements/aides/versements/{back['id']}"):
        assert "DEC-2015-7" in await service.page(page)


async def test_the_same_bank_reference_is_recorded_once(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    payment = await record(service, convention, 100, bank_reference="VIR-7")
    body = payment_body(convention, 100, bank_reference="VIR-7")
    answer = await service.api("POST", "/funder-payments", body, headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "funder-payment-already-recorded")
    assert answer.json()["blocker"]["href"].endswith(payment["id"])


async def test_a_recording_repeated_with_its_key_is_done_once(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    body, same = payment_body(convention, 100), key()
    first = await service.api("POST", "/funder-payments", body, headers=same)
    second = await service.api("POST", "/funder-payments", body, headers=same)
    other = await service.api("POST", "/funder-payments", {**body, "amount_cents": 200}, headers=same)
    assert first.json() == second.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert len(good(await service.api("GET", "/funder-payments"))["items"]) == 1


async def test_a_cancelled_allocation_frees_the_money_and_leaves_both_rows(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await allocate_as_proposed(service, await record(service, convention, 35795))
    (allocation,) = payment["allocations"]
    path = f"/funder-payments/{payment['id']}/allocations/{allocation['id']}/cancellation"
    undone = good(await service.api("POST", path, headers=key()))
    assert (undone["left_cents"], len(undone["allocations"])) == (35795, 2)
    assert (await claim_again(service, claim))["paid_cents"] == 0
    again = await service.api("POST", path, headers=key())
    assert (again.status_code, again.json()["code"]) == (409, "allocation-already-cancelled")


async def test_allocating_more_than_the_payment_or_the_line_is_refused(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await record(service, convention, 10000)
    line = claim["lines"][0]["id"]
    answer = await allocate(service, payment, [{"claim_line_id": line, "amount_cents": 10001}])
    assert answer.json()["code"] == "allocation-above-payment"
    answer = await allocate(service, payment, [{"claim_line_id": line, "amount_cents": 35796}])
    assert answer.json()["code"] == "allocation-above-due"


async def test_racing_allocations_never_exceed_the_payment(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await record(service, convention, 30000)
    shares = [{"claim_line_id": line["id"], "amount_cents": 10000} for line in claim["lines"]]
    answers = await asyncio.gather(*(allocate(service, payment, [shares[n % 3]]) for n in range(12)))
    assert sorted(answer.status_code for answer in answers).count(201) == 3
    found = good(await service.api("GET", f"/funder-payments/{payment['id']}"))
    assert (found["left_cents"], len(found["allocations"])) == (0, 3)


async def insert_allocation(
    service: Service, payment: dict[str, Any], line: str, amount_cents: int, number: int
) -> None:
    await raw(
        service,
        "insert into payment_allocation (id, payment_id, claim_line_id, amount_cents) values ({}, {}, {}, {})",
        f"00000000-0000-0000-0000-{number:012d}",
        payment["id"],
        line,
        amount_cents,
    )


async def test_the_database_itself_refuses_allocations_above_the_payment(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await record(service, convention, 10000)
    line = claim["lines"][0]["id"]
    await insert_allocation(service, payment, line, 6000, 1)
    for amount, name in ((4001, "allocation_within_payment"), (-1, "allocation_sign")):
        with pytest.raises(ConstraintBroken) as refused:
            await insert_allocation(service, payment, line, amount, 2)
        assert refused.value.name == name


async def test_control_without_the_trigger_a_payment_would_settle_more_than_itself(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await record(service, convention, 10000)
    if store_of(service).dialect == "sqlite":
        await raw(service, "drop trigger allocation_within_payment")
    else:
        await raw(service, "drop trigger allocation_holds on payment_allocation")
    await insert_allocation(service, payment, claim["lines"][0]["id"], 10001, 1)
    assert good(await service.api("GET", f"/funder-payments/{payment['id']}"))["left_cents"] == -1


async def test_racing_raw_allocations_never_exceed_the_payment(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await record(service, convention, 30000)
    line = claim["lines"][0]["id"]
    tries = [insert_allocation(service, payment, line, 10000, number) for number in range(1, 9)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 3


@pytest.mark.parametrize("table", ["funder_payment", "payment_allocation"])
async def test_payments_and_allocations_are_never_rewritten(service: Service, park: Park, table: str) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    await allocate_as_proposed(service, await record(service, convention, 10000))
    for sql in (f"update {table} set amount_cents = amount_cents", f"delete from {table}"):
        with pytest.raises(ConstraintBroken) as refused:
            await raw(service, sql)
        assert refused.value.name == f"{table}_immutable"


async def test_a_draft_is_never_paid(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    claim = good(await service.api("POST", f"/conventions/{convention['id']}/claims", {"month": "2015-01"}))
    payment = await record(service, convention, 10000)
    line = claim["lines"][0]["id"]
    answer = await allocate(service, payment, [{"claim_line_id": line, "amount_cents": 1}])
    assert answer.json()["code"] == "allocation-above-due"
    with pytest.raises(ConstraintBroken) as refused:
        await insert_allocation(service, payment, line, 1, 1)
    assert refused.value.name == "allocation_to_submitted"
