from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tremplin.text.pipeline import DEFAULT_STEPS
from tremplin.text.steps.registry import STEPS
from tremplin.web.steps_in_french import FIELDS

__all__ = ["Choice", "in_order", "moved"]

_SEPARATORS = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class Choice:
    """What a person chose: steps in order, and what was written in the fields of those that take words."""

    steps: tuple[str, ...] = DEFAULT_STEPS
    words: Mapping[str, str] = field(default_factory=dict)

    def options(self, step: str) -> dict[str, Any]:
        """Returns the options of a step, those that were given."""
        if step not in FIELDS:
            return {}
        given = [word.strip() for word in _SEPARATORS.split(self.words.get(step, "")) if word.strip()]
        return {FIELDS[step].option: given} if given else {}

    def lacks(self) -> str:
        """Names the first step that needs words and was given none; "" where there is none."""
        needy = (name for name in self.steps if name in FIELDS and FIELDS[name].needed)
        return next((name for name in needy if not self.options(name)), "")

    def pipeline(self) -> list[Any]:
        """Returns the steps as a pipeline takes them: a name, or a name with its options."""
        return [(name, self.options(name)) if self.options(name) else name for name in self.steps]

    def python(self) -> str:
        """Writes what does the same in Python."""
        given = [self._written(step) for step in self.pipeline()]
        steps = "" if self.steps == DEFAULT_STEPS else f"[{', '.join(given)}]"
        return f"from tremplin.text import TextPipeline\n\nTextPipeline({steps}).transform(textes)"

    @staticmethod
    def _written(step: Any) -> str:
        # JSON writes names and lists of texts as Python does, with double quotes
        parts = [step] if isinstance(step, str) else list(step)
        written = ", ".join(json.dumps(part, ensure_ascii=False) for part in parts)
        return written if len(parts) == 1 else f"({written})"

    def shell(self) -> str:
        """Writes the command that does the same to a file."""
        parts = ["tremplin", "text", "clean"]
        if self.steps != DEFAULT_STEPS:
            parts += ["--steps", ",".join(self.steps)]
        for name in self.steps:
            for option, value in self.options(name).items():
                parts += ["--set", f"{name}.{option}={json.dumps(value, ensure_ascii=False)}"]
        parts += ["--in", "textes.parquet", "--column", "description", "--out", "propres.parquet"]
        return shlex.join(parts)


def in_order(chosen: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """Puts chosen steps in an order; one that the order lacks goes before what usually follows it.

    Args:
        chosen: Names of steps; what is none is left out.
        order: Names of steps, those that were in order before.
    """
    usual = {name: rank for rank, name in enumerate(STEPS)}
    steps = [name for name in dict.fromkeys(order) if name in chosen and name in usual]
    for name in sorted({*chosen} & {*usual} - {*steps}, key=usual.__getitem__):
        later = (place for place, other in enumerate(steps) if usual[other] > usual[name])
        steps.insert(next(later, len(steps)), name)
    return tuple(steps)


def moved(steps: Sequence[str], name: str, by: int) -> tuple[str, ...]:
    """Moves a step up (-1) or down (1) by one place; at the end, and an unknown one, it stays."""
    order = list(steps)
    if name in order:
        place = order.index(name)
        target = min(max(place + by, 0), len(order) - 1)
        order.insert(target, order.pop(place))
    return tuple(order)
