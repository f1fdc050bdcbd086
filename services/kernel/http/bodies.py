"""The JSON body of a request: exactly the documented shape, said once, of characters and days that can be kept.

Litestar decodes leniently (`"100"` for 100) and stops at the first wrong field; a body here is strict, and names every field.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from litestar import Request
from msgspec import Struct
from msgspec.structs import FieldInfo

from kernel.errors import FieldError, InvalidRequest
from kernel.http.problems import french
from kernel.text import TEXT

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""The years that the program knows: far enough from the ends of the calendar for any sum of days."""

_SHAPE = "La demande n'a pas la forme attendue."
_PATH = re.compile(r" - at `\$\.?(.*)`$")
_TEXT = re.compile(TEXT)


class ApiRequest(Request[Any, Any, Any]):
    """A request whose JSON is read straight into the Struct that its handler declares."""

    async def json(self) -> Any:
        """Raises `InvalidRequest`."""
        expected = self.route_handler.parsed_data_field
        return read_body(await self.body(), Any if expected is None else expected.annotation)


def read_body(body: bytes, kind: Any) -> Any:
    """The body as a value of this kind. Raises `InvalidRequest`, which names each field."""
    try:
        value = msgspec.json.decode(body, type=kind)
        json.loads(body, object_pairs_hook=_said_once)
    except msgspec.ValidationError as error:
        raise InvalidRequest(_SHAPE, errors=tuple(_wrong_fields(body, kind, error))) from error
    except (ValueError, RecursionError) as error:  # msgspec.DecodeError and UnicodeDecodeError are ValueErrors
        raise InvalidRequest("Le contenu envoyé n'est pas du JSON lisible.") from error
    if found := tuple(_unkeepable("", value)):
        raise InvalidRequest(_SHAPE, errors=found)
    return value


def check_day(day: date | None, field: str) -> None:
    """Raises `InvalidRequest` for a day of another era; for a day in an address."""
    if found := tuple(_unkeepable(field, day)):
        raise InvalidRequest(_SHAPE, errors=found)


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidRequest("Le contenu envoyé dit deux fois le même champ.")
    return found


def _wrong_fields(body: bytes, kind: Any, error: msgspec.ValidationError) -> Iterator[FieldError]:
    sent = _plain(body)
    if not (isinstance(sent, dict) and isinstance(kind, type) and issubclass(kind, Struct)):
        yield _field_error("", error)
        return
    fields = {one.encode_name: one for one in msgspec.structs.fields(kind)}
    found = [*_wrong_values(sent, fields)]
    found += [FieldError(field=_readable(name), message="Champ inconnu.") for name in sent if name not in fields]
    yield from found or [_field_error("", error)]


def _plain(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError):  # a number beyond all types: the first error will do
        return None


def _readable(name: str) -> str:
    return name if len(name) <= 80 and _TEXT.search(name) else "?"


def _wrong_values(sent: dict[str, Any], fields: dict[str, FieldInfo]) -> Iterator[FieldError]:
    for name, field in fields.items():
        if name not in sent:
            if field.required:
                yield FieldError(field=name, message="Champ obligatoire absent.")
            continue
        try:
            msgspec.convert(sent[name], field.type)
        except msgspec.ValidationError as error:
            yield _field_error(name, error)


def _field_error(name: str, error: msgspec.ValidationError) -> FieldError:
    said = str(error)
    inside = _PATH.search(said)
    path = inside[1] if inside else ""
    joined = f"{name}{path}" if path.startswith("[") or not name else f"{name}.{path}".rstrip(".")
    return FieldError(field=joined, message=french(said[: inside.start()] if inside else said))


def _unkeepable(path: str, value: Any) -> Iterator[FieldError]:
    """What fits the shape and yet cannot be kept: hidden characters, and days so far that sums of days would fail."""
    if isinstance(value, str):
        if not _TEXT.search(value):
            yield FieldError(
                field=path, message="Ce texte contient un caractère invisible qui ne peut pas être enregistré."
            )
    elif isinstance(value, date):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            yield FieldError(field=path, message=f"Une année de {FIRST_YEAR} à {LAST_YEAR} est attendue.")
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            yield from _unkeepable(f"{path}.{field}".lstrip("."), getattr(value, field))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _unkeepable(f"{path}[{number}]", one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _unkeepable(f"{path}.{name}".lstrip("."), one)
