from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tremplin.base.errors import MissingExtraError
from tremplin.text.pipeline import TextPipeline
from tremplin.text.steps.registry import ORDER_ADVICE, STEPS
from tremplin.web.advice_in_french import advice_in_french
from tremplin.web.choice import Choice
from tremplin.web.difference import Piece, difference
from tremplin.web.steps_in_french import LABELS

__all__ = ["Cleaned", "Stage", "clean", "install_lines"]

_EXCERPT = 2_000
_OPEN = 700


@dataclass(frozen=True)
class Stage:
    """What one step did: its place, its pieces to show, and a summary; without effect, neither."""

    rank: int
    name: str
    label: str
    summary: str = ""
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Cleaned:
    """A cleaned text and how it came about.

    Args:
        text: The cleaned text.
        stages: What each step did, in order.
        short: Whether what each step did is short enough to be shown at once.
        cut: Whether it is told of the beginning of the text only.
        hints: What speaks against the order of the steps, in French.
        python: The same in Python.
        shell: The same in the shell.
    """

    text: str
    stages: list[Stage]
    short: bool
    cut: bool
    hints: list[str]
    python: str
    shell: str


def clean(text: str, choice: Choice) -> Cleaned:
    """Cleans a text and shows, step by step, what changed.

    Args:
        text: The text.
        choice: At least one step.

    Raises:
        MissingExtraError: A step needs a package that is not installed.
        InvalidInputError: The words given for a step are of the wrong form.
    """
    excerpt = _beginning(text)
    pipeline = TextPipeline(choice.pipeline(), order="ignore")
    return Cleaned(
        text=pipeline.transform(text),
        stages=_stages(text, excerpt, choice),
        short=len(excerpt) <= _OPEN,
        cut=len(excerpt) < len(text),
        hints=_hints(choice.steps),
        python=choice.python(),
        shell=choice.shell(),
    )


def _beginning(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text
    head = text[:_EXCERPT]
    # not within a word, which a step could then take for another
    ends = [found.start() for found in re.finditer(r"\s", head)]
    return head[: ends[-1]] if ends and ends[-1] > _EXCERPT // 2 else head


def _stages(text: str, excerpt: str, choice: Choice) -> list[Stage]:
    whole, part = text, excerpt
    stages = []
    for rank, name in enumerate(choice.steps, start=1):
        action = STEPS[name].make(**choice.options(name))
        whole_after, part_after = action.apply([whole, part])
        if part_after != part:
            found = difference(part, part_after)
            stages.append(Stage(rank, name, LABELS[name], found.summary(), found.pieces))
        else:
            later = "change la suite du texte" if whole_after != whole else ""
            stages.append(Stage(rank, name, LABELS[name], later))
        whole, part = whole_after, part_after
    return stages


def _hints(steps: Sequence[str]) -> list[str]:
    place = {name: rank for rank, name in enumerate(steps)}
    return [
        advice_in_french(advice)
        for advice in ORDER_ADVICE
        if advice.before in place and advice.after in place and place[advice.before] > place[advice.after]
    ]


def install_lines() -> dict[str, str]:
    """Returns the pip line of each step whose package is not installed."""
    lines = {}
    for name, step in STEPS.items():
        try:
            step.make()
        except MissingExtraError as error:
            lines[name] = str(error).rpartition(": ")[2]
    return lines
