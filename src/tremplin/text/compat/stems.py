from __future__ import annotations

import re
from collections.abc import Sequence

import Stemmer

from tremplin.text.action import Action
from tremplin.text.compat.promises import Promise
from tremplin.text.compat.stemmer import old_stem
from tremplin.text.memo import Memo

__all__ = ["stem_words", "stemmatize"]

# The words of which the two versions of the algorithm may make different stems
_MAY_DIFFER = re.compile(
    r"[^a-zàâçéèêîôûùœ()/]|^(?:y|ni|[éè])|ais|oux$|icatrices?$|ment.*ments?$|emment$|y[iuy]|[éè]y"
).search
_KNOWN_VERSION = "3."


def stem_words(words: Sequence[str]) -> list[str]:
    """Returns the stems of words, by the first version of the Snowball algorithm for French.

    The version that PyStemmer runs makes the same stems of most words, and faster; it is asked for these.

    Args:
        words: Words in any case.

    Examples:
        >>> stem_words(["Étudiantes", "françaises", "l'eau"])
        ['étudi', 'français', "l'eau"]
    """
    small = [word.lower() for word in words]
    if not Stemmer.version().startswith(_KNOWN_VERSION):
        return list(map(old_stem, small))
    apart = {word: old_stem(word) for word in small if _MAY_DIFFER(word)}
    # a stemmer keeps a state, so that threads cannot share one
    rest = iter(Stemmer.Stemmer("french", 0).stemWords([word for word in small if word not in apart]))
    return [apart[word] if word in apart else next(rest) for word in small]


def stemmatize(promise: Promise) -> Action:
    """Words, cut at plain spaces, become their stems."""
    memo = Memo(stem_words)

    def stems(texts: list[str]) -> list[str]:
        if not any(" " in text for text in texts):
            return stem_words(texts)
        found = iter(memo(" ".join(texts).split(" ")))
        return [" ".join([next(found) for _ in range(text.count(" ") + 1)]) for text in texts]

    return Action(stems, local=promise.local)
