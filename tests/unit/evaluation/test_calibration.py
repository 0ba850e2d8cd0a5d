from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.evaluation.calibration import (
    BINNINGS,
    bin_numbers,
    brier_score,
    calibration_error,
    reliability_table,
    weighted_calibration_error,
)

ROWS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80)


@pytest.fixture
def scored():
    rng = np.random.default_rng(2)
    scores = rng.beta(2, 1, 500)
    return scores, rng.random(500) < scores**2


@given(ROWS, st.integers(1, 20), st.sampled_from(BINNINGS))
def test_the_error_lies_between_zero_and_one(rows, bins, binning):
    error = calibration_error([s for s, _ in rows], [c for _, c in rows], bins=bins, binning=binning)
    assert 0 <= error <= 1 + 1e-12


@given(ROWS, st.sampled_from(BINNINGS))
def test_one_bin_measures_the_distance_of_the_means(rows, binning):
    scores, correct = np.array([s for s, _ in rows]), np.array([c for _, c in rows])
    expected = abs(scores.mean() - correct.mean())
    assert calibration_error(scores, correct, bins=1, binning=binning) == pytest.approx(expected, abs=1e-12)


def test_the_error_by_hand():
    scores, correct = [0.95, 0.85, 0.85, 0.15], [1, 1, 0, 0]
    assert calibration_error(scores, correct) == pytest.approx((0.05 + 2 * 0.35 + 0.15) / 4)


def test_perfect_and_worst_scores():
    assert calibration_error([1.0, 0.0, 1.0], [1, 0, 1]) == 0
    assert calibration_error([1.0, 0.0, 1.0], [0, 1, 0]) == 1


def test_the_table_agrees_with_sklearn(scored):
    table = reliability_table(*scored)
    accuracy, mean_score = calibration_curve(scored[1], scored[0], n_bins=10)
    assert [part.accuracy for part in table] == pytest.approx(accuracy)
    assert [part.mean_score for part in table] == pytest.approx(mean_score)
    assert sum(part.n for part in table) == 500
    gaps = sum(part.n * abs(part.accuracy - part.mean_score) for part in table) / 500
    assert calibration_error(*scored) == pytest.approx(gaps)


def test_bins_of_equal_width_hold_their_lower_end_and_the_last_one_holds_one():
    assert bin_numbers(np.array([0.0, 0.5, 0.999, 1.0]), bins=2).tolist() == [0, 1, 1, 1]
    assert [(part.low, part.high) for part in reliability_table([0.05, 1.0], [0, 1])] == [(0, 0.1), (0.9, 1)]


def test_bins_of_equal_mass_are_equal_and_keep_equal_scores_together(scored):
    sizes = [part.n for part in reliability_table(*scored, binning="equal_mass")]
    assert sizes == [50] * 10
    assert len(set(bin_numbers(np.full(9, 0.4), binning="equal_mass"))) == 1


def test_weights_count_as_repeated_rows(scored):
    scores, correct = scored
    weights = np.random.default_rng(0).integers(0, 3, 500)
    bins = bin_numbers(scores)
    weighted = weighted_calibration_error(weights[:, None].astype(float), scores, correct.astype(float), bins)
    assert weighted[0] == pytest.approx(
        calibration_error(np.repeat(scores, weights), np.repeat(correct, weights))
    )


def test_brier_score_agrees_with_sklearn(scored):
    assert brier_score(*scored) == pytest.approx(brier_score_loss(scored[1], scored[0]))


@pytest.mark.parametrize(
    ("scores", "correct", "message"),
    [
        ([], [], "one of each per row"),
        ([0.5], [1, 0], "one of each per row"),
        ([[0.5]], [[1]], "one of each per row"),
        ([1.2], [1], "probabilities"),
        ([float("nan")], [1], "probabilities"),
        ([0.5], [2], "booleans"),
    ],
)
def test_wrong_rows_are_refused(scores, correct, message):
    for measure in (calibration_error, reliability_table, brier_score):
        with pytest.raises(InvalidInputError, match=message):
            measure(scores, correct)


def test_wrong_bins_are_refused():
    with pytest.raises(InvalidInputError, match="bins is 0"):
        calibration_error([0.5], [1], bins=0)
    with pytest.raises(UnknownNameError, match="did you mean 'equal_mass'"):
        calibration_error([0.5], [1], binning="equalmass")
