from __future__ import annotations

from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from starlette.testclient import TestClient

from tremplin.base import Service
from tremplin.web.openapi import openapi_document

from .toy import ToyModel, make_product


@pytest.fixture
def document() -> dict[str, Any]:
    services = [
        Service(make_product(), ToyModel()),
        Service(make_product(name="other", example={}), ToyModel()),
    ]
    return openapi_document(services, tokens=True)


def test_it_is_valid(document: dict[str, Any]) -> None:
    OpenAPI.model_validate(document)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            here = [node["$ref"]] if "$ref" in node else []
            return here + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    found = references(document)
    assert found
    for reference in found:
        node = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_it_has_the_true_models_of_the_product(document: dict[str, Any]) -> None:
    post = document["paths"]["/v1/jobs"]["post"]
    request = post["requestBody"]["content"]["application/json"]
    assert request["schema"] == {"$ref": "#/components/schemas/Question"}
    assert request["example"] == {"text": "cuisson des pizzas"}
    question = document["components"]["schemas"]["Question"]
    assert question["properties"]["target"]["enum"] == ["rome", "appellation"]
    assert "id" in question["properties"]
    answer = document["components"]["schemas"]["Answer"]
    assert {"id", "prediction_id", "model", "candidates", "abstained"} <= set(answer["properties"])
    assert post["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    batch = document["paths"]["/v1/other/batch"]["post"]["requestBody"]["content"]["application/json"]
    assert "example" not in batch


def test_tokens_are_asked_for_where_they_are_needed(document: dict[str, Any]) -> None:
    assert document["security"] == [{"token": []}]
    assert "security" not in openapi_document([], tokens=False)


def test_it_is_served_and_the_pages_that_load_from_elsewhere_are_not(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["openapi"] == "3.1.0"
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
