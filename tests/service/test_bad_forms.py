"""Whatever is typed in a page or asked in its address: never a failure, and the form comes back with what was typed."""

from typing import Any

import httpx
import pytest

from tests.service.test_bad_input import SEED, anybody
from tests.support.access import ENDS_THE_SESSION
from tests.support.odd_forms import Drawn, Field, Visitor, checked
from tests.support.site import Town, a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed


async def visitor(town: Town) -> Visitor:
    ids = (await SmallTown(town).live()).ids
    return Visitor(town, ids, {service: anybody(town, service) for service in town.site.apps}, SEED)


async def test_no_page_fails_at_an_odd_question(stores: Borrowed) -> None:
    async with a_town(stores) as town:
        here = await visitor(town)
        asked = [await here.ask(door) for door in here.pages if door.method == "GET"]
    assert sum(asked) > 150


async def test_what_is_typed_comes_back_and_nothing_fails(stores: Borrowed) -> None:
    async with a_town(stores) as town:
        here = await visitor(town)
        forms = await here.forms()
        shown = 0
        for (service, _), form in forms.items():
            shown += await here.fill(service, form, 4)
        assert len(forms) > 60
        assert shown > 140
        names = sorted({field.name for form in forms.values() for field in form.fields})
        for door in here.pages:
            if door.method == "POST" and door.handler not in ENDS_THE_SESSION:
                form = Drawn(next(here.addresses(door)), [Field(name, "text") for name in names])
                await here.fill(door.service, form, 2)
                await here.spoil(door.service, form)


def answer(status: int, text: str) -> httpx.Response:
    return httpx.Response(status, text=text, request=httpx.Request("POST", "http://palier.test/choses"))


def test_a_page_that_fails_or_runs_what_was_typed_is_caught() -> None:
    checked(answer(422, "&lt;b&gt;"), "/choses")
    for broken in (answer(500, ""), answer(422, "<p>Texte <b>&\"'</b></p>")):
        with pytest.raises(AssertionError):
            checked(broken, "/choses")


def test_a_form_that_loses_what_was_typed_is_caught() -> None:
    here: Any = object.__new__(Visitor)
    form = Drawn("/choses", [Field("name", "text")])
    shown = '<form method="post" action="/choses"><input name="name" value="{}"></form>'
    assert here.kept(form, "name=%C3%89t%C3%A9", answer(422, shown.format("Été")))
    with pytest.raises(AssertionError):
        here.kept(form, "name=%C3%89t%C3%A9", answer(422, shown.format("")))
