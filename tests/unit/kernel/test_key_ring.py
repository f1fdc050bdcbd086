"""The keys of the sealed rows: the current one first, older ones that still open, and a file that holds nothing but keys."""

import base64
import os
from pathlib import Path

import pytest

from kernel.key_ring import FORM, KEY_BYTES, KeyRing, KeysUnreadable, KeyUnknown, key_id, read_keys
from kernel.vault import VaultBroken

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
PLACE = "letter|said|1"


def written(key: bytes) -> str:
    return base64.b64encode(key).decode()


def read(folder: Path, *lines: str) -> tuple[bytes, ...]:
    file = folder / "cles"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_keys(file)


def test_a_file_of_keys_is_read_in_its_order_with_its_remarks_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "# la nouvelle", "", f"  {written(NEW)}  ", "# celle d'avant", written(OLD)) == (NEW, OLD)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["# une remarque", "pas de base64 !"], "ligne 2"),
        ([written(OLD), written(NEW[:31])], "ligne 2"),
        ([f"{written(OLD)[:20]}!{written(OLD)[20:]}"], "ligne 1"),
        ([written(NEW + b"x")], "ligne 1"),
        ([written(OLD), written(NEW), written(OLD)], "deux fois"),
        (["# rien", ""], "aucune clé"),
    ],
)
def test_a_file_that_holds_something_else_is_refused_by_the_number_of_its_line(
    tmp_path: Path, lines: list[str], said: str
) -> None:
    with pytest.raises(KeysUnreadable, match=said):
        read(tmp_path, *lines)


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(KeysUnreadable, match="ne peut pas être lu"):
        read_keys(tmp_path / "absent")


@pytest.mark.parametrize(("different", "is_key"), [(1, False), (7, False), (8, True)])
def test_a_key_with_too_few_different_bytes_was_not_drawn_at_random(
    tmp_path: Path, different: int, is_key: bool
) -> None:
    key = bytes(rank % different for rank in range(KEY_BYTES))
    if is_key:
        assert read(tmp_path, written(key)) == (key,)
        return
    with pytest.raises(KeysUnreadable, match="tirés au hasard"):
        read(tmp_path, written(key))


def test_new_rows_go_under_the_first_key_and_older_ones_still_open() -> None:
    before, now, after = KeyRing("", (OLD,)), KeyRing("", (NEW, OLD)), KeyRing("", (NEW,))
    old, new = before.wrap(b"donnee", PLACE), now.wrap(b"donnee", PLACE)
    assert (now.current, now.known) == (key_id(NEW), (key_id(NEW), key_id(OLD)))
    assert now.unwrap(old, PLACE, key_id(OLD)) == now.unwrap(new, PLACE, key_id(NEW)) == b"donnee"
    assert after.unwrap(new, PLACE, key_id(NEW)) == b"donnee"
    with pytest.raises(KeyUnknown, match=f"{key_id(OLD)}.*PALIER_KEYS"):
        after.unwrap(old, PLACE, key_id(OLD))


def test_the_secret_is_the_only_key_without_a_file_and_the_last_one_beside_it() -> None:
    alone, beside = KeyRing(SECRET), KeyRing(SECRET, (NEW,))
    assert len(alone.known) == 1
    assert beside.known == (key_id(NEW), alone.current)
    assert beside.unwrap(alone.wrap(b"donnee", PLACE), PLACE, alone.current) == b"donnee"
    assert KeyRing("", (NEW,)).known == (key_id(NEW),)
    with pytest.raises(ValueError, match="no key"):
        KeyRing("")


def test_a_data_key_opens_in_its_own_row_under_its_own_key_unchanged_and_nowhere_else() -> None:
    ring = KeyRing("", (NEW, OLD))
    kept = ring.wrap(b"donnee", PLACE)
    raw = base64.urlsafe_b64decode(kept)
    changed = [bytes([*raw[:rank], raw[rank] ^ 1, *raw[rank + 1 :]]) for rank in range(len(raw))]
    for place, under in (("letter|said|2", key_id(NEW)), (PLACE, key_id(OLD))):
        with pytest.raises(VaultBroken):
            ring.unwrap(kept, place, under)
    for one in (*(base64.urlsafe_b64encode(each).decode() for each in changed), "", "é", kept[:-4], f"{kept} "):
        with pytest.raises(VaultBroken):
            ring.unwrap(one, PLACE, key_id(NEW))


def test_two_sealings_of_the_same_text_never_look_alike_and_both_say_their_key() -> None:
    ring = KeyRing("", (NEW,))
    one, other = ring.seal_text("Zoé Exemple", PLACE), ring.seal_text("Zoé Exemple", PLACE)
    assert one != other
    assert one.startswith(f"{FORM}{key_id(NEW)}:")
    assert "Zo" not in one.removeprefix(FORM)[len(key_id(NEW)) + 1 : 20]
    assert ring.open_text(one, PLACE) == ring.open_text(other, PLACE) == "Zoé Exemple"
    with pytest.raises(VaultBroken):
        ring.open_text(one, "letter|said|2")


@pytest.mark.parametrize("text", ["", "Zoé Exemple", "palier:2:x", "autre:palier:1:"])
def test_what_an_earlier_version_kept_in_clear_is_given_as_it_is(text: str) -> None:
    assert KeyRing("", (NEW,)).open_text(text, PLACE) == text


def test_a_key_is_named_by_what_it_is_and_its_name_does_not_show_it() -> None:
    assert key_id(OLD) != key_id(NEW)
    assert key_id(OLD) == key_id(bytes(range(32)))
    assert len(key_id(os.urandom(32))) == 16
