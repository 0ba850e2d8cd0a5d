from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from tremplin.base.errors import TooLargeError
from tremplin.web.limits import BodyLimit

JSON = {"content-type": "application/json"}


def chunks(count: int) -> Iterator[bytes]:
    yield b'{"text": "'
    for _ in range(count):
        yield b"x" * 1_000
    yield b'"}'


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/jobs/batch", "/v1/jobs/feedback"])
def test_a_body_over_the_limit_is_refused(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x" * 10_000_000, headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert "100000 bytes" in answer.json()["detail"]


def test_a_body_without_a_length_is_counted(client: TestClient) -> None:
    assert client.post("/v1/jobs", content=chunks(90), headers=JSON).status_code == 200
    assert client.post("/v1/jobs", content=chunks(110), headers=JSON).status_code == 413


def test_a_page_says_it_in_french(client: TestClient) -> None:
    form = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/jobs", content=b"texte=" + b"x" * 200_000, headers=form)
    assert answer.status_code == 413
    assert "Ce texte est trop long" in answer.text


@pytest.mark.parametrize("length", ["1001", "9" * 5_000])
def test_an_announced_length_is_believed_before_a_byte_is_read(length: str) -> None:
    async def receive() -> Message:
        pytest.fail("the body was read")

    async def send(message: Message) -> None:
        pytest.fail("nothing is sent here")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    scope = {"type": "http", "headers": [(b"content-length", length.encode())]}
    with pytest.raises(TooLargeError):
        anyio.run(BodyLimit(app, limit=1_000), scope, receive, send)


def test_reading_stops_at_the_limit() -> None:
    asked = 0

    async def receive() -> Message:
        nonlocal asked
        asked += 1
        return {"type": "http.request", "body": b"x" * 400, "more_body": True}

    async def send(message: Message) -> None:
        pytest.fail("nothing is sent here")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            await receive()

    with pytest.raises(TooLargeError):
        anyio.run(BodyLimit(app, limit=1_000), {"type": "http", "headers": []}, receive, send)
    assert asked == 3
