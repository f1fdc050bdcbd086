"""What must always hold in the park: true after ordinary work, said aloud when the data is damaged behind the rules' back."""

from typing import Any

import pytest

from alt_units.invariants import PARK_INVARIANTS
from tests.service.alt_units.conftest import Service, line_body, make_convention

Park = dict[str, dict[str, Any]]


async def said(service: Service) -> list[str]:
    return [sentence for invariant in PARK_INVARIANTS for sentence in await invariant(service.app.state.db)]


async def ordinary_work(service: Service, park: Park) -> None:
    convention = await make_convention(service, *(line_body(park[name]) for name in ("shared", "t1", "t3")))
    path = f"/units/{park['shared']['id']}"
    works = {
        "reason": "works",
        "bearer": "ccas",
        "place_number": 2,
        "first_day": "2015-03-02",
        "last_day": "2015-03-08",
    }
    assert (await service.api("POST", f"{path}/voids", works, version=1)).status_code == 201
    lease = {"kind": "head_lease", "owner_kind": "hlm", "landlord": "Bailleur Exemple", "first_day": "2014-01-01"}
    assert (await service.api("POST", f"{path}/mobilisations", lease, version=2)).status_code == 201
    path = f"/conventions/{convention['id']}"
    await service.api("POST", f"{path}/signature", {"signed_on": "2015-01-05"}, version=convention["version"])
    end = {"ended_on": "2015-05-12", "reason": "Résiliation"}
    ended = await service.api("POST", f"{path}/end", end, version=convention["version"] + 1)
    assert ended.status_code == 201, ended.text
    unit = f"/units/{park['t1']['id']}"  # the end has closed its programme: it is at its second version
    retired = await service.api("POST", f"{unit}/retirement", {"last_day": "2015-05-31"}, version=2)
    assert retired.status_code == 201, retired.text


async def test_ordinary_work_leaves_everything_true(service: Service, park: Park) -> None:
    await ordinary_work(service, park)
    assert await said(service) == []


DAMAGE = {
    "deux programmes": "insert into programme_period (id, unit_id, programme, first_day, last_day)"
    " select id, id, 'AML', '2015-02-01', null from unit where reference = 'LOG-T3'",
    "deux périodes en service": "insert into service_period (id, unit_id, first_day, last_day, reason)"
    " select id, id, '2015-02-01', null, '' from unit where reference = 'LOG-T3'",
    "deux indisponibilités": "insert into void select unit_id, unit_id, 0, reason, bearer, first_day, last_day,"
    " reference, note, cancelled_on, cancel_reason from void",
    "hors du parc": "update void set first_day = '2013-12-31'",
    "deux mobilisations": "insert into mobilisation select unit_id, unit_id, kind, owner_kind, landlord, reference,"
    " rent_cents, first_day, last_day, end_reason from mobilisation",
    "encore en programme": "update programme_period set last_day = null where last_day is not null",
    "encore dans une convention": "update convention_line set holds_until = '2015-12'",
    "deux lignes": "insert into convention_line select convention_id, convention_id, unit_id, dwelling_type,"
    " first_month, last_month, holds_until, monthly_cents, version_number from convention_line"
    " where unit_id = (select id from unit where reference = 'LOG-T3')",
    "une ligne porte sur": "update convention_line set first_month = '2014-12'",
    "après la fin": "update convention_line set holds_until = '2015-12'",
}


@pytest.mark.parametrize("words", DAMAGE)
async def test_each_damage_is_said(service: Service, park: Park, words: str) -> None:
    await ordinary_work(service, park)
    db = service.app.state.db
    await lift_the_constraints(db)
    await db.run(DAMAGE[words])
    assert any(words in sentence for sentence in await said(service)), await said(service)


async def lift_the_constraints(db: Any) -> None:
    await db.run("drop index service_of_unit_once")
    if db.dialect == "sqlite":
        for row in await db.run("select name from sqlite_master where type = 'trigger'"):
            await db.run(f"drop trigger {row['name']}")
        return
    await db.run("alter table programme_period drop constraint programme_no_overlap")
    await db.run("alter table service_period drop constraint service_no_overlap")
    await db.run("alter table void drop constraint void_no_overlap")
    await db.run("alter table mobilisation drop constraint mobilisation_no_overlap")
    await db.run("alter table convention_line drop constraint line_no_overlap")
    await db.run("drop trigger line_frozen on convention_line")
