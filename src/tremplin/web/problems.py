from __future__ import annotations

from collections.abc import Mapping

import orjson
from starlette.requests import Request
from starlette.responses import Response

from tremplin.base.errors import ERROR_CODES, TremplinError

__all__ = ["STATUS", "Refusal", "problem", "public_detail", "status_of", "wants_page"]

STATUS: dict[str, int] = {
    "invalid_input": 422,
    "too_large": 413,
    "unknown_name": 422,
    "not_found": 404,
    "artifact_invalid": 503,
    "configuration": 503,
    "missing_extra": 503,
    "unauthorized": 401,
    "forbidden": 403,
    "rate_limited": 429,
    "unavailable": 503,
    "internal": 500,
}
"""The HTTP status of each published error code."""

_SPOKEN = {"missing_extra", "unavailable"}
_LONGEST_DETAIL = 1_000


class Refusal(TremplinError):  # noqa: N818 what the web layer refuses is not a fault of its own
    """The web layer refuses a request.

    Args:
        code: One of `ERROR_CODES`.
        detail: What was expected and what to do; never what was sent.
        status: The HTTP status, where it is not the usual one of the code.
        headers: Headers that the status asks for.
    """

    def __init__(
        self, code: str, detail: str, *, status: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status = status or STATUS[code]
        self.headers = dict(headers or {})


def status_of(error: TremplinError) -> int:
    """Returns the HTTP status of an error."""
    return error.status if isinstance(error, Refusal) else STATUS.get(error.code, 500)


def public_detail(code: str, detail: str) -> str:
    """Keeps what a caller may read: the server's own faults, which may name its files, stay in its log."""
    if STATUS.get(code, 500) >= 500 and code not in _SPOKEN:
        return "the fault is on the server's side; its log holds the details"
    return detail if len(detail) <= _LONGEST_DETAIL else detail[:_LONGEST_DETAIL] + "…"


def problem(
    code: str, detail: str, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Makes an answer of type application/problem+json (RFC 9457).

    Args:
        code: One of `ERROR_CODES`; its place on the page « API » is the problem type.
        detail: What is wrong with this request.
        status: The HTTP status, where it is not the usual one of the code.
        headers: More headers of the answer.
    """
    code = code if code in ERROR_CODES else "internal"
    status = status or STATUS[code]
    body = {
        "type": f"/api#{code}",
        "title": ERROR_CODES[code],
        "status": status,
        "detail": public_detail(code, detail),
        "code": code,
    }
    return Response(
        orjson.dumps(body), status, headers=dict(headers or {}), media_type="application/problem+json"
    )


def wants_page(request: Request) -> bool:
    """Tells whether an error should be shown as a page to a person, not as a problem to a program."""
    return not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")
