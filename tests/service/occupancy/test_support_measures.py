"""Social support from the diagnosis to its closure, through the API, on both engines."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from kernel.acts import Staff, housekeeping
from kernel.http.tokens import sign_token
from kernel.sealed_columns import opened, resealed
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.support_measures import Purpose, count_by_purpose
from occupancy.store.deadlines import open_of
from occupancy.store.support_measures import measures_running
from occupancy.support_invariants import SUPPORT_INVARIANTS
from occupancy.tables.support import SupportMeasureRow, SupportNoteRow
from staff.domain.roles import Role
from tests.support.stay_desk import SECRET, Desk, accepted, refused
from tests.support.support_desk import DIAGNOSIS, OPERATOR, SupportDesk

SIGNED = {"household_signed_on": "2026-01-05", "worker_signed_on": "2026-01-05"}
NO_NOTES = (Role.AGENT, Role.MANAGER, Role.FINANCE, Role.READER, Role.REGISSEUR, Role.ADMIN)


@pytest.fixture
def support(desk: Desk) -> SupportDesk:
    return SupportDesk(desk)


async def due(measure: dict[str, Any]) -> dict[str, date]:
    found = await open_of(SubjectKind.SUPPORT_MEASURE, UUID(measure["id"]))
    return {one.deadline.rule: one.deadline.due_on for one in found}


async def test_a_measure_goes_from_its_diagnosis_to_its_closure(support: SupportDesk):
    measure = await support.started()
    assert (measure["reference"], measure["state"], measure["last_day"]) == ("AS-2026-0001", "active", "2026-07-04")
    assert measure["rhythm"] == "too_early"
    assert (await due(measure)) == {
        "ASLL-07": date(2026, 1, 20),
        "ASLL-11": date(2026, 4, 5),
        "ASLL-04-A": date(2026, 6, 5),
        "ASLL-04": date(2026, 7, 5),
    }
    measure = await support.done(
        measure, "landlord", {"occasion": "award", "told_on": "2026-01-05", "channel": "email"}
    )
    assert "ASLL-07" not in await due(measure)
    support.on("2026-02-15")
    for day, missed in (("2026-01-20", False), ("2026-01-30", True), ("2026-02-10", False)):
        measure = await support.done(measure, "meetings", {"on": day, "place": "home", "is_missed": missed})
    assert measure["rhythm"] == "green"
    support.on("2026-07-04")
    present = ["operator", "referent", "household"]
    measure = await support.done(measure, "reviews", {"stage": "end", "held_on": "2026-07-04", "present": present})
    measure = await support.done(measure, "end", {"outcome": "objectives_met", "ended_on": "2026-07-04"})
    assert (await due(measure)).keys() == {"ASLL-12", "ASLL-12-B"}
    refused(await support.act(measure, "closure"), 409, "support-step-wrong")
    refused(await support.act(measure, "report", {"worker_signed_on": "2026-07-04"}), 422, "report-unsigned")
    both = {"worker_signed_on": "2026-07-04", "household_signed_on": "2026-07-04", "returned_on": "2026-07-04"}
    closed = await support.done(await support.done(measure, "report", both), "closure")
    assert (closed["state"], closed["closed_on"]) == ("closed", "2026-07-04")
    assert (await due(closed)).keys() == {"ASLL-12"}


async def test_an_exceptional_renewal_only_once(support: SupportDesk):
    """LIFECYCLE §3.5, through the door."""
    measure = await support.started()
    support.on("2026-07-01")
    asked = {"requested_on": "2026-07-01", "months": 6, "reason": "Commission d'attribution en septembre"}
    measure = await support.done(measure, "renewal-request", asked)
    assert "ASLL-04-A" not in await due(measure)
    measure = await support.done(measure, "renewal-answer", {"is_granted": True, "decided_on": "2026-07-01"})
    assert measure["last_day"] == "2027-01-04"
    problem = refused(await support.act(measure, "renewal-request", asked), 422, "support-renewal-refused")
    assert problem["detail"] == "Reconduction possible une seule fois (charte ASLL)."


async def test_what_is_missing_is_named_and_nothing_leaves_without_it(support: SupportDesk):
    support.on("2026-01-05")
    measure = await support.open(await support.desk.household())
    half = {name: text for name, text in DIAGNOSIS.items() if name != "prevention"}
    measure = await support.done(measure, "diagnosis", {**half, "worker_signed_on": "2026-01-05"})
    assert measure["state"] == "draft"
    assert measure["diagnosis_missing"] == ["aspect préventif de la mesure", "signature du ménage"]
    problem = refused(
        await support.act(measure, "submission", {"submitted_on": "2026-01-05"}), 409, "diagnosis-incomplete"
    )
    assert "aspect préventif" in problem["detail"]


async def test_the_adults_who_agree_are_those_of_the_members_once_they_are_named(support: SupportDesk):
    alone = await support.desk.household()
    for relation, name in (("holder", "Un"), ("partner", "Deux")):
        person = {"relation": relation, "last_name": f"Exemple {name}", "joined_on": "2026-01-02"}
        accepted(await support.desk.send("POST", f"/households/{alone['id']}/members", person), 201)
    measure = await support.notified(alone)
    starting = {"started_on": "2026-01-05"}
    refused(await support.act(measure, "start", starting), 409, "adhesion-missing")
    assert "Adulte n°" in (await support.desk.page(f"/sejours/accompagnements/{measure['id']}/actes/adhesion")).text
    measure = await support.done(measure, "adhesions", {"adult": 2, "signed_on": "2026-01-05"})
    assert (await support.done(measure, "start", starting))["state"] == "active"


async def test_each_adult_agrees_before_the_start(support: SupportDesk):
    couple = await support.desk.household(situation="couple", adults=2)
    measure = await support.notified(couple)
    refused(await support.act(measure, "start", {"started_on": "2026-01-05"}), 409, "adhesion-missing")
    refused(await support.act(measure, "adhesions", {"adult": 3, "signed_on": "2026-01-05"}), 409, "adhesion-missing")
    measure = await support.done(measure, "adhesions", {"adult": 2, "signed_on": "2026-01-05"})
    assert (await support.done(measure, "start", {"started_on": "2026-01-05"}))["state"] == "active"


async def test_another_duration_is_allowed_by_the_management_only(support: SupportDesk):
    support.on("2026-01-05")
    measure = await support.open(await support.desk.household())
    measure = await support.done(measure, "diagnosis", {**DIAGNOSIS, **SIGNED})
    measure = await support.done(measure, "submission", {"submitted_on": "2026-01-05"})
    nine = {"outcome": "granted", "decided_on": "2026-01-05", "body": "FSL", "months": 9}
    refused(await support.act(measure, "decision", nine), 422, "support-duration-wrong")
    allowing = {"months": 9, "reason": "Relogement prévu dans neuf mois"}
    support.desk.roles = (Role.SOCIAL_WORKER,)
    refused(await support.act(measure, "duration-override", allowing), 403, "permission-missing")
    support.desk.roles = (Role.MANAGER,)
    measure = await support.done(measure, "duration-override", allowing)
    assert measure["allowed"]["by"] == "Agent Exemple"
    support.desk.roles = (Role.SOCIAL_WORKER,)
    assert (await support.done(measure, "decision", nine))["state"] == "granted"


async def test_a_household_has_one_measure_even_when_two_start_at_once(support: SupportDesk):
    household = await support.desk.household()
    operator = await support.operator()
    pair = [await support.notified(household, operator=operator) for _ in range(2)]
    answers = await asyncio.gather(*(support.act(one, "start", {"started_on": "2026-01-05"}) for one in pair))
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert next(one for one in answers if one.status_code == 409).json()["code"] == "support-already-running"


async def test_the_base_refuses_a_second_running_measure_whatever_the_program_does(support: SupportDesk):
    """The control: the same write for another household passes."""
    first = await support.started()
    second = await support.notified(operator={"id": first["operator_id"]})
    db = support.desk.app.state.db
    columns = {"state": "active", "started_on": date(2026, 1, 5), "last_day": date(2026, 7, 4)}
    same = {SupportMeasureRow.household_id: UUID(first["household_id"])}
    with pytest.raises(Exception, match=r"support_measure_(kept|alone)"):
        async with housekeeping(db):
            await SupportMeasureRow.update(same).where(SupportMeasureRow.id == UUID(second["id"]))
    third = await support.notified({"id": first["household_id"]}, operator={"id": first["operator_id"]})
    with pytest.raises(Exception, match=r"support_measure(_alone|\.household_id)"):
        async with housekeeping(db):
            await SupportMeasureRow.update(columns).where(SupportMeasureRow.id == UUID(third["id"]))
    async with housekeeping(db):
        await SupportMeasureRow.update(columns).where(SupportMeasureRow.id == UUID(second["id"]))


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"joined_on": None}, "support_measure_adhesion"),
        ({"joined_on": date(2026, 1, 6)}, "support_measure_adhesion"),
        ({"diagnosed_on": None}, "support_measure_diagnosed"),
        ({"operator_id": None}, "support_measure_operator"),
        ({"state": "closed", "ended_on": date(2026, 7, 4)}, "support_measure_reported"),
        ({"state": "ended", "ended_on": date(2026, 7, 5)}, "support_measure_ended"),
        ({"started_on": date(2026, 1, 6)}, "support_measure_kept"),
    ],
)
async def test_the_base_refuses_what_must_never_happen_to_a_measure(support: SupportDesk, columns, constraint):
    """The control: the same row with the other value is what the program itself wrote."""
    measure = await support.started()
    with pytest.raises(Exception, match=constraint):
        async with housekeeping(support.desk.app.state.db):
            await SupportMeasureRow.update(columns).where(SupportMeasureRow.id == UUID(measure["id"]))


async def test_only_social_workers_read_and_write_what_is_written_of_a_household(support: SupportDesk):
    measure = await support.started()
    path = f"/support-measures/{measure['id']}/notes"
    secret = {"kind": "note", "text": "Phrase confidentielle de l'exemple"}
    support.desk.roles = (Role.SOCIAL_WORKER,)
    accepted(await support.desk.send("POST", path, secret))
    read = accepted(await support.desk.send("GET", path))
    assert read["items"][0]["text"] == secret["text"]
    assert read["diagnosis"]["goals"] == DIAGNOSIS["goals"]
    for role in NO_NOTES:
        support.desk.roles = (role,)
        refused(await support.desk.send("GET", path), 403, "permission-missing")
        refused(await support.desk.send("POST", path, secret), 403, "permission-missing")
        answer = await support.desk.send("GET", f"/support-measures/{measure['id']}")
        assert answer.status_code == (200 if role in (Role.AGENT, Role.MANAGER) else 403)
        assert "confidentielle" not in answer.text
        assert DIAGNOSIS["goals"] not in answer.text


async def test_another_social_worker_says_why_before_reading_and_for_the_day_only(support: SupportDesk):
    measure, desk = await support.started(), support.desk
    other = Staff(id=UUID(int=8), name="Collègue Exemple")
    page, path = f"/sejours/accompagnements/{measure['id']}", f"/support-measures/{measure['id']}/notes"

    async def ask(method: str, address: str, body: Any = None) -> httpx.Response:
        token = sign_token(SECRET, desk.clock, caller="demo", called="occupancy", person=other)
        return await desk.http.request(method, address, json=body, headers={"authorization": f"Bearer {token}"})

    api = f"/api/occupancy/v1{path}"
    refused(await ask("GET", api), 422, "support-notes-not-open")
    refused(await ask("POST", api, {"kind": "note", "text": "Fait court"}), 422, "support-notes-not-open")
    for closed in (f"{page}/diagnostic", f"{page}/diagnostic.pdf", f"{page}/contrat-d-accompagnement.pdf"):
        assert (await ask("GET", closed)).status_code == 422, closed
    printed = await desk.page(f"{page}/diagnostic.pdf")
    assert (await desk.page(f"{page}/diagnostic.pdf")).content == printed.content
    kept = await desk.app.state.db.run("select id, subject, kind from issued_document")
    assert [(one["subject"], one["kind"]) for one in kept] == [(f"support-measure/{measure['id']}", "diagnostic")]
    again = f"/sejours/documents/{kept[0]['id']}/document.pdf"
    assert (await desk.page(again)).content == printed.content
    assert (await ask("GET", again)).status_code == 422
    shown = (await ask("GET", page)).text
    assert "Ouvrir les notes" in shown
    assert DIAGNOSIS["goals"] not in shown
    accepted(await ask("POST", f"{api}-access", {"reason": "Remplacement de la référente"}))
    assert accepted(await ask("GET", api))["diagnosis"]["goals"] == DIAGNOSIS["goals"]
    assert "notes ouvertes avec un motif" in (await ask("GET", page)).text
    desk.clock.move_to(desk.clock.today() + timedelta(days=1))
    refused(await ask("GET", api), 422, "support-notes-not-open")
    accepted(await ask("POST", f"{api}-access", {"reason": "Je suis ce ménage", "follows": True}))
    desk.clock.move_to(desk.clock.today() + timedelta(days=30))
    accepted(await ask("GET", api))


async def test_no_word_of_a_note_goes_to_the_journal_nor_to_an_answer_kept(support: SupportDesk):
    measure = await support.started()
    key = uuid4().hex
    secret = {"kind": "note", "text": "Phrase confidentielle de l'exemple"}
    answer = await support.act(measure, "notes", secret, key=key)
    again = await support.act(measure, "notes", secret, key=key)
    assert accepted(answer) == accepted(again)
    db = support.desk.app.state.db
    async with housekeeping(db):
        kept = [str(row) for table in ("journal", "answered_request") for row in await db.run(f"select * from {table}")]
    assert any("support-note-written" in row for row in kept)
    for word in ("confidentielle", DIAGNOSIS["goals"], DIAGNOSIS["need"]):
        assert not [row for row in kept if word in row]
    assert await SupportNoteRow.count() == 2  # the diagnosis, and the note once


async def test_a_note_that_speaks_of_what_must_not_be_kept_is_read_again(support: SupportDesk):
    measure = await support.started()
    text = {"kind": "note", "text": "Le ménage parle de sa dépression"}
    refused(await support.act(measure, "notes", text), 422, "note-to-reread")
    accepted(await support.act(measure, "notes", {**text, "confirm_note": True}))
    draft = await support.open(await support.desk.household())
    spoken = {**DIAGNOSIS, "need": "Suivi de sa dépression"}
    problem = refused(await support.act(draft, "diagnosis", spoken), 422, "note-to-reread")
    assert problem["errors"][0]["field"] == "need"


async def test_a_protection_known_of_the_household_is_warned_of_without_being_declared(support: SupportDesk):
    household = await support.desk.household()
    support.on("2026-01-05")
    known = {"kind": "protection", "code": "curatelle", "since": "2025-01-01", "organisation": "Mandataire Exemple"}
    accepted(await support.desk.send("POST", f"/households/{household['id']}/particulars", known), 201)
    measure = await support.notified(household)
    begin = {"started_on": "2026-01-05"}
    problem = refused(await support.act(measure, "start", begin), 409, "incompatible-measure")
    assert "curatelle" in problem["detail"]
    assert (await support.done(measure, "start", {**begin, "confirm_incompatible": True}))["state"] == "active"


async def test_a_reason_is_read_again_as_a_note_is(support: SupportDesk):
    measure = await support.started()
    asked = {"requested_on": "2026-01-05", "months": 6, "reason": "Sa dépression retarde les démarches"}
    problem = refused(await support.act(measure, "renewal-request", asked), 422, "note-to-reread")
    assert problem["errors"][0]["field"] == "reason"
    accepted(await support.act(measure, "renewal-request", {**asked, "confirm_note": True}))
    draft = await support.open(await support.desk.household())
    refused(await support.act(draft, "withdrawal", {"reason": "Hospitalisation"}), 422, "note-to-reread")
    assert (await support.done(draft, "withdrawal", {"reason": "Logement trouvé"}))["state"] == "withdrawn"


async def test_a_meeting_recorded_by_mistake_is_taken_back_once(support: SupportDesk):
    measure = await support.started()
    met = {"on": "2026-01-05", "place": "office", "is_missed": True}
    measure = await support.done(measure, "meetings", met)
    other = {**met, "is_missed": False}
    refused(await support.act(measure, "meetings/withdrawal", other), 422, "support-day-wrong")
    measure = await support.done(measure, "meetings/withdrawal", met)
    assert measure["meetings"] == []
    refused(await support.act(measure, "meetings/withdrawal", met), 422, "support-day-wrong")


async def test_a_note_never_changes(support: SupportDesk):
    await support.started()
    with pytest.raises(Exception, match="support_note_kept"):
        async with housekeeping(support.desk.app.state.db):
            await SupportNoteRow.update({SupportNoteRow.content: "Autre"}, force=True)


async def test_a_measure_of_the_departement_is_known_of_and_warned_of(support: SupportDesk):
    household = await support.desk.household()
    support.on("2026-01-05")
    masp = await support.open(household, kind="masp_info_only")
    masp = await support.done(masp, "information", {"started_on": "2025-10-01", "months": 12})
    assert (masp["state"], masp["last_day"], masp["diagnosis_missing"]) == ("active", "2026-09-30", [])
    measure = await support.notified(household)
    begin = {"started_on": "2026-01-05"}
    refused(await support.act(measure, "start", begin), 409, "incompatible-measure")
    assert (await support.done(measure, "start", {**begin, "confirm_incompatible": True}))["state"] == "active"


async def test_an_operator_has_a_capacity_and_the_households_it_follows_this_month(support: SupportDesk):
    wrong = {**OPERATOR, "reinforced_capacity": 31}
    refused(await support.desk.send("POST", "/support-operators", wrong), 422, "support-capacity-wrong")
    operator = await support.operator()
    refused(await support.desk.send("POST", "/support-operators", OPERATOR), 409, "support-operator-exists")
    await support.started(operator=operator)
    (listed,) = accepted(await support.desk.send("GET", "/support-operators"))["items"]
    assert (listed["monthly_capacity"], listed["followed"]) == (30, 1)
    path = f"/support-operators/{operator['id']}"
    changed = {**OPERATOR, "is_active": False}
    amended = accepted(await support.desk.send("PUT", path, changed, version=1))
    assert amended["version"] == 2
    refused(await support.desk.send("PUT", path, changed, version=1), 412, "stale-version")
    running = await measures_running(date(2026, 1, 1), date(2026, 12, 31))
    assert count_by_purpose(running, 2026)[Purpose.MAINTENANCE] == 1


async def test_an_operator_that_takes_no_more_measures_is_not_notified(support: SupportDesk):
    operator = await support.operator(is_active=False)
    support.on("2026-01-05")
    measure = await support.open(await support.desk.household(), kind="interne_ccas")
    measure = await support.done(measure, "diagnosis", {**DIAGNOSIS, **SIGNED})
    measure = await support.done(measure, "submission", {"submitted_on": "2026-01-05"})
    decided = {"outcome": "granted", "decided_on": "2026-01-05", "body": "CCAS", "months": 6}
    measure = await support.done(measure, "decision", decided)
    told = {"notified_on": "2026-01-05", "operator_id": operator["id"], "worker": "Intervenante Exemple"}
    refused(await support.act(measure, "notification", told), 422, "support-operator-inactive")
    refused(
        await support.act(measure, "notification", {**told, "operator_id": str(uuid4())}),
        404,
        "support-operator-not-found",
    )
    given_up = await support.done(measure, "withdrawal", {"reason": "Le ménage a trouvé un logement"})
    assert (given_up["state"], await due(given_up)) == ("withdrawn", {})


async def test_a_measure_of_a_stay_has_its_entry_and_only_of_the_same_household(support: SupportDesk):
    support.on("2026-01-05")
    stay = await support.desk.stay("2026-01-01")
    other = await support.desk.household("Ménage Exemple B")
    body = {"household_id": other["id"], "contract_id": stay["id"], "kind": "asll", "purpose": "access"}
    body |= {"requester": "landlord", "referent": "Référente Exemple"}
    refused(await support.desk.send("POST", "/support-measures", body), 422, "support-day-wrong")
    measure = await support.started({"id": stay["household_id"]}, contract_id=stay["id"])
    assert (await due(measure))["ASLL-16-A"] == date(2026, 3, 1)
    held = {"stage": "installation", "held_on": "2026-01-05", "present": ["operator", "household"]}
    assert "ASLL-16-A" not in await due(await support.done(measure, "reviews", held))


async def test_two_people_who_change_a_measure_at_once_do_not_undo_each_other(support: SupportDesk):
    measure = await support.started()
    met = {"on": "2026-01-05", "place": "office"}
    answers = await asyncio.gather(*(support.act(measure, "meetings", met) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [200, 412]


@pytest.mark.parametrize(
    ("field", "wrong", "named"),
    [
        ("ended_on", "2026-01-20", "a_household_is_followed_once_a_day"),
        ("adhesions", [], "a_measure_starts_after_the_adhesion"),
        ("report", None, "a_closed_measure_has_its_report"),
    ],
)
async def test_what_must_always_hold_of_support_is_looked_at_and_named(support: SupportDesk, field, wrong, named):
    first = await support.started()
    support.on("2026-01-15")
    first = await support.done(first, "end", {"outcome": "partly", "ended_on": "2026-01-15"})
    both = {"worker_signed_on": "2026-01-15", "household_signed_on": "2026-01-15"}
    first = await support.done(await support.done(first, "report", both), "closure")
    second = await support.notified({"id": first["household_id"]}, operator={"id": first["operator_id"]})
    support.on("2026-01-16")
    await support.done(second, "start", {"started_on": "2026-01-16"})
    db = support.desk.app.state.db
    assert [said for look in SUPPORT_INVARIANTS for said in await look(db)] == []
    mine = SupportMeasureRow.id == UUID(first["id"])
    async with housekeeping(db):
        (row,) = await opened(SupportMeasureRow, await SupportMeasureRow.select().where(mine))
        row["content"] = json.dumps({**json.loads(row["content"]), field: wrong})
        changed = await resealed(SupportMeasureRow, row)
        await SupportMeasureRow.update({SupportMeasureRow.content: changed["content"]}).where(mine)
    assert [look.__name__ for look in SUPPORT_INVARIANTS if await look(db)] == [named]
