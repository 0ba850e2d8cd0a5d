from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from starlette.testclient import TestClient

from tremplin import feedback
from tremplin.base import Product, Service
from tremplin.base.settings import Settings
from tremplin.web.app import create_app

from .toy import ToyModel, make_product

HOME = "http://127.0.0.1:8000"
EXPERT = "expert-token-of-the-tests"
SERVICE = "service-token-of-the-tests"


@pytest.fixture
def product() -> Product:
    return make_product()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, secret="a secret of the tests", body_limit=100_000, batch_limit=10)


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    yield made
    made.dispose()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []

    def keep(engine: Engine, **event: Any) -> int:
        events.append(event)
        return len(events)

    monkeypatch.setattr(feedback, "record", keep)
    return events


@pytest.fixture
def make_app(settings: Settings, engine: Engine, product: Product) -> Callable[..., FastAPI]:
    def make(*, changes: dict[str, Any] | None = None, **options: Any) -> FastAPI:
        services = options.pop("services", [Service(product, ToyModel())])
        options.setdefault("engine", engine)
        return create_app(services, settings.model_copy(update=changes or {}), **options)

    return make


@pytest.fixture
def visit() -> Iterator[Callable[..., TestClient]]:
    opened: list[TestClient] = []

    def open_client(app: FastAPI, **options: Any) -> TestClient:
        client = TestClient(app, **({"base_url": HOME, "follow_redirects": False} | options))
        opened.append(client.__enter__())
        return client

    yield open_client
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> TestClient:
    return visit(make_app())
