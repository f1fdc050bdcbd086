"""The payer's answers through the real service, on both engines; what the database refuses by itself."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import (
    adjust,
    allocate_as_proposed,
    claim_again,
    good,
    key,
    note,
    prepare,
    record,
    signed_convention,
    submitted,
)
from tests.service.alt_units.conftest import COLLEAGUE, Service
from tests.service.alt_units.test_claim_corrections import ADJUSTING, corrected
from tests.service.alt_units.test_claims import raw, store_of

Body = dict[str, Any]
Park = dict[str, Body]


async def answer(service: Service, claim: Body, *lines: Body, **changes: Any) -> Any:
    body = {"answered_on": "2015-06-15", "reference": "Notification 7", "lines": list(lines), **changes}
    return await service.api("POST", f"/claims/{claim['id']}/answers", body, version=claim["version"], headers=key())


def said(claim: Body, number: int, verdict: str, granted: int | None = None, reason: str = "") -> Body:
    return {"line_id": claim["lines"][number]["id"], "verdict": verdict, "granted_cents": granted, "reason": reason}


async def exchange(service: Service, claim: Body) -> str:
    found = good(await service.api("GET", "/reconciliations/2015"))
    return next(
        one["exchange"] for part in found["conventions"] for one in part["claims"] if one["claim_id"] == claim["id"]
    )


async def test_a_claim_goes_from_prepared_to_closed_one_journal_row_a_step(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    claim = await prepare(service, convention)
    assert await exchange(service, claim) == "prepared"
    path = f"/claims/{claim['id']}/submission"
    claim = good(await service.api("POST", path, version=claim["version"], headers=key()))
    assert await exchange(service, claim) == "submitted"
    claim = good(await answer(service, claim, said(claim, 1, "reduced", 20000, "Barème du préfet")))
    assert await exchange(service, claim) == "submitted"
    claim = good(await answer(service, claim, rest_accepted=True))
    assert await exchange(service, claim) == "answered"
    assert claim["due_cents"] == 102717 - 31127 + 20000
    await allocate_as_proposed(service, await record(service, convention, claim["due_cents"]))
    assert await exchange(service, claim) == "paid"
    claim = await claim_again(service, claim)
    assert (claim["difference_cents"], claim["paid_cents"]) == (0, 91590)
    good(await note(service, claim, "closing"))
    assert await exchange(service, claim) == "closed"
    rows = await store_of(service).run("select verb from journal where subject = {}", f"claim/{claim['id']}")
    assert sorted(row["verb"] for row in rows) == [
        "claim-answered", "claim-answered", "claim-closed", "claim-paid", "claim-prepared", "claim-submitted",
    ]  # fmt: skip


async def test_a_payment_tells_each_claim_that_it_pays_or_no_longer_does_and_only_those(
    service: Service, park: Park
) -> None:
    """The payment has the one row of what was done to it; each claim has the row of what that changed for it."""
    convention = await signed_convention(service, park)
    march, april = await submitted(service, convention, "2015-03", "2015-04")
    payment = await allocate_as_proposed(service, await record(service, convention, march["due_cents"] + 5000))
    assert await told(service, march) == [("claim-paid", "submitted", "paid")]
    assert await told(service, april) == []
    mine = {line["id"] for line in march["lines"]}
    undone = next(one["id"] for one in payment["allocations"] if one["claim_line_id"] in mine)
    path = f"/funder-payments/{payment['id']}/allocations/{undone}/cancellation"
    good(await service.api("POST", path, {}, headers=key()))
    assert await told(service, march) == [("claim-paid", "submitted", "paid"), ("claim-reopened", "paid", "submitted")]
    about_payment = await store_of(service).run(
        "select verb from journal where subject = {}", f"funder-payment/{payment['id']}"
    )
    assert sorted(row["verb"] for row in about_payment) == [
        "allocation-cancelled", "funder-payment-allocated", "funder-payment-recorded",
    ]  # fmt: skip


async def told(service: Service, claim: Body) -> list[tuple[str, str, str]]:
    """What payments did to a claim: verb, where the exchange stood before, and after."""
    rows = await store_of(service).run(
        "select verb, before_json, after_json from journal where subject = {} and verb in ('claim-paid', 'claim-reopened')"
        " order by at, verb",
        f"claim/{claim['id']}",
    )
    return [
        (row["verb"], json.loads(row["before_json"])["exchange"], json.loads(row["after_json"])["exchange"])
        for row in rows
    ]


async def test_a_refused_line_is_due_nothing_and_a_later_answer_gives_it_back(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    refused = good(await answer(service, claim, said(claim, 0, "refused", reason="Pièce manquante")))
    line = refused["lines"][0]
    assert (line["verdict"], line["adjusted_cents"], line["asked_cents"]) == ("refused", -35795, 35795)
    assert line["claimed_cents"] == 35795
    assert "refused_by_payer" in line["reasons"]
    back = good(await answer(service, refused, said(refused, 0, "accepted")))
    assert (back["lines"][0]["verdict"], back["due_cents"]) == ("accepted", 102717)
    kept = good(await service.api("GET", f"/claims/{claim['id']}/answers"))["items"]
    assert [(one["lines"][0]["verdict"], one["lines"][0]["number"]) for one in kept] == [
        ("refused", 1),
        ("accepted", 2),
    ]


async def test_the_organisation_s_own_adjustment_is_what_the_payer_answers(service: Service, park: Park) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    lowered = good(await adjust(service, claim, -795))
    assert lowered["lines"][0]["asked_cents"] == 35000
    accepted = good(await answer(service, lowered, said(lowered, 0, "accepted")))
    assert (accepted["lines"][0]["adjusted_cents"], accepted["due_cents"]) == (-795, 101922)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"verdict": "reduced", "granted_cents": 35795, "reason": "x"}, "granted-impossible"),
        ({"verdict": "reduced", "granted_cents": None, "reason": "x"}, "granted-impossible"),
        ({"verdict": "refused", "reason": ""}, "reason-missing"),
    ],
)
async def test_an_impossible_answer_changes_nothing(service: Service, park: Park, line: Body, code: str) -> None:
    (claim,) = await submitted(service, await signed_convention(service, park))
    response = await answer(service, claim, {"line_id": claim["lines"][0]["id"], **line})
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert await claim_again(service, claim) == claim


async def test_an_answer_about_an_old_version_or_a_draft_is_refused(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    good(await answer(service, claim, rest_accepted=True))
    assert (await answer(service, claim, said(claim, 0, "accepted"))).json()["code"] == "stale-version"
    draft = await prepare(service, convention, "2015-02")
    assert (await answer(service, draft, rest_accepted=True)).json()["code"] == "claim-not-submitted"


async def test_the_database_refuses_what_an_answer_may_never_be(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    draft = await prepare(service, convention, "2015-02")
    answered = good(await answer(service, claim, said(claim, 1, "reduced", 20000, "Barème")))
    line, other = (UUID(claim["lines"][number]["id"]) for number in (1, 0))
    (kept,) = await store_of(service).run("select id, answer_id from claim_line_answer")
    head = (
        "insert into claim_answer (id, claim_id, answered_on, reference, recorded_by, recorded_at)"
        " select {}, {}, answered_on, reference, recorded_by, recorded_at from claim_answer"
    )
    about = (
        "insert into claim_line_answer (id, answer_id, claim_line_id, number, verdict, asked_cents, granted_cents, reason)"
        " values ({}, {}, {}, {}, {}, {}, {}, {})"
    )
    never: list[tuple[str, str, tuple[object, ...]]] = [
        ("claim_answer_immutable", "update claim_answer set reference = 'x'", ()),
        ("claim_line_answer_immutable", "delete from claim_line_answer", ()),
        ("claim_answer_to_submitted", head, (uuid4(), UUID(draft["id"]))),
        ("claim_line_answer_grants", about, (uuid4(), kept["answer_id"], line, 2, "accepted", 31127, 31127, "")),
        ("claim_line_answer_granted", about, (uuid4(), kept["answer_id"], line, 2, "reduced", 20000, 20000, "x")),
        ("claim_line_answer_reason", about, (uuid4(), kept["answer_id"], line, 2, "reduced", 31127, 20000, " ")),
        ("claim_line_answer_once", about, (uuid4(), kept["answer_id"], line, 1, "reduced", 31127, 20000, "x")),
        ("adjustment_line_floor", ADJUSTING, await corrected(service, line, -20001)),
        ("adjustment_to_submitted", ADJUSTING, await corrected(service, UUID(draft["lines"][0]["id"]), -1)),
    ]
    for name, sql, values in never:
        with pytest.raises(ConstraintBroken) as refused:
            await raw(service, sql, *values)
        assert refused.value.name == name
    (march,) = await submitted(service, convention, "2015-03")
    strange = (uuid4(), kept["answer_id"], UUID(march["lines"][0]["id"]), 1, "accepted", 35795, 35795, "")
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, about, *strange)
    assert refused.value.name == "claim_line_answer_of_claim"
    # The control: what an answer may be goes through.
    await raw(service, about, uuid4(), kept["answer_id"], other, 1, "accepted", 35795, 35795, "")
    await raw(service, ADJUSTING, *await corrected(service, line, -20000))
    assert answered["lines"][1]["verdict"] == "reduced"


async def test_the_page_takes_an_answer_line_by_line_and_loses_nothing_typed(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    path = f"/logements/aides/{convention['id']}/2015-01/reponse"
    assert "Pas de réponse" in await service.page(path)
    line = claim["lines"][1]["id"]
    fields = {
        f"verdict_{line}": "reduced",
        f"granted_cents_{line}": "deux",
        "answered_on": "",
        "reference": "Courrier 4",
    }
    wrong = await service.send(path, version=claim["version"], **fields)
    assert wrong.status_code == 422
    for words in ("Montant en euros attendu", "Ce champ est obligatoire", 'value="deux"', 'value="Courrier 4"'):
        assert words in wrong.text
    good_fields = {
        **fields,
        f"granted_cents_{line}": "200",
        f"reason_{line}": "Barème du préfet",
        "answered_on": "2015-06-15",
    }
    done = await service.send(path, version=claim["version"], rest_accepted="yes", **good_fields)
    assert done.status_code == 303
    page = await service.page(f"/logements/aides/{convention['id']}/2015-01")
    assert "Barème du préfet" in page
    assert "répondue" in page


async def test_the_readings_of_a_convention_are_recorded_under_a_version(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    path = f"/conventions/{convention['id']}/readings"
    assert good(await service.api("GET", path))["version"] == 0
    body = {"shared_aided": "EXCLURE", "turnaround": None, "long_stay_months": 8, "justification_months": 2}
    first = good(await service.api("PUT", path, body, version=0))
    assert (first["version"], first["shared_aided"], first["long_stay_months"]) == (1, "EXCLURE", 8)
    assert first["justification_months"] == 2
    for out_of_bounds in ({"justification_months": 25}, {"retention_months": 601}, {"indu_return": "COMPENSE"}):
        wrong = await service.api("PUT", path, out_of_bounds, version=1)
        assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid-request")
    assert (await service.api("PUT", path, body, version=0)).status_code == 412
    again = good(await service.api("PUT", path, {}, version=1))
    assert (again["version"], again["shared_aided"]) == (2, None)
    settled = {"statement_form": "FORMULAIRE", "retention_months": 72, "indu_return": "RETENU"}
    third = good(await service.api("PUT", path, settled, version=2))
    assert {name: third[name] for name in settled} == settled
    points = await service.page(f"/logements/conventions/{convention['id']}/points")
    for words in ("Formulaire du financeur", "72", "Retenu par le financeur"):
        assert words in points


async def test_alt_04_presence_tells_which_months_are_not_claimed_and_which_wait_for_a_decision(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    told = {"t1": (1, 1), "shared": (2, 1)}
    for name, (households, aided) in told.items():
        body = {
            "revision": 1,
            "days_occupied": 31,
            "households": households,
            "persons": households,
            "aided_households": aided,
            "places": [],
        }
        path = f"/units/{park[name]['id']}/presence/2015-01"
        good(await service.api("PUT", path, body, caller="occupancy"))
    claim = await prepare(service, convention)
    shared, t1, _ = claim["lines"]
    assert (t1["claimable_cents"], t1["reasons"]) == (0, ["aided_households"])
    assert (shared["claimable_cents"], shared["reasons"]) == (35795, ["aided_shared"])
    submission = f"/claims/{claim['id']}/submission"
    refused = await service.api("POST", submission, version=claim["version"], headers=key())
    assert (refused.status_code, refused.json()["code"]) == (422, "aided-undecided")
    decision = {"amount_cents": 35795, "reason": "Accord de la DDETS"}
    line = f"/claims/{claim['id']}/lines/{shared['id']}/claimed"
    decided = good(await service.api("PUT", line, decision, version=claim["version"], headers=key()))
    alone = await service.api("POST", submission, version=decided["version"], headers=key())
    assert (alone.status_code, alone.json()["code"]) == (409, "sender-decided-amount")
    sent = good(await service.api("POST", submission, version=decided["version"], headers=key(), person=COLLEAGUE))
    assert sent["due_cents"] == 2 * 35795
