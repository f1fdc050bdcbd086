"""The tray: taken over, handed back, explained; deadlines of before the table; what is kept is never rewritten. Both engines."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from kernel.acts import Act, Staff, housekeeping
from kernel.errors import Refusal
from occupancy.actions.deadlines import keep_deadlines
from occupancy.actions.stay_deadlines import keep_missing_deadlines
from occupancy.actions.work_tray import RecentTray
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.work_tray import DeadlineTaken
from occupancy.store import deadlines
from occupancy.tables.deadlines import DeadlineRow, StayFollowerRow
from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import opened, sent, words
from tests.service.occupancy.test_stay_store import CONTENT
from tests.support.stay_desk import CLERK, Desk, accepted

TRAY = "/sejours/a-faire"


async def test_somebody_takes_a_deadline_over_and_hands_it_back(desk: Desk):
    desk.roles = (Role.AGENT,)
    stay = f"/sejours/contrats/{(await desk.stay('2018-01-10'))['id']}"
    seen = await opened(desk, TRAY)
    assert "Je m’en charge" in words(seen)
    assert "Suivi par" not in words(await opened(desk, stay))
    deadline_id = re.search(rf"{TRAY}/([0-9a-f-]+)/prise", seen)
    assert deadline_id
    await sent(desk, f"{TRAY}/{deadline_id[1]}/prise", {})
    assert "Agent Exemple" in words(await opened(desk, f"{TRAY}?vue=pour-moi"))
    assert "Suivi par Agent Exemple" in words(await opened(desk, stay))
    await sent(desk, f"{TRAY}/{deadline_id[1]}/rendu", {})
    assert "Suivi par" not in words(await opened(desk, stay))
    assert "Agent Exemple Rendre" not in words(await opened(desk, TRAY))


async def test_somebody_follows_a_stay_until_it_is_left_and_every_change_is_kept(desk: Desk):
    desk.roles = (Role.AGENT,)
    contract_id = (await desk.stay("2018-01-10"))["id"]
    stay, mine = f"/sejours/contrats/{contract_id}", f"{TRAY}?vue=pour-moi"
    assert "Suivre ce séjour" in words(await opened(desk, stay))
    await sent(desk, f"{stay}/suivi/pris", {})
    seen = words(await opened(desk, stay))
    assert "Suivi par Agent Exemple" in seen
    assert "Ne plus suivre ce séjour" in seen
    kept = words(await opened(desk, mine))
    assert "Agent Exemple" in kept
    assert "Rendre" not in kept, "what follows the stay is not handed back line by line"
    await sent(desk, f"{stay}/suivi/rendu", {})
    assert "Suivi par" not in words(await opened(desk, stay))
    db = desk.app.state.db
    async with housekeeping(db):
        assert await StayFollowerRow.count() == 2
    with pytest.raises(Exception, match="immutable"):
        async with housekeeping(db):
            await StayFollowerRow.delete(force=True)


async def test_a_deadline_that_is_closed_is_not_taken(desk: Desk):
    stay = await desk.stay("2018-01-10")
    async with housekeeping(desk.app.state.db):
        found = await deadlines.open_of(SubjectKind.CONTRACT, UUID(stay["id"]))
    accepted(await desk.act(stay, "cancellation", {"reason": "Jamais venu"}))
    assert (await desk.submit(f"{TRAY}/{found[0].id}/prise", {})).status_code == 404


async def test_each_day_of_the_tray_says_how_it_was_found_and_each_view_opens(desk: Desk):
    await desk.stay("2018-01-10")
    for view in ("a-faire", "pour-moi", "en-retard", "cette-semaine", "tout"):
        await opened(desk, f"{TRAY}?vue={view}")
    seen = words(await opened(desk, f"{TRAY}?vue=tout"))
    assert "Échéance du contrat : 09/04/2018 − 45 jours = 23/02/2018." in seen
    assert "à confirmer" in seen


async def test_stays_recorded_before_deadlines_were_kept_get_theirs_once(desk: Desk):
    stay = await desk.stay("2018-01-10")
    db = desk.app.state.db
    other = UUID(int=12345)
    async with housekeeping(db):
        before = await deadlines.open_of(SubjectKind.CONTRACT, UUID(stay["id"]))
    assert await keep_missing_deadlines(db, desk.clock.now(), desk.clock.today()) == 0
    assert other not in {one.subject.id for one in before}


async def test_a_stay_that_ran_before_the_rights_to_complete_were_followed_gets_them_once_at_the_start(desk: Desk):
    stay = await desk.stay("2018-01-10")
    db, about = desk.app.state.db, UUID(stay["id"])
    path = f"/contracts/{stay['id']}/inspections/entry"
    accepted(await desk.send("PUT", path, {"established_on": "2018-01-10", "content": CONTENT}, version=0))
    accepted(await desk.send("POST", f"{path}/signature", version=1))
    name = "deadline_kept on deadline" if db.dialect == "postgresql" else "deadline_never_removed"
    await db.run(f"drop trigger {name}")
    await db.run("delete from deadline where rule in ('EDL-04', 'EDL-05')")
    told = [await keep_missing_deadlines(db, desk.clock.now(), desk.clock.today()) for _ in range(2)]
    async with housekeeping(db):
        found = {one.deadline.rule: one.deadline.due_on for one in await deadlines.open_of(SubjectKind.CONTRACT, about)}
    assert told == [1, 0]
    assert (found["EDL-04"], found["EDL-05"]) == (date(2018, 1, 22), date(2018, 11, 14))


async def test_how_a_day_was_found_is_never_rewritten_and_who_sees_to_it_may_change(desk: Desk):
    await desk.stay("2018-01-10")
    db = desk.app.state.db

    async def change(**columns: object) -> None:
        with db.refusing({"deadline_kept": lambda: DeadlineTaken("")}):
            async with housekeeping(db):
                await DeadlineRow.update(columns).where(DeadlineRow.status == "open")

    for wrong in ({"due_on": date(2030, 1, 1)}, {"counted_on": date(2017, 1, 1)}, {"rule": "AUTRE"}):
        with pytest.raises(Refusal):
            await change(**wrong)
    await change(owner_id=UUID(int=3), owner_name="Quelqu'un")  # the control: this may change


async def test_the_count_of_the_bar_is_what_the_view_for_me_lists_and_what_the_calendar_has_so_far(desk: Desk):
    desk.roles = (Role.AGENT,)
    await desk.stay("2018-01-10")
    await desk.stay("2018-05-10")
    for roles in ((Role.AGENT,), (Role.SOCIAL_WORKER,), (Role.MANAGER,)):
        desk.roles = roles
        said = (await desk.page(f"{TRAY}/nombre")).json()
        seen = await opened(desk, f"{TRAY}?vue=pour-moi")
        assert said["count"] == seen.count("D’où vient le")
        assert f"Pour moi ({said['count']})" in words(seen)
    desk.roles = (Role.AGENT,)
    assert (await desk.page(f"{TRAY}/nombre")).json()["count"] > 0


async def test_a_day_counted_again_says_which_one_took_its_place_and_a_day_that_is_gone_says_none(desk: Desk):
    stay = await desk.stay("2018-01-10")
    db, about = desk.app.state.db, UUID(stay["id"])
    act = Act(by=Staff(id=UUID(int=1), name="Agent"), at=desk.clock.now(), today=desk.clock.today(), request_id="r")
    async with housekeeping(db):
        first, second, *others = await deadlines.open_of(SubjectKind.CONTRACT, about)
        later = replace(first.deadline, anchor_on=first.deadline.anchor_on + timedelta(days=1))
        await keep_deadlines(first.subject, [later, *(one.deadline for one in others)], act)
        rows = {row["id"]: row for row in await DeadlineRow.select().where(DeadlineRow.subject_id == about)}
    took = rows[rows[first.id]["replaced_by"]]
    assert (took["rule"], took["anchor_on"], took["status"]) == (first.deadline.rule, later.anchor_on, "open")
    assert (rows[second.id]["status"], rows[second.id]["replaced_by"]) == ("dropped", None)
    with pytest.raises(Refusal), db.refusing({"deadline_replaced": lambda: DeadlineTaken("")}):
        async with housekeeping(db):
            await DeadlineRow.update({"replaced_by": others[0].id}).where(DeadlineRow.id == others[0].id)


async def test_the_count_is_kept_for_a_moment_and_ends_with_a_write_of_this_process_or_with_its_time(desk: Desk):
    desk.roles = (Role.AGENT,)
    await desk.stay("2018-01-10")
    db = desk.app.state.db

    async def counted() -> int:
        return int((await desk.page(f"{TRAY}/nombre")).json()["count"])

    async def elsewhere(owner: UUID) -> None:
        await db.run("update deadline set owner_id = {}, owner_name = 'Collègue' where status = 'open'", owner)

    before = await counted()
    await elsewhere(UUID(int=77))  # as another process would: this one is not told
    listed = (await opened(desk, f"{TRAY}?vue=pour-moi")).count("D’où vient le")
    assert (await counted(), listed) == (before, before - 1)  # the control: it is kept; the list never is
    desk.roles = ()
    await desk.household()
    desk.roles = (Role.AGENT,)
    assert await counted() == before - 1
    await elsewhere(CLERK.id)
    assert await counted() == before - 1
    desk.clock.move_to(desk.clock.now() + RecentTray.KEPT)
    assert await counted() == before
