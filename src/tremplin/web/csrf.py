from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from tremplin.web.keys import Signer
from tremplin.web.problems import Refusal
from tremplin.web.sessions import Session

__all__ = ["FIELD", "check_origin", "check_token", "form_token"]

FIELD = "csrf"
"""The form field that holds the token."""

_PURPOSE = "csrf"


def form_token(signer: Signer, session: Session) -> str:
    """Makes the token that a form must send back: it is worth something in this session only."""
    return signer.sign(_PURPOSE, session.id)


def check_token(signer: Signer, session: Session, token: str) -> None:
    """Refuses a form that was not made for this session.

    Raises:
        Refusal: The token is missing or belongs to another session (403).
    """
    if not signer.verify(_PURPOSE, session.id, token):
        raise Refusal("forbidden", "this form has expired or comes from elsewhere: load its page again")


def check_origin(request: Request) -> None:
    """Refuses what another site makes a browser send; a program without a browser sends neither header.

    Raises:
        Refusal: The browser says that the request comes from elsewhere (403).
    """
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    # Compared without the scheme: a proxy that ends TLS hands the request on as http.
    elsewhere = origin is not None and urlsplit_host(origin) != request.headers.get("host", "").lower()
    if site not in ("none", "same-origin") or elsewhere:
        raise Refusal("forbidden", "a page of another site may not call this service")


def urlsplit_host(origin: str) -> str:
    """Returns the host and port of an Origin header, "" where it has none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
