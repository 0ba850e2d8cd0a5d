from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["Memo"]

_LIMIT = 500_000
_LONGEST = 64


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
        self._known = dict(self._kept)

    def __len__(self) -> int:
        return len(self._known)

    def __call__(self, words: Sequence[str]) -> list[str]:
        """Returns the result of each word."""
        known = self._known
        try:
            return list(map(known.__getitem__, words))
        except KeyError:
            pass
        distinct = set(words)
        missing = sorted(distinct.difference(known))
        found = dict(zip(missing, self._function(missing), strict=True))
        if len(known) + len(found) > self._limit:
            known = self._known = dict(self._kept)
            missing = sorted(distinct.difference(found, known))
            found |= zip(missing, self._function(missing), strict=True)
        known.update(item for item in found.items() if len(item[0]) <= _LONGEST)
        if len(missing) and max(map(len, found)) > _LONGEST:
            return [found[word] if word in found else known[word] for word in words]
        return list(map(known.__getitem__, words))
