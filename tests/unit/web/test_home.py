from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tremplin.base import Product, Service
from tremplin.base.errors import UnknownNameError
from tremplin.web.pages import home

from .toy import ToyModel, make_product

PIP = "pip install &#39;tremplin[scan]&#39;"


@pytest.fixture
def many(make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]) -> TestClient:
    other = Service(make_product(name="other", title="Un autre service"), ToyModel("other@2"))
    services = [Service(make_product(), ToyModel()), other]
    return visit(make_app(services=services, missing={"scan": "pip install 'tremplin[scan]'"}, demo=True))


def test_each_product_has_its_honest_card(many: TestClient) -> None:
    text = many.get("/").text
    assert '<a href="/jobs">Trouver le métier d’un texte</a>' in text
    assert "modèle jobs-toy@1" in text
    assert "Un autre service" in text
    assert "Ce service n’a pas de page" in text
    assert PIP in text
    assert "Pas encore installé" in text
    assert "Démonstration sur cette machine" in text


def test_a_product_that_is_not_installed_keeps_its_title(
    many: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "<h3>scan</h3>" in many.get("/").text

    def find(name: str) -> Product:
        return make_product(name=name, title="Trier des documents")

    monkeypatch.setattr(home, "find_product", find)
    assert "<h3>Trier des documents</h3>" in many.get("/").text


def test_a_title_that_cannot_be_read_is_the_name(many: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> Product:
        raise UnknownNameError("product", name, [])

    monkeypatch.setattr(home, "find_product", find)
    assert "<h3>scan</h3>" in many.get("/").text


def test_without_any_product_it_says_so(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient]
) -> None:
    text = visit(make_app(services=[])).get("/").text
    assert "Aucun service n’est ouvert" in text
    assert '<h3><a href="/texte">Nettoyer un texte</a></h3>' in text.partition("Les outils")[2]
    assert "Démonstration" not in text


def test_a_page_is_french_and_holds_nothing_inline(many: TestClient) -> None:
    for path in ("/", "/jobs", "/texte", "/api"):
        text = many.get(path).text
        assert '<html lang="fr">' in text
        assert '<a class="skip" href="#contenu">' in text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count('src="/static/') - text.count('<img src="/static/')


def test_a_site_without_tools_has_no_section_for_them(
    make_app: Callable[..., FastAPI], visit: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "tools", lambda site: [])
    assert "Les outils" not in visit(make_app()).get("/").text
