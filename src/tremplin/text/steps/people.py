from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step
from tremplin.text.stopwords import FRENCH_STOPWORDS
from tremplin.text.words import fold

__all__ = ["IDENTIFIERS", "PSEUDONYMISE"]

_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_GAP = re.compile(r"[ \t\u00a0\u202f'’\-‐‑.]{1,3}")
_MOST_WORDS = 8
_CIVILITY = re.compile(
    r"\b(?:MM?\.|(?:Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteure?|Me|Maître|Pr)\b\.?)"
    r"[ \t\u00a0\u202f]{1,2}(?=[^\W\d_])"
)
_CIVILITIES = frozenset(
    "m mm mr mme mlle monsieur madame mademoiselle dr docteur docteure me maitre pr".split()
)
_ARTICLES = frozenset("l la le les".split())
_PARTICLES = _ARTICLES | frozenset("d da de del der des du el van von".split())
_MOST_NAMES = 3

IDENTIFIERS = (
    r"(?<![\w.,])(?:"
    r"[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[ABab])\s?\d{3}\s?\d{3}(?:\s?\d{2})?"
    r"|\d{7,8}[A-Za-z]?"
    r")(?!\w|[.,]\d)"
)
"""French identifiers: NIR (13 signs, or 15 with its key) and France Travail's (7 or 8 digits, perhaps a letter)."""


def _names_by_words(names: Collection[str]) -> dict[str, list[tuple[str, ...]]]:
    """Puts names in a table by their first word, the longest first."""
    if isinstance(names, str) or not isinstance(names, Collection):
        raise InvalidInputError(f"names is a list of names; got {type(names).__name__}; write [...]")
    table: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(_WORD.findall(fold(name))) if isinstance(name, str) else ()
        if not 0 < len(words) <= _MOST_WORDS:
            raise InvalidInputError(
                f"a name has 1 to {_MOST_WORDS} words; got {len(words)} (in names); remove it or cut it"
            )
        table.setdefault(words[0], set()).add(words)
    return {first: sorted(found, key=lambda words: (-len(words), words)) for first, found in table.items()}


class _Names:
    """Finds names in texts, by words.

    Args:
        names: Names of one or several words.
    """

    def __init__(self, names: Collection[str]) -> None:
        table = _names_by_words(names)
        self._known = {words for found in table.values() for words in found}
        self._sizes = {first: sorted({len(w) for w in found}, reverse=True) for first, found in table.items()}

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields where the names stand."""
        if not self._known:
            return
        words = list(_WORD.finditer(text))
        folded = [fold(word.group()) for word in words]
        index = 0
        while index < len(words):
            size = self._size(text, words, folded, index)
            if size:
                yield words[index].start(), words[index + size - 1].end()
            index += size or 1

    def _size(self, text: str, words: list[re.Match[str]], folded: list[str], index: int) -> int:
        """Returns how many words from here on make a name, or 0."""
        for size in self._sizes.get(folded[index], ()):
            name = tuple(folded[index : index + size])
            if (
                len(name) == size
                and name in self._known
                and all(
                    _GAP.fullmatch(text, words[i].end(), words[i + 1].start())
                    for i in range(index, index + size - 1)
                )
            ):
                return size
        return 0


def _name_end(text: str, start: int) -> int:
    """Returns where the name that starts here ends, or 0: three capitalised words at most, and particles."""
    end = taken = 0
    new = True
    while word := _WORD.match(text, start):
        spelling = fold(word.group())
        particle = spelling in _PARTICLES
        if word.group()[0].isupper():
            taken += new and not particle
            if taken > _MOST_NAMES or spelling in _CIVILITIES:
                break
            if spelling in FRENCH_STOPWORDS and not particle and len(spelling) > 1:
                break
            end = word.end()
        elif not particle or (spelling in _ARTICLES and not taken):
            # « Madame la Directrice » names nobody
            break
        gap = _GAP.match(text, word.end())
        if not gap or ("." in gap.group() and len(spelling) > 1):
            break
        new = any(map(str.isspace, gap.group()))
        start = gap.end()
    return end if taken else 0


def _after_civility(text: str) -> Iterator[tuple[int, int]]:
    """Yields where a name follows a civility."""
    for civility in _CIVILITY.finditer(text):
        end = _name_end(text, civility.end())
        if end:
            yield civility.end(), end


def _pseudonymise(
    *,
    names: Collection[str] = (),
    by: str = "<NOM>",
    identifiers: str = IDENTIFIERS,
    identifiers_by: str = "<ID>",
) -> Action:
    for option, value in (("by", by), ("identifiers_by", identifiers_by), ("identifiers", identifiers)):
        if not isinstance(value, str):
            raise InvalidInputError(f"{option} is a text; got {type(value).__name__}")
    known = _Names(names)
    try:
        pattern = re.compile(identifiers) if identifiers else None
    except re.error as error:
        raise InvalidInputError(
            f"identifiers is a regular expression; {identifiers!r:.80} is none ({error}); '' masks none"
        ) from error

    def masked(text: str) -> str:
        found = [(*span, by) for span in chain(known.spans(text), _after_civility(text))]
        if pattern:
            found += [(*match.span(), identifiers_by) for match in pattern.finditer(text)]
        pieces: list[str] = []
        done = 0
        for start, end, mask in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= done:
                pieces += text[done:start], mask
            done = max(done, end)
        return "".join((*pieces, text[done:])) if found else text

    return each(masked)


PSEUDONYMISE = Step(
    "pseudonymise",
    _pseudonymise,
    (
        ("Contacter Mme Jeanne DUPONT-MARTIN au siège", "Contacter Mme <NOM> au siège"),
        ("M. de La Tour, Dr O'Neil. Vous", "M. <NOM>, Dr <NOM>. Vous"),
        ("Madame, Monsieur, le Directeur", "Madame, Monsieur, le Directeur"),
        ("Madame la Directrice", "Madame la Directrice"),
        ("id 1234567A, NIR 1 85 05 78 006 084 36", "id <ID>, NIR <ID>"),
        ("le 01/02/2024, 1234567,50 €, 12 postes", "le 01/02/2024, 1234567,50 €, 12 postes"),
    ),
)
"""Given names, the names after a civility and identifiers are masked; case and accents do not matter."""
