import numpy as np
import pytest
from scipy import sparse

from tremplin.classification.scorer import Scorer


@pytest.mark.parametrize("rows", [1, 60])
def test_it_is_the_plain_product(rows):
    rng = np.random.default_rng(0)
    weights = sparse.random(50, 30, density=0.08, format="csr", rng=rng, dtype=np.float32)
    X = sparse.random(rows, 50, density=0.2, format="csr", rng=rng, dtype=np.float32)
    assert np.allclose(Scorer(weights).score(X), (X @ weights).toarray(), atol=1e-6)


def test_single_weights():
    weights = sparse.csr_matrix(np.array([[0, 2.5], [0, 0]], np.float32))
    scorer = Scorer(weights)
    assert [scorer.weight(0, 0), scorer.weight(0, 1), scorer.weight(1, 1)] == [0.0, 2.5, 0.0]
