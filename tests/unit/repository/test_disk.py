from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from tremplin.base.errors import ArtifactError, ConfigurationError
from tremplin.repository import DiskStore


@pytest.fixture
def store(tmp_path):
    return DiskStore(tmp_path / "store")


def files(store):
    return sorted(p.name for p in (store._root).rglob("*") if p.is_file())


def test_nothing_is_left_beside_an_object(store):
    store.put_if_absent("a/b", b"one")
    store.put_if_absent("a/b", b"two")
    assert files(store) == ["b"]
    store.replace("a/b", b"two")
    store.replace("a/b", b"three", expected=b"one")
    assert files(store) == [".lock", "b"]


def test_objects_put_once_are_not_writable(store):
    store.put_if_absent("a/b", b"one")
    assert store.path("a/b").stat().st_mode & 0o222 == 0


def test_a_folder_that_cannot_be_written_is_named(store, tmp_path):
    (tmp_path / "store").write_text("a file where the folder should be")
    for write in (store.put_if_absent, store.replace):
        with pytest.raises(ConfigurationError, match=r"cannot write to .*store.*name another folder"):
            write("a/b", b"x")


def test_a_full_disk_leaves_nothing(store, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ConfigurationError, match="No space left on device"):
            store.put_if_absent("a/b", b"x")
    assert files(store) == []


def test_a_failing_link_is_not_taken_for_a_missing_feature(store, monkeypatch):
    def broken(source, target):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", broken)
    with pytest.raises(ConfigurationError, match="Input/output error"):
        store.put_if_absent("a/b", b"x")
    assert files(store) == []


@pytest.mark.parametrize("links", [True, False])
def test_a_writer_between_check_and_write_wins(store, monkeypatch, links):
    """The other process comes after the first look and before the name is taken."""
    link = os.link

    def late(source, target):
        target.write_bytes(b"other")
        if not links:
            raise OSError(errno.EOPNOTSUPP, "Operation not supported")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert not store.put_if_absent("a/b", b"mine")
    assert store.get("a/b") == b"other"


def test_a_file_that_cannot_be_read_is_named(store, monkeypatch):
    store.put_if_absent("a/b", b"x")

    def broken(self):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("pathlib.Path.read_bytes", broken)
    with pytest.raises(ArtifactError, match=r"cannot read .*a/b: Input/output error"):
        store.get("a/b")


def test_a_link_that_leads_out_is_refused(store, tmp_path):
    (tmp_path / "secret").write_text("x")
    store.put_if_absent("a/b", b"x")
    (tmp_path / "store" / "a" / "link").symlink_to(tmp_path / "secret")
    for call in (store.get, store.path, store.exists):
        with pytest.raises(ArtifactError, match=r"leads out of .* through a symbolic link"):
            call("a/link")


def test_the_root_itself_may_be_a_link(store, tmp_path):
    store.put_if_absent("a/b", b"x")
    (tmp_path / "alias").symlink_to(tmp_path / "store")
    assert DiskStore(tmp_path / "alias").get("a/b") == b"x"


def test_a_killed_writer_leaves_no_object_and_no_lock(store, tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from tremplin.repository import DiskStore\n"
        "os.replace = lambda *a: os._exit(9)\n"
        "DiskStore(Path(sys.argv[1])).replace('a/b', b'half')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "store")], check=False)
    assert done.returncode == 9
    assert not store.exists("a/b")
    assert store.keys("a/") == []
    assert store.replace("a/b", b"whole")
    assert store.keys("a/") == ["a/b"]
