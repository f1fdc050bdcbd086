"""The acts that made a town, kept to be tried again with the id of something else in their place or in their body (GOALS D2)."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any
from uuid import uuid4

from msgspec import Struct

from kernel.http.tokens import sign_token
from palier.demo.people import Person
from tests.support.site import SECRET, Town
from tests.support.small_town import Ids

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERSIONS = 12
"""How far a thing may have gone since: its version is looked for from the one that was sent."""


class Sent(Struct, frozen=True, kw_only=True):
    """One act that was accepted."""

    who: Person
    method: str
    path: str
    body: dict[str, Any]
    version: int | None

    @property
    def kind(self) -> str:
        """Where it goes, whatever the ids."""
        return f"{self.method} {UUID.sub('{id}', self.path)}"


def record(town: Town) -> dict[str, Sent]:
    """From now on, the last accepted act of each kind and shape of body."""
    kept: dict[str, Sent] = {}
    ask = town.desk._ask

    async def asked(who: Person, method: str, path: str, *, version: int | None = None, **request: Any) -> Any:
        answer = await ask(who, method, path, version=version, **request)
        if method != "GET":
            one = Sent(who=who, method=method, path=path, body=deepcopy(dict(request["json"])), version=version)
            kept[f"{one.kind} {sorted(where for where, _ in ids_in(one.body))}"] = one
        return answer

    vars(town.desk)["_ask"] = asked
    return kept


Where = tuple[str | int, ...]


def ids_in(body: Any, at: Where = ()) -> Iterator[tuple[Where, str]]:
    """The ids of a body, and where each is."""
    if isinstance(body, Mapping):
        for name, value in body.items():
            yield from ids_in(value, (*at, name))
    elif isinstance(body, list):
        for rank, value in enumerate(body[:1]):
            yield from ids_in(value, (*at, rank))
    elif isinstance(body, str) and UUID.fullmatch(body):
        yield at, body


def changed(one: Sent, where: Where, put: str) -> Sent:
    """The same act, about something else."""
    body = deepcopy(one.body)
    inside: Any = body
    for step in where[:-1]:
        inside = inside[step]
    inside[where[-1]] = put
    return Sent(who=one.who, method=one.method, path=one.path, body=body, version=one.version)


def more_in(one: Sent, where: Where, was: str) -> Sent:
    """The same act about the same things and one more, which is not there."""
    found = changed(one, (*where, 0), was)
    inside: Any = found.body
    for step in where:
        inside = inside[step]
    inside.append(str(uuid4()))
    return found


def foreign_bodies(one: Sent, ids: Ids) -> Iterator[tuple[str, Sent]]:
    """With one id of the body replaced: by one that nobody has, by one of another kind; or the same body on another's place."""
    mine = list(ids_in(one.body))
    for where, was in mine:
        kind = next((name for name, known in ids.items() if was in known), "")
        others = [known[0] for name, known in ids.items() if name.endswith("_id") and name != kind]
        for put in (str(uuid4()), others[len(str(where)) % len(others)]):
            yield ".".join(str(step) for step in where), changed(one, where, put)
    for where, was in mine:
        if where[-1] == 0:  # one more in a list of ids, that nobody has
            yield ".".join(str(step) for step in where[:-1]) + " and one more", more_in(one, where[:-1], was)
    first = UUID.search(one.path)
    if not mine or first is None:
        return
    twins = next((known for known in ids.values() if first.group() in known), [])
    for other in [known for known in twins if known != first.group()][:1]:
        path = one.path.replace(first.group(), other)
        yield "place", Sent(who=one.who, method=one.method, path=path, body=one.body, version=one.version)


async def sent_again(town: Town, one: Sent) -> int:
    """The status of the answer. A version that has gone on is looked for, so that it hides nothing."""
    name, _, rest = one.path.partition("/")
    client = town.desk._clients[name]
    for further in range(VERSIONS):
        person = town.desk._person(one.who)
        token = sign_token(SECRET, town.clock, caller="demo", called=name, person=person)
        headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
        if one.version is not None:
            headers["if-match"] = f'"{one.version + further}"'
        answer = await client.request(one.method, f"/{rest}", headers=headers, json=one.body)
        if one.version is None or "stale-version" not in answer.text:
            break
    return answer.status_code
