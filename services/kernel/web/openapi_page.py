"""The readable page of an API, from its OpenAPI 3.1 document: no script and no outside address.

`read(document)` gives the model that `templates/api.html` draws; `openapi_schemas` puts schemas in words. Unknown or partial
parts of a document are skipped, never an error: the document itself stays one click away.
"""

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from kernel.web import openapi_schemas as schemas
from kernel.web.openapi_schemas import Node

METHODS = ("get", "post", "put", "patch", "delete")
TONES = {"get": "info", "post": "ok", "put": "warn", "patch": "warn", "delete": "bad"}
WHERE = {"path": "adresse", "query": "requête", "header": "en-tête", "cookie": "cookie"}


class Line(Struct, frozen=True, kw_only=True):
    """One parameter, or one field of a content. `depth` counts the contents around it."""

    name: str
    where: str
    type: str
    required: bool
    note: str
    depth: int


class Content(Struct, frozen=True, kw_only=True):
    """What is sent or answered: its media type, its fields and an example as text."""

    media_type: str
    type: str
    lines: tuple[Line, ...]
    example: str


class Answer(Struct, frozen=True, kw_only=True):
    """One answer by its status."""

    status: str
    tone: str
    description: str
    headers: tuple[Line, ...]
    content: Content | None


class Operation(Struct, frozen=True, kw_only=True):
    """One thing the API does."""

    id: str
    method: str
    tone: str
    path: str
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Line, ...]
    body: Content | None
    body_required: bool
    answers: tuple[Answer, ...]
    refusals: tuple[Answer, ...]


class Group(Struct, frozen=True, kw_only=True):
    """The operations of one tag."""

    id: str
    name: str
    description: str
    operations: tuple[Operation, ...]


class ApiPage(Struct, frozen=True, kw_only=True):
    """A whole API, ready to be drawn."""

    title: str
    version: str
    description: str
    groups: tuple[Group, ...]


def read(document: Node) -> ApiPage:
    """The page of an OpenAPI 3.1 document, its operations grouped by their first tag in the document's order."""
    told = {str(tag.get("name")): str(tag.get("description") or "") for tag in document.get("tags") or ()}
    by_tag: dict[str, list[Operation]] = {name: [] for name in told}
    for path, item in (document.get("paths") or {}).items():
        shared = item.get("parameters") or []
        for method in METHODS:
            if method in item:
                operation = item[method]
                tag = next(iter(operation.get("tags") or ()), "Autres")
                by_tag.setdefault(tag, []).append(_operation(document, path, method, operation, shared))
    info = document.get("info") or {}
    return ApiPage(
        title=str(info.get("title") or "API"),
        version=str(info.get("version") or ""),
        description=str(info.get("description") or ""),
        groups=tuple(
            Group(id=f"tag-{number}", name=tag, description=told.get(tag, ""), operations=tuple(operations))
            for number, (tag, operations) in enumerate(by_tag.items(), 1)
            if operations
        ),
    )


def _operation(document: Node, path: str, method: str, operation: Node, shared: list[Any]) -> Operation:
    body = schemas.resolved(document, operation.get("requestBody") or {})
    answers = [
        _answer(document, str(status), schemas.resolved(document, answer))
        for status, answer in sorted((operation.get("responses") or {}).items(), key=lambda one: str(one[0]))
    ]
    return Operation(
        id=str(operation.get("operationId") or f"{method}{path}"),
        method=method.upper(),
        tone=TONES[method],
        path=path,
        summary=str(operation.get("summary") or ""),
        description=str(operation.get("description") or ""),
        deprecated=bool(operation.get("deprecated")),
        parameters=tuple(_parameter(document, one) for one in (*shared, *(operation.get("parameters") or ()))),
        body=_content(document, body),
        body_required=bool(body.get("required")),
        answers=tuple(one for one in answers if one.status < "4"),
        refusals=tuple(one for one in answers if one.status >= "4"),
    )


def _parameter(document: Node, parameter: Node) -> Line:
    parameter = schemas.resolved(document, parameter)
    schema = schemas.resolved(document, parameter.get("schema") or {})
    return Line(
        name=str(parameter.get("name", "")),
        where=WHERE.get(str(parameter.get("in")), ""),
        type=schemas.type_words(document, schema),
        required=bool(parameter.get("required")),
        note=schemas.note(schema, str(parameter.get("description") or schema.get("description") or "")),
        depth=0,
    )


def _answer(document: Node, status: str, answer: Node) -> Answer:
    headers = [
        _parameter(document, {**schemas.resolved(document, header), "name": name})
        for name, header in (answer.get("headers") or {}).items()
    ]
    return Answer(
        status=status,
        tone={"2": "ok", "3": "info", "4": "warn", "5": "bad"}.get(status[:1], "muted"),
        description=str(answer.get("description") or ""),
        headers=tuple(headers),
        content=_content(document, answer),
    )


def _content(document: Node, holder: Node) -> Content | None:
    for media_type, content in (holder.get("content") or {}).items():
        schema = content.get("schema") or {}
        given = schemas.given_example(content)
        example = given if given is not None else schemas.example(document, schema, 0)
        return Content(
            media_type=media_type,
            type=schemas.type_words(document, schema),
            lines=tuple(_lines(document, schema, 0)),
            example="" if example is None else json.dumps(example, ensure_ascii=False, indent=2, default=str),
        )
    return None


def _lines(document: Node, schema: Node, depth: int) -> Iterator[Line]:
    """The fields of a schema, those of its objects and lists below them."""
    if depth > schemas.DEEPEST:
        return
    for variant in schemas.variants(document, schema)[0]:
        if variant.get("type") == "array":
            yield from _lines(document, variant.get("items") or {}, depth)
            continue
        properties, required = schemas.properties(document, variant)
        for name, given in properties.items():
            field = schemas.resolved(document, given)
            bounds = {**_first(schemas.variants(document, field)[0]), **field}
            yield Line(
                name=name,
                where="",
                type=schemas.type_words(document, field),
                required=name in required,
                note=schemas.note(bounds, str(field.get("description") or "")),
                depth=depth,
            )
            yield from _lines(document, field, depth + 1)


def _first(schemas: list[Node]) -> Node:
    return next(iter(schemas), {})
