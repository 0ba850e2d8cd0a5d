from __future__ import annotations

import logging
import re
from collections.abc import Callable
from html import unescape

import pytest
from fastapi import FastAPI
from httpx2 import Response
from pydantic import SecretStr
from starlette.testclient import TestClient

from tremplin.base.records import TEXT_LIMIT
from tremplin.text.steps.registry import STEPS
from tremplin.web.pages import text as page
from tremplin.web.steps_in_french import PRESETS, Preset

from .conftest import EXPERT, SERVICE

PAGE = {"accept": "text/html"}
PIP = "pip install 'tremplin[train]'"


def token(client: TestClient) -> str:
    return client.get("/texte").text.partition('name="csrf" value="')[2].partition('"')[0]


def post(client: TestClient, *steps: str, fragment: bool = False, **values: str) -> Response:
    data = {"csrf": token(client), **{f"etape-{name}": "1" for name in steps}, **values}
    return client.post("/texte", data=data, headers={"x-fragment": "results"} if fragment else PAGE)


def ticked(html: str) -> set[str]:
    return set(re.findall(r'name="etape-(\w+)"[^>]* checked', html))


def order(html: str) -> list[str]:
    return html.partition('name="ordre" value="')[2].partition('"')[0].split()


def final(html: str) -> str:
    return unescape(html.partition("readonly>")[2].partition("</textarea>")[0])


def test_the_empty_form_has_the_default_steps_and_examples(client: TestClient) -> None:
    html = client.get("/texte").text
    assert "<h1>Nettoyer un texte</h1>" in html
    assert ticked(html) == set(PRESETS[0].steps)
    assert order(html) == list(PRESETS[0].steps)
    assert html.count('type="checkbox"') == len(STEPS)
    assert html.count('href="/texte?exemple=') == 3
    assert '<a href="/texte" aria-current="page">Nettoyer un texte</a>' in html


@pytest.mark.parametrize("number", range(3))
def test_an_example_fills_the_form_and_works(client: TestClient, number: int) -> None:
    html = client.get(f"/texte?exemple={number}").text
    entry = page.EXAMPLES[number][1]
    assert ticked(html) == set(entry.choice.steps)
    answer = post(client, *entry.choice.steps, texte=entry.text, ordre=" ".join(entry.choice.steps))
    assert answer.status_code == 200
    assert "Dupont" not in final(answer.text)
    assert "Texte nettoyé" in answer.text


def test_an_example_that_does_not_exist_is_none(client: TestClient) -> None:
    assert ticked(client.get("/texte?exemple=9").text) == set(PRESETS[0].steps)


def test_the_result_shows_each_step_and_what_does_the_same(client: TestClient) -> None:
    html = post(client, "to_lower", "remove_stopwords", "mask_numbers", texte="Le Chat").text
    assert final(html) == "chat"
    assert "<del>Le</del> <ins>le</ins> <del>Chat</del> <ins>chat</ins>" in html
    assert "<del>le</del> chat" in html
    assert "Masquer les nombres · sans effet sur ce texte" in html
    line = 'TextPipeline(["mask_numbers", "to_lower", "remove_stopwords"]).transform(textes)'
    assert line in unescape(html)
    assert "tremplin text clean --steps mask_numbers,to_lower,remove_stopwords --in" in html
    assert ">Le Chat</textarea>" in html
    assert ticked(html) == {"to_lower", "remove_stopwords", "mask_numbers"}


def test_the_script_gets_the_results_alone(client: TestClient) -> None:
    part = post(client, "to_lower", fragment=True, texte="\nA")
    assert "<html" not in part.text
    assert 'data-ordre="to_lower"' in part.text
    assert final(part.text) == "\n\na"
    part = post(client, fragment=True, texte="A")
    assert part.status_code == 200
    assert part.text.strip().startswith('<p class="error" id="erreur" role="alert" data-place="etapes"')


@pytest.mark.parametrize(
    ("steps", "values", "said", "place"),
    [
        (["to_lower"], {"texte": " \n"}, "collez un texte", "texte"),
        ([], {"texte": "a"}, "Cochez au moins une étape", "etapes"),
        (["keep_words"], {"texte": "a"}, "Écrivez les mots de l’étape", "mots-keep_words"),
        (
            ["remove_words"],
            {"texte": "a", "mots-remove_words": "a b"},
            "séparez les mots",
            "mots-remove_words",
        ),
        (["pseudonymise"], {"texte": "a", "mots-pseudonymise": "a " * 9}, "huit mots", "mots-pseudonymise"),
    ],
)
def test_an_error_is_told_in_french_beside_its_field(
    client: TestClient, steps: list[str], values: dict[str, str], said: str, place: str
) -> None:
    answer = post(client, *steps, **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'data-place="{place}"' in answer.text
    assert "<title>Erreur" in answer.text
    assert answer.text.count('aria-invalid="true"') == (place != "etapes")
    assert ticked(answer.text) == set(steps)


def test_a_text_over_the_limit_is_refused(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    client = visit(make_app(changes={"body_limit": 2_000_000}))
    assert post(client, "to_lower", texte="A" * TEXT_LIMIT).status_code == 200
    answer = post(client, "to_lower", texte="A" * (TEXT_LIMIT + 1))
    assert answer.status_code == 422
    assert "trop long\u00a0: gardez 200\u00a0000 caractères au plus" in answer.text


def test_a_body_over_the_limit_is_refused(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    client = visit(make_app(changes={"body_limit": 1000}))
    assert post(client, "to_lower", texte="a" * 2000).status_code == 413


def test_nothing_left_is_told(client: TestClient) -> None:
    assert "Il ne reste rien de ce texte" in post(client, "remove_stopwords", texte="le la").text


def test_masking_asks_to_read_again(client: TestClient) -> None:
    assert "Relisez avant de partager" in post(client, "mask_phones", texte="06 12 34 56 78").text
    assert "Relisez avant de partager" not in post(client, "to_lower", texte="A").text


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_preset_ticks_its_steps_and_keeps_the_text(client: TestClient, preset: Preset) -> None:
    answer = post(client, "fix_text", texte="Le Chat", modele=preset.key, **{"mots-keep_words": "a"})
    assert answer.status_code == 200
    assert ticked(answer.text) == set(preset.steps)
    assert order(answer.text) == list(preset.steps)
    assert ">Le Chat</textarea>" in answer.text
    assert f"{len(preset.steps)} étapes cochées" in answer.text
    assert "Texte nettoyé" not in answer.text


def test_steps_are_moved_and_put_back_in_order(client: TestClient) -> None:
    steps = ("stemmatize", "remove_accents")
    first = post(client, *steps, texte="été", ordre=" ".join(steps))
    assert "peut gêner" not in first.text
    up = post(client, *steps, texte="été", ordre=" ".join(steps), monter="remove_accents")
    assert order(up.text) == ["remove_accents", "stemmatize"]
    assert "L’ordre des étapes peut gêner le résultat" in up.text
    assert '<details class="more" id="changer-ordre" open>' in up.text
    down = post(client, *steps, texte="été", ordre="remove_accents stemmatize", descendre="remove_accents")
    assert order(down.text) == list(steps)
    back = post(client, *steps, texte="été", ordre="remove_accents stemmatize", ordonner="1")
    assert order(back.text) == list(steps)


def test_an_order_of_unknown_steps_changes_nothing(client: TestClient) -> None:
    answer = post(client, "to_lower", texte="A", ordre="nope <b> to_lower", monter="<script>", modele="nope")
    assert order(answer.text) == ["to_lower"]
    assert "<script>" not in answer.text


def test_what_is_typed_is_never_markup(client: TestClient) -> None:
    evil = "</textarea><script>alert('x')</script>"
    html = post(client, "to_lower", "pseudonymise", texte=evil.upper(), **{"mots-pseudonymise": evil}).text
    assert "<script>alert" not in html
    assert "<SCRIPT>" not in html


def test_a_step_whose_package_is_missing_is_off_and_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "install_lines", lambda: {"lemmatize": PIP})
    html = unescape(client.get("/texte").text)
    assert re.search(r'id="etape-lemmatize"[^>]* disabled>', html)
    assert f"<code>{PIP}</code>" in html
    answer = post(client, "lemmatize", texte="a")
    assert answer.status_code == 422
    assert f"n’est pas installée\u00a0: {PIP}" in unescape(answer.text)


def test_a_form_without_its_token_is_refused(client: TestClient) -> None:
    assert client.post("/texte", data={"texte": "a"}, headers=PAGE).status_code == 403


def test_only_people_who_may_sign_in_reach_it(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    client = visit(make_app(changes={"tokens": SecretStr(f"expert:{EXPERT},service:{SERVICE}")}))
    assert client.get("/texte", headers=PAGE).headers["location"] == "/connexion?suite=/texte"
    assert client.get("/texte", headers={"authorization": f"Bearer {SERVICE}"}).status_code == 403
    assert client.get("/texte", headers={"authorization": f"Bearer {EXPERT}"}).status_code == 200


def test_the_text_is_neither_logged_nor_kept(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = post(client, "to_lower", texte="Confidentiel")
    assert answer.headers["cache-control"] == "no-store"
    assert "onfidentiel" not in caplog.text


def test_a_server_without_products_has_the_page(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    assert final(post(visit(make_app(services=[])), "to_lower", texte="A").text) == "a"
