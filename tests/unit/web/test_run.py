from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import create_engine

from tremplin import repository, storage
from tremplin.base import Service
from tremplin.base.errors import ConfigurationError
from tremplin.web import run as module
from tremplin.web.run import listen, run

from .conftest import EXPERT
from .toy import ToyModel, make_product


@pytest.fixture
def held() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def test_a_free_port_is_taken() -> None:
    with listen("127.0.0.1", 0) as taken:
        assert taken.getsockname()[0] == "127.0.0.1"
        assert taken.getsockname()[1] > 0


def test_a_port_in_use_is_told_with_another(held: int) -> None:
    with pytest.raises(ConfigurationError, match=f"port {held} of 127.0.0.1 is already in use.*--port"):
        listen("127.0.0.1", held)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "port 80 is reserved"),
        (errno.EADDRNOTAVAIL, "cannot listen on 127.0.0.1, port 80: .*give an address of this machine"),
    ],
)
def test_an_address_that_cannot_be_taken(monkeypatch: pytest.MonkeyPatch, number: int, said: str) -> None:
    class Refusing(socket.socket):
        def bind(self, address: Any) -> None:
            raise OSError(number, "not here")

    monkeypatch.setattr(socket, "socket", Refusing)
    with pytest.raises(ConfigurationError, match=said):
        listen("127.0.0.1", 80)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    seen: dict[str, Any] = {"missing": {}, "services": [Service(make_product(), ToyModel())], "served": None}

    def load(names: list[str], *, source: Any, models: Any) -> Any:
        seen.update(names=names, source=source, models=models)
        return seen["services"], seen["missing"]

    class Server:
        def __init__(self, config: uvicorn.Config) -> None:
            seen["config"] = config

        def run(self, sockets: list[socket.socket]) -> None:
            seen["served"] = sockets[0].getsockname()
            raise KeyboardInterrupt

    monkeypatch.setenv("TREMPLIN_HOME", str(tmp_path))
    monkeypatch.setattr(module, "load_services", load)
    monkeypatch.setattr(module, "product_names", lambda: ["jobs", "scan"])
    monkeypatch.setattr(uvicorn, "Server", Server)
    monkeypatch.setattr(repository, "open_models", lambda url: f"models of {url!r}")
    monkeypatch.setattr(storage, "open_engine", lambda url, *, home: create_engine("sqlite://"))
    monkeypatch.setattr(storage, "migrate", lambda engine: seen.update(migrated=True))
    return seen


def test_it_says_what_it_serves_and_how_to_stop(
    stage: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    stage["missing"] = {"scan": "pip install 'tremplin[scan]'"}
    run(port=0, models={"jobs": "jobs@1"}, demo=True)
    printed = capsys.readouterr().out
    assert f"http://127.0.0.1:{stage['served'][1]}\n" in printed
    assert "jobs: jobs-toy@1 at /v1/jobs, page /jobs" in printed
    assert "scan: not installed here; add it with: pip install 'tremplin[scan]'" in printed
    assert "no token is configured" in printed
    assert "Stop it with Ctrl-C." in printed
    assert printed.endswith("Stopped.\n")
    assert stage["names"] == ["jobs", "scan"]
    assert stage["models"] == {"jobs": "jobs@1"}
    assert stage["migrated"]
    assert stage["config"].access_log is False


def test_products_may_be_named(stage: dict[str, Any]) -> None:
    run(["jobs", "jobs"], port=0)
    assert stage["names"] == ["jobs"]


def test_with_tokens_it_says_under_which_names_it_answers(
    stage: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TREMPLIN_TOKENS", f"expert:{EXPERT}")
    run(port=0)
    printed = capsys.readouterr().out
    assert "answers to the names 127.0.0.1, localhost, [::1]" in printed
    assert EXPERT not in printed


def test_without_tokens_it_stays_on_this_machine(stage: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="set TREMPLIN_TOKENS"):
        run(host="0.0.0.0", port=0)
    assert stage["served"] is None


def test_a_name_that_changes_its_address_is_caught(
    stage: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def move(host: str, port: int) -> socket.socket:
        return socket.create_server(("0.0.0.0", 0))

    monkeypatch.setattr(module, "listen", move)
    with pytest.raises(ConfigurationError, match=r"listening on 0\.0\.0\.0"):
        run(port=0)
    assert stage["served"] is None


@pytest.mark.parametrize(
    ("missing", "said"), [({}, "no product is installed"), ({"scan": "pip install x"}, "pip install x")]
)
def test_nothing_to_serve_is_an_error(stage: dict[str, Any], missing: dict[str, str], said: str) -> None:
    stage.update(services=[], missing=missing)
    with pytest.raises(ConfigurationError, match=f"there is nothing to serve: {said}"):
        run(port=0)
