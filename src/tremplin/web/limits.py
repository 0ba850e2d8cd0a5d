from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tremplin.base.errors import TooLargeError

__all__ = ["BodyLimit"]


class BodyLimit:
    """Stops reading a request body at a limit, whether or not its length was announced.

    The body is never gathered here: the error is raised in the route that asks for the bytes, before it has
    more than the limit of them, and becomes a 413 there.

    Args:
        app: The application behind.
        limit: The most bytes of a body.
    """

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        received = 0

        async def counted() -> Message:
            nonlocal received
            # int() refuses numbers of thousands of digits: a length that long is too large as it stands.
            if announced.isdigit() and (len(announced) > 18 or int(announced) > self._limit):
                raise self._error()
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                if received > self._limit:
                    raise self._error()
            return message

        await self._app(scope, counted, send)

    def _error(self) -> TooLargeError:
        return TooLargeError(
            f"the body is larger than the limit of {self._limit} bytes: send fewer items or shorter texts"
        )
