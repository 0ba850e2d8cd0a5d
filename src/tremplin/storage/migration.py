from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from tremplin.base.errors import ConfigurationError
from tremplin.storage.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["HEAD", "downgrade", "migrate"]

_log = logging.getLogger(__name__)

HEAD = "0001"
"""The newest revision. A database that is there already is ready without loading alembic."""

_POSTGRES_LOCK = 0x7265_6D70
_one_at_a_time = threading.Lock()  # alembic keeps its state in a module


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _check_known(config: Config, revision: str | None) -> None:
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise ConfigurationError(
            f"the database is at revision {revision!r}, which this version of Tremplin does not know: a newer one "
            "wrote it. Run: pip install --upgrade tremplin, or name another database"
        )


def _move(engine: Engine, revision: str, *, up: bool) -> None:
    """Moves the tables to a revision in one transaction, while other processes wait."""
    from alembic import command

    with _one_at_a_time, writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        config = _config(connection)
        _check_known(config, _revision(connection))
        (command.upgrade if up else command.downgrade)(config, revision)


def migrate(engine: Engine) -> None:
    """Brings the tables to this version's form; several processes may do so at once.

    Raises:
        ConfigurationError: The database cannot be reached or its tables not made, or a newer version wrote it.
    """
    try:
        with engine.connect() as connection:
            before = _revision(connection)
        if before != HEAD:
            _move(engine, "head", up=True)
            _log.info("database moved from revision %s to %s", before, HEAD)
    except (OperationalError, ProgrammingError) as error:
        raise ConfigurationError(
            f"the database {engine.url.render_as_string(hide_password=True)} cannot be prepared: {error.orig}; "
            "check that it runs, its address, and the user's rights"
        ) from error


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Takes the tables back to an earlier revision; what they hold is lost.

    Args:
        engine: The database.
        revision: The revision; ``base`` removes every table.

    Raises:
        ConfigurationError: A newer version wrote the database.
    """
    _move(engine, revision, up=False)
