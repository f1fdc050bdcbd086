"""A stay through the API, from the household to the end, on both engines."""

from datetime import date
from uuid import UUID

from tests.support.stay_desk import DECIDED, Desk, accepted, refused

T3, SHARED, AML = (str(UUID(int=n)) for n in (1, 2, 3))


async def test_a_stay_of_three_months_is_signed_renewed_once_and_a_second_time_only_with_an_override(desk: Desk):
    stay = await desk.stay("2018-01-10")
    assert (stay["status"], stay["last_day"], stay["unit"]["name"]) == ("signed", "2018-04-09", "Logement 1")
    renewed = accepted(await desk.act(stay, "renewals", {"reason": "Relogement en cours", "decided": DECIDED}))
    assert renewed["last_day"] == "2018-07-09"
    problem = refused(
        await desk.act(renewed, "renewals", {"reason": "Encore", "decided": DECIDED}), 422, "renewed-too-often"
    )
    assert problem["errors"][0]["field"] == "override_reason"
    again = {"reason": "Encore", "decided": DECIDED, "override_reason": "Bail signé pour octobre"}
    assert accepted(await desk.act(renewed, "renewals", again))["last_day"] == "2018-10-09"
    terms = (await desk.send("GET", f"/contracts/{stay['id']}/terms")).json()
    assert [(term["first_day"], term["last_day"]) for term in terms] == [
        ("2018-01-10", "2018-04-09"),
        ("2018-04-10", "2018-07-09"),
        ("2018-07-10", "2018-10-09"),
    ]


async def test_an_aml_stay_lasts_six_months(desk: Desk):
    stay = await desk.stay("2018-01-10", unit_id=AML)
    assert (stay["programme"], stay["last_day"]) == ("AML", "2018-07-09")


async def test_a_taken_place_is_refused_with_a_link_to_the_contract_in_the_way(desk: Desk):
    there = await desk.stay("2018-01-10")
    late = await desk.prepare(await desk.household(), "2018-04-09")
    problem = refused(await desk.sign(late), 409, "place-already-taken")
    assert problem["blocker"]["href"] == f"/sejours/contrats/{there['id']}"
    next_day = await desk.prepare(await desk.household(), "2018-04-10")
    assert accepted(await desk.sign(next_day))["status"] == "signed"


async def test_a_whole_unit_excludes_its_places_and_two_places_live_side_by_side(desk: Desk):
    await desk.stay("2018-01-10", unit_id=SHARED, place_number=1)
    await desk.stay("2018-01-10", unit_id=SHARED, place_number=2)
    whole = await desk.prepare(await desk.household(), "2018-01-15", unit_id=SHARED)
    refused(await desk.sign(whole), 409, "place-already-taken")


async def test_a_place_whose_household_has_not_left_is_not_given_again(desk: Desk):
    past = await desk.stay("2018-01-10")
    desk.clock.move_to(date(2018, 4, 20))
    after = await desk.prepare(await desk.household(), "2018-04-20")
    problem = refused(await desk.sign(after), 409, "place-not-returned")
    assert problem["blocker"]["href"].endswith(past["id"])
    accepted(await desk.act(past, "end", {"ended_on": "2018-04-09", "reason": "term_reached"}))
    assert accepted(await desk.sign(after))["status"] == "signed"


async def test_an_end_after_the_term_says_why_and_cannot_run_into_the_next_stay(desk: Desk):
    stay = await desk.stay("2018-01-10")
    await desk.stay("2018-04-15")
    desk.clock.move_to(date(2018, 4, 20))
    late = {"ended_on": "2018-04-12", "reason": "social_housing"}
    refused(await desk.act(stay, "end", late), 422, "overstay-unexplained")
    into = {"ended_on": "2018-04-15", "reason": "social_housing", "note": "Retard"}
    refused(await desk.act(stay, "end", into), 409, "place-already-taken")
    assert accepted(await desk.act(stay, "end", {**late, "note": "Retard du bailleur"}))["status"] == "ended"


async def test_notice_and_cancellation_are_recorded_with_their_reason(desk: Desk):
    stay = await desk.stay("2018-01-10")
    noticed = accepted(await desk.act(stay, "notice", {"given_on": "2018-01-10", "by": "household"}))
    assert noticed["notice"]["last_day"] == "2018-01-25"
    again = await desk.act(noticed, "notice", {"given_on": "2018-01-10", "by": "ccas"})
    refused(again, 409, "notice-already-given")
    gone = accepted(await desk.act(noticed, "cancellation", {"reason": "Ne s'est jamais présenté"}))
    assert gone["status"] == "cancelled"
    await desk.stay("2018-01-10")


async def test_an_act_on_a_version_that_somebody_changed_is_refused(desk: Desk):
    stay = await desk.stay("2018-01-10")
    accepted(await desk.act(stay, "notice", {"given_on": "2018-01-10", "by": "household"}))
    refused(await desk.act(stay, "renewals", {"reason": "Trop tard", "decided": DECIDED}), 412, "stale-version")
    path = f"/contracts/{stay['id']}/renewals"
    refused(await desk.send("POST", path, {"reason": "Sans version", "decided": DECIDED}), 428, "version-missing")


async def test_the_same_request_sent_twice_signs_once_and_answers_the_same(desk: Desk):
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    path, body = f"/contracts/{draft['id']}/signature", {"signed_on": "2018-01-10"}
    first = await desk.send("POST", path, body, version=1, key="une-signature")
    second = await desk.send("POST", path, body, version=1, key="une-signature")
    assert accepted(first) == accepted(second)
    assert len((await desk.send("GET", f"/contracts/{draft['id']}/terms")).json()) == 1


async def test_what_cannot_be_read_names_the_field_in_french_and_is_never_a_failure(desk: Desk):
    household = await desk.household()
    body = {"household_id": household["id"], "unit_id": T3, "place_number": 0, "first_day": "1915-06-18"}
    refused(await desk.send("POST", "/contracts", body), 422, "unit-without-programme")
    for day in ("1815-06-18", "9999-12-31", "0001-01-01"):
        problem = refused(await desk.send("POST", "/contracts", {**body, "first_day": day}), 400, "invalid-request")
        assert [error["field"] for error in problem["errors"]] == ["first_day"]
    refused(await desk.send("POST", "/contracts", {**body, "first_day": "hier"}), 400, "invalid-request")
    refused(await desk.send("POST", "/contracts", {**body, "unit_id": str(UUID(int=99))}), 404, "unit-not-found")
    wrong = {"situation": "family", "adults": 2, "children": 0}
    answer = await desk.send("POST", "/households", {**household_body(), **wrong})
    assert refused(answer, 422, "situation-mismatch")["errors"][0]["field"] == "children"
    answer = await desk.send("POST", "/households", {**household_body(), "note": "a\x00b"})
    refused(answer, 400, "invalid-request")


def household_body():
    return {
        "last_name": "Ménage Exemple B",
        "first_name": "Exemple",
        "situation": "single",
        "adults": 1,
        "children": 0,
        "orientation": "autre",
    }


async def test_the_facts_of_the_unit_stay_in_the_contract_when_the_stock_changes(desk: Desk):
    stay = await desk.stay("2018-01-10")
    desk.stock.units[T3]["name"] = "Logement renommé"
    kept = accepted(await desk.send("GET", f"/contracts/{stay['id']}"))
    assert kept["unit"]["name"] == "Logement 1"


async def test_presence_follows_each_act_and_is_told_once_per_month(desk: Desk):
    stay = await desk.stay("2018-01-10")
    assert await desk.app.state.relay.drain() == 0
    told = {month: body["days_occupied"] for (_, month), body in desk.stock.presence.items()}
    assert told == {"2018-01": 22, "2018-02": 28, "2018-03": 31, "2018-04": 9}
    desk.clock.move_to(date(2018, 2, 10))
    accepted(await desk.act(stay, "end", {"ended_on": "2018-02-10", "reason": "social_housing"}))
    await desk.app.state.relay.drain()
    told = {month: body["days_occupied"] for (_, month), body in desk.stock.presence.items()}
    assert told == {"2018-01": 22, "2018-02": 10, "2018-03": 0, "2018-04": 0}
    body = desk.stock.presence[T3, "2018-02"]
    lived = {"number": 0, "days_occupied": 10, "occupied": [[1, 10]], "turnaround": []}
    assert (body["households"], body["persons"], body["places"]) == (1, 1, [lived])


async def test_a_fee_other_than_the_scale_is_kept_with_its_reason_and_outside_its_bounds_needs_one(desk: Desk):
    household = await desk.household()
    assert (await desk.prepare(household, "2018-01-10"))["fee"]["override_reason"] is None
    body = {"household_id": household["id"], "unit_id": T3, "place_number": 0, "first_day": "2018-01-10"}
    low = {**body, "fee_cents": 5000}
    assert refused(await desk.send("POST", "/contracts", low), 422, "fee-outside-scale")["errors"][0]["field"] == "fee"
    decided = accepted(await desk.send("POST", "/contracts", {**low, "fee_override_reason": "Sans ressources"}), 201)
    assert (decided["fee"]["cents"], decided["fee"]["override_reason"]) == (5000, "Sans ressources")


async def test_a_unit_in_works_or_without_a_programme_is_not_given(desk: Desk):
    desk.stock.units[T3]["service_periods"] = [
        {"first_day": "2000-01-01", "last_day": "2018-02-28", "reason": ""},
        {"first_day": "2018-03-16", "last_day": None, "reason": ""},
    ]
    body = {"household_id": (await desk.household())["id"], "unit_id": T3, "place_number": 0, "first_day": "2018-01-10"}
    problem = refused(await desk.send("POST", "/contracts", body), 422, "unit-not-in-service")
    assert "15 jour(s)" in problem["detail"]
    shorter = accepted(await desk.send("POST", "/contracts", {**body, "last_day": "2018-02-28"}), 201)
    assert shorter["last_day"] == "2018-02-28"


async def test_works_announced_after_the_draft_stop_its_signature(desk: Desk):
    stock_unit = desk.stock.units[SHARED]
    draft = await desk.prepare(await desk.household(), "2018-01-10", unit_id=SHARED, place_number=1)
    stock_unit["service_periods"] = [{"first_day": "2000-01-01", "last_day": "2018-01-31", "reason": ""}]
    refused(await desk.sign(draft), 422, "unit-not-in-service")


async def test_a_household_larger_than_the_place_holds_is_refused_before_and_at_the_signature(desk: Desk):
    desk.stock.units[T3]["persons_max"] = 2
    household = await desk.household("Ménage Exemple C", situation="family", adults=2, children=1)
    body = {"household_id": household["id"], "unit_id": T3, "place_number": 0, "first_day": "2018-01-10"}
    problem = refused(await desk.send("POST", "/contracts", body), 422, "too-many-persons")
    assert problem["errors"][0]["field"] == "override_reason"
    desk.stock.units[T3]["persons_max"] = 3
    draft = await desk.prepare(household, "2018-01-10")
    desk.stock.units[T3]["persons_max"] = 2
    refused(await desk.sign(draft), 422, "too-many-persons")
    desk.stock.units[T3]["persons_max"] = 3
    assert accepted(await desk.sign(draft))["persons"] == 3


async def test_a_draft_waits_for_its_signature_in_the_tray(desk: Desk):
    await desk.prepare(await desk.household(), "2018-01-10")
    assert "Signer le contrat" in (await desk.page("/sejours/a-faire")).text


async def test_a_note_that_speaks_of_health_is_read_again_before_it_is_kept(desk: Desk):
    body = {**household_body(), "note": "Suivi pour une dépression"}
    problem = refused(await desk.send("POST", "/households", body), 422, "note-to-reread")
    assert problem["errors"][0]["field"] == "note"
    kept = accepted(await desk.send("POST", "/households", {**body, "confirm_note": True}), 201)
    path = f"/households/{kept['id']}"
    assert accepted(await desk.send("PUT", path, {**body, "phone": "01 02 03 04 05"}, version=1))["version"] == 2
    fields = {**body, "orientation": "siao", "adults": "1", "children": "0"}
    shown = await desk.submit("/sejours/menages/nouveau", fields)
    assert shown.status_code == 422
    assert "Suivi pour une dépression" in shown.text
    assert "confirm_note" in shown.text
    assert (await desk.submit("/sejours/menages/nouveau", {**fields, "confirm_note": "yes"})).status_code == 303


async def test_the_reason_of_an_act_is_read_again_too_and_the_box_is_shown_only_when_needed(desk: Desk):
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    path = f"/sejours/contrats/{draft['id']}/annulation"
    assert "confirm_note" not in (await desk.page(path)).text
    fields = {"reason": "Sort de prison", "version": str(draft["version"])}
    shown = await desk.submit(path, fields)
    assert shown.status_code == 422
    assert shown.text.count('name="confirm_note"') == 1
    assert (await desk.submit(path, {**fields, "confirm_note": "yes"})).status_code == 303


async def test_what_a_regime_implies_is_read_line_by_line_with_its_source(desk: Desk):
    found = accepted(await desk.send("GET", "/regimes/BG/effects"))
    lines = {one["point"]: one for one in found["items"]}
    assert (found["regime"], lines["inspection"]["answer"]) == ("BG", "law")
    assert lines["tenant_notice"]["words"].startswith("3 mois")
    assert all(one["source"] for one in lines.values())
    convention = {one["point"]: one for one in accepted(await desk.send("GET", "/regimes/COP/effects"))["items"]}
    assert (convention["right_to_remain"]["answer"], convention["deposit_cap"]["to_confirm"]) == ("no", True)
    assert (await desk.send("GET", "/regimes/AUTRE/effects")).status_code == 404
