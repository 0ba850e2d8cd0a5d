from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.action import Action, each
from tremplin.text.compat.boundaries import AFTER, BEFORE, BOUNDARIES, BOUNDARY
from tremplin.text.compat.promises import Promise
from tremplin.text.compat.reference import stopword_lists

__all__ = ["remove_stopwords"]

_OTHERS = BOUNDARIES.replace(" ", "")
_OUTSIDE = re.compile(rf"[{BOUNDARY}]").search


def _words(words: Iterable[str], *, option: str) -> frozenset[str]:
    found = frozenset([words] if isinstance(words, str) else words)
    for word in found:
        if not word or word.split() != [word]:
            raise InvalidInputError(f"{option} holds {word!r}; give words without white space")
    return found


def _remover(stops: frozenset[str]) -> Callable[[str], str]:
    """Makes the function that takes stop words from a text.

    Each boundary is set between spaces, the text cut at spaces, and put together again: that is several times
    faster than a regular expression. Only stop words that hold a boundary, such as ', need one.
    """
    left = dict.fromkeys(stops, "").get
    held = sorted(filter(_OUTSIDE, stops), key=lambda word: (-len(word), word))
    pattern = re.compile(
        "|".join([*(f"{BEFORE}{re.escape(word)}{AFTER}" for word in held), rf"[^{BOUNDARY}]+"])
    )

    def removed(text: str) -> str:
        if any(word in text for word in held):
            return pattern.sub(lambda match: left(match.group(), match.group()), text)
        found = [sign for sign in _OTHERS if sign in text]
        for sign in found:
            text = text.replace(sign, f" {sign} ")
        words = text.split(" ")
        text = " ".join(map(left, words, words))
        for sign in reversed(found):
            text = text.replace(f" {sign} ", sign)
        return text

    return removed


def remove_stopwords(
    promise: Promise, *, base: str = "all", add: Iterable[str] = (), remove: Iterable[str] = ()
) -> Action:
    """Stop words go, in the case in which they are listed; the white space around them stays.

    Args:
        promise: What the plan may rely on.
        base: Which of the reference's lists: all, iso, nltk, offres_pe, none.
        add: Words to put on the list.
        remove: Words to take from it.

    Raises:
        UnknownNameError: There is no such list.
        InvalidInputError: A word of ``add`` or ``remove`` is empty or holds white space.
        MissingExtraError: The reference is not installed.
    """
    lists = stopword_lists()
    if base not in lists:
        raise UnknownNameError("list of stop words", base, lists)
    stops = lists[base] | _words(add, option="add")
    stops -= _words(remove, option="remove")
    removed = _remover(stops)

    def one(text: str) -> str:
        if text in stops:
            return ""
        return text if text.isalnum() else removed(text)

    return each(one, local=True)
