from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tremplin.base.settings import Settings
from tremplin.web.pages.signin import safe_path
from tremplin.web.sessions import COOKIE

from .conftest import EXPERT, SERVICE

PAGE = {"accept": "text/html"}


def token_of(text: str) -> str:
    return text.partition('name="csrf" value="')[2].partition('"')[0]


@pytest.fixture
def closed(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> TestClient:
    tokens = Settings(tokens=f"expert:{EXPERT},service:{SERVICE}").tokens
    return visit(make_app(changes={"tokens": tokens}))


def sign_in(client: TestClient, jeton: str = EXPERT, suite: str = "/jobs") -> object:
    csrf = token_of(client.get("/connexion").text)
    return client.post("/connexion", data={"csrf": csrf, "jeton": jeton, "suite": suite}, headers=PAGE)


@pytest.mark.parametrize("path", ["/", "/jobs", "/api"])
def test_a_page_leads_to_the_form_and_back(closed: TestClient, path: str) -> None:
    answer = closed.get(path, headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/connexion?suite={path}"
    assert f'name="suite" value="{path}"' in closed.get(answer.headers["location"]).text


def test_a_program_gets_a_problem(closed: TestClient) -> None:
    assert closed.get("/jobs").status_code == 401


def test_a_post_without_a_session_leads_home(closed: TestClient) -> None:
    answer = closed.post("/jobs", data={"texte": "a"}, headers=PAGE)
    assert answer.headers["location"] == "/connexion?suite=/"


def test_a_token_opens_the_pages_under_a_new_session(closed: TestClient) -> None:
    closed.get("/connexion")
    before = closed.cookies[COOKIE]
    answer = sign_in(closed)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/jobs"
    assert closed.cookies[COOKIE] != before
    text = closed.get("/jobs").text
    assert "Se déconnecter" in text
    assert EXPERT not in text


def test_the_session_opens_the_api_of_the_same_site_only(closed: TestClient) -> None:
    sign_in(closed)
    assert closed.post("/v1/jobs", json={"text": "a"}).status_code == 200
    foreign = {"origin": "https://evil.example"}
    assert closed.post("/v1/jobs", json={"text": "a"}, headers=foreign).status_code == 403


def test_signing_out_ends_the_session(closed: TestClient) -> None:
    sign_in(closed)
    csrf = token_of(closed.get("/").text)
    assert closed.post("/deconnexion", data={"csrf": csrf}).headers["location"] == "/connexion"
    assert closed.get("/jobs", headers=PAGE).status_code == 303


@pytest.mark.parametrize(
    ("jeton", "said"), [("", "pas reconnu"), ("wrong", "pas reconnu"), (SERVICE, "réservé aux app")]
)
def test_a_wrong_token_is_told_and_not_repeated(closed: TestClient, jeton: str, said: str) -> None:
    answer = sign_in(closed, jeton)
    assert answer.status_code == 401
    assert said in answer.text
    assert not jeton or jeton not in answer.text
    assert closed.get("/jobs", headers=PAGE).status_code == 303


@pytest.mark.parametrize("path", ["/connexion", "/deconnexion"])
def test_a_form_without_its_token_is_refused(closed: TestClient, path: str) -> None:
    for csrf in ({}, {"csrf": "0" * 64}):
        answer = closed.post(path, data={"jeton": EXPERT, **csrf}, headers=PAGE)
        assert answer.status_code == 403
        assert "n’est pas permise" in answer.text
        assert "set-cookie" not in answer.headers or EXPERT not in answer.headers["set-cookie"]


@pytest.mark.parametrize("change", [{"origin": "https://evil.example"}, {"sec-fetch-site": "same-site"}])
def test_a_form_sent_from_another_site_is_refused(closed: TestClient, change: dict[str, str]) -> None:
    csrf = token_of(closed.get("/connexion").text)
    answer = closed.post("/connexion", data={"csrf": csrf, "jeton": EXPERT}, headers=PAGE | change)
    assert answer.status_code == 403


def test_a_program_s_token_opens_no_page(closed: TestClient) -> None:
    answer = closed.get("/jobs", headers=PAGE | {"authorization": f"Bearer {SERVICE}"})
    assert answer.status_code == 403
    assert "n’est pas permise" in answer.text


def test_without_tokens_there_is_nothing_to_sign_in_to(client: TestClient) -> None:
    answer = client.get("/connexion?suite=/jobs")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/jobs"


def test_without_tokens_another_machine_sees_a_page_that_says_so(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    answer = visit(make_app(), client=("192.0.2.7", 1)).get("/jobs", headers=PAGE)
    assert answer.status_code == 401
    assert "n’est ouvert qu’à la machine" in answer.text


@pytest.mark.parametrize("path", ["/", "/jobs", "/jobs?exemple=1"])
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path", ["", "jobs", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/é"]
)
def test_a_path_that_may_lead_elsewhere_is_not(path: str) -> None:
    assert safe_path(path) == "/"
