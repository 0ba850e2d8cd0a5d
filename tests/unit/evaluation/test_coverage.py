from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.coverage import (
    CoverageAtPrecision,
    coverage_at_precision,
    risk_coverage,
    weighted_coverage,
)

ROWS = st.lists(
    st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9, 0.95]), st.booleans()), min_size=1, max_size=40
)


def by_force(scores, correct, precision):
    best = (0.0, None)
    for threshold in set(scores):
        kept = [c for s, c in zip(scores, correct, strict=True) if s >= threshold]
        if sum(kept) / len(kept) >= precision - 1e-12:
            best = max(best, (len(kept) / len(scores), threshold), key=lambda pair: pair[0])
    return best


@given(ROWS, st.sampled_from([0.5, 0.8, 0.9, 1.0]))
def test_no_other_threshold_keeps_more(rows, precision):
    scores, correct = [s for s, _ in rows], [c for _, c in rows]
    found = coverage_at_precision(scores, correct, precision=precision)
    coverage, threshold = by_force(scores, correct, precision)
    assert (found.coverage, found.threshold) == (pytest.approx(coverage), threshold)
    if threshold is not None:
        assert found.precision >= precision - 1e-12


@given(ROWS, st.integers(0, 5))
def test_weights_count_as_repeated_rows(rows, seed):
    scores, correct = np.array([s for s, _ in rows]), np.array([c for _, c in rows], dtype=float)
    weights = np.random.default_rng(seed).integers(0, 3, len(rows))
    weights[0] = 1
    repeated = coverage_at_precision(
        np.repeat(scores, weights), np.repeat(correct, weights), precision=0.8
    ).coverage
    assert weighted_coverage(weights[:, None].astype(float), scores, correct, precision=0.8)[
        0
    ] == pytest.approx(repeated)


def test_a_target_out_of_reach():
    assert coverage_at_precision([0.9, 0.8], [0, 0]) == CoverageAtPrecision(0.9, None, 0.0, None)


def test_equal_scores_are_kept_or_left_together():
    found = coverage_at_precision([0.9, 0.9, 0.5], [1, 0, 1], precision=0.6)
    assert (found.threshold, found.coverage) == (0.5, 1.0)


def test_the_curve_by_hand():
    curve = risk_coverage([0.9, 0.5, 0.9, 0.1], [1, 0, 1, 1])
    assert curve.coverage == (0.5, 0.75, 1.0)
    assert curve.risk == pytest.approx((0, 1 / 3, 1 / 4))
    assert curve.thresholds == (0.9, 0.5, 0.1)
    assert curve.area == pytest.approx((0 * 2 + 1 / 3 + 1 / 4) / 4)


def test_a_shortened_curve_keeps_its_area_and_its_end():
    rng = np.random.default_rng(0)
    scores, correct = rng.random(1000), rng.random(1000) < 0.7
    full, short = risk_coverage(scores, correct), risk_coverage(scores, correct, points=50)
    assert len(short.risk) == 50
    assert short.area == full.area
    assert (short.coverage[-1], short.risk[-1]) == (1.0, pytest.approx(1 - correct.mean()))


@pytest.mark.parametrize("precision", [0, 1.1])
def test_an_impossible_target_is_refused(precision):
    with pytest.raises(InvalidInputError, match="precision is"):
        coverage_at_precision([0.5], [1], precision=precision)


def test_too_few_points_are_refused():
    with pytest.raises(InvalidInputError, match="points is 1"):
        risk_coverage([0.5], [1], points=1)


def test_wrong_scores_are_refused():
    for measure in (coverage_at_precision, risk_coverage):
        with pytest.raises(InvalidInputError, match="probabilities"):
            measure([1.5], [1])
