from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.intervals import (
    Estimate,
    bootstrap,
    bootstrap_interval,
    clopper_pearson,
    group_numbers,
    resample_weights,
    wilson,
)


def test_mean_matches_the_normal_interval_on_many_rows():
    values = np.random.default_rng(1).normal(size=4000)
    found = bootstrap_interval(values, seed=3)
    half = 1.96 * values.std() / np.sqrt(4000)
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.004)
    assert found.high == pytest.approx(values.mean() + half, abs=0.004)


def test_same_seed_same_interval_and_another_seed_another():
    values = np.arange(50) % 7
    assert bootstrap_interval(values, seed=5) == bootstrap_interval(values, seed=5)
    assert bootstrap_interval(values, seed=5) != bootstrap_interval(values, seed=6)


def test_higher_level_wider_interval():
    values = np.arange(200) % 3
    narrow, wide = (bootstrap_interval(values, level=level) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_near_duplicates_widen_the_interval_when_grouped():
    values = np.repeat(np.random.default_rng(0).integers(0, 2, 40), 25)
    groups = np.repeat(np.arange(40), 25)
    alone, together = bootstrap_interval(values), bootstrap_interval(values, groups=groups)
    assert together.value == alone.value
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_a_group_is_drawn_whole():
    numbers = group_numbers(["a", "b", "a", "c"], 4)
    for weights in resample_weights(numbers, resamples=20, seed=0):
        assert weights.shape[0] == 4
        assert (weights[0] == weights[2]).all()
        assert (weights[[0, 1, 3]].sum(axis=0) == 3).all()


def test_blocks_add_up_to_the_number_of_resamples():
    blocks = list(resample_weights(np.arange(300_000), resamples=10, seed=0))
    assert len(blocks) > 1
    assert sum(block.shape[1] for block in blocks) == 10


@pytest.mark.parametrize("right", [0, 1])
def test_rows_that_all_agree_get_the_exact_interval_of_their_groups(right):
    values, groups = np.full(20, right), np.arange(20) // 2
    assert bootstrap_interval(values, groups=groups) == clopper_pearson(10 * right, 10)


def test_centred_interval_surrounds_a_statistic_that_resampling_raises():
    rows = np.random.default_rng(0).normal(size=(20, 400))

    def absolute(weights):
        return {name: np.abs(rows @ weights / 400).mean(axis=0) for name in ("plain", "centred")}

    found = bootstrap(absolute, 400, centred={"centred"})
    middles = {name: (interval.low + interval.high) / 2 for name, interval in found.items()}
    assert middles["plain"] > found["plain"].value + 0.01
    assert middles["centred"] == pytest.approx(found["centred"].value, abs=0.002)


def test_a_statistic_that_no_sample_has_keeps_its_value():
    def rare(weights):
        return {"rare": np.where((weights == 1).all(axis=0), 0.5, np.nan)}

    assert bootstrap(rare, 40, resamples=5)["rare"] == Estimate(0.5, 0.5, 0.5)


def test_two_thousand_resamples_of_ten_thousand_rows_are_quick():
    values = np.random.default_rng(0).random(10_000)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        bootstrap_interval(values, resamples=2_000)
        best = min(best, time.perf_counter() - start)
    assert best < 2


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=60),
    st.integers(0, 3),
)
def test_the_interval_contains_the_estimate(rows, seed):
    values = [value for value, _ in rows]
    for groups in (None, [group for _, group in rows]):
        found = bootstrap_interval(values, groups=groups, resamples=50, seed=seed)
        assert found.low <= found.value <= found.high
        assert found.low >= -1e-9
        assert found.high <= 1 + 1e-9


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_proportion_intervals_contain_the_share_and_stay_within_zero_and_one(counts):
    for interval in (clopper_pearson(*counts), wilson(*counts)):
        assert 0 <= interval.low <= interval.value <= interval.high <= 1


def test_published_values():
    exact, score = clopper_pearson(10, 100), wilson(10, 100)
    assert (exact.low, exact.high) == pytest.approx((0.0490, 0.1762), abs=1e-4)
    assert (score.low, score.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert clopper_pearson(0, 10).high == pytest.approx(1 - 0.025 ** (1 / 10))


@pytest.mark.parametrize("interval", [clopper_pearson, wilson])
@pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 2), (0, 0)])
def test_impossible_counts_are_refused(interval, successes, n):
    with pytest.raises(InvalidInputError, match=f"{successes} successes of {n}"):
        interval(successes, n)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_zero_and_one_is_refused(level):
    with pytest.raises(InvalidInputError, match="level"):
        bootstrap_interval([1, 0], level=level)
    with pytest.raises(InvalidInputError, match="level"):
        wilson(1, 2, level=level)


@pytest.mark.parametrize("values", [[[1.0]], [1.0, float("nan")], [float("inf")]])
def test_values_that_are_not_one_number_per_row_are_refused(values):
    with pytest.raises(InvalidInputError, match="one finite number per row"):
        bootstrap_interval(values)


def test_no_row_and_no_resample_are_refused():
    with pytest.raises(InvalidInputError, match="0 rows"):
        bootstrap_interval([])
    with pytest.raises(InvalidInputError, match="0 resamples"):
        bootstrap_interval([1], resamples=0)


def test_groups_of_another_length_or_missing_are_refused():
    with pytest.raises(InvalidInputError, match="groups has 1 values for 2 rows"):
        bootstrap_interval([1, 0], groups=["a"])
    for missing in (None, float("nan")):
        with pytest.raises(InvalidInputError, match="no value in row 1"):
            bootstrap_interval([1, 0], groups=["a", missing])
