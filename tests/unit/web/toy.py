from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field

from tremplin.base import ItemError, Product, Reason, Request, Response
from tremplin.base.records import Text

WEIGHTS = {"pizza": 2.4, "pizzas": 2.4, "four": 1.1, "pâte": 0.9, "serveur": -1.3}
JOBS = [
    ("G1604", "Pizzaïolo / Pizzaïola"),
    ("D1102", "Boulanger / Boulangère"),
    ("G1803", "Serveur / Serveuse"),
]


class Question(Request):
    text: Text = ""
    title: Text = ""
    description: Text = ""
    k: int = Field(5, ge=1, le=50)
    target: Literal["rome", "appellation"] = "rome"
    reasons: bool = False


class Candidate(BaseModel):
    code: str
    label: str
    score: float
    reasons: list[Reason] | None = None


class Answer(Response):
    candidates: list[Candidate]
    abstained: bool


@dataclass(frozen=True)
class ToyModel:
    ref: str = "jobs-toy@1"


def _reasons(question: Question, sign: int) -> list[Reason]:
    return [
        Reason(
            text=m[0], contribution=sign * WEIGHTS[m[0].lower()], field=field, start=m.start(), end=m.end()
        )
        for field in ("title", "description", "text")
        for m in re.finditer(r"\w+", getattr(question, field))
        if m[0].lower() in WEIGHTS
    ]


def predict(model: ToyModel, questions: Sequence[Question]) -> list[Answer | ItemError]:
    answers: list[Answer | ItemError] = []
    for question in questions:
        words = f"{question.title} {question.description} {question.text}".lower()
        if "panne" in words:
            raise RuntimeError(f"a fault that quotes {words}")
        known = any(word in words for word in WEIGHTS)
        scores = (0.72, 0.11, 0.004) if known else (0.2, 0.1, 0.05)
        candidates = [
            Candidate(
                code=code,
                label=label,
                score=score,
                reasons=_reasons(question, 1 if rank == 0 else -1) if question.reasons else None,
            )
            for rank, ((code, label), score) in enumerate(zip(JOBS, scores, strict=True))
        ]
        answers.append(Answer(candidates=candidates[: question.k], abstained=not known))
    return answers


def make_product(**changes: Any) -> Product:
    fields: dict[str, Any] = {
        "name": "jobs",
        "title": "Trouver le métier d’un texte",
        "request": Question,
        "response": Answer,
        "load": lambda source, ref, *, resources: ToyModel(),
        "predict": predict,
        "example": {"text": "cuisson des pizzas"},
    }
    return Product(**(fields | changes))
