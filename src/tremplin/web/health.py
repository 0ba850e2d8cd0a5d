from __future__ import annotations

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tremplin.web.api import json_response
from tremplin.web.problems import Refusal
from tremplin.web.site import site_of

__all__ = ["health", "ready"]


async def health(request: Request) -> Response:
    """Says that the process answers."""
    return json_response({"status": "ok"})


async def ready(request: Request) -> Response:
    """Says that the models are loaded and the database is reachable.

    Raises:
        Refusal: Nothing is loaded, or the database does not answer (503).
    """
    site = site_of(request)
    if not site.services:
        raise Refusal("unavailable", "no product is loaded")
    if site.engine is not None and not await run_in_threadpool(_reachable, site.engine):
        raise Refusal("unavailable", "the database does not answer")
    return json_response(
        {
            "status": "ready",
            "models": {name: service.model.ref for name, service in site.services.items()},
            "database": "none" if site.engine is None else "ok",
        }
    )


def _reachable(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
