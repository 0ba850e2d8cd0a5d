from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Numbering", "Results"]

Ints = NDArray[np.int32]


class _Numbers(dict[str, int]):
    """String → number; a new string gets the next one."""

    def __init__(self, strings: list[str]) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self._strings)
        self._strings.append(string)
        return number


class Numbering:
    """Numbers distinct strings in the order in which they come.

    Attributes:
        strings: The strings, by number.
    """

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._number = _Numbers(self.strings).__getitem__

    def __call__(self, strings: Sequence[str]) -> Ints:
        """Returns the number of each string (n,)."""
        return np.array(list(map(self._number, strings)), np.int32)

    def rows(self, texts: Iterable[str]) -> tuple[Ints, Ints]:
        """Returns the numbers of the words of texts, one text after the other, and how many each text has."""
        words: list[str] = []
        sizes = []
        for text in texts:
            found = text.split()
            words += found
            sizes.append(len(found))
        return self(words), np.array(sizes, np.int32)


class Results:
    """The words that are left of each of many entries, as numbers.

    Args:
        numbering: Numbers the words.
    """

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.count = 0
        self._used = 0
        self._firsts, self._sizes, self._flat = (np.zeros(1 << 12, np.int32) for _ in range(3))

    def add(self, texts: Sequence[str]) -> None:
        """Adds entries, each with what is left of it."""
        words = [text.split() for text in texts]
        sizes = np.array([len(some) for some in words], np.int32)
        flat = self.numbering([word for some in words for word in some])
        first, self.count = self.count, self.count + len(words)
        self._firsts, self._sizes = grown(self._firsts, self.count), grown(self._sizes, self.count)
        self._flat = grown(self._flat, self._used + len(flat))
        self._sizes[first : self.count] = sizes
        self._firsts[first : self.count] = self._used + np.cumsum(sizes) - sizes
        self._flat[self._used : self._used + len(flat)] = flat
        self._used += len(flat)

    def expand(
        self, entries: NDArray[Any], rows: NDArray[np.int64], n_rows: int
    ) -> tuple[Ints, NDArray[np.int64]]:
        """Returns the numbers of what is left of entries, and how many each row has.

        Args:
            entries: Entries (n,), row after row.
            rows: Row of each (n,).
            n_rows: Number of rows.
        """
        each = self._sizes[entries]
        sizes = np.bincount(rows, weights=each, minlength=n_rows).astype(np.int64)
        if each.max(initial=0) <= 1:
            return self._flat[self._firsts[entries[each == 1]]], sizes
        offsets = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        return self._flat[np.repeat(self._firsts[entries], each) + offsets], sizes


def grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    """Returns the array, or a longer one that begins with it, so that it holds ``size`` values."""
    if size <= len(array):
        return array
    larger = np.zeros((max(size, 2 * len(array)), *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger
