from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from tremplin.storage import tables
from tremplin.storage.engine import writing
from tremplin.storage.fields import check_field

__all__ = ["erase_person", "read_personal"]

_log = logging.getLogger(__name__)

_PATIENCE_MS = 2_000
"""How long an erasure waits for readers that hold old pages."""


def read_personal(engine: Engine, personal_id: str) -> dict[str, Any] | None:
    """Returns the personal content of an event, or None once it has been erased."""
    query = select(tables.personal.c.content).where(tables.personal.c.id == personal_id)
    with engine.connect() as connection:
        content: dict[str, Any] | None = connection.scalar(query)
    return content


def erase_person(engine: Engine, person: str) -> int:
    """Deletes everything that is kept of a person; the events stay, and name nobody.

    With SQLite the bytes are overwritten in its files too. Backups are not reached.

    Args:
        engine: The database.
        person: The person's pseudonym.

    Returns:
        How many rows were deleted. The erasure itself is an event.

    Raises:
        InvalidInputError: The pseudonym is not of its form.
    """
    check_field("person", person)
    with writing(engine) as connection:
        rows = connection.execute(delete(tables.personal).where(tables.personal.c.person == person)).rowcount
        erased = {"created": datetime.now(UTC), "kind": "personal.erased", "product": "tremplin"}
        connection.execute(insert(tables.event), {**erased, "subject": person, "payload": {"rows": rows}})
    if engine.dialect.name == "sqlite":
        _empty_log(engine)
    return rows


def _empty_log(engine: Engine) -> None:
    """Moves the write-ahead log into the database and empties it: its old pages still hold the content."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        patience = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
    if busy:
        _log.warning(
            "the write-ahead log still holds erased content, because someone is reading: erase again, or restart"
        )
