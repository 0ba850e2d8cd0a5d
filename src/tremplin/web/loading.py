from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from tremplin.base import Product, Service, find_product
from tremplin.base.errors import MissingExtraError, UnknownNameError
from tremplin.base.extras import missing_modules
from tremplin.base.product import ModelSource
from tremplin.base.settings import product_resources

__all__ = ["load_services"]

_log = logging.getLogger(__name__)


def _pip_line(product: Product) -> str:
    return f"pip install 'tremplin[{product.extra}]'"


def load_services(
    names: Sequence[str], *, source: ModelSource, models: Mapping[str, str] | None = None
) -> tuple[list[Service], dict[str, str]]:
    """Loads the model of each product that can run here.

    Args:
        names: The products.
        source: Where models come from.
        models: The reference to load for a product, where it is not the default one.

    Returns:
        The services, and for each product whose extra is not installed the pip line that brings it.

    Raises:
        UnknownNameError: A product does not exist, or a model is given for one that is not served.
    """
    models = models or {}
    for name in models:
        if name not in names:
            raise UnknownNameError("product among those served", name, names)
    services: list[Service] = []
    missing: dict[str, str] = {}
    for name in names:
        product = find_product(name)
        if product.extra and missing_modules(product.extra):
            missing[name] = _pip_line(product)
            continue
        try:
            model = product.open(source, models.get(name), resources=product_resources(name))
        except MissingExtraError as error:
            if product.extra is None:
                raise
            _log.warning("%s cannot run here: %s", name, error)
            missing[name] = _pip_line(product)
        else:
            services.append(Service(product, model))
    return services, missing
