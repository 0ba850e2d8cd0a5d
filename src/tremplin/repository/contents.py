from __future__ import annotations

import bz2
import gzip
import lzma
import pickletools
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from tremplin.base.errors import InvalidInputError
from tremplin.repository.refs import is_file_name

__all__ = ["model_files"]

_SUFFIXES = {".pkl", ".pickle", ".joblib", ".dill", ".cloudpickle", ".pt", ".pth", ".ckpt"}
_ADVICE = "store arrays as .npy or .safetensors, networks as .onnx, tables as .parquet, the rest as .json"
_HEAD = 4096
_OPCODES = frozenset(op.code.encode("latin-1") for op in pickletools.opcodes)
_COMPRESSED = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ": "lzma", b"\x5d\x00\x00": "lzma"}


def _open_compressed(path: Path, kind: str) -> IO[bytes] | gzip.GzipFile:
    if kind == "gzip":
        return gzip.open(path)
    return bz2.open(path) if kind == "bz2" else lzma.open(path)


def _starts_pickle(head: bytes) -> bool:
    """Tells whether bytes begin as a pickle of protocol 2 to 5 does.

    The protocol bytes alone can also be the length with which a safetensors file begins, so that the next
    byte must be an instruction of a pickle and the file no safetensors.
    """
    return head[:1] == b"\x80" and head[1:2] in (b"\2", b"\3", b"\4", b"\5") and head[2:3] in _OPCODES


def _unpacked(path: Path, head: bytes) -> bytes:
    """Returns the first bytes of what a compressed file holds; none where it is not compressed, or damaged."""
    try:
        for magic, kind in _COMPRESSED.items():
            if head.startswith(magic):
                with _open_compressed(path, kind) as file:
                    return file.read(_HEAD)
        if head.startswith(b"\x78"):
            return zlib.decompressobj().decompress(head, _HEAD)
    except (zlib.error, OSError, EOFError, lzma.LZMAError):
        return b""
    return b""


def _holds_objects(head: bytes) -> bool:
    """Tells whether a .npy header declares Python objects, which numpy writes as a pickle."""
    return head.startswith(b"\x93NUMPY") and b"'|O" in head


def _pickled_member(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    head = member.read(_HEAD)
                if (
                    PurePosixPath(name).suffix.lower() in _SUFFIXES
                    or _starts_pickle(head)
                    or _holds_objects(head)
                ):
                    return name
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return ""  # a damaged or locked archive: nothing here could load it as a pickle either
    return ""


def _pickle_found(path: Path, name: str) -> str:
    """Says why a file counts as a pickle, or nothing."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    for suffix in suffixes:
        if suffix in _SUFFIXES:
            return f"its name has the ending {suffix}"
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if suffixes[-1:] == [".safetensors"] and head[8:9] == b"{":
        return ""
    if _starts_pickle(head) or _starts_pickle(_unpacked(path, head)):
        return "its first bytes are those of a pickle"
    if _holds_objects(head):
        return "it is an array of Python objects"
    if zipfile.is_zipfile(path):
        member = _pickled_member(path)
        return f"it holds the pickle {member!r}" if member else ""
    return ""


def model_files(folder: Path) -> dict[str, Path]:
    """Lists the files of a model's folder by their names below it, in order.

    A pickle runs code when it is loaded, so it is refused. This stops an oversight, not an attacker: what
    protects from that is that nothing in Tremplin loads pickles.

    Raises:
        InvalidInputError: There is no such folder or no file in it, or one is a link, a device, a pickle or
            has a name that could not be stored everywhere.
    """
    if not folder.is_dir():
        raise InvalidInputError(
            f"{str(folder)!r} is not a folder: give the folder that holds the model's files"
        )
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise InvalidInputError(f"{name!r} is a symbolic link: put the file itself into the folder")
        if path.is_dir():
            continue
        if not path.is_file():
            raise InvalidInputError(f"{name!r} is not an ordinary file: remove it from the folder")
        if not is_file_name(name):
            raise InvalidInputError(
                f"{name!r} cannot be stored: use letters without accents, digits, '.', '_' and '-', "
                "start with a letter, digit or '_', at most 200 characters"
            )
        reason = _pickle_found(path, name)
        if reason:
            raise InvalidInputError(f"{name!r} is a pickle ({reason}), which can run code: {_ADVICE}")
        found[name] = path
    if not found:
        raise InvalidInputError(f"{str(folder)!r} holds no file: save the model into it first")
    return found
