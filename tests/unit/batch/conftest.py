from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from tremplin.base import ItemError, Product, Reason, Request, Response, Service
from tremplin.base.records import Text


class Loud(Request):
    text: Text
    k: int = 1
    style: Literal["plain", "stars"] = "plain"
    tags: list[str] | None = None


class Shout(BaseModel):
    code: str
    score: float
    reasons: list[Reason] = []


class Shouts(Response):
    candidates: list[Shout]
    counts: dict[str, int]


@dataclass(frozen=True)
class Voice:
    ref: str = "shout@1"


def predict(model: Voice, requests: Sequence[Loud]) -> list[Shouts | ItemError]:
    answers: list[Shouts | ItemError] = []
    for request in requests:
        if not request.text.strip():
            answers.append(ItemError(code="invalid_input", message="text: nothing to shout"))
            continue
        code = request.text.upper()
        reasons = [Reason(text=request.text, contribution=1.5, start=0, end=len(request.text))]
        shouts = [Shout(code=code, score=1 / (rank + 1), reasons=reasons) for rank in range(request.k)]
        answers.append(Shouts(candidates=shouts, counts={"letters": len(code)}))
    return answers


SHOUT = Product(
    name="shout",
    title="Crier",
    request=Loud,
    response=Shouts,
    load=lambda source, ref, *, resources: Voice(),
    predict=predict,
    example={"text": "bonjour"},
)


@pytest.fixture
def request_model() -> type[Request]:
    return Loud


@pytest.fixture
def response_model() -> type[Response]:
    return Shouts


@pytest.fixture
def service() -> Service:
    model: Any = Voice()
    return Service(SHOUT, model)
