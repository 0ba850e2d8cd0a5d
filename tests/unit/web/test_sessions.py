from __future__ import annotations

import base64

import pytest
from starlette.responses import Response

from tremplin.web.keys import Signer
from tremplin.web.sessions import LIFETIME, Sessions

SIGNER = Signer(b"secret")


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_cookie_gives_back_its_session() -> None:
    sessions = Sessions(SIGNER)
    session = sessions.new(role="expert", actor="expert-1")
    assert sessions.decode(sessions.encode(session)) == session


def test_every_session_has_its_own_identifier() -> None:
    sessions = Sessions(SIGNER)
    assert sessions.new().id != sessions.new().id


def test_a_session_expires() -> None:
    clock = Clock()
    sessions = Sessions(SIGNER, clock=clock)
    cookie = sessions.encode(sessions.new())
    clock.now += LIFETIME - 1
    assert sessions.decode(cookie) is not None
    clock.now += 1
    assert sessions.decode(cookie) is None


@pytest.mark.parametrize("cookie", ["", ".", "a.b", "é.é", "x" * 5_000])
def test_a_cookie_that_was_not_signed_here_is_no_session(cookie: str) -> None:
    assert Sessions(SIGNER).decode(cookie) is None


def test_a_changed_cookie_is_no_session() -> None:
    sessions = Sessions(SIGNER)
    content, _, signature = sessions.encode(sessions.new(role="annotator")).partition(".")
    raised = base64.urlsafe_b64encode(
        base64.urlsafe_b64decode(content).replace(b"annotator", b"admin")
    ).decode()
    assert sessions.decode(f"{raised}.{signature}") is None


@pytest.mark.parametrize(
    "content", [b"[]", b"{", b'{"id": "a"}', b'{"id": "a", "expires": 1, "other": 2}', b"\xff"]
)
def test_a_signed_cookie_of_another_version_is_no_session(content: bytes) -> None:
    text = base64.urlsafe_b64encode(content).decode()
    assert Sessions(SIGNER).decode(f"{text}.{SIGNER.sign('session', text)}") is None


def test_scripts_and_other_sites_cannot_use_the_cookie() -> None:
    response = Response()
    sessions = Sessions(SIGNER)
    sessions.write(response, sessions.new(), secure=True)
    header = response.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/", f"Max-Age={LIFETIME}"):
        assert part in header
