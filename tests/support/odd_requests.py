"""Requests that nobody should send, made from an OpenAPI document: wrong values, wrong shapes, odd addresses and headers.

The same seed makes the same requests. What an answer must be is said by the document itself.
"""

import json
import random
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid5

import httpx
from msgspec import Struct

from tests.support.small_town import Ids

Node = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
SPACE = UUID(int=20260615)

NEVER: dict[str, tuple[Any, ...]] = {
    "integer": ("100", "", 1.5, 100.0, True, 2**63, -(2**70), 10**400, [], {}, "٣"),
    "string": (5, True, [], {}, "a\x00b", "\u202egnp", "\x1b[31m", "a" * 6000),
    "boolean": ("true", "yes", 1, 0, "", [], {}),
    "array": ({}, "x", 1, [[]], [None]),
    "object": ([], "x", 1),
    "date": ("", "hier", "0001-01-01", "9999-12-31", "2015-02-30", "2015-06-15T00:00:00Z", 20150615, "15/06/2015"),
    "uuid": ("", "x", "0" * 31, 7),
    "enum": ("", "inconnu", 0, "\x00"),
}
"""By the type of a field: what is never one."""
NAMED = {"month": "2026-11", "first_month": "2026-11", "last_month": "2026-12", "postal_code": "77000", "code": "AB"}
NAMED |= {"email": "personne@exemple.fr", "phone": "01 02 03 04 05", "first_day": "2026-11-20", "login": "essai"}
BODIES: tuple[bytes, ...] = (
    b"", b"{", b"\xff\xfe", b"null", b"[]", b'"x"', b"1", b"[" * 50_000, b'{"a": NaN}', b"\xef\xbb\xbf{}", b'{"\\ud800": 1}',
)  # fmt: skip
WORDS = ("", " ", "x", "0", "-1", "1.5", "99999999999999999999", "\x00", "\u202e", "a" * 3000, "0001-01-01", "9999-12-31",
         "2026-13", "2026-1١", "%", "'; drop table unit; --", "00000000-0000-0000-0000-000000000000", "é🏠", "null",
         "../../etc")  # fmt: skip
"""What may stand in an address."""
HEADERS = ("", "x", '"x"', "-1", '"99999999999999999999"', "*", '"1", "2"', "a" * 500, '"0"', 'W/"1"', "1 1")


class Sent(Struct, frozen=True, kw_only=True):
    """One request. `wrong`: it never fits the document, the answer must say so."""

    method: str
    address: str
    body: bytes | None = None
    headers: dict[str, str] = {}
    wrong: bool = False


class Odd:
    """Makes the requests of one document."""

    def __init__(self, document: Node, ids: Ids, seed: int) -> None:
        self.document, self.ids = document, ids
        self.random = random.Random(seed)
        self._made = 0

    def operations(self) -> Iterator[tuple[str, str, Node]]:
        """Method, path and description of each operation."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield method, path, item[method]

    def requests(self, method: str, path: str, operation: Node) -> Iterator[Sent]:
        """The odd requests of one operation, and a few right ones."""
        usual = {"if-match": f'"{self.random.choice((0, 1, 1, 2))}"', "content-type": "application/json"}
        schema = self._body_schema(operation)
        for _ in range(2):
            right = None if schema is None else self.encoded(self.right(schema, ""))
            yield Sent(method=method, address=self.address(path), body=right, headers=self.keyed(usual))
        for address in self._odd_addresses(path, operation):
            right = None if schema is None else self.encoded(self.right(schema, ""))
            yield Sent(method=method, address=address, body=right, headers=self.keyed(usual))
        if method == "get":
            return
        for name in ("if-match", "idempotency-key", "content-type"):
            value = self.random.choice(HEADERS)
            right = None if schema is None else self.encoded(self.right(schema, ""))
            yield Sent(method=method, address=self.address(path), body=right, headers=self.keyed(usual) | {name: value})
        for body in self._wrong_bodies(schema):
            yield Sent(method=method, address=self.address(path), body=body, headers=self.keyed(usual), wrong=True)

    def keyed(self, headers: dict[str, str]) -> dict[str, str]:
        """With a fresh key."""
        self._made += 1
        return {**headers, "idempotency-key": str(uuid5(SPACE, str(self._made)))}

    def address(self, path: str, **replaced: str) -> str:
        """The path, with things that exist."""
        for name, known in self.ids.items():
            path = path.replace(f"{{{name}}}", replaced.get(name, self.random.choice(known)))
        return path

    def _odd_addresses(self, path: str, operation: Node) -> Iterator[str]:
        for parameter in operation.get("parameters", ()):
            for word in self.random.sample(WORDS, 3):
                if parameter["in"] == "path":
                    yield self.address(path, **{parameter["name"]: quote(word, safe="") or "%20"})
                elif parameter["in"] == "query":
                    yield f"{self.address(path)}?{urlencode({parameter['name']: word})}"
        if operation.get("parameters"):
            yield f"{self.address(path)}?{urlencode([('limit', '1'), ('limit', '2'), ('x', 'a' * 5000)])}"

    # Bodies

    def _body_schema(self, operation: Node) -> Node | None:
        content = operation.get("requestBody", {}).get("content", {})
        return self.resolved(content["application/json"]["schema"]) if content else None

    def _wrong_bodies(self, schema: Node | None) -> Iterator[bytes]:
        if schema is None:
            return
        yield from self.random.sample(BODIES, 4)
        right = self.right(schema, "")
        yield self.encoded({**right, "inconnu": 1})
        first = next(iter(schema["properties"]))
        yield self.encoded(right)[:-1] + f', "{first}": {json.dumps(right[first])}}}'.encode()
        for name in schema.get("required", ()):
            yield self.encoded({key: value for key, value in right.items() if key != name})
        for name, field in schema["properties"].items():
            never = [one for one in self.never(field) if one is not None]
            for value in self.random.sample(never, min(3, len(never))):
                yield self.encoded({**right, name: value})

    def encoded(self, value: Any) -> bytes:
        """As JSON; characters outside ASCII now and then as themselves."""
        return json.dumps(value, ensure_ascii=self.random.random() < 0.5).encode()

    def resolved(self, schema: Node) -> Node:
        """Behind the reference, and behind « or null »."""
        while True:
            several = schema.get("anyOf") or schema.get("oneOf")
            if several:
                schema = next(one for one in several if one.get("type") != "null")
            elif "$ref" in schema:
                schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            else:
                return schema

    def kind(self, schema: Node) -> str:
        """Its type, or what says more than the type."""
        if "enum" in schema:
            return "enum"
        given = schema.get("format") if schema.get("format") in ("date", "uuid") else schema.get("type")
        return str(next(one for one in given if one != "null") if isinstance(given, list) else given)

    def never(self, schema: Node) -> tuple[Any, ...]:
        """What is never a value of this schema."""
        found = self.resolved(schema)
        values = NEVER[self.kind(found)]
        return tuple(one for one in values if not self.might_be(found, one))

    def might_be(self, schema: Node, value: Any) -> bool:
        """A plain text that the document allows after all: nothing, where it may be empty; a long one, where a file goes."""
        if not isinstance(value, str) or schema.get("type") != "string" or "enum" in schema:
            return False
        patterns = [one["pattern"] for one in (schema, *schema.get("allOf", ())) if "pattern" in one]
        fits = len(value) <= schema.get("maxLength", 0) and all(re.search(one, value) for one in patterns)
        return value == "" or (fits and bool(patterns))

    def right(self, schema: Node, name: str) -> Any:
        """A value that fits."""
        schema = self.resolved(schema)
        kind = self.kind(schema)
        if kind == "enum":
            return self.random.choice(schema["enum"])
        if kind == "object":
            return {key: self.right(field, key) for key, field in schema.get("properties", {}).items()}
        if kind == "array" and "prefixItems" in schema:
            return [self.right(one, name) for one in schema["prefixItems"]]
        if kind == "array":
            parts = schema.get("prefixItems") or [schema["items"]]
            return [self.right(part, name) for part in parts]
        plain = {"integer": max(schema.get("minimum", 0), 1), "boolean": True, "date": "2026-11-20"}
        plain |= {"uuid": self.random.choice(self.ids.get(name, [str(SPACE)])), "string": NAMED.get(name, "Texte")}
        return NAMED[name] if kind == "date" and name in NAMED else plain[kind]


async def send(client: httpx.AsyncClient, sent: Sent) -> httpx.Response:
    """The answer to a request, its address sent as it is."""
    return await client.request(sent.method.upper(), sent.address, content=sent.body, headers=sent.headers)


def fits(answer: httpx.Response, sent: Sent, operation: Node) -> None:
    """Raises `AssertionError` when the answer is not one that the document knows."""
    place = f"{sent}: {answer.status_code} {answer.text[:500]}"
    assert answer.status_code < 500, place
    assert str(answer.status_code) in operation["responses"] or answer.status_code == 405, place
    assert answer.status_code == 400 or not sent.wrong, place
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", place
        problem = answer.json()
        assert problem["code"], place
        assert problem["title"], place
        assert problem["detail"], place
        assert problem["status"] == answer.status_code, place
