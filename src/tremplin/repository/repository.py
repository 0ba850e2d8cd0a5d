from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from tremplin.base.errors import ArtifactError, ConfigurationError, InvalidInputError, UnknownNameError
from tremplin.repository.artifact import ModelVersion, Problem, StoredArtifact, find_file, measure
from tremplin.repository.card import check_card
from tremplin.repository.catalogue import Catalogue
from tremplin.repository.contents import model_files
from tremplin.repository.documents import REPAIR
from tremplin.repository.location import open_store
from tremplin.repository.manifest import FileEntry, Manifest
from tremplin.repository.moment import moment
from tremplin.repository.refs import Ref, check_model_name, check_tag
from tremplin.repository.store import Store
from tremplin.repository.tags import TagLog

__all__ = ["Repository", "Savable"]

_log = logging.getLogger(__name__)

_Versions = list[ModelVersion]
_Problems = list[Problem]


@runtime_checkable
class Savable(Protocol):
    """A model that writes its files itself."""

    def save(self, folder: Path) -> object:
        """Writes the model's files into an empty folder."""


class Repository:
    """Models with their versions, tags and cards, in one store.

    Files are stored under their sha256 and shared between versions. A version is visible once its manifest is
    written, which is the last step, and never changes; two pushes at once get two versions. A tag is one small
    document that is replaced as a whole and remembers where it was.

    Args:
        store: Where the objects lie.
        read_only: Refuse push, tag, untag and rollback.
    """

    def __init__(self, store: Store, *, read_only: bool = False) -> None:
        self._store = store
        self._catalogue = Catalogue(store)
        self._read_only = read_only

    @classmethod
    def open(cls, url: str | Path, *, read_only: bool = False) -> Repository:
        """Opens the repository in a folder.

        Args:
            url: A path or a ``file://`` URL. The folder need not exist: the first push makes it.
            read_only: Refuse every change; the folder must exist then.

        Raises:
            ConfigurationError: The URL is of a kind that this version cannot open, or it names no folder.
        """
        return cls(open_store(url, must_exist=read_only), read_only=read_only)

    @property
    def url(self) -> str:
        """Where it is, for people to read."""
        return self._store.url

    def push(
        self, model: Path | Savable, *, name: str, card: Mapping[str, Any], created: str | None = None
    ) -> str:
        """Stores a new version of a model.

        Args:
            model: A folder with its files, or an object whose ``save(folder)`` writes them.
            name: Lower-case letters, digits and hyphens.
            card: What it is, on what it was trained, how it was measured; see `CARD_KEYS`.
            created: Its moment in ISO 8601 with a time zone, so that a rebuild gives the same bytes; now if
                it is not given.

        Returns:
            Its exact reference, ``name@version``.

        Raises:
            InvalidInputError: The name, the card or a file is refused; no version has been made then.
            ConfigurationError: The repository is read-only or cannot be written to.
        """
        self._check_writable(f"push {name!r}")
        check_model_name(name)
        checked, when = check_card(card), moment(created)
        if isinstance(model, Path):
            return self._push_folder(model, name, checked, when)
        if not isinstance(model, Savable):
            raise InvalidInputError(
                "a model is a folder (a pathlib.Path) or an object with save(folder); "
                f"this is {type(model).__name__}"
            )
        with tempfile.TemporaryDirectory(prefix="tremplin-push-") as folder:
            model.save(Path(folder))
            return self._push_folder(Path(folder), name, checked, when)

    def _push_folder(self, folder: Path, name: str, card: dict[str, Any], created: str) -> str:
        files = {file: self._push_file(path) for file, path in model_files(folder).items()}
        while True:
            version = max(self._catalogue.numbers(name), default=0) + 1
            manifest = Manifest(name, version, created, files, card)
            if self._catalogue.add(manifest):
                _log.info("pushed %s: %d files, %d bytes", manifest.ref, len(files), manifest.size)
                return manifest.ref

    def _push_file(self, path: Path) -> FileEntry:
        entry = measure(path)
        new = self._store.put_if_absent(entry.key, path, sha256=entry.sha256)
        if not new and find_file(self._store, entry)[0] is None:
            _log.warning("%s in %s was damaged; its bytes are restored", entry.key, self.url)
            self._store.replace(entry.key, path, sha256=entry.sha256)
        return entry

    def resolve(self, ref: str) -> Ref:
        """Finds the exact version that a reference means, without reading it.

        Args:
            ref: ``name`` (the version tagged production, else the newest), ``name@version`` or ``name@tag``.

        Raises:
            InvalidInputError: It is not a reference.
            UnknownNameError: There is no such model or no such tag.
            NotFoundError: There is no such version.
            ArtifactError: The tag is damaged.
        """
        return self._catalogue.resolve(ref)

    def pull(self, ref: str) -> StoredArtifact:
        """Returns a version with all its files, each checked against its size and sha256.

        Args:
            ref: A reference; see `resolve` for its forms and their errors.

        Raises:
            ArtifactError: The manifest or a file is missing, damaged or of another format; it is named.
        """
        manifest = self._catalogue.manifest(self.resolve(ref))
        files = {}
        for name, entry in manifest.files.items():
            path, problem = find_file(self._store, entry)
            if path is None:
                raise ArtifactError(f"{manifest.ref}: the file {name!r} {problem}; {REPAIR}")
            files[name] = path
        return StoredArtifact(manifest, files)

    def card(self, ref: str) -> Mapping[str, Any]:
        """Returns the card of a version, without reading its files; see `pull` for the errors."""
        return self._catalogue.manifest(self.resolve(ref)).card

    def names(self) -> tuple[str, ...]:
        """Names the models of which there is a version."""
        return self._catalogue.names()

    def versions(self, name: str) -> _Versions:
        """Lists the versions of a model, oldest first; a damaged one carries its problem.

        Raises:
            UnknownNameError: There is no such model.
        """
        return self._catalogue.lines(check_model_name(name))

    def tags(self, name: str) -> dict[str, int]:
        """Returns the version that each tag of a model is on.

        Raises:
            UnknownNameError: There is no such model.
            ArtifactError: A tag is damaged.
        """
        self._catalogue.known_numbers(check_model_name(name))
        return self._catalogue.tags(name)

    def history(self, name: str, tag: str) -> TagLog:
        """Returns a tag with every move it made; one that was never set has none.

        Raises:
            UnknownNameError: There is no such model.
            ArtifactError: The tag is damaged.
        """
        self._catalogue.known_numbers(check_model_name(name))
        return self._catalogue.tag_log(name, check_tag(tag))

    def tag(self, ref: str, tag: str) -> str:
        """Puts a tag on a version, whose files are checked first.

        Args:
            ref: A reference; see `pull` for its errors.
            tag: Lower-case letters, digits and hyphens, starting with a letter.

        Returns:
            The exact reference that the tag is on now.

        Raises:
            InvalidInputError: The tag is not one.
            ConfigurationError: The repository is read-only or cannot be written to.
        """
        self._check_writable(f"tag {ref!r}")
        check_tag(tag)
        found = self.pull(ref).manifest
        self._catalogue.move_tag(found.name, tag, lambda log: log.moved(found.version, at=moment()))
        return found.ref

    def untag(self, name: str, tag: str) -> None:
        """Takes a tag off; `rollback` puts it back.

        Raises:
            UnknownNameError: There is no such model, or the tag is on no version.
            ConfigurationError: The repository is read-only or cannot be written to.
        """
        self._check_writable(f"untag {name}@{tag}")
        if self.history(name, tag).current is None:
            raise UnknownNameError(f"tag of {name}", tag, self.tags(name))
        self._catalogue.move_tag(name, tag, lambda log: log.removed(at=moment()))

    def rollback(self, name: str, tag: str) -> str:
        """Puts a tag back on the version that it was on before, again and again if wished.

        Returns:
            The exact reference that the tag is on now.

        Raises:
            UnknownNameError: There is no such model.
            NotFoundError: There is no earlier version.
            ArtifactError: The earlier version is damaged.
            ConfigurationError: The repository is read-only or cannot be written to.
        """
        self._check_writable(f"roll back {name}@{tag}")
        self.history(name, tag)

        def change(log: TagLog) -> TagLog:
            earlier = log.rolled_back(at=moment())
            self.pull(f"{name}@{earlier.current}")
            return earlier

        return f"{name}@{self._catalogue.move_tag(name, tag, change).current}"

    def verify(self, ref: str | None = None) -> _Problems:
        """Checks one version, or all versions and tags, and reports instead of raising.

        Args:
            ref: A reference; see `resolve` for its errors. None means everything.

        Returns:
            What is wrong; nothing where all is well.
        """
        if ref is None:
            return list(self._catalogue.problems())
        return list(self._catalogue.version_problems(self.resolve(ref)))

    def _check_writable(self, what: str) -> None:
        if self._read_only:
            raise ConfigurationError(
                f"cannot {what}: {self.url} is opened read-only; use a repository of your own, with "
                "Repository.open(folder)"
            )

    def list(self) -> _Versions:
        """Lists all versions of all models, by name, oldest first; a damaged one carries its problem."""
        return [line for name in self.names() for line in self.versions(name)]
