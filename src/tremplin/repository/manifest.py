from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from tremplin.base.errors import ArtifactError
from tremplin.repository.documents import REPAIR, seal, unseal
from tremplin.repository.refs import Ref, is_file_name

__all__ = ["FileEntry", "Manifest"]

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class FileEntry:
    """What a file of a version must be: its sha256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int

    @property
    def key(self) -> str:
        """Where the store keeps it; versions that hold the same bytes share them."""
        return f"blobs/{self.sha256}"


@dataclass(frozen=True)
class Manifest:
    """What a version of a model consists of; once written, it never changes."""

    name: str
    version: int
    created: str
    files: Mapping[str, FileEntry]
    card: Mapping[str, Any]

    @property
    def ref(self) -> str:
        """Its exact reference, ``name@version``."""
        return f"{self.name}@{self.version}"

    @property
    def size(self) -> int:
        """The bytes of all its files together."""
        return sum(entry.size for entry in self.files.values())

    def dump(self) -> bytes:
        """Writes it as it is stored: the same manifest always gives the same bytes."""
        files = {name: {"sha256": entry.sha256, "size": entry.size} for name, entry in self.files.items()}
        return seal(
            {
                "name": self.name,
                "version": self.version,
                "created": self.created,
                "files": files,
                "card": dict(self.card),
            }
        )

    @classmethod
    def parse(cls, raw: bytes, *, ref: Ref, where: str) -> Manifest:
        """Reads a stored manifest and checks all of it.

        Args:
            raw: What `dump` wrote.
            ref: The exact reference under which it was found.
            where: Names it in errors.

        Raises:
            ArtifactError: It is damaged, of another format, of another version, or it names a file that
                would lie outside.
        """
        content = unseal(raw, where=where)
        if (content.get("name"), content.get("version")) != (ref.name, ref.version):
            raise ArtifactError(f"{where} does not describe {ref}: it was moved or renamed; {REPAIR}")
        created, files, card = content.get("created"), content.get("files"), content.get("card")
        if (
            not isinstance(created, str)
            or not isinstance(card, dict)
            or not isinstance(files, dict)
            or not files
        ):
            raise ArtifactError(
                f"{where} lacks 'created', 'card' or 'files', or one is of another type; {REPAIR}"
            )
        entries = {name: _read_entry(name, entry, where) for name, entry in files.items()}
        for name in entries:
            for parent in PurePosixPath(name).parents:
                if str(parent) in entries:
                    raise ArtifactError(
                        f"{where} has {str(parent)!r} both as a file and as a folder; {REPAIR}"
                    )
        return cls(ref.name, int(content["version"]), created, entries, card)


def _read_entry(name: str, entry: object, where: str) -> FileEntry:
    if not is_file_name(name):
        raise ArtifactError(
            f"{where} names the file {name!r}, which could lie outside of the model; {REPAIR}"
        )
    if isinstance(entry, dict):
        sha256, size = entry.get("sha256"), entry.get("size")
        if isinstance(sha256, str) and _SHA256.fullmatch(sha256) and type(size) is int and size >= 0:
            return FileEntry(sha256, size)
    raise ArtifactError(f"{where} has no valid sha256 and size for the file {name!r}; {REPAIR}")
