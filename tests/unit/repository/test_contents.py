from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import pickle
import zipfile
import zlib

import numpy as np
import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.repository.contents import model_files


def npy(array) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme", "x")
        archive.writestr(name, content)
    return file.getvalue()


PICKLE = pickle.dumps({"a": list(range(100))})


def test_files_come_by_name_in_order(folder):
    found = model_files(folder)
    assert list(found) == ["classes.json", "weights/w.bin"]
    assert found["weights/w.bin"] == folder / "weights" / "w.bin"


@pytest.mark.parametrize(
    "name", ["m.pkl", "m.PICKLE", "m.joblib", "m.pt", "m.pth", "m.pkl.gz", "m.ckpt", "m.dill"]
)
def test_pickles_are_refused_by_name(folder, name):
    (folder / name).write_bytes(b"anything")
    with pytest.raises(InvalidInputError, match=r"is a pickle \(its name has the ending .*safetensors"):
        model_files(folder)


@pytest.mark.parametrize("protocol", range(2, 6))
@pytest.mark.parametrize("thing", [None, 1, {"a": [1, 2]}, np.arange(3)])
def test_pickles_are_refused_by_their_first_bytes(folder, protocol, thing):
    (folder / "model.bin").write_bytes(pickle.dumps(thing, protocol=protocol))
    with pytest.raises(InvalidInputError, match=r"'model.bin' is a pickle \(its first bytes"):
        model_files(folder)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zlib.compress])
def test_compressed_pickles_are_refused(folder, pack):
    (folder / "model.bin").write_bytes(pack(PICKLE))
    with pytest.raises(InvalidInputError, match="is a pickle"):
        model_files(folder)


@pytest.mark.parametrize(
    "content",
    [
        npy(np.array([{"a": 1}], dtype=object)),
        npy(np.array([(1, None)], dtype=[("n", "i4"), ("o", "O")])),
    ],
)
def test_arrays_of_objects_are_refused(folder, content):
    (folder / "a.npy").write_bytes(content)
    with pytest.raises(InvalidInputError, match="array of Python objects"):
        model_files(folder)


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("archive/data.pkl", b"x"),
        ("data", PICKLE),
        ("o.npy", npy(np.array([None], dtype=object))),
    ],
)
def test_archives_with_a_pickle_are_refused(folder, member, content):
    (folder / "model.bin").write_bytes(zipped(member, content))
    with pytest.raises(InvalidInputError, match=f"it holds the pickle '{member}'"):
        model_files(folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty", b""),
        ("a.npy", npy(np.arange(4))),
        ("a.npz", zipped("a.npy", npy(np.arange(4)))),
        ("a.json.gz", gzip.compress(b"{}", mtime=0)),
        ("x.txt", b"xyz"),
        ("broken.gz", gzip.compress(b"{}" * 50, mtime=0)[:20]),
        ("broken.zip", zipped("a", b"b")[:-30] + b"PK\5\6" + bytes(18)),
        # The length of a safetensors header that looks like the first bytes of a pickle.
        ("a.safetensors", (640).to_bytes(8, "little") + b'{"a":1}'.ljust(640)),
        ("b.safetensors", (0x280280).to_bytes(8, "little") + b"{}"),
        ("c.bin", b"\x80\x02\x00\x00"),
    ],
)
def test_honest_files_pass(folder, name, content):
    (folder / name).write_bytes(content)
    assert name in model_files(folder)


def test_links_are_refused(folder, tmp_path):
    (tmp_path / "secret").write_text("x")
    (folder / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(InvalidInputError, match="'link' is a symbolic link"):
        model_files(folder)


def test_links_to_folders_are_refused(folder, tmp_path):
    (tmp_path / "other").mkdir()
    (folder / "link").symlink_to(tmp_path / "other")
    with pytest.raises(InvalidInputError, match="'link' is a symbolic link"):
        model_files(folder)


def test_devices_and_pipes_are_refused(folder):
    os.mkfifo(folder / "pipe")
    with pytest.raises(InvalidInputError, match="'pipe' is not an ordinary file"):
        model_files(folder)


@pytest.mark.parametrize("name", [".hidden", "two words", "accentué", "a\\b"])
def test_names_that_cannot_be_stored_everywhere_are_refused(folder, name):
    (folder / name).write_text("x")
    with pytest.raises(InvalidInputError, match="cannot be stored: use letters"):
        model_files(folder)


def test_an_empty_folder_is_refused(tmp_path):
    (tmp_path / "model" / "inner").mkdir(parents=True)
    with pytest.raises(InvalidInputError, match="holds no file"):
        model_files(tmp_path / "model")


def test_a_folder_that_is_none_is_refused(folder):
    for path in (folder / "nothing", folder / "classes.json"):
        with pytest.raises(InvalidInputError, match="is not a folder"):
            model_files(path)
