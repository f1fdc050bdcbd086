"""A JSON body is read strictly: what is not exactly the documented shape is refused, every field by its name."""

from datetime import date
from typing import Annotated, Any

import pytest
from msgspec import Meta, Struct

from kernel.errors import InvalidRequest
from kernel.http.bodies import check_day, read_body
from kernel.text import LINE, TEXT


class LineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cents: Annotated[int, Meta(ge=1)]


class PaperIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    cents: Annotated[int, Meta(ge=0, le=10**12)]
    name: Annotated[str, Meta(pattern=LINE)] = "papier"
    note: Annotated[str, Meta(pattern=TEXT)] = ""
    free: str = ""
    signed_on: date | None = None
    lines: list[LineIn] = []


def fields_of(body: bytes) -> list[str]:
    with pytest.raises(InvalidRequest) as refused:
        read_body(body, PaperIn)
    return [error.field for error in refused.value.errors]


def test_a_right_body_is_read() -> None:
    body = b'{"cents": 100, "name": "\xc3\x89t\xc3\xa9", "note": "a\\nb", "signed_on": "2015-06-15", "lines": [{"cents": 1}]}'
    read = read_body(body, PaperIn)
    assert (read.cents, read.name, read.signed_on, read.lines[0].cents) == (100, "Été", date(2015, 6, 15), 1)


@pytest.mark.parametrize(
    "value",
    [b'"100"', b"100.0", b"1e2", b"true", b"null", b"-1", b"9223372036854775808", b"1" + b"0" * 400, b'"\xd9\xa1"'],
)
def test_an_amount_is_a_whole_number_and_nothing_like_it(value: bytes) -> None:
    assert fields_of(b'{"cents": ' + value + b"}") in (["cents"], [""])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", '""'),
        ("name", '" "'),
        ("name", '"papier\\n"'),
        ("name", '"pa\\tpier"'),
        ("note", '"a\\u0000b"'),
        ("free", '"a\\u0000b"'),
        ("free", '"\\u202egnp.exe"'),
        ("signed_on", '"0001-01-01"'),
        ("signed_on", '"1899-12-31"'),
        ("signed_on", '"9999-12-31"'),
        ("signed_on", '"2015-02-30"'),
        ("signed_on", '"2015-06-15T00:00:00"'),
        ("lines", '{"cents": 1}'),
        ("lines[1].cents", '[{"cents": 1}, {"cents": 0}]'),
        ("inconnu", "1"),
    ],
)
def test_what_does_not_fit_is_named(field: str, value: str) -> None:
    name = field.partition("[")[0]
    assert fields_of(f'{{"cents": 1, "{name}": {value}}}'.encode()) == [field]


def test_every_wrong_field_is_named_at_once() -> None:
    assert fields_of(b'{"name": "", "signed_on": "hier", "inconnu": 1}') == ["cents", "name", "signed_on", "inconnu"]


def test_a_name_that_hides_something_is_not_said_again() -> None:
    assert fields_of(b'{"cents": 1, "a\\u0000b": 1}') == ["?"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff", b'{"cents": 1, "free": "\xff"}', b'{"cents": 1, "free": "\\ud800"}', b"\xef\xbb\xbf{}",
        b'{"cents": 1, "cents": 2}', b'{"cents": 1, "lines": [{"cents": 1, "cents": 2}]}', b'{"cents": NaN}', b"[" * 100_000,
        b'{"cents": 1, "lines": ' + b"[" * 100_000, b"null", b"[]", b"1", b"{}", b'{"cents": 1} {"cents": 1}',
    ],
)  # fmt: skip
def test_what_is_no_such_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read_body(body, PaperIn)


def test_without_this_reading_the_same_field_said_twice_would_pass() -> None:
    import msgspec

    body = b'{"cents": 1, "cents": 2, "free": "a\\u0000b", "signed_on": "9999-12-31"}'
    lenient: Any = msgspec.json.decode(body, type=PaperIn)
    assert (lenient.cents, lenient.free, lenient.signed_on) == (2, "a\x00b", date(9999, 12, 31))


def test_a_day_in_an_address_is_of_our_era() -> None:
    check_day(None, "on")
    check_day(date(2015, 6, 15), "on")
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(InvalidRequest):
            check_day(day, "on")
