from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tremplin.base.errors import ConfigurationError, MissingExtraError
from tremplin.storage import open_engine, tables, writing

from .conftest import both


def test_the_default_is_a_file_at_home(tmp_path):
    home = tmp_path / "deep" / "home"
    open_engine(home=home).dispose()
    assert (home / "tremplin.db").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700


def test_an_existing_folder_keeps_its_rights(tmp_path):
    tmp_path.chmod(0o755)
    open_engine(home=tmp_path).dispose()
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_the_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    open_engine("sqlite:///~/a.db", home=tmp_path / "other").dispose()
    assert (tmp_path / "a.db").exists()
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 30000),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
    ],
)
def test_every_connection_is_set_up(bare, pragma, value):
    with bare.connect() as one, bare.connect() as two:
        for connection in (one, two):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@pytest.mark.parametrize("url", ["nonsense", "sqlite//x", "postgresql://user:secret@host:port/x", "://"])
def test_a_url_that_cannot_be_read_is_not_repeated(tmp_path, url):
    with pytest.raises(ConfigurationError, match="cannot be read: give sqlite:///") as error:
        open_engine(url, home=tmp_path)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/d", "postgresql+psycopg2://u:secret@h/d", "sqlite+aiosqlite:///x"]
)
def test_an_unknown_kind_of_database_is_refused(tmp_path, url):
    with pytest.raises(ConfigurationError, match=r"of the unknown kind .*postgresql://user@host") as error:
        open_engine(url, home=tmp_path)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(tmp_path, url):
    with pytest.raises(ConfigurationError, match="in memory forgets everything"):
        open_engine(url, home=tmp_path)


def test_options_of_a_sqlite_url_are_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="options after '\\?'"):
        open_engine(f"sqlite:///{tmp_path}/a.db?mode=ro", home=tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ConfigurationError, match=r"file/home/tremplin.db cannot be made: .*TREMPLIN_HOME"):
        open_engine(home=tmp_path / "file" / "home")


@pytest.mark.parametrize("closed", ["", "tremplin.db"])
def test_what_cannot_be_written_is_named(tmp_path, monkeypatch, closed):
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path / closed and access(path, mode))
    with pytest.raises(ConfigurationError, match=f"{closed} cannot be written; check its rights"):
        open_engine(home=tmp_path)


def test_a_file_of_another_kind_is_named(tmp_path):
    (tmp_path / "tremplin.db").write_bytes(b"not a database" * 100)
    with pytest.raises(
        ConfigurationError, match=r"tremplin.db cannot be opened as a database: file is not a database"
    ):
        open_engine(home=tmp_path)


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    (tmp_path / "tremplin.db").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be opened as a database: unable to open"):
        open_engine(home=tmp_path)


def test_postgresql_without_its_driver_says_the_pip_line(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        with pytest.raises(MissingExtraError, match=r"pip install 'tremplin\[postgres\]'"):
            open_engine(f"{scheme}://user@host/db", home=tmp_path)


def _run(connection, *statements):
    for statement in statements:
        connection.execute(statement)


@both
def test_a_transaction_is_kept_whole_or_not_at_all(bare):
    with writing(bare) as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    twice = text("INSERT INTO t VALUES (1)")
    with pytest.raises(IntegrityError), writing(bare) as connection:
        _run(connection, text("CREATE TABLE u (n INTEGER)"), twice, twice)
    with bare.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
    with writing(bare) as connection:
        connection.exec_driver_sql("CREATE TABLE u (n INTEGER)")


def test_errors_do_not_show_what_was_written(engine):
    row = {"id": "x", "person": "p", "content": {"name": "very personal"}}
    with pytest.raises(IntegrityError) as error, writing(engine) as connection:
        connection.execute(tables.personal.insert(), row)
    assert "very personal" not in str(error.value)


def test_writers_wait_for_each_other(bare):
    with writing(bare) as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER)")
        connection.exec_driver_sql("INSERT INTO t VALUES (0)")

    def count_up() -> None:
        for _ in range(10):
            with writing(bare) as connection:
                number = connection.exec_driver_sql("SELECT n FROM t").scalar()
                connection.exec_driver_sql(f"UPDATE t SET n = {number + 1}")

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with bare.connect() as connection:
        assert connection.exec_driver_sql("SELECT n FROM t").scalar() == 40


def test_reading_does_not_wait_for_a_writer(bare):
    with writing(bare) as writer:
        writer.exec_driver_sql("CREATE TABLE t (n INTEGER)")
        with bare.connect() as reader:
            assert reader.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0


def test_importing_the_package_loads_no_database():
    script = "import sys, tremplin; sys.exit('sqlalchemy' in sys.modules or 'alembic' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
