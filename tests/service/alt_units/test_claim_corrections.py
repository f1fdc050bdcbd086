"""A claim is corrected by two persons: through the API, and for raw SQL, on both engines (GOALS D4, L15)."""

import asyncio
import os
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest

from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import (
    claim_again,
    end,
    good,
    key,
    note,
    prepare,
    propose,
    signed_convention,
    submitted,
)
from tests.service.alt_units.conftest import CLERK, COLLEAGUE, Service
from tests.service.alt_units.test_claims import raw, store_of

Park = dict[str, dict[str, Any]]
PENDING = int(os.environ.get("PALIER_PENDING_CORRECTIONS", "3"))

PROPOSING = (
    "insert into claim_correction (id, claim_line_id, decided_on, amount_cents, reason, proposed_at, proposed_by,"
    " proposed_by_name) select {}, line.id, '2015-06-01', {}, 'Courrier', unit.made_at, {}, 'Agente de test'"
    " from claim_line line, (select min(at) as made_at from journal) unit where line.id = {}"
)
ENDING = (
    "insert into claim_correction_end (id, correction_id, proposed_by, outcome, reason, ended_at, ended_by, ended_by_name)"
    " select {}, one.id, one.proposed_by, {}, '', one.proposed_at, {}, 'Agente de test' from claim_correction one"
    " where one.id = {}"
)
ADJUSTING = (
    "insert into claim_adjustment (id, claim_line_id, decided_on, amount_cents, reason, decided_by, correction_id)"
    " values ({}, {}, '2015-06-01', {}, 'Courrier', 'Agente de test', {})"
)


async def proposed(service: Service, line: UUID, cents: int) -> UUID:
    """A proposal written by raw SQL, by the clerk."""
    made = uuid4()
    await raw(service, PROPOSING, made, cents, CLERK.id, line)
    return made


async def corrected(service: Service, line: UUID, cents: int) -> tuple[object, ...]:
    """What `ADJUSTING` needs, once the clerk proposed it and a colleague confirmed it."""
    made = await proposed(service, line, cents)
    await raw(service, ENDING, uuid4(), "confirmed", COLLEAGUE.id, made)
    return uuid4(), line, cents, made


async def test_nothing_moves_before_another_person_confirms_and_each_end_is_kept(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    first = good(await propose(service, claim, -5795))
    again = {**claim, "version": claim["version"] + 1}
    assert await claim_again(service, claim) == again
    for outcome in ("confirmed", "refused"):
        alone = await end(service, first, outcome, "Seule", person=CLERK)
        assert (alone.status_code, alone.json()["code"]) == (409, "corrector-is-proposer")
    taken = await end(service, first, "withdrawn")
    assert (taken.status_code, taken.json()["code"]) == (409, "corrector-is-proposer")
    silent = await end(service, first, "refused")
    assert (silent.status_code, silent.json()["code"]) == (422, "reason-missing")
    good(await end(service, first, "refused", "Le courrier ne le dit pas"))
    late = await end(service, first, "confirmed")
    assert (late.status_code, late.json()["code"]) == (409, "claim-correction-ended")
    second = good(await propose(service, await claim_again(service, claim), -100))
    good(await end(service, second, "withdrawn", person=CLERK))
    third = good(await propose(service, await claim_again(service, claim), -200))
    good(await end(service, third, "confirmed"))
    assert (await claim_again(service, claim))["due_cents"] == claim["due_cents"] - 200
    told = good(await service.api("GET", f"/claims/{claim['id']}/corrections"))
    assert [one["end"]["outcome"] for one in told] == ["refused", "withdrawn", "confirmed"]
    assert told[0]["end"]["reason"] == "Le courrier ne le dit pas"
    missing = await end(service, {"id": uuid4()}, "confirmed")
    assert (missing.status_code, missing.json()["code"]) == (404, "claim-correction-not-found")


async def lone_attempts(service: Service, park: Park) -> list[tuple[str, str, tuple[object, ...]]]:
    """What one person alone might write by raw SQL, with the constraint that refuses it."""
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    line, waiting = UUID(claim["lines"][0]["id"]), await proposed(service, UUID(claim["lines"][0]["id"]), -500)
    draft = await prepare(service, convention, "2015-02")
    path = f"/claims/{draft['id']}/lines/{draft['lines'][1]['id']}/claimed"
    body = {"amount_cents": 20000, "reason": "Travaux"}
    good(await service.api("PUT", path, body, version=draft["version"], headers=key()))
    good(await note(service, await claim_again(service, claim), "justification", "Paiement refusé"))
    sending = "update claim set status = 'submitted', submitted_at = {}, submitted_by = 'x', submitted_by_id = {} where id = {}"
    closing = (
        "insert into claim_note (id, claim_id, kind, difference_cents, text, written_by, written_at, written_by_id)"
        " select {}, claim_id, 'closing', difference_cents, '', written_by, written_at, {} from claim_note"
        " where kind = 'justification'"
    )
    now = service.clock.now()
    return [
        ("claim_correction_two_persons", ENDING, (uuid4(), "confirmed", CLERK.id, waiting)),
        ("claim_adjustment_two_persons", ADJUSTING, (uuid4(), line, -500, waiting)),
        ("claim_adjustment_two_persons", ADJUSTING, (uuid4(), line, -500, None)),
        ("claim_line_decided_by", "update claim_line set claimed_by = null where claim_id = {}", (UUID(draft["id"]),)),
        ("claim_two_persons", sending, (now, CLERK.id, UUID(draft["id"]))),
        ("claim_two_persons", sending, (now, None, UUID(draft["id"]))),
        ("claim_note_two_persons", closing, (uuid4(), CLERK.id)),
        ("claim_note_two_persons", closing, (uuid4(), None)),
    ]


async def test_the_database_refuses_what_one_person_does_alone_to_a_claim(service: Service, park: Park) -> None:
    for name, sql, values in await lone_attempts(service, park):
        with pytest.raises(ConstraintBroken) as refused:
            await raw(service, sql, *values)
        assert refused.value.name == name


async def test_control_without_the_triggers_one_person_corrects_and_sends_alone(service: Service, park: Park) -> None:
    attempts = await lone_attempts(service, park)
    db = store_of(service)
    for table, trigger in (
        ("claim_adjustment", "claim_adjustment_two_persons"),
        ("claim", "claim_two_persons_update" if db.dialect == "sqlite" else "claim_two_persons"),
        ("claim_note", "claim_note_two_persons"),
    ):
        await db.run(f"drop trigger {trigger}" if db.dialect == "sqlite" else f"drop trigger {trigger} on {table}")
    done = [
        (sql, values)
        for name, sql, values in attempts
        if name in {"claim_adjustment_two_persons", "claim_note_two_persons"}
    ]
    for sql, values in [*done, next((sql, values) for name, sql, values in attempts if name == "claim_two_persons")]:
        await raw(service, sql, *values)
    (sent,) = await db.run("select count(*) as n from claim where status = 'submitted'")
    assert sent["n"] == 2


async def end_all_at_once(service: Service, park: Park) -> tuple[dict[str, Any], Counter[str], Counter[int]]:
    """Ten persons on each pending correction: confirmed, refused and taken back at the same moment.

    The claim as it was, how often each correction ended, and the statuses answered.
    """
    (claim,) = await submitted(service, await signed_convention(service, park))
    pending = [good(await propose(service, await claim_again(service, claim), -1)) for _ in range(PENDING)]
    tries = [
        end(service, one, outcome, "Courrier", person=person)
        for one in pending
        for outcome, person, times in (("confirmed", COLLEAGUE, 4), ("refused", COLLEAGUE, 3), ("withdrawn", CLERK, 3))
        for _ in range(times)
    ]
    answers = await asyncio.gather(*tries[::2], *tries[1::2])
    rows = await store_of(service).run("select correction_id from claim_correction_end")
    return claim, Counter(str(row["correction_id"]) for row in rows), Counter(one.status_code for one in answers)


async def test_a_correction_ends_once_when_it_is_confirmed_refused_and_taken_back_at_once(
    service: Service, park: Park, record_property: Any
) -> None:
    claim, ended, answers = await end_all_at_once(service, park)
    record_property("n", 10 * PENDING)
    assert set(ended.values()) <= {1}
    assert set(answers) <= {201, 409, 412}, answers
    assert answers[201] == len(ended) == PENDING
    confirmed = await store_of(service).run("select id from claim_correction_end where outcome = 'confirmed'")
    assert (await claim_again(service, claim))["due_cents"] == claim["due_cents"] - len(confirmed)


async def test_control_without_the_index_a_correction_ends_more_than_once(service: Service, park: Park) -> None:
    await raw(service, "drop index claim_correction_ended_once")
    _, ended, _ = await end_all_at_once(service, park)
    assert max(ended.values()) > 1
