from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Depends, FastAPI
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tremplin import __version__
from tremplin.base import Service
from tremplin.base.settings import Settings
from tremplin.web.api import list_products, missing_routes, product_routes
from tremplin.web.auth import Access
from tremplin.web.bodies import read_form
from tremplin.web.csrf import FIELD, check_origin, check_token
from tremplin.web.faults import Faults, register_errors
from tremplin.web.headers import SecurityHeaders
from tremplin.web.health import health, ready
from tremplin.web.hosts import HostGuard, allowed_hosts
from tremplin.web.keys import Signer
from tremplin.web.limits import BodyLimit
from tremplin.web.openapi import openapi_document
from tremplin.web.page import find_pages
from tremplin.web.pages import home, reference, signin
from tremplin.web.sessions import Sessions
from tremplin.web.site import Site, site_of

__all__ = ["create_app"]


async def _check_form(request: Request) -> None:
    if request.method in ("GET", "HEAD"):
        return
    site = site_of(request)
    check_origin(request)
    form = await read_form(request)
    check_token(site.signer, site.sessions.of(request), form.get(FIELD, ""))


async def _check_person(request: Request) -> None:
    site_of(request).person(request)


def _site(
    services: Sequence[Service],
    settings: Settings,
    *,
    engine: Engine | None,
    missing: Mapping[str, str],
    demo: bool,
) -> Site:
    signer = Signer.read(settings)
    return Site(
        services={service.product.name: service for service in services},
        missing=dict(missing),
        settings=settings,
        engine=engine,
        signer=signer,
        access=Access.read(settings, signer),
        sessions=Sessions(signer),
        pages=find_pages(service.product.name for service in services),
        demo=demo,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.site.threads.shutdown(wait=True, cancel_futures=True)


def _add_routes(app: FastAPI, site: Site) -> None:
    routes = app.router.routes
    for service in site.services.values():
        routes += product_routes(service)
    routes += missing_routes(site.missing)
    routes += [
        Route("/v1/products", list_products),
        Route("/health", health),
        Route("/ready", ready),
        Mount("/static", StaticFiles(directory=str(files("tremplin.web") / "static"))),
    ]
    app.include_router(signin.router, dependencies=[Depends(_check_form)])
    people = [Depends(_check_person), Depends(_check_form)]
    for router in (home.router, reference.router, *(page.router for page in site.pages)):
        app.include_router(router, dependencies=people)


def _describe(site: Site) -> Callable[[], dict[str, Any]]:
    @cache
    def document() -> dict[str, Any]:
        return openapi_document(site.services.values(), tokens=not site.access.open)

    return document


def create_app(
    services: Sequence[Service],
    settings: Settings,
    *,
    engine: Engine | None = None,
    missing: Mapping[str, str] | None = None,
    demo: bool = False,
) -> FastAPI:
    """Makes the web application: the JSON API of each product, and the pages.

    Args:
        services: The products to serve, their models loaded.
        settings: Limits, host names, tokens and the secret.
        engine: The database that keeps feedback; None keeps none.
        missing: The pip line of each product that cannot run here, shown in its place.
        demo: Whether pages say that this is a demonstration.

    Raises:
        ConfigurationError: A host name, a token or an installed page is wrong.
    """
    site = _site(services, settings, engine=engine, missing=missing or {}, demo=demo)
    app = FastAPI(
        title="Tremplin",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.site = site
    app.add_middleware(BodyLimit, limit=settings.body_limit)
    app.add_middleware(Faults)
    app.add_middleware(HostGuard, hosts=allowed_hosts(settings))
    app.add_middleware(SecurityHeaders)
    register_errors(app)
    _add_routes(app, site)
    # FastAPI serves at /openapi.json what this returns.
    app.openapi = _describe(site)  # type: ignore[method-assign]
    return app
