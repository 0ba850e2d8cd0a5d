from __future__ import annotations

import logging

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["polish", "softmax"]

_log = logging.getLogger(__name__)

_BATCH = 512
_START = 1e-2


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns exp(logits) (n, c) divided by its row sums, without overflow."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def polish(
    X: sparse.csr_matrix,
    classes: NDArray[np.int64],
    weights: NDArray[np.float32],
    *,
    epochs: int,
    rate: float = 0.3,
    seed: int = 0,
) -> None:
    """Lowers the log loss of the weights, in place, by a few passes of stochastic descent.

    Ridge regression treats every code on its own; the softmax loss makes them compete, which orders the close
    ones better. Steps are scaled per weight (AdaGrad: Duchi, Hazan and Singer, 2011); few passes from a good
    start are its regularisation.

    Args:
        X: Features (n, f), float32.
        classes: Class of each row (n,), from 0.
        weights: Start, and result (f, c), C-contiguous float32.
        epochs: Passes over the rows.
        rate: Step size.
        seed: Seed of the order of the rows.
    """
    rng = np.random.default_rng(seed)
    squares = np.full(weights.shape, _START, np.float32)
    for epoch in range(epochs):
        loss = 0.0
        for rows in np.array_split(rng.permutation(X.shape[0]), max(X.shape[0] // _BATCH, 1)):
            block = X[rows]
            used = np.unique(block.indices)
            block = block[:, used]
            part = weights[used]
            errors = softmax(block @ part)
            true = classes[rows]
            loss -= float(np.log(errors[np.arange(len(rows)), true] + 1e-9).sum())
            errors[np.arange(len(rows)), true] -= 1
            gradient = np.asarray(block.T @ errors)
            seen = squares[used]
            seen += gradient * gradient
            squares[used] = seen
            np.sqrt(seen, out=seen)
            gradient /= seen
            gradient *= rate
            part -= gradient
            weights[used] = part
        _log.info("pass %d of %d: mean log loss %.3f", epoch + 1, epochs, loss / X.shape[0])
