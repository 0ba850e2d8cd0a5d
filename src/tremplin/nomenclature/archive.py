from __future__ import annotations

import difflib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tremplin.base.errors import InvalidInputError, TooLargeError

__all__ = ["Archive", "Member", "open_archive"]

_ARCHIVE_LIMIT = 100 * 2**20
_FILE_LIMIT = 64 * 2**20
_TOTAL_LIMIT = 256 * 2**20
_COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Member:
    """One file of an archive, in memory."""

    name: str
    version: str
    content: bytes


@dataclass(frozen=True)
class Archive:
    """An opened archive whose list of files was checked; nothing is ever written under the names it gives."""

    path: Path
    files: zipfile.ZipFile

    def _names(self) -> list[str]:
        names = (info.filename for info in self.files.infolist() if not info.is_dir())
        return [name for name in names if not PurePosixPath(name).name.startswith(".")]

    def read(self, stem: str) -> Member:
        """Reads the file of a stem, whatever its folder and version number.

        Args:
            stem: Such as ``referentiel_code_rome`` for ``unix_referentiel_code_rome_v461_utf8.csv``.

        Raises:
            InvalidInputError: There is no such file, or several, or it cannot be unpacked.
            TooLargeError: It unpacks to more than the limit.
        """
        pattern = re.compile(rf"unix_{re.escape(stem)}_v(\d)(\d+)(?:_utf8)?\.csv", re.IGNORECASE)
        found = [(name, m) for name in self._names() if (m := pattern.fullmatch(PurePosixPath(name).name))]
        expected = f"unix_{stem}_v…_utf8.csv"
        if not found:
            names = [PurePosixPath(name).name for name in self._names()]
            near = difflib.get_close_matches(expected, names, n=3, cutoff=0.6)
            advice = (
                f"the nearest: {', '.join(near)}"
                if near
                else "give the CSV archive of the ROME, as published"
            )
            raise InvalidInputError(f"{self.path.name} has no file {expected}; {advice}")
        if len(found) > 1:
            raise InvalidInputError(
                f"{self.path.name} has several files {expected}: {', '.join(name for name, _ in found)}; keep one"
            )
        name, match = found[0]
        return Member(
            name=PurePosixPath(name).name,
            version=f"{match[1]}.{match[2]}",
            content=self._unpack(name, _FILE_LIMIT),
        )

    def read_text(self, name: str) -> str | None:
        """Reads a small text beside the tables, or None where there is none or it cannot be read as UTF-8."""
        for known in self._names():
            if PurePosixPath(known).name.lower() == name:
                try:
                    return self._unpack(known, 2**20).decode("utf-8-sig")
                except UnicodeDecodeError:
                    return None
        return None

    def _unpack(self, name: str, limit: int) -> bytes:
        try:
            with self.files.open(name) as file:
                # The size in the archive's own list can lie: what is unpacked counts.
                content = file.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise InvalidInputError(f"{name} in {self.path.name} cannot be unpacked: {error}") from error
        if len(content) > limit:
            raise TooLargeError(f"{name} in {self.path.name} unpacks to more than {limit} bytes")
        return content


def _check_names(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        # filename is cut at a NUL and its separators are changed; orig_filename is what the archive says.
        name = info.orig_filename.replace("\\", "/")
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name) or "\0" in name:
            raise InvalidInputError(
                f"{path.name} holds the path {info.orig_filename!r}, which leads out of it; refused"
            )


def _check_sizes(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _COUNT_LIMIT:
        raise TooLargeError(f"{path.name} holds {len(infos)} files; the limit is {_COUNT_LIMIT}")
    total = sum(info.file_size for info in infos)
    if total > _TOTAL_LIMIT:
        raise TooLargeError(f"{path.name} unpacks to {total} bytes; the limit is {_TOTAL_LIMIT}")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Opens a zip and refuses one that is broken, too large, or names a path outside itself.

    Raises:
        InvalidInputError: There is no such file, it is no zip, or one of its paths leads out of it.
        TooLargeError: The archive, or what it unpacks to, is above the limits.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}") from error
    if size > _ARCHIVE_LIMIT:
        raise TooLargeError(f"{path.name} has {size} bytes; the limit is {_ARCHIVE_LIMIT}")
    try:
        files = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise InvalidInputError(
            f"{path.name} is not a zip archive ({error}); give the RefRomeCsv.zip"
        ) from error
    with files:
        _check_names(path, files.infolist())
        _check_sizes(path, files.infolist())
        yield Archive(path=path, files=files)
