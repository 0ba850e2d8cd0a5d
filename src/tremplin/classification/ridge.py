from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from threadpoolctl import threadpool_limits

from tremplin.base.errors import InvalidInputError

__all__ = ["MAX_ROWS", "dual_ridge"]

MAX_ROWS = 40_000
"""Rows whose kernel (float32) fits in 6.4 GB."""

_ROWS = 2_000


def dual_ridge(
    X: sparse.csr_matrix,
    classes: NDArray[np.int64],
    n_classes: int,
    *,
    penalty: float = 1.0,
    weights: NDArray[np.float32] | None = None,
    threads: int = 2,
) -> NDArray[np.float32]:
    """Solves one-against-all ridge regression for all classes at once, in its dual.

    One Cholesky factor of the kernel serves every class, so the cost does not grow with their number. The
    weights of the features are ``X.T @ result``. Source: Saunders, Gammerman and Vovk (1998); as a classifier,
    the least-squares support vector machine of Suykens and Vandewalle (1999).

    Args:
        X: Features (n, f), float32.
        classes: Class of each row (n,), from 0.
        n_classes: Number of classes.
        penalty: λ of the penalty λ‖w‖².
        weights: Weight of each row (n,), above 0; None for equal ones.
        threads: Threads of the linear algebra; the last digits depend on it.

    Returns:
        Dual coefficients (n, n_classes), float32.

    Raises:
        InvalidInputError: More rows than `MAX_ROWS`, a penalty or weight that is not above 0.
    """
    n = X.shape[0]
    if n > MAX_ROWS:
        raise InvalidInputError(
            f"{n} rows: the dual solver takes {MAX_ROWS}; draw a sample, or use fewer rows"
        )
    if penalty <= 0 or (weights is not None and not (weights > 0).all()):
        raise InvalidInputError("the penalty and every row's weight must be above 0")
    kernel = np.empty((n, n), np.float32, order="F")
    transposed = X.T.tocsr()
    for start in range(0, n, _ROWS):
        block = (X[start : start + _ROWS] @ transposed).toarray()
        kernel[:, start : start + len(block)] = block.T
    kernel[np.diag_indices(n)] += penalty if weights is None else penalty / weights
    targets = np.zeros((n, n_classes), np.float32, order="F")
    targets[np.arange(n), classes] = 1
    with threadpool_limits(threads):
        factor = linalg.cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
        solved: NDArray[np.float32] = linalg.cho_solve(factor, targets, overwrite_b=True, check_finite=False)
    return solved
