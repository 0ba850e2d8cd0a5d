from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import local

__all__ = ["Memo"]

_LIMIT = 500_000
_LONGEST = 64


class _Known(dict[str, str]):
    """Word → result; a word that is not known is noted, and stands as nothing for the moment."""

    def __init__(self, kept: dict[str, str], noted: _Noted) -> None:
        super().__init__(kept)
        self._noted = noted

    def __missing__(self, word: str) -> str:
        self._noted.words.append(word)
        return ""


class _Noted(local):
    """The words that were missed, by thread."""

    def __init__(self) -> None:
        self.words: list[str] = []


class Memo:
    """Remembers what a function makes of a word, so that each distinct word is worked on once.

    It survives calls and may be used by several threads: a word may then be worked on twice, with one result.
    At most ``limit`` words are remembered, none longer than 64 characters.

    Args:
        function: Distinct words → as many results.
        kept: Words that stay as they are.
        limit: Words remembered.
    """

    def __init__(
        self, function: Callable[[list[str]], list[str]], *, kept: Sequence[str] = (), limit: int = _LIMIT
    ) -> None:
        self._function = function
        self._limit = limit
        self._kept = {word: word for word in kept}
        self._noted = _Noted()
        self._known = _Known(self._kept, self._noted)

    def __len__(self) -> int:
        return len(self._known)

    def __call__(self, words: Sequence[str]) -> list[str]:
        """Returns the result of each word."""
        known = self._known
        results = list(map(known.__getitem__, words))
        missing = self._noted.words
        if not missing:
            return results
        self._noted.words = []
        new = list(dict.fromkeys(missing))
        found = dict(zip(new, self._function(new), strict=True))
        if len(known) + len(found) > self._limit:
            self._known = _Known(self._kept, self._noted)
        short = {word: result for word, result in found.items() if len(word) <= _LONGEST}
        self._known.update(short)
        if len(short) == len(found) and self._known is known:
            return list(map(known.__getitem__, words))
        return [found[word] if word in found else known[word] for word in words]
