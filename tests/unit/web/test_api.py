from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from tremplin import feedback, storage
from tremplin.base import Service
from tremplin.base.errors import InvalidInputError

from .conftest import EXPERT, SERVICE
from .toy import ToyModel, make_product

DONE = {"prediction_id": "abc123", "kind": "accepted", "value": "G1604"}


def test_one_item(client: TestClient) -> None:
    answer = client.post("/v1/jobs", json={"id": 7, "text": "cuire des pizzas", "reasons": True, "k": 1})
    assert answer.status_code == 200
    body = answer.json()
    assert body["id"] == 7
    assert body["model"] == "jobs-toy@1"
    assert len(body["prediction_id"]) == 32
    [candidate] = body["candidates"]
    assert candidate["code"] == "G1604"
    assert candidate["reasons"][0] == {
        "text": "pizzas",
        "contribution": 2.4,
        "field": "text",
        "start": 10,
        "end": 16,
    }


def test_an_invalid_item_is_a_problem_that_names_the_nearest_field(client: TestClient) -> None:
    answer = client.post("/v1/jobs", json={"txt": "pizza"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid_input"
    assert "did you mean 'text'" in answer.json()["detail"]


def test_a_text_over_the_limit_is_too_large(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    client = visit(make_app(changes={"body_limit": 1_000_000}))
    answer = client.post("/v1/jobs", json={"text": "x" * 200_001})
    assert answer.status_code == 413
    assert "the limit is 200000" in answer.json()["detail"]


def test_a_batch_has_each_error_in_place(client: TestClient) -> None:
    items = [
        {"id": "a", "text": "pizza"},
        {"id": "b", "texte": "x"},
        3,
        None,
        [],
        {"text": ["x"]},
        {"text": ""},
    ]
    answer = client.post("/v1/jobs/batch", json={"items": items})
    assert answer.status_code == 200
    answers = answer.json()["items"]
    assert [("error" in one) for one in answers] == [False, True, True, True, True, True, False]
    assert answers[1]["id"] == "b"
    assert answers[1]["error"]["code"] == "invalid_input"


def test_an_empty_batch_has_no_answers(client: TestClient) -> None:
    assert client.post("/v1/jobs/batch", json={"items": []}).json() == {"items": []}


def test_a_batch_over_the_limit_is_refused(client: TestClient) -> None:
    assert client.post("/v1/jobs/batch", json={"items": [{"text": "a"}] * 10}).status_code == 200
    answer = client.post("/v1/jobs/batch", json={"items": [{"text": "a"}] * 11})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "this batch has 11 items; the limit is 10: send several"


@pytest.mark.parametrize("body", [{}, {"item": []}, {"items": {}}, {"items": [], "k": 1}, [], 3, "x"])
def test_a_batch_has_one_form(client: TestClient, body: Any) -> None:
    assert client.post("/v1/jobs/batch", json=body).status_code == 422


def test_the_fault_of_a_product_is_an_internal_problem(client: TestClient) -> None:
    answer = client.post("/v1/jobs", json={"text": "secret panne"})
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "secret" not in answer.text


def test_a_refusal_of_a_product_keeps_its_code(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    def refuse(model: Any, requests: Any) -> None:
        raise InvalidInputError("this text is not French")

    client = visit(make_app(services=[Service(make_product(predict=refuse), ToyModel())]))
    answer = client.post("/v1/jobs", json={"text": "a"})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "this text is not French"


def test_feedback_is_kept(client: TestClient, kept: list[dict[str, Any]]) -> None:
    answer = client.post("/v1/jobs/feedback", json=DONE, headers={"idempotency-key": "k-1"})
    assert answer.status_code == 201
    assert answer.json() == {"event_id": 1, "prediction_id": "abc123", "kind": "accepted"}
    assert kept == [
        {
            "product": "jobs",
            "prediction_id": "abc123",
            "kind": "accepted",
            "model": "jobs-toy@1",
            "value": "G1604",
            "actor": "local",
            "idempotency_key": "local:k-1",
            "extra": None,
        }
    ]


def test_feedback_may_name_its_model_and_key(client: TestClient, kept: list[dict[str, Any]]) -> None:
    body = DONE | {"model": "jobs@2", "idempotency_key": "field"}
    assert (
        client.post("/v1/jobs/feedback", json=body, headers={"idempotency-key": "header"}).status_code == 201
    )
    assert (kept[0]["model"], kept[0]["idempotency_key"]) == ("jobs@2", "local:field")


@pytest.mark.parametrize(
    "change",
    [
        {"prediction_id": ""},
        {"prediction_id": "a\x00b"},
        {"prediction_id": "x" * 300},
        {"kind": None},
        {"value": "a\x00b"},
        {"value": {"deep": 1}},
        {"comment": "a person's words"},
    ],
)
def test_feedback_has_one_form(
    client: TestClient, kept: list[dict[str, Any]], change: dict[str, Any]
) -> None:
    answer = client.post("/v1/jobs/feedback", json=DONE | change)
    assert answer.status_code == 422
    assert "words" not in answer.text
    assert kept == []


@pytest.mark.parametrize("body", [[], "x", 3])
def test_feedback_that_is_no_object(client: TestClient, body: Any) -> None:
    answer = client.post("/v1/jobs/feedback", json=body, headers={"idempotency-key": "k"})
    assert answer.status_code == 422


def test_feedback_reaches_the_database_once_per_key(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient], tmp_path: Path
) -> None:
    engine = storage.open_engine("", home=tmp_path)
    storage.migrate(engine)
    client = visit(make_app(engine=engine))
    body = DONE | {"kind": "corrected", "extra": {"rank": 2}}
    ids = [
        client.post("/v1/jobs/feedback", json=body, headers={"idempotency-key": key}).json()["event_id"]
        for key in ("a", "a", "b")
    ]
    assert ids[0] == ids[1] != ids[2]
    first, _ = feedback.read(engine)
    assert (first.kind, first.value, first.actor, first.extra) == ("corrected", "G1604", "local", {"rank": 2})
    changed = client.post("/v1/jobs/feedback", json=DONE, headers={"idempotency-key": "a"})
    assert changed.status_code == 422
    unknown = client.post("/v1/jobs/feedback", json=DONE | {"kind": "acepted"})
    assert unknown.status_code == 422
    assert "did you mean 'accepted'" in unknown.json()["detail"]
    deep = client.post("/v1/jobs/feedback", json=DONE | {"extra": {"rank": [[1]]}})
    assert deep.status_code == 422
    engine.dispose()


def test_feedback_needs_a_database(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    answer = visit(make_app(engine=None)).post("/v1/jobs/feedback", json=DONE)
    assert answer.status_code == 503
    assert "without a database" in answer.json()["detail"]


def test_a_database_that_fails_is_unavailable(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(engine: Any, **event: Any) -> None:
        raise OperationalError("INSERT a secret", {}, Exception("locked"))

    monkeypatch.setattr(feedback, "record", fail)
    answer = client.post("/v1/jobs/feedback", json=DONE)
    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_the_products_are_listed(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> None:
    client = visit(make_app(missing={"scan": "pip install 'tremplin[scan]'"}))
    served, absent = client.get("/v1/products").json()["products"]
    assert served == {
        "name": "jobs",
        "title": "Trouver le métier d’un texte",
        "state": "served",
        "model": "jobs-toy@1",
        "route": "/v1/jobs",
    }
    assert absent == {"name": "scan", "state": "missing_extra", "install": "pip install 'tremplin[scan]'"}


@pytest.mark.parametrize("path", ["/v1/scan", "/v1/scan/batch", "/v1/scan/feedback"])
def test_a_product_that_is_not_installed_says_how(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient], path: str
) -> None:
    client = visit(make_app(missing={"scan": "pip install 'tremplin[scan]'"}))
    answer = client.post(path, json={})
    assert answer.status_code == 503
    assert answer.json()["code"] == "missing_extra"
    assert answer.json()["detail"].endswith("pip install 'tremplin[scan]'")
    assert client.post("/v1/scanner", json={}).status_code == 404


def test_other_products_get_their_routes_from_their_declaration(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    client = visit(make_app(services=[Service(make_product(name="other"), ToyModel("other@3"))]))
    assert client.post("/v1/other", json={"text": "pizza"}).json()["model"] == "other@3"
    assert client.post("/v1/other/batch", json={"items": [{"text": "pizza"}]}).status_code == 200


@pytest.fixture
def closed(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient], settings: Any) -> TestClient:
    tokens = type(settings)(tokens=f"expert:{EXPERT},service:{SERVICE}").tokens
    return visit(make_app(changes={"tokens": tokens}, missing={"scan": "pip install x"}))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/jobs"),
        ("POST", "/v1/jobs/batch"),
        ("POST", "/v1/jobs/feedback"),
        ("POST", "/v1/scan"),
        ("GET", "/v1/products"),
    ],
)
def test_with_tokens_every_call_needs_one(closed: TestClient, method: str, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"cookie": "tremplin_session=forged.00"}):
        answer = closed.request(method, path, json={"text": "a"}, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["code"] == "unauthorized"


@pytest.mark.parametrize("token", [EXPERT, SERVICE])
def test_a_token_opens_the_api(closed: TestClient, kept: list[dict[str, Any]], token: str) -> None:
    headers = {"authorization": f"Bearer {token}", "origin": "https://elsewhere.example"}
    assert closed.post("/v1/jobs", json={"text": "a"}, headers=headers).status_code == 200
    assert closed.post("/v1/jobs/feedback", json=DONE, headers=headers).status_code == 201
    assert token not in kept[0]["actor"]


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_foreign_page_cannot_use_the_open_api(client: TestClient, headers: dict[str, str]) -> None:
    for path in ("/v1/jobs", "/v1/jobs/batch", "/v1/jobs/feedback"):
        answer = client.post(path, json={"text": "a"}, headers=headers)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_no_preflight_is_granted(client: TestClient) -> None:
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = client.options("/v1/jobs", headers=headers)
    assert answer.status_code == 405
    assert "access-control-allow-origin" not in answer.headers
