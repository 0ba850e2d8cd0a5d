from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

JSON = {"content-type": "application/json"}
PATHS = ["/v1/jobs", "/v1/jobs/batch", "/v1/jobs/feedback"]


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


BODIES = {
    "empty": b"",
    "blank": b'{"text": "  \\n\\t "}',
    "no text": b"{}",
    "emoji": '{"text": "🍕🍕"}'.encode(),
    "escaped NUL": b'{"text": "a\\u0000b"}',
    "NUL": b'{"text": "a\x00b"}',
    "lone surrogate": b'{"text": "\\ud800"}',
    "not UTF-8": b'{"text": "\xe9"}',
    "duplicate keys": b'{"text": "a", "text": 3, "text": "b"}',
    "huge integer": b'{"k": ' + b"9" * 4_000 + b"}",
    "negative": b'{"k": -1}',
    "huge float": b'{"k": 1e308}',
    "boolean": b'{"text": true}',
    "null": b"null",
    "array": b"[]",
    "string": b'"text"',
    "deep": nested(900).encode(),
    "too deep": nested(50_000).encode(),
    "deep text": f'{{"text": {nested(900)}}}'.encode(),
    "deep id": f'{{"id": {nested(900)}, "text": "a"}}'.encode(),
    "deep id in a batch": f'{{"items": [{{"id": {nested(900)}, "text": "a"}}]}}'.encode(),
    "deep item": f'{{"items": [{nested(900)}]}}'.encode(),
    "one bad item": b'{"items": [{"text": "a"}, {"text": 1}]}',
    "many unknown fields": json.dumps({f"tex{n}": 1 for n in range(7_000)}).encode(),
    "long unknown field": json.dumps({"x" * 90_000: 1}).encode(),
    "path": b'{"path": "/etc/passwd"}',
    "prototype": b'{"__proto__": {"text": "a"}, "__class__": 1}',
    "10 MB": b'{"text": "' + b"x" * 10_000_000 + b'"}',
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_is_a_fault(client: TestClient, kept: list[dict[str, Any]], path: str, body: bytes) -> None:
    answer = client.post(path, content=body, headers=JSON)
    assert answer.status_code < 500
    assert len(answer.content) < 20_000
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize("body", [BODIES["deep id"], BODIES["deep id in a batch"]])
def test_an_id_too_deep_to_be_given_back_is_refused(client: TestClient, body: bytes) -> None:
    path = "/v1/jobs/batch" if b"items" in body else "/v1/jobs"
    answer = client.post(path, content=body, headers=JSON)
    assert answer.status_code == 422
    assert "too deep" in answer.json()["detail"]


FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%00",
        "%ff%fe",
        "%ED%A0%80",
        "%F0%9F%8D%95",
        "<script>alert(1)</script>",
        "a" * 45_000,
        "pizza+" * 7_000,
    ],
)
def test_no_form_is_a_fault(client: TestClient, text: str) -> None:
    csrf = client.get("/jobs").text.partition('name="csrf" value="')[2].partition('"')[0]
    answer = client.post("/jobs", content=f"csrf={csrf}&cible=%00&intitule={text}&texte={text}", headers=FORM)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/jobs/%2e%2e/%2e%2e/etc/passwd",
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static//etc/passwd",
        "/jobs?exemple=%00",
        "/jobs?exemple=-1",
        "/jobs?exemple=99",
        "/jobs?exemple=1e9",
        "/" + "a" * 5_000,
        "/\ud7ff",
    ],
)
def test_no_address_is_a_fault(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code in (200, 404)
    assert "root:" not in answer.text
    assert "import" not in answer.text


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(
    st.sampled_from(["id", "text", "title", "description", "k", "target", "reasons", "x"]), values
)


@given(items=st.lists(records | values, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_gets_as_many_answers_as_items(client: TestClient, items: list[Any]) -> None:
    answer = client.post("/v1/jobs/batch", content=json.dumps({"items": items}), headers=JSON)
    if answer.status_code == 200:
        assert len(answer.json()["items"]) == len(items)
    else:
        # json.dumps writes lone surrogates that no valid UTF-8 can hold.
        assert answer.status_code == 400
