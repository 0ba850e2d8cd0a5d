from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import Stemmer

from tremplin.text.stopwords import FRENCH_STOPWORDS, GENDER_ENDINGS

__all__ = ["WORD", "Word", "WordReader", "fold"]

WORD = re.compile(r"\w[\w\u0300-\u036f]*[+#]*")
"""A run of letters and digits with its accents, and the signs of « C++ » and « C# »."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_MEMO_LIMIT = 200_000


def fold(text: str) -> str:
    """Puts a text in lower case and removes its accents.

    Examples:
        >>> fold("Élève-Ingénieur ŒUVRE")
        'eleve-ingenieur oeuvre'
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    compatible = unicodedata.normalize("NFKD", lower.translate(_LIGATURES)).lower()
    decomposed = unicodedata.normalize("NFKD", compatible)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class Word(NamedTuple):
    """A word of a text: its stem, and where it stands (character offsets)."""

    stem: str
    start: int
    end: int


class WordReader:
    """Cuts French text into folded, stemmed words, each distinct spelling worked on once.

    The stems are those of the Snowball algorithm for French (Porter, 2001), applied without accents.

    Args:
        stopwords: Folded words to leave out.

    Examples:
        >>> [w.stem for w in WordReader().words("Chargé(e) de recrutement (H/F)")]
        ['charg', 'recrut']
    """

    def __init__(self, *, stopwords: Iterable[str] = FRENCH_STOPWORDS | GENDER_ENDINGS) -> None:
        self.stopwords = frozenset(stopwords)
        self._stemmer = Stemmer.Stemmer("french")
        self._stems: dict[str, str] = {}

    def stem(self, spelling: str) -> str:
        """Returns the stem of one spelling, or "" for a stop word."""
        found = self._stems.get(spelling)
        if found is None:
            folded = fold(spelling)
            found = "" if folded in self.stopwords else self._stemmer.stemWord(folded)
            if len(self._stems) >= _MEMO_LIMIT:
                self._stems.clear()
            self._stems[spelling] = found
        return found

    def words(self, text: str) -> Iterator[Word]:
        """Yields the words of a text with their offsets, stop words left out."""
        for match in WORD.finditer(text):
            stem = self.stem(match.group())
            if stem:
                yield Word(stem, match.start(), match.end())
