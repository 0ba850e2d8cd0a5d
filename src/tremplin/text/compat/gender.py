from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from tremplin.text.action import Action, each
from tremplin.text.compat.promises import Promise
from tremplin.text.compat.reference import feminine_endings

__all__ = ["remove_gender_synonyms"]

_PREFIX = 4
_MORE = 2
_MOST_WORDS = 3
_NUMBERS = re.compile(r"[\d\s]+")
_IN_BRACKETS = re.compile(r"([\w-]+)\)").match
_WORDS = [re.compile(r"[\w-]+" + r"\s[\w-]+" * more).match for more in range(_MOST_WORDS)]
_BRACKETED = re.compile(r"\([\w-]+\)").match

Pair = tuple[str, str]
Rule = Callable[[str, str], bool]


def _feminine(endings: Mapping[str, tuple[str, ...]]) -> Rule:
    """Makes the rule that says whether a word is another one's feminine form, whole or shortened."""

    def goes(masculine: str, feminine: str, ending: str) -> bool:
        if not feminine.endswith(ending):
            return False
        return feminine[:_PREFIX] == masculine[:_PREFIX] or len(feminine) <= len(ending) + _MORE

    @lru_cache(10_000)
    def rule(masculine: str, feminine: str) -> bool:
        return any(
            masculine.endswith(end) and any(goes(masculine, feminine, ending) for ending in feminines)
            for end, feminines in endings.items()
        )

    return rule


def _respaced(text: str) -> str:
    """Takes away the white space around / and (, and puts a space after )."""
    for sign in "/(":
        if sign in text:
            first, *rest = text.split(sign)
            if rest:
                *middle, last = rest
                text = sign.join([first.rstrip(), *(part.strip() for part in middle), last.lstrip()])
    return text.replace(")", ") ")


def _bracketed(text: str) -> Iterator[Pair]:
    """Finds « word(word) »."""
    before, *parts = text.split("(")
    for part in parts:
        right = _IN_BRACKETS(part)
        if right:
            left = _WORDS[0](before[::-1])
            if left:
                yield left.group()[::-1], right.group(1)
        before = part


def _slashed(sides: list[tuple[str, str]], words: int) -> Iterator[tuple[Pair, bool]]:
    """Finds « a/b » where a and b are so many words, and no word belongs to two pairs.

    Args:
        sides: What stands before each slash, written backwards, and what stands after it, up to the next ones.
        words: Words on each side.

    Yields:
        The pair, and whether « (word) » follows it; if so that belongs to it.
    """
    read = _WORDS[words - 1]
    taken = 0
    for before, after in sides:
        right = read(after)
        left = read(before) if right else None
        if left and right and left.end() <= len(before) - taken:
            more = _BRACKETED(after, right.end()) if words == 1 else None
            taken = more.end() if more else right.end()
            yield (left.group()[::-1], right.group()), more is not None
        else:
            taken = 0


def _without_pairs(text: str, is_feminine: Rule) -> str:
    found: list[Pair] = []
    if "(" in text:
        for x, y in _bracketed(text):
            if is_feminine(x, y) or (x == y and not _NUMBERS.fullmatch(x)):
                found.append((f"{x}({y})", x))
    if "/" in text:
        sides = [(before[::-1], after) for before, after in pairwise(text.split("/"))]
        for words in range(1, _MOST_WORDS + 1):
            for (x, y), followed in _slashed(sides, words):
                same = x == y and (words == 1 or not _NUMBERS.fullmatch(x))
                if same or is_feminine(x, y):
                    # empty brackets go with a pair of single words
                    if words == 1 and not followed:
                        found.append((f"{x}/{y}()", x))
                    found.append((f"{x}/{y}", x))
    return _replaced(text, found)


def _replaced(text: str, replacements: list[Pair]) -> str:
    """Replaces in order, as often as asked: « a/a/a » takes two times."""
    absent: set[str] = set()
    for both, one in replacements:
        if both not in absent:
            found = text.replace(both, one)
            if found == text:
                absent.add(both)
            else:
                text = found
                absent.clear()
    return text


def remove_gender_synonyms(promise: Promise) -> Action:
    """Of « vendeur/vendeuse » and « vendeur(euse) », the masculine stays; / and ( lose their white space.

    Raises:
        MissingExtraError: The reference is not installed.
    """
    is_feminine = _feminine(feminine_endings())

    def one(text: str) -> str:
        if "/" in text or "(" in text or ")" in text:
            return _without_pairs(_respaced(text), is_feminine)
        return text

    return each(one)
