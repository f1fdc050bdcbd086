"""While the program runs, a row changed under it is told within a round when it is new, and in turn when it is old."""

from datetime import timedelta
from pathlib import Path

import pytest

from kernel import journal_patrol
from kernel.journal_patrol import Patrol
from tests.unit.kernel.test_journal_chain import NOW, House, a_house, edit

ROWS = 12


async def a_long_journal(house: House) -> Patrol:
    for number in range(ROWS):
        await house.act(number)
    await house.seal(NOW + timedelta(minutes=1))
    await house.unlock()
    return Patrol(house.db, house.key)


@pytest.mark.parametrize(("seq", "rounds"), [(ROWS - 1, 1), (2, 1), (6, 3)])
async def test_a_changed_row_is_told_at_once_when_it_is_new_and_in_turn_when_it_is_old(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seq: int, rounds: int
) -> None:
    monkeypatch.setattr(journal_patrol, "NEWEST", 3)
    monkeypatch.setattr(journal_patrol, "IN_TURN", 2)
    async with a_house(sqlite_url, tmp_path) as house:
        patrol = await a_long_journal(house)
        for _ in range(3 * ROWS):  # left alone, nothing is ever told
            assert await patrol.round() is None
        patrol = Patrol(house.db, house.key)
        await edit(house, seq)
        told = [await patrol.round() for _ in range(rounds)]
        assert [one is None for one in told] == [True] * (rounds - 1) + [False]
        assert told[-1] is not None
        assert told[-1].seq == seq
        for _ in range(2 * ROWS):  # and it stays told
            assert await patrol.round() is not None


async def test_what_was_put_right_is_no_longer_told_once_the_whole_chain_was_walked(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_house(sqlite_url, tmp_path) as house:
        patrol = await a_long_journal(house)
        asked = "select verb from journal where id = (select journal_id from journal_link where seq = 4)"
        was = (await house.db.run(asked))[0]["verb"]
        change = "update journal set verb = {} where id = (select journal_id from journal_link where seq = 4)"
        await house.db.run(change, "changed")
        assert await patrol.round() is not None
        await house.db.run(change, was)
        assert [await patrol.round() is None for _ in range(3)][-1]
