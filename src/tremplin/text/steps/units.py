from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from tremplin.base.errors import InvalidInputError
from tremplin.text.words import fold

__all__ = ["APOSTROPHE", "UNIT", "folded", "folded_words"]

# the modifier apostrophe is a letter to Unicode, not to French
_WORD = r"[^\Wʼ](?:[^\Wʼ]+|[\u0300-\u036f°]+)*+[+#]*"

APOSTROPHE = re.compile(r"['’ʼ]")
"""The signs that stand for an elided vowel: typewriter, typographic, and the one that Unicode calls a letter."""

UNIT = re.compile(rf"{_WORD}(?:(?:{APOSTROPHE.pattern}|[-‐‑/.&@]){_WORD})*+['’ʼ]?")
"""Words tied by apostrophes, hyphens, slashes… into one (« l'accueil », « et/ou », « a.b@c.fr »), with the apostrophe
that may end it; never white space."""


def folded(text: str) -> str:
    """Puts a text in lower case, without accents, with typewriter apostrophes.

    Examples:
        >>> folded("L’École")
        "l'ecole"
    """
    return fold(APOSTROPHE.sub("'", text))


def folded_words(words: Iterable[str], *, option: str) -> frozenset[str]:
    """Folds the words that an option gives.

    Args:
        words: Words, each without white space.
        option: Its name, for the message.

    Raises:
        InvalidInputError: It is a single text, or a word is empty, no text, or holds white space.
    """
    if isinstance(words, str) or not isinstance(words, Collection):
        raise InvalidInputError(f"{option} is a list of words; got {words!r:.80}; write [...]")
    for word in words:
        if not isinstance(word, str) or len(word.split()) != 1 or word != word.strip():
            raise InvalidInputError(
                f"{option} holds {word!r:.80}; give single words, without white space, one by one"
            )
    return frozenset(map(folded, words))
