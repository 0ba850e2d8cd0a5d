from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from tremplin.cli.shown import show_answer


def shown(answer: dict[str, Any]) -> str:
    stream = io.StringIO()
    show_answer(answer, Console(file=stream, width=100))
    return stream.getvalue()


def candidate(**more: Any) -> dict[str, Any]:
    return {"code": "G1604", "label": "Pizzaïolo", "score": 0.875, **more}


def test_candidates_are_a_table() -> None:
    text = shown(
        {"model": "jobs@3", "candidates": [candidate(), candidate(code="G1602")], "abstained": False}
    )
    lines = text.splitlines()
    assert lines[0].split() == ["score", "code", "label"]
    assert lines[1].split() == ["1", "87.5", "%", "G1604", "Pizzaïolo"]
    assert lines[2].split()[0] == "2"
    assert lines[3] == "model jobs@3"
    assert "person should decide" not in text


def test_reasons_are_words_with_their_sign_strongest_first() -> None:
    reasons = [
        {"text": "four", "contribution": 0.5},
        {"text": "bois", "contribution": -1.5},
        {"text": "pizzas", "contribution": 3.0},
    ]
    text = shown({"candidates": [candidate(reasons=reasons), candidate()]})
    assert "+ pizzas, − bois, + four" in text


def test_abstention_is_said() -> None:
    assert "a person should decide" in shown({"candidates": [candidate()], "abstained": True})
    assert "no candidate" in shown({"candidates": []})


def test_other_answers_are_json() -> None:
    assert shown({"slots": [{"item": "é"}]}) == '{\n  "slots": [\n    {\n      "item": "é"\n    }\n  ]\n}\n'


def test_a_text_cannot_steer_the_terminal() -> None:
    evil = "\x1b[31m[bold]x\u202e"
    reasons = [{"text": evil, "contribution": 1.0}]
    for answer in ({"candidates": [candidate(label=evil, score=None, reasons=reasons)]}, {"text": evil}):
        text = shown(answer)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "[bold]x" in text
