from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from tremplin.base.errors import ConfigurationError
from tremplin.base.settings import Settings
from tremplin.web.problems import problem

__all__ = ["HostGuard", "allowed_hosts", "host_name"]


def host_name(header: str) -> str:
    """Returns the name in a Host header: lower-case, without its port; "" where it has no valid form."""
    host = header.strip().lower()
    if host.startswith("["):
        name, bracket, port = host.partition("]")
        return name + bracket if bracket and _is_port(port) else ""
    name, colon, port = host.partition(":")
    return name if _is_port(colon + port) else ""


def _is_port(text: str) -> bool:
    return not text or (text.startswith(":") and text[1:].isascii() and text[1:].isdigit())


def allowed_hosts(settings: Settings) -> tuple[str, ...]:
    """Reads the host names that the server answers to.

    Raises:
        ConfigurationError: There is none, one has a port, or one is a pattern.
    """
    names = tuple(name.strip().lower() for name in settings.allowed_hosts.split(",") if name.strip())
    if not names:
        raise ConfigurationError("TREMPLIN_ALLOWED_HOSTS is empty: name at least one host, such as localhost")
    for name in names:
        if "*" in name or "/" in name or host_name(name) != name:
            raise ConfigurationError(
                f"TREMPLIN_ALLOWED_HOSTS holds {name!r}: write exact host names without scheme, port or star, "
                "such as tremplin.example.fr, and an IPv6 address in brackets"
            )
    return names


class HostGuard:
    """Refuses a request made under a name that is not ours, as a page that rebinds DNS would send it."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 421 to a foreign Host header."""
        if scope["type"] == "lifespan" or host_name(Headers(scope=scope).get("host", "")) in self._hosts:
            await self._app(scope, receive, send)
            return
        refusal = problem(
            "forbidden",
            "this server does not answer to the host name of the request; "
            "its operator can add one to TREMPLIN_ALLOWED_HOSTS",
            status=421,
        )
        await refusal(scope, receive, send)
