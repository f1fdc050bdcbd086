"""Units through the real service, on both engines."""

from typing import Any

from tests.service.alt_units.conftest import Service, line_body, make_convention, unit_body

Park = dict[str, dict[str, Any]]


async def test_a_registered_unit_is_read_back_with_its_places(service: Service, park: Park) -> None:
    answer = await service.api("GET", f"/units/{park['shared']['id']}")
    unit = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert unit["places"] == [
        {"number": 1, "name": "Chambre bleue", "persons_max": None},
        {"number": 2, "name": "Chambre verte", "persons_max": None},
    ]
    assert (unit["programme"], unit["zone"], unit["retired_on"]) == ("ALT", "I", None)
    assert unit["service_periods"] == [{"first_day": "2014-01-01", "last_day": None, "reason": ""}]


async def test_the_park_is_listed_page_by_page(service: Service, park: Park) -> None:
    first = (await service.api("GET", "/units?limit=2")).json()
    assert [one["reference"] for one in first["items"]] == ["LOG-COLOC", "LOG-T1"]
    rest = (await service.api("GET", f"/units?limit=2&after={first['next']}")).json()
    assert ([one["reference"] for one in rest["items"]], rest["next"]) == (["LOG-T3"], None)


async def test_a_reference_is_used_once(service: Service, park: Park) -> None:
    answer = await service.api("POST", "/units", unit_body("LOG-T1"))
    assert (answer.status_code, answer.json()["code"]) == (409, "unit-reference-taken")
    assert answer.json()["errors"][0]["field"] == "reference"


async def test_a_change_needs_the_version_that_was_read(service: Service, park: Park) -> None:
    path, body = f"/units/{park['t1']['id']}/places", {"name": "Chambre jaune"}
    assert (await service.api("POST", path, body)).status_code == 428
    assert (await service.api("POST", path, body, version=1)).status_code == 201
    stale = await service.api("POST", path, body, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale-version")


async def test_amending_keeps_places_and_periods(service: Service, park: Park) -> None:
    unit = park["shared"]
    body = {**unit_body("LOG-COLOC", "t3", name="Colocation des Tilleuls")}
    for name in ("first_day", "programme"):
        del body[name]
    answer = await service.api("PUT", f"/units/{unit['id']}", body, version=1)
    amended = answer.json()
    assert (amended["name"], amended["version"]) == ("Colocation des Tilleuls", 2)
    assert (amended["places"], amended["programmes"]) == (unit["places"], unit["programmes"])


async def test_the_programme_changes_from_a_day_on(service: Service, park: Park) -> None:
    path = f"/units/{park['t3']['id']}/programme"
    answer = await service.api("POST", path, {"programme": "AML", "first_day": "2015-07-01"}, version=1)
    assert answer.json()["programmes"] == [
        {"programme": "ALT", "first_day": "2014-01-01", "last_day": "2015-06-30"},
        {"programme": "AML", "first_day": "2015-07-01", "last_day": None},
    ]
    again = await service.api("POST", path, {"programme": "ALT", "first_day": "2015-03-01"}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "programme-overlap")


async def test_retiring_names_the_convention_that_stands_in_the_way(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    answer = await service.api("POST", f"/units/{park['t1']['id']}/retirement", {"last_day": "2015-06-30"}, version=1)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "unit-in-use")
    assert problem["blocker"]["href"] == f"/logements/conventions/{convention['id']}"
    assert "ALT-2015" in problem["blocker"]["label"]


async def test_retiring_names_the_presence_that_stands_in_the_way(service: Service, park: Park) -> None:
    path = f"/units/{park['t1']['id']}"
    body = {"revision": 1, "days_occupied": 31, "households": 1, "persons": 2, "places": []}
    assert (await service.api("PUT", f"{path}/presence/2015-07", body, caller="occupancy")).status_code == 200
    answer = await service.api("POST", f"{path}/retirement", {"last_day": "2015-06-30"}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "unit-in-use")
    done = await service.api("POST", f"{path}/retirement", {"last_day": "2015-07-31"}, version=1)
    assert done.status_code == 201, done.text
    assert done.json()["retired_on"] == "2015-07-31"
    assert done.json()["service_periods"][0]["last_day"] == "2015-07-31"


async def test_a_repeated_request_is_carried_out_once(service: Service) -> None:
    headers = {"idempotency-key": "enregistrer-log-t1"}
    first = await service.api("POST", "/units", unit_body(), headers=headers)
    again = await service.api("POST", "/units", unit_body(), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await service.api("POST", "/units", unit_body("AUTRE"), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_what_is_misshapen_is_refused_field_by_field(service: Service) -> None:
    for change, field in (
        ({"zone": "IV"}, "zone"),
        ({"reference": "a\x00b"}, "reference"),
        ({"postal_code": "7734"}, "postal_code"),
        ({"surface_dm2": 0}, "surface_dm2"),
        ({"first_day": "0001-01-01"}, None),
        ({"inconnu": 1}, None),
    ):
        answer = await service.api("POST", "/units", unit_body(**change))
        assert answer.status_code == 400, (change, answer.text)
        if field:
            assert field in str(answer.json()["errors"]), answer.text


async def test_the_unknown_unit_is_not_found(service: Service) -> None:
    answer = await service.api("GET", "/units/00000000-0000-0000-0000-000000000001")
    assert (answer.status_code, answer.json()["code"]) == (404, "unit-not-found")


async def test_occupancy_reads_the_park_and_changes_nothing_in_it(service: Service, park: Park) -> None:
    path = f"/units/{park['t1']['id']}"
    assert (await service.api("GET", path, caller="occupancy")).status_code == 200
    for method, address, body in (
        ("POST", "/units", unit_body("AUTRE")),
        ("POST", f"{path}/retirement", {"last_day": "2015-06-30"}),
        ("GET", "/conventions", None),
    ):
        answer = await service.api(method, address, body, version=1, caller="occupancy")
        assert (answer.status_code, answer.json()["code"]) == (403, "permission-missing")


async def test_nobody_reads_the_park_without_signing_in(service: Service, park: Park) -> None:
    assert (await service.http.get("/api/alt-units/v1/units")).status_code == 401
    page = await service.http.get("/logements")
    assert (page.status_code, page.headers["location"]) == (303, "/connexion?suite=/logements")


async def test_the_contract_is_described(service: Service) -> None:
    document = (await service.call("GET", "/api/alt-units/openapi.json")).json()
    paths = document["paths"]
    assert "/api/alt-units/v1/units/{unit_id}" in paths
    assert paths["/api/alt-units/v1/units/{unit_id}/presence/{month}"]["put"]["operationId"] == "put_presence"
