from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tremplin.base.errors import InvalidInputError

__all__ = ["PAIR", "View", "ViewFeatures"]

PAIR = 1 << 31
"""Key of the pair (a, b) of word ids: ``(a + 1) * PAIR + b``; a single word is its id."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class View:
    """One way of looking at a document: which fields, and which features of them.

    Args:
        name: Lower-case name; it stands in file names.
        fields: The fields of the document that it reads, one after the other.
        weight: Its share of the squared length of a document's vector.
        words: 1 for single words, 2 for pairs of neighbours too, 0 for none.
        characters: Shortest and longest character n-gram inside words, or None.
        min_count: Documents in which a feature must occur.
        max_share: Largest share of the documents in which a feature may occur.
    """

    name: str
    fields: tuple[str, ...]
    weight: float = 1.0
    words: int = 1
    characters: tuple[int, int] | None = None
    min_count: int = 2
    max_share: float = 1.0

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InvalidInputError(f"a view's name is lower-case letters and digits, not {self.name!r}")
        if bool(self.words) == bool(self.characters) or self.words not in (0, 1, 2):
            raise InvalidInputError(
                f"view {self.name!r} reads words (1 or 2) or characters (shortest, longest)"
            )
        if self.weight <= 0:
            raise InvalidInputError(f"view {self.name!r} has weight {self.weight}; it must be above 0")


@dataclass
class ViewFeatures:
    """The features of a fitted view: sorted keys and their inverse document frequencies."""

    view: View
    keys: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    idf: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))

    def fit(self, keys: NDArray[np.int64], docs: NDArray[np.int64], n_docs: int) -> None:
        """Keeps the keys that occur in enough documents and not in too many."""
        distinct, inverse = np.unique(keys, return_inverse=True)
        pairs = np.unique(inverse.astype(np.int64) * n_docs + docs)
        count = np.bincount(pairs // n_docs, minlength=len(distinct))
        kept = (count >= self.view.min_count) & (count <= self.view.max_share * n_docs)
        self.keys = distinct[kept]
        self.idf = (np.log((1 + n_docs) / (1 + count[kept])) + 1).astype(np.float32)

    def columns(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns the column of each key, -1 where it is no feature."""
        if len(self.keys) == 0:
            return np.full(len(keys), -1, np.int64)
        place = np.searchsorted(self.keys, keys)
        place[place == len(self.keys)] = 0
        place[self.keys[place] != keys] = -1
        return place

    def weigh(
        self, columns: NDArray[np.int64], docs: NDArray[np.int64], n_docs: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
        """Weighs occurrences by (1 + ln tf) · idf, and gives each document the length √weight.

        Args:
            columns: Column of each occurrence, none negative.
            docs: Document of each occurrence, ascending.
            n_docs: Number of documents.

        Returns:
            Values, columns and row pointers of a CSR matrix (n_docs, number of features).
        """
        width = max(len(self.keys), 1)
        cells, count = np.unique(docs * width + columns, return_counts=True)
        rows = cells // width
        cols = cells - rows * width
        values = (1 + np.log(count)) * self.idf[cols] if len(cells) else np.empty(0)
        squares = np.bincount(rows, weights=values * values, minlength=n_docs)
        length = np.sqrt(squares[rows]) if len(cells) else np.ones(0)
        values = (values / length * np.sqrt(self.view.weight)).astype(np.float32)
        pointers = np.zeros(n_docs + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=n_docs), out=pointers[1:])
        return values, cols, pointers
