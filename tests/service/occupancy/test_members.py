"""Members of households: named by date over the API and on the pages, and what is counted from them."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from occupancy.actions.presence import tell_persons_again
from occupancy.domain.members import Member, Relation
from occupancy.stay_invariants import the_last_presence_written_says_what_the_contracts_say
from occupancy.store import members
from staff.domain.roles import Role
from tests.support.stay_desk import accepted, refused


def person(relation="holder", **facts):
    return {"relation": relation, "last_name": "Ménage Exemple A", "joined_on": "2017-01-10", **facts}


async def add(desk, household, relation="holder", **facts):
    return accepted(await desk.send("POST", f"/households/{household['id']}/members", person(relation, **facts)), 201)


async def test_a_household_is_counted_from_its_members_on_the_day_of_the_contract(desk):
    household = await desk.household()
    await add(desk, household)
    await add(desk, household, "child", born_on="2017-12-20", joined_on="2017-12-20")
    before = await desk.prepare(household, "2017-12-19")
    after = await desk.prepare(household, "2017-12-20")
    assert (before["persons"], after["persons"]) == (1, 2)
    read = accepted(await desk.send("GET", f"/households/{household['id']}"))
    assert (read["situation"], read["adults"], read["children"]) == ("single_parent", 1, 1)
    (listed,) = accepted(await desk.send("GET", "/households"))["items"]
    assert listed == read


async def test_numbers_typed_against_the_list_are_refused_and_the_same_numbers_taken(desk):
    household = await desk.household()
    await add(desk, household)
    path = f"/households/{household['id']}"
    said = {
        name: household[name] for name in ("last_name", "first_name", "situation", "adults", "children", "orientation")
    }
    problem = refused(await desk.send("PUT", path, {**said, "adults": 2}, version=1), 422, "composition-from-members")
    assert problem["errors"][0]["field"] == "adults"
    assert accepted(await desk.send("PUT", path, {**said, "phone": "01 23"}, version=1))["phone"] == "01 23"


async def test_two_holders_on_a_day_are_refused_by_the_program_and_by_the_database(desk):
    household = await desk.household()
    first = await add(desk, household)
    second = person(last_name="Ménage Exemple B")
    path = f"/households/{household['id']}/members"
    assert refused(await desk.send("POST", path, second), 422, "second-holder")["errors"][0]["field"] == "relation"
    left = {**person(), "left_on": "2018-01-31"}
    accepted(await desk.send("PUT", f"/members/{first['id']}", left, version=1))
    added = accepted(await desk.send("POST", path, {**second, "joined_on": "2018-02-01"}), 201)
    db = desk.app.state.db
    with pytest.raises(Exception, match="member_one_holder"):
        await db.run("update household_member set joined_on = {} where id = {}", date(2018, 1, 31), added["id"])


async def test_somebody_written_by_mistake_is_taken_out_and_the_journal_keeps_it(desk):
    household = await desk.household()
    one = await add(desk, household)
    assert accepted(await desk.send("POST", f"/members/{one['id']}/removal", version=1))["id"] == one["id"]
    assert (await desk.send("GET", f"/households/{household['id']}/members")).json() == []
    refused(await desk.send("POST", f"/members/{one['id']}/removal", version=1), 404, "member-not-found")
    rows = await desk.app.state.db.run("select verb from journal where verb = 'member-removed'")
    assert len(rows) == 1


async def test_a_stale_page_changes_nobody(desk):
    one = await add(desk, await desk.household())
    path = f"/members/{one['id']}"
    accepted(await desk.send("PUT", path, person(first_name="Un"), version=1))
    refused(await desk.send("PUT", path, person(first_name="Deux"), version=1), 412, "stale-version")


async def test_the_page_names_the_members_and_keeps_what_was_typed(desk):
    desk.roles = (Role.SOCIAL_WORKER,)
    household = await desk.household()
    new = f"/sejours/menages/{household['id']}/membres/nouveau"
    assert "Ménage Exemple A" in (await desk.page(new)).text
    wrong = await desk.submit(new, {**person(), "left_on": "2016-01-01", "first_name": "Prénom tapé"})
    assert wrong.status_code == 422
    assert "Le départ du ménage précède" in wrong.text
    assert "Prénom tapé" in wrong.text
    sent = await desk.submit(new, person("holder", first_name="Exemple", birth_year="1990"))
    assert sent.status_code == 303
    shown = (await desk.page(f"/sejours/menages/{household['id']}")).text
    assert "environ 28 ans" in shown.replace("\u00a0", " ").replace("\u202f", " ")


async def test_who_may_not_read_households_knows_no_member(desk):
    household = await desk.household()
    await add(desk, household)
    desk.roles = (Role.READER,)
    assert (await desk.send("GET", f"/households/{household['id']}/members")).status_code == 403
    assert (await desk.page(f"/sejours/menages/{household['id']}")).status_code == 403


async def told_persons(desk, month):
    await desk.app.state.relay.drain()
    return desk.stock.presence[str(UUID(int=1)), month]["persons"]


async def test_the_stock_is_told_who_lived_there_each_month_as_members_come_and_go(desk):
    household = await desk.household()
    holder = await add(desk, household)
    contract = accepted(await desk.sign(await desk.prepare(household, "2018-01-10")))
    born = await add(desk, household, "child", born_on="2018-01-09", joined_on="2018-01-09", first_name="Enfant")
    assert contract["persons"] == 1
    assert (await told_persons(desk, "2018-01"), await told_persons(desk, "2018-03")) == (2, 2)
    left = person("child", born_on="2018-01-09", joined_on="2018-01-09", left_on="2018-02-01", first_name="Enfant")
    accepted(await desk.send("PUT", f"/members/{born['id']}", left, version=1))
    assert [await told_persons(desk, f"2018-0{month}") for month in (1, 2, 3)] == [2, 2, 1]
    accepted(await desk.send("POST", f"/members/{born['id']}/removal", version=2))
    accepted(await desk.send("POST", f"/members/{holder['id']}/removal", version=1))
    assert [await told_persons(desk, f"2018-0{month}") for month in (1, 2, 3)] == [1, 1, 1]
    assert await the_last_presence_written_says_what_the_contracts_say(desk.app.state.db) == []


async def test_months_told_before_members_counted_are_told_again_once_at_the_start(desk):
    household = await desk.household()
    accepted(await desk.sign(await desk.prepare(household, "2018-01-10")))
    db, now = desk.app.state.db, desk.clock.now()
    for name in ("Un", "Deux"):
        await members.insert_member(Member(
            id=uuid4(), version=1, household_id=UUID(household["id"]), relation=Relation.OTHER, last_name=name, first_name="",
            born_on=None, birth_year=None, gender=None, joined_on=date(2018, 1, 1), left_on=None,
        ))  # fmt: skip
    assert await the_last_presence_written_says_what_the_contracts_say(db)
    assert (await tell_persons_again(db, now), await tell_persons_again(db, now)) == (4, 0)
    assert await told_persons(desk, "2018-01") == 2
    assert await the_last_presence_written_says_what_the_contracts_say(db) == []
