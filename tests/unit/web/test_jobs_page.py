from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from tremplin.base import ItemError, Service

from .toy import ToyModel, make_product

PAGE = {"accept": "text/html"}


def fields(client: TestClient, **values: str) -> dict[str, str]:
    csrf = client.get("/jobs").text.partition('name="csrf" value="')[2].partition('"')[0]
    return {"csrf": csrf, **values}


def analyse(client: TestClient, **values: str) -> Response:
    return client.post("/jobs", data=fields(client, **values), headers=PAGE)


def test_the_empty_form_offers_examples(client: TestClient) -> None:
    text = client.get("/jobs").text
    assert "<h1>Saisir un texte à analyser</h1>" in text
    assert "Analyser&nbsp;!" in text
    assert text.count('href="/jobs?exemple=') == 3


def test_an_example_fills_the_form(client: TestClient) -> None:
    text = client.get("/jobs?exemple=1").text
    assert 'value="Jardinier / Jardinière"' in text
    assert "taille des haies" in text.partition("<textarea")[2].partition("</textarea>")[0]


def test_a_result_shows_score_title_code_and_reasons(client: TestClient) -> None:
    answer = analyse(client, texte="cuire des pizzas au four")
    assert answer.status_code == 200
    text = answer.text
    assert "Métiers proposés" in text
    assert 'Pizzaïolo / Pizzaïola <span class="code">(G1604)</span>' in text
    assert "72\u202f%" in text
    assert "moins de 1\u202f%" in text
    assert '<rect class="bar-part" width="72.0" height="4"/>' in text
    assert (
        '<p class="marked">cuire des <mark class="pour-3">pizzas</mark> au <mark class="pour-2">four</mark></p>'
        in text
    )
    assert '<mark class="contre-3">pizzas</mark>' in text
    assert "compte beaucoup pour" in text
    assert ">cuire des pizzas au four</textarea>" in text
    assert "Le texte ne suffit pas" not in text


def test_the_title_is_a_field_of_its_own(client: TestClient) -> None:
    text = analyse(client, intitule="Four à pizza", texte="Étaler la pâte").text
    assert (
        '<p class="marked"><mark class="pour-2">Four</mark> à <mark class="pour-3">pizza</mark></p>' in text
    )
    assert 'Étaler la <mark class="pour-2">pâte</mark>' in text


def test_abstention_is_a_plain_sentence(client: TestClient) -> None:
    text = analyse(client, texte="Bonjour").text
    assert "Le texte ne suffit pas pour proposer un métier avec certitude" in text
    assert "Ces pistes sont à vérifier" in text
    assert "proposal-first" not in text
    assert "Aucun mot de ce texte ne ressort" in text


def test_appellations_may_be_asked_for(client: TestClient) -> None:
    text = analyse(client, texte="Bonjour", cible="appellation").text
    assert "Appellations proposées" in text
    assert "proposer une appellation" in text
    assert 'value="appellation" checked' in text
    assert "Métiers proposés" in analyse(client, texte="Bonjour", cible="other").text


@pytest.mark.parametrize("texte", ["", "  \r\n "])
def test_nothing_written_is_told_beside_the_field(client: TestClient, texte: str) -> None:
    answer = analyse(client, texte=texte)
    assert answer.status_code == 422
    assert "Écrivez quelques mots" in answer.text
    assert 'aria-describedby="aide-texte erreur" aria-invalid="true"' in answer.text
    assert "<title>Erreur" in answer.text


def test_the_script_gets_the_results_alone(client: TestClient) -> None:
    data = fields(client, texte="pizza")
    part = client.post("/jobs", data=data, headers={"x-fragment": "results"})
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "Pizzaïolo" in part.text
    part = client.post("/jobs", data=data | {"texte": ""}, headers={"x-fragment": "results"})
    assert part.status_code == 200
    assert part.text.strip().startswith('<p class="error" id="erreur"')


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("too_large", "200\u00a0000 caractères"),
        ("invalid_input", "pas pu être lu"),
        ("internal", "n’a pas abouti"),
        ("strange", "n’a pas abouti"),
    ],
)
def test_a_failure_is_told_in_french(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient], code: str, said: str
) -> None:
    def refuse(model: Any, requests: Any) -> list[ItemError]:
        return [ItemError(code=code, message="in English") for _ in requests]

    client = visit(make_app(services=[Service(make_product(predict=refuse), ToyModel())]))
    answer = analyse(client, texte="pizza")
    assert answer.status_code == 422
    assert said in answer.text
    assert "English" not in answer.text


def test_what_is_typed_is_never_markup(client: TestClient) -> None:
    text = analyse(client, texte="</textarea><script>alert('pizza')</script>", intitule='"><b>four').text
    assert "<script>alert" not in text
    assert "<b>" not in text


def test_line_breaks_keep_the_marks_in_place(client: TestClient) -> None:
    text = analyse(client, texte="\r\nla\r\npizza").text
    assert '<mark class="pour-3">pizza</mark>' in text
    assert ">\n\nla\npizza</textarea>" in text


def test_a_form_without_its_token_is_refused(client: TestClient) -> None:
    for path in ("/jobs", "/jobs/avis"):
        assert client.post(path, data={"texte": "pizza"}, headers=PAGE).status_code == 403


OPINION = {"prediction_id": "abc", "model": "jobs-toy@1", "value": "G1604", "kind": "accepted", "rank": "1"}


def test_an_opinion_is_kept_without_a_script(client: TestClient, kept: list[dict[str, Any]]) -> None:
    answer = client.post("/jobs/avis", data=fields(client, **OPINION), headers=PAGE)
    assert answer.status_code == 200
    assert "Merci, votre avis est enregistré" in answer.text
    assert kept[0]["value"] == "G1604"
    assert kept[0]["extra"] == {"rank": 1}
    data = fields(client, **OPINION) | {"rank": "x"}
    assert client.post("/jobs/avis", data=data, headers=PAGE).status_code == 200
    assert kept[1]["extra"] is None


def test_another_candidate_is_a_correction_and_none_a_rejection(client: TestClient) -> None:
    text = analyse(client, texte="pizza").text
    assert [part.partition('"')[0] for part in text.split('name="kind" value="')[1:]] == [
        "accepted",
        "corrected",
        "corrected",
        "rejected",
    ]
    assert text.count("C’est le bon") == 3
    assert text.count("Ce n’est pas ça") == 1


def test_an_opinion_has_one_form(client: TestClient, kept: list[dict[str, Any]]) -> None:
    answer = client.post("/jobs/avis", data=fields(client, prediction_id="\x00"), headers=PAGE)
    assert answer.status_code == 422
    assert "n’est pas lisible" in answer.text
    assert kept == []


def test_without_a_database_no_opinion_is_asked(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    assert "C’est le bon" not in analyse(visit(make_app(engine=None)), texte="pizza").text
    assert "C’est le bon" in analyse(visit(make_app()), texte="pizza").text


def test_a_product_without_reasons_or_candidates_still_has_a_page(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    product = make_product()

    def nothing(model: Any, requests: Any) -> Any:
        return [product.response(candidates=[], abstained=True) for _ in requests]

    client = visit(make_app(services=[Service(make_product(predict=nothing), ToyModel())]))
    assert "Décrivez le travail en quelques mots de plus" in analyse(client, texte="pizza").text
