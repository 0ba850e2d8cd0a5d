from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import EXPERT, Live

PAGES = ["/", "/jobs", "/jobs?exemple=1", "/texte", "/texte?exemple=2", "/api", "/rien"]
NOT_FOUND = "404 (Not Found)"


def violations(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page).response
    assert found["passes"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def analyse(page: Page, text: str) -> None:
    page.goto("/jobs")
    page.get_by_label("Votre texte").fill(text)
    page.get_by_role("button", name="Analyser").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page(open_page: Callable[..., Page], path: str, scheme: str) -> None:
    page = open_page(color_scheme=scheme, expected=(NOT_FOUND,) if path == "/rien" else ())
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_results(open_page: Callable[..., Page], scheme: str, width: int) -> None:
    page = open_page(color_scheme=scheme, width=width)
    analyse(page, "Étaler la pâte, cuire les pizzas au four")
    for rank in range(3):
        page.get_by_role("button", name="Pourquoi").nth(rank).click()
    page.get_by_role("button", name="C’est le bon").first.click()
    page.get_by_text("Merci, votre avis").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_on_an_abstention_and_an_error(open_page: Callable[..., Page]) -> None:
    page = open_page()
    analyse(page, "Bonjour")
    page.get_by_text("Le texte ne suffit pas").wait_for()
    assert violations(page) == []
    analyse(page, " ")
    page.get_by_role("alert").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_without_a_script(open_page: Callable[..., Page]) -> None:
    # Axe itself is a script: the page without one is drawn by blocking only its module.
    page = open_page(expected=("ERR_FAILED",))
    page.route("**/*.js", lambda route: route.abort())
    analyse(page, "cuire les pizzas")
    page.get_by_text("Pourquoi").first.click()
    assert violations(page) == []
    page.get_by_role("button", name="C’est le bon").first.click()
    page.get_by_role("heading", name="Merci").wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_where_one_signs_in(open_page: Callable[..., Page], closed: Live) -> None:
    page = open_page(expected=("401 (Unauthorized)",))
    page.goto(closed.address + "/jobs")
    assert violations(page) == []
    page.get_by_label("Jeton d’accès").fill("wrong")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    page.get_by_label("Jeton d’accès").fill(EXPERT)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", name="Saisir un texte").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 768])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_small_screen(open_page: Callable[..., Page], path: str, width: int) -> None:
    page = open_page(width=width, expected=(NOT_FOUND,) if path == "/rien" else ())
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_results_fit_a_small_screen(open_page: Callable[..., Page]) -> None:
    page = open_page(width=320)
    analyse(page, "pizzas " + "anticonstitutionnellement" * 8)
    page.get_by_role("button", name="Pourquoi").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/jobs", "/texte", "/api"])
def test_the_focus_is_always_seen(open_page: Callable[..., Page], path: str) -> None:
    page = open_page()
    page.goto(path)
    outline = """() => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const drawn = [null, "::after"].map((part) => getComputedStyle(at, part));
        const seen = drawn.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        return [at.textContent.trim() || at.id, seen];
    }"""
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(outline)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 4
    assert stops[0][0] == "Aller au contenu"
    assert [name for name, seen in stops if not seen] == []
