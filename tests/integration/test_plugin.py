from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_PLUGIN = Path(__file__).parent / "plugin"
_MODULE = "tremplin_shout.py"
_TREMPLIN = "from tremplin.cli import main; main()"


def _wheel(folder: Path) -> Path:
    """Builds the plugin as its build backend would, which needs a network to be fetched."""
    project = tomllib.loads((_PLUGIN / "pyproject.toml").read_text())["project"]
    name, version = project["name"], project["version"]
    stem = f"{name.replace('-', '_')}-{version}"
    groups = [
        f"[{group}]\n" + "".join(f"{point} = {value}\n" for point, value in points.items())
        for group, points in project["entry-points"].items()
    ]
    files = {
        _MODULE: (_PLUGIN / _MODULE).read_text(),
        f"{stem}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{stem}.dist-info/entry_points.txt": "\n".join(groups),
    }
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{file},sha256={_sha256(content)},{len(content.encode())}" for file, content in files.items()]
    files[record] = "\n".join([*lines, f"{record},,"]) + "\n"
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
    return path


def _sha256(content: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Installs the plugin with pip into a folder of its own; returns the environment that finds it."""
    folder = tmp_path_factory.mktemp("plugin")
    site = folder / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-index",
        "--no-deps",
        "--quiet",
        "--target",
        str(site),
    ]
    subprocess.run([*install, "--disable-pip-version-check", str(_wheel(folder))], check=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TREMPLIN_")}
    return {**kept, "PYTHONPATH": str(site), "TREMPLIN_HOME": str(folder / "home")}


def _shell(environment: dict[str, str], *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _TREMPLIN, *words],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_plugin_is_short() -> None:
    lines = [line for line in (_PLUGIN / _MODULE).read_text().splitlines() if line.strip()]
    assert len(lines) <= 30


def test_command(environment: dict[str, str], tmp_path: Path) -> None:
    assert "\n  shout " in _shell(environment, "--help", folder=tmp_path).stdout
    done = _shell(environment, "shout", "predict", "bonjour", "--marks", "3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["shout"] == "BONJOUR!!!"
    assert answer["model"] == "shout@1"


def test_batch_job(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "a"}\n{"id": 2, "texte": "b"}\n')
    done = _shell(environment, "batch", "shout", "--in", "*.jsonl", "--out", "scored", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in (tmp_path / "scored/in.jsonl").read_text().splitlines()]
    assert answers[0]["shout"] == "A!"
    assert answers[1]["id"] == 2
    assert answers[1]["error"]["code"] == "invalid_input"


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    """Serves the plugin on a free port of this machine; yields the address."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", _TREMPLIN, "serve", "shout", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    assert process.stdout is not None
    try:
        said = ""
        while not (address := re.search(r"http://127\.0\.0\.1:\d+", said)):
            line = process.stdout.readline()
            assert line, f"the server stopped: {said}"
            said += line
        yield address[0]
    finally:
        watchdog.cancel()
        process.terminate()
        process.communicate(timeout=30)


def _post(address: str, body: object) -> Any:
    request = urllib.request.Request(
        address, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def test_http_routes(server: str) -> None:
    assert _post(f"{server}/v1/shout", {"text": "bonjour"})["shout"] == "BONJOUR!"
    answers = _post(f"{server}/v1/shout/batch", {"items": [{"id": "x", "text": "a"}, {"id": "y"}]})["items"]
    assert [answer["id"] for answer in answers] == ["x", "y"]
    assert answers[0]["shout"] == "A!"
    assert answers[1]["error"]["code"] == "invalid_input"


def test_openapi_document(server: str) -> None:
    with urllib.request.urlopen(f"{server}/openapi.json", timeout=30) as response:
        assert {"/v1/shout", "/v1/shout/batch"} <= set(json.load(response)["paths"])
