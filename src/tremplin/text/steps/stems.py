from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import Stemmer

from tremplin.base.extras import require
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step

__all__ = ["LEMMATIZE", "STEMMATIZE"]

_WORD = re.compile(r"\w[\w\u0300-\u036f]*")
_LONGEST_LEMMA = 64


def _small(word: str) -> str:
    """Puts a word in lower case and composes its accents, which the algorithms expect."""
    return unicodedata.normalize("NFC", word.lower())


def _on_words(text: str, function: Callable[[str], str]) -> str:
    # most calls are for one word: the memo of a plan asks for each distinct word once
    if text.isalpha():
        return function(_small(text))
    return _WORD.sub(lambda match: function(_small(match.group())), text)


def _stemmatize() -> Action:
    def stems(texts: list[str]) -> list[str]:
        # a stemmer keeps a state, so that threads cannot share one; it costs under a microsecond
        stem = Stemmer.Stemmer("french").stemWord
        return [_on_words(text, stem) for text in texts]

    return Action(stems, local=True)


def _lemmatize() -> Action:
    simplemma = require("simplemma", extra="train")

    def lemma(word: str) -> str:
        if len(word) > _LONGEST_LEMMA or not word.isalpha():
            return word
        return str(simplemma.lemmatize(word, lang="fr"))

    return each(lambda text: _on_words(text, lemma), local=True)


STEMMATIZE = Step(
    "stemmatize",
    _stemmatize,
    (
        ("Boulangers expérimentés,\n", "boulanger expériment,\n"),
        ("l’École (e\u0301coles)", "l’écol (écol)"),
        ("R482 10 €", "r482 10 €"),
    ),
    idempotent=False,
)
"""Each word becomes its stem, in lower case: the Snowball algorithm for French (Porter, 2001)."""

LEMMATIZE = Step(
    "lemmatize",
    _lemmatize,
    (("Les ÉCOLES étaient grandes.", "le école être grand."), ("R482", "r482")),
    idempotent=False,
)
"""Each word becomes its lemma, in lower case, by the dictionary of simplemma (extra ``train``)."""
