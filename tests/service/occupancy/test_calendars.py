"""A person's calendar: its address shown once, read without a session or a name, shut when taken back. Both engines."""

import re
from datetime import timedelta

from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import sent
from tests.support.stay_desk import Desk

PAGE = "/sejours/calendrier"


async def address(desk: Desk) -> str:
    made = await desk.submit(PAGE, {})
    assert made.status_code == 200, made.text
    found = re.search(rf"{PAGE}/[A-Za-z0-9_-]+\.ics", made.text)
    assert found
    return found[0]


async def test_the_address_opens_the_calendar_of_its_person_without_a_session_and_names_nobody(desk: Desk):
    desk.roles = (Role.AGENT,)
    stay = await desk.stay("2018-01-10")
    path = await address(desk)
    answer = await desk.http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert stay["reference"] in answer.text
    assert "Exemple" not in answer.text
    assert path not in (await desk.page(PAGE)).text


async def test_an_address_that_is_taken_back_or_guessed_opens_nothing(desk: Desk):
    desk.roles = (Role.AGENT,)
    path = await address(desk)
    assert (await desk.submit(PAGE, {})).status_code == 409
    await sent(desk, f"{PAGE}/retrait", {})
    assert (await desk.http.get(path)).status_code == 404
    assert (await desk.http.get(f"{PAGE}/devine.ics")).status_code == 404
    other = await address(desk)
    assert other != path


async def test_only_what_waits_for_the_posts_of_the_person_is_in_the_calendar(desk: Desk):
    desk.roles = (Role.AGENT,)
    await desk.stay("2018-01-10")
    path = await address(desk)
    assert "VEVENT" in (await desk.http.get(path)).text
    desk.door.roles = (Role.REGISSEUR,)
    assert "VEVENT" not in (await desk.http.get(path)).text


async def test_the_calendar_of_who_has_left_is_gone_though_its_address_was_kept(desk: Desk):
    desk.roles = (Role.AGENT,)
    path = await address(desk)
    desk.door.roles = None
    assert (await desk.http.get(path)).status_code == 404
    desk.door.roles = (Role.AGENT,)
    assert (await desk.http.get(path)).status_code == 200


async def test_an_address_is_guessed_sixty_times_an_hour_and_the_next_one_waits(desk: Desk):
    desk.roles = (Role.AGENT,)
    path = await address(desk)
    for number in range(60):
        assert (await desk.http.get(f"{PAGE}/devine-{number}.ics")).status_code == 404
    refused = await desk.http.get(f"{PAGE}/devine-60.ics", headers={"accept": "application/json"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    assert "Réessayez dans 60 minutes" in refused.text
    assert (await desk.http.get(path)).status_code == 429
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=60))
    assert (await desk.http.get(path)).status_code == 200
