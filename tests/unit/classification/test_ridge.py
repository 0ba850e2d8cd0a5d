import numpy as np
import pytest
from scipy import sparse

from tremplin.base.errors import InvalidInputError
from tremplin.classification import ridge
from tremplin.classification.weights import prune


def test_the_dual_is_the_primal_solution():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20, 6)).astype(np.float32)
    y = rng.integers(0, 3, 20)
    dual = ridge.dual_ridge(sparse.csr_matrix(X), y, 3, penalty=0.5)
    primal = np.linalg.solve(X.T @ X + 0.5 * np.eye(6), X.T @ np.eye(3)[y])
    assert np.allclose(X.T @ dual, primal, atol=1e-4)
    stored = prune(sparse.csr_matrix(X), X.T @ dual, budget=10**6).matrix().toarray()
    assert np.abs(stored - primal).max() < 0.01


@pytest.mark.parametrize(
    ("options", "message"),
    [({"penalty": 0}, "above 0"), ({"weights": np.zeros(4, np.float32)}, "above 0")],
)
def test_bad_options(options, message):
    with pytest.raises(InvalidInputError, match=message):
        ridge.dual_ridge(sparse.eye(4, format="csr", dtype=np.float32), np.arange(4), 4, **options)


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(ridge, "MAX_ROWS", 3)
    with pytest.raises(InvalidInputError, match="draw a sample"):
        ridge.dual_ridge(sparse.eye(4, format="csr", dtype=np.float32), np.arange(4), 4)
