from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tremplin.base import TremplinError, find_product
from tremplin.web.site import Site, site_of

__all__ = ["Card", "cards", "router", "tools"]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Card:
    """What the home page says of one product or tool; ``path`` is empty where there is no page to open."""

    title: str
    summary: str
    path: str = ""
    model: str = ""
    install: str = ""


def cards(site: Site) -> list[Card]:
    """Makes one card per product: those served first, then those that something is missing for."""
    pages = {page.product: page for page in site.pages}
    made = []
    for name, service in site.services.items():
        page = pages.get(name)
        if page:
            made.append(Card(page.title, page.summary, path=page.path, model=service.model.ref))
        else:
            made.append(Card(service.product.title, "", model=service.model.ref))
    return made + [Card(_title(name), "", install=line) for name, line in site.missing.items()]


def tools(site: Site) -> list[Card]:
    """Makes one card per page that needs no product."""
    return [Card(page.title, page.summary, path=page.path) for page in site.pages if page.tool]


def _title(name: str) -> str:
    try:
        return find_product(name).title
    except TremplinError:
        # Even its declaration needs what is not installed.
        return name


@router.get("/")
async def home(request: Request) -> Response:
    """Shows what this server offers."""
    site = site_of(request)
    return site.render(request, "home.html", cards=cards(site), tools=tools(site))
