from __future__ import annotations

import pytest
from starlette.testclient import TestClient

TYPE = "application/json"


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/jsonp",
    ],
)
def test_another_content_type_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post("/v1/jobs", content=b'{"text": "a"}', headers={"content-type": kind})
    assert answer.status_code == 415
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["application/json", 'Application/JSON; charset="UTF-8"'])
def test_json_in_utf8_is_read(client: TestClient, kind: str) -> None:
    assert (
        client.post("/v1/jobs", content=b'{"text": "a"}', headers={"content-type": kind}).status_code == 200
    )


def test_a_compressed_body_is_refused(client: TestClient) -> None:
    headers = {"content-type": TYPE, "content-encoding": "gzip"}
    assert client.post("/v1/jobs", content=b"x", headers=headers).status_code == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nothing",
        b'{"text": "\xff\xfe"}',
        b'{"text": "a\x00b"}',
        b'{"text": "\\ud800"}',
        b'{"text": "\\udc00\\ud800"}',
        b'{"k": NaN}',
        b'{"k": 1e999}',
        b"\xef\xbb\xbf{}",
        b"[" * 5_000,
        b'{"text":' * 5_000 + b"1" + b"}" * 5_000,
        "{}".encode("utf-16"),
    ],
)
def test_what_is_not_json_in_utf8_is_refused_without_being_repeated(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/jobs", content=body, headers={"content-type": TYPE})
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_input"
    assert "nothing" not in answer.text


def test_a_form_has_few_fields(client: TestClient) -> None:
    answer = client.post("/jobs", data={f"f{n}": "" for n in range(60)})
    assert answer.status_code == 422


def test_a_form_of_another_type_is_refused(client: TestClient) -> None:
    assert client.post("/jobs", files={"texte": b"x"}).status_code == 415
