"""Whatever is sent to the park, the answer is a refusal that says what is wrong: never a failure."""

import random
from typing import Any

from tests.service.alt_units.conftest import Service, convention_body, line_body, make_convention, unit_body

Park = dict[str, dict[str, Any]]

ODD: tuple[Any, ...] = (
    None, "", " ", "\x00", "\u202e", "a" * 5000, "é" * 41, -1, 0, 1, 2**31, 2**63, 2**70, -(2**63), 1.5, True, [], {},
    "0001-01-01", "9999-12-31", "2015-02-30", "2015-13", "0000-00", "2099-12", "'; drop table unit; --", "{{7*7}}",
    "00000000-0000-0000-0000-000000000000", ["\x00"], [{"number": 2**40}], "ALT", "t1", "III",
)  # fmt: skip
FORM_ODD = ("", " ", "\x00", "a" * 5000, "-1", "99999999999999999999", "1e9", "31/02/2015", "0001-01-01", "9999-12-31",
            "2015-13", "١٢", "<script>", "{{7*7}}", "ALT", "\ud7ff\u202e")  # fmt: skip


async def test_odd_values_in_the_api_are_refused_or_accepted_but_never_fail(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    unit, line = park["t3"]["id"], convention["lines"][0]["id"]
    facts = {name: value for name, value in unit_body().items() if name not in ("first_day", "programme")}
    presence = {"revision": 1, "days_occupied": 3, "households": 1, "persons": 1, "places": []}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/units", unit_body("NOUVEAU", places=["A"], surface_dm2=1200, note="x")),
        ("PUT", f"/units/{unit}", facts),
        ("POST", f"/units/{unit}/places", {"name": "A"}),
        ("PUT", f"/units/{unit}/places/99999999999999999999", {"name": "A"}),
        ("POST", f"/units/{unit}/programme", {"programme": "AML", "first_day": "2015-07-01"}),
        ("POST", f"/units/{unit}/voids", {"first_day": "2015-07-01", "reason": "works", "bearer": "ccas"}),
        (
            "POST",
            f"/units/{unit}/mobilisations",
            {"first_day": "2015-07-01", "kind": "owned", "owner_kind": "town", "landlord": "Commune"},
        ),
        ("POST", f"/units/{unit}/retirement", {"last_day": "2015-07-01"}),
        ("PUT", f"/units/{unit}/presence/2015-03", presence),
        ("POST", "/conventions", convention_body(number="X", least_days=3, ceiling_cents=5, note="x")),
        ("PUT", f"/conventions/{convention['id']}", convention_body()),
        ("POST", f"/conventions/{convention['id']}/lines", line_body(park["t3"], monthly_cents=5, dwelling_type="t3")),
        ("PUT", f"/conventions/{convention['id']}/lines/{line}", line_body(park["t1"])),
        ("POST", f"/conventions/{convention['id']}/signature", {"signed_on": "2015-01-05"}),
        ("POST", f"/conventions/{convention['id']}/end", {"ended_on": "2015-05-12", "reason": "x"}),
    ]
    for method, path, body in calls:
        for field in [*body, "inconnu"]:
            for odd in ODD:
                caller = "occupancy" if "presence" in path else "demo"
                answer = await service.api(method, path, {**body, field: odd}, version=99, caller=caller)
                assert answer.status_code < 500, (method, path, field, odd, answer.text)
                assert answer.status_code < 400 or answer.json()["detail"], answer.text


async def test_odd_addresses_are_refused(service: Service, park: Park) -> None:
    for path in (
        "/units?limit=0", "/units?limit=201", "/units?limit=x", "/units?after=%00", "/units/x", "/conventions?year=x",
        "/conventions?year=99999999999999", f"/units/{park['t1']['id']}/presence/%00",
    ):  # fmt: skip
        answer = await service.api("GET", path)
        assert 400 <= answer.status_code < 500, (path, answer.status_code)


async def test_odd_versions_are_refused(service: Service, park: Park) -> None:
    for sent in ("x", "-1", "1.0", "99999999999999999999", "*", '"', "W/"):
        answer = await service.api(
            "POST", f"/units/{park['t1']['id']}/places", {"name": "A"}, headers={"if-match": sent}
        )
        assert answer.status_code == 412, (sent, answer.text)


async def test_odd_values_in_the_pages_never_fail_and_are_given_back(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    seeded = random.Random(20150615)
    base = f"/logements/{park['t3']['id']}"
    paper = f"/logements/conventions/{convention['id']}"
    pages = {
        "/logements/nouveau": ("reference", "name", "dwelling_type", "zone", "address", "postal_code", "city", "surface",
                               "first_day", "programme", "places", "note"),
        f"{base}/modifier": ("reference", "name", "dwelling_type", "zone", "postal_code", "surface", "version"),
        f"{base}/places": ("name", "version"),
        f"{base}/programme": ("programme", "first_day", "version"),
        f"{base}/indisponibilites": ("first_day", "last_day", "reason", "bearer", "place_number", "note", "version"),
        f"{base}/mobilisations": ("kind", "owner_kind", "landlord", "rent_euros", "first_day", "last_day", "version"),
        f"{base}/retrait": ("last_day", "version"),
        "/logements/conventions/nouvelle": ("programme", "number", "funder", "year", "first_month", "rule", "least_days",
                                            "basis", "ceiling", "ceiling_euros", "note"),
        f"{paper}/modifier": ("programme", "number", "year", "first_month", "rule", "version"),
        f"{paper}/lignes": ("unit_id", "dwelling_type", "first_month", "last_month", "monthly_cents", "version"),
        f"{paper}/lignes/{convention['lines'][0]['id']}": ("unit_id", "first_month", "monthly_cents", "version"),
        f"{paper}/lignes/{convention['lines'][0]['id']}/retrait": ("version",),
        f"{paper}/signature": ("signed_on", "version"),
        f"{paper}/fin": ("ended_on", "reason", "version"),
    }  # fmt: skip
    for path, fields in pages.items():
        for _ in range(12):
            answer = await service.send(path, **{field: seeded.choice(FORM_ODD) for field in fields})
            assert answer.status_code < 500, (path, answer.text)
            assert "<script>" not in answer.text.replace("<script src", ""), path
