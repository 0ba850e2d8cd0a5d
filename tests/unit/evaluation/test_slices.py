from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.intervals import bootstrap_interval
from tremplin.evaluation.slices import slice_scores


def test_each_slice_has_its_own_mean_and_interval():
    right = [1, 1, 0, 1] * 20 + [0, 0, 1, 0] * 10
    origin = ["ours"] * 80 + ["partner"] * 40
    ours, partner = slice_scores({"origin": origin}, {"top_1": right}, resamples=200)
    assert (ours.name, ours.value, ours.n, ours.too_few) == ("origin", "ours", 80, False)
    assert ours.metrics["top_1"] == bootstrap_interval(right[:80], resamples=200)
    assert partner.metrics["top_1"].value == 0.25


def test_a_small_slice_is_flagged_and_gets_no_metric():
    small, large = slice_scores({"s": ["few"] * 5 + ["many"] * 30}, {"top_1": [1] * 35}, resamples=50)
    assert (small.value, small.too_few, small.metrics) == ("few", True, {})
    assert not large.too_few


def test_near_duplicates_do_not_make_a_slice_large():
    (only,) = slice_scores({"s": ["x"] * 60}, {"top_1": [1] * 60}, groups=[0] * 40 + [1] * 20)
    assert (only.n, only.units, only.too_few) == (60, 2, True)


def test_missing_values_are_a_slice_and_values_become_text():
    found = slice_scores({"s": [None, float("nan"), 3, True]}, {"m": [1, 2, 3, 4]}, min_rows=1, resamples=20)
    assert [(part.value, part.n) for part in found] == [("", 2), ("3", 1), ("True", 1)]


def test_wrong_slices_are_refused():
    with pytest.raises(InvalidInputError, match="slice 's' has 1 values for 2 rows"):
        slice_scores({"s": ["a"]}, {"m": [1, 0]})
    with pytest.raises(InvalidInputError, match="slice 's' has 201 values"):
        slice_scores({"s": list(range(201))}, {"m": [1] * 201})
    with pytest.raises(InvalidInputError, match="groups has 1"):
        slice_scores({"s": ["a", "b"]}, {"m": [1, 0]}, groups=["g"])
