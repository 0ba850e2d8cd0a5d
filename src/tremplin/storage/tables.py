from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Index, Integer, MetaData, String, Table
from sqlalchemy.types import TypeDecorator

__all__ = ["UtcDateTime", "event", "metadata", "personal"]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so that it is taken off on the way in and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turns an aware moment into what the database keeps."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Returns an aware moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()
"""Every table of Tremplin; the migrations build them."""

event = Table(
    "event",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("created", UtcDateTime, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("product", String(40), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("actor", String(64)),
    Column("idempotency_key", String(200)),
    Column("payload", JSON, nullable=False),
    Column("personal_id", String(32)),
    Index("event_by_key", "idempotency_key", unique=True),
    Index("event_by_subject", "product", "subject"),
    sqlite_autoincrement=True,
)
"""What happened. Rows are only ever added: triggers refuse every update and delete."""

personal = Table(
    "personal",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("content", JSON, nullable=False),
    Index("personal_by_person", "person"),
)
"""What a person said or is. Rows are never changed, and deleted when the person asks for erasure."""
