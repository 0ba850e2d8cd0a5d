from __future__ import annotations

import logging
import traceback
from urllib.parse import quote

from fastapi import FastAPI
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tremplin.base.errors import TremplinError
from tremplin.web.problems import Refusal, problem, status_of, wants_page
from tremplin.web.site import site_of

__all__ = ["Faults", "refuse", "register_errors"]

_log = logging.getLogger(__name__)

_CODES = {401: "unauthorized", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "rate_limited"}


def refuse(request: Request, error: TremplinError) -> Response:
    """Answers an error: a French page to a person, the way to sign in, or a problem to a program."""
    status = status_of(error)
    headers = error.headers if isinstance(error, Refusal) else {}
    if not wants_page(request):
        return problem(error.code, str(error), status=status, headers=headers)
    if status == 401 and not site_of(request).access.open:
        way_back = quote(request.url.path if request.method == "GET" else "/")
        return RedirectResponse(f"/connexion?suite={way_back}", 303)
    response = site_of(request).render(request, "error.html", status=status, code=status)
    response.headers.update(headers)
    return response


async def _on_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, TremplinError):
        raise error
    if status_of(error) >= 500 and error.code != "missing_extra":
        cause = type(error.__cause__ or error).__name__
        _log.error("%s %r: %s (%s)", request.method, request.url.path, error.code, cause)
    return refuse(request, error)


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == 405:
        detail = f"this address takes {headers.get('Allow', 'another method')}"
    elif error.status_code == 404:
        detail = "there is nothing at this address; GET /v1/products lists what is served"
    else:
        detail = "this request cannot be answered"
    code = _CODES.get(error.status_code, "invalid_input" if error.status_code < 500 else "internal")
    return refuse(request, Refusal(code, detail, status=error.status_code, headers=headers))


async def _on_lost_database(request: Request, error: Exception) -> Response:
    _log.error("%s %r: database: %s", request.method, request.url.path, type(error).__name__)
    detail = "the database cannot be reached or is busy; try again in a minute"
    return refuse(request, Refusal("unavailable", detail, headers={"Retry-After": "60"}))


def register_errors(app: FastAPI) -> None:
    """Makes every error that a route raises on purpose, and a lost database, a problem or an error page."""
    app.add_exception_handler(OperationalError, _on_lost_database)
    app.add_exception_handler(InterfaceError, _on_lost_database)
    app.add_exception_handler(TremplinError, _on_error)
    app.add_exception_handler(HTTPException, _on_http)


class Faults:
    """Answers 500 to a fault that nobody foresaw; its place is logged, never its text.

    The message of an exception may quote a person's text, so the server must not log it as it would.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and catches what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001 the last guard: a page or product may fail in any way
            place = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s %r: %s\n%s", scope["method"], scope["path"], type(error).__name__, place)
            if not started:
                fault = Refusal("internal", "an unexpected fault", status=500)
                await refuse(Request(scope, receive), fault)(scope, receive, send)
