from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import tremplin.storage
from tremplin.base.errors import ConfigurationError
from tremplin.storage import append_event, downgrade, migrate, open_engine, read_events, writing
from tremplin.storage.migration import HEAD
from tremplin.storage.tables import metadata

from .conftest import both


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(tremplin.storage.__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)


def test_the_head_is_the_newest_script():
    assert scripts().get_current_head() == HEAD


@both
def test_the_scripts_make_the_tables_of_the_code(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@both
def test_each_revision_goes_down_and_up_again(bare):
    for script in reversed(list(scripts().walk_revisions())):
        migrate(bare)
        downgrade(bare, script.down_revision or "base")
        migrate(bare)
    append_event(bare, kind="a", product="jobs", subject="s")
    downgrade(bare)
    assert inspect(bare).get_table_names() == ["alembic_version"]
    migrate(bare)
    assert read_events(bare) == []


@both
def test_doing_it_twice_changes_nothing(engine):
    append_event(engine, kind="a", product="jobs", subject="s")
    migrate(engine)
    assert len(read_events(engine)) == 1


@both
def test_a_failing_migration_leaves_the_database_as_it_was(bare, monkeypatch):
    with writing(bare) as connection:
        connection.exec_driver_sql("CREATE TABLE personal (n INTEGER)")  # in the way of the second table
    with pytest.raises(ConfigurationError, match=r"cannot be prepared: .*already exists"):
        migrate(bare)
    assert inspect(bare).get_table_names() == ["personal"]


@both
def test_a_newer_database_is_refused(engine):
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for call in (migrate, downgrade):
        with pytest.raises(ConfigurationError, match=r"revision '9999', .*pip install --upgrade tremplin"):
            call(engine)


START = (
    "import sys; from pathlib import Path; from tremplin.storage import open_engine, migrate, append_event\n"
    "engine = open_engine(sys.argv[1], home=Path('.')); migrate(engine)\n"
    "append_event(engine, kind='a', product='jobs', subject='s')\n"
)


@both
def test_processes_may_start_at_once(new_url, tmp_path):
    started = [subprocess.Popen([sys.executable, "-W", "error", "-c", START, new_url]) for _ in range(2)]
    assert [process.wait() for process in started] == [0, 0]
    engine = open_engine(new_url, home=tmp_path)
    assert len(read_events(engine)) == 2
    engine.dispose()


def test_threads_may_start_at_once(tmp_path):
    barrier = threading.Barrier(6)

    def start(number: int) -> int:
        engine = open_engine(f"sqlite:///{tmp_path}/{number % 2}.db", home=tmp_path)
        barrier.wait()
        migrate(engine)
        added = append_event(engine, kind="a", product="jobs", subject="s")
        engine.dispose()
        return added

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(start, range(6))) == [1, 1, 2, 2, 3, 3]


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_named_without_the_password(tmp_path):
    pytest.importorskip("psycopg")
    engine = open_engine(f"postgresql://user:secret@/db?host={tmp_path}", home=tmp_path)
    with pytest.raises(ConfigurationError, match=r"postgresql.*user:\*\*\*@.* cannot be prepared") as error:
        migrate(engine)
    assert "secret" not in str(error.value)


def test_a_ready_database_does_not_load_alembic(engine):
    script = (
        "import sys; from pathlib import Path; from tremplin.storage import open_engine, migrate\n"
        "migrate(open_engine(sys.argv[1], home=Path('.'))); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script, str(engine.url)], check=True)
