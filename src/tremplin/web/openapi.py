from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from tremplin import __version__
from tremplin.base import ItemError, Service
from tremplin.base.errors import ERROR_CODES
from tremplin.web.records import Feedback

__all__ = ["openapi_document"]

_ANY_ID = {"description": "Yours, kept in the answer.", "anyOf": [{"type": "string"}, {"type": "number"}]}

_PROBLEM = {
    "type": "object",
    "description": "A problem (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": list(ERROR_CODES)},
    },
}

_FAILED = {"$ref": "#/components/schemas/Failed"}

_KEPT = {
    "type": "object",
    "properties": {
        "event_id": {"type": "integer"},
        "prediction_id": {"type": "string"},
        "kind": {"type": "string"},
    },
}

_KEY = {"name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string"}}


def _content(schema: dict[str, Any], example: object = None) -> dict[str, Any]:
    media: dict[str, Any] = {"schema": schema}
    if example:
        media["example"] = example
    return {"application/json": media}


def _call(
    operation: str, summary: str, *, answer: dict[str, Any], body: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    status = str(more.pop("status", 200))
    call: dict[str, Any] = {
        "operationId": operation,
        "summary": summary,
        "responses": {
            status: {"description": "The answer.", "content": answer},
            "default": {"$ref": "#/components/responses/Problem"},
        },
        **more,
    }
    if body is not None:
        call["requestBody"] = {"required": True, "content": body}
    return call


def _list_of(*schemas: dict[str, Any]) -> dict[str, Any]:
    items = schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}
    return {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": items}},
    }


def _product_paths(
    service: Service, reference: Callable[[type[BaseModel]], dict[str, Any]]
) -> dict[str, Any]:
    product = service.product
    path = f"/v1/{product.name}"
    request, response = reference(product.request), reference(product.response)
    example = dict(product.example)

    def post(operation: str, summary: str, **more: Any) -> dict[str, Any]:
        named = f"{product.name}_{operation}"
        return {"post": _call(named, f"{product.title}: {summary}", tags=[product.name], **more)}

    return {
        path: post("predict", "one item", answer=_content(response), body=_content(request, example)),
        f"{path}/batch": post(
            "batch",
            "several items; a bad one has its error in place",
            answer=_content(_list_of(response, _FAILED)),
            body=_content(_list_of(request), {"items": [example]} if example else None),
        ),
        f"{path}/feedback": post(
            "feedback",
            "what was done with a prediction",
            answer=_content(_KEPT),
            body=_content(reference(Feedback)),
            status=201,
            parameters=[_KEY],
        ),
    }


def _common_paths() -> dict[str, Any]:
    anything = _content({"type": "object"})
    routes = [
        ("/v1/products", "products", "The products, and what would bring the missing ones"),
        ("/health", "health", "The process answers"),
        ("/ready", "ready", "The models are loaded and the database is reachable"),
    ]
    return {path: {"get": _call(name, summary, answer=anything)} for path, name, summary in routes}


def openapi_document(services: Iterable[Service], *, tokens: bool) -> dict[str, Any]:
    """Describes the JSON API with the true models of each product (OpenAPI 3.1).

    Args:
        services: The products served.
        tokens: Whether calls need a bearer token.
    """
    services = list(services)
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (Feedback, "validation"),
        (ItemError, "serialization"),
    ]
    for service in services:
        models += [(service.product.request, "validation"), (service.product.response, "serialization")]
    found, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")
    references = {model: reference for (model, _), reference in found.items()}
    schemas: dict[str, Any] = definitions.get("$defs", {})
    schemas["Failed"] = {
        "type": "object",
        "required": ["error"],
        "properties": {"id": _ANY_ID, "error": references[ItemError]},
    }
    paths = _common_paths()
    for service in services:
        for model in (service.product.request, service.product.response):
            name = references[model]["$ref"].rpartition("/")[2]
            schemas[name].setdefault("properties", {})["id"] = _ANY_ID
        paths |= _product_paths(service, references.__getitem__)
    return _document(paths, schemas, tokens=tokens)


def _document(paths: dict[str, Any], schemas: dict[str, Any], *, tokens: bool) -> dict[str, Any]:
    problem = {"description": "What is wrong.", "content": {"application/problem+json": {"schema": _PROBLEM}}}
    components: dict[str, Any] = {"schemas": schemas, "responses": {"Problem": problem}}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Tremplin", "version": __version__},
        "paths": paths,
        "components": components,
    }
    if tokens:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
    return document
