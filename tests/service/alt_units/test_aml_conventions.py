"""An AML convention of a département and its claims, through the real service, on both engines. Amounts are invented."""

from typing import Any
from uuid import uuid4

import pytest

from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import allocate_as_proposed, good, key, prepare, record, state, submit
from tests.service.alt_units.conftest import COLLEAGUE, Service, make_convention, unit_body
from tests.service.alt_units.test_claims import raw

Body = dict[str, Any]
TERMS = {"period": "quarter", "period_cents": 50000, "max_units": 2, "modality": "sub_letting"}


async def aml_convention(service: Service, count: int = 3, **changes: Any) -> Body:
    """An AML convention signed for 2015, 500,00 € a quarter and unit, two units at most."""
    units = []
    for number in range(1, count + 1):
        body = unit_body(f"AML-{number}", "t1", programme="AML", water_and_wc=False)
        units.append(good(await service.api("POST", "/units", body)))
    told = {"programme": "AML", "number": "AML-2015", "funder": "Département", "aml": TERMS, **changes}
    lines = [{"unit_id": one["id"], "first_month": "2015-01", "last_month": "2015-12"} for one in units]
    convention = await make_convention(service, *lines, **told)
    path = f"/conventions/{convention['id']}/signature"
    return good(await service.api("POST", path, {"signed_on": "2014-12-10"}, version=convention["version"]))


async def test_an_aml_claim_is_prepared_sent_paid_and_followed_like_any_other(service: Service) -> None:
    convention = await aml_convention(service)
    assert convention["aml"]["max_units"] == 2
    assert convention["year_forecast_cents"] == 2 * 4 * 50000
    claim = await submit(service, await prepare(service, convention, "2015-03"))
    assert [line["claimed_cents"] for line in claim["lines"]] == [16668, 16668, 0]
    assert claim["lines"][2]["reasons"] == ["max_units_reached"]
    assert (claim["rules"]["payer"], claim["rules"]["regime"]) == ("Département", None)
    payment = await allocate_as_proposed(service, await record(service, convention, 2 * 16668))
    assert payment["left_cents"] == 0
    assert await state(service, claim) == "received"


async def test_the_database_itself_refuses_to_send_more_units_than_the_convention_aids(service: Service) -> None:
    claim = await prepare(service, await aml_convention(service), "2015-03")
    await raw(service, "update claim_line set claimed_cents = planned_cents where claim_id = {}", claim["id"])
    sending = "update claim set status = 'submitted', submitted_at = {}, submitted_by = 'X', submitted_by_id = {} where id = {}"
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, sending, service.clock.now(), uuid4(), claim["id"])
    assert refused.value.name == "claim_within_max_units"


async def test_without_the_trigger_one_unit_too_many_would_be_sent(service: Service) -> None:
    claim = await prepare(service, await aml_convention(service), "2015-03")
    dropped = "" if service.app.state.db.dialect == "sqlite" else " on claim"
    await raw(service, f"drop trigger claim_within_max_units{dropped}")
    await raw(service, "update claim_line set claimed_cents = planned_cents where claim_id = {}", claim["id"])
    sending = "update claim set status = 'submitted', submitted_at = {}, submitted_by = 'X', submitted_by_id = {} where id = {}"
    await raw(service, sending, service.clock.now(), uuid4(), claim["id"])
    sent = good(await service.api("GET", f"/claims/{claim['id']}"))
    assert sum(line["claimed_cents"] > 0 for line in sent["lines"]) == 3


async def test_the_maximum_of_a_claim_is_frozen_once_it_is_sent(service: Service) -> None:
    claim = await submit(service, await prepare(service, await aml_convention(service), "2015-03"))
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, "update claim set max_units = 9 where id = {}", claim["id"])
    assert refused.value.name == "claim_frozen"


async def test_a_decided_amount_above_the_maximum_of_units_is_refused_in_french(service: Service) -> None:
    claim = await prepare(service, await aml_convention(service, ceiling="ANNUEL", ceiling_cents=10**7), "2015-03")
    path = f"/claims/{claim['id']}/lines/{claim['lines'][2]['id']}/claimed"
    body = {"amount_cents": 100, "reason": "Décision"}
    decided = good(await service.api("PUT", path, body, version=claim["version"], headers=key()))
    sending = f"/claims/{claim['id']}/submission"
    answer = await service.api("POST", sending, version=decided["version"], headers=key(), person=COLLEAGUE)
    assert (answer.status_code, answer.json()["code"]) == (422, "claim-above-max-units")


async def test_the_terms_are_frozen_with_the_signature(service: Service) -> None:
    convention = await aml_convention(service)
    for change in ("aml = null", "capacity = '[1]'", "deliberation = 'x'", "signatories = 'x'", "renews_id = id"):
        with pytest.raises(ConstraintBroken) as refused:
            await raw(service, f"update convention set {change} where id = {{}}", convention["id"])
        assert refused.value.name == "convention_frozen", change
    await raw(service, "update convention set approval_number = 'A-1' where id = {}", convention["id"])


async def test_the_form_asks_what_the_aml_needs_and_shows_it(service: Service) -> None:
    fields = {
        "programme": "AML",
        "number": "AML-2015",
        "funder": "Département",
        "year": "2015",
        "first_month": "2015-01",
        "rule": "MOIS_ENTIER",
        "basis": "DISPONIBILITE",
        "ceiling": "ANNUEL",
        "aml_period": "year",
        "advance_per_mille": "300",
        "advance_threshold_per_mille": "300",
    }
    missing = await service.send("/logements/conventions/nouvelle", **fields)
    assert (missing.status_code, missing.text.count('class="error"')) == (422, 2)
    full = {**fields, "max_units": "10", "modality": "mandate", "period_euros": "442,10", "deliberation": "D-2015-3"}
    answer = await service.send("/logements/conventions/nouvelle", **full)
    assert answer.status_code == 303, answer.text
    page = (await service.page(answer.headers["location"])).replace("\u00a0", " ")
    for words in ("442,10 €, par an", "Mandat de gestion", "D-2015-3", "Elle suppose 4 logements gérés sur 10"):
        assert words in page, words
