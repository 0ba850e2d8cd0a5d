from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .test_accessibility import violations
from .test_jobs import press_until

TEXT = "Le restaurant cherche un(e) serveur/euse (H/F), 35 h. Permis B !"
LONG = "Vous préparez les entrées et dressez les assiettes, à Vaulx-en-Velin.\n" * 150


def write(page: Page, text: str) -> None:
    page.goto("/texte")
    page.get_by_label("Votre texte").fill(text)
    page.get_by_role("button", name="Nettoyer", exact=True).click()


def test_the_whole_way_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    press_until(page, "Nettoyer un texte")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nettoyer un texte")
    press_until(page, "texte")
    page.keyboard.type(TEXT)
    press_until(page, "Les quatre étapes de base")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("« Les quatre étapes de base » : 4 étapes cochées.")
    press_until(page, "etape-to_lower")
    page.keyboard.press("Space")
    expect(page.get_by_label("Tout en minuscules")).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Texte nettoyé")).to_be_focused()
    expect(page.get_by_label("Texte nettoyé")).to_have_value("restaurant cherche e serveur euse 35 Permis B")
    press_until(page, "Copier le texte")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Le texte nettoyé est copié.")
    assert page.evaluate("navigator.clipboard.readText()") == "restaurant cherche e serveur euse 35 Permis B"


def test_steps_are_moved_by_keyboard_and_the_hint_leads_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    write(page, "Des étés")
    expect(page.get_by_text("peut gêner")).to_have_count(0)
    press_until(page, "Changer l’ordre", limit=60)
    page.keyboard.press("Enter")
    up = page.get_by_role("button", name="Monter : Enlever les accents")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Étape déplacée : 9. Enlever les accents")
    expect(up).to_be_focused()
    expect(page.get_by_text("L’ordre des étapes peut gêner le résultat.")).to_be_visible()
    assert violations(page) == []
    for rank in range(8, 0, -1):
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text(f"Étape déplacée : {rank}. Enlever les accents")
    expect(page.get_by_role("button", name="Descendre : Enlever les accents")).to_be_focused()
    page.get_by_role("button", name="Remettre dans l’ordre conseillé").press("Enter")
    expect(page.get_by_text("peut gêner")).to_have_count(0)
    # the order is kept with the form
    page.get_by_role("button", name="Nettoyer", exact=True).click()
    expect(page.locator(".stages > li").last).to_contain_text("Supprimer les espaces au bord")


def test_removed_and_added_differ_without_colour(open_page: Callable[..., Page]) -> None:
    page = open_page()
    write(page, TEXT)
    line = "mark => getComputedStyle(mark).textDecorationLine"
    assert page.locator(".changes del").first.evaluate(line) == "line-through"
    assert page.locator(".changes ins").first.evaluate(line) == "underline"
    expect(page.locator(".stage-none").first).to_contain_text("sans effet sur ce texte")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_results_fit(open_page: Callable[..., Page], scheme: str, width: int) -> None:
    page = open_page(color_scheme=scheme, width=width)
    write(page, TEXT + " anticonstitutionnellement" + "x" * 200)
    page.get_by_text("Changer l’ordre").click()
    page.get_by_text("Faire la même chose").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_long_text_shows_its_beginning_and_stays_quick(open_page: Callable[..., Page]) -> None:
    page = open_page()
    write(page, LONG)
    expect(page.get_by_text("seul son début est montré ici")).to_be_visible()
    expect(page.locator(".stage details[open]")).to_have_count(0)
    assert len(page.get_by_label("Texte nettoyé").input_value()) > 5000
    page.locator(".stage summary").first.press("Enter")
    assert violations(page) == []


def test_the_words_of_a_step_are_asked_where_it_is_chosen(open_page: Callable[..., Page]) -> None:
    page = open_page(width=400)
    page.goto("/texte")
    expect(page.get_by_label("Tout en minuscules")).to_be_hidden()
    page.get_by_text("Choisir les étapes une à une").click()
    words = page.get_by_label("Mots à enlever")
    expect(words).to_be_hidden()
    page.get_by_label("Enlever des mots de votre choix").check()
    expect(page.get_by_text("(13 cochées)")).to_be_visible()
    expect(words).to_be_visible()
    page.get_by_text("Choisir les étapes une à une").click()
    page.get_by_label("Votre texte").fill("un chat noir")
    page.keyboard.press("Control+Enter")
    expect(words).to_be_focused()
    expect(words).to_have_accessible_description(
        "Écrivez les mots de l’étape « Enlever des mots de votre choix »."
    )
    assert violations(page) == []
    page.keyboard.type("chat")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Texte nettoyé")).to_have_value("noir")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(words).not_to_have_attribute("aria-invalid", "true")


def test_errors_are_told_where_they_are(open_page: Callable[..., Page]) -> None:
    page = open_page()
    write(page, " ")
    expect(page.get_by_role("alert")).to_contain_text("collez un texte")
    expect(page.get_by_label("Votre texte")).to_be_focused()
    page.get_by_label("Votre texte").fill("Le chat")
    for box in page.get_by_role("checkbox", checked=True).all()[::-1]:
        box.uncheck()
    page.get_by_role("button", name="Nettoyer", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Cochez au moins une étape.")
    expect(page.get_by_role("heading", name="Étapes", exact=True)).to_be_focused()
    assert violations(page) == []


def test_a_server_that_is_gone_is_told_and_the_text_is_kept(open_page: Callable[..., Page]) -> None:
    page = open_page(expected=("ERR_CONNECTION_REFUSED",))
    page.goto("/texte")
    page.route("**/texte", lambda route: route.abort("connectionrefused"))
    page.get_by_label("Votre texte").fill(TEXT)
    page.get_by_role("button", name="Nettoyer", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Le service ne répond pas. Recommencez dans un instant.")
    expect(page.get_by_label("Votre texte")).to_have_value(TEXT)


def test_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(java_script_enabled=False, expected=("422 (Unprocessable",))
    page.goto("/texte")
    page.get_by_label("Votre texte").fill("Écrire à Mme Claire Exemple, 06 12 34 56 78")
    page.get_by_role("button", name="Masquer les données personnelles").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("4 étapes cochées")
    expect(page.get_by_label("Masquer les téléphones")).to_be_checked()
    page.get_by_label("Tout en minuscules").check()
    page.get_by_role("button", name="Nettoyer", exact=True).press("Enter")
    expect(page.get_by_label("Texte nettoyé")).to_have_value("écrire à mme <nom>, <tel>")
    expect(page.get_by_text("Relisez avant de partager")).to_be_visible()
    page.get_by_text("Changer l’ordre").click()
    page.get_by_role("button", name="Monter : Tout en minuscules").press("Enter")
    expect(page.get_by_text("peut gêner")).to_be_visible()
    expect(page.get_by_text("Changer l’ordre")).to_be_visible()
    page.get_by_role("button", name="Remettre dans l’ordre conseillé").press("Enter")
    expect(page.get_by_text("peut gêner")).to_have_count(0)
    page.get_by_label("Votre texte").fill("")
    page.get_by_role("button", name="Nettoyer", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("collez un texte")
