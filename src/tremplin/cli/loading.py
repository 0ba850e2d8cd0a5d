from __future__ import annotations

from collections.abc import Mapping

from tremplin.base import Product, Service
from tremplin.base.errors import MissingExtraError
from tremplin.base.extras import missing_modules
from tremplin.base.product import ModelSource
from tremplin.base.settings import product_resources, read_settings

__all__ = ["open_service", "open_source"]


def open_source(repository: str | None = None) -> ModelSource:
    """Opens the models that the shell works with: the user's repository above the shipped one.

    Args:
        repository: Folder or URL; None means the setting ``TREMPLIN_REPOSITORY``.
    """
    from tremplin.repository import open_models

    return open_models(repository or read_settings().repository)


def open_service(
    product: Product,
    *,
    ref: str | None = None,
    repository: str | None = None,
    resources: Mapping[str, str] | None = None,
) -> Service:
    """Loads a product's model.

    Args:
        product: The declaration.
        ref: ``name``, ``name@version`` or ``name@tag``; None means the product's default.
        repository: Folder or URL; None means the setting.
        resources: Given on the command line; they come before those of the environment.

    Raises:
        MissingExtraError: The product needs an extra that is not installed.
    """
    if product.extra is not None:
        missing = missing_modules(product.extra)
        if missing:
            raise MissingExtraError(
                f"{product.name} needs {', '.join(missing)}. Install: pip install 'tremplin[{product.extra}]'"
            )
    given = {**product_resources(product.name), **(resources or {})}
    return Service(product, product.open(open_source(repository), ref, resources=given))
