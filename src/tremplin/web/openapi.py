from __future__ import annotations

from collections.abc import Iterable
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
    service: Service, request: dict[str, Any], response: dict[str, Any], feedback: dict[str, Any]
) -> dict[str, Any]:
    product = service.product
    example = dict(product.example)
    tags = [product.name]
    kept = {
        "type": "object",
        "properties": {
            "event_id": {"type": "integer"},
            "prediction_id": {"type": "string"},
            "kind": {"type": "string"},
        },
    }
    key = {"name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string"}}
    name = product.name
    return {
        f"/v1/{name}": {
            "post": _call(
                f"{name}_predict",
                f"{product.title}: one item",
                answer=_content(response),
                body=_content(request, example),
                tags=tags,
            )
        },
        f"/v1/{name}/batch": {
            "post": _call(
                f"{name}_batch",
                f"{product.title}: several items; a bad one has its error in place",
                answer=_content(_list_of(response, {"$ref": "#/components/schemas/Failed"})),
                body=_content(_list_of(request), {"items": [example]} if example else None),
                tags=tags,
            )
        },
        f"/v1/{name}/feedback": {
            "post": _call(
                f"{name}_feedback",
                f"{product.title}: what was done with a prediction",
                answer=_content(kept),
                body=_content(feedback),
                tags=tags,
                status=201,
                parameters=[key],
            )
        },
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
    references, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")
    schemas: dict[str, Any] = definitions.get("$defs", {})
    paths = _common_paths()
    for service in services:
        request = references[service.product.request, "validation"]
        response = references[service.product.response, "serialization"]
        for reference in (request, response):
            schemas[reference["$ref"].rpartition("/")[2]].setdefault("properties", {})["id"] = _ANY_ID
        paths |= _product_paths(service, request, response, references[Feedback, "validation"])
    schemas["Failed"] = {
        "type": "object",
        "required": ["error"],
        "properties": {"id": _ANY_ID, "error": references[ItemError, "serialization"]},
    }
    components: dict[str, Any] = {
        "schemas": schemas,
        "responses": {
            "Problem": {
                "description": "What is wrong.",
                "content": {"application/problem+json": {"schema": _PROBLEM}},
            }
        },
    }
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
