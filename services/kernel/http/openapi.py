"""The OpenAPI document of a service, made exact: msgspec's own schemas, closed inputs, problems as the only errors."""

from typing import Any

import msgspec
from litestar import Litestar
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.openapi.config import OpenAPIConfig

from kernel.http.access import AccessTable
from kernel.http.problems import Problem
from kernel.text import TEXT

KEY = "^[!-~]{1,120}$"
USUAL_DAY = r"^(19|20)[0-9]{2}-"
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "L'ETag de la version lue : la demande est refusée si l'objet a changé depuis.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,15}"$'},
}


def openapi_document(app: Litestar, access: AccessTable) -> dict[str, Any]:
    """The document, with what Litestar leaves out put right."""
    document = _litestar_document(app)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    handlers = {
        handler.operation_id: handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", [])
        if getattr(handler, "operation_id", None)
    }
    said: set[Any] = {Problem}
    sent: set[Any] = set()
    for handler in handlers.values():
        _structs(handler.parsed_return_field.annotation, said)
        if handler.parsed_data_field is not None:
            _structs(handler.parsed_data_field.annotation, sent)
    schemas.clear()
    schemas.update(_exact(said | sent))
    for name in _exact(sent):
        _close(schemas[name])
    for path in document.get("paths", {}).values():
        for method, operation in path.items():
            if isinstance(operation, dict) and operation.get("operationId") in handlers:
                handler = handlers[operation["operationId"]]
                _errors(operation, method, access[handler.handler_name].money)
                if "expected_version" in handler.parsed_fn_signature.parameters:
                    operation.setdefault("parameters", []).append(IF_MATCH)
                _close(operation.get("parameters"))
    return document


def _litestar_document(app: Litestar) -> dict[str, Any]:
    """Litestar's own document, without the pages that it would serve beside it."""
    plugin = app.plugins.get(OpenAPIPlugin)
    plugin._openapi_config = OpenAPIConfig(title=app.state.title, version="1")
    return plugin.provide_openapi().to_schema()


def _exact(structs: set[Any]) -> dict[str, Any]:
    return msgspec.json.schema_components(list(structs), ref_template="#/components/schemas/{name}")[1]


def _structs(annotation: Any, found: set[Any]) -> None:
    for part in getattr(annotation, "__args__", ()) or ():
        _structs(part, found)
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        found.add(annotation)


def _close(node: Any) -> None:
    """Write down what the kernel itself refuses: hidden characters in a text, a day of another era."""
    if isinstance(node, list):
        for one in node:
            _close(one)
    elif isinstance(node, dict):
        if node.get("type") == "string" and "enum" not in node:
            if node.get("format") == "date":
                node.setdefault("pattern", USUAL_DAY)
            elif node.get("pattern", TEXT) != TEXT:
                node["allOf"] = [{"pattern": TEXT}]
            elif "format" not in node:
                node["pattern"] = TEXT
        for one in node.values():
            _close(one)


def _errors(operation: dict[str, Any], method: str, money: bool) -> None:
    responses = operation.setdefault("responses", {})
    for status in [code for code in responses if code.startswith(("4", "5"))]:
        del responses[status]
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    said = {
        "400": "Demande mal formée",
        "401": "Connexion nécessaire",
        "403": "Droit insuffisant",
        "404": "Introuvable",
        "409": "Impossible en l'état",
        "422": "Règle non respectée",
    }
    if method in ("post", "put", "patch", "delete"):
        said |= {"408": "Envoi trop lent", "413": "Contenu trop volumineux"}
        said |= {"412": "Modifié entre-temps", "428": "Version non indiquée", "429": "Trop de tentatives"}
        header = {
            "name": "Idempotency-Key",
            "in": "header",
            "required": money,
            "description": "Clé choisie par l'appelant : la même demande répétée reçoit la même réponse.",
            "schema": {"type": "string", "pattern": KEY},
        }
        operation.setdefault("parameters", []).append(header)
    said |= {"503": "Service momentanément indisponible"}
    for status, words in said.items():
        responses[status] = {"description": words, "content": body}
