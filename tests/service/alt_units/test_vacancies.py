"""Vacant places through the real service, on both engines (SIAO-01)."""

import asyncio
from datetime import date
from typing import Any

import pytest

from tests.service.alt_units.claim_desk import signed_convention
from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_law import good, record
from tests.service.alt_units.test_pages import plain
from tests.service.alt_units.test_stock import push

Park = dict[str, dict[str, Any]]


async def vacancies(service: Service) -> list[tuple[str, int, str, bool]]:
    found = (await service.api("GET", "/vacancies")).json()["items"]
    return [
        (one["reference"], one["place_number"], one["vacant_from"], one["declaration"] is not None) for one in found
    ]


async def lived(service: Service, park: Park) -> None:
    """The T1 empty since 1 June, the T3 from the end of July, one room of two until 20 June."""
    await push(service, park["t1"], "2015-05", {"number": 0, "days_occupied": 31, "occupied": [[1, 31]]}, days=31)
    for month, last in (("2015-06", 30), ("2015-07", 31)):
        whole = {"number": 0, "days_occupied": last, "occupied": [[1, last]]}
        await push(service, park["t3"], month, whole, days=last)
    room = {"number": 1, "days_occupied": 20, "occupied": [[1, 20]], "turnaround": [[21, 23]]}
    await push(service, park["shared"], "2015-06", room, days=20)


async def notice(service: Service, days: int, since: str) -> None:
    """The town agrees with the SIAO on another notice."""
    good(await record(service, "vacancy_notice_days", number=days, since=since))


async def test_vacant_places_are_listed_with_what_is_not_declared_first(service: Service, park: Park) -> None:
    await lived(service, park)
    expected = [
        ("LOG-COLOC", 2, "2014-01-01", False),
        ("LOG-T1", 0, "2015-06-01", False),
        ("LOG-COLOC", 1, "2015-06-24", False),
    ]
    assert await vacancies(service) == expected
    path = f"/units/{park['shared']['id']}/vacancy-declarations"
    made = await service.api("POST", path, {"place_number": 2, "declared_on": "2015-06-14", "note": "Fiche 7"})
    assert (made.status_code, made.json()["vacant_from"]) == (201, "2014-01-01")
    assert await vacancies(service) == [*expected[1:], ("LOG-COLOC", 2, "2014-01-01", True)]
    again = await service.api("POST", path, {"place_number": 2, "declared_on": "2015-06-14"})
    assert (again.status_code, again.json()["code"]) == (409, "vacancy-already-declared")
    taken_back = f"{path}/{made.json()['id']}/cancellation"
    assert (await service.api("POST", taken_back, {"reason": "Mauvaise place"})).status_code == 201
    assert await vacancies(service) == expected


async def test_a_place_is_soon_vacant_within_the_notice_that_staff_set(service: Service, park: Park) -> None:
    """47 days before its vacancy the T3 is not to be told yet; it is once the notice is 47 days, or once it was told."""
    await lived(service, park)
    assert ("LOG-T3", 0, "2015-08-01", False) not in await vacancies(service)
    for days, since, shown in ((46, "2015-06-13", False), (47, "2015-06-14", True)):
        await notice(service, days, since)
        assert (("LOG-T3", 0, "2015-08-01", False) in await vacancies(service)) is shown
    path = f"/units/{park['t3']['id']}/vacancy-declarations"
    good(await service.api("POST", path, {"place_number": 0, "declared_on": "2015-06-15"}))
    await notice(service, 0, "2015-06-15")
    assert ("LOG-T3", 0, "2015-08-01", True) in await vacancies(service)


async def test_a_declaration_of_another_vacancy_or_of_a_unit_out_of_the_offer_is_refused(
    service: Service, park: Park
) -> None:
    await lived(service, park)
    path, form = f"/units/{park['t1']['id']}/vacancy-declarations", f"/logements/{park['t1']['id']}/vacance/0"
    early = await service.api("POST", path, {"place_number": 0, "declared_on": "2015-05-01"})
    assert (early.status_code, early.json()["code"]) == (422, "vacancy-declared-too-early")
    assert [one["field"] for one in early.json()["errors"]] == ["declared_on"]
    shown = await service.send(form, declared_on="01/05/2015", note="Fiche 12")
    assert shown.status_code == 422
    assert "au plus tôt du 02/05/2015" in plain(shown.text)
    assert 'value="Fiche 12"' in shown.text
    assert '<a href="/logements/vacances" aria-current="page">Vacances</a>' in shown.text
    out = {"programme": None, "first_day": "2015-06-01"}
    good(await service.api("POST", f"/units/{park['t1']['id']}/programme", out, version=1))
    refused = await service.api("POST", path, {"place_number": 0, "declared_on": "2015-06-14"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unit-out-of-offer")
    assert "dans aucun programme ce jour-là" in plain(await service.page(form))


async def test_two_people_declaring_at_once_make_one_declaration(service: Service, park: Park) -> None:
    path = f"/units/{park['t1']['id']}/vacancy-declarations"
    answers = await asyncio.gather(
        *(service.api("POST", path, {"place_number": 0, "declared_on": "2015-06-14"}) for _ in range(4))
    )
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]


async def test_a_place_that_does_not_exist_is_not_declared(service: Service, park: Park) -> None:
    for name, number in (("shared", 0), ("shared", 3), ("t1", 1)):
        path = f"/units/{park[name]['id']}/vacancy-declarations"
        answer = await service.api("POST", path, {"place_number": number, "declared_on": "2015-06-14"})
        assert (answer.status_code, answer.json()["code"]) == (404, "place-not-found"), answer.text


async def test_a_vacancy_is_declared_and_taken_back_from_the_pages(service: Service, park: Park) -> None:
    await lived(service, park)
    shown = plain(await service.page("/logements/vacances"))
    assert "depuis le 01/06/2015" in shown
    assert "à partir du 24/06/2015" in shown
    assert "dans les 30 jours" in shown
    assert "à confirmer avec le SIAO" in shown
    form = f"/logements/{park['t1']['id']}/vacance/0"
    assert "vacante depuis le 01/06/2015" in plain(await service.page(form))
    wrong = await service.send(form, declared_on="16/06/2015", note="Fiche 12")
    assert wrong.status_code == 422
    assert 'value="Fiche 12"' in wrong.text
    done = await service.send(form, declared_on="15/06/2015", note="Fiche 12")
    assert done.status_code == 303, plain(done.text)
    page = await service.page("/logements/vacances")
    assert "le 15/06/2015 par Agente de test : Fiche 12" in plain(page)
    cancelling = next(
        part.partition('"')[0] for part in page.split('href="') if "/annulation" in part.partition('"')[0]
    )
    assert (await service.send(cancelling)).status_code == 422
    assert (await service.send(cancelling, reason="Mauvaise place")).status_code == 303
    assert "Fiche 12" not in await service.page("/logements/vacances")


@pytest.mark.parametrize(
    "damage", ["delete from vacancy_declaration", "update vacancy_declaration set note = 'Autre chose'"]
)
async def test_the_database_itself_keeps_what_was_told(service: Service, park: Park, damage: str) -> None:
    path = f"/units/{park['t1']['id']}/vacancy-declarations"
    await service.api("POST", path, {"place_number": 0, "declared_on": "2015-06-14"})
    db = service.app.state.db
    with pytest.raises(Exception) as broken:
        await db.run(damage)
    assert db.broken(broken.value).name == "vacancy_frozen"


async def test_siao_09_units_of_a_convention_that_ran_out_leave_the_offer_and_the_vacancies_without_an_act(
    service: Service, park: Park
) -> None:
    """The convention of 2015 is not renewed: on 1 January 2016 its units are in no programme, as every page says."""
    await signed_convention(service, park)
    path = f"/units/{park['t1']['id']}"
    service.clock.move_to(date(2015, 12, 31))
    assert (await service.api("GET", path)).json()["programme"] == "ALT"
    assert "LOG-T1" in [one[0] for one in await vacancies(service)]
    service.clock.move_to(date(2016, 1, 1))
    told = (await service.api("GET", path)).json()
    assert (told["programme"], told["programmes"][0]["last_day"]) == (None, "2015-12-31")
    listed = {one["id"]: one for one in (await service.api("GET", "/units")).json()["items"]}
    assert listed[told["id"]] == told
    assert "LOG-T1" not in [one[0] for one in await vacancies(service)]
    page = plain(await service.page(f"/logements/{park['t1']['id']}"))
    assert "sa convention est échue" in page
    assert "31/12/2015" in page


async def test_the_next_convention_in_preparation_keeps_its_units_in_the_offer(service: Service, park: Park) -> None:
    """Signed in March, it began in January: the households live there meanwhile."""
    convention = await signed_convention(service, park)
    service.clock.move_to(date(2016, 1, 1))
    path = f"/units/{park['t1']['id']}"
    assert (await service.api("GET", path)).json()["programme"] is None
    following = f"/conventions/{convention['id']}/renewal"
    version = (await service.api("GET", f"/conventions/{convention['id']}")).json()["version"]
    made = await service.api("POST", following, {"year": 2016}, version=version)
    assert made.status_code in (200, 201), made.text
    assert (await service.api("GET", path)).json()["programme"] == "ALT"
