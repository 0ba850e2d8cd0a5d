from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from fastapi import APIRouter

from tremplin.base import product_names
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
    """The page of a product or of a tool, found by the entry point of that name in ``tremplin.pages``.

    Args:
        product: Name of the product, or of the tool, that it shows.
        path: Where it lives, for instance ``/jobs``; its routes start with it.
        title: French name, for the menu and the home page.
        summary: One French sentence: what a person does there.
        router: Its routes. Only people who may sign in reach them, and a form post is checked before them.
        tool: Whether it needs no product, so that every server has it.
    """

    product: str
    path: str
    title: str
    summary: str
    router: APIRouter
    tool: bool = False

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or "/" + self.path.split("/")[1] in _RESERVED:
            raise ConfigurationError(
                f"the page of {self.product} has the path {self.path!r}: choose one like /{self.product}, "
                f"outside of {', '.join(_RESERVED)}"
            )


def find_pages(products: Iterable[str]) -> tuple[Page, ...]:
    """Loads the pages that installed packages declare: those of some products, in their order, then the tools.

    A name that is no installed product's is a tool's. The page of a product that is not served stays unread,
    for what it needs may not be installed.

    Raises:
        ConfigurationError: An entry point is not a `Page` of its name.
    """
    declared = {point.name: point for point in entry_points(group=_GROUP)}
    served = [name for name in products if name in declared]
    tools = sorted(set(declared) - {*served, *product_names()})
    return (
        *(_load(declared[name], tool=False) for name in served),
        *(_load(declared[name], tool=True) for name in tools),
    )


def _load(point: EntryPoint, *, tool: bool) -> Page:
    page = point.load()
    if not isinstance(page, Page) or page.product != point.name or page.tool != tool:
        raise ConfigurationError(
            f"the entry point {point.value!r} must be a tremplin.web.page.Page of {point.name!r}, which is "
            f"{'no product: give it tool=True' if tool else 'a product'}; it is {page!r}"
        )
    return page
