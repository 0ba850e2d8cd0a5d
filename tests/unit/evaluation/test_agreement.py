from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.agreement import cohen_kappa
from tremplin.evaluation.intervals import clopper_pearson


def test_kappa_agrees_with_sklearn_and_lies_in_its_interval():
    rng = np.random.default_rng(4)
    first = rng.choice(list("abc"), 150)
    second = np.where(rng.random(150) < 0.7, first, rng.choice(list("abcd"), 150))
    found = cohen_kappa(first.tolist(), second.tolist(), resamples=300)
    assert found.value == pytest.approx(cohen_kappa_score(first, second))
    assert found.low < found.value < found.high


def test_groups_widen_the_interval():
    first = (["a"] * 10 + ["b"] * 10) * 10
    second = (["a"] * 8 + ["b"] * 12) * 5 + (["a"] * 10 + ["b"] * 10) * 5
    alone = cohen_kappa(first, second, resamples=300)
    groups = np.repeat(np.arange(10), 20)
    together = cohen_kappa(first, second, groups=groups, resamples=300)
    assert together.value == alone.value
    assert together != alone


def test_full_agreement_is_not_certainty():
    found = cohen_kappa(["a", "b"] * 10, ["a", "b"] * 10, resamples=50)
    low = clopper_pearson(20, 20).low
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx((low - 0.5) / 0.5)


def test_disagreement_that_chance_explains_is_zero():
    assert cohen_kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"], resamples=50).value == 0


def test_wrong_labels_are_refused():
    with pytest.raises(InvalidInputError, match="gave 1 and 2 labels"):
        cohen_kappa(["a"], ["a", "b"])
    with pytest.raises(InvalidInputError, match="gave 0 and 0 labels"):
        cohen_kappa([], [])
    with pytest.raises(InvalidInputError, match="only 'a': kappa is undefined"):
        cohen_kappa(["a", "a"], ["a", "a"])
