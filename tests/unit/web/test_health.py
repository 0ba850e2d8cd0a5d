from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import create_engine
from starlette.testclient import TestClient

from tremplin.base.settings import Settings

from .conftest import EXPERT


def test_the_process_is_up(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_ready_names_the_models(client: TestClient) -> None:
    assert client.get("/ready").json() == {
        "status": "ready",
        "models": {"jobs": "jobs-toy@1"},
        "database": "ok",
    }


def test_ready_without_a_database(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> None:
    assert visit(make_app(engine=None)).get("/ready").json()["database"] == "none"


def test_not_ready_without_models(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> None:
    client = visit(make_app(services=[]))
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200


def test_not_ready_without_its_database(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient], tmp_path: Path
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'absent' / 'db.sqlite'}")
    answer = visit(make_app(engine=engine)).get("/ready")
    assert answer.status_code == 503
    assert answer.json()["detail"] == "the database does not answer"
    assert "absent" not in answer.text


def test_probes_need_no_token(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> None:
    client = visit(make_app(changes={"tokens": Settings(tokens=f"expert:{EXPERT}").tokens}))
    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 200
