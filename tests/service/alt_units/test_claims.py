"""The life of a claim through the real service, on both engines, with the figures of the founding case."""

import asyncio
from typing import Any

import pytest

from kernel.db import ConstraintBroken, Database
from tests.service.alt_units.claim_desk import (
    adjust,
    claim_again,
    good,
    key,
    note,
    prepare,
    signed_convention,
    state,
    submit,
    submitted,
)
from tests.service.alt_units.conftest import COLLEAGUE, Service, line_body, make_convention

Park = dict[str, dict[str, Any]]


def store_of(service: Service) -> Database:
    found: Database = service.app.state.db
    return found


async def raw(service: Service, sql: str, *values: object) -> None:
    """Run raw SQL in a transaction of its own, refusals translated."""
    db = store_of(service)
    try:
        async with db.engine.transaction():
            await db.run(sql, *values)
    except Exception as error:
        raise db.broken(error) or error from error


async def test_a_claim_is_prepared_with_every_amount_explained(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park))
    assert claim["due_cents"] == 102717
    assert claim["rules"]["payer"] == "CAF du département"
    assert [line["claimable_cents"] for line in claim["lines"]] == [35795, 31127, 35795]
    for line in claim["lines"]:
        assert [step["about"] for step in line["trace"]] == [
            "planned", "by_availability", "by_occupation", "effective", "claimable",
        ]  # fmt: skip
        assert all(step["source"] and step["inputs"] for step in line["trace"])


async def test_a_month_is_prepared_once_and_the_refusal_leads_to_it(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await prepare(service, convention)
    answer = await service.api("POST", f"/conventions/{convention['id']}/claims", {"month": "2015-01"})
    assert (answer.status_code, answer.json()["code"]) == (409, "claim-already-prepared")
    assert answer.json()["blocker"]["href"] == f"/logements/aides/{convention['id']}/2015-01"


async def test_an_unsigned_convention_gives_no_claim(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    answer = await service.api("POST", f"/conventions/{convention['id']}/claims", {"month": "2015-01"})
    assert answer.json()["code"] == "convention-not-signed"


async def test_a_draft_follows_the_facts_until_it_is_submitted(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park), "2015-03")
    unit = good(await service.api("GET", f"/units/{park['t3']['id']}"))
    body = {"first_day": "2015-03-15", "reason": "works", "bearer": "ccas"}
    good(await service.api("POST", f"/units/{unit['id']}/voids", body, version=unit["version"]))
    path = f"/claims/{claim['id']}/submission"
    answer = await service.api("POST", path, version=claim["version"], headers=key())
    assert (answer.status_code, answer.json()["code"]) == (409, "claim-outdated")
    fresh = good(await service.api("POST", f"/claims/{claim['id']}/refresh", version=claim["version"]))
    line = next(one for one in fresh["lines"] if one["reference"] == "LOG-T3")
    assert (line["days_available"], line["claimable_cents"]) == (14, 0)
    assert set(line["reasons"]) == {"out_of_service", "not_available_whole_month"}
    claimed = f"/units/{park['t1']['id']}/claimed-months?first=2015-01&last=2015-12"
    assert good(await service.api("GET", claimed))["items"] == []
    assert (await submit(service, fresh))["due_cents"] == 66922
    assert good(await service.api("GET", claimed))["items"] == ["2015-03"]
    assert good(await service.api("GET", claimed.replace("last=2015-12", "last=2015-02")))["items"] == []


async def test_another_amount_is_claimed_with_a_reason_only(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park))
    path = f"/claims/{claim['id']}/lines/{claim['lines'][1]['id']}/claimed"
    answer = await service.api("PUT", path, {"amount_cents": 0}, version=claim["version"], headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, "reason-missing")
    body = {"amount_cents": 0, "reason": "Occupant titulaire d'une aide personnelle"}
    decided = good(await service.api("PUT", path, body, version=claim["version"], headers=key()))
    assert decided["due_cents"] == 71590
    assert decided["lines"][1]["reasons"] == ["not_claimed_by_decision"]


async def test_a_month_that_is_not_over_is_not_submitted(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park), "2015-06")
    path = f"/claims/{claim['id']}/submission"
    answer = await service.api("POST", path, version=claim["version"], headers=key())
    assert (answer.status_code, answer.json()["code"]) == (422, "month-not-over")


async def test_a_submitted_claim_is_frozen_for_the_program(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    line_path = f"/claims/{claim['id']}/lines/{claim['lines'][0]['id']}/claimed"
    body = {"amount_cents": 1, "reason": "Trop tard"}
    for answer in (
        await service.api("PUT", line_path, body, version=claim["version"], headers=key()),
        await service.api("POST", f"/claims/{claim['id']}/refresh", version=claim["version"]),
        await service.api("POST", f"/claims/{claim['id']}/submission", version=claim["version"], headers=key()),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "claim-already-submitted")


FROZEN = [
    ("update claim_line set claimed_cents = 1 where claim_id = {}", "claim_line_frozen"),
    ("update claim_line set trace = '[]' where claim_id = {}", "claim_line_frozen"),
    ("delete from claim_line where claim_id = {}", "claim_line_frozen"),
    (
        "update claim set status = 'draft', submitted_at = null, submitted_by = null where id = {}",
        "claim_frozen",
    ),
    ("update claim set month = '2015-02' where id = {}", "claim_frozen"),
    ("delete from claim where id = {}", "claim_frozen"),
]


@pytest.mark.parametrize(("sql", "name"), FROZEN)
async def test_a_submitted_claim_is_frozen_for_raw_sql_too(service: Service, park: Park, sql: str, name: str) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, sql, claim["id"])
    assert refused.value.name == name
    assert (await claim_again(service, claim))["lines"] == claim["lines"]


async def test_control_without_the_triggers_raw_sql_would_change_what_was_sent(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    if store_of(service).dialect == "sqlite":
        await raw(service, "drop trigger claim_line_frozen_update")
    else:
        await raw(service, "drop trigger claim_line_frozen on claim_line")
    await raw(service, "update claim_line set claimed_cents = 1 where claim_id = {}", claim["id"])
    assert (await claim_again(service, claim))["due_cents"] == 3


async def test_a_draft_is_not_frozen(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park))
    await raw(service, "update claim_line set claimed_cents = 1 where claim_id = {}", claim["id"])
    assert (await claim_again(service, claim))["due_cents"] == 3


async def test_an_adjustment_leaves_the_sent_line_as_it_was(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    adjusted = good(await adjust(service, claim, -5795))
    assert (adjusted["lines"][0]["claimed_cents"], adjusted["due_cents"]) == (35795, 102717 - 5795)
    answer = await adjust(service, adjusted, -30001)
    assert (answer.status_code, answer.json()["code"]) == (422, "adjusted-below-zero")
    answer = await adjust(service, adjusted, 5796)
    assert (answer.status_code, answer.json()["code"]) == (422, "claim-above-ceiling")


async def test_adjustments_and_notes_are_never_rewritten(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    adjusted = good(await adjust(service, claim, -1))
    good(await note(service, adjusted, "justification", "Écart d'un centime admis"))
    for table in ("claim_adjustment", "claim_note"):
        for sql in (f"delete from {table}", f"update {table} set id = id"):
            with pytest.raises(ConstraintBroken, match=f"{table}_immutable|constraint-broken") as refused:
                await raw(service, sql)
            assert refused.value.name == f"{table}_immutable"


async def test_a_submission_sent_twice_is_done_once_and_answered_alike(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park))
    path, same = f"/claims/{claim['id']}/submission", key()
    first = await service.api("POST", path, version=claim["version"], headers=same)
    second = await service.api("POST", path, version=claim["version"], headers=same)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    rows = await store_of(service).run("select verb from journal where verb = 'claim-submitted'")
    assert len(rows) == 1


async def test_money_requests_without_their_key_are_refused(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park))
    answer = await service.api("POST", f"/claims/{claim['id']}/submission", version=claim["version"])
    assert answer.json()["code"] == "idempotency-key-missing"


async def test_a_decision_on_an_older_version_is_refused(service: Service, park: Park) -> None:
    claim = await prepare(service, await signed_convention(service, park))
    good(await service.api("POST", f"/claims/{claim['id']}/refresh", version=claim["version"]))
    answer = await service.api("POST", f"/claims/{claim['id']}/refresh", version=claim["version"])
    assert answer.status_code == 412


async def test_racing_preparations_of_a_month_leave_one_claim(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    path = f"/conventions/{convention['id']}/claims"
    answers = await asyncio.gather(*(service.api("POST", path, {"month": "2015-01"}) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 9]


async def test_the_yearly_ceiling_holds_over_the_months_whatever_their_order(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park, ceiling="ANNUEL", ceiling_cents=200_000)
    may, april = await submitted(service, convention, "2015-05", "2015-04")
    march = await prepare(service, convention, "2015-03")
    assert [may["due_cents"], april["due_cents"], march["due_cents"]] == [102717, 97283, 0]
    assert april["lines"][2]["reasons"] == ["ceiling_reached", "awaiting_payment"]
    assert all(line["reasons"] == ["ceiling_reached"] for line in march["lines"])


async def test_the_follow_up_goes_from_expected_to_justified_and_closed(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    assert await state(service, claim) == "expected"
    answer = await note(service, claim, "closing")
    assert (answer.status_code, answer.json()["code"]) == (409, "gap-not-settled")
    justified = good(await note(service, claim, "justification", "Convention résiliée, paiement refusé"))
    assert await state(service, claim) == "justified"
    own = await note(service, justified, "closing")
    assert (own.status_code, own.json()["code"]) == (409, "closer-explained-gap")
    good(await note(service, justified, "closing", person=COLLEAGUE))
    assert await state(service, claim) == "closed"
