from __future__ import annotations

import json
import shlex
from collections.abc import Callable

from fastapi import FastAPI
from starlette.testclient import TestClient

from tremplin.base import Service
from tremplin.base.errors import ERROR_CODES
from tremplin.base.settings import Settings
from tremplin.web.pages.reference import calls

from .conftest import EXPERT
from .toy import ToyModel, make_product


def test_each_command_is_one_that_a_shell_reads() -> None:
    service = Service(make_product(example={"text": "l'accueil d'un hôtel"}), ToyModel())
    single, batch, done = calls(service, "http://127.0.0.1:8000", token=True)
    words = [word for word in shlex.split(single.command) if word.strip()]
    assert words[:2] == ["curl", "http://127.0.0.1:8000/v1/jobs"]
    assert "Authorization: Bearer $JETON" in words
    assert json.loads(words[-1]) == {"text": "l'accueil d'un hôtel"}
    assert json.loads(shlex.split(batch.command)[-1])["items"]
    assert done.path == "/v1/jobs/feedback"


def test_the_page_lists_routes_and_errors(client: TestClient) -> None:
    text = client.get("/api").text
    assert "curl http://127.0.0.1:8000/v1/jobs" in text
    assert "aucun jeton n’est demandé" in text
    for code in ERROR_CODES:
        assert f'id="{code}"' in text


def test_with_tokens_the_page_says_so(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    client = visit(make_app(changes={"tokens": Settings(tokens=f"expert:{EXPERT}").tokens}))
    text = client.get("/api", headers={"authorization": f"Bearer {EXPERT}"}).text
    assert "Chaque appel porte un jeton" in text
    assert "$JETON" in text
    assert EXPERT not in text
