from __future__ import annotations

import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tremplin.base.errors import InvalidInputError, TooLargeError
from tremplin.storage import Event, append_event, migrate, open_engine, read_events, read_personal, writing

from .conftest import both

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))


def add(engine, subject="p1", **changes):
    fields = {"kind": "feedback.accepted", "product": "jobs", "subject": subject, "created": NOON}
    return append_event(engine, **{**fields, **changes})


@both
def test_an_event_comes_back(engine):
    fields = {
        "payload": {"code": "G1602", "rank": 1, "deep": [None, 0.5, "é"]},
        "actor": "u1",
        "idempotency_key": "k",
    }
    number = add(engine, **fields)
    assert read_events(engine) == [
        Event(number, NOON, "feedback.accepted", "jobs", "p1", "u1", "k", fields["payload"], None)
    ]


@both
def test_moments_are_kept_in_utc(engine):
    add(engine, created=datetime(2026, 1, 31, 13, 0, 0, 250_000, tzinfo=PARIS))
    [found] = read_events(engine)
    assert found.created == NOON + timedelta(microseconds=250_000)
    assert found.created.tzinfo is UTC


def test_now_is_the_default(engine):
    before = datetime.now(UTC)
    append_event(engine, kind="a", product="jobs", subject="s")
    assert before <= read_events(engine)[0].created <= datetime.now(UTC)


@both
def test_the_same_key_adds_one_event(engine):
    first = add(engine, idempotency_key="k", payload={"a": 1.5})
    assert add(engine, idempotency_key="k", payload={"a": 1.5}, created=NOON + timedelta(days=1)) == first
    assert add(engine, idempotency_key="l") != first
    assert len(read_events(engine)) == 2


@both
@pytest.mark.parametrize(
    "change", [{"kind": "b"}, {"product": "mail"}, {"subject": "p2"}, {"actor": "u2"}, {"payload": {"a": 2}}]
)
def test_the_same_key_for_another_event_is_refused(engine, change):
    number = add(engine, idempotency_key="k")
    with pytest.raises(
        InvalidInputError, match=f"used before, for event {number}, whose {next(iter(change))} is another"
    ):
        add(engine, idempotency_key="k", **change)
    assert len(read_events(engine)) == 1


@both
def test_writers_at_once_add_one_event_per_key(engine):
    barrier, numbers = threading.Barrier(6), []

    def write() -> None:
        barrier.wait()
        numbers.append([add(engine, idempotency_key=f"k{n}") for n in range(3)])

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 6
    assert {tuple(each) for each in numbers} == {tuple(numbers[0])}
    assert len(read_events(engine)) == 3


@pytest.mark.parametrize("field", ["kind", "product", "subject", "actor", "idempotency_key"])
def test_fields_are_checked(engine, field):
    with pytest.raises(InvalidInputError, match=field):
        add(engine, **{field: "not of that form é"})
    with pytest.raises(TooLargeError, match=field):
        add(engine, **{field: "a" * 300})
    assert read_events(engine) == []


def test_contents_are_checked(engine):
    with pytest.raises(TooLargeError, match="payload"):
        add(engine, payload={"a": "x" * 16_000})
    with pytest.raises(TooLargeError, match="personal"):
        add(engine, personal={"a": "x" * 2_000_000}, person="u1")
    with pytest.raises(InvalidInputError, match="payload"):
        add(engine, payload=["a"])
    assert read_events(engine) == []


@pytest.mark.parametrize("half", [{"personal": {"a": 1}}, {"person": "u1"}])
def test_personal_content_needs_its_person(engine, half):
    with pytest.raises(InvalidInputError, match="must be given together"):
        add(engine, **half)


def test_a_moment_needs_a_zone(engine):
    with pytest.raises(InvalidInputError, match="created has no time zone"):
        add(engine, created=datetime(2026, 1, 31))  # noqa: DTZ001


@both
def test_events_are_never_changed(engine):
    number = add(engine, idempotency_key="k", personal={"a": 1}, person="u1")
    attempts = [
        "UPDATE event SET kind = 'b'",
        "DELETE FROM event",
        "UPDATE personal SET person = 'u2'",
    ]
    if engine.dialect.name == "sqlite":
        columns = "(id, created, kind, product, subject, payload, idempotency_key)"
        attempts += [
            f"INSERT OR REPLACE INTO event {columns} VALUES ({number}, '2026-01-01', 'b', 'b', 'b', '1', 'x')",
            f"REPLACE INTO event {columns} VALUES (99, '2026-01-01', 'b', 'b', 'b', '1', 'k')",
        ]
    else:
        attempts.append("TRUNCATE event")
    for attempt in attempts:
        with (
            pytest.raises(DBAPIError, match=r"are never changed: no (update|delete|truncate)"),
            writing(engine) as connection,
        ):
            connection.execute(text(attempt))
    assert [event.kind for event in read_events(engine)] == ["feedback.accepted"]


def test_the_id_of_an_event_is_never_given_twice(engine):
    first = add(engine)
    with writing(engine) as connection:
        connection.execute(text("DROP TRIGGER event_no_delete"))
        connection.execute(text("DELETE FROM event"))
    assert add(engine) > first


@both
def test_reading_chooses(engine):
    one = add(engine, "p1", actor="u1")
    two = add(engine, "p2", kind="feedback.shown", actor="u2")
    three = add(engine, "p1", product="mail")

    def ids(**filters):
        return [event.id for event in read_events(engine, **filters)]

    assert ids() == [one, two, three]
    assert ids(product="jobs") == [one, two]
    assert ids(subject="p1") == [one, three]
    assert ids(product="jobs", subject="p1") == [one]
    assert ids(kinds=["feedback.shown", "other"]) == [two]
    assert ids(kinds=[]) == []
    assert ids(actor="u1") == [one]
    assert ids(after=one, limit=1) == [two]
    assert ids(subject="p9") == []


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_a_limit_out_of_range_is_refused(engine, limit):
    with pytest.raises(InvalidInputError, match=f"limit is {limit}; expected 1 to 10000"):
        read_events(engine, limit=limit)


def test_a_single_kind_is_refused(engine):
    with pytest.raises(InvalidInputError, match=r"expected a list such as \['feedback.shown'\]"):
        read_events(engine, kinds="feedback.shown")


@both
def test_personal_content_lies_apart(engine):
    add(engine, personal={"text": "Je cherche un poste"}, person="u1")
    [event] = read_events(engine)
    assert event.payload == {}
    assert read_personal(engine, event.personal_id) == {"text": "Je cherche un poste"}


@both
def test_a_repeated_event_keeps_one_personal_content(engine):
    for _ in range(2):
        add(engine, idempotency_key="k", personal={"a": 1}, person="u1")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM personal")).scalar() == 1


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    script = (
        "import sys; from pathlib import Path; from tremplin.storage import *\n"
        "engine = open_engine(home=Path(sys.argv[1])); migrate(engine)\n"
        "while True: print(append_event(engine, kind='a', product='jobs', subject='s'), flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    acknowledged = [int(process.stdout.readline()) for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    acknowledged += [int(line) for line in rest.split("\n")[:-1]]
    engine = open_engine(home=tmp_path)
    migrate(engine)
    found = [event.id for event in read_events(engine)]
    engine.dispose()
    assert found[: len(acknowledged)] == acknowledged
    assert len(found) <= len(acknowledged) + 1
