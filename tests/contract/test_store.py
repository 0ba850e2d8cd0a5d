"""What every `Store` must do; add a store to the fixture and all of it runs on it."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from tremplin.base.errors import InvalidInputError, NotFoundError
from tremplin.repository import DiskStore, Store

KEY = "models/jobs/versions/1.json"


@pytest.fixture(params=["disk", "disk-without-links"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    if request.param == "disk-without-links":

        def refuse(source: object, target: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr("os.link", refuse)
    return DiskStore(tmp_path / "store")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.bin"
    path.write_bytes(bytes(range(256)) * 8200)
    return path


def together(count: int, call) -> list:
    """Calls a function from several threads at the same moment."""
    barrier = threading.Barrier(count)
    results: list = [None] * count

    def one(number: int) -> None:
        barrier.wait()
        results[number] = call(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_an_object_comes_back(store, source):
    assert store.put_if_absent(KEY, b"one")
    assert store.put_if_absent("blobs/abc", source)
    assert store.get(KEY) == b"one"
    assert store.path(KEY).read_bytes() == b"one"
    assert store.path("blobs/abc").read_bytes() == source.read_bytes()
    assert store.exists(KEY)


def test_an_empty_object_is_one(store):
    assert store.put_if_absent(KEY, b"")
    assert store.get(KEY) == b""


def test_what_is_not_there_is_said_to_be_missing(store):
    assert not store.exists(KEY)
    for read in (store.get, store.path):
        with pytest.raises(NotFoundError, match=KEY):
            read(KEY)


def test_an_object_is_never_overwritten_by_put(store):
    store.put_if_absent(KEY, b"one")
    assert not store.put_if_absent(KEY, b"two")
    assert store.get(KEY) == b"one"


def test_one_of_many_writers_wins(store):
    results = together(8, lambda number: store.put_if_absent(KEY, str(number).encode()))
    assert sum(results) == 1
    assert store.get(KEY) == str(results.index(True)).encode()


def test_replace_writes_over(store):
    assert store.replace(KEY, b"one")
    assert store.replace(KEY, b"two")
    assert store.get(KEY) == b"two"


def test_replace_can_ask_for_what_is_there(store):
    assert not store.replace(KEY, b"x", expected=b"")
    assert not store.exists(KEY)
    store.put_if_absent(KEY, b"one")
    assert not store.replace(KEY, b"x", expected=b"two")
    assert store.get(KEY) == b"one"
    assert store.replace(KEY, b"two", expected=b"one")
    assert store.get(KEY) == b"two"


def test_no_change_is_lost_between_writers_who_ask(store):
    store.put_if_absent(KEY, b"")

    def add(number: int) -> None:
        while True:
            old = store.get(KEY)
            if store.replace(KEY, old + b"%d" % number, expected=old):
                return

    together(8, add)
    assert sorted(store.get(KEY)) == sorted(b"01234567")


def test_keys_lists_a_folder_in_order(store):
    for key in ("models/b/1", "models/a/2", "models/a/deep/1", "blobs/x"):
        store.put_if_absent(key, b"")
    store.replace("models/a/2", b"new")
    assert store.keys("models/") == ["models/a/2", "models/a/deep/1", "models/b/1"]
    assert store.keys("models/a/") == ["models/a/2", "models/a/deep/1"]
    assert store.keys("models/c/") == []


def test_bytes_are_checked_on_the_way_in(store, source):
    right = hashlib.sha256(source.read_bytes()).hexdigest()
    assert store.put_if_absent("blobs/a", source, sha256=right)
    for write in (store.put_if_absent, store.replace):
        for content in (source, b"other"):
            with pytest.raises(InvalidInputError, match="changed while it was stored"):
                write("blobs/b", content, sha256="0" * 64)
    assert store.keys("blobs/") == ["blobs/a"]


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", ".lock", "a\\b", "a\0b", "C:/x"]
)
def test_a_key_cannot_lead_out(store, key, tmp_path):
    for call in (store.get, store.path, store.exists):
        with pytest.raises(InvalidInputError, match="is not a key"):
            call(key)
    for call in (store.put_if_absent, store.replace):
        with pytest.raises(InvalidInputError, match="is not a key"):
            call(key, b"x")
    with pytest.raises(InvalidInputError, match="is not a key"):
        store.keys(key)
    assert not (tmp_path / "x").exists()


def test_it_says_where_it_is(store):
    assert store.url
