"""The law of alt_units as staff record it: from its day on, for what is decided from then on, and never backwards."""

import asyncio
import sys
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import good, prepare, signed_convention, submit
from tests.service.alt_units.conftest import Service, line_body, make_convention, running
from tests.service.alt_units.test_claims import Park, raw, store_of
from tests.service.alt_units.test_pages import plain

JULY = "2015-07-01"
TYPES = ("room_single", "room_double", "room_larger", "t1", "t2", "t3", "t4", "t5", "larger")
COLUMNS = ("I", "II", "III", "charges")


def value_body(**changes: Any) -> dict[str, Any]:
    return {"since": JULY, "source": "Courrier de la CAF du 2 juin 2015", "status": "verified", **changes}


async def record(service: Service, key: str, **changes: Any) -> Any:
    return await service.api("POST", f"/law/{key}/values", value_body(**changes))


async def known(service: Service, key: str) -> dict[str, Any]:
    items = good(await service.api("GET", "/law"))["items"]
    return dict(next(one for one in items if one["key"] == key))


def table(rent: int = 30000, charges: int = 5000) -> dict[str, int]:
    return {f"{kind}.{column}": charges if column == "charges" else rent for kind in TYPES for column in COLUMNS}


async def test_a_recorded_value_counts_from_its_day_and_leaves_earlier_months_as_they_were(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    june = await prepare(service, convention, "2015-06")
    sent = await submit(service, await prepare(service, convention, "2015-05"))
    good(await record(service, "payer", word="CAF de Seine-et-Marne"))
    good(await record(service, "ceiling", word="MENSUEL"))
    service.clock.move_to(date(2015, 8, 3))

    july = await prepare(service, convention, "2015-07")
    assert july["rules"]["payer"] == "CAF de Seine-et-Marne"
    assert july["lines"][0]["trace"][-1]["source"] == "Courrier de la CAF du 2 juin 2015"
    again = good(await service.api("POST", f"/claims/{june['id']}/refresh", version=june["version"]))
    assert again["rules"]["payer"] == "CAF du département"
    assert again["lines"][0]["trace"] == june["lines"][0]["trace"]
    assert good(await service.api("GET", f"/claims/{sent['id']}")) == sent


async def test_a_value_starts_after_the_last_day_relied_on(service: Service, park: Park) -> None:
    await signed_convention(service, park)
    for since in ("2015-06-15", "2015-01-01"):
        answer = await record(service, "payer", word="CAF", since=since)
        assert (answer.status_code, answer.json()["code"]) == (422, "law-changes-past")
        assert answer.json()["errors"][0]["field"] == "since"
    good(await record(service, "payer", word="CAF", since="2015-06-16"))


async def test_before_the_first_convention_a_value_may_start_in_the_past(service: Service) -> None:
    version = good(await record(service, "payer", word="CAF de Seine-et-Marne", since="2014-01-01"))
    assert version["recorded_by"] == "Agente de test"
    payer = await known(service, "payer")
    assert payer["in_force"]["word"] == "CAF de Seine-et-Marne"
    assert payer["checked_on"] == "2015-06-15"


async def test_of_two_people_who_record_the_same_day_one_wins(service: Service) -> None:
    answers = await asyncio.gather(*(record(service, "payer", word=f"CAF {number}") for number in range(4)))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    codes = {one.json()["code"] for one in answers if one.status_code == 409}
    assert codes == {"law-already-recorded"}
    assert len([one for one in (await known(service, "payer"))["versions"] if one["id"]]) == 1


async def test_the_same_request_sent_twice_records_once(service: Service) -> None:
    headers = {"idempotency-key": uuid4().hex}
    body = value_body(word="CAF de Seine-et-Marne")
    first = await service.api("POST", "/law/payer/values", body, headers=headers)
    again = await service.api("POST", "/law/payer/values", body, headers=headers)
    assert good(first) == good(again)


async def test_a_version_to_come_is_withdrawn_and_one_that_began_is_not(service: Service, park: Park) -> None:
    await signed_convention(service, park)
    wrong = good(await record(service, "payer", word="CAF de Seine-et-Marn"))
    gone = good(await service.api("POST", f"/law/versions/{wrong['id']}/withdrawal", {"reason": "Faute de frappe"}))
    assert (gone["withdrawn_on"], gone["withdrawal_reason"]) == ("2015-06-15", "Faute de frappe")
    again = await service.api("POST", f"/law/versions/{wrong['id']}/withdrawal", {"reason": "Encore"})
    assert (again.status_code, again.json()["code"]) == (409, "law-version-withdrawn")
    right = good(await record(service, "payer", word="CAF de Seine-et-Marne"))
    service.clock.move_to(date(2015, 7, 1))
    assert (await known(service, "payer"))["in_force"]["id"] == right["id"]
    late = await service.api("POST", f"/law/versions/{right['id']}/withdrawal", {"reason": "Trop tard"})
    assert (late.status_code, late.json()["code"]) == (409, "law-version-begun")
    missing = await service.api("POST", f"/law/versions/{uuid4()}/withdrawal", {"reason": "Inconnue"})
    assert (missing.status_code, missing.json()["code"]) == (404, "law-version-not-found")


async def test_the_schema_alone_keeps_the_past(service: Service) -> None:
    """Raw writes that no act would do: each is refused by the database itself."""
    version = good(await record(service, "payer", word="CAF"))["id"]
    good(await service.api("POST", f"/law/versions/{version}/withdrawal", {"reason": "Erreur"}))
    good(await service.api("POST", "/law/payer/checks", {"checked_on": "2015-06-14", "outcome": "confirmed"}))
    for row in ("law_version", "law_withdrawal", "law_check"):
        for sql in (f"update {row} set since = since", f"delete from {row}"):
            with pytest.raises(ConstraintBroken) as refusal:
                await raw(service, sql)
            assert refusal.value.name == f"{row}_immutable"
    columns = "content, source, status, note, recorded_on, recorded_at, recorded_by, recorded_by_name, relied_until"
    copied = f"select {{}}, key, {{}}, attempt, {columns.replace('relied_until', '{}')} from law_version"
    insert = f"insert into law_version (id, key, since, attempt, {columns}) {copied}"
    with pytest.raises(ConstraintBroken) as refusal:
        await raw(service, insert, uuid4(), date(2015, 6, 15), date(2015, 6, 15))
    assert refusal.value.name == "law_version_changes_no_past"
    with pytest.raises(ConstraintBroken) as refusal:
        await raw(service, insert, uuid4(), date(2015, 7, 1), date(2015, 6, 15))
    assert refusal.value.name == "law_version_one_a_day"
    begun = uuid4()
    await raw(service, insert, begun, date(2015, 6, 16), date(2015, 6, 15))
    take_back = (
        "insert into law_withdrawal (version_id, since, withdrawn_on, reason, by_id, by_name)"
        " values ({}, {}, {}, 'x', {}, 'x')"
    )
    with pytest.raises(ConstraintBroken) as refusal:
        await raw(service, take_back, begun, date(2015, 6, 16), date(2015, 6, 16), uuid4())
    assert refusal.value.name == "law_withdrawal_before_it_begins"


async def test_a_new_table_controls_the_lines_of_its_months_and_leaves_older_lines_as_they_were(
    service: Service, park: Park
) -> None:
    old = await make_convention(service, line_body(park["t1"], monthly_cents=None))
    assert old["lines"][0]["monthly_cents"] == 31127
    good(
        await record(service, "allowance_scale", since="2016-01-01", cells=table(), source="Arrêté du 20 décembre 2015")
    )
    scales = good(await service.api("GET", "/scales"))["items"]
    assert scales[-1]["source"] == "Arrêté du 20 décembre 2015"
    following = await make_convention(
        service,
        line_body(park["t1"], monthly_cents=None, first_month="2016-01", last_month="2016-12"),
        year=2016,
    )
    assert following["lines"][0]["monthly_cents"] == 35000
    assert good(await service.api("GET", f"/conventions/{old['id']}"))["lines"] == old["lines"]


async def test_a_table_published_late_is_recorded_as_long_as_no_line_was_entered_under_it(
    service: Service, park: Park
) -> None:
    await make_convention(service, line_body(park["t1"]))
    good(await record(service, "allowance_scale", since="2015-02-01", cells=table()))
    refused = await record(service, "allowance_scale", since="2015-01-01", cells=table())
    assert (refused.status_code, refused.json()["code"]) == (422, "law-changes-past")


@pytest.mark.parametrize(
    ("key", "body", "field"),
    [
        ("payments_per_year", {"number": 13}, "value"),
        ("payments_per_year", {"word": "trois"}, "value"),
        ("partial_month_rule", {"word": "AU_HASARD"}, "value"),
        ("allowance_scale", {"cells": {"t1.I": 1}}, "room_single.I"),
    ],
)
async def test_a_value_that_no_rule_can_read_is_refused_by_its_field(
    service: Service, key: str, body: dict[str, Any], field: str
) -> None:
    answer = await record(service, key, **body)
    assert (answer.status_code, answer.json()["code"]) == (422, "law-value-unfit")
    assert answer.json()["errors"][0]["field"] == field
    unknown = await record(service, "no.such.rule", number=1)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "law-key-unknown")
    two = await record(service, key, number=1, word="x")
    assert two.status_code == 400


async def test_a_check_says_who_read_the_source_and_when(service: Service) -> None:
    future = await service.api("POST", "/law/regime/checks", {"checked_on": "2015-06-16", "outcome": "confirmed"})
    assert (future.status_code, future.json()["code"]) == (422, "law-check-in-future")
    body = {"checked_on": "2015-06-12", "outcome": "changed", "note": "Décret en préparation"}
    check = good(await service.api("POST", "/law/regime/checks", body))
    assert (check["since"], check["checked_by"]) == ("2002-01-01", "Agente de test")
    page = plain(await service.page("/logements/regles/regime"))
    assert "Décret en préparation" in page
    assert "La source dit autre chose" in page
    verbs = await store_of(service).run("select verb, subject from journal")
    assert [(row["verb"], row["subject"]) for row in verbs] == [("law-checked", "law/regime")]


async def test_the_page_warns_of_what_is_to_verify_and_of_what_was_read_too_long_ago(service: Service) -> None:
    service.clock.move_to(date(2027, 11, 21))
    fresh = plain(await service.page("/logements/regles"))
    assert "valeurs à confirmer" in fresh
    assert "sources à relire" not in fresh
    service.clock.move_to(date(2027, 11, 22))
    assert "sources à relire" in plain(await service.page("/logements/regles"))
    good(await service.api("POST", "/law/regime/checks", {"checked_on": "2027-11-22", "outcome": "confirmed"}))
    good(await record(service, "law_check_months", number=24, since="2027-01-01"))
    assert "sources à relire" not in plain(await service.page("/logements/regles"))


async def test_a_table_is_pasted_looked_over_and_recorded(service: Service) -> None:
    pasted = "Type;I;II;III;Charges\n" + "\n".join(f"{kind}\t301,00\t302\t303,5\t45" for kind in TYPES)
    facts = {"since": "01/07/2015", "source": "Arrêté d'essai", "status": "to_verify"}
    shown = await service.send("/logements/regles/allowance_scale/valeur", pasted=pasted, **facts)
    assert shown.status_code == 200
    assert plain(shown.text).count('value="303,50"') == len(TYPES)
    cells = {f"{kind}.{column}": "300,10" for kind in TYPES for column in COLUMNS}
    wrong = await service.send("/logements/regles/allowance_scale/valeur", **facts, **{**cells, "t1.I": "trois cents"})
    assert wrong.status_code == 422
    assert "trois cents" in wrong.text
    done = await service.send("/logements/regles/allowance_scale/valeur", **facts, **cells)
    assert done.status_code == 303
    assert "À venir" in await service.page("/logements/regles/allowance_scale")
    short = await service.send("/logements/regles/allowance_scale/valeur", pasted="1;2\n3;4", **facts)
    assert short.status_code == 422
    assert "9 lignes sont attendues" in plain(short.text)


async def test_every_form_keeps_what_was_typed_and_says_what_is_wrong(service: Service) -> None:
    answer = await service.send(
        "/logements/regles/payments_per_year/valeur", since="32/13/2015", value="treize", source=""
    )
    assert answer.status_code == 422
    assert all(text in answer.text for text in ("32/13/2015", "treize", "Ce champ est obligatoire"))
    word = await service.send(
        "/logements/regles/basis/valeur", since="01/07/2015", value="AU_HASARD", source="x", status="verified"
    )
    assert word.status_code == 422
    early = await service.send("/logements/regles/regime/verification", checked_on="16/06/2015", outcome="confirmed")
    assert early.status_code == 422
    silent = await service.send("/logements/regles/regime/verification", checked_on="15/06/2015", outcome="changed")
    assert silent.status_code == 422
    version = good(await record(service, "payer", word="CAF"))["id"]
    unsaid = await service.send(f"/logements/regles/versions/{version}/retrait", **{f"reason_{version}": ""})
    assert unsaid.status_code == 422
    done = await service.send(
        f"/logements/regles/versions/{version}/retrait", **{f"reason_{version}": "Faute de frappe"}
    )
    assert done.status_code == 303
    assert "Faute de frappe" in await service.page("/logements/regles/payer")
    assert (await service.call("GET", "/logements/regles/rien")).status_code == 404


async def record_from_here(url: str) -> None:
    """What a second process of the same service does: record a version to come."""
    async with running(url) as other:
        good(await record(other, "payer", word="CAF de l'autre processus"))


async def test_a_version_recorded_in_one_process_is_applied_by_another_that_had_read_the_law_before(
    service: Service, park: Park
) -> None:
    convention = await signed_convention(service, park)
    assert (await prepare(service, convention, "2015-06"))["rules"]["payer"] == "CAF du département"
    before = await known(service, "payer")
    program = "import asyncio, sys; from tests.service.alt_units.test_law import record_from_here as record;"
    program += " asyncio.run(record(sys.argv[1]))"
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", program, service.app.state.db.url)
    assert await child.wait() == 0
    service.clock.move_to(date(2015, 8, 3))
    assert (await known(service, "payer"))["in_force"] != before["in_force"]
    assert (await prepare(service, convention, "2015-07"))["rules"]["payer"] == "CAF de l'autre processus"
