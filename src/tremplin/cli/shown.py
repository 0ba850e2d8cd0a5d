from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["show_answer"]

_REASONS = 6


def _plain(value: object) -> str:
    """Returns a text without control characters: what a file says must not steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in str(value))


def _score(candidate: Mapping[str, Any]) -> str:
    score = candidate.get("score")
    return f"{score:.1%}".replace("%", " %") if isinstance(score, int | float) else ""


def _reasons(reasons: Sequence[Mapping[str, Any]]) -> Text:
    """Shows the strongest reasons, those for with a + and those against with a −."""
    shown = Text()
    strongest = sorted(reasons, key=lambda reason: -abs(reason["contribution"]))[:_REASONS]
    for reason in strongest:
        speaks_for = reason["contribution"] >= 0
        mark, style = ("+", "green") if speaks_for else ("−", "red")
        shown.append(f"{', ' if shown else ''}{mark} {_plain(reason['text'])}", style)
    return shown


def _candidates(candidates: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("", "score", "code", "label", box=None, pad_edge=False, header_style="bold")
    with_reasons = any(candidate.get("reasons") for candidate in candidates)
    if with_reasons:
        table.add_column("why", overflow="fold")
    for name in (0, 1):
        table.columns[name].justify = "right"
    for rank, candidate in enumerate(candidates, start=1):
        cells = [
            str(rank),
            _score(candidate),
            _plain(candidate.get("code", "")),
            _plain(candidate.get("label", "")),
        ]
        row: list[Text] = [Text(cell) for cell in cells]
        if with_reasons:
            row.append(_reasons(candidate.get("reasons") or []))
        table.add_row(*row)
    return table


def show_answer(answer: Mapping[str, Any], console: Console) -> None:
    """Prints an answer for a person: its candidates as a table, any other answer as JSON on several lines.

    Args:
        answer: What the service answered for one item, without an error.
        console: Where it is printed.
    """
    candidates = answer.get("candidates")
    if not isinstance(candidates, list):
        text = json.dumps(answer, ensure_ascii=False, indent=2)
        console.print(Text("\n".join(_plain(line) for line in text.splitlines())), soft_wrap=True)
        return
    if candidates:
        console.print(_candidates(candidates))
    else:
        console.print("no candidate")
    if answer.get("abstained"):
        console.print("Not sure enough: a person should decide.", style="yellow")
    console.print(Text(f"model {answer.get('model', '')}", "dim"))
