from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tremplin.base.errors import ArtifactError, ConfigurationError, InvalidInputError, NotFoundError
from tremplin.repository.refs import is_file_name

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["DiskStore"]

_CHUNK = 1 << 20
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Holds a lock that ends with its process, so that a killed one never blocks the others."""
    with path.open("ab") as file:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _flush_folders(folder: Path, root: Path) -> None:
    """Makes new names survive a power cut, up to the root; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    for each in (folder, *folder.parents):
        number = os.open(each, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
        if each == root:
            return


def _open_source(source: bytes | Path) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


class DiskStore:
    """A `Store` in a folder of this machine, or of a network disk that several machines share.

    Args:
        root: The folder; it is made when something is first written.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.expanduser().resolve()

    @property
    def url(self) -> str:
        """The folder."""
        return str(self._root)

    def get(self, key: str) -> bytes:
        """Reads a small object; see `Store.get`."""
        path = self.path(key)
        try:
            return path.read_bytes()
        except OSError as error:
            raise ArtifactError(
                f"cannot read {path}: {error.strerror}; check the disk and its rights"
            ) from error

    def path(self, key: str) -> Path:
        """Returns the file of an object; see `Store.path`."""
        path = self._locate(key)
        if not path.is_file():
            raise NotFoundError(f"{self.url} holds no {key}")
        return path

    def exists(self, key: str) -> bool:
        """Tells whether there is such an object."""
        return self._locate(key).is_file()

    def keys(self, prefix: str) -> list[str]:
        """Lists the keys of a folder; see `Store.keys`."""
        folder = self._locate(prefix.rstrip("/"))
        found = [path.relative_to(self._root).as_posix() for path in folder.rglob("*") if path.is_file()]
        return sorted(key for key in found if is_file_name(key))

    def put_if_absent(self, key: str, source: bytes | Path, *, sha256: str | None = None) -> bool:
        """Writes an object unless there is one; see `Store.put_if_absent`."""
        target = self._locate(key)
        if target.exists():
            return False
        with self._staged(target, source, sha256, mode=0o444) as temporary:
            try:
                os.link(temporary, target)
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                with _lock(self._root / ".lock"):
                    if target.exists():
                        return False
                    os.replace(temporary, target)
            _flush_folders(target.parent, self._root)
        return True

    def replace(
        self, key: str, source: bytes | Path, *, expected: bytes | None = None, sha256: str | None = None
    ) -> bool:
        """Writes an object in place of the one that is there; see `Store.replace`."""
        target = self._locate(key)
        with (
            self._staged(target, source, sha256, mode=0o644) as temporary,
            _lock(self._root / ".lock"),
        ):
            if expected is not None and (not target.is_file() or target.read_bytes() != expected):
                return False
            os.replace(temporary, target)
            _flush_folders(target.parent, self._root)
        return True

    def _locate(self, key: str) -> Path:
        if not is_file_name(key):
            raise InvalidInputError(f"{key!r} is not a key: expected a relative name such as 'models/jobs'")
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root):
            raise ArtifactError(
                f"{key} leads out of {self.url} through a symbolic link: put the file itself into the repository"
            )
        return path

    @contextmanager
    def _staged(self, target: Path, source: bytes | Path, sha256: str | None, *, mode: int) -> Iterator[Path]:
        """Writes the bytes to a file beside the target, on the disk for good, and removes it at the end."""
        temporary = target.parent / f".new-{secrets.token_hex(8)}"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with (
                _open_source(source) as reader,
                open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as writer,
            ):
                while chunk := reader.read(_CHUNK):
                    digest.update(chunk)
                    writer.write(chunk)
                writer.flush()
                os.fsync(writer.fileno())
            if sha256 is not None and digest.hexdigest() != sha256:
                what = str(source) if isinstance(source, Path) else target.name
                raise InvalidInputError(f"{what} changed while it was stored: try again once it is complete")
            yield temporary
        except OSError as error:
            raise ConfigurationError(
                f"cannot write to {self.url}: {error}; check its rights and the free space, or name another folder"
            ) from error
        finally:
            if temporary.exists():
                temporary.unlink()
