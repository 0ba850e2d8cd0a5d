from __future__ import annotations

import re
from collections.abc import Iterable

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.action import Action, each
from tremplin.text.compat.boundaries import AFTER, BEFORE, BOUNDARY
from tremplin.text.compat.promises import Promise
from tremplin.text.compat.reference import stopword_lists

__all__ = ["remove_stopwords"]

_OUTSIDE = re.compile(rf"[{BOUNDARY}]")


def _words(words: Iterable[str], *, option: str) -> frozenset[str]:
    found = frozenset([words] if isinstance(words, str) else words)
    for word in found:
        if not word or word.split() != [word]:
            raise InvalidInputError(f"{option} holds {word!r}; give words without white space")
    return found


def _pattern(stops: frozenset[str]) -> re.Pattern[str]:
    """Finds whole words; first, the longest before, the stop words that hold a boundary such as '."""
    whole = rf"[^{BOUNDARY}]+"
    held = sorted(filter(_OUTSIDE.search, stops), key=lambda word: (-len(word), word))
    return re.compile("|".join([*(f"{BEFORE}{re.escape(word)}{AFTER}" for word in held), whole]))


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
    pattern = _pattern(stops)

    def kept(match: re.Match[str]) -> str:
        word = match.group()
        return "" if word in stops else word

    def one(text: str) -> str:
        if text in stops:
            return ""
        return text if text.isalnum() else pattern.sub(kept, text)

    return each(one, local=True)
