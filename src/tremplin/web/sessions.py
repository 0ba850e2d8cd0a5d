from __future__ import annotations

import base64
import binascii
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tremplin.web.keys import Signer

__all__ = ["COOKIE", "LIFETIME", "Session", "Sessions"]

COOKIE = "tremplin_session"

LIFETIME = 8 * 3600
"""Seconds that a session lasts: one working day."""

_PURPOSE = "session"
_LONGEST_COOKIE = 1024


@dataclass(frozen=True)
class Session:
    """One browser's visit: anonymous until a person signs in."""

    id: str
    expires: int
    role: str = ""
    actor: str = ""


class Sessions:
    """Keeps a session in a signed cookie of the browser; the server stores nothing.

    Args:
        signer: Signs the cookies.
        clock: Returns the seconds since 1970.
    """

    def __init__(self, signer: Signer, *, clock: Callable[[], float] = time.time) -> None:
        self._signer = signer
        self._clock = clock

    def new(self, *, role: str = "", actor: str = "") -> Session:
        """Starts a session under a fresh identifier."""
        return Session(secrets.token_urlsafe(18), int(self._clock()) + LIFETIME, role, actor)

    def encode(self, session: Session) -> str:
        """Returns the value of the cookie."""
        content = base64.urlsafe_b64encode(json.dumps(asdict(session)).encode()).decode()
        return f"{content}.{self._signer.sign(_PURPOSE, content)}"

    def decode(self, cookie: str) -> Session | None:
        """Reads a cookie; None where it was not signed here or has expired."""
        if len(cookie) > _LONGEST_COOKIE:
            return None
        content, _, signature = cookie.partition(".")
        if not self._signer.verify(_PURPOSE, content, signature):
            return None
        try:
            fields: dict[str, Any] = json.loads(base64.urlsafe_b64decode(content))
            session = Session(**fields)
        except (binascii.Error, ValueError, TypeError):
            # Signed here by another version of Tremplin: the visitor simply starts again.
            return None
        return session if session.expires > self._clock() else None

    def of(self, request: Request) -> Session:
        """Returns the session of a request, a new anonymous one where it has none."""
        known: Session | None = getattr(request.state, "session", None)
        if known is None:
            known = self.decode(request.cookies.get(COOKIE, "")) or self.new()
            request.state.session = known
        return known

    def write(self, response: Response, session: Session, *, secure: bool) -> None:
        """Puts a session into the browser, out of reach of scripts and of other sites."""
        response.set_cookie(
            COOKIE,
            self.encode(session),
            max_age=LIFETIME,
            path="/",
            secure=secure,
            httponly=True,
            samesite="strict",
        )
