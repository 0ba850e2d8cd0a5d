from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.testclient import TestClient

from tremplin.base.errors import ArtifactError, NotFoundError

PAGE = {"accept": "text/html"}


async def fail(request: Request) -> Response:
    raise RuntimeError("the text of a person")


async def fail_late(request: Request) -> Response:
    async def body() -> AsyncIterator[bytes]:
        yield b"begun"
        raise RuntimeError("the text of a person")

    return StreamingResponse(body())


async def not_found(request: Request) -> Response:
    raise NotFoundError("there is no campaign of this name")


async def damaged(request: Request) -> Response:
    raise ArtifactError("/srv/models/jobs is damaged")


async def teapot(request: Request) -> Response:
    raise HTTPException(418, "short and stout")


async def lost(request: Request) -> Response:
    raise OperationalError("SELECT the text of a person", {}, OSError("no route"))


@pytest.fixture
def faulty(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> TestClient:
    app = make_app()
    for route in (fail, fail_late, not_found, damaged, teapot, lost):
        app.add_route(f"/{route.__name__}", route)
    return visit(app)


def test_a_fault_nobody_foresaw_says_nothing_of_itself(
    faulty: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = faulty.get("/fail")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    for hidden in ("person", "Traceback", "RuntimeError", ".py"):
        assert hidden not in answer.text
    assert "RuntimeError" in caplog.text
    assert "in fail" in caplog.text
    assert "the text of a person\n" not in caplog.text.replace(
        'raise RuntimeError("the text of a person")', ""
    )


def test_a_person_gets_a_french_page(faulty: TestClient) -> None:
    answer = faulty.get("/fail", headers=PAGE)
    assert answer.status_code == 500
    assert "Une erreur est survenue" in answer.text
    assert "person" not in answer.text.replace("la personne", "")


def test_an_answer_begun_is_cut_without_a_trace(faulty: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = faulty.get("/fail_late")
    assert answer.content == b"begun"
    assert "RuntimeError" in caplog.text


def test_errors_raised_on_purpose_keep_their_code(
    faulty: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = faulty.get("/not_found")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "there is no campaign of this name"
    answer = faulty.get("/damaged")
    assert answer.status_code == 503
    assert "/srv" not in answer.text
    assert "artifact_invalid (ArtifactError)" in caplog.text


def test_an_address_cannot_write_lines_of_its_own_into_the_log(
    faulty: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    faulty.app.add_route("/fail/{rest}", fail)  # type: ignore[attr-defined]
    assert faulty.get("/fail/a%0AERROR forged").status_code == 500
    assert "\nERROR forged" not in caplog.text


def test_another_http_error_is_a_problem_too(faulty: TestClient) -> None:
    answer = faulty.get("/teapot")
    assert answer.status_code == 418
    assert answer.json()["code"] == "invalid_input"
    assert "stout" not in answer.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/v1/nothing", "/v1/jobs/nothing", "/jobs/", "/static/nothing.css"]
)
def test_an_unknown_address(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
    assert "nothing" not in answer.json()["detail"].replace("there is nothing", "")


def test_an_unknown_page_is_a_french_page(client: TestClient) -> None:
    answer = client.get("/rien", headers=PAGE)
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    assert client.get("/v1/rien", headers=PAGE).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/jobs"), ("POST", "/health"), ("PUT", "/v1/jobs/batch")]
)
def test_a_wrong_method(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.json()["detail"] == f"this address takes {answer.headers['allow']}"


def test_a_wrong_method_on_a_page(client: TestClient) -> None:
    answer = client.request("DELETE", "/jobs", headers=PAGE)
    assert answer.status_code == 405
    assert "allow" in answer.headers


def test_a_lost_database_is_said_and_may_be_asked_again(
    faulty: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = faulty.get("/lost")
    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["retry-after"] == "60"
    assert "person" not in answer.text + caplog.text
