from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tremplin.base.errors import InvalidInputError
from tremplin.base.records import TEXT_LIMIT
from tremplin.text.steps.registry import STEPS
from tremplin.web.bodies import read_form
from tremplin.web.choice import Choice, in_order, moved
from tremplin.web.cleaning import Cleaned, clean, install_lines
from tremplin.web.page import Page
from tremplin.web.site import site_of
from tremplin.web.steps_in_french import FIELDS, GROUPS, LABELS, PRESETS

__all__ = ["EXAMPLES", "PAGE", "Entry"]

router = APIRouter(include_in_schema=False)

PAGE = Page(
    product="text",
    path="/texte",
    title="Nettoyer un texte",
    summary="Minuscules, ponctuation, mots vides, données personnelles\u00a0: choisissez les étapes et voyez ce que "
    "chacune change.",
    router=router,
    tool=True,
)

_PRESETS = {preset.key: preset for preset in PRESETS}
_MASKS = frozenset({"mask_emails", "mask_phones", "pseudonymise"})


@dataclass(frozen=True)
class Entry:
    """What a person typed and chose; ``shifted`` names a step that was moved just now."""

    text: str = ""
    choice: Choice = field(default_factory=Choice)
    shifted: str = ""


EXAMPLES = (
    (
        "Une offre d’emploi",
        Entry(
            "Le restaurant recherche un(e) serveur/euse (H/F) pour la saison\u00a0: 35 h par semaine, débutant(e) "
            "accepté(e). Permis B apprécié\u00a0!"
        ),
    ),
    (
        "Un message à partager sans les noms",
        Entry(
            "Bonjour Mme Claire Exemple, je suis inscrit sous le numéro 1234567A. Vous pouvez me joindre au "
            "06 12 34 56 78 ou à paul.exemple@courriel.fr. Mon parcours\u00a0: https://www.exemple.fr/paul",
            Choice(_PRESETS["personnes"].steps),
        ),
    ),
    (
        "Une page web copiée",
        Entry(
            "<h2>Vos missions&nbsp;:</h2><ul><li>Accueillir le public 😀</li><li>Tenir l&rsquo;agenda du "
            "service RH</li></ul><p>Poste en CDI à la mairie.</p>",
            Choice(("strip_html", "remove_emoji", "expand_abbreviations", "trim_string")),
        ),
    ),
)
"""Texts to try, written for this page: a name and what it fills in."""


@dataclass(frozen=True)
class _Shown:
    """What the page shows beside the entry; ``place`` is the field that an error belongs to."""

    error: str = ""
    place: str = "texte"
    cleaned: Cleaned | None = None
    notice: str = ""


def _read(form: Mapping[str, str]) -> Entry:
    chosen = [name for name in STEPS if f"etape-{name}" in form]
    steps = in_order(chosen, form.get("ordre", "").split())
    shifted = form.get("monter") or form.get("descendre") or ""
    steps = moved(steps, shifted, -1 if "monter" in form else 1)
    if "ordonner" in form:
        steps = in_order(chosen, ())
    words = {name: form.get(f"mots-{name}", "") for name in FIELDS}
    return Entry(form.get("texte", ""), Choice(steps, words), shifted)


def _check(entry: Entry, missing: Mapping[str, str]) -> _Shown | None:
    """Returns what is to be told before any work, if anything."""
    choice = entry.choice
    if not entry.text.strip():
        return _Shown("Écrivez ou collez un texte dans le champ «\u00a0Votre texte\u00a0», puis recommencez.")
    if len(entry.text) > TEXT_LIMIT:
        return _Shown("Ce texte est trop long\u00a0: gardez 200\u00a0000 caractères au plus.")
    if not choice.steps:
        return _Shown("Cochez au moins une étape.", "etapes")
    lacking = choice.lacks()
    if lacking:
        return _Shown(f"Écrivez les mots de l’étape «\u00a0{LABELS[lacking]}\u00a0».", f"mots-{lacking}")
    for name in choice.steps:
        if name in missing:
            return _Shown(
                f"L’étape «\u00a0{LABELS[name]}\u00a0» n’est pas installée\u00a0: {missing[name]}", "etapes"
            )
    return None


async def _answer(entry: Entry, missing: Mapping[str, str]) -> _Shown:
    told = _check(entry, missing)
    if told is not None:
        return told
    try:
        # In a thread: the longest text with every step takes a second or two.
        return _Shown(cleaned=await run_in_threadpool(clean, entry.text, entry.choice))
    except InvalidInputError:
        # Only the words of a step can be wrong: a text is never refused.
        place = next(name for name in entry.choice.steps if entry.choice.options(name))
        return _Shown(
            "Cette liste ne peut pas être lue\u00a0: séparez les mots par des virgules (un nom peut avoir huit "
            "mots au plus).",
            f"mots-{place}",
        )


def _render(request: Request, entry: Entry, shown: _Shown, **options: Any) -> Response:
    fragment = "x-fragment" in request.headers
    return site_of(request).render(
        request,
        "text_results.html" if fragment else "text.html",
        # A script reads the error in the fragment; another status would only alarm the browser's console.
        status=422 if shown.error and not fragment else 200,
        entry=entry,
        shown=shown,
        groups=GROUPS,
        presets=PRESETS,
        fields=FIELDS,
        labels=LABELS,
        examples=EXAMPLES,
        masked=not _MASKS.isdisjoint(entry.choice.steps),
        **options,
    )


@router.get("/texte")
async def show(request: Request) -> Response:
    """Shows the empty form, or one filled with an example."""
    chosen = request.query_params.get("exemple", "")
    entry = EXAMPLES[int(chosen)][1] if chosen in map(str, range(len(EXAMPLES))) else Entry()
    return _render(request, entry, _Shown(), missing=await run_in_threadpool(install_lines))


@router.post("/texte")
async def work(request: Request) -> Response:
    """Cleans a text, or ticks the steps of a preset; the page's own script asks for the results alone."""
    form = await read_form(request)
    entry = _read(form)
    missing = await run_in_threadpool(install_lines)
    preset = _PRESETS.get(form.get("modele", ""))
    if preset is not None:
        entry = Entry(entry.text, Choice(preset.steps, entry.choice.words))
        notice = f"«\u00a0{preset.label}\u00a0»\u00a0: {len(preset.steps)} étapes cochées."
        return _render(request, entry, _Shown(notice=notice), missing=missing)
    return _render(request, entry, await _answer(entry, missing), missing=missing)
