from __future__ import annotations

from pathlib import Path
from typing import Protocol

__all__ = ["Store"]


class Store(Protocol):
    """Where a repository keeps its objects: a folder, or a bucket.

    A key is a relative name such as ``models/jobs/versions/3.json``. A store shows an object whole or not at
    all, whatever stops the writer, and two writers never mix their bytes.
    """

    @property
    def url(self) -> str:
        """Where it is, for people to read."""

    def get(self, key: str) -> bytes:
        """Reads a small object.

        Raises:
            NotFoundError: There is none.
            ArtifactError: It cannot be read.
        """

    def path(self, key: str) -> Path:
        """Returns a local file with the bytes of an object; a remote store brings it here first.

        Raises:
            NotFoundError: There is none.
            ArtifactError: It cannot be read.
        """

    def exists(self, key: str) -> bool:
        """Tells whether there is such an object."""

    def keys(self, prefix: str) -> list[str]:
        """Lists, in order, the keys of all objects in a folder such as ``models/`` and below it."""

    def put_if_absent(self, key: str, source: bytes | Path, *, sha256: str | None = None) -> bool:
        """Writes an object unless there is one.

        Args:
            key: Its key.
            source: Its bytes, or a file that holds them.
            sha256: What the bytes must amount to, where the file might change meanwhile.

        Returns:
            False where there was one already; it stays as it was.

        Raises:
            InvalidInputError: The bytes do not amount to ``sha256``; nothing was written.
            ConfigurationError: The store cannot be written to.
        """

    def replace(
        self, key: str, source: bytes | Path, *, expected: bytes | None = None, sha256: str | None = None
    ) -> bool:
        """Writes an object in place of the one that is there.

        Args:
            key: Its key.
            source: Its bytes, or a file that holds them.
            expected: Write only if the object still holds these bytes.
            sha256: What the bytes must amount to, where the file might change meanwhile.

        Returns:
            False where the object does not hold ``expected``; it stays as it was.

        Raises:
            InvalidInputError: The bytes do not amount to ``sha256``; nothing was written.
            ConfigurationError: The store cannot be written to.
        """
