from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["SparseWeights", "prune"]

_ROWS = 4_000
_LEVELS = 127


@dataclass(frozen=True)
class SparseWeights:
    """Weights (features, classes) with the small ones left out, one byte each and one scale per feature."""

    indptr: NDArray[np.int32]
    indices: NDArray[np.uint16]
    values: NDArray[np.int8]
    scale: NDArray[np.float32]
    n_classes: int

    def matrix(self) -> sparse.csr_matrix:
        """Returns the weights as a float32 CSR matrix (features, classes)."""
        data = self.values * np.repeat(self.scale, np.diff(self.indptr))
        shape = (len(self.scale), self.n_classes)
        return sparse.csr_matrix(
            (data.astype(np.float32), self.indices.astype(np.int32), self.indptr), shape=shape
        )


def prune(X: sparse.csr_matrix, dual: NDArray[np.float32], *, budget: int) -> SparseWeights:
    """Computes ``X.T @ dual`` by rows and keeps the ``budget`` entries that move scores most.

    An entry counts by its size times the root mean square of its feature over the rows of X, that is, by how
    much leaving it out would change the scores of the training texts.

    Args:
        X: Features (n, f).
        dual: Dual coefficients (n, c).
        budget: Number of entries to keep, at most.
    """
    transposed = X.T.tocsr()
    energy = np.sqrt(np.asarray(X.multiply(X).mean(axis=0)).ravel()).astype(np.float32)
    threshold = _threshold(transposed, dual, energy, budget)
    counts, indices, values, scales = [], [], [], []
    for start in range(0, transposed.shape[0], _ROWS):
        block = np.asarray(transposed[start : start + _ROWS] @ dual)
        keep = np.abs(block) * energy[start : start + len(block), None] > threshold
        rows, cols = np.nonzero(keep)
        scale = np.abs(block * keep).max(axis=1) / _LEVELS
        scale[scale == 0] = 1
        counts.append(keep.sum(axis=1))
        indices.append(cols.astype(np.uint16))
        values.append(np.rint(block[rows, cols] / scale[rows]).astype(np.int8))
        scales.append(scale.astype(np.float32))
    indptr = np.zeros(transposed.shape[0] + 1, np.int32)
    np.cumsum(np.concatenate(counts), out=indptr[1:])
    return SparseWeights(
        indptr, np.concatenate(indices), np.concatenate(values), np.concatenate(scales), dual.shape[1]
    )


def _threshold(
    transposed: sparse.csr_matrix, dual: NDArray[np.float32], energy: NDArray[np.float32], budget: int
) -> float:
    """Finds the importance above which about ``budget`` entries lie, from every 16th feature."""
    some = np.arange(0, transposed.shape[0], 16 if transposed.shape[0] > 20_000 else 1)
    importance = []
    for start in range(0, len(some), _ROWS):
        rows = some[start : start + _ROWS]
        importance.append((np.abs(transposed[rows] @ dual) * energy[rows, None]).ravel())
    sizes = np.concatenate(importance)
    kept = int(budget * len(some) / transposed.shape[0])
    if kept >= len(sizes):
        return 0.0
    return float(np.partition(sizes, len(sizes) - kept)[len(sizes) - kept])
