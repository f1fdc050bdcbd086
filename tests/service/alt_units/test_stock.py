"""Voids and mobilisations through the real service, on both engines."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

import alt_units
from alt_units.tables import TABLES
from kernel.db import ConstraintBroken, Database
from tests.service.alt_units.conftest import Service, line_body, make_convention, unit_body
from tests.support.stores import Borrowed

Park = dict[str, dict[str, Any]]
WORKS = {"reason": "works", "bearer": "landlord", "first_day": "2015-03-10", "last_day": "2015-03-31"}
LEASE = {"kind": "head_lease", "owner_kind": "hlm", "landlord": "Bailleur Exemple", "first_day": "2014-01-01"}


async def declare(service: Service, unit: dict[str, Any], **changes: Any) -> Any:
    version = (await service.api("GET", f"/units/{unit['id']}")).json()["version"]
    return await service.api("POST", f"/units/{unit['id']}/voids", {**WORKS, **changes}, version=version)


async def push(service: Service, unit: dict[str, Any], month: str, *places: dict[str, Any], days: int = 10) -> Any:
    body = {"revision": 1, "days_occupied": days, "households": 2, "persons": 2, "places": list(places)}
    body |= {"aided_households": 1}
    return await service.api("PUT", f"/units/{unit['id']}/presence/{month}", body, caller="occupancy")


async def test_a_unit_tells_what_it_offers(service: Service) -> None:
    facts = {"persons_max": 3, "accessible": True, "floor": 0, "has_lift": False, "turnaround_days": 2}
    made = (await service.api("POST", "/units", unit_body("LOG-67", postal_code="67000", **facts))).json()
    assert {name: made[name] for name in facts} == facts
    assert (made["territory"], made["mobilisations"], made["voids"]) == ("alsace-moselle", [], [])
    said = (await service.api("POST", "/units", unit_body("LOG-68", postal_code="68000", territory="metropole"))).json()
    assert said["territory"] == "metropole"
    place = {"name": "Chambre jaune", "persons_max": 2}
    shared = (await service.api("POST", f"/units/{made['id']}/places", place, version=1)).json()
    assert shared["places"] == [{"number": 1, "name": "Chambre jaune", "persons_max": 2}]


async def test_a_void_is_declared_ended_and_cancelled(service: Service, park: Park) -> None:
    made = await declare(service, park["t1"])
    assert made.status_code == 201, made.text
    void = made.json()["voids"][0]
    assert (void["place_number"], void["reason"], void["last_day"]) == (0, "works", "2015-03-31")
    assert made.json()["service_periods"] == [{"first_day": "2014-01-01", "last_day": None, "reason": ""}]
    path = f"/units/{park['t1']['id']}/voids/{void['id']}"
    open_ended = await service.api("POST", f"{path}/end", {"last_day": None}, version=2)
    assert open_ended.json()["voids"][0]["last_day"] is None
    gone = await service.api("POST", f"{path}/cancellation", {"reason": "Reporté"}, version=3)
    assert gone.json()["voids"] == []
    again = await service.api("POST", f"{path}/cancellation", {"reason": "Reporté"}, version=4)
    assert (again.status_code, again.json()["code"]) == (409, "void-cancelled")


async def test_a_void_over_the_days_of_a_household_is_refused_and_names_them(service: Service, park: Park) -> None:
    room = {"number": 1, "days_occupied": 10, "occupied": [[22, 31]], "turnaround": [[1, 3]]}
    assert (await push(service, park["shared"], "2015-03", room)).status_code == 200
    following = {"number": 1, "days_occupied": 10, "occupied": [[1, 10]]}
    assert (await push(service, park["shared"], "2015-04", following)).status_code == 200
    refused = await declare(service, park["shared"], first_day="2015-03-20", last_day="2015-03-22")
    assert (refused.status_code, refused.json()["code"]) == (409, "void-over-stay")
    assert refused.json()["blocker"]["label"] == "Séjour du 22/03/2015 au 10/04/2015"
    assert (await declare(service, park["shared"], last_day="2015-03-21")).status_code == 201
    other = await declare(service, park["shared"], place_number=2, first_day="2015-04-01", last_day="2015-04-30")
    assert other.status_code == 201, other.text


async def test_presence_keeps_its_days_and_its_aided_households(service: Service, park: Park) -> None:
    room = {"number": 1, "days_occupied": 10, "occupied": [[22, 31]], "turnaround": [[1, 3]]}
    told = (await push(service, park["shared"], "2015-03", room)).json()
    assert (told["aided_households"], told["places"]) == (1, [room])
    for wrong in ([[31, 32]], [[5, 4]], [[1, 5], [5, 6]], [[0, 2]]):
        answer = await push(service, park["shared"], "2015-05", {**room, "occupied": wrong})
        assert answer.status_code in (400, 422), answer.text


async def test_two_voids_declared_at_once_make_one(service: Service, park: Park) -> None:
    answers = await asyncio.gather(*(declare(service, park["t1"]) for _ in range(4)))
    assert sorted(one.status_code for one in answers).count(201) == 1
    assert len((await service.api("GET", f"/units/{park['t1']['id']}")).json()["voids"]) == 1


async def test_the_void_of_a_dwelling_takes_its_days_out_of_the_claim_and_that_of_a_place_does_not(
    service: Service, park: Park
) -> None:
    convention = await make_convention(
        service, *(line_body(park[name], monthly_cents=31000) for name in ("shared", "t1")), rule="PRORATA_JOURS"
    )
    path = f"/conventions/{convention['id']}"
    signed = await service.api("POST", f"{path}/signature", {"signed_on": "2015-01-01"}, version=convention["version"])
    assert signed.status_code == 201, signed.text
    assert (await declare(service, park["shared"], place_number=1)).status_code == 201
    assert (await declare(service, park["t1"])).status_code == 201
    claim = (await service.api("POST", f"{path}/claims", {"month": "2015-03"})).json()
    days = {line["reference"]: (line["days_available"], line["effective_cents"]) for line in claim["lines"]}
    assert days == {"LOG-COLOC": (31, 31000), "LOG-T1": (9, 9000)}
    reasons = {line["reference"]: line["reasons"] for line in claim["lines"]}
    assert "out_of_service" in str(reasons["LOG-T1"])


async def test_retiring_names_the_void_to_come(service: Service, park: Park) -> None:
    made = (await declare(service, park["t1"], first_day="2015-07-10", last_day="2015-07-20")).json()
    path = f"/units/{park['t1']['id']}"
    refused = await service.api("POST", f"{path}/retirement", {"last_day": "2015-06-30"}, version=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "unit-in-use")
    assert refused.json()["blocker"]["label"] == "Indisponibilité à partir du 10/07/2015"
    cancelling = f"{path}/voids/{made['voids'][0]['id']}/cancellation"
    await service.api("POST", cancelling, {"reason": "Sans objet"}, version=2)
    assert (await service.api("POST", f"{path}/retirement", {"last_day": "2015-06-30"}, version=3)).status_code == 201


@pytest.mark.parametrize(
    ("rule", "in_days", "after"),
    [
        ("MOIS_ENTIER", False, {"units": 0, "days": 0, "cents": 0}),
        ("PRORATA_JOURS", True, {"units": 1, "days": 15, "cents": 45_00}),
        ("MOIS_ENTAME", False, None),
    ],
)
async def test_a_retirement_is_foreseen_in_what_the_claim_of_its_month_counts(
    service: Service, park: Park, rule: str, in_days: bool, after: dict[str, int] | None
) -> None:
    """90,00 € for June: nothing when the month must be whole, 15 days of 30 pro rata, all of it when a month begun counts."""
    line = line_body(park["t1"], last_month="2015-06", monthly_cents=90_00)
    made = await make_convention(service, line, rule=rule)
    await service.api("POST", f"/conventions/{made['id']}/signature", {"signed_on": "2014-12-10"}, version=2)
    path = f"/units/{park['t1']['id']}"
    found = (await service.api("GET", f"{path}/retirement-preview?last_day=2015-06-15")).json()
    assert found["in_the_way"] == []
    counted = [(one["month"], one["in_days"], one["before"], one["after"]) for one in found["months"]]
    before = {"units": 1, "days": 30, "cents": 90_00}
    assert counted == ([("2015-06", in_days, before, after)] if after else [])


async def test_all_that_keeps_a_unit_in_the_park_is_named_at_once_and_nothing_is_recorded(
    service: Service, park: Park
) -> None:
    """Cancelled things are not named; the second press records the very day that was shown."""
    path, page = f"/units/{park['t1']['id']}", f"/logements/{park['t1']['id']}/retrait"
    await declare(service, park["t1"], first_day="2015-07-10", last_day="2015-07-20")
    made = await make_convention(service, line_body(park["t1"]))
    await service.api("POST", f"/conventions/{made['id']}/signature", {"signed_on": "2014-12-10"}, version=2)
    told = {"revision": 1, "days_occupied": 20, "households": 1, "persons": 1, "places": []}
    await service.api("PUT", f"{path}/presence/2015-06", told)
    found = (await service.api("GET", f"{path}/retirement-preview?last_day=2015-06-15")).json()
    assert [one["label"] for one in found["in_the_way"]] == [
        "Indisponibilité à partir du 10/07/2015", "la convention ALT n° ALT-2015 (2015)", "Séjour du 01/06/2015 au 20/06/2015",
    ]  # fmt: skip
    shown = await service.send(page, last_day="2015-06-15", version="2")
    assert shown.status_code == 409, shown.text
    assert "Ce qui empêche ce retrait" in shown.text
    assert "Séjour du 01/06/2015 au 20/06/2015" in shown.text
    assert "Confirmer" not in shown.text
    unit = (await service.api("GET", path)).json()
    assert unit["retired_on"] is None


async def test_a_retirement_is_confirmed_for_the_day_that_was_shown(service: Service, park: Park) -> None:
    page = f"/logements/{park['t3']['id']}/retrait"
    shown = await service.send(page, last_day="2015-06-15", version="1")
    assert 'name="seen" value="2015-06-15"' in shown.text
    other = await service.send(page, last_day="2015-06-16", seen="2015-06-15", version="1")
    assert 'name="seen" value="2015-06-16"' in other.text
    assert (await service.send(page, last_day="2015-06-16", seen="2015-06-16", version="1")).status_code == 303


async def test_a_slide_told_twice_ends_the_right_once_and_another_end_is_refused(service: Service, park: Park):
    path = f"/units/{park['t1']['id']}/mobilisations"
    made = (await service.api("POST", path, LEASE, version=1)).json()["mobilisations"][0]
    told = f"{path}/{made['id']}/slide"
    first = await service.api("PUT", told, {"last_day": "2015-05-31"})
    again = await service.api("PUT", told, {"last_day": "2015-05-31"})
    assert (first.status_code, again.status_code) == (200, 200), first.text
    assert first.json() == again.json()
    (ended,) = again.json()["mobilisations"]
    assert (ended["last_day"], ended["end_reason"]) == ("2015-05-31", "slid")
    other = await service.api("PUT", told, {"last_day": "2015-06-30"})
    assert (other.status_code, other.json()["code"]) == (409, "mobilisation-ended")


async def test_a_dwelling_whose_lease_slid_leaves_the_offer_unless_another_right_follows(service: Service, park: Park):
    for name, follows in (("t1", False), ("shared", True)):
        path = f"/units/{park[name]['id']}/mobilisations"
        made = (await service.api("POST", path, {**LEASE, "last_day": "2015-06-30"}, version=1)).json()
        version = 2
        if follows:
            await service.api("POST", path, {**LEASE, "first_day": "2015-07-01", "last_day": None}, version=version)
        told = f"{path}/{made['mobilisations'][0]['id']}/slide"
        slid = (await service.api("PUT", told, {"last_day": "2015-05-31"})).json()
        assert (slid["service_periods"][-1]["last_day"] == "2015-05-31") is not follows
        again = (await service.api("PUT", told, {"last_day": "2015-05-31"})).json()
        assert again["version"] == slid["version"]


async def test_a_mobilisation_is_recorded_corrected_and_ended_when_the_lease_slides(
    service: Service, park: Park
) -> None:
    path = f"/units/{park['t1']['id']}/mobilisations"
    made = (await service.api("POST", path, LEASE, version=1)).json()["mobilisations"][0]
    assert (made["kind"], made["rent_cents"], made["end_reason"]) == ("head_lease", None, None)
    overlap = await service.api("POST", path, LEASE, version=2)
    assert (overlap.status_code, overlap.json()["code"]) == (409, "mobilisation-overlap")
    corrected = await service.api("PUT", f"{path}/{made['id']}", {**LEASE, "rent_cents": 41250}, version=2)
    assert corrected.json()["mobilisations"] == [{**made, "rent_cents": 41250}]
    end = {"last_day": "2015-05-31", "reason": "slid"}
    ended = (await service.api("POST", f"{path}/{made['id']}/end", end, version=3)).json()["mobilisations"][0]
    assert (ended["id"], ended["last_day"], ended["end_reason"]) == (made["id"], "2015-05-31", "slid")


@pytest.mark.parametrize(("place", "refused"), [(0, True), (1, True), (2, False)])
async def test_the_database_itself_keeps_voids_of_a_place_apart(
    service: Service, park: Park, place: int, refused: bool
) -> None:
    assert (await declare(service, park["shared"], place_number=1)).status_code == 201
    db = service.app.state.db
    adding = (
        "insert into void select unit_id, unit_id, "
        f"{place}, reason, bearer, first_day, last_day, '', '', null, '' from void"
    )
    if refused:
        with pytest.raises(Exception) as broken:
            await db.run(adding)
        assert db.broken(broken.value).name == "void_no_overlap"
    else:
        await db.run(adding)


TWICE = (
    "insert into mobilisation select unit_id, unit_id, kind, owner_kind, landlord, '', null, first_day, null, null"
    " from mobilisation"
)


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("delete from void", "void_kept"),
        ("update void set last_day = null where cancelled_on is not null", "void_cancelled"),
        ("update void set last_day = '2015-03-01' where cancelled_on is null", "void_order"),
        ("update mobilisation set owner_kind = 'ccas'", "mobilisation_owned_by_us"),
        ("update mobilisation set end_reason = 'slid'", "mobilisation_end"),
        (
            TWICE,
            "mobilisation_no_overlap",
        ),
    ],
)
async def test_the_database_itself_refuses_what_must_never_be(
    service: Service, park: Park, damage: str, name: str
) -> None:
    made = (await declare(service, park["t1"])).json()
    cancelling = f"/units/{park['t1']['id']}/voids/{made['voids'][0]['id']}/cancellation"
    assert (await service.api("POST", cancelling, {"reason": "Erreur"}, version=2)).status_code == 201
    assert (await declare(service, park["t1"])).status_code == 201
    assert (await service.api("POST", f"/units/{park['t1']['id']}/mobilisations", LEASE, version=4)).status_code == 201
    db = service.app.state.db
    with pytest.raises(Exception) as broken:
        await db.run(damage)
    refusal = db.broken(broken.value)
    assert isinstance(refusal, ConstraintBroken)
    assert refusal.name == name


OLD_PARK = """
insert into unit values
 ('00000000-0000-0000-0000-000000000001', 3, 'A', 'A', 't1', 'I', 'x', '67000', 'V', null, true, true, null, ''),
 ('00000000-0000-0000-0000-000000000002', 3, 'B', 'B', 't1', 'II', 'x', '97200', 'V', null, true, true, '2015-12-31', ''),
 ('00000000-0000-0000-0000-000000000003', 1, 'C', 'C', 't1', 'I', 'x', '77340', 'V', null, true, true, null, '');
insert into service_period values
 ('00000000-0000-0000-0000-0000000000a1', '00000000-0000-0000-0000-000000000001', '2014-01-01', '2014-03-31', 'Toiture'),
 ('00000000-0000-0000-0000-0000000000a2', '00000000-0000-0000-0000-000000000001', '2014-05-01', '2015-01-31', ''),
 ('00000000-0000-0000-0000-0000000000b1', '00000000-0000-0000-0000-000000000002', '2014-01-01', '2014-06-30', 'Sinistre'),
 ('00000000-0000-0000-0000-0000000000b2', '00000000-0000-0000-0000-000000000002', '2014-07-01', '2015-10-31', 'Vente'),
 ('00000000-0000-0000-0000-0000000000c1', '00000000-0000-0000-0000-000000000003', '2014-01-01', null, '');
"""


async def test_what_was_out_of_service_becomes_voids_when_the_database_is_brought_up_to_date(
    stores: Borrowed, tmp_path: Path
) -> None:
    migrations = Path(str(alt_units.__file__)).parent / "migrations"
    before = tmp_path / "alt_units" / "migrations"
    before.mkdir(parents=True)
    for file in sorted(migrations.glob("*.sql"))[:4]:
        (before / file.name).write_bytes(file.read_bytes())
    url = stores.empty()
    old = Database(url, [], before)
    await old.open()
    for statement in OLD_PARK.strip().split(";\n"):
        await old.run(statement)
    await old.close()
    db = Database(url, list(TABLES), migrations)
    await db.open()
    try:
        voids = await db.run("select * from void order by unit_id, first_day")
        service = await db.run("select * from service_period order by unit_id")
        units = await db.run("select territory from unit order by reference")
    finally:
        await db.close()
    told = [(str(one["unit_id"])[-1], str(one["first_day"]), _text(one["last_day"]), one["note"]) for one in voids]
    assert told == [
        ("1", "2014-04-01", "2014-04-30", "Toiture"),
        ("1", "2015-02-01", None, "Hors service"),
        ("2", "2015-11-01", "2015-12-31", "Vente"),
    ]
    assert {(one["reason"], one["bearer"], one["place_number"]) for one in voids} == {("other", "to_settle", 0)}
    days = [(str(one["first_day"]), _text(one["last_day"]), one["reason"]) for one in service]
    assert days == [
        ("2014-01-01", None, ""),
        ("2014-01-01", "2015-12-31", "Retrait du parc"),
        ("2014-01-01", None, ""),
    ]
    assert [one["territory"] for one in units] == ["alsace-moselle", "972", "metropole"]


def _text(day: Any) -> str | None:
    return None if day is None else str(day)
