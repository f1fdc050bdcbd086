"""The readable page of an API, from its OpenAPI 3.1 document: no script and no outside address.

`read(document)` gives the model that `templates/api.html` draws. Unknown or partial parts of a document are skipped, never
an error: the document itself stays one click away.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

METHODS = ("get", "post", "put", "patch", "delete")
TONES = {"get": "info", "post": "ok", "put": "warn", "patch": "warn", "delete": "bad"}
WHERE = {"path": "adresse", "query": "requête", "header": "en-tête", "cookie": "cookie"}
DEEPEST = 4

_LIMITS = (
    ("minimum", "≥ {}"),
    ("maximum", "≤ {}"),
    ("exclusiveMinimum", "> {}"),
    ("exclusiveMaximum", "< {}"),
    ("minLength", "{} caractères au moins"),
    ("maxLength", "{} caractères au plus"),
    ("minItems", "{} éléments au moins"),
    ("maxItems", "{} éléments au plus"),
    ("pattern", "forme {}"),
    ("const", "toujours {}"),
    ("default", "sinon {}"),
)

Node = Mapping[str, Any]


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
    body = _resolved(document, operation.get("requestBody") or {})
    answers = [
        _answer(document, str(status), _resolved(document, answer))
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
    parameter = _resolved(document, parameter)
    schema = _resolved(document, parameter.get("schema") or {})
    return Line(
        name=str(parameter.get("name", "")),
        where=WHERE.get(str(parameter.get("in")), ""),
        type=_type(document, schema),
        required=bool(parameter.get("required")),
        note=_note(schema, str(parameter.get("description") or schema.get("description") or "")),
        depth=0,
    )


def _answer(document: Node, status: str, answer: Node) -> Answer:
    headers = [
        _parameter(document, {**_resolved(document, header), "name": name})
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
        given = _given_example(content)
        example = given if given is not None else _example(document, schema, 0)
        return Content(
            media_type=media_type,
            type=_type(document, schema),
            lines=tuple(_lines(document, schema, 0)),
            example="" if example is None else json.dumps(example, ensure_ascii=False, indent=2, default=str),
        )
    return None


def _resolved(document: Node, node: Node) -> Node:
    """The node that a reference points to; what sits beside the reference wins."""
    for _ in range(DEEPEST):
        reference = node.get("$ref")
        if not isinstance(reference, str):
            break
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            found = found.get(part, {}) if isinstance(found, Mapping) else {}
        node = {**found, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _variants(document: Node, schema: Node) -> tuple[list[Node], bool]:
    """The forms a value may take, null left out, and whether null is one of them."""
    schema = _resolved(document, schema)
    several = schema.get("oneOf") or schema.get("anyOf")
    found = [_resolved(document, one) for one in several] if several else [schema]
    kept = [one for one in found if one.get("type") != "null"]
    types = schema.get("type")
    return kept, len(kept) < len(found) or (isinstance(types, list) and "null" in types)


def _type(document: Node, schema: Node) -> str:
    variants, nullable = _variants(document, schema)
    words = list(dict.fromkeys(_word(document, one) for one in variants))
    return " ou ".join([*words, *(["rien"] if nullable else [])])


def _word(document: Node, schema: Node) -> str:
    types = schema.get("type")
    kind = next((one for one in types if one != "null"), "") if isinstance(types, list) else types
    if kind == "array":
        return f"liste de {_type(document, schema.get('items') or {})}"
    if kind == "string":
        form = {"date": "date", "date-time": "instant", "uuid": "identifiant", "binary": "fichier"}
        return form.get(str(schema.get("format")), "texte")
    words = {"integer": "entier", "number": "nombre", "boolean": "oui ou non", "object": "objet"}
    if kind in words:
        return words[kind]
    return "objet" if "properties" in schema or "allOf" in schema else "texte" if "enum" in schema else "valeur"


def _note(schema: Node, description: str) -> str:
    """The description, the values allowed and the bounds, in one sentence each."""
    parts = [description.strip()] if description.strip() else []
    if "enum" in schema:
        parts.append("parmi : " + ", ".join(str(one) for one in schema["enum"] if one is not None))
    parts += [words.format(schema[key]) for key, words in _LIMITS if schema.get(key) is not None]
    return " ; ".join(parts)


def _properties(document: Node, schema: Node) -> tuple[dict[str, Any], set[str]]:
    found, required = dict(schema.get("properties") or {}), set(schema.get("required") or ())
    for part in schema.get("allOf") or ():
        more, needed = _properties(document, _resolved(document, part))
        found, required = {**more, **found}, required | needed
    return found, required


def _lines(document: Node, schema: Node, depth: int) -> Iterator[Line]:
    """The fields of a schema, those of its objects and lists below them."""
    if depth > DEEPEST:
        return
    for variant in _variants(document, schema)[0]:
        if variant.get("type") == "array":
            yield from _lines(document, variant.get("items") or {}, depth)
            continue
        properties, required = _properties(document, variant)
        for name, given in properties.items():
            field = _resolved(document, given)
            bounds = {**_first(_variants(document, field)[0]), **field}
            yield Line(
                name=name,
                where="",
                type=_type(document, field),
                required=name in required,
                note=_note(bounds, str(field.get("description") or "")),
                depth=depth,
            )
            yield from _lines(document, field, depth + 1)


def _first(schemas: list[Node]) -> Node:
    return next(iter(schemas), {})


def _given_example(holder: Node) -> Any:
    if "example" in holder:
        return holder["example"]
    examples = holder.get("examples")
    if isinstance(examples, Mapping):
        examples = [one.get("value") for one in examples.values() if isinstance(one, Mapping)]
    return next(iter(examples or ()), None)


def _example(document: Node, schema: Node, depth: int) -> Any:
    """An example made from the shape, where the document gives none."""
    schema = _resolved(document, schema)
    given = _given_example(schema)
    if given is not None:
        return given
    for key in ("const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    variants, _ = _variants(document, schema)
    if not variants or depth > DEEPEST:
        return None
    first = variants[0]
    if first is not schema and ("oneOf" in schema or "anyOf" in schema):
        return _example(document, first, depth)
    return _plain_example(document, first, depth)


def _plain_example(document: Node, schema: Node, depth: int) -> Any:
    word = _word(document, schema)
    if word.startswith("liste de "):
        one = _example(document, schema.get("items") or {}, depth + 1)
        return [] if one is None else [one]
    if word == "objet":
        properties, _ = _properties(document, schema)
        return {name: _example(document, field, depth + 1) for name, field in properties.items()}
    samples: dict[str, Any] = {
        "date": "2026-11-21",
        "instant": "2026-11-21T13:05:00Z",
        "identifiant": "00000000-0000-4000-8000-000000000001",
        "entier": schema.get("minimum", 1),
        "nombre": schema.get("minimum", 1),
        "oui ou non": True,
    }
    return samples.get(word, "texte")
