from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tremplin.text.action import Action

__all__ = ["Step"]


@dataclass(frozen=True)
class Step:
    """A named step of a pipeline.

    Args:
        name: Its name, lower case.
        make: Makes its action from keyword options, all with defaults.
        examples: Texts and what becomes of them with the default options; the tests run them.
        idempotent: Whether doing it twice is doing it once.
        keeps_spaces: Whether a text without words to change comes out unchanged, white space included.
    """

    name: str
    make: Callable[..., Action]
    examples: tuple[tuple[str, str], ...]
    idempotent: bool = True
    keeps_spaces: bool = True
