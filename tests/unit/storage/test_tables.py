from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.dialects import postgresql, sqlite

from tremplin.storage.tables import UtcDateTime


def test_nothing_stays_nothing():
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        assert UtcDateTime().process_bind_param(None, dialect) is None
        assert UtcDateTime().process_result_value(None, dialect) is None


def test_each_database_gets_its_form():
    moment = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert UtcDateTime().process_bind_param(moment, sqlite.dialect()) == moment.replace(tzinfo=None)
    assert UtcDateTime().process_bind_param(moment, postgresql.dialect()) == moment
