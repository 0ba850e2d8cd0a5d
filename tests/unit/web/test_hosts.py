from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tremplin.base.errors import ConfigurationError
from tremplin.base.settings import Settings
from tremplin.web.hosts import allowed_hosts, host_name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:8000", "localhost"),
        ("127.0.0.1:8000", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("[::1]:8000", "[::1]"),
        ("", ""),
        ("[::1", ""),
        ("[::1]x", ""),
        ("localhost:x", ""),
        ("localhost:80:80", ""),
        ("::1", ""),
    ],
)
def test_the_name_of_a_host_header(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize(
    "names", ["", " , ", "*", "*.example.fr", "https://example.fr", "example.fr:8000", "::1"]
)
def test_host_names_are_exact(names: str) -> None:
    with pytest.raises(ConfigurationError, match="TREMPLIN_ALLOWED_HOSTS"):
        allowed_hosts(Settings(allowed_hosts=names))


def test_host_names_are_read_without_case_and_blanks() -> None:
    assert allowed_hosts(Settings(allowed_hosts=" A.example.fr, localhost ,")) == (
        "a.example.fr",
        "localhost",
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", "localhost:8000:1", ""]
)
@pytest.mark.parametrize("path", ["/", "/health", "/v1/products", "/static/site.css"])
def test_a_foreign_host_is_refused_everywhere(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["code"] == "forbidden"
    assert "evil" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9999", "[::1]:8000"])
def test_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200
