"""Avenants, ends, renewals and papers of conventions through the real service, on both engines."""

from base64 import b64encode
from typing import Any

import pytest

from alt_units.tables.conventions import ConventionLineRow, ConventionVersionRow
from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import good, prepare, signed_convention, submit, submitted
from tests.service.alt_units.conftest import Service, line_body, make_convention
from tests.service.alt_units.test_claims import raw

Body = dict[str, Any]
Park = dict[str, Body]


async def opened(service: Service, convention: Body, first_month: str = "2015-05") -> Body:
    path = f"/conventions/{convention['id']}/amendments"
    return good(await service.api("POST", path, {"first_month": first_month}, version=convention["version"]))


async def without_the_t1(service: Service, convention: Body) -> Body:
    """The open avenant without its T1."""
    versions = good(await service.api("GET", f"/conventions/{convention['id']}/versions"))["items"]
    line = next(one for one in versions[-1]["lines"] if one["dwelling_type"] == "t1")
    path = f"/conventions/{convention['id']}/amendment/lines/{line['id']}"
    return good(await service.api("DELETE", path, version=convention["version"]))


async def sign(service: Service, convention: Body, signed_on: str = "2015-04-10") -> Any:
    path = f"/conventions/{convention['id']}/amendment/signature"
    return await service.api("POST", path, {"signed_on": signed_on}, version=convention["version"])


async def test_an_avenant_changes_the_months_from_its_effect_and_none_before(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (january,) = await submitted(service, convention)
    changed = await without_the_t1(service, await opened(service, convention))
    assert changed["year_forecast_cents"] == convention["year_forecast_cents"]
    signed = good(await sign(service, changed))
    assert signed["id"] == convention["id"]
    assert signed["year_forecast_cents"] == 4 * 102717 + 8 * 71590
    april, may = [await prepare(service, signed, month) for month in ("2015-04", "2015-05")]
    assert (april["due_cents"], may["due_cents"]) == (102717, 71590)
    told = {one["label"]: one["text"] for one in may["lines"][0]["trace"][0]["inputs"]}
    assert told["Version"] == "avenant n° 1, signé le 10/04/2015"
    assert good(await service.api("GET", f"/claims/{january['id']}"))["lines"] == january["lines"]
    first, second = good(await service.api("GET", f"/conventions/{convention['id']}/versions"))["items"]
    assert {one["last_month"] for one in first["lines"]} == {"2015-12"}
    assert (len(first["lines"]), len(second["lines"])) == (3, 2)


async def test_the_dwelling_that_an_avenant_leaves_is_free_from_that_month(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    good(await sign(service, await without_the_t1(service, await opened(service, convention))))
    other = await make_convention(service, number="ALT-2015-bis")
    path = f"/conventions/{other['id']}/lines"
    april = await service.api("POST", path, line_body(park["t1"], first_month="2015-04"), version=1)
    assert april.json()["code"] == "line-overlap"
    may = await service.api("POST", path, line_body(park["t1"], first_month="2015-05"), version=1)
    assert may.status_code == 201, may.text


async def test_one_avenant_is_open_at_a_time_and_the_refusal_leads_to_it(service: Service, park: Park) -> None:
    convention = await opened(service, await signed_convention(service, park))
    path = f"/conventions/{convention['id']}/amendments"
    again = await service.api("POST", path, {"first_month": "2015-09"}, version=convention["version"])
    assert (again.status_code, again.json()["code"]) == (409, "amendment-open")
    assert again.json()["blocker"]["href"] == f"/logements/conventions/{convention['id']}/avenant"


async def copied(service: Service) -> None:
    (row,) = await ConventionVersionRow.select()
    db = service.app.state.db
    with db.refusing({}):
        await ConventionVersionRow.insert(ConventionVersionRow(**{**row, "id": row["convention_id"], "number": 3}))


async def test_the_database_itself_refuses_two_open_avenants(service: Service, park: Park) -> None:
    await opened(service, await signed_convention(service, park))
    with pytest.raises(ConstraintBroken) as refused:
        await copied(service)
    assert refused.value.name == "version_open_once"


async def test_without_the_index_two_avenants_would_be_open(service: Service, park: Park) -> None:
    await opened(service, await signed_convention(service, park))
    await raw(service, "drop index version_open_once")
    await copied(service)
    assert await ConventionVersionRow.count() == 2


async def test_a_month_already_claimed_is_not_changed_by_an_avenant(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention, "2015-01", "2015-02", "2015-03", "2015-04", "2015-05")
    same = await opened(service, convention, "2015-05")
    changed = await without_the_t1(service, same)
    refused = await sign(service, changed)
    assert (refused.status_code, refused.json()["code"]) == (409, "amendment-month-claimed")
    assert refused.json()["blocker"]["href"] == f"/logements/aides/{convention['id']}/2015-05"


async def test_an_avenant_that_leaves_a_claimed_month_as_it_was_is_signed(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    await submitted(service, convention, "2015-05")
    assert good(await sign(service, await opened(service, convention)))["year_forecast_cents"] == 12 * 102717


async def test_what_an_avenant_says_is_frozen_once_signed_and_so_is_the_first_paper(
    service: Service, park: Park
) -> None:
    convention = await opened(service, await signed_convention(service, park))
    await raw(service, "update convention_line set monthly_cents = 1 where version_number = {}", 2)
    good(await sign(service, await reread(service, convention)))
    for sql, name in (
        ("update convention_line set monthly_cents = 2 where version_number = {}", "line_frozen"),
        ("delete from convention_line where version_number = {}", "line_frozen"),
        ("update convention_version set funder = 'X' where number = {}", "version_frozen"),
        ("delete from convention_version where number = {}", "version_frozen"),
    ):
        for number in (1, 2) if "line" in sql else (2,):
            with pytest.raises(ConstraintBroken) as refused:
                await raw(service, sql, number)
            assert refused.value.name == name


async def test_a_line_of_no_avenant_cannot_be_slipped_into_a_signed_convention(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    row = (await ConventionLineRow.select())[0]
    db = service.app.state.db
    for number in (1, 2):
        slipped = {**row, "id": convention["id"], "version_number": number, "holds_until": "2014-12"}
        with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
            await ConventionLineRow.insert(ConventionLineRow(**slipped))
        assert refused.value.name == "line_frozen"


async def reread(service: Service, convention: Body) -> Body:
    return good(await service.api("GET", f"/conventions/{convention['id']}"))


async def test_a_withdrawn_avenant_leaves_nothing(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    before = await reread(service, convention)
    path = f"/conventions/{convention['id']}/amendment"
    after = good(await service.api("DELETE", path, version=(await opened(service, convention))["version"]))
    assert {**after, "version": 0} == {**before, "version": 0}
    assert await ConventionVersionRow.count() == 0
    missing = await service.api("DELETE", path, version=after["version"])
    assert (missing.status_code, missing.json()["code"]) == (404, "amendment-not-found")


async def test_the_difference_names_the_lines_the_facts_and_the_forecast(service: Service, park: Park) -> None:
    convention = await without_the_t1(service, await opened(service, await signed_convention(service, park)))
    facts = {"funder": "DDCS", "first_month": "2015-05", "rule": "PRORATA_JOURS", "basis": "DISPONIBILITE"}
    path = f"/conventions/{convention['id']}"
    good(await service.api("PUT", f"{path}/amendment", {**facts, "ceiling": "MENSUEL"}, version=convention["version"]))
    found = good(await service.api("GET", f"{path}/differences?from_version=1&to_version=2"))
    assert (found["facts"], found["first_month"]) == (["funder", "rule"], "2015-05")
    assert [(one["unit_id"], one["after"]) for one in found["lines"]] == [(park["t1"]["id"], [])]
    assert (found["before_cents"], found["after_cents"]) == (8 * 102717, 8 * 71590)
    assert [one["before"] - one["after"] for one in found["capacity"]] == [1] * 8
    page = await service.page(f"/logements/conventions/{convention['id']}/comparaison?de=1&a=2")
    assert "retiré" in page
    assert "DDCS" in page


async def test_a_convention_ended_in_2019_takes_its_units_out_of_the_offer_and_keeps_its_last_month(
    service: Service, park: Park
) -> None:
    """Seed 004: the town's ALT convention stops on 30 September 2019; a stay that runs on is named, not cancelled."""
    year = {"year": 2019, "number": "ALT-2019", "first_month": "2019-01", "ceiling": "ANNUEL"}
    lines = [line_body(one, first_month="2019-01", last_month="2019-12") for one in park.values()]
    service.clock.move_to(service.clock.now().replace(year=2019, month=7))
    convention = await make_convention(service, *lines, **year)
    path = f"/conventions/{convention['id']}"
    signed_on = {"signed_on": "2018-12-10"}
    signed = good(await service.api("POST", f"{path}/signature", signed_on, version=convention["version"]))
    present = {"revision": 1, "days_occupied": 31, "households": 1, "persons": 2, "places": []}
    told = await service.api("PUT", f"/units/{park['t1']['id']}/presence/2019-10", present)
    assert told.status_code in (200, 201, 204), told.text
    preview = good(await service.api("GET", f"{path}/end-preview?ended_on=2019-09-12"))
    foreseen = preview["items"]
    months = {one["month"]: (one["in_days"], one["before"], one["after"]) for one in preview["months"]}
    full = {"units": 3, "days": 93, "cents": convention["forecast"][9]["amount_cents"]}
    assert list(months) == ["2019-10", "2019-11", "2019-12"]
    assert months["2019-10"] == (False, full, {"units": 0, "days": 0, "cents": 0})
    assert [(one["unit_reference"], one["leaves"], one["present"]) for one in foreseen] == [
        ("LOG-COLOC", True, []),
        ("LOG-T1", True, ["2019-10"]),
        ("LOG-T3", True, []),
    ]
    end = {"ended_on": "2019-09-12", "reason": "Fin du dispositif", "kind": "by_ccas", "notified_on": "2019-06-13"}
    early = await service.api("POST", f"{path}/end", end, version=signed["version"])
    assert (early.status_code, early.json()["code"]) == (422, "end-notice-too-short")
    good(await service.api("POST", f"{path}/end", {**end, "notified_on": "2019-06-12"}, version=signed["version"]))
    unit = good(await service.api("GET", f"/units/{park['t1']['id']}"))
    assert [(one["programme"], one["last_day"]) for one in unit["programmes"]] == [("ALT", "2019-09-12")]
    service.clock.move_to(service.clock.now().replace(month=11))
    september = await submit(service, await prepare(service, convention, "2019-09"))
    assert september["due_cents"] == convention["forecast"][8]["amount_cents"]
    rows = await service.app.state.db.run("select after_json from journal where verb = 'convention-ended'")
    assert '"left_offer":["LOG-COLOC","LOG-T1","LOG-T3"]' in rows[0]["after_json"]


async def test_a_unit_that_another_signed_convention_holds_stays_in_the_offer(service: Service, park: Park) -> None:
    first = await make_convention(service, line_body(park["t1"], last_month="2015-06"), line_body(park["t3"]))
    other = await make_convention(service, line_body(park["t1"], first_month="2015-07"), number="ALT-2015-bis")
    for one in (first, other):
        path = f"/conventions/{one['id']}/signature"
        good(await service.api("POST", path, {"signed_on": "2014-12-10"}, version=one["version"]))
    path = f"/conventions/{first['id']}"
    end = {"ended_on": "2015-06-14", "reason": "Accord"}
    good(await service.api("POST", f"{path}/end", end, version=first["version"] + 1))
    kept, gone = [good(await service.api("GET", f"/units/{park[name]['id']}")) for name in ("t1", "t3")]
    assert (kept["programmes"][0]["last_day"], gone["programmes"][0]["last_day"]) == (None, "2015-06-14")


async def test_the_fourth_consecutive_year_is_refused_with_the_reason(service: Service, park: Park) -> None:
    service.clock.move_to(service.clock.now().replace(year=2021))
    lines = [line_body(park["t1"], first_month="2018-01", last_month="2018-12")]
    convention = await make_convention(service, *lines, year=2018, number="ALT-2018", first_month="2018-01")
    for year in (2018, 2019, 2020):
        path = f"/conventions/{convention['id']}"
        signed_on = {"signed_on": f"{year - 1}-12-10"}
        signed = good(await service.api("POST", f"{path}/signature", signed_on, version=convention["version"]))
        answer = await service.api("POST", f"{path}/renewal")
        if year < 2020:
            convention = good(answer)
            assert (convention["year"], convention["number"]) == (year + 1, f"ALT-{year + 1}")
            assert (convention["renews_id"], len(convention["lines"])) == (signed["id"], 1)
            twice = await service.api("POST", f"{path}/renewal")
            assert (twice.status_code, twice.json()["code"]) == (409, "convention-already-renewed")
    assert (answer.status_code, answer.json()["code"]) == (422, "convention-too-many-years")
    assert "3 années civiles" in answer.json()["detail"]


async def test_a_signed_paper_stays_with_its_version_and_is_given_back_byte_for_byte(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    path, content = f"/conventions/{convention['id']}", b"%PDF-1.7\n\x00\xff convention"
    paper = {"version_number": 1, "name": "convention.pdf", "content": b64encode(content).decode()}
    kept = good(await service.api("POST", f"{path}/papers", paper))
    assert (kept["media_type"], kept["size"]) == ("application/pdf", len(content))
    twice = await service.api("POST", f"{path}/papers", paper)
    assert (twice.status_code, twice.json()["code"]) == (409, "convention-paper-already-kept")
    script = {**paper, "name": "convention.pdf", "content": b64encode(b"<script>").decode()}
    assert (await service.api("POST", f"{path}/papers", script)).json()["code"] == "convention-paper-unreadable"
    await opened(service, convention)
    unsigned = await service.api("POST", f"{path}/papers", {**paper, "version_number": 2})
    assert unsigned.json()["code"] == "convention-paper-of-unsigned"
    read = await service.call("GET", f"/logements/conventions/{convention['id']}/papiers/{kept['id']}")
    assert read.content == content
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["content-disposition"].startswith("attachment")
    good(await sign(service, await reread(service, convention)))
    assert {one["version_number"] for one in good(await service.api("GET", f"{path}/papers"))["items"]} == {1}
    with pytest.raises(ConstraintBroken):
        await raw(service, "update convention_paper set name = 'x'")


async def test_a_signed_paper_is_joined_from_its_page(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    path = f"/logements/conventions/{convention['id']}"
    sent = {"data": {"_key": "papier-1"}, "files": {"paper": ("convention.pdf", b"%PDF-1.4 x", "application/pdf")}}
    answer = await service.call("POST", f"{path}/versions/1/papier", **sent)
    assert answer.status_code == 303, answer.text
    assert "convention.pdf" in await service.page(path)
    nothing = await service.send(f"{path}/versions/1/papier")
    assert (nothing.status_code, "Choisissez un fichier" in nothing.text) == (422, True)


async def test_documents_are_listed_from_the_texts_and_late_ones_are_said(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    path = f"/logements/conventions/{convention['id']}"
    assert (await service.send(f"{path}/pieces/textes")).status_code == 303
    items = good(await service.api("GET", f"/conventions/{convention['id']}/documents"))["items"]
    assert [one["due_on"] for one in items] == ["2015-12-31"] * 3
    again = await service.send(f"{path}/pieces/textes")
    assert again.status_code == 409
    body = {"label": items[0]["label"], "due_on": "2015-06-01"}
    good(await service.api("PUT", f"/conventions/{convention['id']}/documents/{items[0]['id']}", body))
    assert "en retard" in await service.page(path)
    gone = await service.send(f"{path}/pieces/{items[1]['id']}/retrait")
    assert gone.status_code == 303
    assert len(good(await service.api("GET", f"/conventions/{convention['id']}/documents"))["items"]) == 2


async def test_a_typed_capacity_that_is_not_the_one_of_the_lines_is_named(service: Service, park: Park) -> None:
    convention = await make_convention(service, line_body(park["t1"]))
    path = f"/logements/conventions/{convention['id']}"
    cells = {f"units_{number:02d}_t1": "1" for number in range(1, 13)} | {"units_03_t1": "2"}
    wrong = await service.send(f"{path}/capacite", version="2", **cells | {"units_04_t1": "beaucoup"})
    assert (wrong.status_code, 'value="beaucoup"' in wrong.text) == (422, True)
    answer = await service.send(f"{path}/capacite", version="2", **cells)
    assert answer.status_code == 303, answer.text
    assert "2 dans l'annexe, 1 dans les lignes" in (await service.page(path)).replace("&#39;", "'")


async def test_an_approval_is_noted_after_the_signature_and_warned_of_six_months_before(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    path = f"/conventions/{convention['id']}"
    for ends_on, is_warned in (("2015-12-15", True), ("2015-12-16", False)):
        version = (await reread(service, convention))["version"]
        body = {"number": "77-2010-4", "approved_on": "2010-12-16", "ends_on": ends_on}
        good(await service.api("PUT", f"{path}/approval", body, version=version))
        page = await service.page(f"/logements{path}")
        assert ("Échéance de l&#39;agrément" in page or "Échéance de l'agrément" in page) is is_warned


async def test_an_avenant_goes_from_the_page_of_its_convention_to_its_signature(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    path = f"/logements/conventions/{convention['id']}"
    form = await service.page(f"{path}/avenant/nouveau")
    assert 'value="2015-07"' in form
    answer = await service.send(f"{path}/avenant/nouveau", version=str(convention["version"]), first_month="2015-07")
    assert answer.status_code == 303, answer.text
    version = str(convention["version"] + 1)
    fields = {"funder": "DDCS", "first_month": "2015-08", "rule": "MOIS_ENTIER", "basis": "DISPONIBILITE"}
    fields |= {"ceiling": "MENSUEL", "deliberation": "D-7"}
    wrong = await service.send(f"{path}/avenant/modifier", version=version, **fields | {"first_month": "2016-01"})
    assert wrong.status_code == 422
    answer = await service.send(f"{path}/avenant/modifier", version=version, **fields)
    assert answer.status_code == 303, answer.text
    page = await service.page(f"{path}/avenant")
    assert "D-7" in page
    signed = await service.send(f"{path}/avenant/signature", version=str(int(version) + 1), signed_on="2015-06-10")
    assert signed.status_code == 303, signed.text
    shown = (await service.page(path)).replace("\u00a0", " ")
    for words in ("Avenant n° 1", "août 2015", "DDCS", "Ce qui change"):
        assert words in shown, words


async def test_conventions_are_found_by_programme_year_and_state(service: Service, park: Park) -> None:
    await signed_convention(service, park)
    await make_convention(service, year=2016, number="ALT-2016", first_month="2016-01")
    for query, shown in (("annee=2016", "ALT-2016"), ("etat=signed", "ALT-2015"), ("programme=AML", "Aucune")):
        page = await service.page(f"/logements/conventions?{query}")
        others = {"ALT-2016", "ALT-2015"} - {shown}
        assert shown in page
        assert not any(f">{one}<" in page for one in others)
