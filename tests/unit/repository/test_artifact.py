from __future__ import annotations

import errno
import os

import pytest

from tremplin.base.errors import ConfigurationError, InvalidInputError, UnknownNameError
from tremplin.repository.contents import model_files


@pytest.fixture
def artifact(pushed):
    return pushed.pull("jobs@1")


def test_it_knows_its_files_and_card(artifact, folder, card):
    assert artifact.ref == "jobs@1"
    assert artifact.card == card
    assert list(artifact.files) == ["classes.json", "weights/w.bin"]
    assert artifact.file("weights/w.bin").read_bytes() == (folder / "weights/w.bin").read_bytes()
    assert artifact.manifest.created == "2026-01-31T12:00:00Z"


def test_an_unknown_file_names_the_nearest(artifact):
    with pytest.raises(UnknownNameError, match=r"file of jobs@1 'class.json'; did you mean 'classes.json'"):
        artifact.file("class.json")


@pytest.mark.parametrize("there", [False, True])
def test_export_writes_the_files_under_their_names(artifact, folder, tmp_path, there):
    target = tmp_path / "out" / "jobs"
    if there:
        target.mkdir(parents=True)
    assert artifact.export(target) == target
    copies = model_files(target)
    assert {name: path.read_bytes() for name, path in copies.items()} == {
        name: path.read_bytes() for name, path in model_files(folder).items()
    }
    assert os.access(copies["classes.json"], os.W_OK)
    assert [p.name for p in target.parent.iterdir()] == ["jobs"]


def test_export_never_writes_over_anything(artifact, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "x").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for target in (full, full / "x", tmp_path / "link"):
        with pytest.raises(InvalidInputError, match="is not empty: name a folder that does not exist"):
            artifact.export(target)
    assert [p.name for p in full.iterdir()] == ["x"]


def test_a_full_disk_leaves_no_half_export(artifact, tmp_path, monkeypatch):
    def full(source, target):
        target.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(ConfigurationError, match=r"cannot write .*No space left on device.*free space"):
        artifact.export(tmp_path / "out" / "jobs")
    assert list((tmp_path / "out").iterdir()) == []
