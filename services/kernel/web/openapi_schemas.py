"""A JSON schema in French words: its type, its bounds, an example. Only what the page of an API shows.

Unknown or partial parts are skipped, never an error.
"""

from collections.abc import Mapping
from typing import Any

DEEPEST = 4
"""How far references and contents inside contents are followed."""

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


def resolved(document: Node, node: Node) -> Node:
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


def variants(document: Node, schema: Node) -> tuple[list[Node], bool]:
    """The forms a value may take, null left out, and whether null is one of them."""
    schema = resolved(document, schema)
    several = schema.get("oneOf") or schema.get("anyOf")
    found = [resolved(document, one) for one in several] if several else [schema]
    kept = [one for one in found if one.get("type") != "null"]
    types = schema.get("type")
    return kept, len(kept) < len(found) or (isinstance(types, list) and "null" in types)


def type_words(document: Node, schema: Node) -> str:
    """Its type in a word, or several: `entier ou rien`."""
    forms, nullable = variants(document, schema)
    words = list(dict.fromkeys(_word(document, one) for one in forms))
    return " ou ".join([*words, *(["rien"] if nullable else [])])


def _word(document: Node, schema: Node) -> str:
    types = schema.get("type")
    kind = next((one for one in types if one != "null"), "") if isinstance(types, list) else types
    if kind == "array":
        return f"liste de {type_words(document, schema.get('items') or {})}"
    if kind == "string":
        form = {"date": "date", "date-time": "instant", "uuid": "identifiant", "binary": "fichier"}
        return form.get(str(schema.get("format")), "texte")
    words = {"integer": "entier", "number": "nombre", "boolean": "oui ou non", "object": "objet"}
    if kind in words:
        return words[kind]
    return "objet" if "properties" in schema or "allOf" in schema else "texte" if "enum" in schema else "valeur"


def note(schema: Node, description: str) -> str:
    """The description, the values allowed and the bounds, in one sentence each."""
    parts = [description.strip()] if description.strip() else []
    if "enum" in schema:
        parts.append("parmi : " + ", ".join(str(one) for one in schema["enum"] if one is not None))
    parts += [words.format(schema[key]) for key, words in _LIMITS if schema.get(key) is not None]
    return " ; ".join(parts)


def properties(document: Node, schema: Node) -> tuple[dict[str, Any], set[str]]:
    """The fields of an object, those of its parts included, and the names of those that must be there."""
    found, required = dict(schema.get("properties") or {}), set(schema.get("required") or ())
    for part in schema.get("allOf") or ():
        more, needed = properties(document, resolved(document, part))
        found, required = {**more, **found}, required | needed
    return found, required


def given_example(holder: Node) -> Any:
    """The first example that the document gives itself, or None."""
    if "example" in holder:
        return holder["example"]
    examples = holder.get("examples")
    if isinstance(examples, Mapping):
        examples = [one.get("value") for one in examples.values() if isinstance(one, Mapping)]
    return next(iter(examples or ()), None)


def example(document: Node, schema: Node, depth: int) -> Any:
    """An example made from the shape, where the document gives none."""
    schema = resolved(document, schema)
    given = given_example(schema)
    if given is not None:
        return given
    for key in ("const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    if schema.get("enum"):
        return schema["enum"][0]
    forms, _ = variants(document, schema)
    if not forms or depth > DEEPEST:
        return None
    first = forms[0]
    if first is not schema and ("oneOf" in schema or "anyOf" in schema):
        return example(document, first, depth)
    return _plain_example(document, first, depth)


def _plain_example(document: Node, schema: Node, depth: int) -> Any:
    word = _word(document, schema)
    if word.startswith("liste de "):
        one = example(document, schema.get("items") or {}, depth + 1)
        return [] if one is None else [one]
    if word == "objet":
        fields, _ = properties(document, schema)
        return {name: example(document, field, depth + 1) for name, field in fields.items()}
    samples: dict[str, Any] = {
        "date": "2026-11-21",
        "instant": "2026-11-21T13:05:00Z",
        "identifiant": "00000000-0000-4000-8000-000000000001",
        "entier": schema.get("minimum", 1),
        "nombre": schema.get("minimum", 1),
        "oui ou non": True,
    }
    return samples.get(word, "texte")
