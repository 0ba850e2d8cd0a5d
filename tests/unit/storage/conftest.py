from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tremplin.storage import migrate, open_engine

from .server import postgres_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield folder


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path}/new.db"
    folder = request.getfixturevalue("server")
    name = f"d{uuid.uuid4().hex}"
    engine = open_engine(f"postgresql://postgres@/postgres?host={folder}", home=tmp_path)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return f"postgresql://postgres@/{name}?host={folder}"


@pytest.fixture
def bare(new_url: str, tmp_path: Path) -> Iterator[Engine]:
    """An engine without tables."""
    engine = open_engine(new_url, home=tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(bare: Engine) -> Engine:
    migrate(bare)
    return bare


both = pytest.mark.parametrize(
    "new_url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
