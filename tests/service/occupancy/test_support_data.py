"""The texts of social workers: given to the household in full, destroyed at their term under a visa. Both engines."""

import json
from datetime import date
from uuid import UUID

import pytest

from kernel.acts import housekeeping
from kernel.errors import Refusal
from occupancy.domain.support_notes import NotesNotOpen
from occupancy.tables.papers import IssuedDocumentRow
from occupancy.tables.privacy import NoteEliminationLineRow
from occupancy.tables.support import SupportNoteRow
from staff.domain.roles import Role
from tests.service.occupancy.test_stay_pages import words
from tests.support.pdfs import text_of
from tests.support.stay_desk import Desk, accepted, refused
from tests.support.support_desk import DIAGNOSIS, SupportDesk

AT_TERM = "/sejours/accompagnements/notes-a-detruire"
SECRET_WORDS = "Phrase confidentielle"


@pytest.fixture
def support(desk: Desk) -> SupportDesk:
    return SupportDesk(desk)


async def journal(desk: Desk) -> str:
    rows = await desk.app.state.db.run("select * from journal")
    return json.dumps([{name: str(value) for name, value in row.items()} for row in rows], ensure_ascii=False)


async def closed_with_a_note(support: SupportDesk) -> dict:
    """A measure closed on 4 July 2026, with its diagnosis and one note."""
    measure = await support.ended()
    note = await support.desk.submit(
        f"/sejours/accompagnements/{measure['id']}/notes", {"kind": "note", "text": SECRET_WORDS}
    )
    assert note.status_code == 303, note.text
    both = {"worker_signed_on": "2026-07-04", "household_signed_on": "2026-07-04", "returned_on": "2026-07-04"}
    return await support.done(await support.done(measure, "report", both), "closure")


async def test_a_household_reads_all_that_is_written_of_it_and_the_journal_keeps_no_word(support: SupportDesk):
    desk = support.desk
    measure = await support.started()
    desk.roles = (Role.SOCIAL_WORKER,)
    await desk.submit(f"/sejours/accompagnements/{measure['id']}/notes", {"kind": "note", "text": SECRET_WORDS})
    page = f"/sejours/menages/{measure['household_id']}/demandes-acces"
    none_yet = await desk.submit(f"{page}/notes", {"shape": "json"})
    assert none_yet.status_code == 409
    asked = {"received_on": "05/01/2026", "identity": "known"}
    assert (await desk.submit(page, asked)).status_code == 303
    again = await desk.submit(page, asked)
    assert again.status_code == 409
    assert "Répondre à la demande" in words((await desk.page("/sejours/a-faire?vue=tout")).text)
    file = await desk.submit(f"{page}/notes", {"shape": "json"})
    assert file.headers["content-disposition"].startswith('attachment; filename="notes-sociales-')
    given = file.json()["notes"]
    assert [one["kind"] for one in given] == ["diagnosis", "note"]
    assert SECRET_WORDS in given[1]["text"]
    assert DIAGNOSIS["goals"] in given[0]["text"]
    read = await desk.submit(f"{page}/notes", {"shape": "page"})
    assert (read.status_code, SECRET_WORDS in read.text) == (200, True)
    kept = await journal(desk)
    assert "support-notes-given" in kept
    assert SECRET_WORDS not in kept
    assert DIAGNOSIS["goals"] not in kept
    for role in (Role.AGENT, Role.MANAGER):
        desk.roles = (role,)
        assert (await desk.submit(f"{page}/notes", {"shape": "json"})).status_code == 403
    desk.roles = (Role.SOCIAL_WORKER,)
    assert (await desk.submit(f"{page}/reponse", {"answered_on": "05/01/2026"})).status_code == 303
    assert "Répondre à la demande" not in words((await desk.page("/sejours/a-faire?vue=tout")).text)


async def test_texts_at_their_term_go_under_a_visa_and_the_list_keeps_how_many_from_when_to_when(support: SupportDesk):
    desk = support.desk
    measure = await closed_with_a_note(support)
    printed = await desk.page(f"/sejours/accompagnements/{measure['id']}/diagnostic.pdf")
    assert (printed.status_code, await IssuedDocumentRow.count()) == (200, 1)
    with pytest.raises(Exception, match="issued_document_immutable"):
        await desk.app.state.db.run("delete from issued_document")
    support.on("2028-07-04")
    desk.roles = (Role.MANAGER,)
    assert "Aucune note" in words((await desk.page(AT_TERM)).text)
    assert (await desk.submit(AT_TERM, {"reason": "Terme"})).status_code == 409
    support.on("2028-07-05")
    assert "Notes sociales arrivées à leur terme 2 notes, 1 mesure" in words((await desk.page("/sejours/a-faire")).text)
    assert (await desk.submit(AT_TERM, {"reason": "Terme atteint"})).status_code == 303
    seen = (await desk.page(AT_TERM)).text
    path = seen.split(f'action="{AT_TERM}/')[1].split('"')[0]
    visa = {"visa": "AD-2028-12", "visa_on": "05/07/2028"}
    unsure = await desk.submit(f"{AT_TERM}/{path}", visa)
    assert (unsure.status_code, "AD-2028-12" in unsure.text) == (422, True)
    assert await SupportNoteRow.count() == 2
    assert (await desk.submit(f"{AT_TERM}/{path}", {**visa, "sure": "on"})).status_code == 303
    assert (await SupportNoteRow.count(), await IssuedDocumentRow.count()) == (0, 0)
    trace = words((await desk.page(AT_TERM)).text)
    assert "Détruites" in trace
    assert measure["reference"] in trace
    (line,) = await NoteEliminationLineRow.select()
    assert (line["notes"], line["first_written_on"], line["destroyed"]) == (2, date(2026, 1, 5), True)
    assert SECRET_WORDS not in await journal(desk)
    assert (await desk.submit(f"{AT_TERM}/{path}", {**visa, "sure": "on"})).status_code == 409


async def test_the_end_of_notes_over_the_api_and_the_paper_for_the_archives_before_and_after_the_visa(
    support: SupportDesk,
):
    desk = support.desk
    measure = await closed_with_a_note(support)
    support.on("2028-07-05")
    desk.roles = (Role.MANAGER,)
    (line,) = accepted(await desk.send("GET", "/note-eliminations"))["at_term"]
    assert (line["support_measure_id"], line["notes"], line["destroyed"]) == (measure["id"], 2, False)
    listed = accepted(await desk.send("POST", "/note-eliminations", {"reason": "Terme atteint"}), 201)
    path = f"/note-eliminations/{listed['id']}"
    first = await desk.page(f"{AT_TERM}/{listed['id']}/bordereau.pdf")
    refused(await desk.send("POST", f"{path}/visa", {"visa": "V", "visa_on": "2028-07-04"}), 422, "visa-day-wrong")
    done = accepted(await desk.send("POST", f"{path}/visa", {"visa": "AD-2028-12", "visa_on": "2028-07-05"}), 201)
    assert (done["destroyed_on"], [one["destroyed"] for one in done["lines"]]) == ("2028-07-05", [True])
    assert accepted(await desk.send("GET", path)) == done
    assert (await SupportNoteRow.count(), accepted(await desk.send("GET", "/note-eliminations"))["at_term"]) == (0, [])
    after = await desk.page(f"{AT_TERM}/{listed['id']}/bordereau.pdf")
    before, said = text_of(first.content), text_of(after.content)
    assert "Rien n'est détruit avant le visa" in before.replace("’", "'")
    assert "AD-2028-12" in said
    assert measure["reference"] in said
    assert SECRET_WORDS not in before + said
    assert await IssuedDocumentRow.count() == 2
    desk.roles = (Role.AGENT,)
    assert (await desk.send("POST", "/note-eliminations", {"reason": "Terme"})).status_code == 403


async def test_the_database_keeps_every_text_that_no_visa_covers(support: SupportDesk):
    """And the control: the same statement passes once a list says it is destroyed."""
    measure = await support.started()
    db = support.desk.app.state.db
    mine = SupportNoteRow.support_measure_id == UUID(measure["id"])

    async def attempt(statement) -> None:
        with db.refusing({"support_note_kept": lambda: NotesNotOpen("")}):
            async with housekeeping(db):
                await statement

    for statement in (SupportNoteRow.delete().where(mine), SupportNoteRow.update({"content": "{}"}).where(mine)):
        with pytest.raises(Refusal):
            await attempt(statement)
    listed = "00000000-0000-0000-0000-000000000001"
    await db.run(
        "insert into note_elimination (id, version, reference, reason, proposed_on, proposed_by, visa, visa_on, destroyed_on,"
        f" destroyed_by) values ('{listed}', 1, 'E', 'r', '2028-01-01', 'x', 'v', '2028-01-01', '2028-01-01', 'x')"
    )
    await db.run(
        "insert into note_elimination_line (id, elimination_id, support_measure_id, last_contact_on, notes, first_written_on,"
        f" last_written_on, destroyed) values ('{listed}', '{listed}', '{measure['id']}', '2026-01-01', 1, '2026-01-01',"
        " '2026-01-01', true)"
    )
    await attempt(SupportNoteRow.delete().where(mine))
    assert await SupportNoteRow.count() == 0
    with pytest.raises(Exception, match="note_elimination_line_kept"):
        await db.run("delete from note_elimination_line")
