from __future__ import annotations

import pytest
from starlette.requests import Request

from tremplin.web.csrf import check_origin, check_token, form_token
from tremplin.web.keys import Signer
from tremplin.web.problems import Refusal
from tremplin.web.sessions import Session

SIGNER = Signer(b"secret")


def test_a_token_is_worth_something_in_its_session_only() -> None:
    mine, other = Session("a", 0), Session("b", 0)
    check_token(SIGNER, mine, form_token(SIGNER, mine))
    for token in ("", "x", form_token(SIGNER, other), form_token(Signer(b"other"), mine)):
        with pytest.raises(Refusal) as caught:
            check_token(SIGNER, mine, token)
        assert caught.value.status == 403


def request(**headers: str) -> Request:
    named = {"host": "127.0.0.1:8000"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Request({"type": "http", "headers": [(n.encode(), v.encode()) for n, v in named.items()]})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "same-origin", "origin": "http://127.0.0.1:8000"},
        {"origin": "https://127.0.0.1:8000"},
    ],
)
def test_our_own_pages_and_programs_may_call(headers: dict[str, str]) -> None:
    check_origin(request(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:9000"},
        {"origin": "http://127.0.0.1:8000.evil.example"},
        {"origin": "http://[broken"},
        {"origin": "https://evil.example", "sec_fetch_site": "same-origin"},
    ],
)
def test_a_page_of_another_site_may_not(headers: dict[str, str]) -> None:
    with pytest.raises(Refusal, match="another site"):
        check_origin(request(**headers))
