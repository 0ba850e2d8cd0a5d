from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, insert, select
from sqlalchemy.dialects import postgresql

from tremplin.base.errors import InvalidInputError
from tremplin.storage import tables
from tremplin.storage.engine import writing
from tremplin.storage.fields import check_content, check_field

__all__ = ["PAYLOAD_LIMIT", "PERSONAL_LIMIT", "READ_LIMIT", "Event", "append_event", "read_events"]

PAYLOAD_LIMIT = 16_000
"""The most bytes of an event's payload."""

PERSONAL_LIMIT = 2_000_000
"""The most bytes of the personal content of an event."""

READ_LIMIT = 10_000
"""The most events that one call reads."""

_COMPARED = ("kind", "product", "subject", "actor", "payload")


@dataclass(frozen=True)
class Event:
    """Something that happened, and never changes.

    ``subject`` names what it happened to, for instance a prediction; ``actor`` is the pseudonym of who did
    it; ``personal_id`` names the personal content, which may have been erased since.
    """

    id: int
    created: datetime
    kind: str
    product: str
    subject: str
    actor: str | None
    idempotency_key: str | None
    payload: Mapping[str, Any]
    personal_id: str | None


def append_event(
    engine: Engine,
    *,
    kind: str,
    product: str,
    subject: str,
    payload: Mapping[str, Any] | None = None,
    actor: str | None = None,
    idempotency_key: str | None = None,
    personal: Mapping[str, Any] | None = None,
    person: str | None = None,
    created: datetime | None = None,
) -> int:
    """Adds an event; once this returns, it is on the disk.

    Args:
        engine: The database.
        kind: What happened, for instance ``feedback.accepted``.
        product: Where it happened.
        subject: What it happened to, for instance a prediction id.
        payload: Codes, versions and figures, never what a person said or is: it can never be removed.
        actor: The pseudonym of who did it.
        idempotency_key: Names the event; a second call with the same key adds nothing.
        personal: What must be kept of a person; it is stored apart, where an erasure finds it.
        person: The pseudonym of that person.
        created: When it happened, with a time zone; now if it is not given.

    Returns:
        The id of the event, or of the one that was added with this key before.

    Raises:
        InvalidInputError: A field is not of its form, the key was used for another event, or one of personal
            and person is given without the other.
        TooLargeError: A field is too long or too large.
    """
    if (personal is None) != (person is None):
        raise InvalidInputError("personal content and the person's pseudonym must be given together")
    if created is not None and created.tzinfo is None:
        raise InvalidInputError("created has no time zone; give for instance datetime.now(UTC)")
    when = created or datetime.now(UTC)
    content = None if personal is None else check_content("personal", personal, limit=PERSONAL_LIMIT)
    row = {
        "created": when,
        "kind": check_field("kind", kind),
        "product": check_field("product", product),
        "subject": check_field("subject", subject),
        "actor": None if actor is None else check_field("actor", actor),
        "idempotency_key": None
        if idempotency_key is None
        else check_field("idempotency_key", idempotency_key),
        "payload": check_content("payload", payload or {}, limit=PAYLOAD_LIMIT),
        "personal_id": None if content is None else uuid.uuid4().hex,
    }
    owner = None if person is None else check_field("person", person)
    with writing(engine) as connection:
        new = _insert(connection, row)
        if new is None:
            return _earlier(connection, row)
        if content is not None:
            stored = {"id": row["personal_id"], "person": owner, "created": when, "content": content}
            connection.execute(insert(tables.personal), stored)
        return new


def _insert(connection: Connection, row: dict[str, Any]) -> int | None:
    """Adds the row and returns its id, or None where its key is taken; no other writer can come between."""
    if connection.dialect.name == "postgresql":
        statement = postgresql.insert(tables.event).on_conflict_do_nothing(index_elements=["idempotency_key"])
        new: int | None = connection.scalar(statement.returning(tables.event.c.id), row)
        return new
    key = row["idempotency_key"]  # SQLite has one writer at a time, and this transaction is it
    if key is not None and connection.execute(_with_key(key)).first():
        return None
    added: Any = connection.execute(insert(tables.event), row).inserted_primary_key
    return int(added[0])


def _with_key(key: str) -> Select[Any]:
    return select(tables.event).where(tables.event.c.idempotency_key == key)


def _earlier(connection: Connection, row: dict[str, Any]) -> int:
    """Returns the id of the event that has the row's key, if it says the same."""
    found = connection.execute(_with_key(row["idempotency_key"])).one()
    for name in _COMPARED:
        if found._mapping[name] != row[name]:
            raise InvalidInputError(
                f"the idempotency key was used before, for event {found.id}, whose {name} is another: "
                "use a new key for a new event"
            )
    return int(found.id)


def read_events(
    engine: Engine,
    *,
    product: str | None = None,
    subject: str | None = None,
    kinds: Sequence[str] | None = None,
    actor: str | None = None,
    after: int = 0,
    limit: int = 1_000,
) -> list[Event]:
    """Reads events, oldest first.

    Args:
        engine: The database.
        product: Only those of this product.
        subject: Only those of this subject.
        kinds: Only those of one of these kinds.
        actor: Only those of this actor.
        after: Only those with a greater id: to read on, give the id of the last one read.
        limit: The most to read, from 1 to `READ_LIMIT`.

    Raises:
        InvalidInputError: The limit is out of range, or kinds is a single text.
    """
    if not 1 <= limit <= READ_LIMIT:
        raise InvalidInputError(f"limit is {limit}; expected 1 to {READ_LIMIT}: read on with after=")
    if isinstance(kinds, str):
        raise InvalidInputError(f"kinds is a text; expected a list such as [{kinds!r}]")
    columns = tables.event.c
    query = select(tables.event).where(columns.id > after).order_by(columns.id).limit(limit)
    for column, value in ((columns.product, product), (columns.subject, subject), (columns.actor, actor)):
        if value is not None:
            query = query.where(column == value)
    if kinds is not None:
        query = query.where(columns.kind.in_(list(kinds)))
    with engine.connect() as connection:
        return [_event(row) for row in connection.execute(query)]


def _event(row: Row[Any]) -> Event:
    return Event(**row._mapping)
