from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from tremplin.base.errors import ConfigurationError
from tremplin.base.extras import require

__all__ = ["DATABASE_FILE", "open_engine", "writing"]

DATABASE_FILE = "tremplin.db"
"""The SQLite database in the home folder."""

# FULL, not NORMAL: with NORMAL a power cut may take back commits that were acknowledged. It costs one flush of
# the disk per commit. recursive_triggers makes INSERT OR REPLACE fire the triggers that refuse a delete;
# secure_delete overwrites what an erasure removes.
_PRAGMAS = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
)

_ADVICE = "give sqlite:///folder/file.db or postgresql://user@host/database, or nothing for the home folder"


def _parse(url: str) -> URL:
    """Reads a database URL; it is never repeated in an error, because it may hold a password."""
    if url.startswith("postgres://"):
        url = "postgresql" + url.removeprefix("postgres")
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(f"the database URL cannot be read: {_ADVICE}") from error
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if not parsed.database or parsed.database == ":memory:":
            raise ConfigurationError(f"a database in memory forgets everything at the end: {_ADVICE}")
        if parsed.query:
            raise ConfigurationError(
                f"the database URL has options after '?', which are not supported: {_ADVICE}"
            )
        return parsed
    raise ConfigurationError(f"the database URL is of the unknown kind {parsed.drivername!r}: {_ADVICE}")


def _set_pragmas(connection: Any, record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Begins each transaction itself: the driver would leave out reads and definitions of tables."""
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare_file(path: Path) -> None:
    """Makes the file if there is none, for nobody else to read: it will hold what people said."""
    home = "check its rights, or set TREMPLIN_HOME to another folder"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise ConfigurationError(f"the database {path} cannot be made: {error.strerror}; {home}") from error
    for place in (path.parent, path):
        if not os.access(place, os.W_OK):
            raise ConfigurationError(f"{place} cannot be written; {home}")


def _open_sqlite(url: URL) -> Engine:
    path = Path(url.database or "").expanduser()
    _prepare_file(path)
    engine = create_engine(
        url.set(database=str(path)), connect_args={"isolation_level": None}, hide_parameters=True
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except DBAPIError as error:
        engine.dispose()
        raise ConfigurationError(
            f"{path} cannot be opened as a database: {error.orig}; restore it from a backup, or name another file"
        ) from error
    return engine


def open_engine(url: str = "", *, home: Path) -> Engine:
    """Opens the database; `migrate` then builds its tables.

    What was committed survives a killed process and a power cut. Parameters never show in errors or logs,
    because they may be personal.

    Args:
        url: ``sqlite:///file`` or ``postgresql://…``; empty for a SQLite file in the home folder.
        home: The home folder; it is made if it does not exist.

    Returns:
        An engine. With PostgreSQL no connection is made yet.

    Raises:
        ConfigurationError: The URL cannot be read or is of an unknown kind, or the file cannot be opened.
        MissingExtraError: The URL is PostgreSQL's and its driver is not installed.
    """
    parsed = _parse(url) if url else URL.create("sqlite", database=str(home / DATABASE_FILE))
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    require("psycopg", extra="postgres")
    return create_engine(parsed, pool_pre_ping=True, hide_parameters=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Opens a transaction that writes, and commits it at the end, or rolls it back on an error.

    SQLite has one writer at a time. Such a transaction waits for its turn at its beginning; one that reads
    first and writes later would fail instead.
    """
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        yield connection
