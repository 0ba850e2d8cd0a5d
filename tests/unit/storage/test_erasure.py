from __future__ import annotations

import logging

import pytest
from sqlalchemy import text

from tremplin.base.errors import InvalidInputError
from tremplin.storage import append_event, erase_person, read_events, read_personal, tables

from .conftest import both

SECRET = "Zoé Quenouille, 3 rue du Test"


def add(engine, person, content):
    append_event(engine, kind="label", product="mail", subject="m1", personal=content, person=person)
    return read_events(engine)[-1].personal_id


@both
def test_an_erasure_takes_what_was_kept_of_one_person(engine):
    mine = [add(engine, "u1", {"text": SECRET}), add(engine, "u1", {"text": SECRET})]
    other = add(engine, "u2", {"text": "x"})
    assert erase_person(engine, "u1") == 2
    assert [read_personal(engine, each) for each in mine] == [None, None]
    assert read_personal(engine, other) == {"text": "x"}
    events = read_events(engine)
    assert [event.kind for event in events] == ["label", "label", "label", "personal.erased"]
    assert (events[-1].subject, events[-1].payload) == ("u1", {"rows": 2})


@both
def test_nothing_of_the_person_is_left_in_any_table_or_log(engine, caplog):
    caplog.set_level(logging.DEBUG)
    add(engine, "u1", {"text": SECRET})
    erase_person(engine, "u1")
    with engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(text(f"SELECT * FROM {table.name}")):
                assert "Quenouille" not in str(row)
    assert "Quenouille" not in caplog.text


@pytest.mark.parametrize("size", [10, 20_000])
def test_the_bytes_are_gone_from_the_files(engine, tmp_path, size):
    mark = b"QuenouilleQuenouille"
    add(engine, "u1", {"text": mark.decode() + "x" * size})

    def found():
        return any(mark in path.read_bytes() for path in tmp_path.iterdir())

    assert found()
    erase_person(engine, "u1")
    assert not found()


def test_a_reader_that_keeps_old_pages_is_told_of(engine, caplog, monkeypatch, tmp_path):
    monkeypatch.setattr("tremplin.storage.erasure._PATIENCE_MS", 20)
    add(engine, "u1", {"text": SECRET})
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM personal").scalar()
        erase_person(engine, "u1")
    assert "erase again, or restart" in caplog.text
    erase_person(engine, "u1")
    assert not any(b"Quenouille" in path.read_bytes() for path in tmp_path.iterdir())
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 30_000


@both
def test_erasing_nobody_is_no_error(engine):
    assert erase_person(engine, "u9") == 0


def test_a_name_is_no_pseudonym(engine):
    with pytest.raises(InvalidInputError, match="a pseudonym, never a name"):
        erase_person(engine, "Zoé Quenouille")
