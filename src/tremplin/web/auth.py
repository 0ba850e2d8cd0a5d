from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass

from starlette.requests import Request

from tremplin.base.errors import ConfigurationError, UnknownNameError
from tremplin.base.settings import Settings
from tremplin.web.keys import Signer
from tremplin.web.problems import Refusal
from tremplin.web.sessions import Session

__all__ = ["PEOPLE", "ROLES", "SHORTEST_TOKEN", "Access", "Caller", "check_binding"]

ROLES = ("annotator", "expert", "admin", "service")
"""What a token may stand for."""

PEOPLE = ("annotator", "expert", "admin")
"""The roles that may sign in on the pages; ``service`` is for programs."""

SHORTEST_TOKEN = 16

_MAKE_ONE = "make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"


@dataclass(frozen=True)
class Caller:
    """Who makes a request: a role, and a pseudonym that stays the same for a token and a secret."""

    role: str
    actor: str


_LOCAL = Caller("expert", "local")


class Access:
    """Knows who may call: the holders of a token, or, where none is configured, this machine itself.

    Args:
        tokens: The callers by their token.
    """

    def __init__(self, tokens: dict[str, Caller]) -> None:
        self._tokens = [(token.encode(), caller) for token, caller in tokens.items()]
        self._actors = {caller.actor: caller for caller in tokens.values()}

    @classmethod
    def read(cls, settings: Settings, signer: Signer) -> Access:
        """Reads the tokens of the settings.

        Raises:
            ConfigurationError: An entry is not ``role:token``, names an unknown role, is short or repeated.
        """
        callers: dict[str, Caller] = {}
        entries = [entry.strip() for entry in settings.tokens.get_secret_value().split(",")]
        for place, entry in enumerate((entry for entry in entries if entry), start=1):
            role, token = _read_entry(entry, place)
            if token in callers:
                raise ConfigurationError(f"TREMPLIN_TOKENS: entry {place} repeats a token; {_MAKE_ONE}")
            callers[token] = Caller(role, f"{role}-{signer.sign('actor', token)[:12]}")
        return cls(callers)

    @property
    def open(self) -> bool:
        """Whether everything is open, because no token is configured."""
        return not self._tokens

    def by_token(self, token: str) -> Caller | None:
        """Finds the caller that a token stands for; takes as long for a wrong one as for a right one."""
        given = token.encode("utf-8", "surrogatepass")
        found = None
        for known, caller in self._tokens:
            if hmac.compare_digest(known, given):
                found = caller
        return found

    def by_session(self, session: Session) -> Caller | None:
        """Finds the person who signed in, as long as the token used then is still configured."""
        return self._actors.get(session.actor) if session.actor else None

    def caller(self, request: Request, session: Session, roles: Collection[str] = ROLES) -> Caller:
        """Tells who makes a request.

        Raises:
            Refusal: Nobody known (401), or somebody whose role may not do this (403).
        """
        found = self._open_caller(request) if self.open else self._known_caller(request, session)
        if found.role not in roles:
            raise Refusal("forbidden", f"this needs one of the roles {', '.join(roles)}")
        return found

    def _open_caller(self, request: Request) -> Caller:
        if request.client is not None and not _is_here(request.client.host):
            raise Refusal("unauthorized", "without tokens this server answers to its own machine only")
        return _LOCAL

    def _known_caller(self, request: Request, session: Session) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        found = self.by_token(token.strip()) if scheme.lower() == "bearer" else self.by_session(session)
        if found is None:
            raise Refusal(
                "unauthorized",
                "send a valid token in the header Authorization: Bearer TOKEN",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return found


def _read_entry(entry: str, place: int) -> tuple[str, str]:
    role, colon, token = (part.strip() for part in entry.partition(":"))
    if not colon:
        raise ConfigurationError(f"TREMPLIN_TOKENS: entry {place} must be role:token, such as expert:TOKEN")
    if role not in ROLES:
        raise ConfigurationError(f"TREMPLIN_TOKENS: entry {place}: {UnknownNameError('role', role, ROLES)}")
    if len(token) < SHORTEST_TOKEN:
        raise ConfigurationError(
            f"TREMPLIN_TOKENS: the token of entry {place} has {len(token)} characters and needs at least "
            f"{SHORTEST_TOKEN}; {_MAKE_ONE}"
        )
    return role, token


def _is_here(host: str) -> bool:
    """Tells whether a client is on this machine; a client without an address (a local socket) is."""
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return True


def check_binding(host: str, settings: Settings) -> None:
    """Refuses to listen beyond this machine without tokens.

    Args:
        host: The name or address to listen on.
        settings: Where the tokens are configured.

    Raises:
        ConfigurationError: The host has an address that is not loopback, or none, and no token is set.
    """
    try:
        found = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise ConfigurationError(
            f"the host {host!r} has no address here: give 127.0.0.1, or an address of this machine"
        ) from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    local = bool(addresses) and all(address.is_loopback for address in addresses)
    if not local and not settings.tokens.get_secret_value().strip(" ,"):
        raise ConfigurationError(
            f"listening on {host or 'every address'} opens this service to other machines, and no token is "
            f"configured: set TREMPLIN_TOKENS=expert:TOKEN,service:TOKEN ({_MAKE_ONE}), or listen on 127.0.0.1"
        )
