"""Requests that Schemathesis makes from an OpenAPI document, sent in the test's own loop, and what it thinks of the answers.

Cases are drawn first and sent afterwards: neither a socket nor a second event loop, and the same seed draws the same cases.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

Case = Any
"""A request of Schemathesis, whose own type has four parameters."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
ACCEPTED = "AcceptedNegativeData"
BASE = "http://palier.test"
SENT = ("method", "url", "headers", "params", "json", "data", "files")


def cases(
    document: dict[str, Any], ids: dict[str, list[str]], *, every: int, each: int, seeded: int
) -> Iterator[tuple[str, Case]]:
    """The name of each `every`th operation with the cases drawn for it: `each` right ones at things that exist, `each` wrong.

    What never fits cannot always be made: an operation without a parameter takes anything, and has right ones only.
    """
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig(seed=seeded))
    for number, result in enumerate(schema.get_all_operations()):
        if number % every:
            continue
        operation: Any = result.ok()  # type: ignore[union-attr]
        name = operation.definition.raw.get("operationId", "")
        known = {one.name: ids[one.name][0] for one in operation.path_parameters if ids.get(one.name)}
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            fixed = {"path_parameters": known} if known and mode is GenerationMode.POSITIVE else {}
            for case in drawn(operation.as_strategy(generation_mode=mode, **fixed), each, seeded):
                yield name, case


def drawn(strategy: Any, count: int, seeded: int) -> list[Case]:
    """Cases of a strategy, none when it has none."""
    found: list[Case] = []

    @seed(seeded)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(case: Case) -> None:
        found.append(case)

    try:
        draw()
    except (Unsatisfiable, InvalidSchema):
        return []
    return found


async def send(client: httpx.AsyncClient, case: Case) -> httpx.Response:
    """The answer to a case, as this client. Its cookie and its headers are the client's, save those that the case is about."""
    made = {name: value for name, value in case.as_transport_kwargs(base_url=BASE).items() if name in SENT}
    one = requests.Request(**made).prepare()
    headers = {
        name: value for name, value in one.headers.items() if name.lower() not in ("user-agent", "content-length")
    }
    mine = {name.encode().lower() for name in client.headers}
    sent = [(name.encode().lower(), _latin(value)) for name, value in headers.items()]
    request = httpx.Request(
        str(one.method),
        str(one.url),
        headers=[*client.headers.raw, *((name, value) for name, value in sent if name not in mine)],
        content=one.body.encode() if isinstance(one.body, str) else one.body,  # type: ignore[arg-type]
    )
    return await client.send(request)


def _latin(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("latin-1", "replace")


def faults(case: Case, answer: httpx.Response, checked: Sequence[Any] = CHECKS) -> list[str]:
    """What contradicts the document, with the request that shows it."""
    answer.elapsed = timedelta()  # the transport of the tests keeps no time
    try:
        case.validate_response(answer, checks=list(checked))
    except FailureGroup as group:
        found: list[Any] = list(group.exceptions)
    except Failure as one:
        found = [one]
    else:
        return []
    refused = 400 <= answer.status_code < 500  # 412 too: Schemathesis does not count it among the refusals
    return [_said(one, case, answer) for one in found if not (refused and type(one).__name__ == ACCEPTED)]


def _said(fault: Any, case: Case, answer: httpx.Response) -> str:
    """A fault with what shows it again."""
    sent = f"{case.method} {case.formatted_path} query={case.query} body={case.body!r:.400}"
    return f"{type(fault).__name__}: {fault.message:.300} | {answer.status_code} {answer.text:.200} | {sent}"
