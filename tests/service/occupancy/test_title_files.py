"""Files of the comptable through the real program: all or nothing, once, with the file as the proof."""

from datetime import date

import pytest

from kernel.errors import Refusal
from kernel.intake.imports import SentFile
from occupancy.actions import title_files, titles
from occupancy.domain.title_files import FileKind, TitleFileKnown, TitleFileWrong, UntitledReceiptDone
from occupancy.domain.titles import TitleState, paid_cents, state_of
from occupancy.store import title_files as store
from occupancy.store.titles import statuses_of
from tests.service.occupancy.money_town import FINANCE, act
from tests.service.occupancy.test_titles import DAY, asked, db
from tests.unit.occupancy.test_title_files import HEAD, MAPPING
from tests.unit.occupancy.test_titles import SETTINGS

__all__ = ["db"]
LATER = date(2025, 6, 30)


def a_file(rows, name="retour.csv"):
    return SentFile(name=name, content=(HEAD + rows).encode("cp1252"))


async def imported(store_of, kind, rows, name="retour.csv"):
    source = await title_files.save_title_source(store_of, "Retours", kind, MAPPING, act(LATER, FINANCE))
    return await title_files.import_title_file(store_of, source.id, a_file(rows, name), act(LATER, FINANCE))


async def said_of(batch):
    (title,) = batch.titles
    return (await statuses_of([title.act_id]))[title.act_id]


async def a_sent_title(opened):
    await asked(opened)
    await titles.save_title_settings(opened, SETTINGS, act(DAY, FINANCE))
    return await titles.send_titles(opened, act(DAY, FINANCE))


async def test_a_file_notes_the_states_of_our_titles_once_and_is_kept_as_their_proof(db):
    batch = await a_sent_title(db)
    taken = "01/06/2025;T-2025-00001;PEC;;\n02/06/2025;T-2025-00999;PEC;;\n"
    done = await imported(db, FileKind.STATES, taken)
    assert (done.read_lines, done.new_lines) == (2, 1)
    more = taken + "03/06/2025;2025-1;Émargé;40,00;X\n"
    assert (await imported(db, FileKind.STATES, more, "second.csv")).new_lines == 1
    said = await said_of(batch)
    assert (state_of(said), paid_cents(said)) == (TitleState.PAID, 4000)
    assert said[-1].source == "Retours, fichier second.csv, ligne 5"
    with pytest.raises(TitleFileKnown):
        await imported(db, FileKind.STATES, more, "autre-nom.csv")


async def test_one_line_that_cannot_be_applied_stops_the_whole_file(db):
    batch = await a_sent_title(db)
    too_much = "01/06/2025;2025-1;Émargé;40,00;\n02/06/2025;2025-1;Émargé;60,01;\n"
    with pytest.raises(TitleFileWrong, match="Ligne 4"):
        await imported(db, FileKind.STATES, too_much)
    assert await said_of(batch) == ()
    assert await store.list_imports() == ()


async def test_what_came_without_a_title_waits_for_one_and_is_counted_once(db):
    rows = "01/06/2025;;;75,00;CAF\n01/06/2025;;;75,00;CAF\n"
    assert (await imported(db, FileKind.P503, rows)).new_lines == 2
    assert (await imported(db, FileKind.P503, rows + "02/06/2025;;;10,00;X\n", "suite.csv")).new_lines == 1
    first = (await store.untitled_receipts())[0]
    with pytest.raises(Refusal):
        await title_files.record_later_title(db, first.id, " ", act(LATER, FINANCE))
    await title_files.record_later_title(db, first.id, "T-2025-00044", act(LATER, FINANCE))
    with pytest.raises(UntitledReceiptDone):
        await title_files.record_later_title(db, first.id, "T-2025-00045", act(LATER, FINANCE))
    found = await store.untitled_receipts()
    assert sorted(one.titled_by for one in found) == ["", "", "T-2025-00044"]
