from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize

from tremplin.base.errors import InvalidInputError
from tremplin.text.numbering import Numbering

__all__ = ["NumbersWords", "TextVectorizer"]

_ROWS = 5_000


class NumbersWords(Protocol):
    """What the vectoriser asks of a pipeline."""

    def numbers(self, texts: list[Any], numbering: Numbering) -> tuple[NDArray[Any], NDArray[Any]]:
        """Returns the numbers of the words of cleaned texts (words,), and how many each has (texts,)."""
        ...


class TextVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Turns raw texts into TF-IDF vectors; words go as numbers from the pipeline to the matrix.

    The result is that of scikit-learn's `TfidfVectorizer` over the words of the cleaned texts, with the same
    options; columns are in alphabetical order.

    Args:
        pipeline: Cleans the texts; words are what stands between white space afterwards.
        ngram_range: Shortest and longest run of words that is a feature: (1, 1), (1, 2) or (2, 2).
        min_df: Texts in which a feature must occur, or their share if it is a float.
        max_df: Texts in which it may occur, or their share.
        max_features: How many features to keep, the most frequent ones; None for all.
        use_idf: Whether rare features weigh more.
        smooth_idf: Whether one more text holding every feature is counted in.
        sublinear_tf: Whether a count c becomes 1 + ln c.
        norm: ``l2``, ``l1``, or None.
        dtype: Of the matrix.

    Attributes:
        vocabulary_: Column of each feature.
        idf_: Inverse document frequencies (features,), where ``use_idf`` is set.

    Examples:
        >>> from tremplin.text import TextPipeline
        >>> made = TextPipeline(["to_lower", "remove_punct", "remove_stopwords"]).vectorizer()
        >>> made.fit_transform(["Le pain, la pâte", "Du pain !"]).shape
        (2, 2)
        >>> made.get_feature_names_out().tolist()
        ['pain', 'pâte']
    """

    def __init__(
        self,
        pipeline: NumbersWords,
        *,
        ngram_range: tuple[int, int] = (1, 1),
        min_df: float = 1,
        max_df: float = 1.0,
        max_features: int | None = None,
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
        norm: str | None = "l2",
        dtype: Any = np.float64,
    ) -> None:
        self.pipeline = pipeline
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf
        self.norm = norm
        self.dtype = dtype

    def fit(self, X: Any, y: Any = None) -> TextVectorizer:
        """Learns the features of raw texts (n)."""
        self.fit_transform(X)
        return self

    def fit_transform(self, X: Any, y: Any = None) -> sparse.csr_matrix:
        """Learns the features and returns the matrix (n, features)."""
        if tuple(self.ngram_range) not in ((1, 1), (1, 2), (2, 2)):
            raise InvalidInputError(f"ngram_range is {self.ngram_range}; give (1, 1), (1, 2) or (2, 2)")
        numbering = Numbering()
        numbers, sizes = self._numbers(X, numbering)
        keys, blocks = [], []
        for found, rows, distinct in self._grams(numbers, sizes, numbering):
            keys.append(distinct)
            blocks.append(_counted(found, rows, len(distinct)))
        counts = sparse.hstack(blocks, format="csr") if len(blocks) > 1 else blocks[0]
        kept = self._kept(counts)
        if not len(kept):
            raise InvalidInputError("no feature is left; lower min_df, raise max_df or remove fewer words")
        names = np.array([_name(key, numbering) for key in np.concatenate(keys)[kept].tolist()], dtype=object)
        order = np.argsort(names, kind="stable")
        kept, names = kept[order], names[order]
        if self.max_features is not None and len(kept) > self.max_features:
            totals = np.asarray(counts.sum(axis=0)).ravel()[kept]
            most = np.sort(np.argsort(-totals, kind="stable")[: self.max_features])
            kept, names = kept[most], names[most]
        self.vocabulary_ = {name: column for column, name in enumerate(names.tolist())}
        counts = counts[:, kept].tocsr()
        if self.use_idf:
            frequency = np.bincount(counts.indices, minlength=counts.shape[1]) + int(self.smooth_idf)
            self.idf_ = np.log((counts.shape[0] + int(self.smooth_idf)) / frequency) + 1
        return self._weighed(counts)

    def transform(self, X: Any) -> sparse.csr_matrix:
        """Returns the matrix (n, features) of raw texts (n)."""
        if not hasattr(self, "vocabulary_"):
            raise InvalidInputError("this vectoriser is not fitted; call fit first")
        numbering = Numbering()
        numbers, sizes = self._numbers(X, numbering)
        counts = sparse.csr_matrix((len(sizes), len(self.vocabulary_)), dtype=np.int32)
        for found, rows, distinct in self._grams(numbers, sizes, numbering):
            known = [self.vocabulary_.get(_name(key, numbering), -1) for key in distinct.tolist()]
            columns = np.array(known, np.int64)[found] if known else found
            counts = counts + _counted(columns, rows, len(self.vocabulary_))
        return self._weighed(counts)

    def _grams(
        self, numbers: NDArray[np.int64], sizes: NDArray[np.int64], numbering: Numbering
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Yields, for words and for pairs: the place of each among the distinct ones, row sizes, distinct keys.

        The key of a word is its number, that of a pair (a + 1) · 2³² + b.
        """
        if self.ngram_range[0] == 1:
            yield numbers, sizes, np.arange(len(numbering.strings), dtype=np.int64)
        if self.ngram_range[1] == 2:
            last = np.zeros(len(numbers), bool)
            last[np.cumsum(sizes)[sizes > 0] - 1] = True
            keys = ((numbers[:-1] + 1) << 32) + numbers[1:]
            distinct, places = np.unique(keys[~last[:-1]], return_inverse=True)
            yield places, np.maximum(sizes - 1, 0), distinct

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Returns the features in the order of the columns."""
        return np.array(sorted(self.vocabulary_, key=self.vocabulary_.__getitem__), dtype=object)

    def _numbers(self, X: Any, numbering: Numbering) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        texts = X if isinstance(X, list) else list(X)
        parts = []
        for start in range(0, len(texts), _ROWS):
            parts.append(self.pipeline.numbers(texts[start : start + _ROWS], numbering))
        if not parts:
            raise InvalidInputError("no text to learn from; give at least one")
        numbers, sizes = (np.concatenate(side).astype(np.int64) for side in zip(*parts, strict=True))
        return numbers, sizes

    def _kept(self, counts: sparse.csr_matrix) -> NDArray[np.int64]:
        n = counts.shape[0]
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        low = self.min_df if isinstance(self.min_df, int) else self.min_df * n
        high = self.max_df if isinstance(self.max_df, int) else self.max_df * n
        return np.flatnonzero((frequency >= low) & (frequency <= high))

    def _weighed(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        found = counts.astype(self.dtype)
        if self.sublinear_tf:
            found.data = 1 + np.log(found.data)
        if self.use_idf:
            found.data *= self.idf_[found.indices].astype(self.dtype)
        return normalize(found, norm=self.norm, copy=False) if self.norm else found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags


def _counted(columns: NDArray[np.int64], sizes: NDArray[np.int64], width: int) -> sparse.csr_matrix:
    """Counts features by row.

    Args:
        columns: Column of each feature, row after row; -1 for those that do not count.
        sizes: How many features each row has (n,).
        width: Number of columns.
    """
    pointers = np.concatenate([[0], np.cumsum(sizes)])
    known = columns >= 0
    if not known.all():
        pointers = np.concatenate([[0], np.cumsum(known)])[pointers]
        columns = columns[known]
    parts = (np.ones(len(columns), np.int32), columns.astype(np.int32), pointers.astype(np.int32))
    counts = sparse.csr_matrix(parts, shape=(len(sizes), width))
    counts.sum_duplicates()
    return counts


def _name(key: int, numbering: Numbering) -> str:
    first, second = key >> 32, key & 0xFFFFFFFF
    if not first:
        return numbering.strings[second]
    return f"{numbering.strings[first - 1]} {numbering.strings[second]}"
