from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
import uvicorn
from fastapi import FastAPI

from tremplin.web.run import listen

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def connection(make_app: Callable[..., FastAPI]) -> Iterator[http.client.HTTPConnection]:
    with listen("127.0.0.1", 0) as taken:
        server = uvicorn.Server(uvicorn.Config(make_app(), log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        while not server.started:
            time.sleep(0.005)
        opened = http.client.HTTPConnection("127.0.0.1", taken.getsockname()[1], timeout=10)
        yield opened
        opened.close()
        server.should_exit = True
        thread.join(10)


def ask(
    connection: http.client.HTTPConnection, body: object, headers: dict[str, str] = JSON
) -> tuple[int, bytes]:
    connection.request("POST", "/v1/jobs", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_ten_megabytes_are_refused_and_the_connection_goes_on(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, b'{"text": "' + b"x" * 10_000_000 + b'"}')[0] == 413
    assert ask(connection, b'{"text": "pizza"}')[0] == 200


def test_a_body_in_chunks_is_counted(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, iter([b'{"text": "', b"pizza", b'"}']))[0] == 200
    assert ask(connection, (b"x" * 1_000 for _ in range(300)))[0] == 413
    assert ask(connection, b'{"text": "pizza"}')[0] == 200


@pytest.mark.parametrize("length", ["-1", "x", "9" * 40])
def test_a_wrong_length_is_refused(connection: http.client.HTTPConnection, length: str) -> None:
    connection.putrequest("POST", "/v1/jobs")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status in (400, 413)


@pytest.mark.parametrize(
    "line", [b"\x00\xff\r\n\r\n", b"GET /\x00 HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"]
)
def test_a_broken_request_is_refused(connection: http.client.HTTPConnection, line: bytes) -> None:
    with socket.create_connection((connection.host, connection.port or 0), timeout=10) as raw:
        raw.sendall(line)
        assert raw.recv(100).split(b" ")[1] in (b"400", b"421")


SCRIPT = """
    import sys
    sys.path.insert(0, {folder!r})
    from web.toy import ToyModel, make_product
    from tremplin import repository
    from tremplin.base import Service
    from tremplin.web import run

    repository.open_models = lambda url: None
    run.load_services = lambda names, **options: ([Service(make_product(), ToyModel())], {{}})
    run.run(["jobs"], port=0)
"""


def test_ctrl_c_stops_it_cleanly(tmp_path: Path) -> None:
    script = dedent(SCRIPT).format(folder=str(Path(__file__).parents[1]))
    environment = os.environ | {"TREMPLIN_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        port = int(first.rpartition(":")[2])
        deadline = time.monotonic() + 20
        while True:
            try:
                opened = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                opened.request("GET", "/ready")
                assert json.loads(opened.getresponse().read())["database"] == "ok"
                break
            except ConnectionError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
            finally:
                opened.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.endswith("Stopped.\n")
    assert err == ""
    assert (tmp_path / "tremplin.db").exists()
