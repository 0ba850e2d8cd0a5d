from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Scorer"]

_DENSE_SHARE = 0.1
_DENSE_LIMIT = 1_000
_FEW_ROWS = 24


class Scorer:
    """Multiplies documents by sparse weights, the crowded rows of the weights as a dense matrix.

    The few features that weigh on many classes hold most of the entries; a dense product is several times
    faster on them than a sparse one.

    Args:
        weights: Weights (features, classes).
    """

    def __init__(self, weights: sparse.csr_matrix) -> None:
        size = np.diff(weights.indptr)
        crowded = np.flatnonzero(size > _DENSE_SHARE * weights.shape[1])
        crowded = crowded[np.argsort(-size[crowded], kind="stable")][:_DENSE_LIMIT]
        self._place = np.full(weights.shape[0], -1, np.int32)
        self._place[crowded] = np.arange(len(crowded), dtype=np.int32)
        self._dense = weights[crowded].toarray()
        self._weights = weights

    def score(self, X: sparse.csr_matrix) -> NDArray[np.float32]:
        """Returns ``X @ weights`` (n, classes)."""
        if X.shape[0] < _FEW_ROWS:
            return np.asarray((X @ self._weights).toarray())
        place = self._place[X.indices]
        dense = place >= 0
        rows = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
        crowded = np.zeros((X.shape[0], len(self._dense)), np.float32)
        crowded[rows[dense], place[dense]] = X.data[dense]
        pointers = np.zeros(X.shape[0] + 1, np.int64)
        np.cumsum(np.bincount(rows[~dense], minlength=X.shape[0]), out=pointers[1:])
        rest = sparse.csr_matrix((X.data[~dense], X.indices[~dense], pointers), shape=X.shape)
        scores: NDArray[np.float32] = crowded @ self._dense
        scores += (rest @ self._weights).toarray()
        return scores

    def weight(self, feature: int, label: int) -> float:
        """Returns one weight."""
        start, end = self._weights.indptr[feature : feature + 2]
        place = start + int(np.searchsorted(self._weights.indices[start:end], label))
        if place < end and self._weights.indices[place] == label:
            return float(self._weights.data[place])
        return 0.0
