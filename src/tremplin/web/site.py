from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tremplin import __version__
from tremplin.base import Service
from tremplin.base.settings import Settings
from tremplin.web.auth import PEOPLE, ROLES, Access, Caller
from tremplin.web.csrf import check_origin, form_token
from tremplin.web.keys import Signer
from tremplin.web.page import Page
from tremplin.web.sessions import Sessions

__all__ = ["Site", "site_of"]


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="predict")


def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("tremplin.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Site:
    """Everything that the routes share: what is served, who may call, and how pages are drawn.

    Args:
        services: The products served, by name.
        missing: The pip line of each product whose extra is not installed.
        settings: What was set from outside.
        engine: The database; None where feedback is not kept.
        signer: The secret of this service.
        access: Who may call.
        sessions: Who visits.
        pages: The products' pages.
        demo: Whether pages say that this is a demonstration.
    """

    services: Mapping[str, Service]
    missing: Mapping[str, str]
    settings: Settings
    engine: Engine | None
    signer: Signer
    access: Access
    sessions: Sessions
    pages: tuple[Page, ...]
    demo: bool = False
    threads: ThreadPoolExecutor = field(default_factory=_threads)
    templates: Environment = field(default_factory=_templates)

    async def answer(self, service: Service, records: Sequence[object]) -> list[dict[str, Any]]:
        """Predicts in a thread, so that a large batch never keeps other requests waiting.

        The hop adds little to a short request. In the event loop even ``/health`` would wait for the whole
        of every prediction under way, and for the longest batch.
        """
        return await asyncio.get_running_loop().run_in_executor(self.threads, service.answer, records)

    def program(self, request: Request) -> Caller:
        """Tells who calls the JSON API.

        Raises:
            Refusal: Nobody known (401), or a page of another site that uses a person's browser (403).
        """
        if "authorization" not in request.headers:
            check_origin(request)
        return self.access.caller(request, self.sessions.of(request), ROLES)

    def person(self, request: Request) -> Caller:
        """Tells who looks at a page.

        Raises:
            Refusal: Nobody known (401), or a role that has no pages (403).
        """
        return self.access.caller(request, self.sessions.of(request), PEOPLE)

    def render(self, request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
        """Draws a page; the browser keeps the session that its forms are made for.

        Args:
            request: What is answered.
            template: Name of the template.
            status: HTTP status of the answer.
            context: What the template shows.
        """
        session = self.sessions.of(request)
        html = self.templates.get_template(template).render(
            site=self,
            here=request.url.path,
            csrf=form_token(self.signer, session),
            visitor=self.access.by_session(session),
            version=__version__,
            **context,
        )
        response = HTMLResponse(html, status)
        self.sessions.write(response, session, secure=request.url.scheme == "https")
        return response


def site_of(request: Request) -> Site:
    """Returns the site that a request came to."""
    site: Site = request.app.state.site
    return site
