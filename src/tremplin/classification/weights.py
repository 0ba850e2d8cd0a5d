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


def prune(X: sparse.csr_matrix, full: NDArray[np.float32], *, budget: int) -> SparseWeights:
    """Keeps about ``budget`` weights, those that move scores most.

    A weight counts by its size times the root mean square of its feature over the rows of X, that is, by how
    much leaving it out would change the scores of the training texts.

    Args:
        X: Features (n, f).
        full: Weights (f, c).
        budget: Number of weights to keep.
    """
    energy = np.sqrt(np.asarray(X.multiply(X).mean(axis=0)).ravel()).astype(np.float32)
    threshold = _threshold(full, energy, budget)
    counts, indices, values, scales = [], [], [], []
    for start in range(0, len(full), _ROWS):
        block = full[start : start + _ROWS]
        keep = np.abs(block) * energy[start : start + len(block), None] > threshold
        rows, cols = np.nonzero(keep)
        scale = np.abs(block * keep).max(axis=1) / _LEVELS
        scale[scale == 0] = 1
        counts.append(keep.sum(axis=1))
        indices.append(cols.astype(np.uint16))
        values.append(np.rint(block[rows, cols] / scale[rows]).astype(np.int8))
        scales.append(scale.astype(np.float32))
    indptr = np.zeros(len(full) + 1, np.int32)
    np.cumsum(np.concatenate(counts), out=indptr[1:])
    return SparseWeights(
        indptr, np.concatenate(indices), np.concatenate(values), np.concatenate(scales), full.shape[1]
    )


def _threshold(full: NDArray[np.float32], energy: NDArray[np.float32], budget: int) -> float:
    """Finds the importance above which about ``budget`` entries lie, from every 16th feature."""
    some = slice(0, None, 16 if len(full) > 20_000 else 1)
    sizes = (np.abs(full[some]) * energy[some, None]).ravel()
    kept = int(budget * len(sizes) / full.size)
    if kept >= len(sizes):
        return 0.0
    return float(np.partition(sizes, len(sizes) - kept)[len(sizes) - kept])
