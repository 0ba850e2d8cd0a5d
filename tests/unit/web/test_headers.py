from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tremplin.web.headers import SECURITY_HEADERS


@pytest.mark.parametrize(
    "path", ["/", "/jobs", "/api", "/nothing", "/health", "/v1/products", "/openapi.json"]
)
def test_every_answer_carries_the_security_headers_and_is_not_stored(client: TestClient, path: str) -> None:
    answer = client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"] == "no-store"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
