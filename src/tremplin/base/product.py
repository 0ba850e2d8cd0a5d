from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol

from tremplin.base.errors import ConfigurationError, UnknownNameError
from tremplin.base.records import ItemError, Request, Response

__all__ = ["Artifact", "LoadedModel", "ModelSource", "Product", "Resource", "find_product", "product_names"]

_GROUP = "tremplin.products"


class Artifact(Protocol):
    """A stored version of a model: verified files, each found by its name."""

    @property
    def ref(self) -> str:
        """Its exact reference, ``name@version``."""

    @property
    def card(self) -> Mapping[str, Any]:
        """What it is, on what it was trained and how it was measured."""

    def file(self, name: str) -> Path:
        """Returns the path of one verified file."""


class ModelSource(Protocol):
    """Where models come from: what a product needs of the model repository."""

    def pull(self, ref: str) -> Artifact:
        """Returns the artefact that ``name``, ``name@version`` or ``name@tag`` means."""


class LoadedModel(Protocol):
    """A model in memory, ready to predict."""

    @property
    def ref(self) -> str:
        """The exact reference that it was loaded from."""


@dataclass(frozen=True)
class Resource:
    """A file or folder that a product needs beside its model, such as a directory of people.

    It becomes the option ``--NAME`` of the product's commands and the setting ``TREMPLIN_PRODUCT_NAME``.
    """

    name: str
    help: str
    required: bool = False


@dataclass(frozen=True)
class Product:
    """The declaration of a service, from which its route, command and batch job are made.

    Args:
        name: Lower-case name; it stands in routes and commands.
        title: French title for pages.
        request: The pydantic model of one item.
        response: The pydantic model of one answer.
        load: ``load(source, ref, *, resources)`` returns a model; ``ref`` None means the default one.
        predict: ``predict(model, requests)`` returns as many answers, each a response or an `ItemError`.
        default_ref: The reference loaded where none is named.
        text_field: The request field that a bare text of the shell fills.
        resources: What it needs beside its model.
        extra: The optional extra without which it cannot run.
        train: ``train(data, out, *, seed)`` trains on a file, pushes to a repository, returns the reference.
        evaluate: ``evaluate(model, data, report)`` measures a model on a file, returns figures.
        example: One valid item, for documentation and warm-up.
    """

    name: str
    title: str
    request: type[Request]
    response: type[Response]
    load: Callable[..., LoadedModel]
    predict: Callable[[Any, Sequence[Any]], Sequence[Response | ItemError]]
    default_ref: str = ""
    text_field: str = "text"
    resources: tuple[Resource, ...] = ()
    extra: str | None = None
    train: Callable[..., str] | None = None
    evaluate: Callable[..., Mapping[str, Any]] | None = None
    example: Mapping[str, Any] = field(default_factory=dict)

    def open(
        self, source: ModelSource, ref: str | None = None, *, resources: Mapping[str, str] | None = None
    ) -> LoadedModel:
        """Loads a model of this product.

        Raises:
            UnknownNameError: A resource is named that the product does not declare.
            ConfigurationError: A resource that it needs is not given.
        """
        given = dict(resources or {})
        declared = {resource.name for resource in self.resources}
        for name in given:
            if name not in declared:
                raise UnknownNameError(f"resource of {self.name}", name, declared)
        for resource in self.resources:
            if resource.required and resource.name not in given:
                raise ConfigurationError(
                    f"{self.name} needs {resource.name} ({resource.help}): give --{resource.name}, "
                    f"or set TREMPLIN_{self.name.upper()}_{resource.name.upper()}"
                )
        model = self.load(source, ref or self.default_ref or self.name, resources=given)
        # A model lives as long as the process: the garbage collector need not walk it again and again.
        gc.freeze()
        return model


def _declared() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=_GROUP)}


def product_names() -> list[str]:
    """Names the installed products, without importing any of them."""
    return sorted(_declared())


def find_product(name: str) -> Product:
    """Imports the declaration of an installed product.

    Raises:
        UnknownNameError: No installed package declares such a product.
        ConfigurationError: The entry point cannot be imported, or is not a `Product` of that name.
    """
    declared = _declared()
    if name not in declared:
        raise UnknownNameError("product", name, declared)
    try:
        product = declared[name].load()
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"the product {name!r} (entry point {declared[name].value!r}) cannot be imported: {error}; repair or "
            f"uninstall the package that declares it"
        ) from error
    if not isinstance(product, Product) or product.name != name:
        raise ConfigurationError(
            f"the entry point {declared[name].value!r} must be a tremplin.base.Product named {name!r}; "
            f"it is {product!r}"
        )
    return product
