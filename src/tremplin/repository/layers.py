from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tremplin
from tremplin.base.errors import InvalidInputError, NotFoundError, TremplinError, UnknownNameError
from tremplin.repository.artifact import ModelVersion, Problem, StoredArtifact
from tremplin.repository.refs import Ref
from tremplin.repository.repository import Repository

__all__ = ["LayeredRepository", "open_models", "shipped"]

_Versions = list[ModelVersion]


def shipped() -> Repository:
    """Opens the models that came with the package; nothing can be changed there."""
    return Repository.open(Path(tremplin.__file__).parent / "builtin", read_only=True)


class LayeredRepository:
    """Several repositories read as one: the first that has what is asked for answers.

    A bare name is looked up in the first layer that has a model of that name; a version or a tag in the first
    layer that has that very version or tag. A damaged version is an error, never a reason to look further.

    Args:
        layers: The repositories, the most important first.

    Raises:
        InvalidInputError: There is no layer.
    """

    def __init__(self, *layers: Repository) -> None:
        if not layers:
            raise InvalidInputError("a layered repository needs at least one repository")
        self._layers = layers

    @property
    def url(self) -> str:
        """Where its layers are, for people to read."""
        return " > ".join(layer.url for layer in self._layers)

    def _layer(self, ref: str) -> Repository:
        asked = Ref.parse(ref)
        failure: TremplinError | None = None
        for layer in self._layers:
            try:
                layer.resolve(ref)
            except (UnknownNameError, NotFoundError) as error:
                if failure is None and asked.name in layer.names():
                    failure = error
            else:
                return layer
        raise failure or UnknownNameError("model", asked.name, self.names())

    def pull(self, ref: str) -> StoredArtifact:
        """Returns a version with all its files, each checked; see `Repository.pull`."""
        return self._layer(ref).pull(ref)

    def card(self, ref: str) -> Mapping[str, Any]:
        """Returns the card of a version; see `Repository.card`."""
        return self._layer(ref).card(ref)

    def names(self) -> tuple[str, ...]:
        """Names the models of all layers."""
        return tuple(sorted({name for layer in self._layers for name in layer.names()}))

    def versions(self, name: str) -> _Versions:
        """Lists the versions of a model in all layers, oldest first, without those that one above hides.

        Raises:
            UnknownNameError: No layer has such a model.
        """
        found: dict[int, ModelVersion] = {}
        for layer in self._layers:
            if name in layer.names():
                for line in layer.versions(name):
                    found.setdefault(line.version, line)
        if not found:
            raise UnknownNameError("model", name, self.names())
        return [found[number] for number in sorted(found)]

    def verify(self, ref: str | None = None) -> list[Problem]:
        """Checks one version, or everything in all layers; see `Repository.verify`."""
        if ref is not None:
            return self._layer(ref).verify(ref)
        return [problem for layer in self._layers for problem in layer.verify()]

    def list(self) -> _Versions:
        """Lists all versions of all models, by name, oldest first."""
        return [line for name in self.names() for line in self.versions(name)]


def open_models(url: str | Path = "") -> LayeredRepository:
    """Opens what services load their models from: a repository of one's own above the shipped one.

    Args:
        url: A folder or URL, as of the setting ``TREMPLIN_REPOSITORY``; empty for the shipped models alone.

    Raises:
        ConfigurationError: There is no repository at that place.
    """
    if url == "":
        return LayeredRepository(shipped())
    return LayeredRepository(Repository.open(url, read_only=True), shipped())
