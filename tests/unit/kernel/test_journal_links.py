"""The links of the journal one by one, without a database: what each fault says, and what the first day of a chain takes in."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from kernel.journal_chain import OPENING, START, Fault, JournalKey, Walk, columns, is_opening, our_age

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
KEY = JournalKey(SECRET, "things")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROW = {
    "id": UUID(int=1), "at": NOW, "actor_id": UUID(int=2), "actor_name": "Agent A", "service": None, "request_id": "r",
    "verb": "thing-done", "subject": "thing/1", "before_json": None, "after_json": '{"n": 1}', "stamp": None,
}  # fmt: skip

ZOE = "c07bbc5df51767d26fe0b6f9f5eaced23ad239f6f4ce65c1a578dce43b5528a5"
"""What the row is worth when Zoé Exemple wrote it: fixed once and for all, since journals are checked years later."""


def row(number=1, *, stamped=True, **changes):
    made = {**ROW, "id": UUID(int=number), "subject": f"thing/{number}", **changes}
    return {**made, "stamp": KEY.digest(made)} if stamped else made


def link(seq, before, of, sealed_at=NOW):
    digest = KEY.digest(of)
    return {
        "seq": seq, "journal_id": of["id"], "digest": digest, "sealed_at": sealed_at,
        "mac": KEY.link(seq, before, digest, sealed_at),
    }  # fmt: skip


def chain(*rows, sealed_at=NOW):
    made, head = [], START
    for seq, one in enumerate(rows, 1):
        made.append(link(seq, head, one, sealed_at))
        head = made[-1]["mac"]
    return made


def said(walk, one, its_row):
    fault = walk.step(one, its_row)
    return fault.words if fault else None


@pytest.mark.parametrize("name", [one for one in ROW if one != "stamp"])
def test_whatever_column_of_a_row_is_changed_it_is_worth_something_else(name):
    other = {"id": UUID(int=9), "at": NOW + timedelta(microseconds=1), "actor_id": UUID(int=9)}.get(name, "autre")
    assert KEY.digest({**ROW, name: other}) != KEY.digest(ROW)


def test_a_row_is_worth_the_same_on_both_engines_whatever_the_zone_its_instant_is_told_in_and_its_stamp_apart():
    paris = NOW.astimezone(timezone(timedelta(hours=1)))
    assert KEY.digest({**ROW, "at": paris, "id": str(ROW["id"]), "stamp": "x"}) == KEY.digest(ROW)
    assert KEY.digest({**ROW, "actor_name": "Zoé Exemple"}) == ZOE, (
        "rows of before would no longer be worth what they were"
    )
    assert KEY.digest({**ROW, "before_json": "None"}) != KEY.digest(ROW), "nothing is not the word None"
    assert KEY.link(1, START, "d", paris) == KEY.link(1, START, "d", NOW)


def test_the_key_of_a_neighbour_or_of_another_secret_makes_other_stamps_and_links():
    for other in (JournalKey(SECRET, "neighbours"), JournalKey(SECRET + "x", "things")):
        assert other.digest(ROW) != KEY.digest(ROW)
        assert other.link(1, START, "d", NOW) != KEY.link(1, START, "d", NOW)
    told = {
        KEY.link(*one) for one in ((1, START, "d", NOW), (2, START, "d", NOW), (1, "a", "d", NOW), (1, START, "e", NOW))
    }
    assert len(told) == 4


def test_a_chain_in_order_is_walked_without_a_fault_and_keeps_the_heads_it_was_asked_for():
    rows = [row(number) for number in (1, 2, 3)]
    links = chain(*rows)
    walk = Walk(KEY, frozenset({2}))
    assert [said(walk, *one) for one in zip(links, rows, strict=True)] == [None] * 3
    assert (walk.seq, walk.head, walk.heads) == (3, links[2]["mac"], {0: START, 2: links[1]["mac"]})


def test_a_link_that_is_missing_is_counted():
    rows = [row(number) for number in (1, 2, 3, 4)]
    links = chain(*rows)
    walk = Walk(KEY)
    assert said(walk, links[0], rows[0]) is None
    fault = walk.step(links[3], rows[3])
    assert fault is not None
    assert fault.words == "il manque 2 maillon(s) avant le n° 4"
    assert fault.where == f" (maillon 4), écriture {rows[3]['id']}"
    assert walk.seq == 1, "a chain is not taken up again behind its fault"


@pytest.mark.parametrize("changed", [{"mac": "0" * 64}, {"digest": "0" * 64}, {"sealed_at": NOW + timedelta(1)}])
def test_a_link_that_the_program_did_not_write_is_seen(changed):
    (one,) = chain(row())
    assert "n'a pas été écrit par le programme" in (said(Walk(KEY), {**one, **changed}, row()) or "")


def test_a_row_gone_or_changed_under_its_link_is_seen():
    (one,) = chain(row())
    assert said(Walk(KEY), one, None) == "l'écriture a disparu du journal"
    assert said(Walk(KEY), one, {**row(), "verb": "thing-undone"}) == "l'écriture a été modifiée"


def test_a_row_without_a_stamp_comes_in_on_the_first_day_of_a_chain_and_not_an_instant_later():
    old = row(2, stamped=False)
    for after, is_taken in ((timedelta(0), True), (OPENING - timedelta(microseconds=1), True), (OPENING, False)):
        first = link(1, START, row())
        second = link(2, first["mac"], old, NOW + after)
        walk = Walk(KEY)
        assert said(walk, first, row()) is None
        words = said(walk, second, old)
        assert (words is None) is is_taken
        assert is_taken or words == "l'écriture ne porte pas la marque du programme"
    (alone,) = chain(old)
    assert said(Walk(KEY), alone, old) is None, "the first link opens the chain"


def test_a_stamp_that_is_not_the_programs_is_refused_even_on_the_first_day():
    (one,) = chain(row())
    assert said(Walk(KEY), one, {**row(), "stamp": "0" * 64}) == "l'écriture ne porte pas la marque du programme"


def test_a_walk_taken_up_behind_a_link_keeps_the_day_the_chain_was_opened():
    rows = [row(1), row(2, stamped=False)]
    first = link(1, START, rows[0])
    late = link(2, first["mac"], rows[1], NOW + timedelta(hours=12))
    walk = Walk(KEY)
    walk.begin_after(first, opened_at=NOW - timedelta(days=3))
    assert (walk.seq, walk.head) == (1, first["mac"])
    assert said(walk, late, rows[1]) == "l'écriture ne porte pas la marque du programme"
    again = Walk(KEY)
    again.begin_after(first, opened_at=NOW)
    assert said(again, late, rows[1]) is None


def test_a_row_without_a_link_is_ours_by_its_stamp_or_while_the_chain_opens():
    assert our_age(KEY, row(), opening=False) == 0
    assert our_age(KEY, row(stamped=False), opening=False) is None
    assert our_age(KEY, row(stamped=False), opening=True) == 0
    forged = {**row(), "stamp": JournalKey(SECRET + "x", "things").digest(row())}
    assert our_age(KEY, forged, opening=True) is None


def test_a_chain_opens_for_one_day():
    assert is_opening(None, NOW)
    assert is_opening(NOW, NOW + OPENING - timedelta(microseconds=1))
    assert not is_opening(NOW, NOW + OPENING)


def test_a_fault_says_where_it_is_as_far_as_it_knows():
    assert Fault(words="x").where == ""
    assert Fault(words="x", seq=0).where == " (maillon 0)"
    assert Fault(words="x", journal_id=UUID(int=3)).where == f", écriture {UUID(int=3)}"
    assert columns("j", ("id", "at")) == "j.id, j.at"
    assert columns("j").endswith("j.after_json, j.stamp")
