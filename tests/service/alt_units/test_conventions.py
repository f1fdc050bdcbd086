"""Conventions through the real service, on both engines, with the figures of the founding case."""

import asyncio
from typing import Any

import pytest

from alt_units.tables.conventions import ConventionLineRow, ConventionRow
from alt_units.tables.park import ProgrammePeriodRow
from kernel.db import ConstraintBroken
from tests.service.alt_units.conftest import Service, convention_body, line_body, make_convention

Park = dict[str, dict[str, Any]]


def month_amount(convention: dict[str, Any], month: str) -> int:
    return next(one["amount_cents"] for one in convention["forecast"] if one["month"] == month)


async def test_ac_10_the_shared_unit_as_a_t3_gives_1_027_17_a_month(service: Service, park: Park) -> None:
    convention = await make_convention(service, *(line_body(park[name]) for name in ("shared", "t1", "t3")))
    assert month_amount(convention, "2015-06") == 102717
    assert convention["year_forecast_cents"] == 1232604
    assert [one["check"]["warning"] for one in convention["lines"]] == ["", "", ""]
    assert {one["check"]["scale_status"] for one in convention["lines"]} == {"to_verify"}


async def test_ac_11_the_shared_unit_as_a_t1_gives_980_49_a_month(service: Service, park: Park) -> None:
    shared = line_body(park["shared"], dwelling_type="t1")
    convention = await make_convention(service, shared, line_body(park["t1"]), line_body(park["t3"]))
    assert month_amount(convention, "2015-06") == 98049
    assert convention["year_forecast_cents"] == 1176588


async def test_ac_04_the_published_331_27_is_kept_with_its_warning(service: Service, park: Park) -> None:
    convention = await make_convention(
        service,
        line_body(park["shared"]),
        line_body(park["t1"], monthly_cents=33127),
        line_body(park["t3"]),
    )
    assert month_amount(convention, "2015-06") == 104717
    line = next(one for one in convention["lines"] if one["unit_reference"] == "LOG-T1")
    assert line["monthly_cents"] == 33127
    assert (line["check"]["ceiling_cents"], line["check"]["excess_cents"]) == (31127, 2000)
    assert line["check"]["warning"].replace("\u00a0", " ") == "supérieur au plafond 311,27 € : +20,00 €"


async def test_ac_12_a_second_line_on_one_dwelling_is_refused_with_its_convention(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["shared"], dwelling_type="t1"))
    path = f"/conventions/{convention['id']}/lines"
    answer = await service.api("POST", path, line_body(park["shared"]), version=convention["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "line-overlap")
    other = await make_convention(service, number="ALT-2015-bis")
    path = f"/conventions/{other['id']}/lines"
    answer = await service.api("POST", path, line_body(park["shared"], first_month="2015-12"), version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "line-overlap")
    assert answer.json()["blocker"]["href"] == f"/logements/conventions/{convention['id']}"


async def test_racing_lines_on_one_dwelling_leave_one(service: Service, park: Park) -> None:
    conventions = [await make_convention(service, number=f"C-{number}") for number in range(8)]
    answers = await asyncio.gather(
        *(
            service.api("POST", f"/conventions/{one['id']}/lines", line_body(park["t1"]), version=1)
            for one in conventions
        )
    )
    assert sorted(one.status_code for one in answers) == [201] + [409] * 7


async def test_the_database_itself_refuses_two_lines_on_one_month(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"], last_month="2015-06"))
    db = service.app.state.db
    (row,) = await ConventionLineRow.select()
    copied = {
        **row,
        "id": convention["id"],
        "first_month": "2015-06",
        "last_month": "2015-09",
        "holds_until": "2015-09",
    }
    with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
        await ConventionLineRow.insert(ConventionLineRow(**copied))
    assert refused.value.name == "line_no_overlap"
    await ConventionLineRow.insert(ConventionLineRow(**{**copied, "first_month": "2015-07"}))


async def test_without_the_constraint_two_lines_would_stand_on_one_month(service: Service, park: Park) -> None:
    await make_convention(service, line_body(park["t1"]))
    db = service.app.state.db
    if db.dialect == "sqlite":
        await db.run("drop trigger line_no_overlap_insert")
    else:
        await db.run("alter table convention_line drop constraint line_no_overlap")
    (row,) = await ConventionLineRow.select()
    await ConventionLineRow.insert(ConventionLineRow(**{**row, "id": row["convention_id"]}))
    assert await ConventionLineRow.count() == 2


async def test_the_database_itself_refuses_two_programmes_on_one_day(service: Service, park: Park) -> None:
    db = service.app.state.db
    rows = await ProgrammePeriodRow.select()
    doubled = {**rows[0], "id": park["t1"]["id"], "programme": "AML"}
    with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
        await ProgrammePeriodRow.insert(ProgrammePeriodRow(**doubled))
    assert refused.value.name == "programme_no_overlap"


async def test_a_signed_convention_takes_effect_the_month_after_and_its_lines_are_frozen(
    service: Service, park: Park
) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    path, version = f"/conventions/{convention['id']}", convention["version"]
    future = await service.api("POST", f"{path}/signature", {"signed_on": "2015-06-16"}, version=version)
    assert (future.status_code, future.json()["code"]) == (422, "convention-date-impossible")
    signed = (await service.api("POST", f"{path}/signature", {"signed_on": "2015-02-10"}, version=version)).json()
    assert (signed["first_month"], signed["regime"], signed["signed_on"]) == ("2015-03", "CAF_MENSUEL", "2015-02-10")
    assert signed["year_forecast_cents"] == 10 * 31127
    late = await service.api("POST", f"{path}/lines", line_body(park["t3"]), version=signed["version"])
    assert (late.status_code, late.json()["code"]) == (409, "convention-signed")
    db = service.app.state.db
    for change in (
        ConventionLineRow.update({ConventionLineRow.monthly_cents: 1}, force=True),
        ConventionLineRow.delete(force=True),
    ):
        with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
            await change
        assert refused.value.name == "line_frozen"
    await ConventionRow.update({ConventionRow.note: "une note"}, force=True)


async def test_an_ended_convention_frees_its_dwelling_from_the_next_month(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    path = f"/conventions/{convention['id']}"
    signed = (await service.api("POST", f"{path}/signature", {"signed_on": "2015-01-05"}, version=2)).json()
    end = {"ended_on": "2015-05-12", "reason": "Résiliation par le CCAS"}
    ended = (await service.api("POST", f"{path}/end", end, version=signed["version"])).json()
    assert ended["ended_on"] == "2015-05-12"
    assert (ended["lines"][0]["last_month"], ended["lines"][0]["holds_until"]) == ("2015-12", "2015-05")
    again = await service.api("POST", f"{path}/end", end, version=ended["version"])
    assert (again.status_code, again.json()["code"]) == (409, "convention-ended")
    other = await make_convention(service, number="ALT-2015-bis")
    lines = f"/conventions/{other['id']}/lines"
    may = await service.api("POST", lines, line_body(park["t1"], first_month="2015-05"), version=1)
    assert may.status_code == 409
    june = await service.api("POST", lines, line_body(park["t1"], first_month="2015-06"), version=1)
    assert june.status_code == 201, june.text


async def test_a_line_is_corrected_and_removed_while_in_preparation(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    line = f"/conventions/{convention['id']}/lines/{convention['lines'][0]['id']}"
    amended = await service.api("PUT", line, line_body(park["t1"], monthly_cents=30000), version=2)
    assert amended.json()["lines"][0]["monthly_cents"] == 30000
    removed = await service.api("DELETE", line, version=3)
    assert (removed.status_code, removed.json()["lines"]) == (200, [])
    empty = await service.api(
        "POST", f"/conventions/{convention['id']}/signature", {"signed_on": "2015-01-05"}, version=4
    )
    assert (empty.status_code, empty.json()["code"]) == (422, "convention-empty")


async def test_a_signature_sent_twice_is_recorded_once(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    path, headers = f"/conventions/{convention['id']}/signature", {"idempotency-key": "signature-2015"}
    first = await service.api("POST", path, {"signed_on": "2015-02-10"}, version=2, headers=headers)
    again = await service.api("POST", path, {"signed_on": "2015-02-10"}, version=2, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    rows = await service.app.state.db.run("select verb, subject from journal where verb = 'convention-signed'")
    assert rows == [{"verb": "convention-signed", "subject": f"convention/{convention['id']}"}]


async def test_every_act_leaves_one_journal_row_with_before_and_after(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    rows = await service.app.state.db.run(
        "select verb, actor_name, before_json, after_json from journal where subject = {} order by verb",
        f"convention/{convention['id']}",
    )
    assert [(row["verb"], row["actor_name"]) for row in rows] == [
        ("convention-line-added", "Agente de test"),
        ("convention-registered", "Agente de test"),
    ]
    assert '"lines":[]' in rows[0]["before_json"]
    assert '"monthly_cents":31127' in rows[0]["after_json"]


async def test_a_number_stands_once_for_a_year(service: Service) -> None:
    await make_convention(service)
    answer = await service.api("POST", "/conventions", convention_body())
    assert (answer.status_code, answer.json()["code"]) == (409, "convention-number-taken")
    assert (await service.api("POST", "/conventions", convention_body(2016, number="ALT-2015"))).status_code == 201


async def test_the_regime_follows_the_year(service: Service) -> None:
    state = await make_convention(service, year=2017, number="E-2017", first_month="2017-01")
    aml = await make_convention(service, programme="AML", number="AML-1")
    assert (state["regime"], aml["regime"]) == ("ETAT_3_VERSEMENTS", None)
    listed = (await service.api("GET", "/conventions?year=2017")).json()["items"]
    assert [one["number"] for one in listed] == ["E-2017"]


async def test_the_tables_are_published_with_their_source(service: Service) -> None:
    scales = (await service.api("GET", "/scales")).json()["items"]
    assert [(one["version"], one["status"], len(one["rows"])) for one in scales] == [
        ("1993", "verified", 9),
        ("2008", "verified", 9),
        ("2009", "to_verify", 9),
    ]
