from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points

from fastapi import APIRouter

from tremplin.base.errors import ConfigurationError

__all__ = ["Page", "find_pages"]

_GROUP = "tremplin.pages"
_RESERVED = (
    "/",
    "/api",
    "/connexion",
    "/deconnexion",
    "/health",
    "/openapi.json",
    "/ready",
    "/static",
    "/v1",
)


@dataclass(frozen=True)
class Page:
    """The page of a product, found by the entry point of the product's name in ``tremplin.pages``.

    Args:
        product: Name of the product that it shows.
        path: Where it lives, for instance ``/jobs``; its routes start with it.
        title: French name, for the menu and the home page.
        summary: One French sentence: what a person does there.
        router: Its routes. Only people who may sign in reach them, and a form post is checked before them.
    """

    product: str
    path: str
    title: str
    summary: str
    router: APIRouter

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or "/" + self.path.split("/")[1] in _RESERVED:
            raise ConfigurationError(
                f"the page of {self.product} has the path {self.path!r}: choose one like /{self.product}, "
                f"outside of {', '.join(_RESERVED)}"
            )


def find_pages(products: Iterable[str]) -> tuple[Page, ...]:
    """Loads the pages that installed packages declare for some products, in their order.

    Raises:
        ConfigurationError: An entry point is not a `Page` of the product of its name.
    """
    declared = {point.name: point for point in entry_points(group=_GROUP)}
    pages = []
    for product in products:
        if product not in declared:
            continue
        page = declared[product].load()
        if not isinstance(page, Page) or page.product != product:
            raise ConfigurationError(
                f"the entry point {declared[product].value!r} must be a tremplin.web.page.Page of {product!r}; "
                f"it is {page!r}"
            )
        pages.append(page)
    return tuple(pages)
