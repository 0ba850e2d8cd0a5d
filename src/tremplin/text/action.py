from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Action", "each", "of_characters"]

Texts = list[str]


@dataclass(frozen=True)
class Action:
    """What a step does with texts, and what a plan may rely on to do it faster.

    Args:
        apply: Texts → as many texts. It alone says what the step means.
        character: The same for one character, where characters do not depend on their neighbours.
        awkward: Characters for which they do; texts with one of them go through ``apply``.
        local: Whether a text may be cut at white space, each part treated alone, and the parts that are left
            joined by single spaces: the result is that of ``apply`` but for white space.
        collapses: Whether ``apply`` itself leaves single spaces between words and none at the ends.
    """

    apply: Callable[[Texts], Texts]
    character: Callable[[str], str] | None = None
    awkward: frozenset[str] = frozenset()
    local: bool = False
    collapses: bool = False


def each(function: Callable[[str], str], *, local: bool = False, collapses: bool = False) -> Action:
    """Makes an action of a function of one text."""
    return Action(lambda texts: list(map(function, texts)), local=local, collapses=collapses)


def of_characters(
    function: Callable[[str], str],
    *,
    collapses: bool = False,
    apply: Callable[[str], str] | None = None,
    awkward: str = "",
) -> Action:
    """Makes an action of a function of one character, or of ``apply`` with which it agrees but for ``awkward``."""

    def plain(text: str) -> str:
        return apply(text) if apply else "".join(map(function, text))

    def collapsed(text: str) -> str:
        return " ".join(plain(text).split())

    one = collapsed if collapses else plain
    return Action(
        lambda texts: list(map(one, texts)), function, frozenset(awkward), local=True, collapses=collapses
    )
