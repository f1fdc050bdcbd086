"""When the State's payments are expected, through the real service, on both engines."""

from datetime import date
from typing import Any

from tests.service.alt_units.claim_desk import Body, good, record, signed_convention
from tests.service.alt_units.conftest import Service, make_convention

Park = dict[str, dict[str, Any]]
DAYS = ("2018-04-15", "2018-08-15", "2018-12-15")


async def state_convention(service: Service, park: Park) -> Body:
    """11 765,88 € for the year 2018, as in the worked case AC-25."""
    service.clock.move_to(date(2018, 6, 15))
    lines = [
        {"unit_id": park[name]["id"], "first_month": "2018-01", "last_month": "2018-12", "monthly_cents": cents}
        for name, cents in (("shared", 31127), ("t1", 31127), ("t3", 35795))
    ]
    made = await make_convention(service, *lines, year=2018, number="ETAT-2018", ceiling="ANNUEL")
    path = f"/conventions/{made['id']}/signature"
    return good(await service.api("POST", path, {"signed_on": "2018-02-10"}, version=made["version"]))


def body(*amounts: int | None, days: tuple[str, ...] = DAYS) -> Body:
    said = [*amounts, *[None] * (3 - len(amounts))]
    return {"payments": [{"expected_on": day, "amount_cents": cents} for day, cents in zip(days, said, strict=True)]}


async def test_without_a_word_of_the_convention_three_equal_payments_are_expected(service: Service, park: Park) -> None:
    convention = await state_convention(service, park)
    page = (await service.page("/logements/aides/rapprochement/2018")).replace("\u202f", " ").replace("\u00a0", " ")
    assert page.count("3 921,96 €") == 2 * 3  # each expected, and each still to come
    found = await service.api("GET", f"/conventions/{convention['id']}/payment-schedule")
    assert (found.headers["etag"], found.json()["payments"]) == ('"0"', [])


async def test_a_schedule_changes_the_expected_days_and_amounts(service: Service, park: Park) -> None:
    convention = await state_convention(service, park)
    path = f"/conventions/{convention['id']}/payment-schedule"
    good(await service.api("PUT", path, body(600000, 300000), version=0))
    await record(service, convention, 600000, kind="acompte", received_on="2018-04-20")
    page = (await service.page("/logements/aides/rapprochement/2018")).replace("\u202f", " ").replace("\u00a0", " ")
    assert "15/04/2018" in page
    assert "2 765,88 €" in page
    assert "en retard" not in page
    stale = await service.api("PUT", path, body(), version=0)
    assert stale.status_code == 412
    assert good(await service.api("PUT", path, body(), version=1))["version"] == 2


async def test_a_schedule_out_of_order_above_the_forecast_or_where_months_are_paid_is_refused(
    service: Service, park: Park
) -> None:
    convention = await state_convention(service, park)
    path = f"/conventions/{convention['id']}/payment-schedule"
    wrong = await service.api("PUT", path, body(days=tuple(reversed(DAYS))), version=0)
    assert wrong.json()["code"] == "payment-schedule-out-of-order"
    wrong = await service.api("PUT", path, body(1176589), version=0)
    assert wrong.json()["code"] == "payment-schedule-above-forecast"
    monthly = await make_convention(service)
    wrong = await service.api("PUT", f"/conventions/{monthly['id']}/payment-schedule", body(), version=0)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "no-payment-schedule")


async def test_the_page_keeps_what_was_typed_and_records_it(service: Service, park: Park) -> None:
    convention = await state_convention(service, park)
    path = f"/logements/aides/echeancier/{convention['id']}"
    assert "11\u202f765,88" in await service.page(path)
    fields = {"expected_on_1": "15/04/2018", "amount_cents_1": "beaucoup", "version": "0"}
    answer = await service.send(path, **fields)
    assert answer.status_code == 422
    assert "beaucoup" in answer.text
    assert (await service.send(path, **{**fields, "amount_cents_1": "5 000"})).status_code == 303
    assert "5\u202f000,00" in await service.page(path)


async def test_a_monthly_convention_has_no_schedule_page(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    answer = await service.call("GET", f"/logements/aides/echeancier/{convention['id']}")
    assert answer.status_code == 409
