from __future__ import annotations

import socket
from typing import Any

import pytest
from starlette.requests import Request

from tremplin.base.errors import ConfigurationError
from tremplin.base.settings import Settings
from tremplin.web.auth import ROLES, Access, check_binding
from tremplin.web.keys import Signer
from tremplin.web.problems import Refusal
from tremplin.web.sessions import Session, Sessions

from .conftest import EXPERT, SERVICE

SIGNER = Signer(b"secret")
NOBODY = Session("id", 0)


def access(tokens: str) -> Access:
    return Access.read(Settings(tokens=tokens), SIGNER)


def request(*, authorization: str | None = None, client: str | None = "127.0.0.1") -> Request:
    headers = [] if authorization is None else [(b"authorization", authorization.encode())]
    return Request({"type": "http", "headers": headers, "client": (client, 1) if client else None})


@pytest.mark.parametrize("role", ROLES)
def test_a_token_stands_for_its_role(role: str) -> None:
    found = access(f" {role} : {EXPERT} ,service:{SERVICE},")
    caller = found.by_token(EXPERT)
    assert caller is not None
    assert caller.role == role
    assert EXPERT not in caller.actor
    assert found.by_token(EXPERT[:-1]) is None
    assert found.by_token("") is None
    assert found.by_token("é\ud800") is None


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ("expert", "entry 1 must be role:token"),
        (f"expert:{EXPERT},exprt:{SERVICE}", "entry 2: unknown role 'exprt'; did you mean 'expert'"),
        ("expert:short", "has 5 characters and needs at least 16"),
        (f"expert:{EXPERT},admin:{EXPERT}", "entry 2 repeats a token"),
    ],
)
def test_a_wrong_list_of_tokens_is_refused_without_being_shown(tokens: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match="TREMPLIN_TOKENS") as caught:
        access(tokens)
    assert message in str(caught.value)
    assert EXPERT not in str(caught.value)


def test_a_bearer_token_is_needed_where_tokens_are_configured() -> None:
    found = access(f"expert:{EXPERT}")
    assert found.caller(request(authorization=f"bearer {EXPERT}"), NOBODY).role == "expert"
    for authorization in (None, "", "Bearer", "Bearer wrong", f"Basic {EXPERT}"):
        with pytest.raises(Refusal) as caught:
            found.caller(request(authorization=authorization), NOBODY)
        assert caught.value.status == 401
        assert caught.value.headers == {"WWW-Authenticate": "Bearer"}


def test_a_role_may_be_refused() -> None:
    with pytest.raises(Refusal, match="expert, admin") as caught:
        access(f"service:{SERVICE}").caller(
            request(authorization=f"Bearer {SERVICE}"), NOBODY, ("expert", "admin")
        )
    assert caught.value.status == 403


def test_a_session_ends_with_its_token() -> None:
    before = access(f"expert:{EXPERT}")
    caller = before.by_token(EXPERT)
    assert caller is not None
    session = Sessions(SIGNER).new(role=caller.role, actor=caller.actor)
    assert before.by_session(session) == caller
    assert access(f"expert:{SERVICE}").by_session(session) is None
    assert before.by_session(NOBODY) is None


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", "::1%lo", None])
def test_without_tokens_this_machine_is_an_expert(client: str | None) -> None:
    assert access("").open
    assert access("").caller(request(client=client), NOBODY).role == "expert"


@pytest.mark.parametrize("client", ["192.0.2.1", "2001:db8::1", "fe80::1%eth0"])
def test_without_tokens_other_machines_are_refused(client: str) -> None:
    with pytest.raises(Refusal, match="its own machine") as caught:
        access("").caller(request(client=client), NOBODY)
    assert caught.value.status == 401


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "127.0.0.5"])
def test_this_machine_needs_no_token(host: str) -> None:
    check_binding(host, Settings())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "2001:db8::1"])
def test_listening_to_other_machines_needs_a_token(host: str) -> None:
    with pytest.raises(ConfigurationError, match="set TREMPLIN_TOKENS=expert:TOKEN"):
        check_binding(host, Settings())
    with pytest.raises(ConfigurationError, match="set TREMPLIN_TOKENS"):
        check_binding(host, Settings(tokens=" , "))
    check_binding(host, Settings(tokens=f"expert:{EXPERT}"))


def resolve(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def answer(*args: Any, **options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_is_judged_by_all_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve(monkeypatch, "127.0.0.1", "::1")
    check_binding("machine", Settings())
    resolve(monkeypatch, "127.0.0.1", "192.0.2.1")
    with pytest.raises(ConfigurationError, match="listening on machine"):
        check_binding("machine", Settings())


def test_a_name_without_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(ConfigurationError, match="'nowhere' has no address"):
        check_binding("nowhere", Settings())
