"""One database for everything that Tremplin writes down: SQLite, or PostgreSQL by URL."""

from tremplin.storage.engine import open_engine, writing
from tremplin.storage.erasure import erase_person, read_personal
from tremplin.storage.events import Event, append_event, read_events
from tremplin.storage.migration import downgrade, migrate

__all__ = [
    "Event",
    "append_event",
    "downgrade",
    "erase_person",
    "migrate",
    "open_engine",
    "read_events",
    "read_personal",
    "writing",
]
