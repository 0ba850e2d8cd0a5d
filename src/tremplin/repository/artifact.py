from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tremplin.base.errors import (
    ArtifactError,
    ConfigurationError,
    InvalidInputError,
    NotFoundError,
    UnknownNameError,
)
from tremplin.repository.manifest import FileEntry, Manifest
from tremplin.repository.store import Store

__all__ = ["ModelVersion", "Problem", "StoredArtifact", "find_file", "measure"]


def measure(path: Path) -> FileEntry:
    """Returns the sha256 and the size of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileEntry(digest, file.tell())


def find_file(store: Store, entry: FileEntry) -> tuple[Path | None, str]:
    """Returns the file of an entry and an empty text, or what is wrong with it."""
    try:
        path = store.path(entry.key)
        size = path.stat().st_size
        same = size == entry.size and measure(path) == entry
    except NotFoundError:
        return None, f"is missing ({entry.key} in {store.url})"
    except (ArtifactError, OSError) as error:
        return None, f"cannot be read ({error})"
    if size != entry.size:
        return None, f"has {size} bytes instead of {entry.size} ({path})"
    if not same:
        return None, f"has changed: its bytes no longer have the sha256 of the manifest ({path})"
    return path, ""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a repository: the version or tag, its file where it is one, and what."""

    ref: str
    file: str
    message: str


@dataclass(frozen=True)
class ModelVersion:
    """One line of a list of models; ``problem`` says why the rest is empty where its manifest is damaged."""

    name: str
    version: int
    created: str = ""
    title: str = ""
    size: int = 0
    tags: tuple[str, ...] = ()
    source: str = ""
    problem: str = ""

    @property
    def ref(self) -> str:
        """Its exact reference, ``name@version``."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True)
class StoredArtifact:
    """A version of a model whose files were all checked; the `tremplin.base.product.Artifact` of products.

    Args:
        manifest: What it consists of.
        files: The checked file of each name. They are shared between versions: read them, never write.
    """

    manifest: Manifest
    files: Mapping[str, Path]

    @property
    def ref(self) -> str:
        """Its exact reference, ``name@version``."""
        return self.manifest.ref

    @property
    def card(self) -> Mapping[str, Any]:
        """What it is, on what it was trained and how it was measured."""
        return self.manifest.card

    def file(self, name: str) -> Path:
        """Returns the path of one checked file.

        Raises:
            UnknownNameError: The version has no file of that name.
        """
        if name not in self.files:
            raise UnknownNameError(f"file of {self.ref}", name, self.files)
        return self.files[name]

    def export(self, folder: Path) -> Path:
        """Copies the files under their own names; the folder appears whole or not at all.

        Args:
            folder: A folder that does not exist yet, or is empty.

        Returns:
            The folder.

        Raises:
            InvalidInputError: There is something at that place already.
            ConfigurationError: It cannot be written.
        """
        target = folder.absolute()
        if target.is_symlink() or target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise InvalidInputError(f"{str(folder)!r} is not empty: name a folder that does not exist yet")
        staged = target.parent / f".new-{secrets.token_hex(8)}"
        try:
            for name, path in self.files.items():
                copy = staged / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
            if target.is_dir():
                target.rmdir()
            os.replace(staged, target)
        except OSError as error:
            raise ConfigurationError(
                f"cannot write {str(folder)!r}: {error}; check its rights and the free space"
            ) from error
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        return folder
