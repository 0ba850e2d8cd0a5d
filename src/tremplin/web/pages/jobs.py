from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tremplin.web.api import keep_feedback
from tremplin.web.bodies import read_form
from tremplin.web.explanation import Cause, Segment, causes, percent, segments
from tremplin.web.page import Page
from tremplin.web.problems import STATUS
from tremplin.web.records import Feedback, parse
from tremplin.web.site import site_of

__all__ = ["EXAMPLES", "PAGE", "Entry", "Proposal"]

router = APIRouter(include_in_schema=False)

PAGE = Page(
    product="jobs",
    path="/jobs",
    title="Trouver le métier d’un texte",
    summary="Collez une offre, une expérience ou un souhait\u00a0: les métiers qui correspondent s’affichent, "
    "avec les mots qui ont compté.",
    router=router,
)

_COUNT = 5
_RANKS = tuple(str(rank) for rank in range(1, _COUNT + 1))
_TARGETS = ("rome", "appellation")


@dataclass(frozen=True)
class Entry:
    """What a person typed."""

    title: str = ""
    text: str = ""
    target: str = "rome"

    def record(self) -> dict[str, Any]:
        """Returns the request of the product."""
        words = {"title": self.title, "description": self.text} if self.title.strip() else {"text": self.text}
        return {**words, "target": self.target, "k": _COUNT, "reasons": True}

    def fields(self) -> list[tuple[str, str, str]]:
        """Lists the fields to show again: name in the reasons, French label, text."""
        if not self.title.strip():
            return [("text", "Votre texte", self.text)]
        return [("title", "Intitulé", self.title), ("description", "Votre texte", self.text)]


EXAMPLES = (
    (
        "Une offre\u00a0: cuisine",
        Entry(
            text="Le restaurant recherche une personne pour préparer les garnitures, étaler la pâte et cuire les "
            "pizzas au four à bois. Service du soir, en équipe de quatre."
        ),
    ),
    (
        "Une offre avec intitulé\u00a0: espaces verts",
        Entry(
            title="Jardinier / Jardinière",
            text="Vous entretenez les parcs de la commune\u00a0: tonte, taille des haies, plantation des massifs et "
            "arrosage. Le permis B est demandé.",
        ),
    ),
    (
        "Un souhait\u00a0: petite enfance",
        Entry(
            text="J’ai gardé des enfants à domicile pendant six ans et j’aimerais maintenant travailler dans une "
            "crèche, au sein d’une équipe."
        ),
    ),
)
"""Texts to try, written for this page: a name and what it fills in."""


@dataclass(frozen=True)
class Proposal:
    """A candidate as the page shows it: ``width`` is its bar, from 0 to 100."""

    rank: int
    code: str
    label: str
    score: str
    width: float
    causes: list[Cause]
    texts: list[tuple[str, list[Segment]]]


def _proposal(rank: int, candidate: Mapping[str, Any], entry: Entry) -> Proposal:
    reasons = candidate["reasons"] or []
    return Proposal(
        rank=rank,
        code=candidate["code"],
        label=candidate["label"],
        score=percent(candidate["score"]),
        width=round(100 * min(1.0, max(0.0, candidate["score"])), 1),
        causes=causes(reasons),
        texts=[(label, segments(text, field, reasons)) for field, label, text in entry.fields() if text],
    )


def _proposals(answer: Mapping[str, Any], entry: Entry) -> list[Proposal]:
    return [_proposal(rank, candidate, entry) for rank, candidate in enumerate(answer["candidates"], start=1)]


def _sentence(code: str) -> str:
    if code == "too_large":
        return "Ce texte est trop long\u00a0: gardez 200\u00a0000 caractères au plus."
    if STATUS.get(code, 500) < 500:
        return "Ce texte n’a pas pu être lu. Écrivez quelques mots en français, sans caractères inhabituels."
    return "L’analyse n’a pas abouti. Recommencez\u00a0; si cela continue, prévenez la personne qui gère ce service."


async def _analyse(request: Request, entry: Entry) -> dict[str, Any]:
    site = site_of(request)
    shown: dict[str, Any] = {"entry": entry, "error": "", "proposals": None, "abstained": False, "answer": {}}
    if not (entry.text.strip() or entry.title.strip()):
        return shown | {
            "error": "Écrivez quelques mots dans le champ «\u00a0Votre texte\u00a0», puis recommencez."
        }
    [answer] = await site.answer(site.services["jobs"], [entry.record()])
    if "error" in answer:
        return shown | {"error": _sentence(answer["error"]["code"])}
    # In a thread: a long text may have tens of thousands of reasons.
    proposals = await run_in_threadpool(_proposals, answer, entry)
    return shown | {"proposals": proposals, "abstained": answer["abstained"], "answer": answer}


@router.get("/jobs")
async def show(request: Request) -> Response:
    """Shows the empty form, or one filled with an example."""
    chosen = request.query_params.get("exemple", "")
    entry = EXAMPLES[int(chosen)][1] if chosen in map(str, range(len(EXAMPLES))) else Entry()
    return site_of(request).render(
        request,
        "jobs.html",
        entry=entry,
        error="",
        proposals=None,
        abstained=False,
        answer={},
        examples=EXAMPLES,
    )


@router.post("/jobs")
async def analyse(request: Request) -> Response:
    """Analyses a text; the page's own script asks for the results alone."""
    form = await read_form(request)
    target = form.get("cible", "rome")
    entry = Entry(
        title=form.get("intitule", ""),
        text=form.get("texte", ""),
        target=target if target in _TARGETS else "rome",
    )
    shown = await _analyse(request, entry)
    # A script reads the error in the fragment; another status would only alarm the browser's console.
    fragment = "x-fragment" in request.headers
    template = "jobs_results.html" if fragment else "jobs.html"
    status = 422 if shown["error"] and not fragment else 200
    return site_of(request).render(request, template, status=status, examples=EXAMPLES, **shown)


@router.post("/jobs/avis")
async def keep(request: Request) -> Response:
    """Keeps an opinion given without JavaScript."""
    site = site_of(request)
    form = await read_form(request)
    fields = {name: form[name] for name in ("prediction_id", "kind", "value", "model") if form.get(name)}
    rank = form.get("rank", "")
    extra = {"rank": int(rank)} if rank in _RANKS else None
    given = parse(Feedback, fields | {"extra": extra})
    await keep_feedback(site, site.services["jobs"], given, actor=site.person(request).actor)
    return site.render(request, "thanks.html", back=PAGE.path)
