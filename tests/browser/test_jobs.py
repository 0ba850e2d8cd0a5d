from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Live

TEXT = "Étaler la pâte, cuire les pizzas au four"


def press_until(page: Page, name: str, *, key: str = "Tab", limit: int = 40) -> None:
    for _ in range(limit):
        page.keyboard.press(key)
        if page.evaluate("(document.activeElement.innerText || document.activeElement.id).trim()").startswith(
            name
        ):
            return
    pytest.fail(f"the keyboard does not reach {name!r}")


def test_the_whole_way_by_keyboard_alone(open_page: Callable[..., Page], live: Live) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    press_until(page, "Aller au contenu")
    page.keyboard.press("Enter")
    press_until(page, "Trouver le métier d’un texte")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Saisir un texte à analyser")

    press_until(page, "texte")
    page.keyboard.type(TEXT)
    press_until(page, "Analyser")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Métiers proposés")).to_be_focused()

    press_until(page, "Pourquoi")
    first = page.get_by_role("button", name="Pourquoi").first
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-expanded", "true")
    marks = page.locator(".why-body").first.locator(".marked mark")
    expect(marks).to_have_text(["pâte", "pizzas", "four"])
    page.keyboard.press("Enter")
    expect(page.locator(".why-body").first).to_be_hidden()

    press_until(page, "Copier le code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Le code G1604 est copié.")
    assert page.evaluate("navigator.clipboard.readText()") == "G1604"

    before = len(live.kept)
    press_until(page, "C’est le bon")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("Merci, votre avis est enregistré.")
    expect(page.get_by_role("button", name="C’est le bon").first).to_have_attribute("aria-pressed", "true")
    [event] = live.kept[before:]
    assert (event["kind"], event["value"], event["model"]) == ("accepted", "G1604", "jobs-toy@1")
    assert event["idempotency_key"] == f"local:{event['prediction_id']}:1"
    assert event["extra"] == {"rank": 1}
    press_until(page, "Ce n’est pas ça")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-pressed=true]")).to_have_text("Ce n’est pas ça")
    assert (live.kept[-1]["kind"], live.kept[-1]["value"], live.kept[-1]["extra"]) == ("rejected", None, None)


def test_scores_are_bars_and_per_cent(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/jobs")
    page.get_by_label("Votre texte").fill(TEXT)
    page.keyboard.press("Control+Enter")
    first = page.locator(".proposal").first
    expect(first.get_by_role("heading")).to_have_text("1. Pizzaïolo / Pizzaïola (G1604)")
    expect(first.locator(".score")).to_contain_text("72")
    bar, part = first.locator(".bar").bounding_box(), first.locator(".bar-part").bounding_box()
    assert bar is not None
    assert part is not None
    assert part["width"] == pytest.approx(bar["width"] * 0.72, rel=0.02)


def test_for_and_against_differ_without_colour(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/jobs")
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").click()
    for rank in range(2):
        page.get_by_role("button", name="Pourquoi").nth(rank).click()
    style = "mark => getComputedStyle(mark).textDecorationStyle"
    assert page.locator(".marked .pour-3").first.evaluate(style) == "solid"
    assert page.locator(".marked .contre-3").first.evaluate(style) == "dotted"
    expect(page.get_by_text("compte beaucoup contre").first).to_be_visible()


def test_an_example_is_two_clicks(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/jobs")
    page.get_by_role("link", name="Une offre : cuisine").click()
    expect(page.get_by_label("Votre texte")).to_have_value(
        "Le restaurant recherche une personne pour préparer les "
        "garnitures, étaler la pâte et cuire les pizzas au four à bois. Service du soir, en équipe de quatre."
    )
    page.get_by_role("button", name="Analyser").click()
    expect(page.locator(".proposal")).to_have_count(3)


def test_appellations(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/jobs")
    page.get_by_label("Appellation").check()
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").click()
    expect(page.get_by_role("heading", name="Appellations proposées")).to_be_visible()


def test_an_empty_text_is_told_beside_the_field_and_then_forgotten(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/jobs")
    field = page.get_by_label("Votre texte")
    page.get_by_role("button", name="Analyser").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez quelques mots")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(
        "Quelques mots suffisent ; plus le texte décrit le travail, plus la "
        "réponse est sûre. Écrivez quelques mots dans le champ « Votre texte », puis recommencez."
    )
    field.fill("Bonjour")
    page.get_by_role("button", name="Analyser").click()
    expect(page.get_by_text("Le texte ne suffit pas pour proposer un métier avec certitude")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_slow_analysis_says_that_it_is_under_way(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/jobs")
    held = []
    page.route("**/jobs", lambda route: held.append(route))
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").click()
    expect(page.get_by_role("status")).to_have_text("Analyse en cours…")
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.locator(".proposal")).to_have_count(3)
    expect(page.get_by_role("status")).to_be_empty()


def test_a_server_that_is_gone_is_told_and_the_text_is_kept(open_page: Callable[..., Page]) -> None:
    page = open_page(expected=("ERR_CONNECTION_REFUSED",))
    page.goto("/jobs")
    page.route("**/jobs", lambda route: route.abort("connectionrefused"))
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").click()
    expect(page.get_by_role("status")).to_have_text("Le service ne répond pas. Recommencez dans un instant.")
    expect(page.get_by_label("Votre texte")).to_have_value(TEXT)


def test_a_page_open_too_long_is_told(open_page: Callable[..., Page]) -> None:
    page = open_page(expected=("403 (Forbidden)",))
    page.goto("/jobs")
    page.context.clear_cookies()
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").click()
    expect(page.get_by_role("status")).to_contain_text("rechargez la page")


def test_an_opinion_that_is_not_kept_is_told(open_page: Callable[..., Page]) -> None:
    page = open_page(expected=("503 (Service Unavailable)",))
    page.route("**/v1/jobs/feedback", lambda route: route.fulfill(status=503, body="{}"))
    page.goto("/jobs")
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").click()
    page.get_by_role("button", name="Ce n’est pas ça").first.click()
    expect(page.get_by_role("status")).to_contain_text("ne répond pas")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_without_javascript(open_page: Callable[..., Page], live: Live) -> None:
    page = open_page(java_script_enabled=False, expected=("422 (Unprocessable",))
    page.goto("/jobs")
    page.get_by_label("Intitulé").fill("Four à bois")
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Analyser").press("Enter")
    expect(page.get_by_role("heading", name="Métiers proposés")).to_be_visible()
    why = page.locator("summary").first
    why.press("Enter")
    expect(page.locator(".why-body").first.locator(".marked mark")).to_have_text(
        ["Four", "pâte", "pizzas", "four"]
    )
    expect(page.get_by_role("button", name="Copier le code")).to_have_count(0)
    before = len(live.kept)
    page.get_by_role("button", name="Ce n’est pas ça").first.press("Enter")
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    assert live.kept[before]["kind"] == "rejected"
    page.get_by_role("link", name="Analyser un autre texte").press("Enter")
    page.get_by_role("button", name="Analyser").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Écrivez quelques mots")


@pytest.mark.parametrize("path", ["/", "/jobs", "/texte", "/api", "/rien"])
def test_a_page_is_light(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(expected=("404 (Not Found)",))
    weights = []
    page.on("response", lambda answer: weights.append(len(answer.body())))
    page.goto(path, wait_until="networkidle")
    assert weights
    assert sum(weights) < 150_000
