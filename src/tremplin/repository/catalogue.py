from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tremplin.base.errors import ArtifactError, NotFoundError, UnknownNameError
from tremplin.repository.artifact import ModelVersion, Problem, find_file
from tremplin.repository.documents import REPAIR
from tremplin.repository.manifest import Manifest
from tremplin.repository.refs import DEFAULT_TAG, Ref
from tremplin.repository.store import Store
from tremplin.repository.tags import TagLog

__all__ = ["Catalogue"]

_log = logging.getLogger(__name__)

_VERSION_KEY = re.compile(r"models/([a-z0-9][a-z0-9-]*)/versions/([1-9][0-9]{0,8})\.json", re.ASCII)
_TAG_KEY = re.compile(r"models/([a-z0-9][a-z0-9-]*)/tags/([a-z][a-z0-9-]*)\.json", re.ASCII)


@dataclass(frozen=True)
class Catalogue:
    """The manifests and tags of a store: what there is, and what a reference means."""

    store: Store

    def names(self) -> tuple[str, ...]:
        """Names the models of which there is a version."""
        return tuple(sorted({name for name, _ in self._found("models")}))

    def numbers(self, name: str) -> list[int]:
        """Returns the version numbers of a model, oldest first; none where there is no such model."""
        return [number for _, number in self._found(f"models/{name}/versions")]

    def known_numbers(self, name: str) -> list[int]:
        """Returns the version numbers of a model that must exist.

        Raises:
            UnknownNameError: There is no such model.
        """
        numbers = self.numbers(name)
        if not numbers:
            raise UnknownNameError("model", name, self.names())
        return numbers

    def _found(self, folder: str) -> list[tuple[str, int]]:
        matches = (_VERSION_KEY.fullmatch(key) for key in self.store.keys(f"{folder}/"))
        return sorted((match[1], int(match[2])) for match in matches if match)

    def resolve(self, ref: str) -> Ref:
        """Finds the exact version that a reference means, without reading it; see `Repository.resolve`."""
        asked = Ref.parse(ref)
        numbers = self.known_numbers(asked.name)
        version = asked.version
        if asked.tag is not None:
            version = self.tag_log(asked.name, asked.tag).current
            if version is None:
                raise UnknownNameError(f"tag of {asked.name}", asked.tag, self.tags(asked.name))
        elif version is None:
            version = self.tag_log(asked.name, DEFAULT_TAG).current or numbers[-1]
        if version not in numbers:
            known = ", ".join(map(str, numbers[-12:]))
            raise NotFoundError(
                f"{ref} means version {version} of {asked.name}, which is not in {self.store.url}; "
                f"there are: {known}"
            )
        return Ref(asked.name, version=version)

    def manifest(self, ref: Ref) -> Manifest:
        """Reads the manifest of an exact reference.

        Raises:
            ArtifactError: It is missing or damaged.
        """
        key = _key(ref.name, "versions", ref.version)
        try:
            raw = self.store.get(key)
        except NotFoundError as error:
            raise ArtifactError(f"{ref}: {error}; {REPAIR}") from error
        return Manifest.parse(raw, ref=ref, where=f"the manifest of {ref} ({key} in {self.store.url})")

    def add(self, manifest: Manifest) -> bool:
        """Writes a manifest; returns False where its version has been taken meanwhile."""
        return self.store.put_if_absent(_key(manifest.name, "versions", manifest.version), manifest.dump())

    def lines(self, name: str) -> list[ModelVersion]:
        """Lists the versions of a model, oldest first; a damaged one carries its problem."""
        tagged: dict[int | None, list[str]] = {}
        for log in self.tag_logs(name):
            if isinstance(log, TagLog):
                tagged.setdefault(log.current, []).append(log.tag)
        return [
            self._line(name, number, tuple(tagged.get(number, ()))) for number in self.known_numbers(name)
        ]

    def _line(self, name: str, number: int, tags: tuple[str, ...]) -> ModelVersion:
        source = self.store.url
        try:
            found = self.manifest(Ref(name, version=number))
        except ArtifactError as error:
            return ModelVersion(name, number, tags=tags, source=source, problem=str(error))
        title = str(found.card.get("title", ""))
        return ModelVersion(name, number, found.created, title, found.size, tags, source)

    def tags(self, name: str) -> dict[str, int]:
        """Returns the version that each tag of a model is on.

        Raises:
            ArtifactError: A tag is damaged.
        """
        found = {}
        for log in self.tag_logs(name):
            if isinstance(log, Problem):
                raise ArtifactError(log.message)
            if log.current is not None:
                found[log.tag] = log.current
        return found

    def tag_log(self, name: str, tag: str) -> TagLog:
        """Returns a tag with its moves; one that was never set has none.

        Raises:
            ArtifactError: It is damaged.
        """
        return self._parse_tag(name, tag, self._tag_bytes(name, tag))

    def tag_logs(self, name: str) -> Iterator[TagLog | Problem]:
        """Returns all tags of a model, in order; in the place of a damaged one, its problem."""
        for key in self.store.keys(f"models/{name}/tags/"):
            match = _TAG_KEY.fullmatch(key)
            if match:
                try:
                    yield self.tag_log(name, match[2])
                except ArtifactError as error:
                    yield Problem(f"{name}@{match[2]}", "", str(error))

    def move_tag(self, name: str, tag: str, change: Callable[[TagLog], TagLog]) -> TagLog:
        """Changes a tag; where another process changed it meanwhile, starts again from what it wrote."""
        key = _key(name, "tags", tag)
        while True:
            before = self._tag_bytes(name, tag)
            old = self._parse_tag(name, tag, before)
            new = change(old)
            if new == old:
                return old
            if before is None:
                done = self.store.put_if_absent(key, new.dump())
            else:
                done = self.store.replace(key, new.dump(), expected=before)
            if done:
                _log.info("%s@%s is on version %s", name, tag, new.current)
                return new

    def _tag_bytes(self, name: str, tag: str) -> bytes | None:
        try:
            return self.store.get(_key(name, "tags", tag))
        except NotFoundError:
            return None

    def _parse_tag(self, name: str, tag: str, raw: bytes | None) -> TagLog:
        if raw is None:
            return TagLog(name, tag)
        key = _key(name, "tags", tag)
        return TagLog.parse(
            raw, name=name, tag=tag, where=f"the tag {name}@{tag} ({key} in {self.store.url})"
        )

    def problems(self) -> Iterator[Problem]:
        """Checks every version and every tag."""
        for name in self.names():
            numbers = self.numbers(name)
            for number in numbers:
                yield from self.version_problems(Ref(name, version=number))
            for log in self.tag_logs(name):
                if isinstance(log, Problem):
                    yield log
                elif log.current is not None and log.current not in numbers:
                    message = f"the tag is on version {log.current}, which is missing; {REPAIR}"
                    yield Problem(f"{name}@{log.tag}", "", message)

    def version_problems(self, ref: Ref) -> Iterator[Problem]:
        """Checks the manifest and every file of an exact reference."""
        try:
            manifest = self.manifest(ref)
        except ArtifactError as error:
            yield Problem(str(ref), "", str(error))
            return
        for name, entry in manifest.files.items():
            problem = find_file(self.store, entry)[1]
            if problem:
                yield Problem(str(ref), name, problem)


def _key(name: str, kind: str, item: object) -> str:
    return f"models/{name}/{kind}/{item}.json"
