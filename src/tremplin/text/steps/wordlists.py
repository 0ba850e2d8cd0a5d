from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step
from tremplin.text.steps.units import UNIT, folded, folded_words

__all__ = ["KEEP_WORDS", "REMOVE_WORDS", "rare_words", "word_counts"]

_PART = re.compile(r"[^'’ʼ/]+")


def _keep_words(*, words: Collection[str] = ()) -> Action:
    kept = folded_words(words, option="words")

    def found(unit: str) -> list[str]:
        if folded(unit) in kept:
            return [unit]
        return [part for part in _PART.findall(unit) if folded(part) in kept]

    def one(text: str) -> str:
        return " ".join(word for unit in UNIT.findall(text) for word in found(unit))

    return each(one, local=True, collapses=True)


def _remove_words(*, words: Collection[str] = ()) -> Action:
    removed = folded_words(words, option="words")

    def part(match: re.Match[str]) -> str:
        return " " if folded(match.group()) in removed else match.group()

    def unit(match: re.Match[str]) -> str:
        return " " if folded(match.group()) in removed else _PART.sub(part, match.group())

    return each(lambda text: " ".join(UNIT.sub(unit, text).split()), local=True, collapses=True)


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """Counts the words of texts: what white space sets apart, as it is spelt; clean the texts first.

    Args:
        texts: Texts, read once.

    Examples:
        >>> word_counts(["vendeur en magasin", "vendeur"]).most_common(1)
        [('vendeur', 2)]
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.split())
    return counts


def rare_words(texts: Iterable[str], *, max_count: int = 1) -> list[str]:
    """Lists the words that come at most ``max_count`` times in all, in alphabetical order.

    Args:
        texts: Texts, read once.
        max_count: Largest number of times, 1 or more.

    Raises:
        InvalidInputError: ``max_count`` is below 1.

    Examples:
        >>> rare_words(["vendeur en magasin", "vendeur en"])
        ['magasin']
    """
    if max_count < 1:
        raise InvalidInputError(f"max_count is 1 or more, for a word comes at least once; got {max_count}")
    return sorted(word for word, count in word_counts(texts).items() if count <= max_count)


KEEP_WORDS = Step(
    "keep_words",
    _keep_words,
    (("Le vendeur", ""), ("", "")),
    keeps_spaces=False,
)
"""Only the words of a list stay, whatever their case and accents; by default the list is empty."""

REMOVE_WORDS = Step(
    "remove_words",
    _remove_words,
    (("Le  vendeur", "Le vendeur"), ("", "")),
    keeps_spaces=False,
)
"""The words of a list go, whatever their case and accents; by default the list is empty."""
